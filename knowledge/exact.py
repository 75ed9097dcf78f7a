"""What makes an index answer a pure function of the query and the visible passages: whole numbers, total order.

Engines add products in 32-bit floats, in an order that depends on the other points (posting lengths, segments), so
the last digits of a score would tell of hidden content. Here document values and query values become whole numbers
whose sum of products stays below 2**24: every partial sum is exact, in any order, in any engine. Cosines are
recomputed from the stored vectors with `fsum`. Knows no engine.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import mul

from knowledge.index import Hit
from trust.errors import PartDown

STEPS = 256
"""Steps per unit of a document value; values are cut at HIGHEST (BM25 stays below k1 + 1 = 2.2)."""
HIGHEST = 4.0
MASS = 2**24 // int(STEPS * HIGHEST)
NOISE = 1e-4
"""More than an engine's 32-bit cosine can be wrong by."""

Fetch = Callable[[int], Sequence[tuple[str, float]]]


@dataclass(frozen=True)
class Question:
    """A sparse query in whole numbers; `unit` turns an engine's score back into the caller's scale."""

    ids: list[int]
    values: list[float]
    unit: float

    @classmethod
    def of(cls, query: Mapping[int, float]) -> Question:
        """Query values scaled so that they add up to at most MASS, cut down to whole numbers."""
        mass = math.fsum(v for v in query.values() if v > 0)
        steps = MASS / mass if mass > 0 else 0.0
        whole = {i: math.floor(v * steps) for i, v in sorted(query.items()) if v > 0}
        kept = {i: float(v) for i, v in whole.items() if v > 0}
        return cls(list(kept), list(kept.values()), 1 / (steps * STEPS) if steps else 0.0)


def document_values(terms: Mapping[int, float]) -> tuple[list[int], list[float]]:
    """Term ids in order and their values in whole steps; a term that occurs keeps at least one."""
    kept = {i: float(max(1, round(min(v, HIGHEST) * STEPS))) for i, v in sorted(terms.items()) if v > 0}
    return list(kept), list(kept.values())


def best(fetch: Fetch, k: int, noise: float = 0.0) -> list[tuple[str, float]]:
    """All that could be among the k best: fetched until the score falls below the k-th by more than `noise`."""
    limit = k + 16
    while True:
        found = fetch(limit)
        if len(found) < limit or found[-1][1] < found[k - 1][1] - noise:
            return list(found)
        limit *= 4


def ordered(hits: Sequence[Hit], k: int) -> list[Hit]:
    """The k best by (−score, id)."""
    return sorted(hits, key=lambda h: (-h.score, h.id))[:k]


def cosine(a: Sequence[float], b: Sequence[float]) -> float:
    """Correctly rounded, hence the same in whatever company the vectors are compared."""
    lengths = math.sqrt(math.fsum(map(mul, a, a))) * math.sqrt(math.fsum(map(mul, b, b)))
    return math.fsum(map(mul, a, b)) / lengths if lengths else 0.0


def fitting(vector: Sequence[float] | None, size: int | None) -> Sequence[float] | None:
    """The vector itself if the index can hold it; otherwise PartDown, before anything is written. Without a vector a
    passage is found by its words alone.
    """
    if vector is None:
        return None
    if len(vector) != size:
        raise mismatch(size, len(vector))
    if not all(map(math.isfinite, vector)) or not any(vector):
        raise PartDown("index", "向量含无效数值，未写入索引", "A vector holds invalid numbers; nothing was written")
    return vector


def mismatch(stored: int | None, given: int | None) -> PartDown:
    """The configured embedder and the index disagree."""
    return PartDown(
        "index",
        f"索引的向量维数（{stored or '无'}）与嵌入模型（{given or '无'}）不一致，"
        "请改回原来的嵌入模型，或运行 python -m records rebuild-index 重建索引",
        f"The index holds vectors of size {stored or 'none'}, the embedder gives {given or 'none'}: "
        "configure the former embedder, or run `python -m records rebuild-index`",
    )
