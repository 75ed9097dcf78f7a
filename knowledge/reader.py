"""Picks what to quote: at most two stretches of whole clauses, 120 characters together, verbatim, and how sure it is.

The sentence model gives each clause a probability of holding (part of) the answer; the stretches with the largest sum
win, whole sentences preferred. Knows nothing of thresholds (calibrate.py) or of how the model was fitted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.clues import clues
from knowledge.question import Question
from knowledge.rank import Ranked
from knowledge.sentences import Clause
from knowledge.trees import Trees
from trust.sources import Quote

MOST = 120
PLACES = 3
"""How many passages are read."""

WHOLE = 0.05
"""What beginning or ending a sentence is worth, in probability; longer costs a little."""
PER_CHARACTER = 1e-4
SECOND = 0.05
"""The probability each of two quotes must have."""
FIRSTS = 40


@dataclass(frozen=True)
class Stretch:
    """Clauses `first`…`last` of the passage at `place`; `start`…`end` are where the quote stands in its text."""

    place: int
    first: int
    last: int
    start: int
    end: int
    chance: float
    value: float

    @property
    def length(self) -> int:
        return self.end - self.start

    def meets(self, other: Stretch) -> bool:
        """Overlaps or touches: what touches is better quoted in one piece."""
        return self.place == other.place and self.first <= other.last + 1 and other.first <= self.last + 1


@dataclass(frozen=True)
class Reading:
    """Quotes, best first, and `best`: the largest probability of a clause."""

    quotes: tuple[Quote, ...]
    best: float


@dataclass(frozen=True)
class Reader:
    model: Trees

    def read(self, question: Question, ranked: Sequence[Ranked]) -> Reading:
        """Quotes from the first `PLACES` of `ranked`."""
        near = ranked[:PLACES]
        chances = self.chances(question, near)
        if not len(chances):
            return Reading((), 0.0)
        chosen = choose(stretches(near, chances))
        quotes = tuple(Quote(p.id, p.text[s.start : s.end]) for s in chosen for p in [near[s.place].candidate.passage])
        return Reading(quotes, float(chances.max()))

    def chances(self, question: Question, ranked: Sequence[Ranked]) -> NDArray[np.float64]:
        """For each clause in order, how likely it holds the answer."""
        chances: NDArray[np.float64] = 1 / (1 + np.exp(-self.model.score(clues(question, ranked))))
        return chances


def stretches(ranked: Sequence[Ranked], chances: NDArray[np.float64]) -> list[Stretch]:
    """Every run of clauses of one passage that fits; a clause longer than `MOST` is cut there."""
    found: list[Stretch] = []
    at = 0
    for place, one in enumerate(ranked):
        clauses, text = one.prepared.cut.clauses, one.candidate.passage.text
        for first, opening in enumerate(clauses):
            start = opening.end - len(text[opening.start : opening.end].lstrip())
            total = 0.0
            for last in range(first, len(clauses)):
                end = _end(text, clauses[last])
                if end - start > MOST and last > first:
                    break
                total += float(chances[at + last])
                value = total + _wholeness(clauses, first, last) - PER_CHARACTER * (end - start)
                found.append(Stretch(place, first, last, start, min(end, start + MOST), total, value))
        at += len(clauses)
    return found


def _end(text: str, clause: Clause) -> int:
    """Where a quote that ends with this clause ends: no white space, no dangling comma."""
    return clause.start + len(text[clause.start : clause.end].rstrip().rstrip("，,、：:"))


def _wholeness(clauses: Sequence[Clause], first: int, last: int) -> float:
    begins = first == 0 or clauses[first - 1].sentence != clauses[first].sentence
    ends = last == len(clauses) - 1 or clauses[last + 1].sentence != clauses[last].sentence
    return WHOLE * (begins + ends)


def choose(found: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """The best one, or the best two that fit together, better first."""
    firsts = sorted(found, key=lambda s: (-s.value, s.place, s.first))
    best: tuple[float, tuple[Stretch, ...]] = (firsts[0].value, (firsts[0],))
    likely = [s for s in firsts if s.chance >= SECOND]
    for a in likely[:FIRSTS]:
        for b in likely:
            if a.value + b.value <= best[0]:
                break
            if a.length + b.length <= MOST and not a.meets(b):
                best = (a.value + b.value, (a, b))
                break
    return tuple(sorted(best[1], key=lambda s: (-s.value, s.place, s.first)))
