"""What a hostile uploader sends ends in words, in the time and memory given, and the next file is read as ever."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from email.message import EmailMessage

import pytest

from ingest.confine import Confine
from ingest.kinds import integrity_of, kind_of
from ingest.limits import Limits
from ingest.read import read
from tests.ingest.made import TEXT, package, pdf, squeezed, stream, word
from trust.errors import TooLarge, Unreadable, UnsupportedType
from web.markup import safe_html
from web.upload import _bare

FAULTS = (Unreadable, UnsupportedType, TooLarge)
LIMITS = Limits(30, 1280 * 1024**2, 8 * 1024**2)
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def png_claiming(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + pixels + chunk(b"IEND", b"")


def laughing() -> bytes:
    entities = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    return b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">' + entities + b"]><x>&l9;</x>"


def outside() -> bytes:
    return b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>'


def padded() -> bytes:
    """The declaration hidden behind a comment longer than anybody looks."""
    return b'<?xml version="1.0"?><!--' + b" " * 100_000 + b"-->" + laughing()[21:]


def many_parts() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for n in range(20_002):
            made.writestr(f"word/{n}.xml", b"")
    return out.getvalue()


def tight() -> bytes:
    return package(word("x"), word__media__a_DOT_bin=bytes(200 * 1024**2))


def nested() -> bytes:
    inner = b"x"
    for n in range(12):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as made:
            made.writestr(f"{n}.zip", inner)
        inner = out.getvalue()
    return inner


def own_kids() -> bytes:
    return pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R 2 0 R] /Count 99999999 >>")


def deep_tree() -> bytes:
    deep = [b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (n + 3) for n in range(3000)]
    return pdf(b"<< /Type /Catalog /Pages 2 0 R >>", *deep, b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>")


def own_form() -> bytes:
    """A form that draws itself, twice."""
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /A 5 0 R >> >>"
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R "
        b"/Resources << /XObject << /A 5 0 R >> >> >>",
        stream(b"/A Do"), stream(b"/A Do /A Do", form),
    )  # fmt: skip


def own_font() -> bytes:
    """A Type 3 font whose glyph is written in itself, described by itself."""
    font = (b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [.01 0 0 .01 0 0] "
            b"/CharProcs << /a 6 0 R >> /Encoding 5 0 R /DescendantFonts [5 0 R] "
            b"/ToUnicode 5 0 R /FirstChar 97 /LastChar 97 /Widths [9] "
            b"/Resources << /Font << /F 5 0 R >> >> >>")  # fmt: skip
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R "
        b"/Resources << /Font << /F 5 0 R >> >> >>",
        stream(b"BT /F 9 Tf (aaaa) Tj ET"), font, stream(b"BT /F 9 Tf (aaaa) Tj ET"),
    )  # fmt: skip


def own_length() -> bytes:
    """A stream whose length, filter and parameters are the stream."""
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents [4 0 R 4 0 R] >>",
        b"<< /Length 4 0 R /Filter 4 0 R /DecodeParms 4 0 R >>\nstream\nBT ET\nendstream",
    )  # fmt: skip


def squeezed_page() -> bytes:
    """A page of half a gigabyte of zeros, squeezed twice."""
    content = bytes(512 * 1024**2)
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R >>", squeezed(content, 2),
    )  # fmt: skip


def deep_html() -> bytes:
    return b"<html>" + b"<div>" * 200_000 + b"x"


def mails_in_mails() -> bytes:
    inner = EmailMessage()
    inner.set_content("里面的信。")
    for n in range(40):
        outer = EmailMessage()
        outer["Subject"] = f"第 {n} 层"
        outer.set_content("外面的信。")
        outer.add_attachment(inner)
        inner = outer
    return inner.as_bytes()


def attached_bomb() -> bytes:
    mail = EmailMessage()
    mail["Subject"] = "附件"
    mail.set_content("请看附件。")
    for name, data in (("../../etc/卡.docx", package(word("x"), word__document_DOT_xml=laughing())),
                       ("a.png", png_claiming(60_000, 60_000)), ("b.exe", b"MZ\x00\x00")):  # fmt: skip
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


REFUSED: list[tuple[str, Callable[[], bytes], str]] = [
    ("笑.docx", lambda: package(word("x"), word__document_DOT_xml=laughing()), "实体"),
    ("外.docx", lambda: package(word("x"), word__document_DOT_xml=outside()), "实体"),
    ("外.xlsx", lambda: package(word("x"), xl__workbook_DOT_xml=outside()), "实体"),
    ("长.docx", lambda: package(word("x"), word__document_DOT_xml=padded()), "实体"),
    ("宽.docx", lambda: package(word("x"), word__styles_DOT_xml=laughing().decode().encode("utf-16")), "实体"),
    ("多.docx", many_parts, "压缩炸弹"),
    ("密.docx", tight, "压缩炸弹"),
    ("层.zip", nested, "压缩包"),
    ("大.png", lambda: png_claiming(60_000, 60_000), "图片"),
    ("环.pdf", own_kids, ""),
    ("深.pdf", deep_tree, ""),
    ("自画.pdf", own_form, ""),
    ("自流.pdf", own_length, ""),
    ("宏.docx", lambda: b"MZ\x90\0" + bytes(400), "DOCX"),
]


@pytest.mark.parametrize(("name", "made", "words"), REFUSED, ids=[name for name, _, _ in REFUSED])
def test_a_hostile_file_ends_in_words_and_the_reader_lives(
    readers: Confine, name: str, made: Callable[[], bytes], words: str
) -> None:
    with pytest.raises(FAULTS) as told:
        readers.read(name, made(), LIMITS)
    assert words in told.value.zh
    assert len(told.value.zh) > 8
    assert readers.read("之后.txt", TEXT[0].encode()).blocks[0].text == TEXT[0]


def test_a_font_written_in_itself_ends(readers: Confine) -> None:
    with suppress(*FAULTS):
        readers.read("自字.pdf", own_font(), LIMITS)
    assert readers.read("之后.txt", TEXT[0].encode()).blocks[0].text == TEXT[0]


@pytest.mark.slow
@pytest.mark.parametrize("made", [squeezed_page, deep_html])
def test_what_swells_stays_within_its_memory(readers: Confine, made: Callable[[], bytes]) -> None:
    with suppress(*FAULTS):
        assert readers.read("a.pdf" if made is squeezed_page else "a.html", made(), LIMITS).size < 10_000
    assert readers.read("之后.txt", TEXT[0].encode()).blocks[0].text == TEXT[0]


def test_attachments_follow_the_same_rules_and_are_named_without_their_path() -> None:
    parsed = read("a.eml", attached_bomb())
    told = [n.zh for n in parsed.unread]
    assert len(told) == 3
    assert "实体" in told[0]
    assert told[0].startswith("附件“卡.docx”")
    assert "图片" in told[1]
    assert any("请看附件" in b.text for b in parsed.blocks)


def test_mails_in_mails_are_read_so_deep_and_no_deeper() -> None:
    parsed = read("a.eml", mails_in_mails())
    assert sum(b.text == "外面的信。" for b in parsed.blocks) == 4
    assert any("太深" in n.zh for n in parsed.unread)


def test_a_picture_in_a_document_that_claims_ten_gigabytes_costs_nothing(readers: Confine) -> None:
    held = word(TEXT[0])
    held = package(held, word__media__image1_DOT_png=png_claiming(60_000, 60_000))
    assert readers.read("a.docx", held, LIMITS).blocks[0].text == TEXT[0]


@pytest.mark.slow
def test_three_thousand_pages_are_read_or_refused_in_words(readers: Confine) -> None:
    count = 3000
    kids = b" ".join(b"%d 0 R" % (4 + 2 * n) for n in range(count))
    parts = []
    for n in range(count):
        parts.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R " % (5 + 2 * n)
                     + b"/Resources << /Font << /F 3 0 R >> >> >>")  # fmt: skip
        said = b"Lathe number %d is checked for oil by turner %d before every shift." % (n + 1, n * 7 + 3)
        parts.append(stream(b"BT /F 12 Tf 40 500 Td (%s) Tj ET" % said))
    made = pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count), FONT,
               *parts)  # fmt: skip
    parsed = readers.read("三千页.pdf", made, replace(LIMITS, seconds=300))
    told = " ".join(b.text for b in parsed.blocks)
    assert [n for n in range(1, count + 1) if f"Lathe number {n} is" not in told] == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [("../../etc/passwd", "passwd"), ("C:\\a\\卡.docx", "卡.docx"), ("a\0b\n.txt", "ab.txt"), ("/", ""), ("..", ".."),
     ("长" * 400 + ".txt", ("长" * 400 + ".txt")[:255]), ("\u202etxt.exe", "txt.exe")],
)  # fmt: skip
def test_odd_names_lose_their_path_and_what_cannot_be_shown(given: str, kept: str) -> None:
    assert _bare(given) == kept


def test_a_name_s_path_never_reaches_the_disk(readers: Confine) -> None:
    for name in ("../../逃.txt", "/etc/passwd", "a/b/../c.md", ".", "..", "con.txt", "文件\n名.txt"):
        assert readers.read(name, TEXT[0].encode()).blocks


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [("表.xlsx", b"%PDF-1.7\n", "pdf"), ("a.txt", b"%PDF-1.7\n", "pdf"), ("a.png", word("x"), "docx"),
     ("a.pdf", b"\xff\xd8\xff\xe0", "image")],
)  # fmt: skip
def test_a_false_name_hides_nothing(name: str, data: bytes, kind: str) -> None:
    assert kind_of(name, data) == kind


def test_what_others_wrote_has_no_integrity_and_an_upload_never_more_than_a_member_s() -> None:
    assert integrity_of("a.eml", b"From: a@b\n\nx") == integrity_of("a.txt", b"<!doctype html><p>x") == 0
    assert integrity_of("a.docx", word("x")) == integrity_of("a.exe", b"MZ") == 1


@pytest.mark.parametrize(
    "hostile",
    ["<script>alert(1)</script>", "[x](javascript:alert(1))", '<img src=x onerror="alert(1)">', "![x](http://a/b.png)",
     '<iframe src="//a"></iframe>', "[x](data:text/html;base64,PHNjcmlwdD4=)", '<a href="x" onclick="y">z</a>',
     "<svg/onload=alert(1)>", "<style>@import '//a'</style>", '<math href="javascript:1">x</math>'],
)  # fmt: skip
def test_markup_from_documents_goes_out_harmless(hostile: str) -> None:
    shown = safe_html(hostile).lower()
    unescaped = shown.replace("&lt;", "").replace("&quot;", "")
    assert not any(f"<{tag}" in shown for tag in ("script", "img", "iframe", "svg", "style", "math"))
    assert not re.search(r"<[^>]*(?:href|src)=\"(?:javascript|data)", unescaped)
    assert 'href="data' not in unescaped
    assert " onerror=" not in shown.replace("&lt;img src=x onerror=", "")
