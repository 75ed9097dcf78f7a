"""What a file holds beside its plain text is read as the policy says or named: never lost without a word."""

from __future__ import annotations

import io
from email.message import EmailMessage
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import docx
import openpyxl
import pptx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pptx.opc.package import Part as SlidePart
from pptx.opc.packuri import PackURI as SlideURI

from ingest import sheets
from ingest.kinds import kind_of
from ingest.parsed import Parsed
from ingest.read import read
from tests.ingest.made import TEXT, package, pdf, stream, word
from trust.errors import Unreadable

WIDE = "数控车床开机前应检查润滑油位，确认防护门关闭。\n然后接通电源，按下复位键。\n" * 3


TABLE = "<table><tr><th>工序<th>转速<tr><td>粗车<td>800</table>"
RELATED = "schemas.openxmlformats.org/package/2006/relationships"


def saved(made: docx.document.Document | openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def texts(parsed: Parsed) -> list[str]:
    return [b.text for b in parsed.blocks]


def run(words: str, properties: str) -> object:
    return parse_xml(f"<w:r {nsdecls('w')}><w:rPr>{properties}</w:rPr><w:t>{words}</w:t></w:r>")


def test_hidden_words_are_those_that_word_hides_and_that_some_are_there_is_said() -> None:
    document = docx.Document()
    for name, kind in (("A", 2), ("B", 1)):
        document.styles.add_style(name, kind).font.hidden = True
    document.styles.add_style("C", 1).base_style = document.styles["B"]
    plain = document.add_paragraph("看得见，")._p
    plain.append(run("也看得见。", '<w:vanish w:val="0"/>'))
    assert read("a.docx", saved(document)).notes == ()
    plain.append(run("藏一", "<w:vanish/>"))
    plain.append(run("藏二", '<w:rStyle w:val="A"/>'))
    document.add_paragraph("藏三", style="B")
    shown = document.add_paragraph("藏四", style="C")._p
    shown.append(run("又显出来。", '<w:vanish w:val="false"/>'))
    parsed = read("a.docx", saved(document))
    assert texts(parsed) == ["看得见，也看得见。", "又显出来。"]
    assert [n.zh for n in parsed.notes] == ["文档含隐藏文字，未读入"]


def test_rows_and_boxes_that_a_change_deletes_are_not_read() -> None:
    document = docx.Document()
    table = document.add_table(3, 2)
    for n, row in enumerate(table.rows):
        for cell, words in zip(row.cells, (f"工序{n}", f"粗车{n}"), strict=True):
            cell.text = words
    table.rows[1]._tr.get_or_add_trPr().append(parse_xml(f'<w:del {nsdecls("w")} w:id="1" w:author="a"/>'))
    box = (f'<w:del {nsdecls("w")} w:id="2" w:author="a"><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml">'
           "<v:textbox><w:txbxContent><w:p><w:r><w:t>删去的框</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape>"
           "</w:pict></w:r></w:del>")  # fmt: skip
    document.add_paragraph("正文。")._p.append(parse_xml(box))
    parsed = read("a.docx", saved(document))
    told = " ".join(texts(parsed))
    assert "粗车0" in told
    assert "粗车2" in told
    assert "正文。" in told
    assert "粗车1" not in told
    assert "删去" not in told
    assert any("修订" in n.zh for n in parsed.notes)


def test_a_file_within_a_document_is_named_and_not_opened() -> None:
    held = package(word(TEXT[0]), word__embeddings__a_DOT_xlsx=b"PK", word__embeddings__b_DOT_bin=b"x")
    parsed = read("a.docx", held)
    assert texts(parsed) == [TEXT[0]]
    assert [n.zh for n in parsed.unread] == ["嵌入的 2 个文件未打开（a.xlsx、b.bin），需要时请单独上传"]
    assert read("a.docx", word(TEXT[0])).unread == ()


def test_a_border_at_the_end_of_a_sheet_costs_nothing_and_a_value_there_is_read() -> None:
    book = openpyxl.Workbook()
    book.active.append(["工序", "转速"])
    book.active.append(["粗车", 800])
    book.active["XFD1048576"].number_format = "0.0"
    assert texts(sheets.read(saved(book))) == ["工序: 粗车；转速: 800"]
    book.active["A1048576"] = "完"
    assert texts(sheets.read(saved(book))) == ["工序: 粗车；转速: 800", "完"]


def test_columns_beyond_the_last_that_is_read_are_named() -> None:
    for width, unread in ((200, []), (201, ["工作表“Sheet”第 200 列以后的内容未读"])):
        book = openpyxl.Workbook()
        book.active.append([f"列{n}" for n in range(width)])
        book.active.append(list(range(width)))
        assert [n.zh for n in sheets.read(saved(book)).unread] == unread


def test_all_text_of_a_mail_is_read_and_a_mail_within_it_though_it_has_no_name() -> None:
    inner = EmailMessage()
    inner["Subject"] = "转来的信"
    inner.set_content("转来的内容。")
    mail = MIMEMultipart("mixed")
    mail["Subject"] = "两段"
    either = MIMEMultipart("alternative")
    either.attach(MIMEText("第一段。", "plain", "utf-8"))
    either.attach(MIMEText("<p>第一段。</p>", "html", "utf-8"))
    for part in (either, MIMEMessage(inner), MIMEText("<p>第二段。</p>", "html", "utf-8")):
        mail.attach(part)
    parsed = read("a.eml", mail.as_bytes())
    assert texts(parsed) == ["两段", "第一段。", "第二段。", "附件：mail.eml", "转来的信", "转来的内容。"]
    assert parsed.unread == ()


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be"])
def test_chinese_in_utf_16_without_a_mark_is_read(name: str) -> None:
    for words in (WIDE, WIDE.replace("\n", ""), "工序,转速\r\n粗车,800\r\n"):
        assert kind_of("a.txt", words.encode(name)) == "txt"
        assert "".join(texts(read("a.txt", words.encode(name)))).replace("\n", "") == "".join(words.split())


@pytest.mark.parametrize("name", ["utf-8", "gb18030"])
def test_of_a_chinese_text_cut_off_or_with_a_broken_byte_the_rest_is_read_and_that_is_said(name: str) -> None:
    whole = WIDE.strip().encode(name)
    for data in (whole[:-1], whole.replace("电源".encode(name), b"\xff" + "电源".encode(name), 1)):
        parsed = read("a.txt", data)
        assert "数控车床开机前应检查润滑油位" in texts(parsed)[0]
        assert any("字节损坏" in n.zh for n in parsed.notes)


def test_a_page_inserted_as_a_file_is_read_where_it_stands_and_another_kind_is_named() -> None:
    document = docx.Document()
    document.add_paragraph("前言。")
    for name, kind, held in (
        ("a.html", "text/html", f"<meta charset=utf-8><p>插入的一页。</p>{TABLE}"),
        ("b.txt", "text/plain", "插入的文字。"),
        ("c.rtf", "application/rtf", r"{\\rtf1 x}"),
    ):  # fmt: skip
        part = Part(PackURI(f"/word/{name}"), kind, held.encode(), document.part.package)
        chunk = f'<w:altChunk {nsdecls("w", "r")} r:id="{document.part.relate_to(part, RELATIONSHIP_TYPE.A_F_CHUNK)}"/>'
        document.element.body.insert_element_before(parse_xml(chunk), "w:sectPr")
    document.add_paragraph("后记。")
    parsed = read("a.docx", saved(document))
    assert texts(parsed) == ["前言。", "插入的一页。", "工序: 粗车；转速: 800", "插入的文字。", "后记。"]
    assert [n.zh for n in parsed.unread] == ["插入的文件 c.rtf 未打开，需要时请单独上传"]


def test_comments_of_each_kind_of_file_are_counted_and_named() -> None:
    document = docx.Document()
    document.add_comment(document.add_paragraph("正文。").runs, "这里要改", "甲")
    book = openpyxl.Workbook()
    book.active["A1"] = "正文"
    book.active["A1"].comment = openpyxl.comments.Comment("这里要改", "甲")
    book.active["D9"].comment = openpyxl.comments.Comment("还有这里", "甲")
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "正文"
    said = b'<p:cmLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><p:cm/><p:cm/></p:cmLst>'
    slide.part.relate_to(SlidePart(SlideURI("/ppt/comments/comment1.xml"), "application/xml", slide.part.package, said),
                         "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments")  # fmt: skip
    note = b"<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (why) >>"
    for name, data, count in (
        ("a.docx", saved(document), 1), ("a.xlsx", saved(book), 2), ("a.pptx", saved(deck), 2),
        ("a.pdf", form(note, note), 2),
    ):  # fmt: skip
        parsed = read(name, data)
        assert [n.zh for n in parsed.notes] == [f"文件有 {count} 条批注，未读入"], name
        assert "改" not in "".join(texts(parsed))


def form(*annotations: bytes, words: bytes = b"(Check sheet) Tj") -> bytes:
    """A page with a line of text and these on it, numbered from 6."""
    places = b" ".join(b"%d 0 R" % n for n in range(6, 6 + len(annotations)))
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Annots [" + places
        + b"] /Resources << /Font << /F 5 0 R >> >> >>",
        stream(b"BT /F 12 Tf 72 700 Td " + words + b" ET"), b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *annotations,
    )  # fmt: skip


def utf16(text: str) -> bytes:
    return b"<FEFF" + text.encode("utf-16-be").hex().encode() + b">"


def test_what_was_filled_into_a_form_is_read_with_the_names_of_its_fields() -> None:
    widget = b"<< /Type /Annot /Subtype /Widget /Rect [0 0 90 20] "
    fields = (
        widget + b"/FT /Tx /T (gap) /TU " + utf16("刀补间隙") + b" /V " + utf16("0.06 毫米，两次测量") + b" >>",
        widget + b"/FT /Btn /T (oil) /TU " + utf16("已加油") + b" /V /Yes >>",
        widget + b"/FT /Btn /T (off) /V /Off >>",
        widget + b"/Parent 12 0 R >>", widget + b"/Parent 12 0 R >>",
        widget + b"/FT /Tx /T (empty) /V () >>",
        b"<< /FT /Ch /T (shift) /V [(early) (late)] /Parent 12 0 R >>",  # its own parent: never the end of a file
    )  # fmt: skip
    parsed = read("a.pdf", form(*fields))
    assert texts(parsed) == [
        "Check sheet", "刀补间隙: 0.06 毫米，两次测量", "已加油: √", f"{'.'.join(['shift'] * 15)}: early、late",
    ]  # fmt: skip
    assert all(b.locator.page == 1 for b in parsed.blocks)
    assert texts(read("a.pdf", form(fields[0], words=b""))) == ["刀补间隙: 0.06 毫米，两次测量"]


def test_words_in_boxes_on_a_sheet_are_read_from_the_top_and_belong_to_it() -> None:
    book = openpyxl.Workbook()
    book.active.title = "工艺卡"
    book.active["A1"] = "工序"
    book.create_sheet("空页")["A1"] = "无"
    space = "http://schemas.openxmlformats.org/drawingml/2006"

    def box(row: int, *lines: str) -> str:
        words = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in lines)
        at = f"<xdr:from><xdr:col>0</xdr:col><xdr:row>{row}</xdr:row></xdr:from>"
        inner = f"<xdr:grpSp><xdr:sp><xdr:txBody>{words}</xdr:txBody></xdr:sp></xdr:grpSp>"
        return f"<xdr:twoCellAnchor>{at}{inner}</xdr:twoCellAnchor>"

    drawing = (f'<xdr:wsDr xmlns:xdr="{space}/spreadsheetDrawing" xmlns:a="{space}/main">'
               f"{box(9, '下面的框')}{box(2, '注意：先退刀', '再停主轴')}</xdr:wsDr>")  # fmt: skip
    relation = (f'<Relationships xmlns="http://{RELATED}"><Relationship Id="r"'
                ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"'
                ' Target="../drawings/drawing1.xml"/></Relationships>')  # fmt: skip
    held = package(
        saved(book), xl__drawings__drawing1_DOT_xml=drawing.encode(),
        xl__worksheets___rels__sheet1_DOT_xml_DOT_rels=relation.encode(),
    )  # fmt: skip
    parsed = read("a.xlsx", held)
    assert [(b.text, b.locator.sheet) for b in parsed.blocks if b.kind == "paragraph"][-3:] == [
        ("注意：先退刀", "工艺卡"), ("再停主轴", "工艺卡"), ("下面的框", "工艺卡"),
    ]  # fmt: skip
    broken = package(held, xl__drawings__drawing1_DOT_xml=b"<not xml")
    with pytest.raises(Unreadable, match="损坏"):
        sheets.read(broken)
