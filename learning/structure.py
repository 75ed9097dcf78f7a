"""A passage's rows, numbered steps and sentences, each verbatim. Pure; knows no questions.

A table's row is written `工步: 粗车；转速: 800`; rows under the same headers, one after another, are one table. Steps
are consecutive numbers at the beginnings of lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from learning.alike import bare

_CELL = re.compile(r"(?:^|；)([^:：；\n]{1,24}): ")
_STEP = re.compile(r"\s*(\d{1,2})\s*[.．、)）]\s*(?!\d)(.+)")
_POINT = re.compile(r"^\s*(?:[●•·\-–*]|\d{1,2}[.．、)）])\s*")
_HEAD = re.compile(r"(?:\d{1,2}\s*[.．、)）]\s*)?(?:(?:工序|工步|步骤|第)\s*\d+\s*步?\s*[：:、]?\s*)?")
_END = re.compile(r"[。！？!?；;\n]+")
NONE = ("", "—", "-", "–", "/", "无", "--")


@dataclass(frozen=True)
class Row:
    """`cells` are (header, value) in order; the first names the row."""

    text: str
    cells: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        return self.cells[0][1]

    def get(self, header: str) -> str:
        return next((v for h, v in self.cells if h == header), "")


@dataclass(frozen=True)
class Table:
    """At least two rows under the same headers; `text` is verbatim."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    text: str


@dataclass(frozen=True)
class Steps:
    """`head` is the line above, `steps` the words without numbers, `text` verbatim from the first to the last."""

    head: str
    steps: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Listed:
    """Lines under a heading or a line that ends with a colon."""

    head: str
    points: tuple[str, ...]
    text: str


def row(line: str) -> Row | None:
    """The row a line is, if it is one."""
    marks = list(_CELL.finditer(line))
    if len(marks) < 2 or marks[0].start() != 0:
        return None
    ends = [*(m.start() for m in marks[1:]), len(line)]
    cells = tuple((m[1].strip(), line[m.end() : end].strip()) for m, end in zip(marks, ends, strict=True))
    return Row(line, cells)


def rows(text: str) -> tuple[Row, ...]:
    return tuple(r for line in text.split("\n") if (r := row(line.strip())) is not None)


def tables(text: str) -> tuple[Table, ...]:
    found: list[list[Row]] = []
    last: Row | None = None
    for line in text.split("\n"):
        here = row(line.strip())
        if here is not None:
            if last is not None and _headers(last) == _headers(here):
                found[-1].append(here)
            else:
                found.append([here])
        last = here
    return tuple(
        Table(_headers(run[0]), tuple(run), "\n".join(r.text for r in run))
        for run in found if len(run) > 1 and "\n".join(r.text for r in run) in text
    )  # fmt: skip


def _headers(one: Row) -> tuple[str, ...]:
    return tuple(h for h, _ in one.cells)


def steps(text: str) -> tuple[Steps, ...]:
    """Lists of at least three steps that are numbered from line to line without a gap."""
    lines = text.split("\n")
    marks = [(_STEP.match(line) if row(line.strip()) is None else None) for line in lines]
    found, at = [], 0
    while at < len(lines):
        reach, begun = at, marks[at]
        while begun and reach + 1 < len(lines) and (following := marks[reach + 1]) and _next(marks[reach], following):
            reach += 1
        if reach - at >= 2:
            said = tuple(m[2].strip() for m in marks[at : reach + 1] if m)
            head = lines[at - 1].strip() if at else ""
            found.append(Steps(head, said, "\n".join(lines[at : reach + 1]).strip()))
        at = reach + 1
    return tuple(found)


def _next(one: re.Match[str] | None, other: re.Match[str]) -> bool:
    return one is not None and int(other[1]) == int(one[1]) + 1


def placed(text: str, words: str) -> int:
    """Where the line of the step stands that the words name or begin, behind its number; else where the words first
    stand; -1 where nowhere.
    """
    named = re.compile(rf"^[^\S\n]*{_HEAD.pattern}{re.escape(words)}(?=[：:，。；;,、（( \n]|$)", re.MULTILINE)
    found = named.search(text)
    return found.end() - len(words) if found else text.find(words)


def lists(text: str) -> tuple[Listed, ...]:
    """Runs of two to eight lines that are whole sentences, under a short line without an end."""
    lines = text.split("\n")
    found = []
    for at, head in enumerate(lines):
        if not 2 <= len(head.strip()) <= 24 or re.search(r"[。；;，,]", head) or row(head.strip()):
            continue
        under = []
        for line in lines[at + 1 :]:
            if row(line.strip()) or not re.search(r"[。；;]\s*$", line):
                break
            under.append(line)
        if 2 <= len(under) <= 8:
            said = tuple(_POINT.sub("", line).strip() for line in under)
            found.append(Listed(head.strip(), said, "\n".join(under).strip()))
    return tuple(found)


def sentences(text: str) -> Iterator[str]:
    """Sentences of the lines that are no rows, without their end marks and list numbers."""
    for line in text.split("\n"):
        if row(line.strip()) is None:
            for part in _END.split(line):
                said = _POINT.sub("", part).strip()
                if said:
                    yield said


@lru_cache(maxsize=4096)
def units(text: str) -> tuple[tuple[str, str], ...]:
    """Rows and sentences, each with its bare form."""
    return tuple((u, bare(u)) for u in (*(r.text for r in rows(text)), *sentences(text)))
