"""The index against SQL, which is right: `reconcile` mends differences both ways, `rebuild` starts from nothing.

Both may be repeated and need no original file. Knows nothing of reading.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from knowledge.generations import Generation
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


def reconcile(store: Store, now: Generation, *, serving: bool = True, fix: bool = True) -> Mended:
    """Every visible passage is in the index under its label, and nothing else but what is being prepared. While it is
    not `serving` SQL is told nothing: what is due in the one that serves stays due. Without `fix` nothing is changed:
    what would be done.
    """
    index = now.index
    held: dict[Edition, dict[str, str]] = defaultdict(dict)
    for entry in index.iterate():
        held[entry.document, entry.generation][entry.id] = entry.label
    preparing = {(d.document_id, d.generation) for d in store.works.pending() if d.act == "process"}
    put = relabelled = dropped = 0
    for edition, passages in by_edition(store.works.indexed()):
        found, label = held.pop(edition, {}), passages[0].label
        if set(found) != {p.id for p in passages}:
            if fix:
                index.drop(*edition)
                enter(now, passages)
            put += len(passages)
        elif set(found.values()) != {label}:
            if fix:
                index.relabel(*edition, label)
            relabelled += 1
        if serving and fix:
            store.works.indexed_under(*edition, label)
    for edition in held.keys() - preparing:
        if fix:
            index.drop(*edition)
        dropped += 1
    return Mended(put, relabelled, dropped)


def rebuild(store: Store, now: Generation) -> Mended:
    """Fill an empty index from SQL alone. What was being prepared is processed again at the next start."""
    put = 0
    for edition, passages in by_edition(store.works.indexed()):
        enter(now, passages)
        store.works.indexed_under(*edition, passages[0].label)
        put += len(passages)
    return Mended(put)


def by_edition(passages: Iterable[Indexed]) -> Iterable[tuple[Edition, list[Indexed]]]:
    """One document's passages at a time."""
    for edition, group in groupby(passages, key=lambda p: (p.document_id, p.generation)):
        yield edition, list(group)


def enter(now: Generation, passages: Sequence[Indexed]) -> None:
    """One document's passages, under the label SQL holds."""
    first = passages[0]
    now.put(
        passages, label=first.label, document=first.document_id, library=first.library, generation=first.generation,
        made=first.made,
    )  # fmt: skip
