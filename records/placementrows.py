"""Placements as rows: whose they are to see, sealed and opened.

Seen as evidence of an internship is (evidencereach.py): by the student; by those who teach the course the placement is
of, as far as the register shows teachers; by mentors of that enterprise in that course, with the student's consent, an
agreement and the register. All of it is in the query. Knows no rule of internships.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, false, literal, or_, select

from learning.evidence import Kind
from learning.placement import State, Terms
from records.columns import AnyRow, among
from records.evidencereach import Columns, courses_as, mentors_at, seen, standing, teaches_at
from records.keys import Place, Sealer, person_key
from records.masteries import keys_of
from records.schema import people, placements
from records.shelf import Shelf
from trust.day import day
from trust.principal import Principal, Scope

STUDENT, TEACHER, MENTOR = "student", "teacher", "mentor"


@dataclass(frozen=True)
class Placement:
    """`despite`: why it was made although the student was not ready. `name`: the student's. `sides`: what the reader
    is in it. `home`: the student's school.
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


def visible(shelf: Shelf, conn: Connection, principal: Principal, scope: Scope) -> Select[Any]:
    """Placements this person sees today, with what they are in each."""
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
    query = select(
        placements, people.c.home, people.c.name, people.c.username, own.label("student_side"),
        teaches.label("teacher_side"), mentors.label("mentor_side"),
    ).join(people, people.c.id == placements.c.student)  # fmt: skip
    return query.where(
        seen(principal, entries, now, today, of), or_(own, teaches, mentors),
        among(placements.c.label, sorted(scope.ids)),
    )  # fmt: skip


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
    )  # fmt: skip
