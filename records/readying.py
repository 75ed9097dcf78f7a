"""Who is ready for a project: of each learner whom this person teaches or mentors in its course, or of oneself.

Rests on the evidence the caller sees; a look at others takes a reason, which stands for an hour. Judges nothing itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, or_, select

from learning.evidence import Evidence, Kind
from learning.readiness import SAFETY_KINDS, Readiness, readiness
from records.columns import among, lasting
from records.evidencereach import mentored_by, mentors_at, taught_by, teaches_at
from records.evidences import Evidences
from records.keys import Place, person_key
from records.looks import Looks
from records.requirements import LEARNER, Asked, Requirements
from records.schema import enrolments, people
from records.schemerows import on_duty
from records.shelf import OnShelf, Shelf
from trust.day import day
from trust.errors import NotFound
from trust.principal import Principal, Scope

KINDS = (Kind.REHEARSAL, *SAFETY_KINDS)


@dataclass(frozen=True)
class Standing:
    """One learner by a project's requirements."""

    student: str
    name: str
    readiness: Readiness


class Readying(OnShelf):
    def __init__(self, shelf: Shelf, requirements: Requirements, evidences: Evidences, looks: Looks) -> None:
        super().__init__(shelf)
        self._requirements, self._evidences, self._looks = requirements, evidences, looks

    def page(
        self, principal: Principal, scope: Scope, project: str, reason: str = ""
    ) -> tuple[Asked, list[Standing]]:
        """Those ready first, then by name: one's learners, and oneself where one learns in the course. BadInput without
        a reason, NotFound for a project of no course of one's own.
        """
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            asked = self._requirements.one(conn, principal, project)
            names = self._learners(conn, principal, asked.course)
        self._looks.each(principal, set(names) - {principal.id}, reason)
        told: dict[str, list[Evidence]] = {student: [] for student in names}
        with self._shelf.database.read() as conn:
            for one in self._evidences.of_many(conn, principal, scope, sorted(names), KINDS):
                told[one.evidence.student].append(one.evidence)
        today = day(self._shelf.now())
        found = [Standing(s, name, readiness(asked.requirement, told[s], today)) for s, name in names.items()]
        return asked, sorted(found, key=lambda s: (not s.readiness.ready, s.name, s.student))

    def one(self, principal: Principal, scope: Scope, project: str, student: str, reason: str = "") -> Standing:
        """NotFound where they are not theirs in the project's course."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            asked = self._requirements.one(conn, principal, project)
            names = self._learners(conn, principal, asked.course)
        if student not in names:
            raise NotFound()
        if student != principal.id:
            self._looks.again(principal, student, reason)
        with self._shelf.database.read() as conn:
            return Standing(student, names[student], self.judged(conn, principal, scope, asked, student))

    def judged(
        self, conn: Connection, principal: Principal, scope: Scope, asked: Asked, student: str
    ) -> Readiness:
        """Within the caller's transaction, under a look of the caller's."""
        told = self._evidences.of_many(conn, principal, scope, [student], KINDS)
        return readiness(asked.requirement, [k.evidence for k in told], day(self._shelf.now()))

    def _learners(self, conn: Connection, principal: Principal, course: str) -> dict[str, str]:
        """Names by id."""
        now = self._shelf.now()
        mine = [people.c.id == principal.id]
        if teaches_at(principal):
            mine.append(taught_by(principal.id, now) & among(people.c.home, teaches_at(principal)))
        mine += [mentored_by(principal.id, e, now, day(now)) for e in mentors_at(principal)]
        on = enrolments.c
        query = select(people.c.id, people.c.name).join(enrolments, on.person == people.c.id).where(
            on.course == course, on.part == LEARNER, lasting(on.until, now),
            people.c.disabled_at.is_(None), or_(*mine),
            or_(people.c.id == principal.id, among(people.c.id, on_duty(principal))),
        )  # fmt: skip
        rows = conn.execute(query.distinct()).all()
        sealers = self._shelf.keys.sealers(conn, {(person_key(r.id),) for r in rows})
        return {r.id: sealers[(person_key(r.id),)].open(Place("people", r.id), "name", r.name) for r in rows}
