"""A grid of cells → one block a row, each value with its header: `工序: 粗车；转速: 800`.

A cell merged down is repeated in every row it covers; one merged across is `None` in the cells it covers.
Knows nothing of the file the grid came from.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.parsed import Block
from trust.sources import Locator

Row = Sequence[str | None]
Grid = Sequence[Row]
DEEPEST_HEADER = 4
_UNIT = r"(?:[%‰°℃]|[a-zA-Zμ/·²³]{1,8}|[元天次件分秒岁度个]{1,2})?"
_NUMBER = re.compile(rf"[-+±≤≥<>~～φΦRra¥￥]*\s*[\d.,]+\s*{_UNIT}(?:\s*[-~～±×x/]\s*[\d.,]+.*)?")
_LABEL = re.compile(
    r".{0,8}(?:名称|姓名|日期|时间|学时|课时|班级|编号|学号|地点|性别|电话|单位|部门|教师|教材|专业|目标|重点|难点|内容|过程|"
    r"方法|要求|说明|备注|签名|审核|批准|版本|对象|类型|作业|反思|资源|准备|意见|结论)|.{1,10}[:：]"
)


def rows(grid: Grid, where: Locator, header_rows: int | None = None) -> list[Block]:
    """`header_rows` when the file marks its headers; otherwise they are recognised, or the table is a form."""
    cells: list[list[str | None]] = [[None if c is None else " ".join(c.split()) for c in row] for row in grid]
    cells = [row for row in cells if any(row)]
    titles: list[Block] = []
    while header_rows is None and len(cells) > 1 and _banner(cells[0]):
        titles.append(Block("paragraph", _values(cells.pop(0))[0], 0, where))
    if not cells:
        return titles
    if header_rows is None and is_form(cells):
        return [*titles, *(Block("row", _form_row(row), 0, where) for row in cells)]
    depth = header_depth(cells) if header_rows is None else min(header_rows, len(cells))
    if header_rows is None and depth == 0 and _upright(cells):
        if len(cells[0]) == 2:
            return [*titles, *(Block("row", _form_row(row), 0, where) for row in cells)]
        cells, depth = [list(column) for column in zip(*cells, strict=True)], 1
    if depth == len(cells):
        return [*titles, *(Block("row", "；".join(_values(row)), 0, where) for row in cells)]
    names = header_names(cells[:depth], max(map(len, cells)))
    return [*titles, *(_row(names, row, where) for row in cells[depth:])]


def header_depth(cells: Grid) -> int:
    """How many first rows are headers: words only, above rows of values; one more below each that has a cell merged
    over several.
    """
    if len(cells) < 2 or not _wordy(cells[0]):
        return 0
    depth = 1
    while depth < DEEPEST_HEADER and None in cells[depth - 1] and len(cells) > depth + 1 and _wordy(cells[depth]):
        depth += 1
    return depth if None not in cells[depth - 1] else 1


def _upright(cells: Grid) -> bool:
    """Headers stand in the first column, the values of one thing below each other beside them."""
    names = [row[0] for row in cells]
    even = len({len(row) for row in cells}) == 1 and all(c is not None for row in cells for c in row)
    told = len(cells) > 1 and len(cells[0]) > 1 and all(n and not _NUMBER.fullmatch(n) for n in names)
    values = [c for row in cells for c in row[1:] if c]
    numbers = sum(bool(_NUMBER.fullmatch(v)) for v in values)
    return even and told and len(set(names)) == len(names) and numbers * 2 >= len(values)


def is_form(cells: Grid) -> bool:
    """Label–value pairs along the rows (a lesson plan's head), not a header above columns."""
    below = [_values(row) for row in cells[1:] or cells]
    labelled = sum(1 for row in below if len(row) > 1 and _LABEL.fullmatch(row[0]))
    return labelled * 2 > len(below)


def header_names(header: Grid, width: int) -> list[str]:
    """One name a column; stacked headers are joined by `-`."""
    columns: list[list[str]] = [[] for _ in range(width)]
    for row in header:
        last = ""
        for column, cell in zip(columns, row, strict=False):
            last = last if cell is None else cell
            if last and last not in column:
                column.append(last)
    return ["-".join(parts) for parts in columns]


def _wordy(row: Row) -> bool:
    filled = [c for c in row if c]
    width = sum(c is not None for c in row)
    return len(filled) * 2 > width and all(len(c) <= 30 and not _NUMBER.fullmatch(c) for c in filled)


def _values(row: Row) -> list[str]:
    return [c for c in row if c]


def _banner(row: Row) -> bool:
    """One cell over the whole width: a title, or a group's name."""
    return len(row) > 1 and bool(row[0]) and all(c is None for c in row[1:])


def _row(names: Sequence[str], row: Row, where: Locator) -> Block:
    if _banner(row):
        return Block("paragraph", _values(row)[0], 0, where)
    pairs = [
        f"{name.rstrip('：:')}: {value}" if name else value for name, value in zip(names, row, strict=False) if value
    ]
    return Block("row", "；".join(pairs), 0, where)


def _form_row(row: Row) -> str:
    values = _values(row)
    if len(values) % 2:
        return "；".join(values)
    return "；".join(f"{k.rstrip('：:')}: {v}" for k, v in zip(values[::2], values[1::2], strict=True))
