"""A Word table as a grid of cells, merged cells resolved. Knows only table XML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ingest.numbering import W
from ingest.wordtext import emphasis, paragraph_text


@dataclass(frozen=True)
class Cell:
    """`text` flat (nested tables too), `paragraphs` with words in it, and the node to walk if it is long."""

    node: Any
    text: str
    paragraphs: int


def grid_of(table: Any) -> tuple[list[list[Cell | None]], int | None]:
    """Cells (None where one to the left reaches over) and how many rows are marked or set as headers."""
    grid: list[list[Cell | None]] = []
    marked = 0
    for row in (r for r in table.iter(f"{W}tr") if _nearest(r) is table):
        grid.append(_row(row, grid[-1] if grid else []))
        if row.find(f"{W}trPr/{W}tblHeader") is not None and marked == len(grid) - 1:
            marked += 1
    return grid, marked or _bold_first(grid)


def _nearest(node: Any) -> Any:
    return next(node.iterancestors(f"{W}tbl"), None)


def _row(row: Any, above: list[Cell | None]) -> list[Cell | None]:
    cells: list[Cell | None] = [None] * _number(row, "trPr/{W}gridBefore")
    for node in (c for c in row.iter(f"{W}tc") if _nearest(c) is _nearest(row)):
        merge = node.find(f"{W}tcPr/{W}vMerge")
        continued = merge is not None and merge.get(f"{W}val") != "restart" and len(above) > len(cells)
        cells.append(above[len(cells)] if continued else _cell(node))
        cells.extend([None] * (_number(node, "tcPr/{W}gridSpan", 1) - 1))
    return cells


def _number(node: Any, path: str, default: int = 0) -> int:
    head, _, tail = path.partition("/")
    found = node.find(f"{W}{head}/{tail.replace('{W}', W)}")
    return default if found is None else int(found.get(f"{W}val") or default)


def _cell(node: Any) -> Cell:
    texts = [t for p in node.iter(f"{W}p") if (t := paragraph_text(p))]
    return Cell(node, "\n".join(texts), len(texts))


def _bold_first(grid: list[list[Cell | None]]) -> int | None:
    """1 when the first row alone is bold throughout: then it is a header, whatever its words."""
    if len(grid) < 2:
        return None

    def bold(row: list[Cell | None]) -> bool:
        cells = [c for c in row if c and c.text]
        return len(cells) > 1 and all(any(emphasis(p)[0] for p in c.node.iter(f"{W}p")) for c in cells)

    return 1 if bold(grid[0]) and not bold(grid[1]) and None not in grid[0] else None
