"""Which item comes next for a learner: the one from which most is expected, with the reason in words. Pure.

What an answer teaches by Corbett & Anderson's model (learning/mastery.py) is (1 − p) · learn. It is weighed by how near
p stands to the mastery line, exp(−(line − p)² / 2σ²): work just below the line, Vygotsky's zone of proximal
development, brings most learners over it soonest. Does not know what an item asks.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from learning.mastery import MASTERED, USUAL, State

WIDTH = 0.25
SEEN, MISSED, UNFIT, AGAIN = 0.5, 1.4, 0.9, 0.5
"""What counts less: an item answered rightly before, each step of difficulty beside the fitting one, each item of the
same competency already chosen. What counts more: one answered wrongly last time.
"""
_LEVELS = ((0.45, 1), (0.75, 2), (1.01, 3))


@dataclass(frozen=True)
class Offer:
    """An item that may come next. `last`: whether its latest answer was right, None when it was never answered."""

    id: str
    competency: str
    difficulty: int = 1
    last: bool | None = None


@dataclass(frozen=True)
class Chosen:
    """`why` in Chinese and in English."""

    id: str
    competency: str
    why: tuple[str, str]


def worth(offer: Offer, state: State) -> float:
    """Expected learning near the line; comparable between items of one learner only."""
    p = state.shown
    gain = (1 - p) * USUAL.learn * math.exp(-((MASTERED - p) ** 2) / (2 * WIDTH**2))
    fitting = next(level for under, level in _LEVELS if p < under)
    gain *= UNFIT ** abs(offer.difficulty - fitting)
    return gain if offer.last is None else gain * (SEEN if offer.last else MISSED)


def choose(offers: Sequence[Offer], states: Mapping[str, State], count: int) -> tuple[Chosen, ...]:
    """Up to `count` items, best first, competencies in turn as far as worth allows. Equal worth: by id."""
    left = sorted(offers, key=lambda o: o.id)
    first = {o.id: worth(o, _of(states, o)) for o in left}
    taken: Counter[str] = Counter()
    chosen: list[Chosen] = []
    while left and len(chosen) < count:
        best = max(left, key=lambda o: first[o.id] * AGAIN ** taken[o.competency])
        left.remove(best)
        taken[best.competency] += 1
        chosen.append(Chosen(best.id, best.competency, why(best, _of(states, best))))
    return tuple(chosen)


def why(offer: Offer, state: State) -> tuple[str, str]:
    """The reason, without a number that would look more exact than it is."""
    name, percent = offer.competency, round(state.shown * 100)
    if offer.last is False:
        return f"这题上次没答对，再练一次“{name}”。", f"You missed this one last time: “{name}” once more."
    if not state.answers:
        return f"“{name}”你还没有练过，先摸个底。", f"You have not practised “{name}” yet: a first look."
    if state.mastered:
        return f"“{name}”你已掌握，复习一下保持熟练。", f"You have mastered “{name}”: a review to keep it."
    return (
        f"“{name}”掌握度约 {percent}%，离掌握线 {MASTERED:.0%} 不远，现在练收获最大。"
        if state.shown >= 0.5 else f"“{name}”掌握度约 {percent}%，还不稳，先打好基础。",
        f"“{name}” stands at about {percent}%, near the line of {MASTERED:.0%}: practice pays most here."
        if state.shown >= 0.5 else f"“{name}” stands at about {percent}%: build the base first.",
    )  # fmt: skip


def _of(states: Mapping[str, State], offer: Offer) -> State:
    return states.get(offer.competency, State())
