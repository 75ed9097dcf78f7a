"""Mastery of one competency from right and wrong answers: Bayesian knowledge tracing. Pure, O(1) per answer.

Corbett & Anderson, "Knowledge tracing: modeling the acquisition of procedural knowledge", User Modeling and
User-Adapted Interaction 4 (1995), 253–278. Forgetting is not modelled: what was mastered stays so until answers say
otherwise. Does not know whose answers they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from learning.exercise import Kind

MASTERED = 0.9
"""The line from which a competency counts as mastered."""
CAPS = {0: 0.5, 1: 0.6, 2: 0.8}
"""The most that may be shown after so many answers: one lucky answer is not mastery."""


@dataclass(frozen=True)
class Parameters:
    """Probabilities: known before any answer, learnt at each, right without knowing, wrong though known.

    `guess` + `slip` < 1, else a right answer would speak against knowing.
    """

    prior: float = 0.2
    learn: float = 0.15
    guess: float = 0.2
    slip: float = 0.1

    def __post_init__(self) -> None:
        if not all(0 <= v <= 1 for v in (self.prior, self.learn, self.guess, self.slip)):
            raise ValueError("not a probability")
        if self.guess + self.slip >= 1:
            raise ValueError("guess and slip together must stay below one")


USUAL = Parameters()
GUESS: dict[Kind, float] = {
    "single": 0.25, "multiple": 0.1, "judge": 0.5, "fill": 0.05, "order": 0.05, "match": 0.1, "calculate": 0.05,
    "short": 0.1, "case": 0.1,
}  # fmt: skip
"""How likely each kind of exercise is answered rightly by chance."""


@dataclass(frozen=True)
class State:
    """`known`: the probability that it is known, before any cap; `answers`: how many there were, `right` of them."""

    known: float = USUAL.prior
    answers: int = 0
    right: int = 0

    @property
    def shown(self) -> float:
        """The estimate a person is told, capped while there are few answers."""
        return min(self.known, CAPS.get(self.answers, 1.0))

    @property
    def mastered(self) -> bool:
        return self.shown >= MASTERED


def answered(state: State, right: bool, parameters: Parameters = USUAL, guess: float | None = None) -> State:
    """The state after one more answer; `guess` is the item's own, where it is known. Bayes, then learning."""
    g = parameters.guess if guess is None else min(guess, 0.99 - parameters.slip)
    s, p = parameters.slip, state.known
    known, unknown = (p * (1 - s), (1 - p) * g) if right else (p * s, (1 - p) * (1 - g))
    posterior = known / (known + unknown) if known + unknown > 0 else p
    learnt = posterior + (1 - posterior) * parameters.learn
    return State(min(max(learnt, 0.0), 1.0), state.answers + 1, state.right + right)


def traced(answers: Iterable[tuple[bool, float | None]], parameters: Parameters = USUAL) -> State:
    """The state after answers in order, each right or wrong with its item's chance of a lucky one."""
    state = State(parameters.prior)
    for right, guess in answers:
        state = answered(state, right, parameters, guess)
    return state
