"""What the linear ranker looks at: one row of numbers per candidate, a function of question, idf and candidates.

Pure. Scores are compared only within the candidate list, so no statistic of the collection enters but the idf of the
question's own terms in the visible set. Knows nothing of weights, of the index or of people.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.kinds import ANSWERS
from knowledge.prepared import Prepared, held_terms
from knowledge.question import Question
from trust.sources import Passage

NAMES = (
    "bm_max", "bm_tot", "rr_bm", "gap_top", "cov", "covmass", "s1", "s2", "s1rank", "lcs", "lcsn", "num",
    "loglen", "title_in_q", "q_in_title", "atype", "bm_rank_z",
)  # fmt: skip
COSINE_NAMES = ("cos", "rr_cos", "gap_cos")


@dataclass(frozen=True)
class Candidate:
    """A passage prepared, with its lexical score and, where an embedder is configured, its cosine."""

    prepared: Prepared
    score: float
    cosine: float | None = None

    @property
    def passage(self) -> Passage:
        return self.prepared.passage


def features(question: Question, candidates: Sequence[Candidate]) -> NDArray[np.float64]:
    """Rows of `NAMES` (and `COSINE_NAMES` when all have a cosine), in the candidates' order."""
    own = [_own(question, c.prepared) for c in candidates]
    scores = np.array([c.score for c in candidates])
    table = {name: np.array([row[name] for row in own]) for name in own[0]} | _among(question, scores)
    table["s1rank"] = table["s2"] - table["s2"].max()
    names: tuple[str, ...] = NAMES
    cosines = np.array([c.cosine for c in candidates if c.cosine is not None])
    if len(cosines) == len(candidates):
        names = NAMES + COSINE_NAMES
        table |= {"cos": cosines, "rr_cos": 1 / (1 + _ranks(cosines)), "gap_cos": cosines - cosines.max()}
    return np.column_stack([table[name] for name in names])


def _among(question: Question, scores: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    best = max(float(scores.max()), 1e-9)
    gap = (scores - best) / best
    if len(scores) > 1:
        first = int(scores.argmax())
        gap[first] = (best - np.delete(scores, first).max()) / best
    spread = float(scores.std()) or 1.0
    return {
        "bm_max": scores / best,
        "bm_tot": scores / max(question.total, 1e-9),
        "rr_bm": 1 / (1 + _ranks(scores)),
        "gap_top": gap,
        "bm_rank_z": (scores - scores.mean()) / spread,
    }


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    order = np.argsort(-values, kind="stable")
    ranks = np.empty(len(values))
    ranks[order] = np.arange(len(values))
    return ranks


def _own(question: Question, p: Prepared) -> dict[str, float]:
    """What one passage has of the question, alone."""
    names, mass = list(question.mass), np.array(list(question.mass.values()))
    total = max(question.total, 1e-9)
    held = held_terms(names, p.cut.sentences)
    above = held_terms(names, [p.title, p.heading])
    covered = float((held.any(axis=0) | above.any(axis=0)) @ mass)
    ones = held @ mass
    twos = (held[:-1] | held[1:]) @ mass
    common = longest_common(question.text, p.text)
    return {
        "cov": covered / total,
        "covmass": covered,
        "s1": float(ones.max(initial=0.0)) / total,
        "s2": float(np.r_[ones, twos].max(initial=0.0)) / total,
        "lcs": float(common),
        "lcsn": common / max(len(question.text), 1),
        "num": _share(question.words, p.words),
        "loglen": math.log(1 + len(p.text)),
        "title_in_q": float(bool(p.title) and p.title in question.text),
        "q_in_title": sum(c in question.text for c in p.title) / max(len(p.title), 1),
        "atype": answer_type(question.kind, p.cut.sentences, ones),
    }


def longest_common(a: str, b: str) -> int:
    """Length of the longest common substring."""
    best = 0
    for start in range(len(a)):
        while start + best < len(a) and a[start : start + best + 1] in b:
            best += 1
    return best


def _share(wanted: Sequence[str], there: Sequence[str]) -> float:
    return sum(w in there for w in wanted) / len(wanted) if wanted else -1.0


def answer_type(kind: str | None, sentences: Sequence[str], covered: NDArray[np.float64]) -> float:
    """Share of the up to three best covering sentences that look like an answer of the asked type; −1 if none."""
    if kind is None or not sentences:
        return -1.0
    best = sorted(range(len(sentences)), key=lambda n: (-covered[n], n))[:3]
    return sum(bool(ANSWERS[kind].search(sentences[n])) for n in best) / len(best)
