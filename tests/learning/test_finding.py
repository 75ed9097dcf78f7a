"""What costs most comes first, and nothing that is no finding is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.finding import Finding, poor_item, ranked, weak
from learning.itemstats import ItemStatistics

levels, people = st.floats(0, 1), st.integers(0, 200)


def item(facility: float, index: float | None, rest: float | None) -> ItemStatistics:
    return ItemStatistics(20, facility, index, rest, {})


@given(people, levels, levels)
def test_a_deeper_gap_of_as_many_never_costs_less(n: int, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert weak("competency", "x", n, low).cost >= weak("competency", "x", n, high).cost


@given(st.integers(0, 200), levels)
def test_more_people_with_the_same_gap_never_cost_less(n: int, level: float) -> None:
    assert weak("step", "x", n + 1, level).cost >= weak("step", "x", n, level).cost


@given(st.lists(st.builds(weak, st.just("competency"), st.text(max_size=3), people, levels)), st.randoms())
def test_the_order_is_by_cost_and_not_by_how_they_came(found: list[Finding], chance: object) -> None:
    mixed = sorted(found, key=lambda f: f.about, reverse=True)
    assert ranked(found) == ranked(mixed)
    costs = [one.cost for one in ranked(found)]
    assert costs == sorted(costs, reverse=True)
    assert all(cost > 0 for cost in costs)


def test_worked_by_hand() -> None:
    assert weak("competency", "对刀", 20, 0.45).cost == 10.0
    assert weak("criterion", "安全", 8, 0.3, line=0.6, weight=0.5).cost == 2.0
    assert weak("competency", "对刀", 20, 0.95).cost == 0


def test_what_is_outside_its_range_is_refused() -> None:
    with pytest.raises(ValueError, match="range"):
        weak("competency", "x", 5, 1.2)


def test_an_item_that_tells_nothing_apart_is_found_and_a_good_or_too_easy_one_is_not() -> None:
    found = poor_item("i", item(0.6, 0.1, 0.5))
    assert found is not None
    assert found.level == 0.1
    assert found.cost == 2.0
    assert poor_item("i", item(0.6, 0.3, 0.0)) is None
    assert poor_item("i", item(0.99, 0.0, 0.0)) is None
    assert poor_item("i", item(0.6, None, None)) is None


def test_without_an_index_the_correlation_tells() -> None:
    found = poor_item("i", item(0.6, None, -0.3))
    assert found is not None
    assert found.level == -0.3
