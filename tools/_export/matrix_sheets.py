"""A requirements matrix as an Excel book: 矩阵, 要求, 缺口, 过期, 说明. Knows openpyxl; judges nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, PatternFill

from tools._export import stamped
from tools._export.cited import place
from tools._export.mark import Mark
from tools._export.order_sheets import sheet
from tools._matrix import STRENGTHS, CellOut, Matrix, RequirementOut
from trust.sources import Citation

SIGNS_TOLD = (
    "● 覆盖　○ 部分覆盖，后面是写到的那几项　空白：所读课程资料里没有找到；红底：没有任何模块覆盖；"
    "还缺：各模块都没有写到的几项"
)
SIGNS = {"full": "●", "partial": "○"}
_FILLS = {"full": PatternFill("solid", fgColor="DDEFE3"), "partial": PatternFill("solid", fgColor="FFF3D6")}
_NONE = PatternFill("solid", fgColor="FBE3E1")


def write(matrix: Matrix, citations: Sequence[Citation], mark: Mark) -> bytes:
    book: Any = Workbook()
    book.remove(book.active)
    _grid(book, matrix, mark)
    sheet(book, "要求", mark.title, "序号 类别 来源 版本 生效 到期 工作领域 工作任务 等级 章节 要求原文 出处",
          [6, 6, 28, 10, 12, 12, 16, 16, 8, 20, 60, 8], (_row(r) for r in matrix.requirements))  # fmt: skip
    sheet(book, "缺口", mark.title, "序号 类别 来源 要求 情况 还缺 处理意见", [6, 6, 28, 48, 14, 30, 36],
          _gaps(matrix))  # fmt: skip
    if matrix.stated:
        sheet(book, "资料所述对应", mark.title, "序号 原文 出处", [6, 90, 8], (
            [n, s.text, f"[{s.citation}]"] for n, s in enumerate(matrix.stated, 1)
        ))  # fmt: skip
    sheet(book, "过期", mark.title, "来源 原因 日期 新版本 涉及要求", [36, 18, 12, 36, 30], (
        [o.source, o.words, str(o.date or ""), o.by, "、".join(map(str, o.requirements))] for o in matrix.outdated
    ))  # fmt: skip
    _notes(book, matrix, citations, mark)
    return stamped.sheets(book, mark)


def _grid(book: Any, matrix: Matrix, mark: Mark) -> None:
    """Requirements down, modules across; ● covered, ○ in part, empty not found, each with its sources' numbers."""
    cells = {(c.requirement, c.module): c for c in matrix.cells}
    missing = {a.requirement: "、".join(a.missing) for a in matrix.advice}
    heads = ["序号", "类别", "要求", "还缺", *(f"{m.name}" for m in matrix.modules)]
    rows = [
        [
            r.n, r.kind_name, r.text, _lacking(matrix, r.n, missing.get(r.n, "")),
            *(_told(cells.get((r.n, m.n))) for m in matrix.modules),
        ]
        for r in matrix.requirements
    ]
    sheet(book, "矩阵", mark.line, heads, [6, 6, 46, 24, *[16] * len(matrix.modules)], rows)
    made = book["矩阵"]
    made.freeze_panes = "E3"
    made.page_setup.fitToWidth, made.print_title_cols = 0, "A:D"  # as many pages across as it takes
    for n, r in enumerate(matrix.requirements, 3):
        for column, m in enumerate(matrix.modules, 5):
            one, cell = cells.get((r.n, m.n)), made.cell(n, column)
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
            if one is not None:
                cell.fill = _FILLS[one.strength]
        if r.n in matrix.gaps:
            made.cell(n, 3).fill = made.cell(n, 4).fill = _NONE
        elif r.n in missing:
            made.cell(n, 4).fill = _FILLS["partial"]


def _lacking(matrix: Matrix, n: int, missing: str) -> str:
    """What no module covers; why a row that none need cover is empty."""
    if n in matrix.gaps:
        return "全部（待核对）" if n in matrix.unsure else "全部（缺口）"
    return "（规则）" if n in matrix.rules else "（招聘条件）" if n in matrix.conditions else missing


def _told(cell: CellOut | None) -> str:
    if cell is None:
        return ""
    said = "、".join(cell.covers) if cell.strength == "partial" else ""
    return " ".join(filter(None, (SIGNS[cell.strength], said, "".join(f"[{n}]" for n in cell.citations))))


def _row(r: RequirementOut) -> list[object]:
    return [
        r.n, r.kind_name, r.source, r.version, str(r.begins or ""), str(r.expires or ""), r.area, r.task, r.level,
        r.section, r.quote, f"[{r.citation}]",
    ]  # fmt: skip


def _gaps(matrix: Matrix) -> Iterable[list[object]]:
    advice = {a.requirement: a.words for a in matrix.advice}
    missing = {a.requirement: "、".join(a.missing) for a in matrix.advice}
    kinds = (
        (matrix.gaps, "未找到"), (matrix.partly, STRENGTHS["partial"]), (matrix.rules, "比赛或考核规则"),
        (matrix.conditions, "招聘条件"),
    )  # fmt: skip
    for numbers, words in kinds:
        for r in matrix.requirements:
            if r.n in numbers:
                said = "待核对" if r.n in matrix.unsure else words
                yield [r.n, r.kind_name, r.source, r.text, said, missing.get(r.n, ""), advice.get(r.n, "")]


def _notes(book: Any, matrix: Matrix, citations: Sequence[Citation], mark: Mark) -> None:
    """How to read it, then every source with its words."""
    told: list[list[object]] = [[f"[{c.n}]", c.title, place(c.locator), c.quote] for c in citations]
    counted: list[list[object]] = [["统计", c.words, "", ""] for c in matrix.counts]
    rows: list[list[object]] = [
        ["说明", matrix.marked, "", ""],
        ["符号", SIGNS_TOLD, "", ""],
        *counted,
        ["日期", f"对照日期 {matrix.made_on}", "", ""],
        *told,
    ]
    sheet(book, "说明", mark.line, "编号 资料 位置 原文", [10, 40, 40, 70], rows)
