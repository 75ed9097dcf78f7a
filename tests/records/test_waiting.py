"""Uploads that wait: counted for each person and for everybody, refused in words when they are too many."""

from __future__ import annotations

import pytest

from records.store import Store
from records.waiting import Waiting
from records.works import NewPassage
from trust.errors import TooMany
from trust.labels import parse
from trust.principal import Principal
from trust.roles import Role
from trust.sources import Document, Locator


def person(store: Store, name: str) -> Principal:
    made, _ = store.people.add_person(name, name, "acme", "a long password")
    store.people.add_membership(made, "acme", Role.MENTOR)
    return store.people.principal(made)


def upload(store: Store, who: Principal, text: str) -> Document:
    document, _ = store.library.receive(
        who, owner="acme", library="enterprise", label=parse("acme/internal"), title=text, filename=f"{text}.txt",
        media_type="text/plain", data=text.encode(),
    )  # fmt: skip
    return document


def ready(store: Store, document: Document) -> None:
    store.works.propose(document.id, 1, None)
    store.works.stage(document.id, 1, [NewPassage(f"p{document.id}", 0, "words", "words", Locator(), {1: 1.0})])
    store.works.show(document.id, 1)


def test_each_persons_files_have_places_of_their_own_and_full_is_told_with_a_time(store: Store) -> None:
    store.people.add_owner("acme", "acme", "enterprise")
    bulk, other = person(store, "bulk"), person(store, "other")
    files = [upload(store, bulk, f"file{n}") for n in range(4)]
    few = upload(store, other, "few")
    assert [store.waiting.place(d.id, 1) for d in (files[-1], few)] == [4, 1]
    assert store.waiting.place("absent", 1) == 1
    full = Waiting(store.waiting._shelf, each=4, most=100)
    with pytest.raises(TooMany) as told:
        full.check(bulk)
    assert told.value.retry_after > 0
    assert "4" in told.value.zh
    full.check(other)
    with pytest.raises(TooMany, match="排队"):
        Waiting(store.waiting._shelf, each=50, most=5).check(other)
    ready(store, files[0])
    full.check(bulk)
    assert store.waiting.place(files[-1].id, 1) == 3
    assert store.waiting.by_state() == {"received": 4, "ready": 1}
    store.library.delete(bulk, store.labels.scope(bulk), files[0].id)
    assert store.waiting.by_state() == {"received": 4}
