"""Blocks as a workbook: every second-level heading with its table is a sheet.

Knows how a table looks in a workbook. Does not know where it comes from, nor what a label is.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.writer.excel import ExcelWriter

from demo.markup import Block, Heading, Table

_EDGE = Side(style="thin", color="9AA5B1")
WIDEST = 48


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
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        _InMemory(book, archive).write_data()
    return out.getvalue()


class _InMemory(ExcelWriter):
    """openpyxl's own writer puts every sheet into a temporary file, in plain text."""

    _archive: ZipFile

    def write_worksheet(self, ws: Any) -> None:
        held = BytesIO()
        ws._drawing = SpreadsheetDrawing()
        writer: Any = WorksheetWriter(ws, out=held)
        writer.write()
        ws._rels = writer._rels
        self._archive.writestr(ws.path[1:], held.getvalue())
        self.manifest.append(ws)


def _fill(sheet: Any, table: Table) -> None:
    for row in table.rows:
        sheet.append([_value(text) for text in row])
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.border = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
            cell.alignment = Alignment(wrap_text=True, vertical="center")
            if isinstance(cell.value, float):
                cell.number_format = "0." + "0" * len(str(cell.value).partition(".")[2])
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E6EDF5")
    for column in sheet.columns:
        widest = max(len(str(cell.value or "")) for cell in column)
        sheet.column_dimensions[column[0].column_letter].width = min(WIDEST, widest * 2 + 4)
    sheet.freeze_panes = "A2"
    _fit(sheet)


def _fit(sheet: Any) -> None:
    """Rows as high as their words need, and the whole width on one sheet of paper."""
    for cells in sheet.iter_rows():
        lines = max(-(-(len(str(c.value or "")) * 2 + 2) // WIDEST) for c in cells)
        sheet.row_dimensions[cells[0].row].height = 18 * lines
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _value(text: str) -> str | int | float:
    """Plain numbers as numbers; those with leading zeros, a second trailing zero or many digits stay as written."""
    for kind in (int, float):
        try:
            number = kind(text)
        except ValueError:
            continue
        if str(number) == text and len(text) < 12:
            return number
    return text
