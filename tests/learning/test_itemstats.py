"""Item statistics: known values, their bounds, and nothing said of a handful of people."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.itemstats import ENOUGH, GROUP, Response, correlation, statistics, upper_lower

SHARES = st.sampled_from([0.0, 0.5, 1.0])
RESPONSES = st.lists(
    st.builds(
        Response, st.integers(0, 30).map(str), SHARES, st.none() | st.floats(0, 1),
        st.sampled_from([(), ("A",), ("B", "A"), ("B", "B")]),
    ),
    max_size=60,
)  # fmt: skip


def answers(*given: tuple[float, float, str]) -> list[Response]:
    return [Response(str(n), share, rest, (option,)) for n, (share, rest, option) in enumerate(given)]


def test_an_easy_item_and_what_was_chosen() -> None:
    found = statistics(answers((1, 0.9, "800"), (1, 0.7, "800"), (1, 0.5, "800"), (0, 0.4, "900"), (0, 0.1, "80")))
    assert found is not None
    assert (found.people, found.facility, found.chosen) == (5, 0.6, {"80": 1, "800": 3, "900": 1})
    assert found.item_rest == pytest.approx(0.8126, abs=1e-4)
    assert found.discrimination is None


def test_only_the_first_answer_of_a_person_counts_and_four_people_are_too_few() -> None:
    four = [Response(str(n % 4), 1.0, 0.5) for n in range(40)]
    assert statistics(four) is None
    found = statistics([*four, Response("5", 0.0, 0.5), Response("5", 1.0, 0.5)])
    assert found is not None
    assert (found.people, found.facility) == (ENOUGH, 0.8)


def test_an_item_that_only_the_best_get_right_tells_them_apart_wholly() -> None:
    ranked = [(n / 20, float(n >= 10)) for n in range(20)]
    assert upper_lower(ranked) == pytest.approx(1.0)
    assert upper_lower([(rest, 1 - share) for rest, share in ranked]) == pytest.approx(-1.0)
    assert upper_lower([(0.5, float(n % 2)) for n in range(20)]) is None
    assert correlation([(n / 10, 1.0) for n in range(10)]) is None


@given(RESPONSES, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_bounds_hold_and_the_order_of_people_changes_nothing(responses: list[Response], rng: random.Random) -> None:
    firsts = list({r.person: r for r in reversed(responses)}.values())
    found = statistics(responses)
    assert (found is None) == (len(firsts) < ENOUGH)
    if found is None:
        return
    assert 0 <= found.facility <= 1
    for index in (found.discrimination, found.item_rest):
        assert index is None or -1 - 1e-9 <= index <= 1 + 1e-9
    assert all(0 < n <= found.people for n in found.chosen.values())
    rng.shuffle(firsts)
    again = statistics(firsts)
    assert again is not None
    assert again.facility == pytest.approx(found.facility)
    assert again.discrimination == pytest.approx(found.discrimination)
    assert again.item_rest == pytest.approx(found.item_rest, abs=1e-6)


def test_groups_are_told_apart_only_once_each_has_enough_people() -> None:
    def of(people: int) -> float | None:
        found = statistics(Response(f"p{n}", float(n < people / 2), 1 - n / people) for n in range(people))
        assert found is not None
        assert found.item_rest is not None
        return found.discrimination

    assert [of(people) is None for people in (10, 18, 19, 30)] == [True, True, False, False]
    assert GROUP * 19 >= ENOUGH
