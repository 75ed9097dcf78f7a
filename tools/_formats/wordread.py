"""A paper in Word read back: ours by its styles and its answer sheet, anybody else's as typed lines.

Runs in the confined process for strangers' files. Knows python-docx; how typed lines are read is typed.py's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

import ingest.word
from learning import basis
from learning.exercise import NAMES, OPEN, Exercise, Kind
from tools._formats import typed
from tools._formats.paper import LETTERS, Imported, Unfit, chosen, gathered, restored
from tools._formats.paperstyle import HEADS, LEFT, OPTION, STEM
from trust.errors import Unreadable

_POINTS = re.compile(r"（\d+ 分）$")


def read(data: bytes) -> Imported:
    """Raises Unreadable when it is no Word file."""
    try:
        document: Any = Document(BytesIO(data))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError):
        raise Unreadable("不是能打开的 Word 文件（.docx）", "Not a Word document (.docx)") from None
    sheet = next((t for t in document.tables if t.rows and tuple(c.text for c in t.rows[0].cells) == HEADS), None)
    if sheet is None:
        return typed.read([block.text for block in ingest.word.read(data).blocks])
    return gathered(_own(document, sheet))


def _own(document: Any, sheet: Any) -> Iterator[tuple[str, Callable[[], Exercise]]]:
    asked: list[dict[str, list[str]]] = []
    for node in document.element.body.iter(qn("w:p")):
        paragraph = Paragraph(node, document._body)
        style = paragraph.style.name if paragraph.style is not None else ""
        if style == STEM:
            asked.append({STEM: [paragraph.text], LEFT: [], OPTION: []})
        elif style == OPTION and asked:
            asked[-1][OPTION] += _columns(paragraph.text, len(asked[-1][OPTION]))
        elif style == LEFT and asked:
            asked[-1][LEFT].append(paragraph.text)
    rows = {row.cells[0].paragraphs[0].text: row.cells for row in sheet.rows[1:]}
    for n, parts in enumerate(asked, 1):
        yield f"第 {n} 题", partial(_item, parts, rows.get(str(n)))


def _columns(line: str, before: int) -> list[str]:
    """The options of one line, which go on with the letter after those `before`."""
    found: list[str] = []
    for part in line.split("\t"):
        if found and not part.startswith(f"{LETTERS[(before + len(found)) % len(LETTERS)]}. "):
            found[-1] += f"\t{part}"
        else:
            found.append(part)
    return found


def _item(parts: dict[str, list[str]], cells: Any) -> Exercise:
    if cells is None:
        raise Unfit("答案表里没有这一题")
    kind = next((k for k, name in NAMES.items() if name == cells[1].text), None)
    if kind is None:
        raise Unfit(f"题型“{cells[1].text[:20]}”不认识")
    more = restored(cells[0].paragraphs[1].text if len(cells[0].paragraphs) > 1 else "{}")
    stem = re.sub(r"^\d+\. ", "", parts[STEM][0])
    stem = stem.removesuffix("　（　）") if kind == "judge" else stem
    stem = _whole(stem, str(more.pop("stem", "")))
    options = tuple(text[3:] for text in parts[OPTION])
    left = tuple(re.sub(r"^（\d+）", "", text) for text in parts[LEFT])
    said = [p.text for p in cells[2].paragraphs]
    fields = {"explanation": cells[3].text, "options": options, "left": left, "key": _read_key(kind, options, said)}
    return Exercise(**{"kind": kind, "stem": stem, "spans": (), **fields, **more})


def _whole(printed: str, held: str) -> str:
    """The stem with the source that the paper names on top; as it is printed, where somebody has changed it."""
    by = basis.shared([held, held]) if held else ""
    return held if by and basis.shortened(held, by) == printed else printed


def _read_key(kind: Kind, options: tuple[str, ...], said: list[str]) -> tuple[str, ...]:
    if kind in ("single", "multiple", "order"):
        return chosen(options, said[0])
    if kind == "match":
        return tuple(chosen(options, re.sub(r"^（\d+）", "", line))[0] for line in said)
    return tuple(_POINTS.sub("", line) for line in said) if kind in OPEN else tuple(said)
