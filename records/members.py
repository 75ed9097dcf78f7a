"""A steward's own people: who they are, what they are granted here, and which of this owner's documents each can read.

Whoever has a role at the owner, or holds a grant of it. What a person can read is the document's own visible query
under the labels both they and the steward read. Gives nothing itself (people.py grants).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, or_, select

from records import stewardacts
from records.columns import AnyRow, among
from records.editions import visible
from records.keys import Place, person_key
from records.labels import Labels
from records.principals import Principals
from records.schema import courses, documents, enrolments, grants, memberships, people
from records.shelf import OnShelf, Shelf
from trust.errors import NotFound
from trust.principal import Principal, Scope
from trust.roles import Act
from trust.sources import Document

MOST = 200


@dataclass(frozen=True)
class Grant:
    level: int
    until: datetime | None


@dataclass(frozen=True)
class Member:
    """`courses` are this owner's; `grant` what the owner's stewards gave beyond the roles."""

    id: str
    username: str
    name: str
    roles: tuple[str, ...]
    courses: tuple[str, ...]
    grant: Grant | None


class Members(OnShelf):
    def __init__(self, shelf: Shelf, principals: Principals, labels: Labels) -> None:
        super().__init__(shelf)
        self._principals, self._labels = principals, labels

    def page(self, principal: Principal, owner: str) -> list[Member]:
        """By user name. NotFound for who is no steward of this owner."""
        _steward(principal, owner)
        with self._shelf.database.read() as conn:
            rows = conn.execute(_theirs(owner).order_by(people.c.username)).all()
            return self._opened(conn, owner, rows)

    def reads(self, principal: Principal, scope: Scope, owner: str, person_id: str) -> tuple[list[Document], bool]:
        """This owner's documents that the person reads today, newest first, and whether there are more than MOST.

        Only those the steward reads too: an owner's steward reads all of the owner's, but not what belongs to others.
        """
        self._own(principal, scope)
        _steward(principal, owner)
        with self._shelf.database.read() as conn:
            if conn.execute(_theirs(owner).where(people.c.id == person_id)).first() is None:
                raise NotFound()
            theirs = self._labels.scope_in(conn, self._principals.of(conn, person_id))
            both = replace(theirs, labels={i: n for i, n in theirs.labels.items() if i in scope.ids})
            query = visible(both).where(documents.c.owner == owner)
            rows = conn.execute(query.order_by(documents.c.created_at.desc(), documents.c.id).limit(MOST + 1)).all()
            found = self._shelf.opened.documents(conn, rows[:MOST])
        self._shelf.audit.note(owner, stewardacts.ReadersLooked(principal.id, person_id))
        return found, len(rows) > MOST

    def _opened(self, conn: Connection, owner: str, rows: Sequence[AnyRow]) -> list[Member]:
        ids = [row.id for row in rows]
        here = select(memberships.c.person, memberships.c.role).where(memberships.c.owner == owner)
        roles = _several(conn, here, ids)
        taken = select(enrolments.c.person, courses.c.title).join(courses, courses.c.id == enrolments.c.course)
        parts = _several(conn, taken.where(courses.c.owner == owner), ids)
        held = conn.execute(select(grants).where(grants.c.owner == owner, among(grants.c.person, ids))).all()
        given = {g.person: Grant(g.level, g.until) for g in held if g.until is None or g.until > self._shelf.now()}
        sealers = self._shelf.keys.sealers(conn, {(person_key(i),) for i in ids})
        names = {r.id: sealers[(person_key(r.id),)].open(Place("people", r.id), "name", r.name) for r in rows}
        return [
            Member(r.id, r.username, names[r.id], roles.get(r.id, ()), parts.get(r.id, ()), given.get(r.id))
            for r in rows
        ]  # fmt: skip


def _theirs(owner: str) -> Select[tuple[str, str, bytes]]:
    here = select(memberships.c.person).where(memberships.c.owner == owner)
    granted = select(grants.c.person).where(grants.c.owner == owner)
    query = select(people.c.id, people.c.username, people.c.name).where(people.c.disabled_at.is_(None))
    return query.where(or_(people.c.id.in_(here), people.c.id.in_(granted)))


def _several(conn: Connection, query: Select[Any], ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for row in conn.execute(query):
        found.setdefault(row[0], set()).add(row[1])
    return {person: tuple(sorted(found[person])) for person in ids if person in found}


def _steward(principal: Principal, owner: str) -> None:
    if not principal.may(Act.GRANT, owner):
        raise NotFound()
