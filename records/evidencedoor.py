"""The door of evidence: of whom this person may tell something now, and whether the collection boundary admits it.

Teachers tell of the learners of their courses, mentors of theirs who consented, learners of themselves by other
programs alone. Somebody who is not there and somebody who is not theirs get one answer. Keeps nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select

from learning.boundary import Refusal, refusal
from learning.evidence import Evidence, Kind, Result
from records.evidencereach import (
    Standing,
    agreed_with,
    consenting,
    mentored_by,
    mentors_at,
    registered,
    standing,
    taught_by,
    teaches_at,
)
from records.schema import people
from records.shelf import Shelf
from trust.day import day
from trust.principal import Principal
from trust.roles import Role


@dataclass(frozen=True)
class Brought:
    """Something told about a learner, by user name. `key` makes it the same when it is told again; `id` where who
    tells it gave one; `same` is the content that counts where the statement holds more than was told.
    """

    username: str
    kind: Kind
    at: datetime
    activity: str
    key: tuple[str, ...]
    result: Result = field(default_factory=Result)
    competencies: tuple[str, ...] = ()
    source: str = "sheet"
    course: str | None = None
    enterprise: str | None = None
    id: str | None = None
    statement: Mapping[str, Any] | None = None
    same: str | None = None


class Turned(StrEnum):
    """Besides the boundary's refusals: not one of theirs, not a course of theirs."""

    PERSON = "person"
    COURSE = "course"


@dataclass(frozen=True)
class Learner:
    id: str
    home: str


class Door:
    """For one person and one transaction."""

    def __init__(self, conn: Connection, shelf: Shelf, principal: Principal) -> None:
        self._conn, self._principal, self._now = conn, principal, shelf.now()
        self._today = day(self._now)
        self._entries: Standing = standing(conn, shelf.keys, self._today, lasting=True)
        self._taught = self._found(taught_by(principal.id, self._now)) if teaches_at(principal) else {}
        self._mentored = {
            e: self._found(mentored_by(principal.id, e, self._now, self._today)) for e in mentors_at(principal)
        }
        self._consented: dict[str, frozenset[str]] = {}
        own = any(m.role is Role.STUDENT for m in principal.memberships)
        self._self = {principal.username: Learner(principal.id, principal.home)} if own else {}
        self._courses = {a.removeprefix("course:") for a in principal.atoms if a.startswith("course:")}

    def admit(self, brought: Brought) -> tuple[Learner, Evidence] | Refusal | Turned:
        """Whom it is about and the piece as it may be kept, or why it may not."""
        enterprise = self._enterprise(brought)
        learner = self._learner(brought, enterprise)
        if learner is None:
            return Turned.PERSON
        if brought.course and brought.course not in self._courses:
            return Turned.COURSE
        if enterprise and not self._basis(enterprise, learner):
            return Refusal.BASIS
        told = Evidence(
            brought.id or "", learner.id, brought.kind, brought.at, brought.activity, brought.result,
            brought.competencies, brought.source, brought.course, enterprise,
        )  # fmt: skip
        return refusal(told, registered(self._entries, learner.home, enterprise), self._now) or (learner, told)

    def home_of(self, brought: Brought) -> str:
        """The school whose learner it is about, where that is known to whoever tells it; else their own house."""
        learner = self._learner(brought, self._enterprise(brought))
        return learner.home if learner else self._principal.home

    def _enterprise(self, brought: Brought) -> str | None:
        """A mentor of one enterprise speaks for it."""
        mine = list(self._mentored)
        return brought.enterprise or (mine[0] if len(mine) == 1 and not self._taught else None)

    def _learner(self, brought: Brought, enterprise: str | None) -> Learner | None:
        name = brought.username
        mentored = self._mentored.get(enterprise, {}) if enterprise else {}
        own = self._self.get(name) if brought.kind is Kind.XAPI and not enterprise else None
        return own or self._taught.get(name) or mentored.get(name)

    def _basis(self, enterprise: str, learner: Learner) -> bool:
        """A recorded consent and an agreement in force."""
        if enterprise not in self._consented:
            those = people.c.id.in_(consenting(enterprise)) & agreed_with(enterprise, self._today)
            self._consented[enterprise] = frozenset(n.id for n in self._found(those).values())
        return learner.id in self._consented[enterprise]

    def _found(self, those: Any) -> dict[str, Learner]:
        query = select(people.c.id, people.c.username, people.c.home).where(those, people.c.disabled_at.is_(None))
        return {r.username: Learner(r.id, r.home) for r in self._conn.execute(query)}


def named(told: Evidence, evidence_id: str) -> Evidence:
    return replace(told, id=evidence_id)
