"""A source's body as blocks: headings, paragraphs, numbered steps, bullets, tables and speaker notes.

Reads only the Markdown the sources use. Does not know what a block looks like in a file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Items:
    """A list; `numbered` ones keep their order as steps."""

    numbered: bool
    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """The first row is the header."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Note:
    """What a speaker says to a slide."""

    text: str


Block = Heading | Paragraph | Items | Table | Note
_RULE = re.compile(r"\|?\s*:?-{3,}.*")
_NUMBERED, _BULLET = re.compile(r"\s*\d+[.、)]\s+"), re.compile(r"\s*[-*]\s+")


def blocks(body: str) -> list[Block]:
    """The body's blocks in order."""
    found: list[Block] = []
    lines = body.splitlines()
    at = 0
    while at < len(lines):
        line = lines[at]
        taken = _run(lines, at, _kind(line))
        if line.strip():
            found.append(_block(lines[at : at + taken]))
        at += taken
    return found


def _kind(line: str) -> str:
    if line.startswith("#"):
        return "heading"
    if line.lstrip().startswith("|"):
        return "table"
    if line.startswith(">"):
        return "note"
    if _NUMBERED.match(line):
        return "numbered"
    if _BULLET.match(line):
        return "bullet"
    return "text" if line.strip() else "empty"


def _run(lines: list[str], at: int, kind: str) -> int:
    """How many lines belong to one block: a heading or a paragraph's line is a block of its own."""
    if kind in ("heading", "empty", "text"):
        return 1
    end = at
    while end < len(lines) and _kind(lines[end]) == kind:
        end += 1
    return end - at


def _block(lines: list[str]) -> Block:
    kind = _kind(lines[0])
    if kind == "heading":
        mark, _, text = lines[0].partition(" ")
        return Heading(len(mark), _plain(text))
    if kind == "table":
        return Table(tuple(_cells(line) for line in lines if not _RULE.fullmatch(line.strip())))
    if kind == "note":
        words = " ".join(line.lstrip("> ").strip() for line in lines)
        return Note(re.sub(r"^备注[:：]\s*", "", words))
    if kind in ("numbered", "bullet"):
        start = _NUMBERED if kind == "numbered" else _BULLET
        return Items(kind == "numbered", tuple(_plain(start.sub("", line, count=1)) for line in lines))
    return Paragraph(_plain(lines[0]))


def _cells(line: str) -> tuple[str, ...]:
    return tuple(_plain(cell) for cell in line.strip().strip("|").split("|"))


def _plain(text: str) -> str:
    return re.sub(r"\*\*|`", "", text).strip()
