"""The Excel template: one row per exercise under Chinese headers. Knows openpyxl and its traps, no other format.

A cell with several values has one a line; a line break inside a value is written `\\n`. What a row means is rowed.py's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from learning.exercise import NAMES, RIGHT, WRONG, Exercise
from tools._formats.paper import LETTERS, File, Imported, Paper, Problem, gathered, letters
from tools._formats.rowed import KIND_OF, LEVELS, OPTIONS, head, item
from trust.errors import Unreadable

_FIELDS = (
    "题型", "题干", *(f"选项{c}" for c in LETTERS[:OPTIONS]), "左列", "答案", "分值", "解析", "难度", "认知层次",
    "标签", "出处段落", "出处原文", "考查对象", "考查方面", "选项来源",
)  # fmt: skip
_WIDE = {"题干": 50, "解析": 40, "出处原文": 40, "答案": 24}
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
MOST, MOST_ROWS, MOST_COLUMNS = 32_767, 5000, 60


def write(paper: Paper) -> File:
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "习题"
    book.properties.title, book.properties.description = paper.title, paper.metadata
    book.properties.keywords, book.properties.creator = "生成内容", "Shuangyuan"
    _put(sheet, 1, [paper.mark])
    _put(sheet, 2, _FIELDS)
    problems, row = [], 3
    for n, one in enumerate(paper.items, 1):
        values = _values(one)
        if len(one.options) > OPTIONS or any(_UNWRITABLE.search(v) or len(v) > MOST for v in values):
            problems.append(Problem(f"第 {n} 题", "选项过多、文字过长或含有 Excel 存不下的字符"))
            continue
        _put(sheet, row, values)
        row += 1
    _dress(sheet)
    out = BytesIO()
    book.save(out)
    return File(out.getvalue(), tuple(problems))


def _put(sheet: Any, row: int, values: Sequence[str]) -> None:
    for column, value in enumerate(values, 1):
        if value:
            cell = sheet.cell(row, column)
            cell.value = value
            cell.data_type = "s"  # text that begins with `=` is no formula


def _dress(sheet: Any) -> None:
    sheet.cell(1, 1).font = Font(bold=True, color="B45309")
    for column, name in enumerate(_FIELDS, 1):
        head = sheet.cell(2, column)
        head.font, head.fill = Font(bold=True), PatternFill("solid", start_color="DCE6F1")
        sheet.column_dimensions[get_column_letter(column)].width = _WIDE.get(name, 14)
    for line in sheet.iter_rows(min_row=3):
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "C3"


def _values(item: Exercise) -> list[str]:
    choice = item.kind in ("single", "multiple")
    options = [*item.options, *[""] * (OPTIONS - len(item.options))]
    return [
        NAMES[item.kind], item.stem, *options, _lines(item.left),
        letters(item.options, item.key) if choice else _lines(item.key), _lines(tuple(map(str, item.points))),
        item.explanation, LEVELS[item.difficulty], item.bloom, _lines(item.tags),
        _lines(tuple(s.passage_id for s in item.spans)), _lines(tuple(s.quote for s in item.spans)), *item.about,
        _lines(item.origins),
    ]  # fmt: skip


def _lines(values: tuple[str, ...]) -> str:
    return "\n".join(v.replace("\\", "\\\\").replace("\n", "\\n") for v in values)


def read(data: bytes) -> Imported:
    """Every sheet that has a header row. Raises Unreadable when it is no workbook or no sheet has one."""
    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=True)
        sheets = [(str(s.title), _table(s)) for s in book.worksheets if hasattr(s, "iter_rows")]
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError, IndexError, TypeError, SyntaxError):
        raise Unreadable("不是能打开的 Excel 文件（.xlsx）", "Not an Excel workbook (.xlsx)") from None
    return _read(sheets)


def read_grid(table: list[list[str]]) -> Imported:
    """The same from a table in text (CSV)."""
    return _read([("", table)])


def _table(sheet: Any) -> list[list[str]]:
    """What a person sees of it: a formula's last value, never the formula; not past the rows and columns of a bank."""
    sheet.reset_dimensions()
    lines = sheet.iter_rows(values_only=True, max_row=MOST_ROWS, max_col=MOST_COLUMNS)
    return [["" if v is None else _cell(v) for v in line] for line in lines]


def _cell(value: Any) -> str:
    """`800` for 800.0, and 对 or 错 for a truth value."""
    if isinstance(value, bool):
        return RIGHT if value else WRONG
    return f"{value:g}" if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else str(value)


def _read(sheets: list[tuple[str, list[list[str]]]]) -> Imported:
    found = [(name, table, at) for name, table in sheets if (at := _header(table)) is not None]
    if not found:
        raise Unreadable("没有找到表头：至少要有“题型、题干、答案”三列", "No header row with 题型, 题干 and 答案")
    named = len(found) > 1
    return gathered(row for name, table, at in found for row in _rows(table, at, name, f"“{name}”" if named else ""))


def _header(table: list[list[str]]) -> int | None:
    return next((n for n, line in enumerate(table[:10]) if {"题干", "答案"} <= set(map(head, line))), None)


def _rows(
    table: list[list[str]], at: int, sheet: str, named: str
) -> Iterator[tuple[str, Callable[[], Exercise]]]:
    names = [head(v) for v in table[at]]
    usual = next((kind for word, kind in KIND_OF.items() if word in sheet), None)
    for n, line in enumerate(table[at + 1 :], at + 2):
        if any(v.strip() for v in line):
            yield f"{named}第 {n} 行", partial(item, dict(zip(names, line, strict=False)), usual)
