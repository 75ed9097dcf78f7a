"""Whose evidence a person sees today, as a condition of the query: one's own; what the register lets teachers of a
learner's course see; what it lets mentors see, with the learner's consent and an agreement in force.

A mentor never sees what concerns another enterprise. The label's own check (the scope) comes on top. Knows no bodies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, Select, and_, false, or_, select

from learning.boundary import Entry, Viewer, kinds_for
from records.agreementrows import in_force as agreed
from records.columns import among, lasting
from records.keys import Keys
from records.registerrows import entries_of
from records.schema import agreements, enrolments, enterprise_consents, people
from trust.principal import Principal
from trust.roles import Role

Standing = Mapping[str, Mapping[str, tuple[Entry, ...]]]
"""Entries by school and enterprise."""


@dataclass(frozen=True)
class Columns:
    """What the conditions are put on. `enterprise` None: of no enterprise."""

    student: ColumnElement[str]
    kind: ColumnElement[str]
    enterprise: ColumnElement[str | None] | None = None


def standing(conn: Connection, keys: Keys, today: date, *, lasting: bool) -> Standing:
    """Signed by both and not revoked; `lasting`: still open for taking in."""
    return entries_of(conn, keys, today if lasting else date.min)


def seen(principal: Principal, entries: Standing, now: datetime, today: date, of: Columns) -> ColumnElement[bool]:
    """The whole condition."""
    return or_(of.student == principal.id, *_taught(principal, entries, now, of),
               *_mentored(principal, entries, now, today, of))  # fmt: skip


def of_others(principal: Principal) -> bool:
    """Whether this person can see anybody else's at all."""
    return any(m.role in (Role.TEACHER, Role.MENTOR) for m in principal.memberships)


def taught_by(person: str, now: datetime) -> ColumnElement[bool]:
    """On `people.id`: learners of a course this person teaches now."""
    return people.c.id.in_(_learners(person, "teacher", now))


def mentored_by(person: str, enterprise: str, now: datetime, today: date) -> ColumnElement[bool]:
    """On `people.id`: learners this person mentors now, who consented for the enterprise, under an agreement."""
    return and_(
        people.c.id.in_(_learners(person, "mentor", now)), people.c.id.in_(consenting(enterprise)),
        agreed_with(enterprise, today),
    )  # fmt: skip


def agreed_with(enterprise: str, today: date) -> ColumnElement[bool]:
    """On `people.home`."""
    schools = select(agreements.c.school).where(agreements.c.enterprise == enterprise, agreed(today))
    return people.c.home.in_(schools)


def consenting(enterprise: str | ColumnElement[str]) -> ColumnElement[str]:
    """Ids of those whose consent for it stands."""
    given = enterprise_consents.c.withdrawn_at.is_(None) & (enterprise_consents.c.enterprise == enterprise)
    found: ColumnElement[str] = select(enterprise_consents.c.student).where(given).scalar_subquery()
    return found


def mentors_at(principal: Principal) -> list[str]:
    return sorted({m.owner for m in principal.memberships if m.role is Role.MENTOR})


def teaches_at(principal: Principal) -> list[str]:
    return sorted({m.owner for m in principal.memberships if m.role is Role.TEACHER})


def _taught(
    principal: Principal, entries: Standing, now: datetime, of: Columns
) -> Iterable[ColumnElement[bool]]:
    for school in teaches_at(principal):
        here = select(people.c.id).where(people.c.home == school, taught_by(principal.id, now))
        for enterprise, held in entries.get(school, {}).items():
            kinds = among(of.kind, sorted(k.value for k in kinds_for(held, Viewer.TEACHER)))
            yield and_(of.student.in_(here), kinds, _concerns(of, enterprise))


def _mentored(
    principal: Principal, entries: Standing, now: datetime, today: date, of: Columns
) -> Iterable[ColumnElement[bool]]:
    for enterprise in mentors_at(principal):
        for school, by_enterprise in entries.items():
            kinds = sorted(k.value for k in kinds_for(by_enterprise.get(enterprise, ()), Viewer.MENTOR))
            mine = mentored_by(principal.id, enterprise, now, today) & (people.c.home == school)
            yield and_(
                of.student.in_(select(people.c.id).where(mine)), among(of.kind, kinds) if kinds else false(),
                _concerns(of, enterprise),
            )  # fmt: skip


def _concerns(of: Columns, enterprise: str) -> ColumnElement[bool]:
    """The school's own, or this enterprise's."""
    if of.enterprise is None:
        return of.student.is_not(None)
    return or_(of.enterprise.is_(None), of.enterprise == enterprise)


def courses_as(person: str, now: datetime, *parts: str) -> Select[tuple[str]]:
    """In which this person is one of these now."""
    return select(enrolments.c.course).where(
        enrolments.c.person == person, enrolments.c.part.in_(parts), lasting(enrolments.c.until, now)
    )


def _learners(person: str, part: str, now: datetime) -> ColumnElement[str]:
    theirs = select(enrolments.c.person).where(
        enrolments.c.part == "learner", enrolments.c.person != person, lasting(enrolments.c.until, now),
        enrolments.c.course.in_(courses_as(person, now, part)),
    )  # fmt: skip
    found: ColumnElement[str] = theirs.scalar_subquery()
    return found


def registered(entries: Standing, school: str, enterprise: str | None) -> Sequence[Entry]:
    """What may be kept of a learner of this school: of the school's own work, whatever any of its registers names."""
    held = entries.get(school, {})
    return held.get(enterprise, ()) if enterprise else [e for each in held.values() for e in each]
