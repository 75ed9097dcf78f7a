"""Lines and tables on pages → blocks: headings by size, paragraphs by geometry, running headers dropped. Pure.

Knows nothing of PDF; `pdf.py` hands it what stands where.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from ingest.items import hangs, outdented
from ingest.outline import heading_level, is_contents, is_step, join_lines
from ingest.parsed import Block, Kind, Parsed
from ingest.table import header_depth, rows
from trust.sources import Locator

EDGE = 0.1
LONGEST_HEADING = 60
_PAGE_NUMBER = re.compile(
    r"[-—–\s·|]*(?:第|page)?\s*[\divxlc]{1,6}\s*(?:页|/|of|共|\s){0,6}\d{0,5}\s*页?[-—–\s·|]*", re.IGNORECASE
)
_WORD = re.compile(r"[\x21-\x7e\u00c0-\u024f]+")
_CONTENTS = re.compile(r".*(?:[.．·]{5,}|…{3,})\s*\d+")
_ENDED = re.compile(r"[。！？!?；;：:…]['\"”’）)]?$")


@dataclass(frozen=True)
class Line:
    """`under` is where the text after an item's mark begins; None for a line without such a mark. Lines of one
    `column` follow one another down the page.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool
    under: float | None = None
    column: int = 0


@dataclass(frozen=True)
class Grid:
    top: float
    bottom: float
    cells: list[list[str | None]]
    x0: float = 0.0
    x1: float = 0.0


@dataclass(frozen=True)
class Page:
    number: int
    width: float
    height: float
    lines: list[Line]
    tables: list[Grid]


@dataclass(frozen=True)
class Column:
    left: float
    right: float
    gap: float


@dataclass(frozen=True)
class Shape:
    """What is usual in this document: body size, whether it is bold, and the heading sizes, largest first."""

    body: float
    bold: bool
    larger: tuple[float, ...]


def blocks_of(pages: Sequence[Page]) -> Parsed:
    margins = _running(pages)
    shape = _shape(pages)
    blocks: list[Block] = []
    header: list[list[str | None]] = []
    last: list[Line] = []
    for page in pages:
        body = [n for n in page.lines if not _is_margin(n, page, margins) and not _CONTENTS.fullmatch(n.text)]
        for part in _parts(page, body):
            fresh, header, group = _page_blocks(part, part.lines, shape, header)
            near = bool(blocks) and (blocks[-1].locator.page or 0) >= page.number - 1  # else its page would be wrong
            if near and fresh and _flows_on(blocks[-1], fresh[0], part, part.lines, last):
                joined = join_lines(blocks[-1].text, fresh.pop(0).text)
                blocks[-1] = Block(blocks[-1].kind, joined, 0, blocks[-1].locator)
            blocks.extend(b for b in fresh if not is_contents(b.text))
            last = group
    return Parsed(tuple(blocks), (), tuple(sorted(margins)))


def _parts(page: Page, body: list[Line]) -> list[Page]:
    """The page's columns as pages of their own, in reading order; each table goes with the lines nearest to it."""
    runs = [list(run) for _, run in groupby(body, key=lambda line: line.column)]
    if len(runs) < 2:
        return [replace(page, lines=body)]
    tables: list[list[Grid]] = [[] for _ in runs]
    for grid in page.tables:
        tables[min(range(len(runs)), key=lambda n: _away(grid, runs[n]))].append(grid)
    return [replace(page, lines=run, tables=held) for run, held in zip(runs, tables, strict=True)]


def _away(grid: Grid, run: Sequence[Line]) -> tuple[float, float]:
    """How far a table is from a run of lines: sideways first, then up or down."""
    middle = (grid.x0 + grid.x1) / 2
    left, right = min(n.x0 for n in run), max(n.x1 for n in run)
    top, bottom = min(n.top for n in run), max(n.bottom for n in run)
    return (max(left - middle, middle - right, 0.0), max(top - grid.bottom, grid.top - bottom, 0.0))


def _edge(line: Line, page: Page) -> bool:
    return line.bottom < page.height * EDGE or line.top > page.height * (1 - EDGE)


