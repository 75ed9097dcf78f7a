"""A page of a PDF to look at: drawn, and where on it a quote stands. By PDFium, here alone. Runs confined (easel.py).

A quote was read by another program, so it is looked for without white space; a table's row was told cell by cell
(`工序: 粗车；转速: 800`), so where the whole is not found its parts are, in the line that holds most of them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium  # type: ignore[import-untyped]

from trust.errors import Unreadable

MOST_PIXELS = 4_000_000
MOST_CHARACTERS = 60_000
"""Of a page's text that are looked at."""
_PARTS = re.compile(r"[；;：:，,。|、\s]+")
Box = tuple[float, float, float, float]
"""Left, top, right, bottom, as shares of the page's width and height, 0 at the upper left."""


@dataclass(frozen=True)
class Glyphs:
    """The visible characters of a page, in order, each with its box."""

    text: str
    boxes: Sequence[Box]


def image(data: bytes, number: int, width: int) -> bytes:
    """Page `number` (from 1) as PNG, `width` pixels wide or as many as fit. Raises Unreadable."""
    with _Page(data, number) as page:
        across, down = page.get_size()
        scale = min(width / max(across, 1.0), (MOST_PIXELS / max(across * down, 1.0)) ** 0.5)
        held = io.BytesIO()
        page.render(scale=scale).to_pil().save(held, "PNG", compress_level=2)
    return held.getvalue()


def marks(data: bytes, number: int, quote: str) -> dict[str, Any]:
    """`pages`, the page's `ratio` of height to width, and the `marks`: boxes of the quote, none where it is not."""
    with _Page(data, number) as page:
        across, down = page.get_size()
        glyphs = _glyphs(page, across, down) if quote.strip() else Glyphs("", ())
        return {"pages": len(page.pdf), "ratio": down / max(across, 1.0), "marks": found(glyphs, quote)}


class _Page:
    """One page, open for as long as it is looked at."""

    def __init__(self, data: bytes, number: int) -> None:
        try:
            self._pdf = pdfium.PdfDocument(data)
            self._held = self._pdf[number - 1]
        except (pdfium.PdfiumError, IndexError) as broken:
            raise Unreadable("这一页画不出来", "This page cannot be drawn") from broken

    def __enter__(self) -> Any:
        return self._held

    def __exit__(self, *_: object) -> None:
        self._pdf.close()


def _glyphs(page: Any, across: float, down: float) -> Glyphs:
    text = page.get_textpage()
    left, _, _, top = page.get_cropbox()
    said, boxes = [], []
    for index in range(min(text.count_chars(), MOST_CHARACTERS)):
        one = text.get_text_range(index, 1)
        if len(one) != 1 or one.isspace():
            continue
        x0, y0, x1, y1 = text.get_charbox(index, loose=True)
        said.append(one)
        boxes.append(((x0 - left) / across, (top - y1) / down, (x1 - left) / across, (top - y0) / down))
    return Glyphs("".join(said), boxes)


def found(glyphs: Glyphs, quote: str) -> list[Box]:
    """Line by line the boxes of the quote; where it does not stand there whole, of its parts in one line."""
    plain = "".join(quote.split())
    at = glyphs.text.find(plain)
    if at >= 0:
        return _lines(glyphs.boxes[at : at + len(plain)])
    hits = list(_hits(glyphs, plain if len(plain) < 2 else quote))
    if not hits:
        return []
    line = max({b[1] for b, _ in hits}, key=lambda y: len({part for b, part in hits if _near(b, y)}))
    if len({part for b, part in hits if _near(b, line)}) < 2:
        return []
    return [box for box, _ in hits if _near(box, line)]


def _hits(glyphs: Glyphs, quote: str) -> Iterator[tuple[Box, str]]:
    """Every place of every part of the quote."""
    for part in dict.fromkeys(_PARTS.split(quote)):
        at = glyphs.text.find(part) if len(part) > 1 else -1
        while at >= 0:
            for box in _lines(glyphs.boxes[at : at + len(part)]):
                yield box, part
            at = glyphs.text.find(part, at + len(part))


def _near(box: Box, top: float) -> bool:
    return abs(box[1] - top) < 1.2 * max(box[3] - box[1], 0.004)


def _lines(boxes: Sequence[Box]) -> list[Box]:
    """Boxes side by side become one."""
    made: list[Box] = []
    for box in boxes:
        if made and _near(box, made[-1][1]) and box[0] >= made[-1][0]:
            last = made[-1]
            made[-1] = (last[0], min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3]))
        else:
            made.append(box)
    return made
