"""What a file truly is: its first bytes against its name. Raises with what to do when it is nothing we read.

Knows only names and bytes; of a package the directory (archive.py) and what it says of itself.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Literal

from ingest import archive
from ingest.chinese import wide
from trust.errors import TooLarge, Unreadable, UnsupportedType
from trust.labels import MEMBER, OUTSIDE

FileKind = Literal[
    "docx", "pptx", "xlsx", "csv", "md", "html", "txt", "eml", "pdf", "image", "writer", "calc", "impress"
]
CONVERTED: dict[FileKind, str] = {"writer": "docx", "calc": "xlsx", "impress": "pptx"}
"""Old and foreign office files by their family, and what LibreOffice makes of them."""

BY_SUFFIX: dict[str, FileKind] = {
    "docx": "docx", "pptx": "pptx", "xlsx": "xlsx", "xlsm": "xlsx", "pdf": "pdf", "csv": "csv", "tsv": "csv",
    "md": "md", "markdown": "md", "html": "html", "htm": "html", "xhtml": "html", "txt": "txt", "text": "txt",
    "log": "txt", "eml": "eml", "": "txt", "png": "image", "jpg": "image", "jpeg": "image", "tif": "image",
    "tiff": "image", "bmp": "image", "webp": "image", "gif": "image", "doc": "writer", "wps": "writer",
    "rtf": "writer", "odt": "writer", "docm": "writer", "xls": "calc", "et": "calc", "ods": "calc",
    "ppt": "impress", "dps": "impress", "odp": "impress",
}  # fmt: skip
BINARY: frozenset[FileKind] = frozenset({"docx", "pptx", "xlsx", "pdf", "image", "writer", "calc", "impress"})
READABLE = "DOCX、PPTX、XLSX、CSV、MD、HTML、TXT、EML、PDF、图片（PNG、JPG、TIFF）、旧版与 WPS/ODF 办公文件"
READABLE_EN = "DOCX, PPTX, XLSX, CSV, MD, HTML, TXT, EML, PDF, pictures (PNG, JPG, TIFF), old Office, WPS and ODF files"
FROM_OUTSIDE: frozenset[FileKind] = frozenset({"eml", "html"})
"""Written by whoever, not by the member who uploads it: integrity 0."""

_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*")
_OLD_OFFICE: tuple[tuple[str, FileKind], ...] = (
    ("WordDocument", "writer"), ("Workbook", "calc"), ("Book", "calc"), ("PowerPoint Document", "impress"),
    ("MatOST", "writer"),
)  # fmt: skip
_OLDER = (b"\xdb\xa5", b"\x9b\xa5\x21", b"\x31\xbe\x00\x00", b"\xffWPC")
"""Word 2 and 1 for Windows, Word and Write for DOS, WordPerfect."""
_ZIPPED: tuple[tuple[str, FileKind], ...] = (
    ("word/document.xml", "docx"), ("ppt/presentation.xml", "pptx"), ("xl/workbook.xml", "xlsx"),
)  # fmt: skip
_ODF: tuple[tuple[bytes, FileKind], ...] = (
    (b"opendocument.text", "writer"), (b"opendocument.spreadsheet", "calc"), (b"opendocument.presentation", "impress"),
)  # fmt: skip


def suffix(filename: str) -> str:
    stem, dot, end = filename.rpartition(".")
    return end.lower() if dot and stem else ""


def kind_of(filename: str, data: bytes) -> FileKind:
    """The content decides; the name only tells texts apart. Raises UnsupportedType, Unreadable or TooLarge."""
    named = BY_SUFFIX.get(suffix(filename))
    if not data.strip(b"\0 \t\r\n\x0b\x0c\xef\xbb\xbf\xff\xfe"):
        raise Unreadable("文件是空的，没有内容可读", "The file is empty")
    if b"%PDF-" in data[:1024] or (named == "pdf" and data.startswith(b"%PDF")):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _zipped(suffix(filename), data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _old(data)
    if is_image(data):
        return "image"
    if data.startswith((b"{\\rtf", *_OLDER)):
        return "writer"
    if named in BINARY:
        raise Unreadable(
            f"内容不是有效的 {suffix(filename).upper()}，文件可能已损坏；请重新导出后再上传",
            f"The content is no valid {suffix(filename).upper()}; it may be damaged: export it again",
        )
    return _text(data, named)


def integrity_of(filename: str, data: bytes) -> int:
    """How far the words may be trusted: a mail or a web page was written by whoever. 0 or 1, never more."""
    with suppress(Unreadable, UnsupportedType, TooLarge):
        return OUTSIDE if kind_of(filename, data) in FROM_OUTSIDE else MEMBER
    return MEMBER


def is_image(data: bytes) -> bool:
    """By its first bytes, of a kind that can be drawn."""
    bitmap = data.startswith(b"BM") and len(data) > 54 and data[6:10] == b"\0\0\0\0"
    return bitmap or data.startswith(_IMAGES) or (data.startswith(b"RIFF") and data[8:12] == b"WEBP")


def _text(data: bytes, named: FileKind | None) -> FileKind:
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff")) or data[1:400:2].count(0) > 60 or data[0:400:2].count(0) > 60
    if named is None or (b"\0" in data[:4096] and not marked and not wide(data)):
        raise unsupported()
    head = data[:1024].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if named == "txt" and head.startswith((b"<!doctype html", b"<html")):
        return "html"
    return named


def unsupported() -> UnsupportedType:
    return UnsupportedType(f"不支持这种文件，可用：{READABLE}", f"Not a supported type; use {READABLE_EN}")


def _zipped(ending: str, data: bytes) -> FileKind:
    names = archive.names(data)
    for name, kind in _ZIPPED:
        if name in names:
            return "writer" if kind == "docx" and ending == "docm" else kind
    if "mimetype" in names and "content.xml" in names:
        return _open_document(data)
    if "mimetype" in names or any(n.endswith(".opf") for n in names):
        raise UnsupportedType(
            "不支持电子书，请另存为 .docx 或 PDF 再上传", "E-books are not supported: save it as .docx or PDF"
        )
    raise UnsupportedType("不支持压缩包，请解压后逐个上传", "Archives are not supported: unpack and upload the files")


def _open_document(data: bytes) -> FileKind:
    if b"encryption-data" in archive.head(data, "META-INF/manifest.xml"):
        raise with_password()
    told = archive.head(data, "mimetype")
    kind = next((kind for words, kind in _ODF if words in told), None)
    if kind is None:
        raise unsupported()
    return kind


def with_password() -> Unreadable:
    return Unreadable("文件设有打开密码，请取消密码后再上传", "The file has a password: remove it and upload again")


def _old(data: bytes) -> FileKind:
    """An OLE file, told apart by the names of its streams (UTF-16 in its directory)."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise with_password()
    for stream, kind in _OLD_OFFICE:
        if stream.encode("utf-16-le") in data:
            return kind
    if "__substg1.0_".encode("utf-16-le") in data:
        raise UnsupportedType("不支持 .msg 邮件，请另存为 .eml 再上传", ".msg is not supported: save it as .eml")
    raise unsupported()
