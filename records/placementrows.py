"""Placements as rows: whose they are to see, sealed and opened.

Seen as evidence of an internship is (evidencereach.py): by the student; by those who teach the course the placement is
of, as far as the register shows teachers; by mentors of that enterprise in that course, with the student's consent, an
agreement and the register. All of it is in the query. Whose student has left the course with an incident unanswered
stays with its course's teachers and mentors where that is asked for. Knows no rule of internships.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, false, literal, or_, select

from learning.boundary import Viewer, kinds_for
from learning.evidence import Kind
from learning.placement import State, Terms
from records.columns import AnyRow, among
from records.evidencereach import (
    Columns,
    Standing,
    agreed_with,
    consenting,
    courses_as,
    mentors_at,
    seen,
    standing,
    teaches_at,
)
from records.keys import Place, Sealer, person_key
from records.masteries import keys_of
from records.schema import internship_days, people, placements
from records.shelf import Shelf
from trust.day import day
from trust.principal import Principal, Scope

STUDENT, TEACHER, MENTOR = "student", "teacher", "mentor"


@dataclass(frozen=True)
class Placement:
    """`despite`: why it was made although the student was not ready. `name`: the student's. `sides`: what the reader
    is in it. `home`: the student's school. `left`: seen for an incident alone, its student having left the course.
    """

    id: str
    student: str
    name: str
    home: str
    project: str
    course: str
    enterprise: str
    mentor: str
    since: date
    until: date
    state: State
    work_order: str | None
    terms: Terms
    despite: str
    person: str
    at: datetime
    version: int
    sides: tuple[str, ...]
    left: bool = False


def visible(
    shelf: Shelf, conn: Connection, principal: Principal, scope: Scope, *, alarmed: bool = False
) -> Select[Any]:
    """Placements this person sees today, with what they are in each; `alarmed`: also of students who have left the
    course while an incident waits for an answer.
    """
    now = shelf.now()
    today = day(now)
    entries = standing(conn, shelf.keys, today, lasting=False)
    of = Columns(placements.c.student, literal(Kind.INTERNSHIP.value), placements.c.enterprise)
    teaches = placements.c.course.in_(courses_as(principal.id, now, TEACHER)) if teaches_at(principal) else false()
    mentors = and_(
        placements.c.course.in_(courses_as(principal.id, now, MENTOR)),
        among(placements.c.enterprise, mentors_at(principal)),
    )  # fmt: skip
    own: ColumnElement[bool] = placements.c.student == principal.id
    whole = and_(seen(principal, entries, now, today, of), among(placements.c.label, sorted(scope.ids)))
    left = _alarms(principal, entries, today, teaches, mentors) if alarmed else false()
    query = select(
        placements, people.c.home, people.c.name, people.c.username, own.label("student_side"),
        teaches.label("teacher_side"), mentors.label("mentor_side"),
        whole.label("whole"),
    ).join(people, people.c.id == placements.c.student)  # fmt: skip
    return query.where(or_(whole, left), or_(own, teaches, mentors))


def _alarms(
    principal: Principal, entries: Standing, today: date, teaches: ColumnElement[bool], mentors: ColumnElement[bool]
) -> ColumnElement[bool]:
    """With an incident unanswered, whoever still learns in the course: as the register, and for mentors the consent and
    an agreement, let them see it.
    """
    made = []
    for school, by_enterprise in entries.items():
        for enterprise, held in by_enterprise.items():
            here = (people.c.home == school) & (placements.c.enterprise == enterprise)
            if school in teaches_at(principal) and Kind.INTERNSHIP in kinds_for(held, Viewer.TEACHER):
                made.append(and_(here, teaches))
            if enterprise in mentors_at(principal) and Kind.INTERNSHIP in kinds_for(held, Viewer.MENTOR):
                lets = people.c.id.in_(consenting(enterprise)) & agreed_with(enterprise, today)
                made.append(and_(here, mentors, lets))
    waits = select(internship_days.c.placement).where(internship_days.c.alarm.is_(True))
    return and_(placements.c.id.in_(waits), or_(false(), *made))


def opened(shelf: Shelf, conn: Connection, rows: Sequence[AnyRow]) -> list[Placement]:
    wanted = {keys_of(r.student, r.sealed_by) for r in rows} | {(person_key(r.student),) for r in rows}
    sealers = shelf.keys.sealers(conn, wanted)
    return [_opened(r, sealers[keys_of(r.student, r.sealed_by)], sealers[(person_key(r.student),)]) for r in rows]


def seal(sealer: Sealer, placement_id: str, student: str, terms: Terms, despite: str) -> bytes:
    body = {"terms": asdict(terms), "despite": despite}
    return sealer.seal(place(placement_id, student), "body", json.dumps(body, ensure_ascii=False))


def place(placement_id: str, student: str) -> Place:
    return Place("placements", placement_id, student)


def _opened(row: AnyRow, sealer: Sealer, own: Sealer) -> Placement:
    body = json.loads(sealer.open(place(row.id, row.student), "body", row.body))
    terms = Terms(body["terms"]["minutes"], tuple(body["terms"]["workdays"]))
    name = own.open(Place("people", row.student), "name", row.name)
    sides = tuple(side for side in (STUDENT, TEACHER, MENTOR) if getattr(row, side + "_side"))
    return Placement(
        row.id, row.student, name, row.home, row.project, row.course, row.enterprise, row.mentor, row.since, row.until,
        State(row.state), row.work_order, terms, body["despite"], row.person, row.at, row.version, sides,
        not row.whole,
    )  # fmt: skip
