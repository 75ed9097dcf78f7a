"""The index against SQL, which is right: `reconcile` mends differences both ways, `rebuild` starts from nothing.

Both may be repeated and need no original file. Knows nothing of reading. For `python -m records`:
`reconcile(store, index, embedder)` and `rebuild(store, open_index(settings, size, fresh=True), embedder)`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from knowledge.embed import Embedder
from knowledge.index import Index
from knowledge.passages import points
from records.store import Store
from records.works import Indexed

Edition = tuple[str, int]


@dataclass(frozen=True)
class Mended:
    """What was done: passages put in anew, editions given their label, editions taken out."""

    put: int = 0
    relabelled: int = 0
    dropped: int = 0

    @property
    def anything(self) -> bool:
        return bool(self.put or self.relabelled or self.dropped)


def reconcile(store: Store, index: Index, embedder: Embedder | None = None) -> Mended:
    """Every visible passage is in the index under its label, and nothing else but what is being prepared."""
    held: dict[Edition, dict[str, str]] = defaultdict(dict)
    for entry in index.iterate():
        held[entry.document, entry.generation][entry.id] = entry.label
    preparing = {(d.document_id, d.generation) for d in store.works.pending() if d.act == "process"}
    put = relabelled = dropped = 0
    for edition, passages in _by_edition(store.works.indexed()):
        found, label = held.pop(edition, {}), passages[0].label
        if set(found) != {p.id for p in passages}:
            index.drop(*edition)
            _put(index, embedder, passages)
            put += len(passages)
        elif set(found.values()) != {label}:
            index.relabel(*edition, label)
            relabelled += 1
        store.works.indexed_under(*edition, label)
    for edition in held.keys() - preparing:
        index.drop(*edition)
        dropped += 1
    return Mended(put, relabelled, dropped)


def rebuild(store: Store, index: Index, embedder: Embedder | None = None) -> Mended:
    """Fill an empty index from SQL alone. What was being prepared is processed again at the next start."""
    put = 0
    for edition, passages in _by_edition(store.works.indexed()):
        _put(index, embedder, passages)
        store.works.indexed_under(*edition, passages[0].label)
        put += len(passages)
    return Mended(put)


def _by_edition(passages: Iterable[Indexed]) -> Iterable[tuple[Edition, list[Indexed]]]:
    """One document's passages at a time."""
    for edition, group in groupby(passages, key=lambda p: (p.document_id, p.generation)):
        yield edition, list(group)


def _put(index: Index, embedder: Embedder | None, passages: list[Indexed]) -> None:
    first = passages[0]
    vectors = None if embedder is None else embedder.encode_passages([p.search_text for p in passages])
    index.put(
        points(
            passages, label=first.label, document=first.document_id, library=first.library,
            generation=first.generation, dense=vectors, made=first.made,
        )
    )  # fmt: skip
