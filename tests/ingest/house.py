"""A data folder with a school and an enterprise, and a pipeline over real parts. Not a test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ingest.confine import Confine
from ingest.pipeline import Pipeline
from knowledge.engines import open_generations
from knowledge.generations import Generations
from knowledge.index import Index
from records.store import Store
from tests.prepared import CHEAP, prepared
from trust.labels import parse
from trust.principal import Principal, Scope
from trust.roles import Role
from trust.settings import Settings
from trust.sources import Document


@dataclass(frozen=True)
class House:
    settings: Settings
    store: Store
    generations: Generations
    pipeline: Pipeline
    mentor: Principal
    steward: Principal
    student: Principal

    @property
    def index(self) -> Index:
        return self.generations.now.index

    def receive(self, who: Principal, name: str, data: bytes, label: str, replaces: str | None = None) -> Document:
        owner = min(parse(label).owners)
        document, _ = self.store.library.receive(
            who, owner=owner, library="enterprise", label=parse(label), title=name.partition(".")[0], filename=name,
            media_type="text/plain", data=data, replaces=replaces,
        )  # fmt: skip
        return document

    def put(self, who: Principal, name: str, data: bytes, label: str, replaces: str | None = None) -> Document:
        """Received and processed; as the system sees it then."""
        document = self.receive(who, name, data, label, replaces)
        self.pipeline.process(document.id, document.generation)
        return self.store.works.document(document.id, document.generation)

    def scope(self, who: Principal) -> Scope:
        return self.store.labels.scope(who)

    def texts(self, who: Principal, document_id: str) -> list[str]:
        found = self.store.library.neighbours(who, self.scope(who), document_id, 0, 1000)
        return [p.text for p in found]

    def indexed(self) -> dict[str, tuple[str, str, int]]:
        """What the index holds: passage id → label, document, generation."""
        return {e.id: (e.label, e.document, e.generation) for e in self.index.iterate()}


@contextmanager
def opened(settings: Settings, confine: Confine, generations: Generations | None = None) -> Iterator[House]:
    prepared(settings.data)
    store = Store.open(settings, passwords=CHEAP)
    if store.people.find("m") is None:
        store.people.add_owner("acme", "某某精工", "enterprise")
        store.people.add_owner("school", "某某职校", "school")
        for username, owner, role in (("m", "acme", Role.MENTOR), ("s", "school", Role.STUDENT)):
            person, _ = store.people.add_person(username, username, owner, "passwords-are-long")
            store.people.add_membership(person, owner, role)
    generations = generations or open_generations(settings)
    pipeline = Pipeline(store, generations, settings, confine)
    try:
        mentor, steward = _who(store, "m"), store.people.steward("acme")
        yield House(settings, store, generations, pipeline, mentor, steward, _who(store, "s"))
    finally:
        pipeline.close()
        generations.close()
        store.close()


def _who(store: Store, username: str) -> Principal:
    person = store.people.find(username)
    assert person is not None
    return store.people.principal(person)


def settings_in(folder: Path) -> Settings:
    return Settings(data=folder / "data")
