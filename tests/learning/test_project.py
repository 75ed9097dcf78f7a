"""A process becomes tasks: no step lost or reordered, every word from its place, no number of ours."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning import clue
from learning.line import lines
from learning.parameter import in_row, in_sentence
from learning.project import MOST, outline
from learning.scoring import FULL, sheet
from learning.tier import LEVELS, Tier
from learning.verbatim import foreign
from learning.workorder import WorkOrder, work_orders
from tests.learning.given import FLANGE, document
from trust.sources import Passage


def texts(value: object) -> Iterator[str]:
    """Every text of a work order, but not of the passages it points to."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item)
    elif dataclasses.is_dataclass(value) and not isinstance(value, Passage):
        for field in dataclasses.fields(value):
            if field.name not in ("quantity", "tier"):
                yield from texts(getattr(value, field.name))


def orders(passages: list[Passage], tier: Tier = "second_year") -> tuple[WorkOrder, ...]:
    return work_orders(outline(passages), tier)


def steps(made: tuple[WorkOrder, ...]) -> list[str]:
    return [step.text for order in made for step in order.steps]


def test_a_section_with_steps_is_a_task_and_a_list_goes_on_over_passages() -> None:
    made = orders(FLANGE)
    assert [order.title for order in made] == ["装夹", "加工步骤"]
    assert [step.number for step in made[1].steps] == ["1", "2", "3", "4", "5"]
    assert made[1].steps[3].source.passage.id == "d1-2"


def test_parameters_have_their_name_value_tolerance_and_unit() -> None:
    first = {p.name: (p.value, p.tolerance, p.unit) for p in orders(FLANGE)[0].parameters}
    assert first["夹紧压力"] == ("1.6", "±0.1", "MPa")
    assert first["每点压紧力矩"] == ("18", "", "N·m")
    second = {p.name: (p.value, p.tolerance, p.unit, p.quote) for p in orders(FLANGE)[1].parameters}
    assert second["精车内孔 主轴转速"] == ("760", "", "r/min", "主轴转速 r/min: 760")


def test_a_tolerance_keeps_its_kind_a_bound_its_word_a_frequency_its_deed() -> None:
    (whole,) = document("部位: 轴承位；尺寸: φ30k6；几何公差: 圆柱度 0.008 mm；动作: 查消耗，超过预算 65% 时降价 10%")
    row = next(line for line in lines([whole]) if line.cells)
    named = {p.name: p.quote for p in in_row(row.cells, row.text, whole)}
    assert named["轴承位 圆柱度"] == "0.008 mm"
    assert {named["预算"], named["降价"]} == {"65%", "10%"}
    told = in_sentence("冷却到 4 ℃ 以下，每 20 min 测一次 pH，pH 降到 4.55 时停。", whole)
    said = {p.name: (p.value, p.unit) for p in told}
    assert said == {"冷却到": ("4", "℃ 以下"), "测 pH 频次": ("20", "min"), "pH 降到": ("4.55", "")}


CASES = ("# 应急\n1. 标价错误：立即下架，10 min 内报店长。\n2. 断网：改用备用线路。\n3. 投诉：当天回复，不得推诿。",
         "# 权限与账号\n账号一人一号，离岗当天停用。")  # fmt: skip


def test_cases_are_no_ordered_steps_and_another_topic_is_no_part_of_them() -> None:
    flow = "# 上新流程\n1. 建档案。\n2. 出图。\n3. 上架后 72 h 观察，转化率不低于 5%。"
    plan = outline(document(flow, *CASES))
    flowing, urgent = work_orders(plan, "second_year")
    assert (flowing.parallel, urgent.parallel) == (False, True)
    assert "按顺序" not in "".join((urgent.goal, *urgent.competencies))
    assert [line.text for line in plan.rules] == ["账号一人一号，离岗当天停用。"]
    assert urgent.notes == flowing.notes == ()
    assert [r.source.text for r in urgent.safety] == ["投诉：当天回复，不得推诿。"]
    heaviest = max((c for c in flowing.scoring if c.area == "process"), key=lambda c: c.points)
    assert heaviest.text.startswith("上架后")


def test_of_one_task_the_document_s_head_belongs_to_it_and_outside_work_is_not_scored() -> None:
    head = "毛坯为 φ45 mm 热轧圆钢，用 CK6140 数控车床。\n项目: 到货温度；要求: ≤6 ℃；检验方法: 温度计"
    rough, slot = "1. 粗车：留 0.4 mm。\n2. 调质：外协热处理。", "3. 铣键槽：槽宽 8N9，对称度 0.04 mm。"
    (order,) = orders(document(f"# 要求\n{head}", f"# 步骤\n{rough}\n{slot}\n4. 冷却：2~6 ℃ 冷却后方可检验。"))
    assert {"φ45 mm 热轧圆钢", "CK6140 数控车床"} <= set(order.tools)
    assert [(c.item, c.acceptance) for c in order.checks] == [
        ("到货温度", "≤6 ℃"), ("槽宽", "8N9"), ("对称度", "0.04 mm"),
    ]  # fmt: skip
    assert [c.text for c in order.scoring if c.area == "process"] == [
        "粗车（粗车余量 0.4 mm）", "铣键槽", "冷却（冷却温度 2~6 ℃）",
    ]  # fmt: skip


