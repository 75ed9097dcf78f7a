"""XLSX and CSV → rows with their headers, sheet by sheet, values as a person sees them in the sheet.

unstructured gives a sheet as one HTML table and CSV as one text, without headers on the rows, hence openpyxl and
csv here. Knows nothing of cutting or labels.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from ingest.decode import decode
from ingest.parsed import Block, Parsed
from ingest.table import Row, rows
from trust.errors import Unreadable
from trust.sources import Locator

MOST_COLUMNS = 200
_UNNAMED = re.compile(r"(?:sheet|工作表|表)\s*\d*", re.IGNORECASE)


def read(data: bytes) -> Parsed:
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    except (InvalidFileException, KeyError, ValueError, TypeError, zipfile.BadZipFile) as broken:
        raise Unreadable(
            "XLSX 已损坏，请用 Excel 或 WPS 重新保存再上传", "Damaged XLSX: save it again in Excel"
        ) from broken
    blocks: list[Block] = []
    unread: list[str] = []
    margins: list[str] = []
    for sheet in book.worksheets:
        found = list(_sheet(sheet))
        blocks.extend(found)
        margins.extend(t for part in (sheet.oddHeader, sheet.oddFooter) for t in _margin(part))
        if not any(b.kind != "heading" for b in found):
            unread.append(f"工作表“{sheet.title}”没有内容")
    unread.extend(f"图表页“{sheet.title}”没有文字" for sheet in book.chartsheets)
    return Parsed(tuple(blocks), tuple(unread), tuple(margins))


def read_csv(data: bytes) -> Parsed:
    text = decode(data)
    csv.field_size_limit(10_000_000)
    try:
        grid: list[Row] = [list(row) for row in csv.reader(io.StringIO(text), delimiter=_delimiter(text))]
    except csv.Error as broken:
        raise Unreadable(
            "CSV 格式有误，请用表格软件打开后另存为 .xlsx 再上传", "Malformed CSV: save it as .xlsx"
        ) from broken
    return Parsed(tuple(b for part in _tables(grid) for b in rows(part, Locator())))


def _delimiter(text: str) -> str:
    """The mark that occurs most evenly over the first lines."""
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    counts = {mark: [line.count(mark) for line in lines] for mark in ",;\t|"}
    return max(counts, key=lambda m: (min(counts[m], default=0) > 0, sum(counts[m]))) if lines else ","


def _sheet(sheet: Any) -> Iterator[Block]:
    where = Locator(sheet=sheet.title)
    if not _UNNAMED.fullmatch(sheet.title):
        yield Block("heading", sheet.title, 1, where)
    for part in _tables(_grid(sheet)):
        yield from rows(part, where)


def _grid(sheet: Any) -> list[Row]:
    widest = min(sheet.max_column, MOST_COLUMNS)
    grid: list[list[str | None]] = [[_shown(cell) for cell in row] for row in sheet.iter_rows(max_col=widest)]
    for area in sheet.merged_cells.ranges:
        top = grid[area.min_row - 1][area.min_col - 1] if area.min_col <= MOST_COLUMNS else ""
        for row in range(area.min_row - 1, min(area.max_row, len(grid))):
            for column in range(area.min_col - 1, min(area.max_col, len(grid[row]))):
                grid[row][column] = top if column == area.min_col - 1 else None
    return list(map(_trimmed, grid))


def _trimmed(row: list[str | None]) -> Row:
    """Without empty cells at the end; a title merged over less than the width still covers the row."""
    while row and row[-1] == "":
        row.pop()
    return row


def _tables(grid: list[Row]) -> Iterator[list[Row]]:
    """Tables under one another, parted by an empty row. A lone cell above is a title, not a table."""
    part: list[Row] = []
    for row in [*grid, []]:
        if any(row):
            part.append(_banner(row))
        elif part:
            yield _even(part)
            part = []


def _banner(row: Row) -> Row:
    filled = [c for c in row if c]
    return [filled[0], None] if len(filled) == 1 and row[0] == filled[0] and len(row) == 1 else row


def _even(part: list[Row]) -> list[Row]:
    width = max(map(len, part))
    single = width == 2 and all(len(r) == 2 and r[1] is None for r in part)
    return [[r[0]] for r in part] if single else [[*r, *(_filler(r) for _ in range(width - len(r)))] for r in part]


def _filler(row: Row) -> str | None:
    return None if len(row) > 1 and all(c is None for c in row[1:]) else ""


def _shown(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d" if value.time() == time() else "%Y-%m-%d %H:%M")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, int | float):
        return _number(value, cell.number_format or "General")
    return str(value).strip()


def _number(value: float, shape: str) -> str:
    first = shape.split(";")[0]
    decimals = len(first.rpartition(".")[2].rstrip("%").replace("_", "").rstrip(" )")) if "." in first else 0
    if first.endswith("%"):
        return f"{value * 100:.{decimals}f}%"
    if "." in first and set(first) <= set("0#,._ )("):
        return f"{value:.{decimals}f}"
    return f"{value:.15g}"


def _margin(part: Any) -> list[str]:
    return [piece.text for piece in (part.left, part.center, part.right) if piece.text]
