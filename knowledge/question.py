"""A question as the ranker and the reader see it: its terms with their weight, what it counts, what it asks for.

Knows the learned query weights (which words of a question its answer tends to share). Knows nothing of passages, of
the index, or where document frequencies come from.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.kinds import asked
from knowledge.tokens import normalise, split

_WORD = re.compile(r"[a-z0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True)
class QueryWeights:
    """w(t) in 0–1 by term; a term never seen in training counts fully."""

    of: Mapping[str, float]

    def value(self, term: str) -> float:
        return self.of.get(term, 1.0) ** 2

    def vector(self, text: str) -> dict[str, float]:
        """Query values before idf: how often a term stands there, times its weight squared."""
        return {t: n * self.value(t) for t, n in Counter(split(normalise(text))).items()}


@dataclass(frozen=True)
class Question:
    """`mass` is each term's query value times its idf in the visible set; `kind` a key of `kinds.ASKED` or None."""

    text: str
    mass: Mapping[str, float]
    words: tuple[str, ...]
    kind: str | None

    @classmethod
    def of(cls, text: str, weights: QueryWeights, idf: Mapping[str, float]) -> Question:
        """`idf` must hold every term of `text` (knowledge.tokens.terms)."""
        normal = normalise(text)
        counts = Counter(split(normal))
        mass = {t: n * weights.value(t) * idf[t] for t, n in sorted(counts.items())}
        return cls(normal, mass, tuple(dict.fromkeys(_WORD.findall(normal))), asked(normal))

    @property
    def total(self) -> float:
        return sum(self.mass.values())


def idf(visible: int, holding: int) -> float:
    """Inverse document frequency of a term that `holding` of `visible` passages hold."""
    return math.log(1 + (visible - holding + 0.5) / (holding + 0.5))
