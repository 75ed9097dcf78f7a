"""An HTML table as a grid, row and column spans resolved. Knows only the table's tree."""

from __future__ import annotations

from typing import Any

WIDEST = 200


def grid_of(table: Any) -> tuple[list[list[str | None]], int | None]:
    """Cells (repeated downwards, None where one to the left reaches over) and the number of marked header rows."""
    grid: list[list[str | None]] = []
    down: dict[int, tuple[int, str | None]] = {}
    heads = 0
    for tr in (r for r in table.iter("tr") if next(r.iterancestors("table"), None) is table):
        nodes = [c for c in tr if c.tag in ("td", "th")]
        grid.append(_row(nodes, down))
        in_head = tr.getparent().tag == "thead" or (bool(nodes) and all(c.tag == "th" for c in nodes))
        heads += in_head and heads == len(grid) - 1
    return grid, heads or None


def _row(nodes: list[Any], down: dict[int, tuple[int, str | None]]) -> list[str | None]:
    """One row; `down` holds, per column, how many more rows a cell above covers."""
    row: list[str | None] = []

    def covered() -> None:
        while (above := down.get(len(row))) is not None:
            left, text = above
            down[len(row)] = (left - 1, text)
            if left <= 1:
                del down[len(row)]
            row.append(text)

    for node in nodes:
        covered()
        text = " ".join(node.text_content().split())
        across, rows = _span(node, "colspan"), _span(node, "rowspan")
        for n in range(across):
            if rows > 1:
                down[len(row)] = (rows - 1, text if n == 0 else None)
            row.append(text if n == 0 else None)
    covered()
    return row[:WIDEST]


def _span(node: Any, name: str) -> int:
    value = (node.get(name) or "1").strip()
    return min(max(int(value), 1), WIDEST) if value.isdigit() else 1
