"""How an exam paper in Word looks: page, fonts, styles, header row, page numbers. Knows python-docx; no exercises."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

STEM, OPTION, LEFT, ANSWER = "题干", "选项", "配对项", "作答"
HEADS = ("题号", "题型", "答案与评分", "解析", "出处原文")
SONG, HEI, LATIN = "宋体", "黑体", "Times New Roman"
WIDTH = 16.6
"""Centimetres between the margins."""
_CHARACTER, INDENT = 0.37, 0.75
_COLUMNS = (4, 2)


def prepare(document: Any, title: str, metadata: str, mark: str) -> None:
    about = document.core_properties
    about.title, about.author, about.keywords = title[:255], "Shuangyuan", "生成内容"
    about.comments = metadata[:255]
    for name, font in (("Normal", SONG), ("Title", HEI), ("Heading 1", HEI), ("Heading 2", HEI)):
        style = document.styles[name]
        style.font.name, style.font.color.rgb = LATIN, RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
        fonts.set(qn("w:eastAsia"), font)
    for name, size, before in (("Normal", 10.5, 0), ("Title", 18, 0), ("Heading 1", 15, 0), ("Heading 2", 11, 10)):
        style = document.styles[name]
        style.font.size, style.paragraph_format.space_before = Pt(size), Pt(before)
    heading = document.styles["Title"]
    heading.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for border in heading.element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
    _own_styles(document)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2)
    _foot(section.footer, mark)


def _own_styles(document: Any) -> None:
    for name, indent in ((STEM, 0.0), (OPTION, INDENT), (LEFT, 0.0), (ANSWER, INDENT)):
        made = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style = document.styles["Normal"]
        form = made.paragraph_format
        form.left_indent, form.space_after, form.keep_together = Cm(indent), Pt(2), True
        form.space_before = Pt(4 if name == STEM else 0)
        form.keep_with_next = name == STEM
        form.line_spacing = 1.25


def colored(paragraph: Any, words: str) -> None:
    run = paragraph.add_run(words)
    run.font.size, run.font.color.rgb = Pt(9), RGBColor(0xB4, 0x53, 0x09)


def _foot(footer: Any, mark: str) -> None:
    colored(footer.paragraphs[0], mark)
    footer.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    line = footer.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for words, code in (("第 ", "PAGE"), (" 页　共 ", "NUMPAGES"), (" 页", None)):
        line.add_run(words).font.size = Pt(9)
        if code:
            _field(line, code)


def _field(paragraph: Any, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def whole_rows(table: Any) -> None:
    """No row is torn over two pages, and the first stands on top of each."""
    for n, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if n == 0:
            properties.append(OxmlElement("w:tblHeader"))


def spread(table: Any, widths: Sequence[float]) -> None:
    """Column widths in centimetres, as Word and LibreOffice both keep them."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)


def columns(options: Sequence[str]) -> int:
    """How many options stand in one line: four, two, or each in its own."""
    if any("\t" in o or "\n" in o for o in options):
        return 1
    longest = max((_wide(o) for o in options), default=0.0) + 2.5
    fits = (n for n in _COLUMNS if longest * _CHARACTER <= (WIDTH - INDENT) / n)
    return next(fits, 1)


def _wide(text: str) -> float:
    """In Chinese characters."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.55 for c in text)


def stops(paragraph: Any, n: int) -> None:
    """Tab stops for `n` columns."""
    for column in range(1, n):
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(INDENT + column * (WIDTH - INDENT) / n))
