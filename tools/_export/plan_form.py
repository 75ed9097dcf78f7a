"""The lesson-plan form 教案 as Chinese schools print it. Layout only."""

from __future__ import annotations

from functools import cache
from typing import Any

from tools._export.layout import Sheet

_STAGE = ["{{ r.环节 }}", "{{ r.教师活动 }}{{ r.出处 }}", "{{ r.学生活动 }}", "{{ r.设计意图 }}", "{{ r.时间 }}"]


@cache
def template() -> bytes:
    """A Word template over the values of lessons.py."""
    sheet = Sheet("{{ 课题 }}　教案")
    sheet.title("教　案")
    sheet.pairs(
        [
            ["课程", "{{ 课程 }}", "授课课题", "{{ 课题 }}"], ["授课班级", "{{ 班级 }}", "授课层次", "{{ 层次 }}"],
            ["课时", "{{ 课时 }} 课时（{{ 分钟 }} 分钟）", "授课地点", "{{ 地点 }}"],
            ["授课教师", "{{ 教师 }}", "授课日期", ""], ["教学方法", "{{ 教学方法 }}"], ["教学准备", "{{ 教学准备 }}"],
            ["来源资料", "{{ 来源 }}"], ["学情分析", "{{ 学情分析 }}"],
            ["素质目标", "{{ 素质目标 }}"], ["知识目标", "{{ 知识目标 }}"], ["能力目标", "{{ 能力目标 }}"],
        ],
        [2.4, 5.6, 2.4, 6.6],
    )  # fmt: skip
    _points(sheet)
    sheet.title("教学过程", 2)
    _process(sheet)
    _end(sheet)
    return sheet.bytes()


def _points(sheet: Sheet) -> None:
    for name in ("重点", "难点"):
        sheet.tag(f"if {name}")
        sheet.title(f"教学{name}与对策", 2)
        cells = ["{{ r.序号 }}", "{{ r.内容 }}{{ r.出处 }}", "{{ r.对策 }}"]
        sheet.rows(name, ["序号", f"教学{name}", "对策"], cells, [1.2, 8, 7.8], "c")
        sheet.tag("endif")
    sheet.tag("if 课程思政")
    sheet.title("课程思政", 2)
    cells = ["{{ r.序号 }}", "{{ r.内容 }}", "{{ r.依据 }}{{ r.出处 }}"]
    sheet.rows("课程思政", ["序号", "思政点", "依据（资料原文）"], cells, [1.2, 8, 7.8], "c")
    sheet.tag("endif")


def _process(sheet: Sheet) -> None:
    """One table: a band for each phase that has stages, and the minutes of class in the end."""
    heads = ["环节", "教师活动", "学生活动", "设计意图", "时间（分）"]
    table: Any = sheet.headed(heads, [2.2, 5.4, 4.6, 3.4, 1.4])
    for phase in ("课前", "课中", "课后"):
        sheet.control(table, f"if {phase}")
        sheet.band(table, phase)
        sheet.control(table, f"for r in {phase}")
        sheet.cells(table, _STAGE, "c   c")
        sheet.control(table, "endfor")
        sheet.control(table, "endif")
    sheet.foot_rows(table, ["课中合计", "{{ 课时 }} 课时", "", "", "{{ 课中分钟 }}"])


def _end(sheet: Sheet) -> None:
    sheet.title("考核评价", 2)
    cells = ["{{ r.序号 }}", "{{ r.项目 }}", "{{ r.标准 }}{{ r.出处 }}", "{{ r.分值 }}", "{{ r.评价人 }}"]
    table = sheet.rows("考核评价", ["序号", "项目", "标准", "分值", "评价人"], cells, [1.2, 4, 8, 1.6, 2.2], "c  cc")
    sheet.foot_rows(table, ["合计", "", "", "{{ 总分 }}", ""])
    sheet.tag("if 教学资源")
    sheet.title("教学资源", 2)
    cells = ["{{ r.序号 }}", "{{ r.资料 }}", "{{ r.内容 }}{{ r.出处 }}"]
    sheet.rows("教学资源", ["序号", "资料", "所用内容（原文）"], cells, [1.2, 4.8, 11], "c")
    sheet.tag("endif")
    sheet.title("板书设计", 2)
    sheet.box("{{ 板书设计 }}", 3)
    sheet.title("教学反思", 2)
    sheet.box("{{ 教学反思 }}", 3.5)
    sheet.tag("if 说明")
    sheet.line("说明：{{ 说明 }}", size=9)
    sheet.tag("endif")
    sheet.sources()
