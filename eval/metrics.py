"""Ranking measures and the paired bootstrap. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

DEPTH = 10


def first_hit(ranked: Sequence[str], relevant: Mapping[str, float]) -> float:
    """1 if the first document is relevant (R@1 of questions with one gold document)."""
    return float(bool(ranked) and ranked[0] in relevant)


def hit(ranked: Sequence[str], relevant: Mapping[str, float], k: int = DEPTH) -> float:
    """Share of what could be found among the first k: 1 when any single gold document is there."""
    return float(any(d in relevant for d in ranked[:k]))


def reciprocal_rank(ranked: Sequence[str], relevant: Mapping[str, float], k: int = DEPTH) -> float:
    return next((1 / n for n, d in enumerate(ranked[:k], 1) if d in relevant), 0.0)


def ndcg(ranked: Sequence[str], relevant: Mapping[str, float], k: int = DEPTH) -> float:
    """Graded, gain 2^grade − 1."""
    ideal = sorted(relevant.values(), reverse=True)[:k]
    best = sum((2**g - 1) / math.log2(n + 1) for n, g in enumerate(ideal, 1))
    got = sum((2 ** relevant.get(d, 0.0) - 1) / math.log2(n + 1) for n, d in enumerate(ranked[:k], 1))
    return got / best if best else 0.0


MEASURES = {"R@1": first_hit, "R@10": hit, "MRR@10": reciprocal_rank, "nDCG@10": ndcg}


def measure(
    rankings: Sequence[Sequence[str]], relevant: Sequence[Mapping[str, float]]
) -> dict[str, NDArray[np.float64]]:
    """Each measure's value per question."""
    return {
        name: np.array([one(r, g) for r, g in zip(rankings, relevant, strict=True)])
        for name, one in MEASURES.items()
    }


def bootstrap(
    ours: NDArray[np.float64], theirs: NDArray[np.float64], *, rounds: int = 10_000, seed: int = 7
) -> float:
    """Two-sided p of the paired difference of means."""
    gain = ours - theirs
    if not np.any(gain):
        return 1.0
    random = np.random.default_rng(seed)
    # Only questions that differ move the mean: resample how often each is drawn.
    centred = gain - gain.mean()
    means = np.array([centred[random.integers(0, len(gain), len(gain))].mean() for _ in range(rounds)])
    return float((np.sum(np.abs(means) >= abs(gain.mean())) + 1) / (rounds + 1))
