"""What a matrix says beside its cells: rules of the day apart, a module's lines, where a gap is nearest, what documents
say themselves.
"""

from __future__ import annotations

from learning.correspondence import courses, stated
from learning.coverage import Coverage
from learning.module import modules
from learning.requirement import requirements
from tests.learning.test_requirement import TELLING, passage

CONTEST = (
    "竞赛内容\n模块: A 装配操作；内容: 装配减速器；分值: 60\n模块: B 测量；内容: 测圆跳动；分值: 40\n"
    "比赛规则\n1. 模块 A 作品上不得留姓名。\n评分要点\n● 模块 B：读数错一处扣 2 分。\n一票终止\n徒手清屑者终止比赛。"
)
STANDARD = "项目: 项目一；内容: 减速器装配；学时: 20\n项目: 项目二；内容: 几何误差；学时: 20"
BOOK = "测圆跳动时百分表压表半圈，转动一周取最大读数与最小读数之差。\n装配前清洗轴承，涂润滑脂。"


def test_what_governs_the_contest_is_no_task_of_a_course() -> None:
    rows = requirements([passage(CONTEST, "装配校赛赛项规程")], "competition")
    assert {r.text for r in rows if r.rule} == {
        "模块 A 作品上不得留姓名。", "模块 B：读数错一处扣 2 分。", "徒手清屑者终止比赛。",
    }  # fmt: skip
    assert not any(r.rule for r in requirements([passage(CONTEST.replace("模块", "任务"), "岗位画像")], "post"))


def test_a_line_on_a_contest_s_module_is_about_what_the_module_is() -> None:
    rows = requirements([passage(CONTEST, "装配校赛赛项规程")], "competition")
    assert [(r.text, r.task) for r in rows if r.text.startswith("模块 B")] == [("模块 B：读数错一处扣 2 分。", "测量")]


def test_a_gap_is_nearest_to_the_module_that_says_most_of_it_and_to_none_that_says_nothing() -> None:
    rows = requirements(
        [passage("岗位职责\n● 用百分表测圆跳动并记录读数。\n● 组织班组会议。", "岗位画像：装配工")], "post"
    )
    taught = [*modules([passage(STANDARD, "《装配》课程标准")]), *modules([passage(BOOK, "校本教材 第二章 测量")])]
    assert [one.nearest for one in Coverage(taught, TELLING).judged(rows)] == [2, None]


def test_what_documents_say_on_the_course_is_told_in_their_words() -> None:
    taught = modules([passage(STANDARD, "《减速器装配》课程标准")])
    text = "获证者可免“减速器装配”课程的实训部分。\n本证书长期有效。\n项目: 减速器装配；内容: 拆装"
    assert courses(taught) == ("减速器装配",)
    said = stated([passage(text, "装配等级标准")], taught)
    assert [c.text for c in said] == ["获证者可免“减速器装配”课程的实训部分。"]
