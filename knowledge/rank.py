"""The linear ranker: the best candidates of the index, put in a better order. Pure and deterministic.

Knows weights by feature name. Knows nothing of how they were fitted (eval/fit_rank.py) or where candidates come from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.features import COSINE_NAMES, NAMES, Candidate, features
from knowledge.prepared import Prepared
from knowledge.question import Question

TOP = 20
"""How many candidates are worth looking at; the rest keep their order behind them."""


@dataclass(frozen=True)
class Ranked:
    """A candidate with the ranker's score, comparable only within one question."""

    candidate: Candidate
    score: float

    @property
    def prepared(self) -> Prepared:
        return self.candidate.prepared


@dataclass(frozen=True)
class Ranker:
    """Weights without and with a cosine."""

    plain: Mapping[str, float]
    with_cosine: Mapping[str, float]

    def order(self, question: Question, candidates: Sequence[Candidate]) -> tuple[Ranked, ...]:
        """Best first; equal scores by lexical score, then id."""
        if not candidates:
            return ()
        scores = self.scores(features(question, candidates))
        ranked = [Ranked(c, float(s)) for c, s in zip(candidates, scores, strict=True)]
        return tuple(sorted(ranked, key=lambda r: (-r.score, -r.candidate.score, r.candidate.passage.id)))

    def scores(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """One score per row of `features`; rounded, so that the order of addition cannot show."""
        cosines = rows.shape[1] > len(NAMES)
        weights, names = (self.with_cosine, NAMES + COSINE_NAMES) if cosines else (self.plain, NAMES)
        scores: NDArray[np.float64] = np.round(rows @ np.array([weights.get(n, 0.0) for n in names]), 9)
        return scores
