"""Lessons made by rules: minutes and points that add up, numbers the source's own, nothing for other topics."""

from __future__ import annotations

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.lesson import Lesson, lesson
from learning.looseleaf import leaf
from learning.material import Material, about, gathered
from learning.numbers import unsupported
from learning.portion import allotted
from learning.tier import HOUR, LEVELS, Tier
from tests.agent.given import passage

LAWS = settings(max_examples=300 if os.environ.get("SHUANGYUAN_COUNTS") == "full" else 40, deadline=None)
PROCESS = (
    "零件材料 45 钢，每批投料 120 件。\n"
    "1. 下料：带锯下料，长度 188 mm。\n2. 粗车：一夹一顶，单边留 0.4 mm。\n3. 精车：双顶尖装夹，外圆 φ25h7。\n"
    "4. 终检：用千分尺检验外圆，不大于 25 mm。\n铁屑缠绕时先停主轴再用铁钩清理，不得用手。\n"
    "部位: 轴承位；尺寸: φ30k6；粗糙度: Ra0.8\n部位: 齿轮位；尺寸: φ25h7；粗糙度: Ra1.6"
)
BOOK = (
    "切削速度是刀尖处工件的线速度，单位 m/min。\n进给量减半，残留高度降为四分之一，因此精车要用小进给。\n"
    "背吃刀量是已加工面与待加工面的垂直距离。"
)
TIERS: list[Tier] = list(LEVELS)
LINES = PROCESS.split("\n")


def made(material: Material, hours: int = 2, tier: Tier = "second_year") -> Lesson:
    return lesson(material, "课题", hours, tier, [], [])


def said(one: Lesson) -> list[str]:
    every = (*one.analysis, *one.quality, *one.knowledge, *one.ability)
    points = [t for p in (*one.focus, *one.hard) for t in (p.text, p.measure)]
    rows = [t for s in one.stages for t in (s.name, s.teacher, s.student, s.intent)]
    judged = [t for a in one.assessment for t in (a.item, a.standard)]
    return [*(s.text for s in every), *points, *rows, *judged, *(v.text for v in one.values)]


@pytest.mark.laws
@LAWS
@given(st.integers(1, 16), st.sampled_from(TIERS), st.lists(st.sampled_from(LINES), min_size=5, unique=True))
def test_minutes_and_points_add_up_and_every_number_is_the_source_s(hours: int, tier: Tier, kept: list[str]) -> None:
    text = "\n".join(line for line in LINES if line in kept)
    material = gathered([passage(0, text), passage(1, BOOK, heading="切削用量", document="d2")], tier)
    one = made(material, hours, tier)
    assert sum(s.minutes for s in one.stages if s.phase == "during") == hours * HOUR
    assert all(s.minutes > 0 for s in one.stages)
    assert sum(a.points for a in one.assessment) == 100
    assert not [t for t in said(one) if unsupported(t, [text, BOOK, "主轴加工工艺规程 粗车 切削用量"])]


@given(st.integers(0, 60), st.lists(st.integers(1, 40), min_size=1, max_size=12))
def test_time_is_handed_out_whole_and_nobody_gets_less_than_needed(free: int, weights: list[int]) -> None:
    least = [10 + 10 * (w % 2) for w in weights]
    parts = allotted(sum(least) + 5 * free, weights, least)
    assert sum(parts) == sum(least) + 5 * free
    assert all(p >= low and p % 5 == 0 for p, low in zip(parts, least, strict=True))


def test_a_process_is_shown_and_practised_and_a_chapter_is_explained() -> None:
    names = [s.name for s in made(gathered([passage(0, PROCESS)], "second_year")).stages]
    assert [n.split("：")[0] for n in names][2:4] == ["示范", "实训"]
    chapter = made(gathered([passage(0, BOOK, heading="切削用量")], "second_year"))
    assert any(s.name == "新知：切削用量" for s in chapter.stages)
    assert not any(s.name.startswith("实训") for s in chapter.stages)


