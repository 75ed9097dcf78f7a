"""Fitted parameters: known ones are found again, too little is refused, bounds hold, files come back as written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.fitmastery import errors, made_up
from learning.fitting import ANSWERS, GUESS, LEARNERS, SLIP, fitted, read, sequences, written
from learning.mastery import Parameters
from trust.errors import BadInput, NotEnough


@pytest.mark.parametrize("known", [Parameters(0.2, 0.15, 0.2, 0.1), Parameters(0.4, 0.3, 0.25, 0.05)])
def test_known_parameters_are_found_again(known: Parameters) -> None:
    found = fitted(made_up(known, 300, 8, seed=1))
    assert max(errors(known, found)) < 0.1
    assert found.fit >= found.usual
    assert (found.learners, found.answers) == (300, 2400)


def test_an_item_s_own_chance_is_taken_as_given() -> None:
    known = Parameters(0.3, 0.2, 0.25, 0.1)
    given = [[(right, 0.25) for right, _ in s] for s in made_up(known, 300, 8, seed=2)]
    found = fitted(given)
    others = [e for e, name in zip(errors(known, found), ("prior", "learn", "guess", "slip"), strict=True)
              if name != "guess"]  # fmt: skip
    assert max(others) < 0.1


def test_too_few_learners_or_answers_are_refused_with_how_many_are_needed() -> None:
    few = made_up(Parameters(), LEARNERS - 1, 8, 0) + made_up(Parameters(), 500, ANSWERS - 1, 0)
    with pytest.raises(NotEnough, match=str(LEARNERS)):
        fitted(few)


@settings(max_examples=8, deadline=None)
@given(st.floats(0.01, 0.99), st.floats(0, 1))
def test_whatever_the_answers_parameters_stay_within_bounds(share: float, other: float) -> None:
    answers = [[(n * share % 1 < other, None) for n in range(m, m + ANSWERS)] for m in range(LEARNERS)]
    p = fitted(answers).parameters
    assert 0 < p.guess <= GUESS
    assert 0 < p.slip <= SLIP
    assert 0 < p.prior < 1


def test_what_is_written_is_read_and_anything_else_is_refused() -> None:
    found = fitted(made_up(Parameters(), LEARNERS, ANSWERS, 3))
    assert read(written({"粗车": found}))["粗车"].prior == pytest.approx(found.parameters.prior, abs=1e-4)
    for text in ("[]", "{", '{"粗车": {"prior": 2, "learn": 0, "guess": 0, "slip": 0}}', '{"粗车": {}}'):
        with pytest.raises(BadInput):
            read(text)


def test_sequences_come_by_competency_and_a_malformed_line_is_named() -> None:
    lines = ['{"competency": "粗车", "answers": [[true, 0.25], [false, null]]}', "", '{"competency": "粗车"}']
    assert sequences(lines[:2]) == {"粗车": [[(True, 0.25), (False, None)]]}
    with pytest.raises(BadInput, match="3"):
        sequences(lines)
