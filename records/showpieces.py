"""Works a learner shows in their portfolio: title, note and a picture, sealed with their key and their school's.

The learner alone puts in, changes and takes out. They say of each who else may see it: the teachers of their courses,
and mentors, who take consent, an agreement and a register besides. Knows no picture format: the bytes come cleaned.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, func, insert, or_, select, update

from records import evidenceacts as acts
from records.blobs import Removing
from records.columns import AnyRow, among
from records.entering import Entering
from records.evidencereach import Standing, mentored_by, mentors_at, standing, taught_by, teaches_at
from records.keys import VERSION, Broken, Place, Sealer
from records.masteries import keys_of
from records.schema import blobs, people, showpieces
from trust.day import day
from trust.errors import BadInput, Damaged, Forbidden, NotFound, Stale
from trust.labels import self_label
from trust.principal import Principal, Scope
from trust.roles import Role

MOST, LONGEST_TITLE, LONGEST_NOTE = 24, 60, 200


@dataclass(frozen=True)
class Words:
    """What a learner says of a work, and who besides them may see it."""

    title: str
    note: str = ""
    for_teachers: bool = True
    for_mentors: bool = False

    def checked(self) -> Words:
        """Without blanks around. Raises BadInput."""
        title, note = " ".join(self.title.split()), self.note.strip()
        if not 1 <= len(title) <= LONGEST_TITLE or len(note) > LONGEST_NOTE:
            raise BadInput(
                f"作品名称须为 1 至 {LONGEST_TITLE} 字，说明不超过 {LONGEST_NOTE} 字",
                f"A title has 1 to {LONGEST_TITLE} characters, a note {LONGEST_NOTE} at most",
            )
        return Words(title, note, self.for_teachers, self.for_mentors)


@dataclass(frozen=True)
class Picture:
    """A JPEG as it is kept, of so many pixels."""

    data: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Showpiece:
    id: str
    person: str
    at: datetime
    words: Words
    width: int
    height: int
    version: int


class Showpieces(Entering):
    """Every query carries the caller's scope and reach; what is hidden and what is absent are one NotFound."""

    def add(self, principal: Principal, scope: Scope, words: Words, picture: Picture) -> Showpiece:
        """One more of one's own. Forbidden for who is no student, Stale past MOST."""
        self._own(principal, scope)
        if Role.STUDENT.value not in principal.roles:
            raise Forbidden("只有学生可以在成长档案里放作品", "Only students put works into a portfolio")
        said, keys = words.checked(), _keys(principal.id, principal.home)
        owner, size = principal.home, len(picture.data)
        with self._shelf.database.read() as conn:
            sealer = self._shelf.keys.sealer(conn, keys)
            name = self._shelf.blobs.name(owner, json.dumps(keys), picture.data)
            self._shelf.quotas.check(conn, scope, owner, name, size)  # before anything is written
        self._write_blob(owner, name, sealer, picture.data)
        showpiece_id = self._shelf.new_id()
        with self._shelf.database.write() as conn:
            self._room(conn, principal.id)
            self._keep_blob(conn, owner, name, sealer, picture.data)
            self._shelf.quotas.turn(conn, owner, principal.id)
            self._shelf.quotas.check(conn, scope, owner, name, size)  # again: another may have come
            label = self._shelf.labels.ensure(conn, self_label(owner, principal.id))
            row = {
                "id": showpiece_id, "person": principal.id, "owner": owner, "label": label, "at": self._shelf.now(),
                "for_teachers": said.for_teachers, "for_mentors": said.for_mentors, "blob": name, "version": 1,
                "sealed_by": json.dumps([owner]), "key_version": VERSION,
                "body": _sealed(sealer, showpiece_id, principal.id, said, picture.width, picture.height),
            }  # fmt: skip
            conn.execute(insert(showpieces).values(row))
            self._shelf.audit.append(conn, owner, acts.ShowpieceAdded(principal.id, showpiece_id))
            return self._opened(conn, [self._mine(conn, principal, showpiece_id)])[0]

    def page(self, principal: Principal, scope: Scope, student: str | None = None) -> list[Showpiece]:
        """Latest first: one's own, or those one may see of somebody else, for what shows them under a look."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            query = self._visible(conn, principal, scope).where(showpieces.c.person == (student or principal.id))
            return self._opened(conn, conn.execute(query.order_by(showpieces.c.at.desc(), showpieces.c.id)).all())

    def pictures(
        self, principal: Principal, scope: Scope, student: str, ids: Sequence[str]
    ) -> dict[str, bytes]:
        """Of those of these that may be seen, as JPEG. Damaged where a file is missing or changed."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            query = self._visible(conn, principal, scope).where(
                showpieces.c.person == student, among(showpieces.c.id, list(ids))
            )
            rows = conn.execute(query).all()
            sealers = self._shelf.keys.sealers(conn, {keys_of(r.person, r.sealed_by) for r in rows})
        return {r.id: self._picture(r, sealers[keys_of(r.person, r.sealed_by)]) for r in rows}

    def change(
        self, principal: Principal, scope: Scope, showpiece_id: str, version: int, words: Words
    ) -> Showpiece:
        """Other words, or for others. Stale where it is not the version that was read."""
        self._own(principal, scope)
        said = words.checked()
        with self._shelf.database.write() as conn:
            row = self._mine(conn, principal, showpiece_id)
            held = self._opened(conn, [row])[0]
            sealer = self._shelf.keys.sealer(conn, keys_of(row.person, row.sealed_by))
            values = {
                "for_teachers": said.for_teachers, "for_mentors": said.for_mentors, "version": version + 1,
                "body": _sealed(sealer, showpiece_id, principal.id, said, held.width, held.height),
            }  # fmt: skip
            read = (showpieces.c.id == showpiece_id) & (showpieces.c.version == version)
            if conn.execute(update(showpieces).where(read).values(values)).rowcount == 0:
                raise Stale("作品已被改动，请刷新后再改", "The work was changed meanwhile: reload")
            return self._opened(conn, [self._mine(conn, principal, showpiece_id)])[0]

    def remove(self, principal: Principal, scope: Scope, showpiece_id: str) -> None:
        """One of one's own, with its picture."""
        self._own(principal, scope)
        with self._shelf.blobs.alone() as removing, self._shelf.database.write() as conn:
            row = self._mine(conn, principal, showpiece_id)
            conn.execute(delete(showpieces).where(showpieces.c.id == showpiece_id))
            drop_picture(conn, removing, row.owner, row.blob)
            self._shelf.audit.append(conn, row.owner, acts.ShowpieceRemoved(principal.id, showpiece_id))

    def _room(self, conn: Connection, person: str) -> None:
        query = select(people.c.id).where(people.c.id == person)
        conn.execute(query.with_for_update()).all()
        held = select(func.count()).select_from(showpieces).where(showpieces.c.person == person)
        if conn.execute(held).scalar_one() >= MOST:
            raise Stale(f"作品已有 {MOST} 件，请先删除不用的", f"There are {MOST} works: delete some first")

    def _mine(self, conn: Connection, principal: Principal, showpiece_id: str) -> AnyRow:
        own = (showpieces.c.id == showpiece_id) & (showpieces.c.person == principal.id)
        row = conn.execute(select(showpieces).where(own)).first()
        if row is None:
            raise NotFound()
        return row

    def _visible(self, conn: Connection, principal: Principal, scope: Scope) -> Select[Any]:
        now = self._shelf.now()
        entries = standing(conn, self._shelf.keys, day(now), lasting=False)
        reach = or_(showpieces.c.person == principal.id, *_shown(principal, entries, now))
        return select(showpieces).where(reach, among(showpieces.c.label, sorted(scope.ids)))

    def _picture(self, row: AnyRow, sealer: Sealer) -> bytes:
        try:
            plain = self._shelf.blobs.read(row.owner, row.blob, sealer)
        except (NotFound, Broken, OSError):
            raise Damaged() from None
        if self._shelf.blobs.name(row.owner, json.dumps(keys_of(row.person, row.sealed_by)), plain) != row.blob:
            raise Damaged()
        return plain

    def _opened(self, conn: Connection, rows: Sequence[AnyRow]) -> list[Showpiece]:
        sealers = self._shelf.keys.sealers(conn, {keys_of(r.person, r.sealed_by) for r in rows})
        made = []
        for row in rows:
            sealer = sealers[keys_of(row.person, row.sealed_by)]
            body = json.loads(sealer.open(_place(row.id, row.person), "body", row.body))
            words = Words(body["title"], body["note"], row.for_teachers, row.for_mentors)
            made.append(Showpiece(row.id, row.person, row.at, words, body["width"], body["height"], row.version))
        return made