def test_what_the_hours_leave_no_time_for_is_named() -> None:
    chapters = [passage(n, BOOK, heading=f"第{c}节", document=f"d{n}") for n, c in enumerate("甲乙丙丁戊己庚")]
    one = made(gathered(chapters, "second_year"), hours=1)
    assert one.left_out
    assert {s.name.removeprefix("新知：") for s in one.stages if s.name.startswith("新知")}.isdisjoint(one.left_out)


def test_two_topics_do_not_share_a_single_row() -> None:
    one = made(gathered([passage(0, PROCESS)], "second_year"))
    other = made(gathered([passage(0, BOOK, heading="切削用量")], "second_year"))
    assert not {s.teacher for s in one.stages} & {s.teacher for s in other.stages}


def test_a_topic_takes_its_own_sections_only() -> None:
    both = gathered([passage(0, BOOK, heading="切削用量"), passage(1, BOOK, heading="急停与断电")], "second_year")
    assert [u.title for u in about(both, "切削用量").units] == ["切削用量"]


def test_exercises_of_others_and_file_numbers_are_not_taught() -> None:
    asked = passage(0, "1. 直径 60 mm 的工件，求主轴转速。\n2. 求残留高度是多少？", heading="练习")
    filed = passage(1, "文件编号 YC-GY-2208，C 版，自批准之日起生效。", heading="说明")
    assert gathered([asked, filed], "second_year").units == ()


def test_a_leaf_keeps_every_step_in_order_and_its_points_make_a_hundred() -> None:
    page = leaf(gathered([passage(0, PROCESS)], "first_year"), [])
    assert page is not None
    assert [s.text.split("：")[0] for s in page.guidance] == ["下料", "粗车", "精车", "终检"]
    assert sum(c.points for c in page.evaluation) == 100
    assert leaf(gathered([passage(0, BOOK)], "first_year"), []) is None


def test_cases_are_played_and_the_tightest_setting_has_the_source_s_own_advice() -> None:
    urgent = "六、应急\n1. 标价错误：立即下架，10 min 内报店长。\n2. 断网：改用备用线路。\n3. 投诉：当天回复。"
    plan = made(gathered([passage(0, urgent)], "second_year"))
    assert not any("按顺序" in text for text in said(plan))
    assert any("情境卡" in s.teacher for s in plan.stages)
    advice = "精车前主轴空运转 15 min，热稳定后再对刀，否则直径会逐件变小。"
    exact = made(gathered([passage(0, f"{PROCESS}\n注意：{advice}")], "second_year"))
    hard = next(p for p in exact.hard if "的控制" in p.text)
    assert "φ" in hard.text
    assert advice.rstrip("。") in hard.measure


def test_a_loose_leaf_has_tables_to_work_by_checks_to_fill_and_one_sheet_for_all_tasks() -> None:
    text = f"一、工序安排\n{PROCESS}\n二、切削参数\n工步: 粗车；转速 r/min: 650~800\n工步: 精车；转速 r/min: 1200~1400"
    page = leaf(gathered([passage(0, text)], "second_year"), [])
    assert page is not None
    told = [s.text for s in page.settings]
    assert told[-2:] == ["工步：粗车；转速：650~800 r/min", "工步：精车；转速：1200~1400 r/min"]
    assert "精车：外圆 φ25h7" in told
    assert {"轴承位 尺寸：φ30k6", "轴承位 粗糙度：Ra0.8"} <= {f"{c.item}：{c.acceptance}" for c in page.checks}
    more = f"一、备料\n{PROCESS}\n二、装配流程\n1. 清洗。\n2. 装轴。\n3. 复查。"
    two = leaf(gathered([passage(0, more)], "second_year"), [])
    assert two is not None
    assert sum(c.points for c in two.evaluation) == 100
    assert any(c.text.startswith("装轴") for c in two.evaluation)


def test_what_says_when_to_act_or_how_long_to_wait_is_no_self_check() -> None:
    text = "一、操作步骤\n1. 冷却到 20±2 ℃。\n2. 静置不少于 14 h。\n3. 转化率低于 5% 时重做主图。\n4. 复查并登记。"
    plan = made(gathered([passage(0, text)], "second_year"))
    checked = " ".join(s.student for s in plan.stages if s.name.startswith("实训"))
    assert "20±2 ℃" in checked
    assert "5%" not in checked.partition("自检")[2]
    assert "14 h" not in checked
