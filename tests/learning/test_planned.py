"""What course standards promise on gaps: their goals and assessment count, their projects and far words do not."""

from __future__ import annotations

from learning.coverage import Coverage
from learning.module import modules
from learning.planned import asked_in, promised, promises
from learning.requirement import requirements
from tests.learning.test_coverage import TELLING
from tests.learning.test_requirement import passage

PLAN = "素养：如实记录、洁净意识。\n教学目标之外的话。"


def test_a_gap_is_told_which_goal_or_question_of_the_course_speaks_of_the_thing_itself() -> None:
    rows = requirements(
        [passage("一、能力要求\n1. 培养洁净意识。\n2. 填写维护记录。\n3. 测定滴定酸度。", "岗位画像：工艺员")], "post"
    )
    goals = "二、教学目标"
    told = promises([[passage(PLAN, "《食品加工》课程标准", 0, goals)], [passage(PLAN, "教材", 0, goals)]])
    assert {p.unit.passage.title for p in told} == {"《食品加工》课程标准"}
    bank = [passage("编号: S04；题干: 滴定酸度时常用的指示剂是；答案: 酚酞", "练习题库")]
    coverage = Coverage(modules([passage("铁屑要清理。", "教材")]), TELLING)
    gaps = {n: one.missing for n, one in enumerate(coverage.judged(rows))}
    found = promised(gaps, [*told, *asked_in([bank])], coverage.weigher)
    assert {r: p.unit.text for r, ((p, _),) in found.items()} == {
        0: "素养：如实记录、洁净意识。", 2: "编号: S04；题干: 滴定酸度时常用的指示剂是",
    }  # fmt: skip
    assert promises([[passage(PLAN, "《食品加工》课程标准", 0, "三、教学内容")]]) == ()
