"""Marking: the key gets everything, nothing gets nothing, parts count as stated, and no answer breaks it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.equivalent import other_unit, same, unitless, within
from learning.exercise import Exercise, Kind
from learning.marking import empty, mark
from tests.tools.items import items

LAWS = settings(max_examples=1000 if os.environ.get("SHUANGYUAN_COUNTS") == "full" else 60, deadline=None)


def item(kind: Kind, *key: str, options: tuple[str, ...] = (), left: tuple[str, ...] = (), **more: object) -> Exercise:
    made = Exercise(kind, "题干", key, (), "", options=options, left=left)
    return replace(made, **more)  # type: ignore[arg-type]


SINGLE = item("single", "800 r/min", options=("650 r/min", "800 r/min", "1200 r/min"))
MULTIPLE = item("multiple", "甲", "乙", "丙", options=("甲", "乙", "丙", "丁"))
FILL = item("fill", "0.5 MPa", "两遍")
ORDER = item("order", "装夹", "粗车", "精车", "检验", options=("粗车", "检验", "装夹", "精车"))
MATCH = item("match", "650", "1200", left=("粗车", "精车"), options=("650", "1200", "900"))
SHORT = item("short", "检查气源压力0.5 MPa以上", "穿戴劳动防护用品", points=(6, 4))


@pytest.mark.laws
@LAWS
@given(items())
def test_the_key_itself_gets_every_point(one: Exercise) -> None:
    got = mark(one, one.key)
    assert got.right
    assert got.points == got.out_of == (sum(one.points) or 1)
    assert all(got.parts)


@pytest.mark.laws
@LAWS
@given(items(), st.lists(st.text(max_size=12), max_size=6))
def test_any_answer_gets_between_nothing_and_everything_and_less_than_all_is_not_full(
    one: Exercise, answer: list[str]
) -> None:
    got = mark(one, answer)
    assert 0 <= got.points <= got.out_of
    assert (got.points * 2) % 1 == 0
    assert got.provisional == (one.kind in ("short", "case"))
    if not got.provisional:
        assert got.right == (got.points == got.out_of)
    if empty(answer):
        assert not got.points


@pytest.mark.parametrize(
    ("one", "answer", "points"),
    [(SINGLE, ["800r/min"], "1"), (SINGLE, ["B"], "1"), (SINGLE, ["ｂ"], "1"), (SINGLE, ["A"], "0"),
     (SINGLE, ["800 r/min", "650 r/min"], "0"), (SINGLE, [], "0"),
     (MULTIPLE, ["丙", "A", "乙"], "1"), (MULTIPLE, ["甲"], "0.5"), (MULTIPLE, ["甲", "乙", "丁"], "0"),
     (item("judge", "错"), ["×"], "1"), (item("judge", "错"), ["对"], "0"), (item("judge", "对"), ["True"], "1"),
     (FILL, ["500 kPa", "2遍"], "1"), (FILL, ["0.5", "两遍"], "0.5"), (FILL, ["５００千帕", "三遍"], "0.5"),
     (FILL, ["0.5 MPa"], "0.5"), (FILL, ["0.5 MPa", "两遍", "x"], "0"),
     (ORDER, ["装夹", "粗车", "精车", "检验"], "1"), (ORDER, ["C", "A", "D", "B"], "1"),
     (ORDER, ["粗车", "精车", "检验", "装夹"], "0.5"), (ORDER, ["检验", "精车", "粗车", "装夹"], "0"),
     (ORDER, ["装夹", "粗车"], "0"),
     (MATCH, ["650", "1200"], "1"), (MATCH, ["650", "C"], "0.5"), (MATCH, ["1200", "650"], "0"),
     (item("calculate", "200"), ["201.5"], "1"), (item("calculate", "200"), ["200 件"], "1"),
     (item("calculate", "200"), ["203"], "0"), (item("calculate", "62.8 m/min"), ["62800 mm/min"], "1"),
     (item("calculate", "62.8 m/min"), ["62.8"], "0.5"), (item("calculate", "62.8 m/min"), ["62.8 kg"], "0"),
     (SHORT, ["先检查气源压力，要在0.5MPa以上；再穿戴好劳动防护用品。"], "10"), (SHORT, ["穿戴劳动防护用品"], "4"),
     (SHORT, ["检查气源压力0.6 MPa以上"], "0"), (SHORT, ["不知道"], "0")],
)  # fmt: skip
def test_answers_are_marked_as_the_rules_say(one: Exercise, answer: Sequence[str], points: str) -> None:
    assert mark(one, answer).points == Decimal(points)


def test_the_options_taken_are_told_by_number() -> None:
    assert mark(SINGLE, ["1200 r/min"]).chosen == (2,)
    assert mark(MULTIPLE, ["D", "甲", "甲"]).chosen == (3, 0)


def test_a_short_answer_passes_at_three_fifths_and_stays_the_teacher_s() -> None:
    got = mark(SHORT, ["检查气源压力 0.5 MPa 以上"])
    assert (got.right, got.provisional, got.parts) == (True, True, (True, False))


@pytest.mark.parametrize(
    ("one", "other"),
    [("0.5 MPa", "500 kPa"), ("８００转／分", "800 r/min"), ("2h", "120 min"), ("1 m/min", "1000 mm/min"),
     ("3次", "≥3 次"), ("φ62 H7", "φ62H7"), ("两遍", "2遍")],
)  # fmt: skip
def test_the_same_value_in_other_words_is_the_same(one: str, other: str) -> None:
    assert same(one, other)
    assert same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("800 mm", "800 r/min"), ("0.5 kPa", "0.5 MPa"), ("4.5 MPa", "4.5±0.2 MPa"), ("800", "800 r/min"),
     ("43 ℃", "43 %"), ("≤3 mm", "≥3 mm"), ("φ62H7", "φ62H8"), ("", "3 mm")],
)  # fmt: skip
def test_another_value_is_not(one: str, other: str) -> None:
    assert not same(one, other)
    assert not same(other, one)


def test_a_setting_may_lie_inside_the_range() -> None:
    assert within("4.6 MPa", "4.5±0.2 MPa")
    assert within("4400 kPa", "4.5±0.2 MPa")
    assert within("1000 r/min", "800~1200 r/min")
    assert not within("4.8 MPa", "4.5±0.2 MPa")
    assert not within("700~1200 r/min", "800~1200 r/min")
    assert not within("9 次", "≥3 次")


def test_a_missing_unit_and_a_wrong_one_are_told_apart() -> None:
    assert unitless("800", "800 r/min")
    assert not unitless("900", "800 r/min")
    assert other_unit("800 mm", "800 r/min")
    assert not other_unit("500 kPa", "0.5 MPa")
