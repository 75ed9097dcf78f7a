"""A small cast for the tests of records: a school, two enterprises, one person per role, ways to put documents in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from records.store import Store, random_id
from records.works import NewPassage
from trust.labels import parse
from trust.principal import Principal, Scope
from trust.roles import Role
from trust.sources import Document, Locator

PASSWORD = "correct horse"


@dataclass(frozen=True)
class Cast:
    """Ids by user name; principals are made anew each time, from today's grants."""

    store: Store
    ids: Mapping[str, str]

    def __call__(self, username: str) -> Principal:
        return self.store.people.principal(self.ids[username])

    def scope(self, username: str) -> Scope:
        return self.store.labels.scope(self(username))

    def upload(
        self, username: str, label: str, data: bytes = b"", *, title: str = "标题", replaces: str | None = None
    ) -> Document:
        document, _ = self.store.library.receive(
            self(username),
            owner=label.partition("/")[0],
            library="course",
            label=parse(label),
            title=title,
            filename=f"{title}.txt",
            media_type="text/plain",
            data=data or random_id().encode(),
            replaces=replaces,
        )
        return document

    def stage(self, document: Document, texts: Sequence[str] = ("文字",)) -> list[str]:
        """As the pipeline does: judged first, here by rules that ask for nothing."""
        self.store.works.propose(document.id, document.generation, None)
        chunks = [passage(document, n, text) for n, text in enumerate(texts)]
        self.store.works.stage(document.id, document.generation, chunks)
        return [c.id for c in chunks]

    def put(self, username: str, label: str, texts: Sequence[str] = ("文字",), *, title: str = "标题") -> Document:
        """Uploaded, staged and shown."""
        document = self.upload(username, label, title=title)
        self.stage(document, texts)
        self.store.works.show(document.id, document.generation)
        return self.store.works.document(document.id, document.generation)


def passage(document: Document, ordinal: int, text: str) -> NewPassage:
    """Its terms are the code points of its characters."""
    counts = {ord(c): float(text.count(c)) for c in set(text)}
    at = Locator(page=ordinal + 1, heading="第一章")
    return NewPassage(f"{document.id}-{document.generation}-{ordinal}", ordinal, text, f"题\n{text}", at, counts)


def enter(store: Store) -> Cast:
    """The cast, in a store without people."""
    people = store.people
    for owner, kind in (("school", "school"), ("acme", "enterprise"), ("rival", "enterprise")):
        people.add_owner(owner, owner.title(), kind)
    for course in ("cnc1", "ecom1"):
        people.add_course(course, "school", course)
    people.add_project("shaft", "school", "轴", "cnc1")
    ids = {}
    for username, home, role in (
        ("student", "school", Role.STUDENT),
        ("other", "school", Role.STUDENT),
        ("teacher", "school", Role.TEACHER),
        ("mentor", "acme", Role.MENTOR),
        ("staff", "acme", Role.STAFF),
        ("rivalmentor", "rival", Role.MENTOR),
        ("steward", "school", Role.STEWARD),
        ("acmesteward", "acme", Role.STEWARD),
        ("admin", "school", Role.ADMIN),
    ):
        ids[username], _ = people.add_person(username, f"{username}的名字", home, PASSWORD)
        people.add_membership(ids[username], home, role)
    for username, part in (("student", "learner"), ("teacher", "teacher"), ("mentor", "mentor"), ("staff", "opened")):
        people.enrol(ids[username], "cnc1", part)
    return Cast(store, ids)
