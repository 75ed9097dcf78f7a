"""What every sheet of rows under headers shares: finding the header, words of cells, a head in our look, saving.

Knows openpyxl and CSV; not what a row means.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO, StringIO
from typing import Any, Generic, TypeVar
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.exceptions import InvalidFileException
from pydantic import TypeAdapter, ValidationError

from ingest.confine import Confine
from ingest.decode import decode
from trust.errors import Unreadable

LONGEST, TITLES, MOST_COLUMNS = 200, 10, 40
Table = Iterator[tuple[int, Sequence[Any]]]
R = TypeVar("R")


class SheetReader(Generic[R]):
    """Reads in a process of its own, which starts with the first file and leaves when idle. Long-lived."""

    def __init__(self, confine: Confine, rows: TypeAdapter[tuple[R, ...]]) -> None:
        self._confine, self._rows = confine, rows

    def read(self, data: bytes) -> tuple[R, ...]:
        """Raises Unreadable, TooLarge or PartDown."""
        told: Any = self._confine.answer("sheet", data)
        try:
            return self._rows.validate_python(told["rows"])
        except (ValidationError, KeyError):
            raise Unreadable("表格读不出来", "The sheet could not be read") from None

    def close(self) -> None:
        self._confine.close()


def table(data: bytes) -> Table:
    """Rows with the sheet's own numbers, of an Excel sheet or a CSV file. Raises Unreadable."""
    if data.startswith(b"PK\x03\x04"):
        return iter(enumerate(_sheet(data).iter_rows(values_only=True, max_col=MOST_COLUMNS), 1))
    text = decode(data)
    try:
        dialect: Any = csv.Sniffer().sniff(text[:4000], ",;\t")
    except csv.Error:
        dialect = csv.excel
    try:
        return iter(enumerate([row[:MOST_COLUMNS] for row in csv.reader(StringIO(text), dialect)], 1))
    except csv.Error:
        raise Unreadable("这不是可读的表格（.xlsx 或 .csv）", "This is not a readable sheet (.xlsx or .csv)") from None


def columns(found: Iterable[tuple[int, Sequence[Any]]], headers: Sequence[str], needed: int) -> dict[str, int]:
    """Of the first row that holds the first `needed` headers; rows above it are titles."""
    for number, cells in found:
        words = [str(c or "").strip().rstrip("*＊") for c in cells]
        if all(name in words for name in headers[:needed]):
            return {name: words.index(name) for name in headers if name in words}
        if number > TITLES:
            break
    zh = f"找不到表头（{'、'.join(headers[:needed])}），请用模板填写"
    raise Unreadable(zh, "The header row is missing; please use the template")


def word(cells: Sequence[Any], column: int, longest: int = LONGEST) -> str:
    value = cells[column] if column < len(cells) else None
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # a number typed as a name
    return "" if value is None else str(value).strip()[:longest]


def plain(value: str) -> str:
    """Never a formula, whatever a name begins with."""
    return f"'{value}" if value[:1] in ("=", "+", "-", "@") else value


def head(sheet: Any, names: Sequence[str], widths: Sequence[int]) -> None:
    sheet.append(list(names))
    for cell, width in zip(sheet[1], widths, strict=True):
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E3EFF2")
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.freeze_panes = "A2"


def notes(book: Workbook, lines: Iterable[tuple[str, str]]) -> None:
    """A sheet that says how each column is filled in."""
    sheet = book.create_sheet("填写说明")
    head(sheet, ("栏目", "怎么填"), (16, 80))
    for line in lines:
        sheet.append(list(map(plain, line)))
    for (cell,) in sheet.iter_rows(min_row=2, min_col=2, max_col=2):
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(data: bytes) -> Any:
    try:
        return load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False).worksheets[0]
    except (BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, OSError):
        raise Unreadable("这不是可读的 Excel 表格（.xlsx）", "This is not a readable Excel sheet (.xlsx)") from None
