"""Nobody who reads told tables, in whatever grouping and however often, learns a figure of fewer than K people."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.suppression import BANDS, K, Told, banded, figure, told, told_again

PEOPLE = [f"p{n}" for n in range(18)]
NAMES = ["a", "b"]
Where = dict[str, tuple[str, float]]
Attack = list[dict[str, float]]
place = st.tuples(st.sampled_from(NAMES), st.sampled_from([0.0, 1.0]))
one_class = st.lists(place, min_size=8, max_size=18).map(lambda at: dict(zip(PEOPLE, at, strict=False)))


@st.composite
def changed(draw: st.DrawFn, base: Where) -> Where:
    """Some stretch of the class comes, goes, moves or gives something else together: what a new table may come of."""
    first, last, after = draw(st.integers(0, 17)), draw(st.integers(0, 17)), draw(st.one_of(st.none(), place))
    stretch = PEOPLE[min(first, last) : max(first, last) + 1]
    kept = {person: at for person, at in base.items() if person not in stretch}
    return kept if after is None else kept | dict.fromkeys(stretch, after)


@st.composite
def terms(draw: st.DrawFn) -> list[Where]:
    """Three states of a class, one after another."""
    first = draw(one_class)
    second = draw(changed(first))
    return [first, second, draw(changed(second))]


def table(where: Where) -> dict[str, dict[str, float]]:
    groups: dict[str, dict[str, float]] = {}
    for person, (name, value) in where.items():
        groups.setdefault(name, {})[person] = value
    return groups


def cells(made: Told) -> Attack:
    """All that is read of one table."""
    return [] if made.total is None else [dict(made.total), *map(dict, made.groups.values())]


def fewest(read: Attack) -> int:
    """The fewest people that any sum or difference of these cells speaks of, of all that say anything."""
    entries = sorted({one for cell in read for one in cell.items()})
    if not entries:
        return K
    members = np.array([[cell.get(p) == v for p, v in entries] for cell in read], dtype=np.int8)
    left = np.array(list(product((-1, 0, 1), repeat=len(read))), dtype=np.int8) @ members != 0
    people = sorted({p for p, _ in entries})
    of = np.array([[p == person for person in people] for p, _ in entries], dtype=np.int16)
    counts = ((left.astype(np.int16) @ of) > 0).sum(axis=1)
    return int(counts[counts > 0].min())


def tables(states: list[Where]) -> list[Told]:
    made: list[Told] = []
    for where in states:
        made.append(told_again(made, table(where)))
    return made


@given(one_class)
def test_no_sum_or_difference_of_one_table_speaks_of_fewer_than_k_people(where: Where) -> None:
    assert fewest(cells(told(table(where)))) >= K


@given(terms())
def test_an_attacker_who_kept_every_table_learns_of_no_group_below_k(states: list[Where]) -> None:
    distinct = {id(made): made for made in tables(states)}
    assert fewest([cell for made in distinct.values() for cell in cells(made)]) >= K


@given(terms(), st.sampled_from(PEOPLE), st.one_of(st.none(), st.tuples(st.sampled_from(NAMES), st.just(0.25))))
def test_one_who_joins_leaves_moves_or_changes_alone_changes_nothing_that_is_told(
    states: list[Where], person: str, after: tuple[str, float] | None
) -> None:
    made = tables(states[:1])
    later = {p: at for p, at in states[0].items() if p != person} | ({} if after is None else {person: after})
    if later != states[0]:
        assert told_again(made, table(later)) is made[-1]


def test_the_attack_finds_what_a_bare_difference_would_tell() -> None:
    before = {f"p{n}": 0.0 for n in range(9)}
    assert fewest([before, before | {"new": 1.0}]) == 1


def test_a_newcomer_is_not_found_by_way_of_a_table_between() -> None:
    """Five come, then four of them and one of the old go: each step is of five, first against last is of two."""
    old = {f"p{n}": 0.0 for n in range(10)}
    first = told_again([], {"a": old})
    second = told_again([first], {"a": old | {f"q{n}": 1.0 for n in range(5)}})
    gone = {"a": dict.fromkeys(list(old)[1:], 0.0) | {"q0": 1.0}}
    assert second is not first
    assert told_again([first, second], gone) is second


def test_the_smallest_told_group_is_hidden_beside_one_too_small() -> None:
    sizes = {"a": 3, "b": 5, "c": 9}
    made = told({n: {f"{n}{i}": 1.0 for i in range(size)} for n, size in sizes.items()})
    assert made.hidden == ("a", "b")
    assert list(made.groups) == ["c"]
    assert made.total is not None
    assert figure(made.total).people == 17


def test_a_whole_new_cohort_is_told() -> None:
    first = told({"2025": {f"p{n}": 0.0 for n in range(6)}})
    both = {"2025": {f"p{n}": 0.0 for n in range(6)}, "2026": {f"q{n}": 1.0 for n in range(K)}}
    assert figure(told_again([first], both).groups["2026"]).mean == 1.0


def test_fewer_than_k_people_are_told_of_by_nothing() -> None:
    assert told({"a": {f"p{n}": 1.0 for n in range(K - 1)}}) == Told(None, {}, ("a",))


def test_a_person_in_two_groups_is_refused() -> None:
    with pytest.raises(ValueError, match="part their total"):
        told({"a": {"p": 1.0}, "b": {"p": 1.0}})


def test_one_who_never_answers_does_not_stop_a_figure_whose_estimates_are_banded() -> None:
    def states(bands: int) -> list[dict[str, tuple[str, float]]]:
        return [{f"p{n}": ("a", banded(0.31 + 0.001 * week * (n > 0) + 0.1 * (n > 9 + week), bands)) for n in range(30)}
                for week in (0, 5, 10, 15)]  # fmt: skip

    assert len({id(made) for made in tables(states(1000))}) == 1
    assert len({id(made) for made in tables(states(10))}) > 1


@given(st.floats(0, 1))
def test_a_band_is_off_by_half_its_width_at_most(estimate: float) -> None:
    assert abs(banded(estimate) - estimate) <= 0.5 / BANDS + 1e-9
    assert (banded(estimate) >= 0.9) == (estimate >= 0.9 - 1e-9)
