"""From a person's rows to their Principal: what today's memberships, grants, enrolments and assignments give.

Only reads. Does not know who gave them (people.py) nor how the person signed in (accounts.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    Select,
    SQLColumnExpression,
    String,
    bindparam,
    cast,
    literal,
    or_,
    select,
    union_all,
)

from records.agreementrows import in_force
from records.columns import AnyRow, Moment, among, lasting
from records.keys import Keys, Place, person_key
from records.schema import (
    agreements,
    assignments,
    consents,
    courses,
    enrolments,
    enterprise_consents,
    grants,
    memberships,
    people,
    projects,
)
from trust.day import day
from trust.errors import NotFound
from trust.labels import Atom, level_atoms
from trust.principal import Membership, Principal
from trust.roles import ROLES, Role

PARTS = ("learner", "teacher", "mentor", "opened")
_PERSON = bindparam("person", type_=String())
_NOW: BindParameter[datetime] = bindparam("now", type_=Moment())


class Principals:
    def __init__(self, keys: Keys, now: Callable[[], datetime]) -> None:
        self._keys = keys
        self._now = now

    def of(self, conn: Connection, person_id: str) -> Principal:
        """NotFound for somebody unknown, disabled, or whose key was destroyed."""
        row = conn.execute(_KNOWN, {"person": person_id}).first()
        if row is None:
            raise NotFound()
        name = self._keys.sealer(conn, [person_key(row.id)]).open(Place("people", row.id), "name", row.name)
        holds = conn.execute(_HELD, {"person": person_id, "now": self._now()}).all()
        held = tuple(Membership(h.of, Role(h.what)) for h in holds if h.kind == "role")
        atoms = self._atoms(conn, person_id, holds)
        for membership in held:
            atoms |= level_atoms(membership.owner, ROLES[membership.role].level)
            if membership.role is Role.STEWARD:
                atoms |= _stewarded(conn, membership.owner)
        return Principal(row.id, row.username, name, row.home, held, frozenset(atoms), row.language)

    def _atoms(self, conn: Connection, person_id: str, holds: Sequence[AnyRow]) -> set[Atom]:
        """What is granted, courses and projects taken part in, and the duty towards today's learners."""
        atoms = {f"self:{person_id}"}
        for granted in holds:
            if granted.kind == "grant":
                atoms |= level_atoms(granted.of, int(granted.what))
        atoms |= {f"project:{h.of}" for h in holds if h.kind == "project"}
        parts = [(h.of, h.what) for h in holds if h.kind == "part"]
        atoms |= {f"course:{course}" for course, _ in parts}
        learners = select(enrolments.c.person).where(
            enrolments.c.part == "learner", enrolments.c.person != person_id, lasting(enrolments.c.until, self._now())
        )
        taught = {course for course, part in parts if part == "teacher"}
        mentored = {course for course, part in parts if part == "mentor"}
        if taught:
            atoms |= _duty(conn, learners.where(enrolments.c.course.in_(taught)))
        if mentored:
            consenting = select(consents.c.student).where(consents.c.mentor == person_id)
            shared = _shared([h.of for h in holds if (h.kind, h.what) == ("role", Role.MENTOR.value)], self._now())
            either = or_(enrolments.c.person.in_(consenting), enrolments.c.person.in_(shared))
            those = learners.where(enrolments.c.course.in_(mentored), either)
            atoms |= _duty(conn, those)
        return atoms


def _shared(enterprises: Sequence[str], now: datetime) -> Select[tuple[str]]:
    """Learners who consented for one of these, with which their school has an agreement in force."""
    query = select(enterprise_consents.c.student).join(people, people.c.id == enterprise_consents.c.student)
    between = (agreements.c.school == people.c.home) & (agreements.c.enterprise == enterprise_consents.c.enterprise)
    agreed = select(agreements.c.id).where(between, in_force(day(now))).correlate(people, enterprise_consents).exists()
    given = enterprise_consents.c.withdrawn_at.is_(None)
    return query.where(given, among(enterprise_consents.c.enterprise, sorted(set(enterprises))), agreed)


def _rows(kind: str, of: SQLColumnExpression[str], what: SQLColumnExpression[str]) -> Select[*tuple[Any, ...]]:
    return select(literal(kind).label("kind"), of.label("of"), what.label("what"))


# Every request and every moment of a stream asks: statements made once, and one instead of four.
_KNOWN = select(people).where(people.c.id == _PERSON, people.c.disabled_at.is_(None))
_HELD = union_all(
    _rows("role", memberships.c.owner, memberships.c.role).where(memberships.c.person == _PERSON),
    _rows("grant", grants.c.owner, cast(grants.c.level, String)).where(
        grants.c.person == _PERSON, lasting(grants.c.until, _NOW)
    ),
    _rows("part", enrolments.c.course, enrolments.c.part).where(
        enrolments.c.person == _PERSON, lasting(enrolments.c.until, _NOW)
    ),
    _rows("project", assignments.c.project, literal("")).where(assignments.c.person == _PERSON),
).order_by("kind", "of", "what")


def _duty(conn: Connection, learners: Select[tuple[str]]) -> set[Atom]:
    return {f"duty:{student}" for student in conn.execute(learners).scalars()}


def _stewarded(conn: Connection, owner: str) -> set[Atom]:
    mine = conn.execute(select(courses.c.id).where(courses.c.owner == owner)).scalars()
    led = conn.execute(select(projects.c.id).where(projects.c.owner == owner)).scalars()
    return {f"course:{c}" for c in mine} | {f"project:{p}" for p in led}
