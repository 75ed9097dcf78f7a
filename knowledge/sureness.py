"""How likely it is that what was found answers the question: log-odds from the ranked candidates.

Looks at how much of the question's idf mass the best passages hold and how much nothing visible holds. A function of
the question and of visible content only. Does not know where the line is drawn (calibrate.py) nor how it was fitted.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.features import NAMES, features
from knowledge.prepared import Prepared
from knowledge.question import Question
from knowledge.rank import TOP, Ranked

FROM_RANKER = ("bm_tot", "cov", "s1", "s2", "lcsn", "num", "title_in_q", "q_in_title", "gap_top")
READ = 3
NOTHING = -99.0
"""The sureness of finding nothing at all."""


@dataclass(frozen=True)
class Sureness:
    """`weights` by feature on the raw scale, and `bias`: their sum is a log-odds."""

    weights: Mapping[str, float]
    bias: float

    def of(self, question: Question, ranked: Sequence[Ranked], unknown: Collection[str]) -> float:
        """Log-odds that the first passages answer; `unknown` are the question's terms that nothing visible holds."""
        if not ranked or question.total <= 0:
            return NOTHING
        row = evidence(question, ranked, unknown)
        return round(self.bias + sum(w * row[name] for name, w in sorted(self.weights.items())), 6)


def evidence(question: Question, ranked: Sequence[Ranked], unknown: Collection[str]) -> dict[str, float]:
    """The features by name: those of the ranker for the best candidate, and what is missing of the question.

    unk, unkn: share of mass and of terms unknown; maxun: the heaviest term the best passage lacks; cov3: share of mass
    in the first three.
    """
    near = ranked[:TOP]
    first = dict(zip(NAMES, features(question, [r.candidate for r in near])[0], strict=False))
    total = max(question.total, 1e-9)
    best = _text(near[0].prepared)
    three = "\n".join(_text(r.prepared) for r in near[:READ])
    return {
        **{name: float(first[name]) for name in FROM_RANKER},
        "unk": sum(question.mass[t] for t in sorted(unknown)) / total,
        "unkn": len(unknown) / max(len(question.mass), 1),
        "maxun": max((m for t, m in question.mass.items() if t not in best), default=0.0) / total,
        "cov3": sum(m for t, m in question.mass.items() if t in three) / total,
    }


def _text(prepared: Prepared) -> str:
    return f"{prepared.title}\n{prepared.heading}\n{prepared.text}"


def fitted(names: Sequence[str], coefficients: Sequence[float], means: Sequence[float], scales: Sequence[float],
           intercept: float) -> Sureness:
    """Weights fitted on standardised features, brought back to the raw scale."""
    raw = np.asarray(coefficients) / np.asarray(scales)
    bias = float(intercept - raw @ np.asarray(means))
    return Sureness({n: round(float(w), 6) for n, w in zip(names, raw, strict=True)}, round(bias, 6))
