"""DOCX: headings, automatic numbers, tables as rows, formulas, boxes, notes; headers only as marks."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from ingest import word
from ingest.parsed import Block
from trust.errors import Unreadable

NUMBERING = f"""<w:numbering {nsdecls("w")}>
  <w:abstractNum w:abstractNumId="7">
    <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
    <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>
  </w:abstractNum>
  <w:abstractNum w:abstractNumId="8">
    <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%1）"/></w:lvl>
  </w:abstractNum>
  <w:abstractNum w:abstractNumId="9">
    <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl>
  </w:abstractNum>
  <w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
  <w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>
  <w:num w:numId="3"><w:abstractNumId w:val="7"/>
    <w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
  <w:num w:numId="4"><w:abstractNumId w:val="9"/></w:num>
</w:numbering>"""


def blank() -> Any:
    document = docx.Document()
    part = document.part.numbering_part
    part._element = parse_xml(NUMBERING)
    return document


def numbered(document: Any, text: str, number: int, depth: int = 0) -> None:
    properties = document.add_paragraph(text)._p.get_or_add_pPr()
    listed = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    properties.append(parse_xml(listed))


def saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def told(document: Any) -> list[tuple[str, str]]:
    return [(b.kind, b.text) for b in word.read(saved(document)).blocks]


def test_automatic_numbers_become_text() -> None:
    document = blank()
    for text, number, depth in [
        ("开机", 1, 0), ("检查油位", 1, 1), ("检查气压", 1, 1), ("回零", 1, 0), ("试切", 1, 1),
        ("目的", 2, 0), ("范围", 2, 0), ("另一列表", 3, 0), ("护目镜", 4, 0),
    ]:  # fmt: skip
        numbered(document, text, number, depth)
    assert [t for _, t in told(document)] == [
        "1. 开机", "1.1 检查油位", "1.2 检查气压", "2. 回零", "2.1 试切", "（一）目的", "（二）范围", "1. 另一列表",
        "护目镜",
    ]  # fmt: skip
    assert {k for k, _ in told(document)} == {"step"}


def test_headings_have_their_depth_and_the_title_is_above_them() -> None:
    document = blank()
    document.add_heading("轴类零件工艺规程", 0)
    document.add_heading("工序卡", 1)
    document.add_heading("装夹", 2)
    document.add_paragraph("三爪卡盘。")
    blocks = word.read(saved(document)).blocks
    assert [(b.kind, b.level) for b in blocks] == [("heading", 0), ("heading", 1), ("heading", 2), ("paragraph", 0)]


def test_without_heading_styles_bold_numbered_lines_are_headings() -> None:
    document = blank()
    document.add_paragraph().add_run("一、适用范围").bold = True
    document.add_paragraph("本规程适用于数控车床。")
    document.add_paragraph().add_run("注意：必须佩戴护目镜，违者停机处理。").bold = True
    assert [k for k, _ in told(document)] == ["heading", "paragraph", "paragraph"]


def test_table_rows_carry_their_headers_and_merged_cells_are_resolved() -> None:
    document = blank()
    table = document.add_table(4, 4)
    rows = [
        ["工序", "切削用量", "", "备注"], ["", "转速 r/min", "进给 mm/r", ""],
        ["粗车", "800", "0.25", "留量 0.5"], ["", "1000", "0.2", ""],
    ]  # fmt: skip
    for r, texts in enumerate(rows):
        for c, text in enumerate(texts):
            table.cell(r, c).text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 3).merge(table.cell(1, 3))
    table.cell(2, 0).merge(table.cell(3, 0))
    assert told(document) == [
        ("row", "工序: 粗车；切削用量-转速 r/min: 800；切削用量-进给 mm/r: 0.25；备注: 留量 0.5"),
        ("row", "工序: 粗车；切削用量-转速 r/min: 1000；切削用量-进给 mm/r: 0.2"),
    ]


def test_a_form_keeps_label_and_value_together() -> None:
    document = blank()
    table = document.add_table(3, 4)
    rows = [
        ["课程名称", "数控加工", "课时", "4"],
        ["授课班级", "机制 2301", "授课教师", "李工"],
        ["教学目标", "会装夹", "", ""],
    ]
    for r, texts in enumerate(rows):
        for c, text in enumerate(texts):
            table.cell(r, c).text = text
    table.cell(2, 1).merge(table.cell(2, 3))
    assert [t for _, t in told(document)] == [
        "课程名称: 数控加工；课时: 4", "授课班级: 机制 2301；授课教师: 李工", "教学目标: 会装夹"
    ]  # fmt: skip


def test_a_long_cell_is_read_as_the_text_it_is() -> None:
    document = blank()
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "教学过程"
    cell = table.cell(0, 1)
    cell.text = "导入：展示断刀照片，提问原因。" * 14
    cell.add_paragraph("1. 讲解刀具几何角度。")
    cell.add_paragraph("2. 学生分组测量。")
    kinds = told(document)
    assert kinds[0] == ("paragraph", "教学过程：")
    assert kinds[2:] == [("step", "1. 讲解刀具几何角度。"), ("step", "2. 学生分组测量。")]


def test_formulas_inserted_words_and_boxes_are_read_and_deleted_words_are_not() -> None:
    document = blank()
    m, w = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"', nsdecls("w")
    part = f"""<w:p {w} {m}><w:r><w:t>切削速度 </w:t></w:r><m:oMath><m:sSub><m:e><m:r><m:t>v</m:t></m:r></m:e>
      <m:sub><m:r><m:t>c</m:t></m:r></m:sub></m:sSub><m:r><m:t>=</m:t></m:r><m:f><m:num><m:r><m:t>πDn</m:t></m:r></m:num>
      <m:den><m:r><m:t>1000</m:t></m:r></m:den></m:f></m:oMath>
      <w:ins w:id="1" w:author="a"><w:r><w:t>，新增</w:t></w:r></w:ins>
      <w:del w:id="2" w:author="a"><w:r><w:delText>，作废</w:delText></w:r></w:del>
      <w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r></w:p>"""
    document.element.body.insert(0, parse_xml(part))
    box = f"""<w:p {w}><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>
      <w:p><w:r><w:t>框中文字</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"""
    document.element.body.insert(1, parse_xml(box))
    assert [t for _, t in told(document)] == ["切削速度 v_c=πDn/1000，新增", "框中文字"]


def test_a_running_header_is_a_mark_and_not_text() -> None:
    document = blank()
    document.add_paragraph("正文。")
    document.sections[0].header.paragraphs[0].text = "机密 · 某某公司"
    parsed = word.read(saved(document))
    assert parsed.blocks == (Block("paragraph", "正文。"),)
    assert parsed.margins == ("机密 · 某某公司",)


def test_the_table_of_contents_is_left_out() -> None:
    document = blank()
    document.styles.add_style("toc 1", 1)
    document.add_paragraph("第一章 概述……1", style="toc 1")
    document.add_paragraph("正文。")
    assert told(document) == [("paragraph", "正文。")]


def test_a_page_is_known_where_word_has_left_its_breaks() -> None:
    document = blank()
    document.add_paragraph("第一页")
    run = document.add_paragraph().add_run("第二页")
    run._r.insert(0, run._r.makeelement(qn("w:lastRenderedPageBreak"), {}))
    assert [b.locator.page for b in word.read(saved(document)).blocks] == [1, 2]


def test_a_damaged_document_says_so() -> None:
    data = saved(blank())
    with pytest.raises(Unreadable, match="损坏"):
        word.read(data[: len(data) // 2])
