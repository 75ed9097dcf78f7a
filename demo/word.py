"""Blocks as a Word file with real heading styles, numbered lists and tables.

Knows how blocks look in Word. Does not know where they come from, nor what a label is.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from demo.markup import Block, Heading, Items, Note, Paragraph, Table

FONT = "Noto Sans CJK SC"


def build(title: str, blocks: list[Block]) -> bytes:
    document: Any = Document()
    _style(document, title)
    for block in blocks:
        match block:
            case Heading(level, text):
                document.add_heading(text, level)
            case Paragraph(text) | Note(text):
                document.add_paragraph(text)
            case Items(True, items):
                _numbered(document, items)
            case Items(False, items):
                for item in items:
                    document.add_paragraph(item, style="List Bullet")
            case Table(rows):
                _table(document, rows)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _style(document: Any, title: str) -> None:
    document.core_properties.title = title
    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3", "List Bullet", "List Number"):
        style = document.styles[name]
        style.font.name = FONT
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
        if name.startswith("Heading"):
            style.font.color.rgb = RGBColor(0x1F, 0x3A, 0x5F)
    document.styles["Normal"].font.size = Pt(10.5)
    section = document.sections[0]
    section.left_margin = section.right_margin = Cm(2.4)
    section.header.paragraphs[0].text = title


def _numbered(document: Any, items: tuple[str, ...]) -> None:
    """A list of its own: Word would go on counting from the last one otherwise."""
    numbering = document.part.numbering_part.numbering_definitions._numbering
    abstract = document.styles["List Number"].element.pPr.numPr.numId.val
    source = next(n for n in numbering.num_lst if n.numId == abstract)
    number = numbering.add_num(source.abstractNumId.val)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    for item in items:
        paragraph = document.add_paragraph(item, style="List Number")
        paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number.numId


def _table(document: Any, rows: tuple[tuple[str, ...], ...]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]))
    table.style = "Table Grid"
    for n, row in enumerate(rows):
        line = table.add_row()
        for cell, text in zip(line.cells, row, strict=False):
            cell.text = text
            cell.paragraphs[0].paragraph_format.keep_with_next = n < min(2, len(rows) - 1)
            for run in cell.paragraphs[0].runs:
                run.font.size, run.font.bold = Pt(9.5), n == 0
            if n == 0:
                cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", fill="E6EDF5"))
        properties = line._tr.get_or_add_trPr()
        properties.append(_element("w:cantSplit"))
        if n == 0:
            properties.append(_element("w:tblHeader"))
    document.add_paragraph()


def _element(tag: str, **attributes: str) -> Any:
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made
