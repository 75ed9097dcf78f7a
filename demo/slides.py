"""Blocks as slides: every second-level heading is one, with bullets, a table and speaker notes.

Knows how blocks look on slides. Does not know where they come from, nor what a label is.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from demo.markup import Block, Heading, Items, Note, Paragraph, Table

LEFT, WIDTH = Inches(0.6), Inches(12.1)
FONT = "Noto Sans CJK SC"
INK = RGBColor(0x1F, 0x3A, 0x5F)  # type: ignore[no-untyped-call]


def build(title: str, blocks: list[Block]) -> bytes:
    deck: Any = Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    deck.core_properties.title = title
    cover = deck.slides.add_slide(deck.slide_layouts[0])
    _place(cover.shapes.title, Inches(2.5), Inches(1.6))
    _say(cover.shapes.title.text_frame, [title], 40, INK)
    _place(cover.placeholders[1], Inches(4.2), Inches(0.8))
    _say(cover.placeholders[1].text_frame, ["内部培训与教学使用"], 20)
    for head, content in _slides(blocks):
        _slide(deck, head, content)
    out = BytesIO()
    deck.save(out)
    return out.getvalue()


def _slides(blocks: list[Block]) -> list[tuple[str, list[Block]]]:
    found: list[tuple[str, list[Block]]] = []
    for block in blocks:
        if isinstance(block, Heading):
            if block.level > 1:
                found.append((block.text, []))
        elif found:
            found[-1][1].append(block)
    return found


def _slide(deck: Any, head: str, content: list[Block]) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    _place(slide.shapes.title, Inches(0.4), Inches(0.9))
    _say(slide.shapes.title.text_frame, [head], 32, INK)
    lines = [line for b in content for line in _lines(b)]
    tables = [b for b in content if isinstance(b, Table)]
    top = int(Inches(1.5))
    if lines:
        height = int(Inches(0.55 * len(lines) + 0.2))
        frame = slide.shapes.add_textbox(LEFT, top, WIDTH, height).text_frame
        frame.word_wrap = True
        _say(frame, lines, 22)
        top += height
    for table in tables:
        top += _table(slide, table, top)
    notes = "\n".join(b.text for b in content if isinstance(b, Note))
    if notes:
        slide.notes_slide.notes_text_frame.text = notes


def _lines(block: Block) -> list[str]:
    if isinstance(block, Items):
        return [f"{n}. {item}" if block.numbered else f"• {item}" for n, item in enumerate(block.items, 1)]
    return [block.text] if isinstance(block, Paragraph) else []


def _place(shape: Any, top: int, height: int) -> None:
    """The template's placeholders are made for a narrower slide."""
    shape.left, shape.top, shape.width, shape.height = LEFT, top, WIDTH, height


def _say(frame: Any, lines: list[str], size: int, colour: RGBColor | None = None) -> None:
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE if colour else MSO_ANCHOR.TOP
    for n, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
        paragraph.text, paragraph.alignment = line, PP_ALIGN.LEFT
        paragraph.space_after = Pt(0 if len(lines) == 1 else 6)
        for run in paragraph.runs:
            run.font.size, run.font.name = Pt(size), FONT
            run.font._rPr.append(run.font._rPr.makeelement(qn("a:ea"), {"typeface": FONT}))
            if colour:
                run.font.color.rgb, run.font.bold = colour, True


def _table(slide: Any, table: Table, top: int) -> int:
    height = Inches(0.5 * len(table.rows))
    columns = len(table.rows[0])
    grid = slide.shapes.add_table(len(table.rows), columns, LEFT, top, WIDTH, height).table
    weights = [max(5, min(24, max(len(row[c]) for row in table.rows if c < len(row)))) for c in range(columns)]
    for c, weight in enumerate(weights):
        grid.columns[c].width = int(WIDTH * weight / sum(weights))
    for r, row in enumerate(table.rows):
        for c, text in enumerate(row[:columns]):
            _say(grid.cell(r, c).text_frame, [text], 16)
    return int(height)
