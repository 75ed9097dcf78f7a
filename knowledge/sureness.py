"""How likely it is that what was found answers the question: log-odds from the ranked candidates.

Looks at how much of the question the best passages hold, by idf mass and by content words, and at what nothing visible
holds. A function of the question and of visible content only. Does not know where the line is drawn (calibrate.py) nor
how it was fitted.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.coverage import coverage, known
from knowledge.features import NAMES, features
from knowledge.prepared import Prepared
from knowledge.question import Question
from knowledge.rank import TOP, Ranked
from knowledge.trees import Trees
from knowledge.words import Word

FROM_RANKER = ("bm_tot", "cov", "s1", "s2", "lcsn", "num", "title_in_q", "q_in_title", "gap_top")
READ = 3
NOTHING = -99.0
"""The sureness of finding nothing at all, or nothing of a part number that was asked for, or of being asked nothing."""


@dataclass(frozen=True)
class Found:
    """What was found for a question: `ranked` best first, and the first of them joined with their `near` passages.

    `words` are the question's content words, `unknown` its terms that nothing visible holds, `chance` the reader's for
    its best clause.
    """

    question: Question
    words: Sequence[Word]
    ranked: Sequence[Ranked]
    near: Sequence[Prepared]
    unknown: Collection[str]
    chance: float


@dataclass(frozen=True)
class Sureness:
    """The mean of two log-odds: of a line (`weights` by feature on the raw scale, and `bias`) and of boosted trees."""

    weights: Mapping[str, float]
    bias: float
    trees: Trees

    def of(self, found: Found) -> float:
        """Log-odds that the first passages answer."""
        if not found.ranked or found.question.total <= 0 or _says_nothing(found) or _without_its_code(found):
            return NOTHING
        row = evidence(found)
        line = self.bias + sum(w * row[name] for name, w in sorted(self.weights.items()))
        grown = self.trees.score(np.array([[row[name] for name in self.trees.names]], np.float32))
        return round((line + float(grown[0])) / 2, 6)


def _says_nothing(found: Found) -> bool:
    """Numbers alone are about nothing: `1+1等于几`."""
    return all(w.kind == "number" for w in found.words)


def _without_its_code(found: Found) -> bool:
    return any(w.kind == "code" and known(w, found.unknown) < 1 for w in found.words)


def evidence(found: Found) -> dict[str, float]:
    """The features by name: of the ranker for the best candidate, what is missing of the question, how it is covered.

    unk, unkn: share of mass and of terms unknown; maxun: the heaviest term the best passage lacks; cov3: share of mass
    in the first three.
    """
    question, near = found.question, found.ranked[:TOP]
    first = dict(zip(NAMES, features(question, [r.candidate for r in near])[0], strict=False))
    total = max(question.total, 1e-9)
    best = _text(near[0].prepared)
    three = "\n".join(_text(r.prepared) for r in near[:READ])
    return {
        **{name: float(first[name]) for name in FROM_RANKER},
        "unk": sum(question.mass[t] for t in sorted(found.unknown)) / total,
        "unkn": len(found.unknown) / max(len(question.mass), 1),
        "maxun": max((m for t, m in question.mass.items() if t not in best), default=0.0) / total,
        "cov3": sum(m for t, m in question.mass.items() if t in three) / total,
        "chance": found.chance,
        **coverage(question.text, found.words, found.near, found.unknown),
    }


def _text(prepared: Prepared) -> str:
    return f"{prepared.title}\n{prepared.heading}\n{prepared.text}"
