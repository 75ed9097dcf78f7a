"""A document's lines and what each is: heading, numbered step, table row, point or plain text. Pure.

Every line is verbatim text of one passage. A numbered item is a step whatever its mark (`1.`, `（2）`, `③`, `第四步`,
`步骤: 5 …` in a table, `5.2.1 …`); Chinese numerals alone (`一、`) and short dotted numbers head sections.
Does not know what the steps are for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from trust.sources import Passage

Kind = Literal["heading", "step", "row", "point", "text"]
PATH = " › "
_CN = "一二三四五六七八九十"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_STEP = re.compile(
    rf"\s*(?:(?P<a>\d{{1,3}})\s?(?:[.．、)）]|[:：](?!\d))(?!\d)|[(（](?P<b>\d{{1,3}})[)）]|(?P<c>[{_CIRCLED}])|"
    rf"第\s?(?P<d>[{_CN}]{{1,3}}|\d{{1,3}})\s?步[:：、，,\s]?|(?:步骤|[Ss]tep)\s?(?P<e>\d{{1,3}})\b[:：.、]?|"
    rf"(?P<f>\d{{1,2}}(?:\.\d{{1,2}}){{1,4}})(?![\d.])\s?|(?P<g>[a-z])[)）]|[(（](?P<h>[{_CN}]{{1,3}})[)）])\s*(?=\S)"
)
_TITLE = re.compile(
    rf"\A(?:[{_CN}]{{1,3}}、|第[{_CN}\d]{{1,3}}[章节篇]|[(（][{_CN}]{{1,3}}[)）]|"
    rf"\d{{1,2}}(?:\.\d{{1,2}}){{1,4}}(?!\d))\s*"
)
_POINT = re.compile(r"\s*(?:[-*●•◆■▪·—]|[a-zA-Z][.、])\s+(?=\S)|\s*[●•◆■▪]\s*(?=\S)")
_CELL = re.compile(r"\s*([^:：；;。，]{1,24}?)\s*[:：]\s*([^；;]*)(?:[；;]|$)")
_INLINE = re.compile(rf"(?<=[。；;：:，,\s])(?=[(（]\d{{1,2}}[)）]|[{_CIRCLED}])")
_ORDER = re.compile(r"步骤|工步|工序|顺序|步序")
_NUMBER_OF = re.compile(r"序号|编号|No\.?", re.IGNORECASE)
_DOING = re.compile(r"内容|操作|作业|动作|做法|活动|介质|要领")
_LEADING = re.compile(r"\s*(?:第\s?)?(\d{1,3})(?![\d.]*(?:mm|MPa|℃|%))")
STEP_TITLE, PLAIN_TITLE = 24, 16


@dataclass(frozen=True)
class Line:
    """`text` is verbatim in `passage`; `body` the text behind its mark; `section` the headings above it."""

    text: str
    passage: Passage
    kind: Kind
    section: tuple[str, ...]
    number: str = ""
    body: str = ""
    cells: tuple[tuple[str, str], ...] = ()


def lines(passages: Sequence[Passage]) -> list[Line]:
    """All lines of the passages, which stand in reading order."""
    found: list[Line] = []
    above: tuple[str, ...] | None = None
    inner = ""
    for passage in passages:
        path = _path(passage)
        if path != above:
            above, inner = path, ""
        stretches = [s for raw in passage.text.split("\n") for s in _parted(raw.strip()) if s]
        for text, after in pairwise([*stretches, ""]):
            before = found[-1].kind if found and found[-1].passage is passage else None
            kind = _kind(text, after, before)
            if kind == "heading":
                inner = text
            section = (*path, inner) if inner else path
            found.append(_line(text, passage, kind, section))
    return found


def bare(title: str) -> str:
    """A heading without its number."""
    return _TITLE.sub("", title, count=1).strip() or title.strip()


def _path(passage: Passage) -> tuple[str, ...]:
    """The document, its sheet, and the headings above the passage."""
    at = passage.locator
    headings = tuple(at.heading.split(PATH)) if at.heading else ()
    return (passage.document_id, *((at.sheet,) if at.sheet and not headings else ()), *headings)


def _parted(raw: str) -> Iterator[str]:
    """A paragraph that counts `（1）…（2）…` within itself is several lines."""
    parts = [part.strip() for part in _INLINE.split(raw)]
    marked = [part for part in parts if re.match(rf"[(（]\d{{1,2}}[)）]|[{_CIRCLED}]", part)]
    yield from parts if len(marked) > 1 else [raw]


def _kind(text: str, after: str, before: Kind | None) -> Kind:
    if _heads(text, after, before):
        return "heading"
    cells = _cells(text)
    if cells:
        return "step" if _row_number(cells) else "row"
    if _STEP.match(text):
        return "step"
    return "point" if _POINT.match(text) else "text"


def _heads(text: str, after: str, before: Kind | None) -> bool:
    body = _TITLE.sub("", text, count=1)
    ends = text.endswith(("。", "；", ";", "！", "？", "：", ":", "，", "."))
    if body != text:
        dotted = text[0].isdigit() or text[0] in "(（"
        return not ends and len(body) <= (STEP_TITLE if dotted else 30) and not (dotted and re.search("[，。；]", body))
    short = len(text) <= PLAIN_TITLE and not re.search(r"[，。；：、:;,.！？|0-9]", text) and not _POINT.match(text)
    return short and bool(after) and before != "text" and not _STEP.match(text) and len(after) > len(text)


def _line(text: str, passage: Passage, kind: Kind, section: tuple[str, ...]) -> Line:
    cells = _cells(text) if kind in ("row", "step") else ()
    if kind == "step" and cells and (number := _row_number(cells)):
        return Line(text, passage, kind, section, number, text, cells)
    if kind == "step" and (mark := _STEP.match(text)):
        number = next(group for group in mark.groups() if group)
        return Line(text, passage, kind, section, number, text[mark.end():])
    mark = _POINT.match(text) if kind == "point" else None
    return Line(text, passage, kind, section, "", text[mark.end():] if mark else text, cells)


def _cells(text: str) -> tuple[tuple[str, str], ...]:
    """`header: value；header: value`: a table's row as it is read in. Two cells at least."""
    found, at = [], 0
    while cell := _CELL.match(text, at):
        found.append((cell[1].strip(), cell[2].strip()))
        at = cell.end()
        if at >= len(text):
            break
    return tuple(found) if len(found) > 1 and at >= len(text) else ()


def _row_number(cells: tuple[tuple[str, str], ...]) -> str:
    """The number of a row that is a step; empty for other rows."""
    header, value = cells[0]
    number = _LEADING.match(value)
    if number is None or not (_ORDER.search(header) or _NUMBER_OF.search(header)):
        return ""
    doing = _ORDER.search(header) or any(_ORDER.search(h) or _DOING.search(h) for h, _ in cells[1:])
    return number[1] if doing else ""
