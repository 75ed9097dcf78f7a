"""Blocks as slides: every second-level heading is one, with bullets, a table and speaker notes."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.util import Inches, Pt

from demo.markup import Block, Heading, Items, Note, Paragraph, Table

LEFT, WIDTH = Inches(0.6), Inches(12.1)


def build(title: str, blocks: list[Block]) -> bytes:
    deck: Any = Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    deck.core_properties.title = title
    cover = deck.slides.add_slide(deck.slide_layouts[0])
    cover.shapes.title.text = title
    cover.placeholders[1].text = "内部培训与教学使用"
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
    slide.shapes.title.text = head
    slide.shapes.title.text_frame.paragraphs[0].runs[0].font.size = Pt(32)
    lines = [line for b in content for line in _lines(b)]
    tables = [b for b in content if isinstance(b, Table)]
    top = int(Inches(1.5))
    if lines:
        height = int(Inches(0.42 * len(lines) + 0.3))
        _text(slide, lines, top, height)
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


def _text(slide: Any, lines: list[str], top: int, height: int) -> None:
    frame = slide.shapes.add_textbox(LEFT, top, WIDTH, height).text_frame
    frame.word_wrap = True
    for n, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
        paragraph.text = line
        paragraph.font.size = Pt(20)


def _table(slide: Any, table: Table, top: int) -> int:
    height = Inches(0.4 * len(table.rows))
    grid = slide.shapes.add_table(len(table.rows), len(table.rows[0]), LEFT, top, WIDTH, height).table
    for r, row in enumerate(table.rows):
        for c, text in enumerate(row[: len(table.rows[0])]):
            grid.cell(r, c).text = text
            grid.cell(r, c).text_frame.paragraphs[0].font.size = Pt(14)
    return int(height)
