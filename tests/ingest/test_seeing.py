"""Pictures and old formats: recognised and converted where the programs are installed, named where they are not."""

from __future__ import annotations

import io
import shutil
import time
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pptx
import pytest
from reportlab.pdfgen.canvas import Canvas

from eval.oldformats import saved_as
from eval.scans import WAYS, accuracy
from ingest import picture, word
from ingest.aids import Aids
from ingest.confine import Confine
from ingest.limits import Limits
from ingest.read import read
from ingest.sight import Sight
from tests.ingest.made import TEXT, page, saved
from tests.ingest.made import word as word_file
from trust.errors import Unreadable, UnsupportedType
from trust.settings import Settings

sees = pytest.mark.skipif(Aids.of(Settings()).tesseract is None, reason="tesseract with chi_sim is not installed")
converts = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
BLIND = Aids()


@pytest.fixture(scope="module")
def aided(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Confine]:
    """A reader with the programs of this machine."""
    made = Confine(tmp_path_factory.mktemp("aided"), Limits(240, 2 * 1024**3), aids=Aids.of(Settings()))
    yield made
    made.close()


def words(confine: Confine, name: str, data: bytes) -> str:
    return "\n".join(b.text for b in confine.read(name, data).blocks)


def scanned(*pictures: bytes) -> bytes:
    from reportlab.lib.utils import ImageReader

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842))
    for drawn in pictures:
        canvas.drawImage(ImageReader(io.BytesIO(drawn)), 20, 400, 555, 333)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@sees
def test_a_scan_is_read_and_said_to_be_recognised(aided: Confine) -> None:
    parsed = aided.read("扫描.pdf", scanned(saved(page())))
    assert accuracy("".join(TEXT), "".join(b.text for b in parsed.blocks)) > 0.95
    assert parsed.blocks[0].locator.page == 1
    assert [n.zh for n in parsed.notes] == ["第 1 页的文字由图像识别得出，可能有误，请对照原件"]
    assert parsed.unread == ()
    assert parsed.language == "zh-Hans"


@sees
def test_a_picture_within_a_document_is_read_where_it_stands(aided: Confine) -> None:
    told = words(aided, "a.docx", word_file("前面的话。", picture=saved(page())))
    assert told.startswith("前面的话。")
    assert accuracy("".join(TEXT), told) > 0.95


@sees
@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS, ids=[way.name for way in WAYS])
def test_bad_scans_are_read_nearly_as_well(aided: Confine, way: object) -> None:
    import random

    worse = way.worsen(page(), random.Random(3))  # type: ignore[attr-defined]
    assert accuracy("".join(TEXT), words(aided, "a.png", saved(worse))) > 0.9


@sees
@pytest.mark.slow
@pytest.mark.parametrize("kind", ["JPEG", "TIFF", "BMP", "WEBP", "GIF"])
def test_every_kind_of_picture_is_read(aided: Confine, kind: str) -> None:
    assert accuracy("".join(TEXT), words(aided, "a.bin", saved(page(), kind))) > 0.9


@sees
@pytest.mark.slow
def test_a_blank_picture_says_what_to_do(aided: Confine) -> None:
    with pytest.raises(Unreadable, match="更清晰"):
        aided.read("a.png", saved(page([])))


@sees
@pytest.mark.slow
def test_pages_past_the_limit_are_named(tmp_path: Path) -> None:
    few = Aids.of(Settings(ocr_pages=1))
    confine = Confine(tmp_path, Limits(240, 2 * 1024**3), aids=few)
    try:
        parsed = confine.read("a.pdf", scanned(saved(page()), saved(page())))
    finally:
        confine.close()
    assert [n.zh for n in parsed.unread] == ["第 2 页：超过一份文件的识别上限，请拆分后再上传"]


