"""Papers by blueprint: every cell filled or named, no sentence twice, forms alike, points that sum to the total."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.alike import bare
from learning.author import write
from learning.blueprint import Cell, Plan, plan
from learning.exercise import Exercise, Span
from learning.sets import Known
from learning.sourced import Source
from learning.worth import parted, shared
from tests.learning.given import FLANGE

THINGS = ("外圆", "端面", "内孔", "槽宽", "倒角", "螺纹", "锥面", "台阶", "键槽", "中心孔", "圆弧", "滚花")


def item(n: int, kind: str = "fill", sentence: int | None = None, tag: str = "车削", difficulty: int = 1) -> Exercise:
    thing = THINGS[n % len(THINGS)]
    place = n if sentence is None else sentence
    quote = f"加工{THINGS[place % len(THINGS)]}时转速取{100 + place} r/min"
    key, options = (f"{100 + n} r/min",), tuple(f"{100 + n + d} r/min" for d in (0, 7, 14, 21))
    made: dict[str, object] = {"options": options} if kind == "single" else {}
    return Exercise(
        kind, f"加工{thing}，第{n}种零件应取____。", key, (Span("p", quote),), "解析", difficulty=difficulty,  # type: ignore[arg-type]
        tags=(tag,), points=(2,) if kind == "short" else (), **made,  # type: ignore[arg-type]
    )  # fmt: skip


def bank(count: int, **more: object) -> dict[str, Exercise]:
    return {f"i{n}": item(n, **more) for n in range(count)}  # type: ignore[arg-type]


def ids(made: Plan, form: int = 0) -> set[str]:
    return {p.id for p in made.forms[form].items}


def test_a_cell_that_cannot_be_filled_is_named_with_what_there_is() -> None:
    made = plan(bank(3), [Cell(2), Cell(4, difficulty=3)], 10)
    assert not made.forms
    assert [(lack.cell, lack.need, lack.have) for lack in made.lacking] == [(1, 4, 0)]


def test_no_two_items_come_from_one_sentence() -> None:
    twins = bank(4) | {f"t{n}": item(n + 4, sentence=n) for n in range(4)}
    assert len(twins) == 8
    assert [lack.have for lack in plan(twins, [Cell(5)], 10).lacking] == [4]
    made = plan(twins, [Cell(4)], 8)
    quotes = [p.item.quote for p in made.forms[0].items]
    assert len(set(quotes)) == 4


def test_an_item_makes_room_where_that_fills_another_cell() -> None:
    few = {"only": item(1, tag="铣削", difficulty=2), "other": item(2, tag="铣削", difficulty=1)}
    made = plan(few, [Cell(1, tag="铣削"), Cell(1, difficulty=1)], 4)
    assert {p.cell: p.id for p in made.forms[0].items} == {0: "only", 1: "other"}


def test_forms_are_disjoint_where_the_bank_allows_and_say_so_where_not() -> None:
    made = plan(bank(12), [Cell(5)], 10, forms=2)
    assert not ids(made) & ids(made, 1)
    assert made.forms[1].again == (0,)
    tight = plan(bank(6, kind="single"), [Cell(5)], 10, forms=2)
    assert tight.forms[1].again == (4,)
    first = {p.id: p.item for p in tight.forms[0].items}
    for again in (p for p in tight.forms[1].items if p.id in first):
        assert sorted(again.item.options) == sorted(first[again.id].options)
        assert again.item.options != first[again.id].options
        assert again.item.key == first[again.id].key


def test_real_items_in_two_forms() -> None:
    made = {str(n): e for n, e in enumerate(write(Source(tuple(FLANGE)), 50).accepted)}
    built = plan(made, [Cell(2, kinds=("single",)), Cell(2, kinds=("fill", "judge"))], 20, forms=2)
    assert len(built.forms) == 2
    for form in built.forms:
        assert sum(p.points for p in form.items) == 20
        for n, p in enumerate(form.items):
            assert not Known([q.item for q in form.items[:n]]).holds(p.item)
            assert not {bare(p.item.quote)} & {bare(q.item.quote) for q in form.items[:n]}


CELLS = st.lists(
    st.builds(
        Cell, st.integers(1, 4), st.sampled_from([None, "车削", "铣削"]), st.sampled_from([None, 1, 2]),
        st.sampled_from([(), ("fill",), ("single", "fill")]),
    ),
    min_size=1, max_size=3,
)  # fmt: skip
ITEMS = st.lists(
    st.builds(
        item, st.integers(0, 40), st.sampled_from(["fill", "single"]), st.none() | st.integers(0, 11),
        st.sampled_from(["车削", "铣削"]), st.sampled_from([1, 2]),
    ),
    max_size=25,
)  # fmt: skip


@given(ITEMS, CELLS, st.integers(12, 150), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_a_paper_keeps_its_blueprint_whatever_the_bank(
    items: list[Exercise], cells: list[Cell], points: int, rng: random.Random
) -> None:
    held = {f"i{n}": e for n, e in enumerate(items)}
    made = plan(held, cells, points, forms=2)
    mixed = list(held.items())
    rng.shuffle(mixed)
    assert plan(dict(mixed), cells, points, forms=2) == made
    assert bool(made.forms) != bool(made.lacking)
    for lack in made.lacking:
        assert lack.have < lack.need == cells[lack.cell].count
    for form in made.forms:
        assert sum(p.points for p in form.items) == points
        assert min(p.points for p in form.items) > 0
        assert [sum(p.cell == n for p in form.items) for n in range(len(cells))] == [c.count for c in cells]
        assert all(cells[p.cell].fits(held[p.id]) for p in form.items)
        assert len({p.item.quote for p in form.items}) == len(form.items)
    if made.forms:
        shared_items = ids(made) & ids(made, 1)
        assert sum(made.forms[1].again) == len(shared_items)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=12), st.integers(0, 80))
@settings(max_examples=60, deadline=None)
def test_parts_sum_to_the_total(weights: list[int], more: int) -> None:
    parts = parted(len(weights) + more, weights)
    assert sum(parts) == len(weights) + more
    assert min(parts) > 0
    with pytest.raises(ValueError, match="fewer"):
        parted(len(weights) - 1, weights)


def test_items_of_a_kind_give_alike_where_it_comes_out_even() -> None:
    items = [item(n, "single") for n in range(10)] + [item(n) for n in range(10, 20)]
    assert set(shared(100, items)[:10]) == {5}
    assert sum(shared(97, items)) == 97
    with pytest.raises(ValueError, match="fewer"):
        shared(19, items)
