"""Blocks as a PDF with larger headings, ruled tables, a header line and page numbers.

Knows how blocks look on paper. Does not know where they come from, nor what a label is.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import textsplit
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.platypus import Paragraph as Flow
from reportlab.platypus import SimpleDocTemplate, Spacer, TableStyle
from reportlab.platypus import Table as Grid

from demo.markup import Block, Heading, Items, Note, Paragraph, Table

FONT = "STSong-Light"
SIZES = {1: 18, 2: 14, 3: 12}
INK, PALE = HexColor("#1F3A5F"), HexColor("#E6EDF5")
MARGIN, PADDING = 2.2 * cm, 6
WIDTH = A4[0] - 2 * MARGIN - 2 * PADDING
LATIN, BULLET = "Helvetica", '<font size="7">●</font> '
_NO_GLYPH = re.compile(r"[·²³]+")  # the Chinese font has none of these: a crossed box on paper, nothing in the text

# reportlab keeps Japanese punctuation from beginning a line, but not the marks that Chinese has of its own
vars(textsplit)["ALL_CANNOT_START"] += "，；：！？）》】％"


def build(title: str, blocks: list[Block]) -> bytes:
    registerFont(UnicodeCIDFont(FONT))
    out = BytesIO()
    paper = SimpleDocTemplate(
        out, pagesize=A4, title=title, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=2.4 * cm, invariant=1
    )

    def frame(canvas: Any, document: Any) -> None:
        canvas.setFont(FONT, 8.5)
        canvas.drawString(MARGIN + PADDING, A4[1] - 1.5 * cm, title)
        canvas.drawCentredString(A4[0] / 2, 1.2 * cm, f"第 {document.page} 页")

    paper.build([flow for block in blocks for flow in _flows(block)], onFirstPage=frame, onLaterPages=frame)
    return out.getvalue()


def _flows(block: Block) -> list[Any]:
    match block:
        case Heading(level, text):
            return [Flow(_marked(text), _style(SIZES.get(level, 12), INK, before=10))]
        case Paragraph(text) | Note(text):
            return [Flow(_marked(text), _style(10.5))]
        case Items(numbered, items):
            marks = [f"{n}. " if numbered else BULLET for n in range(1, len(items) + 1)]
            style = _style(10.5, indent=12)
            return [Flow(m + _marked(i), style) for m, i in zip(marks, items, strict=True)]
        case Table(rows):
            return [_grid(rows), Spacer(1, 8)]


def _marked(text: str) -> str:
    return _NO_GLYPH.sub(rf'<font name="{LATIN}">\g<0></font>', escape(text))


def _style(size: float, colour: Any = None, before: float = 2, indent: float = 0) -> ParagraphStyle:
    return ParagraphStyle(
        f"s{size}", fontName=FONT, fontSize=size, leading=size * 1.55, spaceBefore=before, spaceAfter=4,
        leftIndent=indent, wordWrap="CJK", textColor=colour or HexColor("#1b1b1b"), keepWithNext=size > 11,
    )  # fmt: skip


def _grid(rows: tuple[tuple[str, ...], ...]) -> Grid:
    columns = len(rows[0])
    weights = [max(4, min(24, max(len(r[c]) for r in rows if c < len(r)))) for c in range(columns)]
    widths = [WIDTH * w / sum(weights) for w in weights]
    cells = [[Flow(_marked(text), _style(9, before=0)) for text in row[:columns]] for row in rows]
    grid = Grid(cells, colWidths=widths, repeatRows=1)
    grid.setStyle(
        TableStyle([("GRID", (0, 0), (-1, -1), 0.6, HexColor("#7A8794")), ("BACKGROUND", (0, 0), (-1, 0), PALE)])
    )
    return grid
