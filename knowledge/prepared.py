"""What is computed once per passage and asked many times: clauses, normal forms, words, length in terms.

A function of the passage alone, so it may be remembered for as long as its text lives. Knows nothing of weights.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from knowledge.passages import AVERAGE, K1, B
from knowledge.sentences import Cut, cut
from knowledge.tokens import length, normalise
from trust.sources import Passage

_WORD = re.compile(r"[a-z0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True)
class Prepared:
    """`whole` is the normal form of the passage's search text (title twice), `length` its number of terms."""

    passage: Passage
    cut: Cut
    title: str
    heading: str
    text: str
    words: tuple[str, ...]
    whole: str
    length: int

    @classmethod
    def of(cls, passage: Passage) -> Prepared:
        parts = cut(passage.text)
        title, heading = normalise(passage.title), normalise(passage.locator.heading or "")
        words = (*2 * _WORD.findall(title), *_WORD.findall(heading), *_WORD.findall(parts.normal))
        whole = "\n".join((title, title, heading, parts.normal))
        return cls(passage, parts, title, heading, parts.normal, words, whole, length(whole))

    def lexical(self, mass: Mapping[str, float]) -> float:
        """The BM25 score the index would give, from the text itself."""
        slack = K1 * (1 - B + B * self.length / AVERAGE)
        found = ((m, self._count(term)) for term, m in mass.items())
        return sum(m * tf * (K1 + 1) / (tf + slack) for m, tf in found if tf)

    def _count(self, term: str) -> int:
        if term[0] <= "z":
            return self.words.count(term)
        return self.whole.count(term)


class Shelf:
    """Prepared passages, remembered. One per searcher; at most about 20 MB."""

    def __init__(self, remembered: int = 2048) -> None:
        self.prepare = lru_cache(maxsize=remembered)(Prepared.of)


def held_terms(names: Sequence[str], texts: Sequence[str]) -> NDArray[np.bool_]:
    """Texts × terms: whether a normalised text holds a term. A CJK term is held where it is a substring."""
    held = np.zeros((len(texts), len(names)), dtype=bool)
    whole = "\n".join(texts)
    words = [frozenset(_WORD.findall(t)) for t in texts]
    for column, name in enumerate(names):
        if name in whole:  # most are not: one look instead of one per text
            places: Sequence[Collection[str]] = words if name[0] <= "z" else texts
            held[[row for row, place in enumerate(places) if name in place], column] = True
    return held
