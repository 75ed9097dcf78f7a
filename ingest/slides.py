"""PPTX → blocks: one heading a slide, bullets with their numbers, tables as rows, SmartArt, charts, notes.

unstructured's partition_pptx drops automatic numbers, SmartArt and chart values, so python-pptx is walked here.
Knows nothing of cutting or labels.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pptx
from pptx.exc import PackageNotFoundError, PythonPptxError
from pptx.oxml import parse_xml
from pptx.shapes.base import BaseShape

from ingest import remarks
from ingest.aids import Aids
from ingest.numbering import numeral
from ingest.outline import is_step
from ingest.parsed import Block, Note, Parsed
from ingest.sight import Sight
from ingest.table import rows
from trust.errors import Unreadable
from trust.sources import Locator

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STYLES = {"arabic": "decimal", "ea1": "chineseCounting", "circle": "decimalEnclosedCircle", "alphaLc": "lowerLetter",
           "alphaUc": "upperLetter", "romanLc": "lowerRoman", "romanUc": "upperRoman"}  # fmt: skip
_ENDS = (("ParenBoth", "({})"), ("ParenR", "{})"), ("Period", "{}."))


def read(data: bytes, sight: Sight | None = None) -> Parsed:
    sight = sight or Sight(Aids())
    try:
        slides = list(pptx.Presentation(io.BytesIO(data)).slides)
    except (PackageNotFoundError, PythonPptxError, KeyError, ValueError, SyntaxError, zipfile.BadZipFile) as broken:
        raise Unreadable(
            "PPTX 已损坏，请用 PowerPoint 或 WPS 重新保存再上传", "Damaged PPTX: save it again in PowerPoint"
        ) from broken
    blocks: list[Block] = []
    unread: list[Note] = []
    hidden: list[str] = []
    for number, slide in enumerate(slides, 1):
        found = [b for b in _slide(slide, Locator(slide=number), sight) if b.text]
        blocks.extend(found)
        if not found:
            unread.append(Note(f"第 {number} 张幻灯片没有文字", f"slide {number}: no text"))
        if slide.element.get("show") == "0":
            hidden.append(str(number))
    said = remarks.unread(sum(map(_comments, slides)))
    return Parsed(tuple(blocks), (*unread, *sight.unread), (), (*_hidden(hidden), *said, *sight.notes()))


def _comments(slide: Any) -> int:
    """Of the older kind and of today's; answers are not counted."""
    parts = [r.target_part for r in slide.part.rels.values() if r.reltype.endswith("/comments") and not r.is_external]
    return sum(node.tag.rpartition("}")[2] == "cm" for part in parts for node in parse_xml(part.blob).iter("{*}cm"))


def _hidden(numbers: list[str]) -> tuple[Note, ...]:
    """Hidden slides are read like the others: whoever has the file has them too."""
    if not numbers:
        return ()
    zh, en = "、".join(numbers[:12]), ", ".join(numbers[:12])
    return (Note(f"第 {zh} 张幻灯片是隐藏的，也已读入", f"Hidden slides were read too: {en}"),)


def _slide(slide: Any, where: Locator, sight: Sight) -> Iterator[Block]:
    title = slide.shapes.title
    if title is not None and (words := " ".join(title.text_frame.text.split())):
        yield Block("heading", words, 1, where)
    for shape in sorted(slide.shapes, key=_place):
        if title is None or shape.shape_id != title.shape_id:
            yield from _shape(shape, where, sight)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        for line in slide.notes_slide.notes_text_frame.text.splitlines():
            yield Block("note", line.strip(), 0, where)


def _place(shape: BaseShape) -> tuple[int, int]:
    """Reading order: by rows of a centimetre or so, then from the left."""
    return (int(shape.top or 0) // 400_000, int(shape.left or 0))


def _shape(shape: Any, where: Locator, sight: Sight) -> Iterator[Block]:
    if hasattr(shape, "shapes"):
        for inner in sorted(shape.shapes, key=_place):
            yield from _shape(inner, where, sight)
    elif getattr(shape, "has_table", False):
        grid = [[None if c.is_spanned else c.text for c in row.cells] for row in shape.table.rows]
        yield from rows(grid, where, 1 if shape.table.first_row and len(grid) > 1 and None not in grid[0] else None)
    elif getattr(shape, "has_chart", False):
        yield from _chart(shape.chart, where)
    elif getattr(shape, "has_text_frame", False):
        yield from _texts(shape.text_frame._txBody, where)
    else:
        yield from _smart_art(shape, where)
        yield from _pictures(shape, where, sight)


def _pictures(shape: Any, where: Locator, sight: Sight) -> Iterator[Block]:
    for blip in shape.element.iter(f"{A}blip"):
        part = shape.part.rels.get(blip.get(f"{R}embed"))
        if part is not None and not part.is_external:
            at = Note(f"第 {where.slide} 张幻灯片的图片", f"picture on slide {where.slide}")
            yield from sight.picture(part.target_part.blob, where, at)


def _texts(body: Any, where: Locator) -> Iterator[Block]:
    counts: dict[int, int] = {}
    for paragraph in body.iter(f"{A}p"):
        text = "".join(t.text or "" if t.tag == f"{A}t" else "\n" for t in paragraph.iter(f"{A}t", f"{A}br")).strip()
        properties = paragraph.find(f"{A}pPr")
        depth = 0 if properties is None else int(properties.get("lvl") or 0)
        auto = None if properties is None else properties.find(f"{A}buAutoNum")
        if not text:
            continue
        for deeper in [d for d in counts if d > depth or (d == depth and auto is None)]:
            del counts[deeper]
        label = ""
        if auto is not None:
            counts[depth] = counts.get(depth, int(auto.get("startAt") or 1) - 1) + 1
            label = _number(counts[depth], auto.get("type") or "")
        yield Block("step" if label or is_step(text) else "paragraph", label + text, depth, where)


def _number(n: int, kind: str) -> str:
    style = next((name for start, name in _STYLES.items() if kind.startswith(start)), "decimal")
    shape = next((form for end, form in _ENDS if end in kind), "{}、" if kind.startswith("ea1") else "{}.")
    text = shape.format(numeral(n, style)) if style != "decimalEnclosedCircle" else numeral(n, style)
    return text if text.endswith("、") else f"{text} "


def _chart(chart: Any, where: Locator) -> Iterator[Block]:
    if chart.has_title and chart.chart_title.has_text_frame:
        yield Block("paragraph", chart.chart_title.text_frame.text.strip(), 0, where)
    for plot in chart.plots:
        names = [str(s.name) for s in plot.series]
        for n, category in enumerate(plot.categories):
            values = [s.values[n] if n < len(s.values) else None for s in plot.series]
            pairs = [f"{k}: {v:g}" for k, v in zip(names, values, strict=True) if v is not None]
            yield Block("row", "；".join([str(category), *pairs]), 0, where)


def _smart_art(shape: Any, where: Locator) -> Iterator[Block]:
    """A diagram's words live in a part of their own."""
    for node in shape.element.iter("{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"):
        part = shape.part.rels.get(node.get(f"{R}dm"))
        if part is not None:
            yield from _texts(parse_xml(part.target_part.blob), where)
