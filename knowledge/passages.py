"""From a passage's words to its point in the index: what counts for search, and the BM25 document values.

`avglen` is a constant: a statistic of the collection would let hidden documents move visible scores.
Does not know labels beyond their id, nor where passages are stored.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Protocol

from knowledge.index import Point

K1 = 1.2
B = 0.75
AVERAGE = 700.0
"""Terms of a typical passage: about 400 characters, counted alone and in pairs."""

_BREAK = "\n。\n"


def search_text(title: str, heading: Sequence[str], text: str) -> str:
    """What a passage is found by: its title twice, its heading path once, its text. Quotes come from `text` alone."""
    # The full stop keeps the last character of one part and the first of the next from making a pair.
    return _BREAK.join([title, title, *heading, text])


def values(counts: Mapping[int, float]) -> dict[int, float]:
    """BM25 document value of each term: tf·(k1 + 1) / (tf + k1·(1 − b + b·length/avglen))."""
    length = math.fsum(counts.values())
    slack = K1 * (1 - B + B * length / AVERAGE)
    return {term: tf * (K1 + 1) / (tf + slack) for term, tf in counts.items()}


class Counted(Protocol):
    """A passage about to be indexed: its id and its term counts (`Terms.counts` of its search text)."""

    @property
    def id(self) -> str: ...
    @property
    def terms(self) -> Mapping[int, float]: ...


def points(
    passages: Sequence[Counted],
    *,
    label: str,
    document: str,
    library: str,
    generation: int,
    dense: Sequence[Sequence[float]] | None = None,
    made: bool = False,
) -> list[Point]:
    """The points of one generation of a document; `dense` holds one vector per passage, in order."""
    vectors = dense if dense is not None else [None] * len(passages)
    return [
        Point(p.id, label, document, library, generation, values(p.terms), vector, made)
        for p, vector in zip(passages, vectors, strict=True)
    ]
