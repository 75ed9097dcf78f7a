"""What a file is, by its content; what cannot be read says why and what to do."""

from __future__ import annotations

import io
import zipfile

import pytest

from ingest.kinds import kind_of
from trust.errors import TooLarge, Unreadable, UnsupportedType

OLE = b"\xd0\xcf\x11\xe0"


def archive(*names: str, told: str = "x", **more: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, content in {**dict.fromkeys(names, told), **more}.items():
            made.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.pdf", b"%PDF-1.7 ...", "pdf"),
        ("renamed.docx", b"%PDF-1.7 ...", "pdf"),
        ("old.doc", archive("word/document.xml"), "docx"),
        ("a.pptx", archive("ppt/presentation.xml"), "pptx"),
        ("a.xlsx", archive("xl/workbook.xml"), "xlsx"),
        ("a.txt", "文字".encode(), "txt"),
        ("README", "文字".encode(), "txt"),
        ("a.txt", b"<!DOCTYPE html><p>x", "html"),
        ("a.md", "# 标题".encode("utf-16"), "md"),
        ("a.CSV", b"a,b", "csv"),
        ("a.eml", b"From: a@b\n\nx", "eml"),
        ("a.doc", OLE + "WordDocument".encode("utf-16-le"), "writer"),
        ("a.xls", OLE + "Workbook".encode("utf-16-le"), "calc"),
        ("课件.dps", OLE + "PowerPoint Document".encode("utf-16-le"), "impress"),
        ("a.doc", b"\xdb\xa5-\0x@", "writer"),
        ("a.rtf", b"{\\rtf1", "writer"),
        ("a.odp", archive("content.xml", mimetype="application/vnd.oasis.opendocument.presentation"), "impress"),
        ("a.docm", archive("word/document.xml"), "writer"),
        ("a.txt", b"\x89PNG\r\n\x1a\n....", "image"),
        ("a.webp", b"RIFF\0\0\0\0WEBPVP8 ", "image"),
    ],
)
def test_content_decides(name: str, data: bytes, kind: str) -> None:
    assert kind_of(name, data) == kind


LOCKED = archive("content.xml", "META-INF/manifest.xml", "mimetype", told="encryption-data")


@pytest.mark.parametrize(
    ("name", "data", "fault", "words"),
    [
        ("a.docx", b"", Unreadable, "空"),
        ("a.txt", b"\xef\xbb\xbf \n", Unreadable, "空"),
        ("a.docx", b"hello", Unreadable, "损坏"),
        ("a.docx", b"PK\x03\x04 cut off", Unreadable, "损坏"),
        ("a.docx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), Unreadable, "密码"),
        ("a.doc", b"just words", Unreadable, "DOC"),
        ("a.png", b"just words", Unreadable, "PNG"),
        ("a.odt", LOCKED, Unreadable, "密码"),
        ("a.txt", b"RIFF\0\0\0\0WAVEfmt ", UnsupportedType, "PDF"),
        ("a.msg", b"\xd0\xcf\x11\xe0" + "__substg1.0_".encode("utf-16-le"), UnsupportedType, ".eml"),
        ("a.zip", archive("x.txt"), UnsupportedType, "解压"),
        ("a.epub", archive("mimetype"), UnsupportedType, ".docx"),
        ("a.exe", b"MZ\x00\x00", UnsupportedType, "PDF"),
    ],
)
def test_what_is_not_read_says_why_and_what_to_do(name: str, data: bytes, fault: type[Exception], words: str) -> None:
    with pytest.raises(fault, match=words):
        kind_of(name, data)


def test_a_zip_bomb_is_refused_unopened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.archive.MOST_UNPACKED", 1024**2)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", bytes(2 * 1024**2))
    with pytest.raises(TooLarge):
        kind_of("a.docx", buffer.getvalue())
