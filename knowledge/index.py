"""What an index of passages is: points in, ranked ids out. The interface both engines keep.

Knows labels only as opaque ids, terms only as numbers. No text comes in, no vector and no score of another
passage goes out. Does not know people, BM25 (passages.py) or query weights (search.py).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

STAGED = "0"
"""The label of points nobody sees yet: no scope ever holds it."""


@dataclass(frozen=True)
class Point:
    """One passage. `id` is a UUID; `terms` are document values by term id; `dense` only with an embedder."""

    id: str
    label: str
    document: str
    library: str
    generation: int
    terms: Mapping[int, float]
    dense: Sequence[float] | None = None


@dataclass(frozen=True)
class Hit:
    """A passage id and its score, a function of the query and that passage alone."""

    id: str
    score: float


class Entry(NamedTuple):
    """What `iterate` tells of a stored point, for reconciling with SQL."""

    id: str
    label: str
    document: str
    generation: int


class Index(Protocol):
    """Writes are durable when they return and may be repeated. Any outage raises PartDown("index")."""

    def put(self, points: Iterable[Point]) -> None:
        """Insert or replace by id."""
        ...

    def relabel(self, document: str, generation: int, label: str) -> None:
        """Give all points of one generation of a document this label id."""
        ...

    def drop(self, document: str, generation: int | None = None) -> None:
        """Remove a document's points, of one generation or of all."""
        ...

    def lexical(
        self,
        query: Mapping[int, float],
        labels: frozenset[str],
        library: str | None,
        k: int,
        only: Collection[str] | None = None,
    ) -> list[Hit]:
        """The k best by inner product with `query` under `labels`, by (−score, id). Only scores above zero.

        `only` narrows the search to these passages.
        """
        ...

    def dense(
        self,
        vector: Sequence[float],
        labels: frozenset[str],
        library: str | None,
        k: int,
        only: Collection[str] | None = None,
    ) -> list[Hit]:
        """The k best by cosine under `labels`, by (−score, id)."""
        ...

    def count(self) -> int:
        """All points, staged ones included."""
        ...

    def iterate(self) -> Iterator[Entry]:
        """Every point, in no promised order."""
        ...

    def close(self) -> None: ...