def test_checks_come_with_what_they_must_come_to() -> None:
    checks = [(c.item, c.acceptance, c.how, c.often) for c in orders(FLANGE)[1].checks]
    assert ("内孔 φ62H7", "+0.030/0", "内径千分表", "每件") in checks
    assert ("端面跳动", "≤0.03 mm", "跳动仪", "每 5 件") in checks
    assert ("端面跳动", "不超过 0.03 mm", "", "") in checks


def test_a_vital_rule_is_a_veto_on_the_sheet_and_records_are_named() -> None:
    clamping, turning = orders(FLANGE)
    assert [c.text for c in clamping.scoring if c.veto] == ["卡盘防护门未关时系统互锁，不得短接门开关。"]
    assert clamping.steps[2].vital
    assert [r.text for r in turning.records] == ["工序卡"]
    assert "填写完整的工序卡" in turning.evidence
    assert [c.text for c in turning.troubles] == ["攻丝断锥：停机，用电火花取锥。"]


def test_tools_are_named_without_the_words_before_them() -> None:
    assert {"软爪", "压板", "卡盘"} <= set(orders(FLANGE)[0].tools)
    assert "镗刀" in orders(FLANGE)[1].tools


def test_higher_tiers_get_fewer_hours_and_more_to_answer_for() -> None:
    for order in orders(FLANGE):
        assert order.hours["first_year"] >= order.hours["second_year"] >= order.hours["on_post"] >= 1


def test_rows_that_count_their_steps_are_steps() -> None:
    rows = ["1 预冲；介质: 回收水；温度: 40~45 ℃", "2 碱洗；介质: 碱液；温度: 80±2 ℃", "3 终冲；介质: 纯水；温度: 常温"]
    (order,) = orders(document("\n".join(f"步骤: {row}" for row in rows)))
    assert [s.number for s in order.steps] == ["1", "2", "3"]
    assert order.parameters[1].name == "2 碱洗 温度"


def test_rows_of_people_or_prices_are_no_steps() -> None:
    assert outline(document("序号: 1；姓名: 景云起；电话: 无\n序号: 2；姓名: 漆雨樵；电话: 无")).parts == ()


def test_a_process_table_serves_where_no_step_is_numbered() -> None:
    table = "时段: 开场；内容: 签到；时长 min: 8\n时段: 互动；内容: 抽奖；时长 min: 9"
    steps = orders(document(table))[0].steps
    assert [s.source.text for s in steps] == table.split("\n")
    assert [s.text for s in steps] == ["开场 签到（时长 min：8）", "互动 抽奖（时长 min：9）"]


def test_plain_prose_makes_no_task() -> None:
    assert outline(document("一、概述\n本章介绍车削。车削是主运动与进给运动的合成。")).parts == ()
    assert outline([]).parts == ()


@pytest.mark.parametrize("mark", ["{}. ", "{}、", "（{}）", "({})", "{}) ", "第{}步：", "步骤{} ", "Step {}: "])
def test_steps_are_found_whatever_their_mark(mark: str) -> None:
    said = [f"拧紧螺钉到 {n} N·m 后复查。" for n in range(1, 6)]
    text = "\n".join(mark.format(n) + one for n, one in enumerate(said, 1))
    assert steps(orders(document(text))) == said


def test_steps_counted_within_a_paragraph_are_steps() -> None:
    made = orders(document("开机顺序：①合总电源；②松开急停；③返回参考点。"))
    assert [s.number for s in made[0].steps] == ["①", "②", "③"]


_SAID = ["检查", "油位", "主轴", "调到", "800 r/min", "4.5±0.2 MPa", "不得", "急停", "，", "0.02 mm 以内"]
_WORDS = st.lists(st.sampled_from(_SAID), min_size=2, max_size=9).map("".join)
_FORMS = ["{}. 做{}。", "（{}）做{}。", "{}、做{}。"]
_TEXTS = st.lists(st.text(max_size=5), max_size=60)
_RULES = st.lists(st.tuples(st.text(max_size=5), st.booleans()), max_size=60)
_STEPS = st.lists(_WORDS, min_size=1, max_size=30)


