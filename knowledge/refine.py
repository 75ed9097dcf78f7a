"""A second look at the first candidates: how each covers the question's content words, line by line.

Linear, like the ranker whose score is one of its features; too slow for all candidates. Pure. Knows weights by feature
name, nothing of how they were fitted (eval/fit_rank.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from knowledge.coverage import NAMES as COVERAGE
from knowledge.coverage import cover
from knowledge.features import NAMES as FEATURES
from knowledge.features import features
from knowledge.question import Question
from knowledge.rank import Ranked
from knowledge.words import Word

FIRST = 8
"""Candidates looked at again; the rest keep their order behind them."""
NAMES = ("base", *FEATURES, *COVERAGE)


def rows(question: Question, words: Sequence[Word], ranked: Sequence[Ranked]) -> NDArray[np.float64]:
    """One row of `NAMES` for each of `ranked`; the candidate list is what is handed in."""
    base = np.array([[r.score] for r in ranked])
    own = features(question, [r.candidate for r in ranked])[:, : len(FEATURES)]
    covered = [cover(question.text, words, r.prepared) for r in ranked]
    return np.hstack([base, own, np.array([[c[name] for name in COVERAGE] for c in covered])])


@dataclass(frozen=True)
class Refiner:
    weights: Mapping[str, float]

    def order(self, question: Question, words: Sequence[Word], ranked: Sequence[Ranked]) -> tuple[Ranked, ...]:
        """The first ones anew, with their new scores; equal scores keep their order."""
        first, rest = ranked[:FIRST], ranked[FIRST:]
        if not first or not words:
            return tuple(ranked)
        scores = np.round(rows(question, words, first) @ np.array([self.weights.get(n, 0.0) for n in NAMES]), 9)
        again = [replace(r, score=float(s)) for r, s in zip(first, scores, strict=True)]
        last = float(scores.min())
        return (*sorted(again, key=lambda r: -r.score), *(replace(r, score=last) for r in rest))
