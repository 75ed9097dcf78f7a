"""Whose figures a look at a course's findings rests on, the same for everybody who may look: an audience, and of each
learner the cohort.

A teacher's audience rests on all learners of the course now; a mentor's on those whose consent for the enterprise
stands, under an agreement in force that lets grades through. The rule is in the query: who does not teach or mentor the
course gets no row, as for a course that is not there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from learning.cohort import cohort
from learning.gradereport import GRADE_REPORT
from records.agreementrows import in_force
from records.columns import AnyRow, among, lasting
from records.evidencereach import consenting, mentors_at
from records.schema import agreement_terms, agreements, courses, enrolments, people
from trust.day import day
from trust.errors import NotFound
from trust.principal import Principal
from trust.roles import Act

TEACHERS = "teachers"


@dataclass(frozen=True)
class ClassGroup:
    """`audience`: teachers, or the mentors' enterprise; `cohorts`: learner → cohort."""

    course: AnyRow
    audience: str
    cohorts: Mapping[str, str]

    @property
    def teaching(self) -> bool:
        return self.audience == TEACHERS


def courses_of(conn: Connection, principal: Principal, now: datetime) -> list[AnyRow]:
    """Those this person teaches or mentors now, by title."""
    mine = or_(_part(principal, "teacher", now), _part(principal, "mentor", now))
    return list(conn.execute(select(courses).where(mine).order_by(courses.c.title, courses.c.id)).all())


def group_of(conn: Connection, principal: Principal, course: str, now: datetime, *, lock: bool = False) -> ClassGroup:
    """NotFound where this person neither teaches nor mentors it."""
    for audience, part in _audiences(principal):
        query = select(courses).where(courses.c.id == course, _part(principal, part, now))
        if lock:
            query = query.with_for_update()
        row = conn.execute(query).first()
        if row is not None:
            return ClassGroup(row, audience, _cohorts(conn, principal, row, audience, now))
    raise NotFound()


def _audiences(principal: Principal) -> list[tuple[str, str]]:
    """A teacher's first: it tells more."""
    taught = [(TEACHERS, "teacher")] if principal.may(Act.PUBLISH) else []
    return taught + [(enterprise, "mentor") for enterprise in mentors_at(principal)]


def _part(principal: Principal, part: str, now: datetime) -> ColumnElement[bool]:
    mine = select(enrolments.c.person).where(
        enrolments.c.course == courses.c.id, enrolments.c.person == principal.id, enrolments.c.part == part,
        lasting(enrolments.c.until, now),
    )  # fmt: skip
    today = sorted(a.removeprefix("course:") for a in principal.atoms if a.startswith("course:"))
    return and_(mine.correlate(courses).exists(), among(courses.c.id, today))


def _cohorts(
    conn: Connection, principal: Principal, course: AnyRow, audience: str, now: datetime
) -> dict[str, str]:
    duty = sorted(a.removeprefix("duty:") for a in principal.atoms if a.startswith("duty:"))
    query = select(enrolments.c.person, enrolments.c.since).join(people, people.c.id == enrolments.c.person)
    query = query.where(
        enrolments.c.course == course.id, enrolments.c.part == "learner", lasting(enrolments.c.until, now),
        people.c.disabled_at.is_(None), among(enrolments.c.person, duty),
    )  # fmt: skip
    if audience != TEACHERS:
        agreed = select(agreements.c.school).join(agreement_terms, agreement_terms.c.agreement == agreements.c.id)
        agreed = agreed.where(
            agreements.c.enterprise == audience, agreement_terms.c.function == GRADE_REPORT.name, in_force(day(now))
        )
        query = query.where(people.c.id.in_(consenting(audience)), people.c.home.in_(agreed))
    return {row.person: cohort(row.since) for row in conn.execute(query)}
