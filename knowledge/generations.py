"""Which index answers, and whose vectors it holds. One generation serves; another may be filling beside it.

A search keeps to its end the generation it began with; a write goes to every one. Knows no documents, and not when or
with what a generation is filled (ingest/refill.py).
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from knowledge.embed import Embedder
from knowledge.index import Index
from knowledge.passages import points


class Searchable(Protocol):
    """A passage about to be indexed."""

    @property
    def id(self) -> str: ...
    @property
    def search_text(self) -> str: ...
    @property
    def terms(self) -> Mapping[int, float]: ...


@dataclass(frozen=True, eq=False)
class Generation:
    """An index and the embedder its vectors come from; `number` tells it from others."""

    index: Index
    embedder: Embedder | None = None
    number: int = 1

    def put(
        self, passages: Sequence[Searchable], *, label: str, document: str, library: str, generation: int, made: bool
    ) -> None:
        """The points of one generation of a document."""
        vectors = None if self.embedder is None else self.embedder.encode_passages([p.search_text for p in passages])
        about = {"label": label, "document": document, "library": library}
        self.index.put(points(passages, **about, generation=generation, dense=vectors, made=made))


class Generations:
    """Safe from several threads. Do not nest `writing`: who waits for `alone` would never come."""

    def __init__(self, serving: Generation) -> None:
        self._serving = serving
        self._filling: Generation | None = None
        self._reading: Counter[int] = Counter()
        self._writing = 0
        self._alone = False
        self._changed = threading.Condition()

    @classmethod
    def of(cls, index: Index, embedder: Embedder | None = None) -> Generations:
        return cls(Generation(index, embedder))

    @property
    def now(self) -> Generation:
        """The one that serves."""
        return self._serving

    @contextmanager
    def reading(self) -> Iterator[Generation]:
        """The generation that serves; it stays open as long as this block runs."""
        with self._changed:
            chosen = self._serving
            self._reading[chosen.number] += 1
        try:
            yield chosen
        finally:
            with self._changed:
                self._reading[chosen.number] -= 1
                self._changed.notify_all()

    @contextmanager
    def writing(self) -> Iterator[tuple[Generation, ...]]:
        """Every generation a change goes to; waits while somebody is `alone`."""
        with self._changed:
            self._changed.wait_for(lambda: not self._alone)
            self._writing += 1
            every = (self._serving, *([self._filling] if self._filling else []))
        try:
            yield every
        finally:
            with self._changed:
                self._writing -= 1
                self._changed.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """While this block runs nobody writes; searches go on."""
        with self._changed:
            self._changed.wait_for(lambda: not self._alone)
            self._alone = True
            self._changed.wait_for(lambda: not self._writing)
        try:
            yield
        finally:
            with self._changed:
                self._alone = False
                self._changed.notify_all()

    def begin(self, filling: Generation) -> None:
        """From now on writes go to this one too."""
        with self.alone():
            self._filling = filling

    def abandon(self) -> None:
        with self.alone():
            self._filling = None

    def switch(self) -> Generation:
        """What was filling serves. Gives the former one, once its last search has ended; call it while `alone`."""
        with self._changed:
            if self._filling is None:
                raise RuntimeError("there is nothing to switch to")
            former, self._serving, self._filling = self._serving, self._filling, None
            self._changed.wait_for(lambda: not self._reading[former.number])
        return former

    def relabel(self, document: str, generation: int, label: str, library: str | None = None) -> None:
        with self.writing() as every:
            for each in every:
                each.index.relabel(document, generation, label, library)

    def drop(self, document: str, generation: int | None = None) -> None:
        with self.writing() as every:
            for each in every:
                each.index.drop(document, generation)

    def put(
        self, passages: Sequence[Searchable], *, label: str, document: str, library: str, generation: int, made: bool
    ) -> None:
        with self.writing() as every:
            for each in every:
                each.put(
                    passages, label=label, document=document, library=library, generation=generation, made=made
                )

    def close(self) -> None:
        for each in (self._serving, *([self._filling] if self._filling else [])):
            each.index.close()
