"""What a lesson has time for: every step in one place, the first task always, what cannot be waited for prepared."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.lesson import lesson
from learning.material import Material, gathered, named
from learning.portion import LEAST, portion, room, within
from learning.tier import LEVELS, Tier
from tests.agent.given import passage

TIERS: list[Tier] = list(LEVELS)
SHOP = (
    "一、每日节奏\n1. 看昨日数据。\n2. 核对库存预警，低于 3 天销量的商品报补货。\n3. 巡店。\n4. 写交接记录。\n"
    "二、上新流程\n1. 建商品档案。\n2. 出图。\n3. 核对标签。\n4. 试拍一单。\n"
    "三、应急\n1. 标价错误：立即下架，10 min 内报店长。\n2. 断网：改用备用线路。\n3. 投诉：当天回复。"
)
DAIRY = (
    "工艺步骤\n1. 净乳：离心净乳机进料。\n2. 杀菌：95±2 ℃，保持 300 s。\n3. 冷却接种：冷却到 43±1 ℃。\n"
    "4. 发酵：静置 4.5~5.5 h。\n5. 灌装：每 90 min 做一次封口试验。\n6. 送检：外协检验。"
)


def material(text: str, tier: Tier = "second_year") -> Material:
    return gathered([passage(0, text)], tier)


@pytest.mark.laws
@settings(max_examples=40, deadline=None)
@given(st.integers(1, 400), st.sampled_from(TIERS), st.sampled_from([SHOP, DAIRY]))
def test_every_step_is_done_shown_or_ready_once_and_in_order(minutes: int, tier: Tier, text: str) -> None:
    for task in material(text, tier).tasks:
        parts = portion(task, minutes, tier)
        every = [*parts.done, *parts.shown, *parts.ready]
        assert parts.done
        assert sorted(map(task.steps.index, every)) == list(range(len(task.steps)))
        for part in (parts.done, parts.shown, parts.ready):
            assert [task.steps.index(s) for s in part] == sorted(task.steps.index(s) for s in part)


def test_what_takes_hours_or_is_done_elsewhere_is_ready_and_how_often_something_is_done_is_no_wait() -> None:
    (task,) = material(DAIRY).tasks
    ready = [s.text.split("：")[0] for s in portion(task, 400, "second_year").ready]
    assert ready == ["发酵", "送检"]
    few = [s.text.split("：")[0] for s in portion(task, 30, "second_year").done]
    assert few == ["杀菌", "冷却接种"]  # the tolerances


def test_the_first_task_is_taken_whatever_the_hours_and_others_only_whole() -> None:
    whole = material(SHOP)
    now, left = within(whole, 2, "second_year")
    assert [u.title for u in now.tasks] == ["每日节奏"]
    assert [u.title for u in left] == ["上新流程", "应急处置"]
    assert not within(whole, 16, "second_year")[1]
    assert within(whole, 1, "second_year")[0].tasks
    assert room(1)[1] >= 2 * LEAST


def test_goals_table_and_assessment_speak_only_of_what_the_hours_hold_and_the_rest_is_named() -> None:
    plan = lesson(material(SHOP), "课题", 2, "second_year", [], [])
    assert plan.left_out == ("上新流程", "应急处置")
    told = [s.text for s in (*plan.ability, *plan.knowledge, *plan.board)] + [a.standard for a in plan.assessment]
    assert not any("上新流程" in text or "标价错误" in text for text in told)
    assert "预习下次课的“上新流程”" in plan.stages[-1].teacher


def test_a_lesson_is_named_for_its_document_where_the_tasks_names_do_not_say_it() -> None:
    assert named(material(SHOP)) == "主轴加工：每日节奏、上新流程、应急处置"
    assert named(material(DAIRY)) == "主轴加工"


def test_the_board_holds_the_course_of_the_work_its_data_and_what_to_mind() -> None:
    text = f"{DAIRY}\n罐内不得开搅拌。\n压力波动超过 2 MPa 应停机。"
    board = [s.text for s in lesson(material(text), "发酵乳", 4, "second_year", [], []).board]
    assert board[0] == "课题：发酵乳"
    assert any("净乳 → 杀菌 → 冷却接种 → 发酵 → 灌装 → 送检" in line for line in board)
    assert any(line.startswith("二、关键数据：") and "95±2 ℃" in line for line in board)
    assert any("注意：" in line and "不得开搅拌" in line for line in board)


def test_a_threshold_is_told_with_what_to_do_and_is_the_difficult_point() -> None:
    plan = lesson(material(SHOP), "课题", 2, "second_year", [], [])
    assert any("到什么程度该动作：低于 3 天销量的商品报补货" in line.text for line in plan.board)
    assert plan.hard[0].text == "按数据判断该不该动作：核对库存预警，低于 3 天销量的商品报补货"
    shown = next(s for s in plan.stages if s.name.startswith("示范"))
    assert "记下关键数据（低于 3 天销量的商品报补货）" in shown.student


def test_no_row_of_the_table_leaves_learners_without_anything_to_do() -> None:
    plan = lesson(material(DAIRY), "课题", 4, "second_year", [], [])
    practice = [s for s in plan.stages if s.name.startswith("实训")]
    assert practice
    assert all("依次做“" in s.student for s in practice)
    assert not any("依次做“发酵”" in s.student for s in practice)
    assert any("“发酵”" in s.teacher and "备好的" in s.teacher for s in practice)


def test_the_check_is_on_what_is_made_not_on_what_comes_in() -> None:
    steps = f"{DAIRY}\n7. 检验：取样检验。"
    text = f"一、原料要求\n项目: 酸度；要求: 12~17 °T\n二、操作步骤\n{steps}\n三、成品指标\n指标: 酸度；限值: ≥70 °T"
    plan = lesson(material(text), "课题", 4, "second_year", [], [])
    assert "酸度：≥70 °T" in next(a.standard for a in plan.assessment if a.item == "成果质量")
    assert not any("12~17" in s.text for s in plan.ability)


def test_what_nobody_checks_in_class_is_read_off_and_a_long_wait_is_prepared() -> None:
    cooled = DAIRY.replace("5. 灌装", "5. 降温：40 min 内降到 20±2 ℃。\n6. 灌装").replace("6. 送检", "7. 送检")
    text = f"{cooled}\n三、成品指标\n指标: 酸度；限值: ≥70 °T"
    plan = lesson(material(text), "课题", 4, "second_year", [], [])
    quality = next(a.standard for a in plan.assessment if a.item == "成果质量")
    assert "酸度" not in quality
    assert "95±2 ℃" in quality
    rows = " ".join(s.teacher for s in plan.stages)
    assert "“降温”" in rows
    assert not any("“降温”" in s.student for s in plan.stages if s.name.startswith("实训"))
