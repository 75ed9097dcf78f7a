"""From a person's rows to their Principal: what today's memberships, grants, enrolments and assignments give.

Only reads. Does not know who gave them (people.py) nor how the person signed in (accounts.py).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, or_, select

from records.keys import Keys, Place, person_key
from records.schema import assignments, consents, courses, enrolments, grants, memberships, people, projects
from trust.errors import NotFound
from trust.labels import Atom, level_atoms
from trust.principal import Membership, Principal
from trust.roles import ROLES, Role

PARTS = ("learner", "teacher", "mentor", "opened")


class Principals:
    def __init__(self, keys: Keys, now: Callable[[], datetime]) -> None:
        self._keys = keys
        self._now = now

    def of(self, conn: Connection, person_id: str) -> Principal:
        """NotFound for somebody unknown, disabled, or whose key was destroyed."""
        row = conn.execute(select(people).where(people.c.id == person_id, people.c.disabled_at.is_(None))).first()
        if row is None:
            raise NotFound()
        name = self._keys.sealer(conn, [person_key(row.id)]).open(Place("people", row.id), "name", row.name)
        roles = conn.execute(
            select(memberships.c.owner, memberships.c.role)
            .where(memberships.c.person == person_id)
            .order_by(memberships.c.owner, memberships.c.role)
        )
        held = tuple(Membership(owner, Role(role)) for owner, role in roles)
        atoms = self._atoms(conn, person_id, held)
        return Principal(row.id, row.username, name, row.home, held, atoms, row.language)

    def _atoms(self, conn: Connection, person_id: str, held: tuple[Membership, ...]) -> frozenset[Atom]:
        atoms = {f"self:{person_id}"}
        for membership in held:
            atoms |= level_atoms(membership.owner, ROLES[membership.role].level)
        granted = select(grants.c.owner, grants.c.level).where(
            grants.c.person == person_id, _lasting(grants.c.until, self._now())
        )
        for owner, level in conn.execute(granted):
            atoms |= level_atoms(owner, level)
        atoms |= self._compartments(conn, person_id)
        for membership in held:
            if membership.role is Role.STEWARD:
                atoms |= _stewarded(conn, membership.owner)
        return frozenset(atoms)

    def _compartments(self, conn: Connection, person_id: str) -> set[Atom]:
        """Courses and projects taken part in, and the duty towards today's learners."""
        now = self._now()
        parts = conn.execute(
            select(enrolments.c.course, enrolments.c.part).where(
                enrolments.c.person == person_id, _lasting(enrolments.c.until, now)
            )
        ).all()
        assigned = conn.execute(select(assignments.c.project).where(assignments.c.person == person_id)).scalars()
        atoms = {f"course:{course}" for course, _ in parts} | {f"project:{project}" for project in assigned}
        learners = select(enrolments.c.person).where(
            enrolments.c.part == "learner", enrolments.c.person != person_id, _lasting(enrolments.c.until, now)
        )
        taught = {course for course, part in parts if part == "teacher"}
        mentored = {course for course, part in parts if part == "mentor"}
        if taught:
            atoms |= _duty(conn, learners.where(enrolments.c.course.in_(taught)))
        if mentored:
            consenting = select(consents.c.student).where(consents.c.mentor == person_id)
            those = learners.where(enrolments.c.course.in_(mentored), enrolments.c.person.in_(consenting))
            atoms |= _duty(conn, those)
        return atoms


def _lasting(until: ColumnElement[datetime | None], now: datetime) -> ColumnElement[bool]:
    return or_(until.is_(None), until > now)


def _duty(conn: Connection, learners: Select[tuple[str]]) -> set[Atom]:
    return {f"duty:{student}" for student in conn.execute(learners).scalars()}


def _stewarded(conn: Connection, owner: str) -> set[Atom]:
    mine = conn.execute(select(courses.c.id).where(courses.c.owner == owner)).scalars()
    led = conn.execute(select(projects.c.id).where(projects.c.owner == owner)).scalars()
    return {f"course:{c}" for c in mine} | {f"project:{p}" for p in led}