def drop_picture(conn: Connection, removing: Removing, owner: str, name: str) -> None:
    """Where no work refers to it any more."""
    own = and_(blobs.c.owner == owner, blobs.c.name == name)
    conn.execute(select(blobs.c.name).where(own).with_for_update()).all()
    used = select(showpieces.c.id).where(showpieces.c.owner == owner, showpieces.c.blob == name)
    if conn.execute(used.limit(1)).first() is None:
        conn.execute(delete(blobs).where(own))
        removing.one(owner, name)


def _shown(principal: Principal, entries: Standing, now: datetime) -> list[ColumnElement[bool]]:
    """Works of others: by the learner's own choice, within the reach that evidence has."""
    made: list[ColumnElement[bool]] = []
    for school in teaches_at(principal):
        here = select(people.c.id).where(people.c.home == school, taught_by(principal.id, now))
        made.append(and_(showpieces.c.for_teachers, showpieces.c.person.in_(here)))
    for enterprise in mentors_at(principal):
        schools = sorted(school for school, held in entries.items() if held.get(enterprise))
        mine = mentored_by(principal.id, enterprise, now, day(now)) & among(people.c.home, schools)
        made.append(and_(showpieces.c.for_mentors, showpieces.c.person.in_(select(people.c.id).where(mine))))
    return made


def _keys(person: str, home: str) -> tuple[str, ...]:
    return keys_of(person, json.dumps([home]))


def _sealed(sealer: Sealer, showpiece_id: str, person: str, words: Words, width: int, height: int) -> bytes:
    body = {"title": words.title, "note": words.note, "width": width, "height": height}
    return sealer.seal(_place(showpiece_id, person), "body", json.dumps(body, ensure_ascii=False))


def _place(showpiece_id: str, person: str) -> Place:
    return Place("showpieces", showpiece_id, person)
