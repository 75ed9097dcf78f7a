"""A decomposed project as an Excel book: tasks, steps, parameters, checks, scoring, sources. Knows openpyxl."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from learning.tier import LEVELS
from tools._export import stamped
from tools._export.cited import marks, places
from tools._export.mark import Mark
from tools._export.orders import AREAS, wanted
from tools._work_order import Project
from trust.sources import Citation

_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_THIN = Side(style="thin", color="BFBFBF")
_EDGE = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def write(project: Project, citations: Sequence[Citation], mark: Mark) -> bytes:
    book: Any = Workbook()
    book.remove(book.active)
    line = f"{mark.line}适用层次：{LEVELS[project.tier].name}。"
    for name, heads, widths, rows in _tables(project):
        sheet(book, name, line if name == "任务" else mark.title, heads, widths, rows)
    cited = (list(row.values()) for row in places(citations))
    sheet(book, "出处", mark.title, "编号 资料 位置", [14, 50, 60], cited)
    return stamped.sheets(book, mark)


def _tables(project: Project) -> Iterator[tuple[str, str, list[int], Iterable[list[object]]]]:
    """Name, heads, widths and rows of each sheet."""
    tasks = list(enumerate(project.tasks, 1))
    yield "任务", "序号 任务 目标 课时 步骤数 工具与材料 提交的成果", [6, 26, 50, 6, 8, 40, 40], (
        [n, t.title, t.goal, t.hours, len(t.steps), "、".join(t.tools), "\n".join(t.evidence)] for n, t in tasks
    )
    yield "步骤", "任务 序号 操作内容 安全关键 工艺参数 出处", [8, 6, 70, 10, 36, 8], (
        [n, m, s.text, "★" if s.vital else "", "\n".join(f"{p.name} {wanted(p)}".strip() for p in s.parameters),
         marks([s.citation])]
        for n, t in tasks for m, s in enumerate(t.steps, 1)
    )  # fmt: skip
    yield "参数", "任务 参数 要求 原文 出处 实测值", [8, 26, 20, 60, 8, 12], (
        [n, p.name, wanted(p), p.quote, marks([p.citation]), ""] for n, t in tasks for p in t.parameters
    )
    yield "检查", "任务 检查项目 验收标准 方法 频次 出处", [8, 26, 44, 20, 16, 8], (
        [n, c.item, c.acceptance, c.how, c.often, marks([c.citation])] for n, t in tasks for c in t.checks
    )
    yield "评分", "任务 方面 评分内容 配分 否决项 自评 互评 师评", [8, 10, 60, 8, 8, 8, 8, 8], (
        [n, AREAS.get(c.area, c.area), c.text, c.points, "★" if c.veto else "", "", "", ""]
        for n, t in tasks for c in t.scoring
    )  # fmt: skip


def sheet(
    book: Any, name: str, top: str, heads: str | Sequence[str], widths: Sequence[int],
    rows: Iterable[Sequence[object]],
) -> None:  # fmt: skip
    """A line on top, heads that stay in sight, wrapped cells, A4 across."""
    made, names = book.create_sheet(name), heads.split() if isinstance(heads, str) else list(heads)
    made.append([top])
    made.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(names))
    made.row_dimensions[1].height = 34
    made["A1"].alignment = Alignment(wrap_text=True, vertical="center")
    made["A1"].font = Font(name="宋体", color="B45309", size=9)
    made.append([_safe(n) for n in names])
    for row in rows:
        made.append([_safe(v) for v in row])
    for cell in (c for line in made.iter_rows(min_row=2) for c in line):
        cell.alignment, cell.border = Alignment(wrap_text=True, vertical="top"), _EDGE
        cell.font = Font(name="宋体", size=10, bold=cell.row == 2)
        if cell.row == 2:
            cell.fill = PatternFill("solid", fgColor="F2F2F2")
    for n, width in enumerate(widths, 1):
        made.column_dimensions[get_column_letter(n)].width = width
    made.freeze_panes, made.print_title_rows = "A3", "2:2"
    made.page_setup.orientation, made.page_setup.paperSize = "landscape", 9
    made.page_setup.fitToWidth, made.page_setup.fitToHeight = 1, 0
    made.sheet_properties.pageSetUpPr.fitToPage = True


def _safe(value: object) -> object:
    """Words stay words: nothing a sheet would compute."""
    if not isinstance(value, str):
        return value
    text = _UNWRITABLE.sub("", value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") and len(text) > 1 else text
