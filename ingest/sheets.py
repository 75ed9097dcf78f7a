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

from ingest import remarks, sheetboxes
from ingest.aids import Aids
from ingest.decode import decoded
from ingest.parsed import Block, Note, Parsed
from ingest.sight import Sight
from ingest.table import Row, rows
from trust.errors import Unreadable
from trust.sources import Locator

MOST_COLUMNS = 200
_BARE = re.compile(rb"<f[ >][^<]*</f>\s*(?:<v\s*/>|<v>\s*</v>|</c>)")
_UNNAMED = re.compile(r"(?:sheet|工作表|表)\s*\d*", re.IGNORECASE)


def read(data: bytes, sight: Sight | None = None) -> Parsed:
    sight = sight or Sight(Aids())
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        formulas = openpyxl.load_workbook(io.BytesIO(data)) if _uncounted(data) else None
    except (InvalidFileException, KeyError, ValueError, TypeError, SyntaxError, zipfile.BadZipFile) as broken:
        raise Unreadable(
            "XLSX 已损坏，请用 Excel 或 WPS 重新保存再上传", "Damaged XLSX: save it again in Excel"
        ) from broken
    boxes = sheetboxes.boxes(data)
    blocks: list[Block] = []
    unread: list[Note] = []
    margins: list[str] = []
    for sheet in book.worksheets:
        found = list(_sheet(sheet, formulas[sheet.title] if formulas else None, sight))
        found += [Block("paragraph", text, 0, Locator(sheet=sheet.title)) for text in boxes.get(sheet.title, ())]
        blocks.extend(found)
        margins.extend(t for part in (sheet.oddHeader, sheet.oddFooter) for t in _margin(part))
        if sheet.max_column > MOST_COLUMNS and any(
            c.value is not None for (_, n), c in sheet._cells.items() if n > MOST_COLUMNS
        ):
            unread.append(_too_wide(sheet.title))
        if not any(b.kind != "heading" for b in found):
            unread.append(Note(f"工作表“{sheet.title}”没有内容", f"sheet “{sheet.title}” is empty"))
    unread.extend(Note(f"图表页“{s.title}”没有文字", f"chart sheet “{s.title}”: no text") for s in book.chartsheets)
    said = remarks.unread(sum(cell.comment is not None for s in book.worksheets for cell in s._cells.values()))
    notes = (*_hidden([s.title for s in book.worksheets if s.sheet_state != "visible"]), *said, *sight.notes())
    return Parsed(tuple(blocks), (*unread, *sight.unread), tuple(margins), notes)


def _too_wide(title: str) -> Note:
    return Note(
        f"工作表“{title}”第 {MOST_COLUMNS} 列以后的内容未读",
        f"sheet “{title}”: what stands beyond column {MOST_COLUMNS}",
    )


def _hidden(titles: list[str]) -> tuple[Note, ...]:
    """Hidden sheets are read like the others: whoever has the file has them too, so its label must fit them."""
    if not titles:
        return ()
    zh, en = "、".join(f"“{t}”" for t in titles[:12]), ", ".join(f"“{t}”" for t in titles[:12])
    return (Note(f"工作表{zh}是隐藏的，也已读入", f"Hidden sheets were read too: {en}"),)


def _uncounted(data: bytes) -> bool:
    """Some formula has no value stored with it: a program wrote it that does not calculate."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        sheets = [n for n in package.namelist() if n.startswith("xl/worksheets/") and n.endswith(".xml")]
        return any(_BARE.search(package.read(name)) for name in sheets)


def read_csv(data: bytes) -> Parsed:
    text = decoded(data)
    csv.field_size_limit(10_000_000)
    try:
        grid: list[Row] = [list(row) for row in csv.reader(io.StringIO(text.text), delimiter=_delimiter(text.text))]
    except csv.Error as broken:
        raise Unreadable(
            "CSV 格式有误，请用表格软件打开后另存为 .xlsx 再上传", "Malformed CSV: save it as .xlsx"
        ) from broken
    return Parsed(tuple(b for part in _tables(grid) for b in rows(part, Locator())), notes=text.notes)


def _delimiter(text: str) -> str:
    """The mark that occurs most evenly over the first lines."""
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    counts = {mark: [line.count(mark) for line in lines] for mark in ",;\t|"}
    return max(counts, key=lambda m: (min(counts[m], default=0) > 0, sum(counts[m]))) if lines else ","


def _sheet(sheet: Any, formulas: Any, sight: Sight) -> Iterator[Block]:
    where = Locator(sheet=sheet.title)
    if not _UNNAMED.fullmatch(sheet.title):
        yield Block("heading", sheet.title, 1, where)
    for part in _tables(_grid(sheet, formulas)):
        yield from rows(part, where)
    for n, drawn in enumerate(sheet._images, 1):
        at = Note(f"工作表“{sheet.title}”的第 {n} 幅图片", f"picture {n} on sheet “{sheet.title}”")
        yield from sight.picture(drawn._data(), where, at)


def _grid(sheet: Any, formulas: Any) -> list[Row]:
    """The rows that hold something, and one empty one where others lie between them: a border drawn down to the last
    row of a sheet, a million below, costs nothing.
    """
    values = _values(sheet, formulas)
    filled = sorted({row for row, _ in values})
    numbers = sorted({*filled, *(row + 1 for row in filled[:-1])})
    width = min(sheet.max_column, MOST_COLUMNS)
    grid: dict[int, list[str | None]] = {n: [values.get((n, c), "") for c in range(1, width + 1)] for n in numbers}
    last = numbers[-1] if numbers else 0
    for area in sheet.merged_cells.ranges:
        top = values.get((area.min_row, area.min_col), "")
        for n in range(area.min_row, min(area.max_row, last) + 1):
            row = grid.get(n, [])
            for column in range(area.min_col - 1, min(area.max_col, len(row))):
                row[column] = top if column == area.min_col - 1 else None
    return [_trimmed(grid[n]) for n in numbers]


def _values(sheet: Any, formulas: Any) -> dict[tuple[int, int], str]:
    """What shows, by row and column from 1; where no value was stored with a formula, the formula stands for it."""
    values = {at: shown for at, cell in sheet._cells.items() if (shown := _shown(cell))}
    for at, cell in formulas._cells.items() if formulas is not None else ():
        if cell.data_type == "f" and at not in values:
            values[at] = str(getattr(cell.value, "text", cell.value))
    return values


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
