"""A small house for search tests: a real store and index in a folder, people, documents put in at one stroke."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

from knowledge.embed import Embedder
from knowledge.generations import Generations
from knowledge.index import STAGED, Index
from knowledge.learned import Learned
from knowledge.passages import points, search_text
from knowledge.search import Searcher
from knowledge.tokens import Terms
from records.passwords import Passwords
from records.store import Store
from records.works import NewPassage
from tests.prepared import prepared
from trust.labels import parse
from trust.principal import Principal
from trust.roles import Role
from trust.settings import Settings
from trust.sources import Findings, Locator

OWNERS = {"school": "school", "acme": "enterprise", "beta": "enterprise"}


class House:
    """Ids are chosen by the test, so that two houses with the same visible content are alike to the digit."""

    def __init__(self, folder: Path, index: Index, embedder: Embedder | None = None) -> None:
        self._next: Iterator[str] = iter(())
        self._made = 0
        cheap = Passwords(time=1, memory=64, lanes=1)
        self.store = Store.open(Settings(data=prepared(folder)), new_id=self._id, passwords=cheap)
        self.index = index
        self.embedder = embedder
        self.searcher = Searcher(self.store, Generations.of(index, embedder), Learned.load())
        self._terms = Terms(self.store.vault.index_key)
        for owner, kind in OWNERS.items():
            self.store.people.add_owner(owner, owner, kind)
        self.store.people.add_course("cnc1", "school", "数控加工")

    def _id(self) -> str:
        chosen = next(self._next, None)
        self._made += 1
        return chosen or f"made{self._made}"

    def person(self, name: str, role: Role, owner: str, course: str | None = None) -> Principal:
        person, _ = self.store.people.add_person(name, name, owner, "a long password")
        self.store.people.add_membership(person, owner, role)
        if course:
            self.store.people.enrol(person, course, "learner")
        return self.store.people.principal(person)

    def put(
        self,
        document: str,
        label: str,
        texts: Sequence[str],
        *,
        title: str = "",
        library: str = "course",
        heading: str | None = None,
    ) -> list[str]:
        """A visible document with one passage per text, in by its owner's steward. Gives the passage ids."""
        owner = min(parse(label).owners)
        steward = self.store.people.steward(owner)
        self._next = iter([document])
        made, _ = self.store.library.receive(
            steward, owner=owner, library=library, label=parse(label), title=title or document,
            filename=f"{document}.txt", media_type="text/plain", data="\n".join([document, *texts]).encode(),
        )
        chunks = [self._chunk(made.id, n, t, title or document, heading) for n, t in enumerate(texts)]
        dense = self.embedder.encode_passages(texts) if self.embedder else None
        self.store.works.stage(made.id, made.generation, chunks)
        about = {"document": made.id, "library": library, "generation": made.generation}
        self.index.put(points(chunks, label=STAGED, dense=dense, **about))  # type: ignore[arg-type]
        self.store.works.show(made.id, made.generation)
        self.index.relabel(made.id, made.generation, parse(label).id)
        return [c.id for c in chunks]

    def _chunk(self, document: str, n: int, text: str, title: str, heading: str | None) -> NewPassage:
        words = search_text(title, [heading] if heading else [], text)
        passage_id = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{document}/{n}"))
        return NewPassage(passage_id, n, text, words, Locator(heading=heading), self._terms.counts(words))

    def find(self, principal: Principal, query: str, *, k: int = 8, library: str | None = None) -> Findings:
        scope = self.store.labels.scope(principal)
        return self.searcher.find(principal, scope, query, k=k, library=library)

    def read(self, principal: Principal, query: str) -> Findings:
        scope = self.store.labels.scope(principal)
        return self.searcher.read(principal, scope, query, self.searcher.find(principal, scope, query))

    def close(self) -> None:
        self.index.close()
        self.store.close()
