"""The Excel sheet of people: its template, its rows, the sheet of first passwords. Knows openpyxl, not who may exist.

A file comes from anywhere, so it is read in a process of its own with little time and memory (rosternursery.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation
from pydantic import TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from ingest.confine import Confine
from ingest.limits import Limits
from trust.errors import TooLarge, Unreadable
from trust.roles import Role

HEADERS = ("用户名", "姓名", "单位编号", "角色", "课程编号")
ROLE_WORDS = {
    "学生": Role.STUDENT, "教师": Role.TEACHER, "企业导师": Role.MENTOR, "企业员工": Role.STAFF,
    "数据专员": Role.STEWARD, "管理员": Role.ADMIN,
}  # fmt: skip
LIMITS = Limits(seconds=20, memory=1024**3, output=16 * 1024**2)
MOST_BYTES, MOST_ROWS, LONGEST = 4 * 1024**2, 5000, 200


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


class RosterReader:
    """Long-lived; its process starts with the first file and leaves when idle."""

    def __init__(self, tmp: Path, limits: Limits = LIMITS) -> None:
        self._confine = Confine(tmp, limits, "tools._formats.rosternursery")

    def read(self, data: bytes) -> tuple[Row, ...]:
        """Raises Unreadable, TooLarge or PartDown."""
        told: Any = self._confine.answer("people.xlsx", data)
        try:
            return _ROWS.validate_python(told["rows"])
        except (ValidationError, KeyError):
            raise Unreadable("表格读不出来", "The sheet could not be read") from None

    def close(self) -> None:
        self._confine.close()


def rows(data: bytes) -> tuple[Row, ...]:
    """Every row below the headers that has anything in it. Columns are found by their headers, in any order."""
    sheet = _sheet(data)
    found = iter(enumerate(sheet.iter_rows(values_only=True, max_col=40), 1))
    at = _columns(found)
    made = []
    for number, cells in found:
        words = {name: _word(cells, column) for name, column in at.items()}
        if any(words.values()):
            made.append(Row(number, *(words.get(name, "") for name in HEADERS)))
        if len(made) > MOST_ROWS:
            raise TooLarge(f"一次最多导入 {MOST_ROWS} 人", f"At most {MOST_ROWS} people at a time")
    return tuple(made)


def _sheet(data: bytes) -> Any:
    try:
        return load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False).worksheets[0]
    except (BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, OSError):
        raise Unreadable("这不是可读的 Excel 表格（.xlsx）", "This is not a readable Excel sheet (.xlsx)") from None


def _columns(found: Iterable[tuple[int, Sequence[Any]]]) -> dict[str, int]:
    """Of the first row that holds the headers; rows above it are titles."""
    for number, cells in found:
        words = [str(c or "").strip().rstrip("*＊") for c in cells]
        if all(name in words for name in HEADERS[:3]):
            return {name: words.index(name) for name in HEADERS if name in words}
        if number > 10:
            break
    zh = f"找不到表头（{'、'.join(HEADERS[:3])}），请用模板填写"
    raise Unreadable(zh, "The header row is missing; please use the template")


def _word(cells: Sequence[Any], column: int) -> str:
    value = cells[column] if column < len(cells) else None
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # a number typed as a user name
    return "" if value is None else str(value).strip()[:LONGEST]


def template(owners: Sequence[tuple[str, str]], courses: Sequence[tuple[str, str]]) -> bytes:
    """An empty sheet to fill in, with what may stand in each column beside it. `owners`, `courses`: id and name."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "人员"
    _head(sheet, [f"{name}*" if name in HEADERS[:4] else name for name in HEADERS], (18, 14, 16, 14, 28))
    choice = DataValidation(type="list", formula1=f'"{",".join(ROLE_WORDS)}"', allow_blank=True)
    sheet.add_data_validation(choice)
    choice.add(f"D2:D{MOST_ROWS + 1}")
    for row in sheet.iter_rows(min_row=2, max_row=200, max_col=len(HEADERS)):
        for cell in row:
            cell.number_format = "@"
    notes = book.create_sheet("填写说明")
    _head(notes, ("栏目", "怎么填"), (16, 80))
    for line in _notes(owners, courses):
        notes.append(list(map(_plain, line)))
    for (cell,) in notes.iter_rows(min_row=2, min_col=2, max_col=2):
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return _saved(book)


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
    _head(sheet, ("用户名", "姓名", "初始密码"), (20, 16, 26))
    for line in made:
        sheet.append(list(map(_plain, line)))
    for cell in (c for row in sheet.iter_rows(min_row=2) for c in row):
        cell.number_format = "@"
    return _saved(book)


def _plain(value: str) -> str:
    """Never a formula, whatever a name begins with."""
    return f"'{value}" if value[:1] in ("=", "+", "-", "@") else value


def _head(sheet: Any, names: Sequence[str], widths: Sequence[int]) -> None:
    sheet.append(list(names))
    for cell, width in zip(sheet[1], widths, strict=True):
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E3EFF2")
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.freeze_panes = "A2"


def _saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()
