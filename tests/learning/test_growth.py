"""Growth: the replay ends where mastery stands, order decides nothing, nothing missing is zero, weak points pass."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from learning.growth import Answer, growth
from learning.mastery import MASTERED, traced

AT = datetime(2026, 3, 1, 2, tzinfo=UTC)


def answer(n: int, right: bool, item: str = "i", name: str = "车削", days: float | None = None, **more: Any) -> Answer:
    return Answer(f"{n:04}", item, AT + timedelta(days=n if days is None else days), right, (name,), **more)


def test_worked_by_hand() -> None:
    """Two wrong on the first day; one right on the third, a rehearsal on the fourth, the other right on the fifth."""
    told = [
        answer(0, False, "a"), answer(1, False, "b", days=0.1), answer(2, True, "a"),
        answer(3, True, "task", rehearsed=True), answer(4, True, "b"),
    ]  # fmt: skip
    made = growth(told)
    (curve,), (weak,) = made.curves, made.weak
    assert [(s.on.day, s.answers) for s in curve.steps] == [(1, 2), (3, 3), (4, 4), (5, 5)]
    assert (weak.found, weak.items, weak.left, weak.practised, weak.rehearsed, weak.gone, weak.before) == (
        date(2026, 3, 1), 2, 0, 3, 1, date(2026, 3, 5), 0
    )  # fmt: skip
    assert weak.known_then < weak.known_now == curve.now.shown


def test_a_weak_point_that_comes_back_is_told_anew_and_says_so() -> None:
    told = [answer(0, False), answer(1, True), answer(2, True), answer(3, False)]
    (weak,) = growth(told).weak
    assert (weak.found, weak.left, weak.gone, weak.before) == (date(2026, 3, 4), 1, None, 1)


def test_what_is_left_stands_before_what_is_gone() -> None:
    gone = [answer(0, False, "a", "甲"), answer(1, True, "a", "甲")]
    told = [*gone, answer(0, False, "b", "乙"), answer(3, True, "c", "丙")]
    made = growth(told)
    assert [w.competency for w in made.weak] == ["乙", "甲"]
    assert [c.competency for c in made.curves] == ["丙", "乙", "甲"]


def test_mastered_is_told_since_when_without_a_break() -> None:
    rights = [answer(n, True) for n in range(4)]
    (curve,) = growth(rights).curves
    first = next(s.on for s in curve.steps if s.shown >= MASTERED)
    assert curve.mastered_on == first
    wrongs = [answer(n, False) for n in range(4, 7)]
    (lost,) = growth([*rights, *wrongs]).curves
    assert lost.mastered_on is None
    (again,) = growth([*rights, *wrongs, *(answer(n, True) for n in range(7, 12))]).curves
    assert again.mastered_on is not None
    assert again.mastered_on > first


def test_competencies_under_another_group_are_traced_apart_as_mastery_is() -> None:
    told = [answer(n, True, group="g2") for n in range(3)] + [answer(n + 5, False, group="g1") for n in range(2)]
    (curve,) = growth(told).curves
    assert (curve.now.answers, curve.right) == (3, 3)


answers = st.lists(
    st.tuples(st.booleans(), st.sampled_from("abc"), st.sampled_from(["车削", "量具", "安全"]), st.integers(0, 9),
              st.sampled_from(["g1", "g2"]), st.booleans()),
    max_size=25,
)  # fmt: skip


@given(answers, st.randoms(use_true_random=False))
def test_the_order_in_which_answers_come_decides_nothing_and_all_bounds_hold(
    drawn: list[Any], mixed: random.Random
) -> None:
    told = [
        answer(n, right, item, name, days, group=group, rehearsed=rehearsed)
        for n, (right, item, name, days, group, rehearsed) in enumerate(drawn)
    ]
    made = growth(told)
    shuffled = list(told)
    mixed.shuffle(shuffled)
    assert growth(shuffled) == made
    assert {c.competency for c in made.curves} == {name for one in told for name in one.competencies}
    for curve in made.curves:
        assert curve.steps
        assert all(0 < s.shown < 1 for s in curve.steps)
        assert curve.at(AT.date() - timedelta(days=1)) is None
    for weak in made.weak:
        assert 0 <= weak.left <= weak.items
        assert (weak.gone is None) is (weak.left > 0)
        assert weak.gone is None or weak.gone >= weak.found
    wrong = {name for one in told if not one.right for name in one.competencies}
    assert {w.competency for w in made.weak} == wrong


@given(st.lists(st.tuples(st.booleans(), st.none() | st.floats(0.05, 0.5)), min_size=1, max_size=20))
def test_the_replay_ends_where_mastery_stands(drawn: list[tuple[bool, float | None]]) -> None:
    told = [answer(n, right, guess=guess) for n, (right, guess) in enumerate(drawn)]
    (curve,) = growth(told).curves
    assert curve.now.shown == traced(drawn).shown
    assert curve.right == sum(right for right, _ in drawn)


def test_no_answer_no_curve() -> None:
    assert not growth([]).curves
    assert not growth([]).weak
