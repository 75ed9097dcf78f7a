"""Blocks as a workbook: every second-level heading with its table is a sheet."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from demo.markup import Block, Heading, Table

_EDGE = Side(style="thin", color="9AA5B1")


def build(title: str, blocks: list[Block]) -> bytes:
    book = Workbook()
    book.properties.title = title
    sheet: Any = book.active
    name, used = title, False
    for block in blocks:
        if isinstance(block, Heading):
            name = block.text
        elif isinstance(block, Table):
            sheet = book.create_sheet() if used else sheet
            sheet.title, used = name[:31].replace("/", "／"), True
            _fill(sheet, block)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Any, table: Table) -> None:
    for row in table.rows:
        sheet.append([_value(text) for text in row])
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.border = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
            cell.alignment = Alignment(wrap_text=True, vertical="center")
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E6EDF5")
    for column in sheet.columns:
        widest = max(len(str(cell.value or "")) for cell in column)
        sheet.column_dimensions[column[0].column_letter].width = min(48, widest * 2 + 4)
    sheet.freeze_panes = "A2"


def _value(text: str) -> str | int | float:
    """Plain numbers as numbers; those with leading zeros, trailing zeros or too many digits stay as written."""
    for kind in (int, float):
        try:
            number = kind(text)
        except ValueError:
            continue
        if str(number) == text and len(text) < 12:
            return number
    return text
