"""The Excel sheet of people: its template, its rows, the sheet of first passwords. Knows openpyxl, not who may exist.

A file comes from anywhere, so it is read in a process of its own with little time and memory (rosternursery.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from ingest.confine import Confine
from ingest.limits import Limits
from tools._formats.sheetwork import SheetReader, columns, head, notes, plain, saved, table, word
from trust.errors import TooLarge
from trust.roles import Role

HEADERS = ("用户名", "姓名", "单位编号", "角色", "课程编号")
ROLE_WORDS = {
    "学生": Role.STUDENT, "教师": Role.TEACHER, "企业导师": Role.MENTOR, "企业员工": Role.STAFF,
    "数据专员": Role.STEWARD, "管理员": Role.ADMIN,
}  # fmt: skip
LIMITS = Limits(seconds=20, memory=1024**3, output=16 * 1024**2)
MOST_BYTES, MOST_ROWS = 4 * 1024**2, 5000


@dataclass(frozen=True)
class Row:
    """One person as the sheet says, all words as they stand; `number` is the sheet's own."""

    number: int
    username: str
    name: str
    home: str
    role: str
    courses: str


_ROWS: TypeAdapter[tuple[Row, ...]] = TypeAdapter(tuple[Row, ...])


class RosterReader(SheetReader[Row]):
    def __init__(self, tmp: Path, limits: Limits = LIMITS) -> None:
        super().__init__(Confine(tmp, limits, "tools._formats.rosternursery"), _ROWS)


def rows(data: bytes) -> tuple[Row, ...]:
    """Every row below the headers that has anything in it. Columns are found by their headers, in any order."""
    found = table(data)
    at = columns(found, HEADERS, 3)
    made = []
    for number, cells in found:
        words = {name: word(cells, column) for name, column in at.items()}
        if any(words.values()):
            made.append(Row(number, *(words.get(name, "") for name in HEADERS)))
        if len(made) > MOST_ROWS:
            raise TooLarge(f"一次最多导入 {MOST_ROWS} 人", f"At most {MOST_ROWS} people at a time")
    return tuple(made)





def template(owners: Sequence[tuple[str, str]], courses: Sequence[tuple[str, str]]) -> bytes:
    """An empty sheet to fill in, with what may stand in each column beside it. `owners`, `courses`: id and name."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "人员"
    head(sheet, [f"{name}*" if name in HEADERS[:4] else name for name in HEADERS], (18, 14, 16, 14, 28))
    choice = DataValidation(type="list", formula1=f'"{",".join(ROLE_WORDS)}"', allow_blank=True)
    sheet.add_data_validation(choice)
    choice.add(f"D2:D{MOST_ROWS + 1}")
    for row in sheet.iter_rows(min_row=2, max_row=200, max_col=len(HEADERS)):
        for cell in row:
            cell.number_format = "@"
    notes(book, _notes(owners, courses))
    return saved(book)


def _notes(owners: Sequence[tuple[str, str]], courses: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [
        ("用户名*", "登录用，不含空格，全平台不重复，例如学号或工号"),
        ("姓名*", "真实姓名"),
        ("单位编号*", "；".join(f"{i}（{name}）" for i, name in owners) or "请先在平台上建立单位"),
        ("角色*", "、".join(ROLE_WORDS)),
        ("课程编号", "可不填；多门用顿号隔开。" + "；".join(f"{i}（{title}）" for i, title in courses)),
        ("重复导入", "同一张表可以再导入一次：已有的人不会重复，密码也不变，只补上缺少的角色和课程。"),
    ]


def passwords(made: Iterable[tuple[str, str, str]]) -> bytes:
    """User name, name and first password of each."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "初始密码"
    head(sheet, ("用户名", "姓名", "初始密码"), (20, 16, 26))
    for line in made:
        sheet.append(list(map(plain, line)))
    for cell in (c for row in sheet.iter_rows(min_row=2) for c in row):
        cell.number_format = "@"
    return saved(book)
