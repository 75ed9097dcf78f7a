"""A course's findings as an Excel sheet. Knows the columns, not who may take it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

from tools._formats.sheetwork import head, plain, saved

HEADERS = ("类别", "内容", "出处", "人数", "水平", "代价", "要改的内容")
WIDTHS = (12, 50, 24, 8, 8, 8, 80)
KINDS = {
    "competency": "能力", "criterion": "评价指标", "item": "题目", "step": "预练步骤", "requirement": "岗位要求",
}  # fmt: skip
Row = tuple[str, str, str, int, float | None, float, str]
"""Kind, what it is, where it comes from, people, level, cost, what to change."""


def sheet_of(title: str, rows: Sequence[Row]) -> bytes:
    """People and level are empty where no figure belongs."""
    book = Workbook()
    page: Any = book.active
    page.title = "课程发现"
    head(page, HEADERS, WIDTHS)
    for kind, about, origin, people, level, cost, links in rows:
        line = (KINDS[kind], about, origin, people or None, level, cost, links)
        page.append([plain(v) if isinstance(v, str) else v for v in line])
    book.properties.title, book.properties.creator = f"{title} 课程发现", "Shuangyuan"
    return saved(book)