def test_without_recognition_each_picture_is_named_as_unread() -> None:
    parsed = read("a.docx", word_file("前面的话。", picture=saved(page())), BLIND)
    assert [n.zh for n in parsed.unread] == ["第 1 幅图片：本系统未安装文字识别"]
    assert [n.en for n in parsed.unread] == ["picture 1: text recognition is not installed"]
    with pytest.raises(UnsupportedType, match="未安装文字识别"):
        read("a.png", saved(page()), BLIND)
    with pytest.raises(Unreadable, match="未安装文字识别"):
        read("a.pdf", scanned(saved(page())), BLIND)


def test_pages_between_text_are_named_without_recognition() -> None:
    from reportlab.lib.utils import ImageReader

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842))
    canvas.drawString(72, 700, "Check the oil level, the air pressure and the coolant before every shift.")
    canvas.showPage()
    canvas.drawImage(ImageReader(io.BytesIO(saved(page()))), 20, 400, 555, 333)
    canvas.showPage()
    canvas.save()
    assert [n.zh for n in read("a.pdf", buffer.getvalue(), BLIND).unread] == ["第 2 页：本系统未安装文字识别"]


def test_small_pictures_are_no_text() -> None:
    assert picture.worth(saved(page()))
    assert not picture.worth(saved(page().resize((30, 300))))
    assert not picture.worth(b"no picture")


def test_what_recognition_may_spend_is_spent_once() -> None:
    clock = iter([0.0, 0.0, 100.0, 100.0])
    sight = Sight(Aids(tesseract="/bin/false", pages=5, seconds=60), clock=lambda: next(clock))
    assert sight._why_not() is None
    assert sight._why_not() is not None


def test_an_old_file_without_libreoffice_says_what_to_do() -> None:
    with pytest.raises(UnsupportedType, match=r"另存为 \.docx"):
        read("旧.rtf", b"{\\rtf1 x}", BLIND)
    with pytest.raises(UnsupportedType, match=r"另存为 \.xlsx"):
        read("旧.et", b"\xd0\xcf\x11\xe0" + "Workbook".encode("utf-16-le"), BLIND)


@converts
def test_an_old_file_is_converted_and_read(aided: Confine) -> None:
    parsed = aided.read("旧.rtf", rb"{\rtf1\ansi\ansicpg936 Check the oil level.\par Then start the spindle.}")
    assert [b.text for b in parsed.blocks] == ["Check the oil level.", "Then start the spindle."]
    assert parsed.notes[0].zh.startswith("由旧格式转换")


@converts
@pytest.mark.slow
@pytest.mark.parametrize("new", ["doc", "odt", "rtf"])
def test_a_word_file_comes_back_from_every_old_format(aided: Confine, new: str) -> None:
    data = word_file(*TEXT)
    assert words(aided, f"a.{new}", saved_as(data, "docx", new)).split("\n") == list(TEXT)


@converts
@pytest.mark.slow
def test_old_slides_come_back(aided: Confine) -> None:
    deck, buffer = pptx.Presentation(), io.BytesIO()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text, slide.placeholders[1].text = "开机检查", TEXT[0]
    deck.save(buffer)
    for new in ("ppt", "odp"):
        told = words(aided, f"a.{new}", saved_as(buffer.getvalue(), "pptx", new))
        assert "开机检查" in told
        assert TEXT[0] in told


