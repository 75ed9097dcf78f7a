"""The blind solver: what it reads from passages, and that it is nobody's mirror."""

from __future__ import annotations

import os
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.exercise import Asked
from learning.formula import formulas
from learning.guesser import HABITS
from learning.solver import solve
from learning.structure import lists, steps, tables

LAWS = settings(max_examples=1000 if os.environ.get("SHUANGYUAN_COUNTS") == "full" else 100, deadline=None)
PASSAGE = """适用于常温库。
一、工序安排
1. 下料：长度 188 mm。
2. 粗车：留余量 0.4 mm。
3. 精车：一次装夹完成。
二、注意事项
精车前主轴空运转 15 min，再对刀。
换刃后首件必须全检。
工步: 粗车；转速 r/min: 800；刀具: 外圆刀
工步: 精车；转速 r/min: 1200；刀具: 尖刀
安全库存＝日均销量 × 补货天数 × 1.3。"""


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (Asked("single", "“精车”的“转速 r/min”是", ("800", "1200", "900")), ("1200",)),
        (Asked("single", "精车前主轴空运转多久再对刀", ("10 min", "15 min", "20 min")), ("15 min",)),
        (Asked("judge", "“粗车”的“刀具”为“外圆刀”。"), ("对",)),
        (Asked("judge", "“粗车”的“刀具”为“尖刀”。"), ("错",)),
        (Asked("judge", "按《规程》，换刃后首件必须全检。"), ("对",)),
        (Asked("judge", "按《规程》，换刃后首件可以抽检。"), ("错",)),
        (Asked("fill", "精车前主轴空运转____，再对刀。"), ("15 min",)),
        (Asked("fill", "“粗车”的“转速 r/min”为____。"), ("800",)),
        (Asked("order", "排序", ("一次装夹完成", "下料", "留余量")), ("下料", "留余量", "一次装夹完成")),
        (Asked("match", "连线", ("1200", "800"), ("粗车", "精车")), ("800", "1200")),
        (Asked("calculate", "已知日均销量＝40，补货天数＝5，求安全库存。"), ("260",)),
        (Asked("short", "简述“二、注意事项”。"), ("精车前主轴空运转 15 min，再对刀。", "换刃后首件必须全检。")),
        (Asked("single", "冷却液的浓度是", ("5%", "8%", "9%")), None),
    ],
)  # fmt: skip
def test_it_reads_the_answer_from_the_passage(asked: Asked, answer: tuple[str, ...] | None) -> None:
    assert solve(asked, [PASSAGE]) == answer


def test_without_passages_it_does_not_know() -> None:
    assert solve(Asked("single", "“精车”的“转速 r/min”是", ("800", "1200", "900")), []) is None


@pytest.mark.parametrize("habit", HABITS.values(), ids=HABITS)
def test_every_habit_names_one_of_the_options(habit) -> None:  # type: ignore[no-untyped-def]
    asked = Asked("single", "“精车”的转速是", ("800", "1200", "900"))
    assert habit(asked) in asked.options
    assert habit(Asked("judge", "换刃后首件必须全检。")) in ("对", "错")


def test_a_passage_s_structure_is_verbatim() -> None:
    assert [t.text in PASSAGE and t.headers for t in tables(PASSAGE)] == [("工步", "转速 r/min", "刀具")]
    (listed,) = steps(PASSAGE)
    assert (listed.head, len(listed.steps), listed.text in PASSAGE) == ("一、工序安排", 3, True)
    assert [x.head for x in lists(PASSAGE)] == ["一、工序安排", "二、注意事项"]


NUMBERS = st.integers(1, 999).map(Decimal)


@LAWS
@given(NUMBERS, NUMBERS, NUMBERS)
def test_a_formula_is_worked_out_with_its_own_precedence(a: Decimal, b: Decimal, c: Decimal) -> None:
    (formula,) = formulas("总价＝单价 × 数量 ＋（运费 − 折扣） ÷ 2。")
    given_ = {"单价": a, "数量": b, "运费": c, "折扣": Decimal(7)}
    assert formula.value(given_) == a * b + (c - 7) / 2
    assert formula.value({"单价": a}) is None


def test_what_only_looks_like_a_formula_is_none() -> None:
    for text in ("name = namePrefix + nextId", "i = i + 1", "F ＝ 0.05 × 4 × 2390", "利润率＝30% × 2"):
        assert list(formulas(text)) == []


@LAWS
@given(NUMBERS, NUMBERS)
def test_a_formula_is_worked_out_backwards_to_what_it_was_made_of(a: Decimal, b: Decimal) -> None:
    (formula,) = formulas("转化率（当日）＝成交人数 ÷ 访客数 × 100%")
    whole = {"转化率": a, "访客数": b, "成交人数": a * b}
    assert formula.value(whole) == a
    assert formula.solved("成交人数", whole) == a * b
    assert formula.solved("访客数", whole) == b
    (twice,) = formulas("面积＝边长 × 边长 × 数量")
    assert twice.solved("边长", {"面积": a, "数量": b}) is None
