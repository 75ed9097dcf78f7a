"""A throw-away base: a corpus of plain text put through the product from chunking on, in a temporary folder.

Store, vault, index and searcher are the real ones; one owner, one label, one person who reads it. Does not know what
is measured.
"""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.progress import track

from eval.datasets import Text
from ingest.chunk import chunk, plain
from knowledge.edge import open_edge
from knowledge.generations import Generations
from knowledge.index import STAGED, Index
from knowledge.learned import Learned
from knowledge.passages import points, search_text
from knowledge.search import Searcher
from knowledge.tokens import Terms
from records.store import Store
from records.works import NewPassage
from trust.labels import parse
from trust.principal import Principal, Scope
from trust.settings import Settings
from trust.sources import Findings

OWNER, LIBRARY, LABEL = "bench", "course", "bench/internal"


@dataclass(frozen=True)
class Bench:
    """`names` maps a stored document to its id in the corpus, `passages` a corpus id to its passages."""

    store: Store
    searcher: Searcher
    learned: Learned
    principal: Principal
    scope: Scope
    names: dict[str, str]
    passages: dict[str, tuple[str, ...]]

    def find(self, query: str, k: int) -> Findings:
        return self.searcher.find(self.principal, self.scope, query, k=k)

    def read(self, query: str, k: int = 8) -> Findings:
        return self.searcher.read(self.principal, self.scope, query, self.find(query, k))


@contextmanager
def bench(corpus: Sequence[Text]) -> Iterator[Bench]:
    """The corpus as a knowledge base, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="shuangyuan-") as folder:
        store = Store.open(Settings(data=Path(folder), database_url=None, key=None))
        index = open_edge(Path(folder) / "index")
        learned = Learned.load()
        try:
            store.people.add_owner(OWNER, OWNER, "enterprise")
            steward = store.people.steward(OWNER)
            put = _Put(store, index, steward)
            entered = [(d.id, *put(d)) for d in track(corpus, "indexing", disable=len(corpus) < 50)]
            yield Bench(
                store, Searcher(store, Generations.of(index), learned), learned, steward, store.labels.scope(steward),
                {stored: name for name, stored, _ in entered}, {name: ids for name, _, ids in entered},
            )  # fmt: skip
        finally:
            index.close()
            store.close()


class _Put:
    """Enters one document; what the pipeline does after reading a file."""

    def __init__(self, store: Store, index: Index, steward: Principal) -> None:
        self._store, self._index, self._steward = store, index, steward
        self._terms = Terms(store.vault.index_key)
        self._label = parse(LABEL)

    def __call__(self, text: Text) -> tuple[str, tuple[str, ...]]:
        """The stored document's id and its passages' ids."""
        # The id stands in the bytes: two documents of a corpus may have the same text.
        made, _ = self._store.library.receive(
            self._steward, owner=OWNER, library=LIBRARY, label=self._label, title=text.title, filename=f"{text.id}.txt",
            media_type="text/plain", data=f"{text.id}\n{text.text}".encode(),
        )  # fmt: skip
        chunks = list(self._chunks(text))
        self._store.works.stage(made.id, made.generation, chunks)
        self._index.put(
            points(chunks, label=STAGED, document=made.id, library=LIBRARY, generation=made.generation)
        )
        self._store.works.show(made.id, made.generation)
        self._index.relabel(made.id, made.generation, self._label.id)
        return made.id, tuple(c.id for c in chunks)

    def _chunks(self, text: Text) -> Iterator[NewPassage]:
        for one in chunk(plain(text.text), text.title):
            words = search_text(text.title, one.heading, one.text)
            passage_id = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{text.id}/{one.ordinal}"))
            yield NewPassage(passage_id, one.ordinal, one.text, words, one.locator, self._terms.counts(words))
