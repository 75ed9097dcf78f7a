"""The sheet of process evidence: its template, its rows. Knows the columns, not who may tell of whom.

A file comes from anywhere, so it is read in a process of its own with little time and memory (evidencenursery.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from ingest.confine import Confine
from ingest.limits import Limits
from learning.evidence import Kind, Result
from tools._formats.sheetwork import SheetReader, columns, head, notes, saved, table, word
from trust.day import CHINA
from trust.errors import BadInput, TooLarge

HEADERS = (
    "类型", "学生用户名", "日期", "活动", "课程编号", "能力点", "得分", "满分", "结果", "时长（分钟）", "企业编号",
    "备注", "序号",
)  # fmt: skip
NEEDED = 4
KIND_WORDS = {
    "考勤": Kind.ATTENDANCE, "作业": Kind.ASSIGNMENT, "实习日志": Kind.INTERNSHIP, "竞赛": Kind.COMPETITION,
    "证书": Kind.CERTIFICATE,
}  # fmt: skip
WIDTHS = (12, 16, 14, 30, 14, 20, 8, 8, 14, 14, 14, 40, 8)
LIMITS = Limits(seconds=30, memory=1024**3, output=32 * 1024**2)
MOST_BYTES, MOST_ROWS, LONGEST = 8 * 1024**2, 20_000, 2000
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T](\d{1,2}):(\d{2})(?::\d{2})?)?\Z")


@dataclass(frozen=True)
class Row:
    """As the sheet says, all words as they stand, in the order of HEADERS; `number` is the sheet's own."""

    number: int
    words: tuple[str, ...]

    def __getitem__(self, header: str) -> str:
        return self.words[HEADERS.index(header)]


_ROWS: TypeAdapter[tuple[Row, ...]] = TypeAdapter(tuple[Row, ...])


class EvidenceReader(SheetReader[Row]):
    def __init__(self, tmp: Path, limits: Limits = LIMITS) -> None:
        super().__init__(Confine(tmp, limits, "tools._formats.evidencenursery"), _ROWS)


def rows(data: bytes) -> tuple[Row, ...]:
    """Every row below the headers that has anything in it. Columns are found by their headers, in any order."""
    found = table(data)
    at = columns(found, HEADERS, NEEDED)
    made = []
    for number, cells in found:
        words = tuple(word(cells, at[name], LONGEST) if name in at else "" for name in HEADERS)
        if any(words):
            made.append(Row(number, words))
        if len(made) > MOST_ROWS:
            raise TooLarge(f"一次最多导入 {MOST_ROWS} 行", f"At most {MOST_ROWS} rows at a time")
    return tuple(made)


def kind_of(row: Row) -> Kind:
    """BadInput for a word that is no kind."""
    found = KIND_WORDS.get(row["类型"])
    if found is None:
        known = "、".join(KIND_WORDS)
        raise BadInput(f"类型“{row['类型'][:20]}”不认识，可用：{known}", f"Unknown kind; use {known}")
    return found


def moment_of(row: Row) -> datetime:
    """The day begins in China. BadInput for what is no date."""
    found = _DAY.match(row["日期"])
    try:
        if found is None:
            raise ValueError
        year, month, date, hour, minute = (int(part or 0) for part in found.groups())
        return datetime(year, month, date, hour, minute, tzinfo=CHINA).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadInput("日期应写作 2026-03-01", "The date reads like 2026-03-01") from None


def result_of(row: Row) -> Result:
    """BadInput where numbers are none, or contradict each other."""
    points, out_of = _number(row, "得分"), _number(row, "满分")
    spent = _number(row, "时长（分钟）")
    if points is not None and out_of is None:
        out_of = Decimal(100)
    if spent is not None and (spent != int(spent) or spent > 100_000):
        raise BadInput("时长应是整数分钟", "The time is in whole minutes")
    try:
        return Result(points, out_of, row["结果"][:100], None if spent is None else int(spent), row["备注"])
    except ValueError:
        raise BadInput("得分应在 0 和满分之间", "Points lie between 0 and what they are out of") from None


def _number(row: Row, header: str) -> Decimal | None:
    text = row[header]
    if not text:
        return None
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or abs(found) > 1_000_000:
        raise BadInput(f"{header}应是数字", f"{header} is a number")
    return found


def template(courses: Sequence[tuple[str, str]], enterprises: Sequence[tuple[str, str]]) -> bytes:
    """An empty sheet to fill in, with what may stand in each column beside it."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "过程证据"
    head(sheet, [f"{name}*" if name in HEADERS[:NEEDED] else name for name in HEADERS], WIDTHS)
    choice = DataValidation(type="list", formula1=f'"{",".join(KIND_WORDS)}"', allow_blank=True)
    sheet.add_data_validation(choice)
    choice.add(f"A2:A{MOST_ROWS + 1}")
    for row in sheet.iter_rows(min_row=2, max_row=200, min_col=2, max_col=5):
        for cell in row:
            cell.number_format = "@"
    notes(book, _notes(courses, enterprises))
    return saved(book)


def _notes(courses: Sequence[tuple[str, str]], enterprises: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [
        ("类型*", "、".join(KIND_WORDS)),
        ("学生用户名*", "登录平台用的用户名，例如学号；须是您任教或指导的学生"),
        ("日期*", "例如 2026-03-01"),
        ("活动*", "课次、作业、岗位任务、竞赛或证书的名称"),
        ("课程编号", "可不填。" + "；".join(f"{i}（{title}）" for i, title in courses)),
        ("能力点", "可不填；多项用顿号隔开"),
        ("得分、满分", "可不填；只填得分时满分按 100"),
        ("结果", "例如 出勤、迟到、缺勤、合格、一等奖"),
        ("时长（分钟）", "整数，可不填"),
        ("企业编号", "企业岗位上的证据填写。" + "；".join(f"{i}（{name}）" for i, name in enterprises)),
        ("备注", "只有采集登记表允许的类型可以填写"),
        ("序号", "同一天同一活动有多条时填写，用以区分"),
        ("重复导入", "同一张表可以再导入一次：已有的不会重复；同一条内容有改动的，按新内容更正并留下记录。"),
    ]
