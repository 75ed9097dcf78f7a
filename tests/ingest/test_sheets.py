"""XLSX and CSV: every row with its headers, values as they show, merged cells, several tables on a sheet."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from openpyxl import Workbook

from ingest import sheets
from ingest.parsed import Parsed


def told(book: Workbook) -> Parsed:
    buffer = io.BytesIO()
    book.save(buffer)
    return sheets.read(buffer.getvalue())


def test_rows_carry_headers_and_values_look_as_in_the_sheet() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "检验记录"
    for row in [
        ["外圆检验记录表", None, None, None], ["序号", "尺寸", "合格率", "日期"],
        [1, 35.5, 0.975, date(2024, 3, 5)], [2, 36, 1, None],
    ]:  # fmt: skip
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    sheet["B3"].number_format = "0.00"
    sheet["C3"].number_format = "0.0%"
    sheet["C4"].number_format = "0%"
    sheet.oddHeader.center.text = "内部资料"
    parsed = told(book)
    assert [(b.kind, b.text) for b in parsed.blocks] == [
        ("heading", "检验记录"), ("paragraph", "外圆检验记录表"),
        ("row", "序号: 1；尺寸: 35.50；合格率: 97.5%；日期: 2024-03-05"), ("row", "序号: 2；尺寸: 36；合格率: 100%"),
    ]  # fmt: skip
    assert {b.locator.sheet for b in parsed.blocks} == {"检验记录"}
    assert parsed.margins == ("内部资料",)


def test_stacked_headers_and_cells_merged_down() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [["机床", "参数", None], [None, "转速", "进给"], ["CK6140", 800, 0.2], [None, 1000, 0.15]]:
        sheet.append(row)
    for area in ("A1:A2", "B1:C1", "A3:A4"):
        sheet.merge_cells(area)
    assert [b.text for b in told(book).blocks] == [
        "机床: CK6140；参数-转速: 800；参数-进给: 0.2", "机床: CK6140；参数-转速: 1000；参数-进给: 0.15"
    ]  # fmt: skip


def test_tables_one_below_the_other_and_empty_sheets() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [["工号", "工时"], ["A1", 3], [], ["刀号", "磨损"], ["T01", 0.1]]:
        sheet.append(row)
    book.create_sheet("空表")
    parsed = told(book)
    assert [b.text for b in parsed.blocks if b.kind == "row"] == ["工号: A1；工时: 3", "刀号: T01；磨损: 0.1"]
    assert tuple(n.zh for n in parsed.unread) == ("工作表“空表”没有内容",)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("材料,硬度\n45钢,220\n", ["材料: 45钢；硬度: 220"]),
        ("材料;硬度\n45钢;220\n", ["材料: 45钢；硬度: 220"]),
        ("材料\t硬度\n45钢\t220\n", ["材料: 45钢；硬度: 220"]),
        ('题目,答案\n"转速，单位？","r/min\n即每分钟转数"\n', ["题目: 转速，单位？；答案: r/min 即每分钟转数"]),
        ("1,2,3\n4,5,6\n", ["1；2；3", "4；5；6"]),
        ("品名,数量\n螺母,3,多出来\n", ["品名: 螺母；数量: 3；多出来"]),
    ],
)
def test_csv_of_any_delimiter(text: str, rows: list[str]) -> None:
    assert [b.text for b in sheets.read_csv(text.encode("gb18030")).blocks] == rows
