"""What course standards promise on gaps: their goals and assessment count, their projects and far words do not."""

from __future__ import annotations

from learning.coverage import cells, untaught
from learning.module import modules
from learning.planned import promised, promises
from learning.requirement import requirements
from tests.learning.test_requirement import passage

PLAN = "素养：如实记录、洁净意识。\n教学目标之外的话。"


def test_a_gap_is_told_which_goal_of_the_course_promises_it() -> None:
    rows = requirements([passage("一、能力要求\n1. 如实填写罐况表的记录。\n2. 懂得外语。", "岗位画像：工艺员")], "post")
    goals = "二、教学目标"
    told = promises([[passage(PLAN, "《食品加工》课程标准", 0, goals)], [passage(PLAN, "教材", 0, goals)]])
    assert {p.unit.passage.title for p in told} == {"《食品加工》课程标准"}
    found = promised(rows, [0, 1], told)
    assert {r: p.unit.text for r, p in found.items()} == {0: "素养：如实记录、洁净意识。"}
    assert promises([[passage(PLAN, "《食品加工》课程标准", 0, "三、教学内容")]]) == ()


def test_points_of_a_contest_are_not_what_is_taught() -> None:
    assert untaught("尺寸公差每超 0.01 mm 扣 1 分，扣完为止。") == "尺寸公差，。"
    assert untaught("能按公差选用量具。") == "能按公差选用量具。"


def test_a_full_cover_is_said_by_what_is_quoted() -> None:
    (book, *_) = modules([passage("工艺卡是写给人看的。", "教材", 0), passage("轴要先看图。", "教材", 1)])
    asking = "一、能力要求\n1. 按工艺卡完成轴、套、盘类零件的车削和铣削并看管机床。"
    rows = requirements([passage(asking, "岗位画像：车工")], "post")
    assert all(c.strength == "partial" for c in cells(rows, [book]))