def _pattern(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def _running(pages: Sequence[Page]) -> set[str]:
    """Patterns of lines (digits aside) that stand near the edge of most pages, or there repeat a line of the text."""
    seen = Counter(p for page in pages for p in {_pattern(line.text) for line in page.lines if _edge(line, page)})
    inside = {line.text for page in pages for line in page.lines if not _edge(line, page)}
    repeats = {_pattern(n.text) for page in pages for n in page.lines if _edge(n, page) and n.text in inside}
    return repeats | {p for p, n in seen.items() if n >= max(2, len(pages) * 0.4)}


def _is_margin(line: Line, page: Page, margins: set[str]) -> bool:
    return _edge(line, page) and (_pattern(line.text) in margins or bool(_PAGE_NUMBER.fullmatch(line.text)))


def _shape(pages: Sequence[Page]) -> Shape:
    sizes: Counter[float] = Counter()
    heavy: Counter[bool] = Counter()
    for line in (line for page in pages for line in page.lines):
        sizes[line.size] += len(line.text)
        heavy[line.bold] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    larger = sorted((s for s in sizes if s > body * 1.08), reverse=True)
    return Shape(body, heavy[True] > heavy[False], tuple(larger[:5]))


def _level(group: Sequence[Line], text: str, shape: Shape) -> int | None:
    """A heading is one or two short lines in larger print, or numbered and bold; a numbered step is not one."""
    size = group[0].size
    if len(group) > 2 or len(text) > LONGEST_HEADING or _ENDED.search(text):
        return None
    numbered = heading_level(text)
    if size > shape.body * 1.08 and (numbered or not is_step(text) or size > shape.body * 1.25):
        return 1 + (shape.larger.index(size) if size in shape.larger else len(shape.larger))
    return numbered + len(shape.larger) if numbered is not None and group[0].bold and not shape.bold else None


def _page_blocks(
    page: Page, lines: list[Line], shape: Shape, header: list[list[str | None]]
) -> tuple[list[Block], list[list[str | None]], list[Line]]:
    """The page's blocks from top to bottom, the header of the table and the lines of the paragraph that may both go
    on overleaf.
    """
    where = Locator(page=page.number)
    blocks: list[Block] = []
    rest = lines
    for grid in sorted(page.tables, key=lambda g: g.top):
        above = [line for line in rest if line.top < grid.top]
        rest = [line for line in rest if line.top >= grid.top]
        blocks.extend(_block(group, shape, where) for group in _groups(above, shape))
        if blocks:
            header = []
        made, header = _table(grid, header, where)
        blocks.extend(made)
    groups = _groups(rest, shape)
    blocks.extend(_block(group, shape, where) for group in groups)
    return blocks, [] if rest else header, groups[-1] if groups else []


def _table(grid: Grid, header: list[list[str | None]], where: Locator) -> tuple[list[Block], list[list[str | None]]]:
    """A table at the head of a page that continues the one before keeps that one's header."""
    same = bool(header) and len(header[0]) == len(grid.cells[0])
    if same and grid.cells[: len(header)] != header:
        return rows([*header, *grid.cells], where, len(header)), header
    return rows(grid.cells, where), grid.cells[: header_depth([r for r in grid.cells if any(r)])]


def _groups(lines: list[Line], shape: Shape) -> list[list[Line]]:
    """Lines that belong together: a paragraph, a heading, one item of a list."""
    groups: list[list[Line]] = []
    if not lines:
        return groups
    column = _column(lines)
    for line in lines:
        if groups and not _begins(groups[-1], line, shape, column):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _column(lines: Sequence[Line]) -> Column:
    """The margins most lines keep to, and the usual gap between two lines."""
    rights = sorted(line.x1 for line in lines)
    gaps = sorted(b.top - a.bottom for a, b in pairwise(lines) if b.size == a.size and b.top > a.bottom)
    return Column(min(n.x0 for n in lines), rights[int(len(rights) * 0.9)], gaps[len(gaps) // 3] if gaps else 0.0)


def _begins(group: Sequence[Line], line: Line, shape: Shape, column: Column) -> bool:
    """`line` starts something new after `group`."""
    item, before = group[0], group[-1]
    size = max(line.size, 1.0)
    large = line.size > shape.body * 1.08
    other_print = abs(line.size - before.size) > size * 0.08 or (line.bold != before.bold and not shape.bold)
    apart = line.top - before.bottom > max(size * 0.5, column.gap * 1.4)
    indented = line.x0 - column.left > size * 1.2 and line.x0 - before.x0 > size
    if hangs(item.under, line.x0, size, ended=bool(_ENDED.search(before.text))):
        indented = False
    elif len(group) > 1 and item.under is not None and outdented(item.x0, before.x0, line.x0, size):
        indented = True
    centred = large and line.x0 > column.left + size * 2
    stopped = before.x1 + _first_word(line) < column.right - size and not centred
    return other_print or apart or indented or stopped or is_step(line.text) or heading_level(line.text) is not None


def _first_word(line: Line) -> float:
    """About how wide the line's first word is: it would have fitted above had the paragraph gone on."""
    word = _WORD.match(line.text)
    return line.size * (len(word.group()) * 0.55 if word else 1.5)


def _block(group: list[Line], shape: Shape, where: Locator) -> Block:
    text = ""
    for line in group:
        text = join_lines(text, line.text)
    level = _level(group, text, shape)
    if level is not None:
        return Block("heading", text, level, where)
    kind: Kind = "step" if is_step(text) else "paragraph"
    return Block(kind, text, 0, where)


def _flows_on(before: Block, after: Block, page: Page, lines: list[Line], last: Sequence[Line]) -> bool:
    """A paragraph that goes on overleaf: no end before, no new beginning after; an item goes on under its text."""
    if before.kind not in ("paragraph", "step") or after.kind != "paragraph" or _ENDED.search(before.text):
        return False
    left = min((line.x0 for line in lines), default=0.0)
    first = lines[0] if lines else None
    starts_low = bool(page.tables) and first is not None and page.tables[0].top < first.top
    if len(before.text) <= 30 or first is None or starts_low:
        return False
    return first.x0 - left < first.size or (bool(last) and hangs(last[0].under, first.x0, first.size, ended=False))
