"""Blocks → chunks that follow the document's structure, 200–600 characters. Pure and deterministic.

A chunk's text is verbatim; its heading path counts for search, not for quotes. Stated rules:
- a step, a table row and a formula are never cut, unless one alone exceeds `HUGE` (a text hidden in a table cell);
- a paragraph or code over `MOST` is cut at sentence (line) ends; one that fits is not;
- short sections of one parent share a chunk, their headings then stand in the text;
- a heading with nothing under it is text;
- a chunk never spans two slides or sheets, so that its locator is true of all of it.

Knows nothing of files, labels or search.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from ingest.pack import Piece, pack
from ingest.parsed import WHOLE, Block, Parsed
from ingest.sentences import sentences
from trust.sources import Locator

LEAST, MOST, HUGE = 200, 600, 2000
PATH = " › "


@dataclass(frozen=True)
class Chunk:
    """`heading` is the path above it, outermost first; `ordinal` its place in the document (0-based)."""

    text: str
    heading: tuple[str, ...]
    locator: Locator
    ordinal: int


@dataclass(frozen=True)
class Section:
    """Blocks under one heading path. A merged section's blocks hold the headings below the shared path."""

    path: tuple[str, ...]
    blocks: tuple[Block, ...]

    @property
    def size(self) -> int:
        return sum(len(b.text) + 1 for b in self.blocks)

    @property
    def place(self) -> tuple[int | None, str | None]:
        where = self.blocks[0].locator
        return where.slide, where.sheet


def plain(text: str) -> Parsed:
    """Plain text as paragraphs, one a line; the door for texts that come from no file (eval, tests)."""
    lines = (line.strip() for line in text.splitlines())
    return Parsed(tuple(Block("paragraph", line) for line in lines if line))


def chunk(parsed: Parsed, title: str) -> tuple[Chunk, ...]:
    """All of the text, in order. A first heading that repeats `title` is not repeated in the path."""
    made: list[Chunk] = []
    for section in _merged(_sections(parsed.blocks)):
        path = section.path[1:] if section.path[:1] == (title,) else section.path
        heading = PATH.join(path) or None
        for pieces in pack(_pieces(section), LEAST, MOST):
            text = "".join(p.joint + p.text for p in pieces).strip()
            if text:
                where = replace(pieces[0].locator, heading=heading)
                made.append(Chunk(text, path, where, len(made)))
    return tuple(made)


def _sections(blocks: tuple[Block, ...]) -> list[Section]:
    """Runs of body blocks under their heading path, cut where slide or sheet changes."""
    open_headings: list[tuple[Block, bool]] = []
    found: list[Section] = []
    for block in (b for b in blocks if b.text.strip()):
        if block.kind == "heading":
            found.extend(_close(open_headings, block.level))
            open_headings.append((block, False))
            continue
        open_headings[:] = [(h, True) for h, _ in open_headings]
        path = tuple(h.text.strip() for h, _ in open_headings)
        found.append(Section(path, (block,)))
    found.extend(_close(open_headings, 0))
    return [
        Section(path, tuple(b for s in run for b in s.blocks))
        for (path, _), run in groupby(found, key=lambda s: (s.path, s.place))
    ]


def _close(open_headings: list[tuple[Block, bool]], level: int) -> Iterator[Section]:
    """Closes headings of `level` and deeper; the deepest without a body becomes text under its parent."""
    while open_headings and open_headings[-1][0].level >= level:
        heading, used = open_headings.pop()
        if not used:
            open_headings[:] = [(h, True) for h, _ in open_headings]
            path = tuple(h.text.strip() for h, _ in open_headings)
            yield Section(path, (replace(heading, kind="paragraph"),))


def _merged(sections: list[Section]) -> list[Section]:
    merged: list[Section] = []
    for section in sections:
        if merged and _may_merge(merged[-1], section):
            merged[-1] = _merge(merged[-1], section)
        else:
            merged.append(section)
    return merged


def _may_merge(a: Section, b: Section) -> bool:
    if a.place != b.place or min(a.size, b.size) >= LEAST:
        return False
    siblings = a.path[:-1] == b.path[:-1] and len(a.path) == len(b.path)
    return (siblings or b.path[:-1] == a.path) and _merge(a, b).size <= MOST


def _merge(a: Section, b: Section) -> Section:
    shared = a.path if a.path == b.path[: len(a.path)] else a.path[:-1]
    return Section(shared, (*_spelled(a, shared), *_spelled(b, shared)))


def _spelled(section: Section, shared: tuple[str, ...]) -> tuple[Block, ...]:
    where = section.blocks[0].locator
    below = section.path[len(shared) :]
    return (*(Block("heading", h, 0, where) for h in below), *section.blocks)


def _pieces(section: Section) -> list[Piece]:
    pieces: list[Piece] = []
    for block in section.blocks:
        limit = HUGE if block.kind in WHOLE else MOST
        parts = [block.text] if len(block.text) <= limit else sentences(block.text, MOST)
        for n, part in enumerate(parts):
            lead = block.kind == "heading" or (n == len(parts) - 1 and part.rstrip().endswith(("：", ":")))
            pieces.append(Piece(part, "\n" if n == 0 else "", lead, block.kind, block.locator))
    return pieces
