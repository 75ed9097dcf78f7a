"""Virtual rehearsal: done in the right order it ends without a slip, and it never gives the next step away."""

from __future__ import annotations

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.alike import bare
from learning.exercise import BLANK
from learning.hazard import hazards, turned
from learning.project import outline
from learning.rehearsal import Outcome, State, move, perfect, replayed, stop, stops, told
from learning.script import Script, script, scripts
from tests.learning.given import FLANGE, document

LAWS = settings(max_examples=500 if os.environ.get("SHUANGYUAN_COUNTS") == "full" else 40, deadline=None)
SHAFT = document(
    "操作人员须持证上岗。设备运转时，严禁用手触摸工件。\n一、加工\n"
    "1. 检查气源压力 0.5 MPa 以上。\n2. 装夹工件，夹紧力 12±1 kN。必须戴好防护手套装夹工件。\n"
    "3. 粗车外圆，主轴 800~1000 r/min。切屑缠绕时，应立即停机，用铁钩清理。\n4. 主轴停稳后方可测量，尺寸 φ25H7。\n",
    title="传动轴作业指导书",
)
VERBS = st.lists(
    st.sampled_from(["装夹工件", "粗车外圆", "测量尺寸", "清理切屑", "检查气源", "更换刀片", "填写记录", "涂防锈油"]),
    min_size=3, max_size=8, unique=True,
)  # fmt: skip
VALUES = st.lists(st.sampled_from(["", "，压力 0.5 MPa", "，转速 800 r/min", "，时间 5 min。严禁用手触摸旋转的工件"]),
                  min_size=8, max_size=8)  # fmt: skip


@st.composite
def a_script(draw: st.DrawFn) -> Script:
    verbs, more = draw(VERBS), draw(VALUES)
    text = "\n".join(f"{n}. {verb}{more[n - 1]}。" for n, verb in enumerate(verbs, 1))
    plan = outline(document(text))
    return script(plan.parts[0], plan)


def shaft() -> Script:
    return scripts(outline(SHAFT))[0]


@pytest.mark.laws
@LAWS
@given(a_script())
def test_the_right_moves_always_end_it_without_a_slip(one: Script) -> None:
    state, outcomes = replayed(one, perfect(one))
    assert stop(one, state) is None
    assert all(o.right and o.slip is None for o in outcomes)
    assert len(outcomes) == stops(one)


@pytest.mark.laws
@LAWS
@given(a_script(), st.data())
def test_any_moves_end_it_after_the_same_number_and_quotes_wait_for_the_end_of_their_step(
    one: Script, data: st.DataObject
) -> None:
    texts = {a.quote for a in one.acts} | {d.rule for a in one.acts for d in a.dangers}
    state, made = State(), 0
    while (asked := stop(one, state)) is not None:
        said = data.draw(st.sampled_from(asked.options) if asked.options else st.sampled_from(["", "7 kg", "0.5 MPa"]))
        state, outcome = move(one, state, said)
        made += 1
        assert outcome.right == (outcome.slip is None)
        if state.chosen:
            assert not told(outcome, state).quote
        assert outcome.quote in texts
    assert made == stops(one)


@pytest.mark.laws
@LAWS
@given(a_script())
def test_what_is_shown_before_a_move_never_tells_which_step_is_next(one: Script) -> None:
    """The steps still to do stand in one mixed order that stays, whatever has been done; and without their values."""
    first = stop(one, State())
    assert first is not None
    assert sorted(first.options) == sorted(a.shown for a in one.acts)
    assert list(first.options) != [a.shown for a in one.acts]
    for n in range(len(one.acts)):
        asked = stop(one, State(acts=n))
        assert asked is not None
        assert not asked.doing
        gone = [a.shown for a in one.acts[:n]]
        assert list(asked.options) == [o for o in first.options if o not in gone]
        assert not any(s.key in o for a in one.acts[n:] for s in a.settings for o in asked.options)


def played(one: Script, until: str, said: str) -> Outcome:
    """The right moves up to the first stop that asks for `until`; there, `said`."""
    state = State()
    for right in perfect(one):
        asked = stop(one, state)
        assert asked is not None
        if asked.asks == until:
            return move(one, state, said)[1]
        state, _ = move(one, state, right)
    raise AssertionError(until)


def test_a_script_blanks_values_asks_for_them_and_meets_dangers() -> None:
    one = shaft()
    assert [a.shown for a in one.acts] == [
        f"检查气源压力 {BLANK}。", f"装夹工件，夹紧力 {BLANK}。", f"粗车外圆，主轴 {BLANK}。",
        f"主轴停稳后方可测量，尺寸 {BLANK}。",
    ]  # fmt: skip
    assert [s.key for a in one.acts for s in a.settings] == ["0.5 MPa 以上", "12±1 kN", "800~1000 r/min", "φ25H7"]
    met = {d.rule: d for a in one.acts for d in a.dangers}
    hot = met["切屑缠绕时，应立即停机，用铁钩清理。"]
    assert (hot.situation, hot.right) == ("切屑缠绕时", "应立即停机，用铁钩清理")
    assert "不必马上停机，用铁钩清理" in hot.options
    assert met["设备运转时，严禁用手触摸工件。"].vital


@pytest.mark.parametrize(
    ("said", "slip"),
    [("0.5 MPa", None), ("500 kPa", None), ("0.5", "unit"), ("0.5 kPa", "unit"), ("0.4 MPa", "value"), ("", "value")],
)
def test_a_value_counts_in_any_unit_and_a_wrong_unit_is_its_own_slip(said: str, slip: str | None) -> None:
    outcome = played(shaft(), "value", said)
    assert outcome.slip == slip
    assert outcome.quote == "1. 检查气源压力 0.5 MPa 以上。"


def test_what_breaks_a_vital_rule_is_a_veto() -> None:
    outcome = played(shaft(), "danger", "可以用手触摸工件")
    assert (outcome.slip, outcome.vital, outcome.key) == ("safety", True, "严禁用手触摸工件")


def test_a_move_that_is_none_of_the_options_or_comes_too_late_is_refused() -> None:
    one = shaft()
    with pytest.raises(ValueError, match="options"):
        move(one, State(), "别的步骤")
    with pytest.raises(ValueError, match="over"):
        move(one, replayed(one, perfect(one))[0], "x")


@pytest.mark.parametrize(
    ("rule", "breach"),
    [("不得短接门开关", "可以短接门开关"), ("必须戴护目镜", "不必戴护目镜"),
     ("主轴停稳后方可测量", "主轴停稳之前即可测量"),
     ("先断电再清理", "先清理再断电"), ("应立即停机", "不必马上停机"), ("注意通风", None)],
)  # fmt: skip
def test_a_breach_says_the_opposite_of_its_rule(rule: str, breach: str | None) -> None:
    assert turned(rule) == breach


def test_a_danger_offers_the_rule_and_breaches_only() -> None:
    made = hazards([("运转时严禁测量。", "p", True), ("必须戴护目镜。", "p", True), ("注意通风。", "p", False)])
    assert [h.rule for h in made] == ["运转时严禁测量。", "必须戴护目镜。"]
    for one in made:
        assert len([o for o in one.options if bare(o) == bare(one.right)]) == 1
        assert len(one.options) == 3


def test_a_task_of_two_steps_is_not_rehearsed() -> None:
    assert not scripts(outline(document("1. 装夹工件。\n2. 测量尺寸。")))
    assert len(scripts(outline(FLANGE))) == 2
