"""Rounds of practice: turns at a machine by the minutes a rule gives, samples in a state that leaves work to do."""

from __future__ import annotations

from dataclasses import replace

from learning.around import NOTHING
from learning.checks import Cited
from learning.material import Section, halves
from learning.rounds import _share, readied
from learning.rule import Rule
from learning.stages import _explain, _test
from learning.workorder import WorkOrder
from tests.agent.given import passage
from tests.learning.test_workorder import order

RULE = "每台机床 2 人一组，一人操作一人监护，每 40 min 轮换。"


def ruled(*rules: str) -> WorkOrder:
    """A task at a machine with these rules."""
    book = passage(0, "\n".join(rules))
    task = order("一、步骤\n1. 用卡盘装夹工件。\n2. 精车外圆。")
    return replace(task, safety=tuple(Rule(Cited(r, book), False) for r in rules), tools=("卡盘",))


def test_turns_are_as_long_as_the_rule_says_and_missing_minutes_are_told() -> None:
    assert "满 40 min 互换" in _share(ruled(RULE), 80)
    assert "少" not in _share(ruled(RULE), 80)
    assert "本环节少 30 min" in _share(ruled(RULE), 50)
    assert "一半" in _share(ruled("一人操作一人监护。"), 50)
    assert _share(ruled(), 50) == "设备不够时分组轮换，"


def test_what_is_to_be_judged_as_finished_is_not_handed_over_finished() -> None:
    steps = order("一、步骤\n1. 接种：冷却到 43 ℃。\n2. 发酵：保温 5 h。\n3. 终点判定：测 pH。\n4. 灌装：封口。").steps
    assert readied(steps[:2], steps[2]) == "已做完“接种”、“发酵”正在进行、还没有到终点"
    assert readied(steps[:3], steps[3]) == "已做完“接种”“发酵”“终点判定”"


def test_a_title_that_names_several_is_taught_with_as_many_of_its_points() -> None:
    text = "3.5 杀菌的双重作用\n不只是安全。\n\n1. 杀死杂菌和致病菌。\n2. 使蛋白变性，网更密。\n3. 赶走溶解氧气。"
    told = halves(Section("杀菌的双重作用", (), passage(0, text)))
    assert [c.text for c in told] == ["杀死杂菌和致病菌。", "使蛋白变性，网更密。"]
    assert all(c.text in c.passage.text for c in told)
    assert halves(Section("杀菌的三种作用", (), passage(0, text.replace("3. ", "另，")))) == ()
    assert halves(Section("杀菌的作用", (), passage(0, text))) == ()


def test_every_formula_taught_is_worked_with_its_own_example_and_tested() -> None:
    first, second = "成交额 ＝ 访客数 × 转化率 × 客单价", "投产比 ＝ 推广成交额 ÷ 推广花费"
    book = passage(0, f"{first}。\n例：访客 2000 人，成交 70 人。\n{second}。\n例：花费 9800 元，成交 35280 元。")
    section = Section("数据分析", (Cited(f"{first}。", book), Cited(f"{second}。", book)), book)
    told = _explain(section, 10, ())
    assert f"用“{first}”算一题（教材例题：“例：访客 2000 人" in told.student
    assert f"用“{second}”算一题（教材例题：“例：花费 9800 元" in told.student
    test = _test([section], [], 15, NOTHING)
    assert all(f"用“{f}”算一题" in test.teacher for f in (first, second))
