"""The hours of the unit of a course standard that a task belongs to."""

from __future__ import annotations

from learning.allotted import allotted, told, unit
from learning.verbatim import foreign
from tests.learning.given import document

ROWS = allotted(document(
    "项目: 项目二；内容: 阶梯轴车削；学时: 24；周次: 2~5\n项目: 项目三；内容: 传动轴综合加工；学时: 28；周次: 6~10\n"
    "项目: 项目四；内容: 奶品；理论: 8；实训: 12；周次: 11",
    title="课程标准", name="s1", headings=("学时",),
))  # fmt: skip


def test_a_task_is_of_the_unit_that_shares_most_with_it_and_its_hours_are_told_as_a_part() -> None:
    found = unit(ROWS, "传动轴数控车削", ["下料", "精车传动轴"])
    assert found is not None
    assert found.most == 28
    said = told(found, 6)
    assert "“项目三 传动轴综合加工”（项目：项目三；内容：传动轴综合加工；学时：28；周次：6~10）：" in said
    assert "本任务建议的学时是其中的一段" in said
    assert foreign([said], [found.source.text]) == []
    assert "超出了它" in told(found, 30)


def test_hours_of_theory_and_practice_count_together() -> None:
    assert [r.most for r in ROWS] == [24, 28, 20]


def test_a_task_of_no_unit_or_of_two_alike_gets_none() -> None:
    assert unit(ROWS, "应急处置", ["上报"]) is None
    assert unit((ROWS[1], ROWS[1]), "传动轴数控车削", []) is None
    assert unit((), "传动轴", []) is None