@converts
@pytest.mark.slow
def test_ruins_of_an_old_file_are_not_taken_for_text(aided: Confine) -> None:
    with pytest.raises(Unreadable, match="损坏"):
        aided.read("a.doc", b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le") + bytes(4000))


def with_macro(trace: Path) -> bytes:
    """An ODF text whose macro writes a file as soon as it is opened."""
    code = f"""Sub Main
n = FreeFile
Open &quot;{trace}&quot; For Output As #n
Print #n, &quot;ran&quot;
Close #n
End Sub"""
    office = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    names = (
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0"'
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {office} {names} office:version="1.2"><office:scripts>'
        '<office:event-listeners><script:event-listener script:language="ooo:script" '
        'script:event-name="dom:load" xlink:href="vnd.sun.star.script:Standard.Module1.Main?'
        'language=Basic&amp;location=document"/>'
        '</office:event-listeners></office:scripts><office:body><office:text><text:p>Check the oil.</text:p>'
        "</office:text></office:body></office:document-content>"
    )
    library = 'xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"'
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content,
        "Basic/Standard/Module1.xml": '<?xml version="1.0"?><script:module '
        f'xmlns:script="http://openoffice.org/2000/script" script:name="Module1" '
        f'script:language="StarBasic">{code}</script:module>',
        "Basic/Standard/script-lb.xml": f'<?xml version="1.0"?><library:library {library}>'
        '<library:element library:name="Module1"/></library:library>',
        "Basic/script-lc.xml": '<?xml version="1.0"?>'
        '<library:libraries xmlns:library="http://openoffice.org/2000/library">'
        '<library:library library:name="Standard" library:link="false"/></library:libraries>',
        "META-INF/manifest.xml": '<?xml version="1.0"?><manifest:manifest xmlns:manifest='
        '"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
        '<manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.text"/><manifest:file-entry manifest:full-path='
        '"content.xml" manifest:media-type="text/xml"/>' + "".join(
            f'<manifest:file-entry manifest:full-path="Basic/{name}.xml" manifest:media-type="text/xml"/>'
            for name in ("Standard/Module1", "Standard/script-lb", "script-lc")
        ) + "</manifest:manifest>",
    }  # fmt: skip
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, held in parts.items():
            made.writestr(name, held)
    return buffer.getvalue()


@converts
@pytest.mark.slow
def test_macros_are_never_run(aided: Confine, tmp_path: Path) -> None:
    trace = tmp_path / "ran"
    assert words(aided, "宏.odt", with_macro(trace)) == "Check the oil."
    assert not trace.exists()


@converts
@pytest.mark.slow
def test_a_conversion_that_takes_too_long_ends_with_all_it_started(aided: Confine) -> None:
    with pytest.raises(Unreadable, match="超时"):
        aided.read("a.rtf", b"{\\rtf1 x}" + b" x" * 2_000_000, Limits(1, 2 * 1024**3))
    deadline = time.monotonic() + 30
    while left := [p for p in Path("/proc").glob("[0-9]*") if _runs(p, str(aided._tmp))]:
        assert time.monotonic() < deadline, left
        time.sleep(0.2)
    assert list(aided._tmp.iterdir()) == []


def _runs(process: Path, where: str) -> bool:
    try:
        return b"soffice" in (told := (process / "cmdline").read_bytes()) and where.encode() in told
    except OSError:
        return False


def test_an_attached_picture_and_letter_are_read_by_the_same_rules() -> None:
    mail = EmailMessage()
    mail["Subject"] = "工序卡"
    mail.set_content("请看附件。")
    mail.add_attachment(word_file(TEXT[0]), maintype="application", subtype="x", filename="卡.docx")
    mail.add_attachment(saved(page()), maintype="image", subtype="png", filename="照片.png")
    parsed = read("a.eml", mail.as_bytes(), BLIND)
    assert [b.text for b in parsed.blocks if b.kind == "heading"] == ["工序卡", "附件：卡.docx"]
    assert TEXT[0] in [b.text for b in parsed.blocks]
    assert [n.zh[:9] for n in parsed.unread] == ["附件“照片.png”"[:9]]


def test_tracked_changes_are_told() -> None:
    from docx import Document
    from docx.oxml import OxmlElement

    document, buffer = Document(), io.BytesIO()
    paragraph = document.add_paragraph("转速")
    added, run = OxmlElement("w:ins"), OxmlElement("w:r")
    told = OxmlElement("w:t")
    told.text = "取 800。"
    run.append(told)
    added.append(run)
    paragraph._p.append(added)
    document.save(buffer)
    parsed = word.read(buffer.getvalue())
    assert [b.text for b in parsed.blocks] == ["转速取 800。"]
    assert "修订" in parsed.notes[0].zh

