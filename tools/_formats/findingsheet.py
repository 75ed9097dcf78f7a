"""A course's findings as an Excel sheet. Knows the columns, not who may take it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from openpyxl import Workbook

from tools._formats.sheetwork import head, plain, saved
from trust.day import day

HEADERS = ("类别", "内容", "出处", "人数", "水平", "汇总日期", "代价", "要改的内容")
WIDTHS = (12, 50, 24, 8, 8, 12, 8, 80)
KINDS = {
    "competency": "能力", "criterion": "评价指标", "item": "题目", "step": "预练步骤", "requirement": "岗位要求",
}  # fmt: skip
Row = tuple[str, str, str, int, float | None, datetime | None, float, str]
"""Kind, what it is, where it comes from, people, level, when they were told, cost, what to change."""


def sheet_of(title: str, rows: Sequence[Row]) -> bytes:
    """People and level are empty where no figure belongs."""
    book = Workbook()
    page: Any = book.active
    page.title = "课程发现"
    head(page, HEADERS, WIDTHS)
    for kind, about, origin, people, level, at, cost, links in rows:
        line = (KINDS[kind], about, origin, people or None, level, None if at is None else day(at), cost, links)
        page.append([plain(v) if isinstance(v, str) else v for v in line])
    book.properties.title, book.properties.creator = f"{title} 课程发现", "Shuangyuan"
    return saved(book)
