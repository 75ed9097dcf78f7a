"""Looks of staff at a learner's evidence: each with its reason, kept for the learner and their school's stewards.

Every learner is treated as if under age: no look goes without a reason. Reasons are sealed with the learner's key.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, insert, or_, select

from records import evidenceacts as acts
from records.columns import AnyRow, among
from records.evidencereach import mentored_by, mentors_at, taught_by
from records.keys import VERSION, Place, owner_key, person_key
from records.schema import evidence_looks, people
from records.shelf import OnShelf
from trust.day import day
from trust.errors import BadInput, NotFound
from trust.principal import Principal
from trust.roles import Act

SHORTEST, LONGEST, MOST = 2, 200, 500
LASTS = timedelta(hours=1)
"""How long a look may be gone on with, as by a page that fetches its pictures."""


@dataclass(frozen=True)
class Look:
    id: str
    student: str
    person: str
    at: datetime
    reason: str


class Looks(OnShelf):
    def look(self, principal: Principal, student: str, reason: str) -> None:
        """Records one. NotFound where this person sees nothing of them; BadInput without a reason."""
        now = self._shelf.now()
        with self._shelf.database.write() as conn:
            row = conn.execute(_theirs(principal, student, now)).first()
            if row is None:
                raise NotFound()
            self._keep(conn, principal, row, _checked(reason), now)

    def again(self, principal: Principal, student: str, reason: str) -> None:
        """A look as above; without a reason, going on with one of the last hour, whose reason stands."""
        now = self._shelf.now()
        held = select(evidence_looks.c.id).where(
            evidence_looks.c.person == principal.id, evidence_looks.c.student == student,
            evidence_looks.c.at > now - LASTS,
        )  # fmt: skip
        if not reason.strip():
            with self._shelf.database.read() as conn:
                if conn.execute(_theirs(principal, student, now).where(held.exists())).first() is not None:
                    return
        self.look(principal, student, reason)

    def each(self, principal: Principal, students: Collection[str], reason: str) -> None:
        """`again` for many, in one transaction: NotFound where one of them is not theirs."""
        self._each(principal, students, reason, anew=bool(reason.strip()))

    def once_each(
        self, principal: Principal, students: Collection[str], reason: str, placed: Collection[str] = ()
    ) -> None:
        """`once` for many, in one transaction. `placed`: whom the caller has found by an internship they see."""
        self._each(principal, students, reason, anew=False, placed=placed)

    def once(self, principal: Principal, student: str, reason: str) -> None:
        """A look, unless one of the last hour stands: for what is part of one's work, such as a queue to confirm."""
        try:
            self.again(principal, student, "")
        except BadInput:
            self.look(principal, student, reason)

    def page(self, principal: Principal) -> list[Look]:
        """Newest first: at oneself, and, for stewards, at the learners of their school."""
        query = _visible(principal).order_by(evidence_looks.c.at.desc(), evidence_looks.c.id).limit(MOST)
        with self._shelf.database.read() as conn:
            rows = conn.execute(query).all()
            sealers = self._shelf.keys.sealers(conn, {_holders(r.student, r.home) for r in rows})
            return [
                Look(r.id, r.student, r.person, r.at,
                     sealers[_holders(r.student, r.home)].open(_place(r.id, r.student), "reason", r.reason))
                for r in rows
            ]  # fmt: skip

    def _each(
        self, principal: Principal, students: Collection[str], reason: str, *, anew: bool, placed: Collection[str] = ()
    ) -> None:
        now, wanted = self._shelf.now(), set(students)
        theirs = _those(principal, now, among(people.c.id, sorted(wanted)), placed).order_by(people.c.id)
        with self._shelf.database.read() as conn:
            rows = conn.execute(theirs).all()
            if {row.id for row in rows} != wanted:
                raise NotFound()
            lacking = wanted if anew else wanted - self._recent(conn, principal, wanted, now)
        if not lacking:
            return
        said = _checked(reason)
        with self._shelf.database.write() as conn:
            stand = set() if anew else self._recent(conn, principal, wanted, now)
            for row in conn.execute(theirs).all():
                if row.id not in stand:
                    self._keep(conn, principal, row, said, now)

    def _recent(self, conn: Connection, principal: Principal, students: Collection[str], now: datetime) -> set[str]:
        """At whom of these a look of the last hour stands."""
        held = select(evidence_looks.c.student).where(
            evidence_looks.c.person == principal.id, evidence_looks.c.at > now - LASTS,
            among(evidence_looks.c.student, sorted(students)),
        )  # fmt: skip
        return set(conn.execute(held).scalars())

    def _keep(self, conn: Connection, principal: Principal, learner: AnyRow, reason: str, now: datetime) -> None:
        look_id = self._shelf.new_id()
        sealer = self._shelf.keys.sealer(conn, _holders(learner.id, learner.home))
        row = {"id": look_id, "student": learner.id, "person": principal.id, "at": now, "key_version": VERSION,
               "reason": sealer.seal(_place(look_id, learner.id), "reason", reason)}  # fmt: skip
        conn.execute(insert(evidence_looks).values(row))
        self._shelf.audit.append(conn, learner.home, acts.EvidenceLooked(principal.id, learner.id, look_id))


def _theirs(principal: Principal, student: str, now: datetime) -> Select[Any]:
    """The learner, while this person teaches or mentors them."""
    return _those(principal, now, people.c.id == student)


def _those(
    principal: Principal, now: datetime, wanted: ColumnElement[bool], placed: Collection[str] = ()
) -> Select[Any]:
    mine = [taught_by(principal.id, now)]
    mine += [mentored_by(principal.id, e, now, day(now)) for e in mentors_at(principal)]
    duty = sorted(a.removeprefix("duty:") for a in principal.atoms if a.startswith("duty:"))
    return select(people.c.id, people.c.home).where(
        wanted, or_(and_(or_(*mine), among(people.c.id, duty)), among(people.c.id, sorted(placed)))
    )  # fmt: skip


def _checked(reason: str) -> str:
    if not SHORTEST <= len(reason.strip()) <= LONGEST:
        raise BadInput("查看学生记录须写明理由（2 至 200 字）", "Looking at a learner's records takes a reason")
    return reason.strip()


def _visible(principal: Principal) -> Select[Any]:
    stewards = sorted({m.owner for m in principal.memberships if principal.may(Act.READ_AUDIT, m.owner)})
    query = select(evidence_looks, people.c.home).join(people, people.c.id == evidence_looks.c.student)
    return query.where(or_(evidence_looks.c.student == principal.id, among(people.c.home, stewards)))


def _holders(student: str, home: str) -> tuple[str, ...]:
    return (owner_key(home), person_key(student))


def _place(look_id: str, student: str) -> Place:
    return Place("evidence_looks", look_id, student)
