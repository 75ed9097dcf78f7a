"""The hint ladder: no rung gives the key away, only attempts reach the answer, and slips are named."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.answerkey import AnswerKey, answer_key, judged, masked, tells
from learning.hints import (
    ANSWER,
    PARALLEL,
    WHERE,
    Climb,
    another,
    another_step,
    apart,
    climb,
    contrast,
    parallel,
    reason,
    rule,
    taught,
    where,
)
from learning.slips import aside, miscolumn, misread, slip
from tests.agent.given import passage
from trust.sources import Locator

LAWS = settings(max_examples=1000 if os.environ.get("SHUANGYUAN_COUNTS") == "full" else 100, deadline=None)
TABLE = (
    "工步: 粗车外圆；主轴转速 r/min: 650~800；进给量 mm/r: 0.28\n"
    "工步: 精车外圆；主轴转速 r/min: 1200~1400；进给量 mm/r: 0.10"
)
BAKE = "烤制：上温 210 ℃，中心温度不低于 75±2 ℃。冷却到 30 ℃以下。"
UNITS = st.sampled_from((" mm", " ℃", " r/min", " MPa", "", "%"))


def key(question: str, text: str) -> AnswerKey:
    found = answer_key(question, [(text, "")])
    assert found is not None
    return found[0]


def written(number: int, low: int, unit: str) -> st.SearchStrategy[str]:
    wide = str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    return st.sampled_from((f"{number}{unit}", f"≥{number}{unit}", f"{number}±{low}{unit}", f"{wide}{unit}"))


@pytest.mark.laws
@LAWS
@given(st.integers(10, 9999), st.integers(1, 9), UNITS, st.data())
def test_no_rung_below_the_answer_holds_the_key_in_any_form(
    number: int, low: int, unit: str, data: st.DataObject
) -> None:
    value = data.draw(written(number, low, unit))
    text = f"工步: 粗车；转速{unit}: {value}；备注: {number}{unit}复核\n工步: 精车；转速{unit}: {number + 1}；备注: 无"
    found = key("粗车的转速是多少", text)
    place = passage(0, text, title=f"规程{number}", heading=f"第{number}节")
    said = [rule(found), parallel(found, [place]), where(found, place).title, where(found, place).section]
    assert found.values == (value,)
    assert not [s for s in said if tells(s, found.values)]


@pytest.mark.laws
@LAWS
@given(st.lists(st.sampled_from(("idle", "wrong", "right")), max_size=20))
def test_only_attempts_reach_the_answer_and_nobody_falls(moves: list[str]) -> None:
    now, tried = Climb("问"), 0
    for n, move in enumerate(moves):
        if now.over:
            break
        before, tried = now, tried + (move != "idle")
        now = now.after("" if move == "idle" else f"第 {n} 次", right=move == "right")
        assert WHERE <= before.rung <= now.rung <= ANSWER
        assert now.rung < ANSWER or tried
    assert now.attempts == tried
    assert climb(now.told()) == now


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("精车取八百转", "800 r/min"), ("精车取 800", "八百"), ("转速八百", "八百"), ("衬套用铜", "铜"),
        ("保温三十分钟", "30 min"), ("压力５００ kPa", "0.5 MPa"), ("650~800 之间", "800"),
    ],
)
def test_a_key_is_known_however_it_is_written(text: str, value: str) -> None:
    assert tells(text, (value,))
    assert not tells(masked(text, (value,)), (value,)) or "kPa" in text


def test_three_messages_without_an_attempt_climb_but_never_to_the_answer() -> None:
    now = Climb("问")
    for _ in range(30):
        now = now.after("", right=False)
    assert now.rung == PARALLEL


def test_the_same_wrong_answer_again_is_no_new_attempt() -> None:
    now = Climb("问")
    for _ in range(30):
        now = now.after("5 r/min", right=False)
    assert (now.attempts, now.rung) == (1, ANSWER)
    assert Climb("问").after("5 r/min", right=False).after("５ r/min ", right=False).rung == 2


@pytest.mark.parametrize(
    ("question", "text", "values"),
    [
        ("粗车外圆的主轴转速是多少？", TABLE, ("650~800",)),
        ("精车外圆的进给量", TABLE, ("0.10",)),
        ("烤制中心温度是多少", BAKE, ("不低于 75±2 ℃",)),
        ("什么是背吃刀量", "背吃刀量 a 是已加工面与待加工面的垂直距离。", ("已加工面与待加工面的垂直距离",)),
        ("急停按钮什么时候松开", "合上总电源，等系统自检完成，松开急停按钮。", ("等系统自检完成",)),
        ("粗车外圆的进给量取多少", "粗车外圆时主轴转速取800 r/min，进给量取0.25 mm/r，背吃刀量不超过2 mm。",
         ("0.25 mm/r",)),
        ("淬火温度保持多久", "淬火温度 850 ℃，保持 30 min。", ("30 min",)),
        ("保本ROI怎么算", "单看数字没法回答。\n保本 ROI ＝ 1 ÷ 推广前毛利率。", ("1 ÷ 推广前毛利率",)),
    ],
)
def test_what_is_asked_is_the_key(question: str, text: str, values: tuple[str, ...]) -> None:
    assert key(question, text).values == values


@pytest.mark.parametrize(
    "attempt", ["650～800 r/min", "700 r/min", "从 650 到 800 r/min", "六百五到八百是错的，应为650~800r/min"]
)
def test_equal_values_and_values_within_a_range_are_right(attempt: str) -> None:
    assert judged(attempt, AnswerKey("主轴转速 650~800 r/min", ("650~800 r/min",))).right


@pytest.mark.parametrize(
    ("attempt", "right"), [("700 r/min", True), ("650~800", True), ("650~800 r/min", True), ("900 r/min", False),
    ("700 mm", False)]
)
def test_a_value_s_unit_may_stand_in_its_column_s_header(attempt: str, right: bool) -> None:
    found = key("粗车外圆的主轴转速是多少", TABLE)
    assert found.whole == ("650~800 r/min",)
    assert judged(attempt, found).right is right


@pytest.mark.parametrize(
    ("attempt", "expected"),
    [
        ("800 mm", "unit"), ("800", "no_unit"), ("80 r/min", "power"), ("1200 r/min", "sibling"), ("0.28", "column"),
        ("很快", "form"), ("777 r/min", "other"),
    ],
)  # fmt: skip
def test_slips_are_named_by_what_is_wrong(attempt: str, expected: str) -> None:
    text = TABLE.replace("650~800", "800 r/min").replace("1200~1400", "1200 r/min")
    found = key("粗车外圆的主轴转速是多少", text)
    assert slip(attempt, found, judged(attempt, found).share, [passage(0, text)]) == expected


@pytest.mark.parametrize(
    ("attempt", "value", "expected"),
    [
        ("95", "95±2 ℃", "no_tolerance"), ("960", "9600", "power"),
        ("120 r/min", "1200~1400 r/min", "power"), ("1200 mm", "1200 r/min", "unit"),
    ],
)  # fmt: skip
def test_slips_against_a_tolerance_or_a_range_are_named(attempt: str, value: str, expected: str) -> None:
    found = AnswerKey(f"规定为 {value}", (value,))
    assert slip(attempt, found, 0, [passage(0, found.line)]) == expected


@pytest.mark.parametrize(
    ("attempt", "value"), [("650 r/min", "650~800 r/min"), ("95 ℃", "95±2 ℃"), ("97 ℃", "95±2 ℃")]
)
def test_one_end_of_a_range_and_a_value_without_its_tolerance_are_half_the_answer(attempt: str, value: str) -> None:
    found = AnswerKey(f"规定为 {value}", (value,))
    assert not judged(attempt, found).right
    assert slip(attempt, found, 0, [passage(0, found.line)]) == "half"


@pytest.mark.parametrize(("attempt", "side"), [("85 ℃", "below"), ("100 ℃", "above"), ("95 ℃", None), ("85 r", None)])
def test_an_attempt_lies_below_or_above(attempt: str, side: str | None) -> None:
    assert aside(attempt, AnswerKey("杀菌 95±2 ℃", ("95±2 ℃",))) == side


def test_a_value_within_another_row_s_range_names_that_row() -> None:
    found = key("精车外圆的主轴转速是多少", TABLE)
    assert slip("700 r/min", found, 0, [passage(0, TABLE)]) == "sibling"
    assert misread("700 r/min", found, [passage(0, TABLE)]) == "粗车外圆"
    assert misread("1000 r/min", found, [passage(0, TABLE)]) == ""


def test_a_table_s_value_is_looked_for_by_row_and_column_and_asked_for_once_more() -> None:
    found, place = key("精车外圆的主轴转速是多少", TABLE), passage(0, TABLE)
    assert (where(found, place).row, where(found, place).column) == ("精车外圆", "主轴转速")
    assert another(found, place) == ("粗车外圆", "主轴转速")
    assert rule(found) == "工步：精车外圆；主轴转速：____ r/min；进给量：0.10 mm/r"


def test_an_example_is_of_the_same_kind_and_place_or_left_out() -> None:
    text = "杀菌：95±2 ℃，保持 300 s。冷却接种：冷却到 43±1 ℃，静置 8 min。剪切循环 20 min，无团块。"
    found = key("杀菌的温度是多少", text)
    assert parallel(found, [passage(0, text)]) == "冷却接种：冷却到 43±1 ℃，静置 8 min"
    other = passage(1, "灌装间温度高于 22 ℃：暂停灌装")
    assert parallel(found, [passage(0, "杀菌：95±2 ℃，保持 300 s。"), other]) == ""


def test_a_tolerance_taken_for_the_value_is_named() -> None:
    found = AnswerKey("均质压力 18±2 MPa", ("18±2 MPa",))
    assert slip("2 MPa", found, 0, [passage(0, "均质压力 18±2 MPa")]) == "tolerance"


def test_a_line_whose_frame_tells_the_key_is_not_shown() -> None:
    assert masked("转速 800 r/min（即 800 转）", ("800 r/min",)).count("800") == 0
    assert rule(AnswerKey("甲乙", ("甲乙",))) == "____"


def test_a_sentence_s_hint_names_its_step_and_the_next_question_was_not_shown() -> None:
    text = "1. 杀菌：95±2 ℃，保持 300 s。\n2. 接种：冷却到 43±1 ℃。\n3. 发酵：保温 42±1 ℃。"
    found, place = key("杀菌温度是多少？", text), passage(0, text)
    assert where(found, place).step == "杀菌"
    assert another_step(found, place, "发酵：保温 42±1 ℃") == "接种"
    table = f"{TABLE}\n工步: 倒角；主轴转速 r/min: 800；进给量 mm/r: 0.15"
    asked, rows = key("精车外圆的主轴转速是多少？", table), passage(0, table)
    shown = parallel(asked, [rows])
    more = another(asked, rows, shown)
    assert more is not None
    assert more[0] not in shown


def test_the_column_misread_is_named_and_a_bare_number_lies_on_a_side_too() -> None:
    found = key("精车外圆的主轴转速是多少？", TABLE)
    assert miscolumn("0.10", found) == "进给量"
    assert miscolumn("7", found) == ""
    assert aside("1000", found) == "below"
    assert aside("1500", found) == "above"


def test_the_row_just_mistaken_is_no_example_while_there_is_another() -> None:
    text = f"{TABLE}\n工步: 倒角；主轴转速 r/min: 800；进给量 mm/r: 0.15"
    found = key("精车外圆的主轴转速是多少", text)
    assert "粗车外圆" in parallel(found, [passage(0, text)], ())
    assert "倒角" in parallel(found, [passage(0, text)], {"粗车外圆"})
    assert "粗车外圆" in parallel(key("精车外圆的主轴转速是多少", TABLE), [passage(0, TABLE)], {"粗车外圆"})


def test_a_reason_is_told_where_the_source_gives_one_beside_the_value() -> None:
    why = "精车前主轴空运转，否则直径会逐件变小"
    found = key("精车外圆的主轴转速是多少", TABLE)
    assert reason(found, passage(0, f"{TABLE}\n{why}。")) == why
    assert reason(found, passage(0, TABLE)) == ""


BOOK = "温度低一些就保持久一些。蛋白变性到八成最好；超过了就粗糙。因此杀菌不是越狠越好。\n冷却要快。因此冷却用冰水。"


def test_why_is_taught_only_by_a_section_on_the_very_step_and_a_mixing_up_is_warned_of() -> None:
    found = key("杀菌的温度是多少", "杀菌：95±2 ℃，保持 300 s。\n冷却：冷却到 20 ℃。")
    on, off = (replace(passage(n, BOOK), locator=Locator(heading=h)) for n, h in ((1, "三、杀菌"), (2, "四、冷却")))
    assert taught(found, [off, on]) == (on, "蛋白变性到八成最好；超过了就粗糙。因此杀菌不是越狠越好。")
    assert taught(found, [off]) is None
    mixed = "老酸奶另有工艺卡，两者的参数不得混用。"
    assert apart(found, [passage(0, f"适用于搅拌型。{mixed}")]) == mixed
    assert apart(found, [passage(0, "另有 95±2 ℃ 的参数不得混用。")]) == ""


def test_a_row_is_contrasted_with_the_one_of_a_like_name_that_lies_to_one_side() -> None:
    found = key("精车外圆的主轴转速是多少", TABLE)
    assert contrast(found, passage(0, TABLE)) == ("精车外圆", "主轴转速", "粗车外圆", True)
    assert contrast(found, passage(0, TABLE.replace("650~800", "1000~1300"))) is None
    assert contrast(found, passage(0, TABLE.replace("粗车外圆", "倒角"))) is None