@pytest.mark.laws
@settings(max_examples=150, deadline=None)
@given(st.lists(_STEPS, min_size=1, max_size=4), st.integers(1, 7), st.sampled_from(_FORMS))
def test_no_step_is_lost_or_moved_however_the_text_is_cut(sections: list[list[str]], cut: int, form: str) -> None:
    wanted, passages = [], []
    for at, section in enumerate(sections):
        said = [form.format(n, words) for n, words in enumerate(section, 1)]
        wanted += said
        for start in range(0, len(said), cut):
            passages.append(("\n".join(said[start : start + cut]), f"第{'一二三四'[at]}章 作业"))
    whole = document(*(text for text, _ in passages), headings=tuple(heading for _, heading in passages))
    made = orders(whole)
    assert [step.source.text for order in made for step in order.steps] == wanted
    assert all(len(order.steps) <= MOST for order in made)
    for order in made:
        assert sum(c.points for c in order.scoring) == FULL
        assert foreign(texts(order), [p.text for p in whole] + [p.title for p in whole]) == []
        assert all(s.source.text in s.source.passage.text for s in order.steps)
        assert all(p.quote in p.passage.text and p.value in p.quote for p in order.parameters)


@pytest.mark.laws
@settings(max_examples=150, deadline=None)
@given(st.sampled_from(list(LEVELS)), _TEXTS, _TEXTS, _RULES, _TEXTS)
def test_a_sheet_makes_a_hundred_and_keeps_every_veto(
    tier: Tier, process: list[str], checks: list[str], safety: list[tuple[str, bool]], records: list[str]
) -> None:
    weighed = [(check, 1 + len(check) % 4) for check in checks]
    made = sheet(tier, [(step, 1 + len(step) % 5) for step in process], weighed, safety, records)
    assert sum(c.points for c in made) == FULL
    assert all(c.points >= 0 for c in made)
    assert [c.text for c in made if c.veto] == [text for text, vital in safety if vital]


@pytest.mark.laws
@given(st.lists(st.text(alphabet="一、1.（2）①步骤: ；\n项目要求≥3 mm不得-● abc", max_size=40), max_size=5))
def test_lines_are_verbatim_and_in_order(every: list[str]) -> None:
    for passage in document(*every):
        reached = 0
        for line in lines([passage]):
            at = passage.text.find(line.text, reached)
            assert at >= 0
            reached = at + len(line.text)


def test_a_number_the_source_does_not_say_is_foreign() -> None:
    assert foreign(["主轴 900 r/min"], ["主轴 800 r/min"]) == ["900", "900 r/min"]
    assert foreign(["压力 4.5 kPa"], ["压力 4.5 MPa"]) == ["4.5 kPa"]
    assert foreign(["压力 4.5 MPa"], ["压力 4.5 MPa"]) == []


def test_a_condition_in_a_row_s_name_is_no_setting_and_a_time_limit_leaves_the_next_name_whole() -> None:
    row = [("指标", "黏度（10 ℃）"), ("限值", "1800~2600 mPa·s")]
    assert [(p.name, p.quote) for p in in_row(row, "", FLANGE[0])] == [("黏度（10 ℃） 限值", "1800~2600 mPa·s")]
    found = in_sentence("夹套通冰水，40 min 内降到 20±2 ℃。", FLANGE[0])
    assert [(p.name, p.quote) for p in found] == [("降到的时限", "40 min"), ("降到", "20±2 ℃")]


def test_what_to_do_when_something_is_wrong_stands_once() -> None:
    text = "1. 发酵：保温 42±1 ℃。\n2. 破乳：搅拌桨 18 r/min。\n发酵罐内不得结垢，每班用水冲净罐壁。"
    trouble = "发酵 5.5 h 仍未到终点：立即报工艺员，复测接种量。"
    (order,) = orders(document(text, trouble, headings=("操作步骤", "异常处理")))
    assert [t.text for t in order.troubles] == [trouble]
    assert not any(trouble in n.text or n.text in trouble for n in order.notes)


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("标价错误：立即下架该规格，10 min 内报店长。", [("报店长的时限", "10 min")]),
        ("违规扣分：当天查清原因，3 个工作日内申诉。", [("申诉的时限", "3 个工作日")]),
        ("导出订单须填申请，文件带水印，7 天后删除。", [("删除的时间", "7 天")]),
        ("低速搅拌 8 min 后静置。", [("低速搅拌", "8 min")]),
        ("上架后 72 h 为观察期。", [("观察期", "72 h")]),
        ("立即报工艺员，不得自行延时超过 60 min。", [("不得自行延时", "超过 60 min")]),
    ],
)
def test_a_time_is_named_by_what_it_is_the_time_for(sentence: str, named: list[tuple[str, str]]) -> None:
    assert [(p.name, p.quote) for p in in_sentence(sentence, FLANGE[0])] == named


def test_a_condition_in_a_cell_is_no_setting() -> None:
    found = in_row([("指标", "保质期"), ("限值", "2~6 ℃ 下 21 天")], "指标: 保质期；限值: 2~6 ℃ 下 21 天", FLANGE[0])
    assert [(p.value, p.unit) for p in found] == [("21", "天")]


def test_a_deed_a_device_and_a_part_of_a_word_are_no_forms_to_fill() -> None:
    for sentence in ("每天记录收藏加购率。", "温度记录仪断线时停机并记录。", "食品标签信息逐项核对并签字。"):
        assert clue.records(sentence) == []
    assert clue.records("填写首件检验卡，并写入交接记录。") == ["首件检验卡", "交接记录"]
