"""Mastery: bounded, monotone in evidence, never reached by luck; the next item stands near the line."""

from __future__ import annotations

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.mastery import CAPS, GUESS, MASTERED, Parameters, State, answered, traced
from learning.next_item import Offer, choose

LAWS = settings(max_examples=1000 if os.environ.get("SHUANGYUAN_COUNTS") == "full" else 60, deadline=None)
CHANCE = st.floats(0, 1)
ANSWERS = st.lists(st.tuples(st.booleans(), st.none() | st.floats(0, 1)), max_size=12)


@st.composite
def parameters(draw: st.DrawFn) -> Parameters:
    guess = draw(st.floats(0, 0.9))
    return Parameters(draw(CHANCE), draw(CHANCE), guess, draw(st.floats(0, 0.98 - guess)))


@pytest.mark.laws
@LAWS
@given(parameters(), ANSWERS)
def test_mastery_stays_a_probability_and_below_the_cap_of_few_answers(p: Parameters, answers: list) -> None:
    state = traced(answers, p)
    assert 0 <= state.shown <= state.known <= 1
    assert state.shown <= CAPS.get(len(answers), 1)
    assert (state.answers, state.right) == (len(answers), sum(right for right, _ in answers))


@pytest.mark.laws
@LAWS
@given(parameters(), ANSWERS, st.integers(0, 20))
def test_a_right_answer_instead_of_a_wrong_one_never_lowers_it(p: Parameters, answers: list, at: int) -> None:
    if not answers:
        return
    at %= len(answers)
    better = [(True, g) if n == at else (r, g) for n, (r, g) in enumerate(answers)]
    assert traced(better, p).known >= traced(answers, p).known - 1e-9


@pytest.mark.laws
@LAWS
@given(CHANCE, CHANCE, st.booleans(), st.sampled_from(sorted(GUESS.values())))
def test_who_knew_more_before_knows_more_after(one: float, other: float, right: bool, guess: float) -> None:
    low, high = sorted((one, other))
    after = [answered(State(p, 5, 3), right, guess=guess).known for p in (low, high)]
    assert after[0] <= after[1] + 1e-9


def test_two_lucky_answers_are_no_mastery_and_steady_right_ones_are() -> None:
    for n in (1, 2):
        assert not traced([(True, 0.05)] * n).mastered
    assert traced([(True, 0.25)] * 6).mastered
    assert not traced([(True, 0.25), (False, 0.25)] * 4).mastered


def test_what_is_impossible_is_refused() -> None:
    for wrong in ((1.2, 0, 0, 0), (0, 0, 0.6, 0.5), (0, 0, 0, -0.1)):
        with pytest.raises(ValueError, match=r"prob|below"):
            Parameters(*wrong)


STATES = {"基础": State(0.25, 3, 0), "将成": State(0.8, 4, 3), "已会": State(0.99, 8, 8)}
OFFERS = [Offer(f"{name}{n}", name, 2) for name in STATES for n in range(2)]


def test_the_next_item_stands_just_below_the_line_and_says_why() -> None:
    chosen = choose(OFFERS, STATES, 6)
    assert chosen[0].competency == "将成"
    assert "掌握度约 80%" in chosen[0].why[0]
    assert chosen[-1].competency == "已会"
    assert {c.id for c in chosen} == {o.id for o in OFFERS}


def test_what_was_missed_comes_again_first_and_is_told_so() -> None:
    offers = [Offer("a", "将成", 2), Offer("b", "将成", 2, last=False), Offer("c", "将成", 2, last=True)]
    chosen = choose(offers, STATES, 3)
    assert [c.id for c in chosen] == ["b", "a", "c"]
    assert "上次没答对" in chosen[0].why[0]


@pytest.mark.laws
@LAWS
@given(st.permutations(OFFERS), st.integers(0, 8))
def test_the_choice_depends_on_the_items_not_on_their_order(offers: list[Offer], count: int) -> None:
    assert choose(offers, STATES, count) == choose(OFFERS, STATES, count)
    assert len(choose(offers, STATES, count)) == min(count, len(offers))


def test_competencies_take_turns_while_nothing_is_known() -> None:
    offers = [Offer(f"{name}{n}", name) for name in "甲乙丙" for n in range(3)]
    assert {c.competency for c in choose(offers, {}, 3)} == set("甲乙丙")
    assert MASTERED < 1
