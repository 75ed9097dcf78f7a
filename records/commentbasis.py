"""What a comment may rest on: what every teacher of the scheme sees of a student, and nobody else's alone.

With a release of grades in force, both sides' part, and of the evidence what the register shows teachers and mentors
alike; without one the school's own part. All of it comes through the queries of grades and evidence. Holds no comment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select

from learning.boundary import Viewer, kinds_for
from learning.comment import Fact, digest, facts, quotable
from learning.evidence import OWN, Evidence, Kind
from learning.gradereport import GradeReport, grade_report
from learning.grading import grade
from records.attempts import Attempts
from records.columns import among
from records.evidencereach import Columns, seen, standing
from records.evidencerows import opened as opened_evidence
from records.evidences import voided
from records.graderows import opened as opened_grade
from records.graderows import sealer_of
from records.graderows import visible as visible_grades
from records.grades import Grades
from records.judgements import credited, credits_of, judged, scores, visible
from records.ownevidence import own
from records.schema import credits, evidence, grades, judgements
from records.schemerows import Held
from records.scores import Scores
from records.shelf import OnShelf, Shelf
from trust.day import day
from trust.principal import Principal, Scope

SHORTEST_KEPT_BACK = 4


@dataclass(frozen=True)
class Basis:
    """`joined`: with the enterprise's part. `others`: names of the course's other students; `kept_back`: words of
    enterprises' own work; neither may be said.
    """

    held: Held
    student: str
    name: str
    joined: bool
    found: tuple[Fact, ...]
    others: tuple[str, ...]
    kept_back: tuple[str, ...]

    @property
    def digest(self) -> str:
        return digest(self.found)


class Bases(OnShelf):
    """Works inside its caller's transaction, for somebody who teaches by the scheme."""

    def __init__(self, shelf: Shelf, scores: Scores, grades: Grades, attempts: Attempts) -> None:
        super().__init__(shelf)
        self._scores, self._grades, self._attempts = scores, grades, attempts

    def of(
        self, conn: Connection, principal: Principal, scope: Scope, held: Held, student: str | None = None
    ) -> dict[str, Basis]:
        """By student: of everybody they teach by it, or of one; empty where that one is not theirs."""
        names = self._scores.learners(conn, principal, held)
        wanted = sorted(names) if student is None else [s for s in (student,) if s in names]
        joined = self._grades.agreement(conn, held) is not None
        reports = self._reports(conn, principal, scope, held, wanted, joined)
        told = self._evidence(conn, principal, scope, held, wanted, joined)
        return {s: _basis(held, s, names, joined, reports[s], told.get(s, [])) for s in wanted}

    def _reports(
        self, conn: Connection, principal: Principal, scope: Scope, held: Held, wanted: Sequence[str], joined: bool
    ) -> Mapping[str, GradeReport]:
        now = self._shelf.now()
        made: dict[str, GradeReport] = {}
        if joined:
            query = visible_grades(principal, scope, now, day(now)).where(grades.c.scheme == held.id)
            for row in conn.execute(query.where(among(grades.c.student, wanted)).order_by(grades.c.edition)).all():
                one = opened_grade(sealer_of(conn, self._shelf.keys, row), row)
                made[one.student] = grade_report(one.scheme, one.replayed())
        left = [s for s in wanted if s not in made]
        shared = visible(principal, scope, now, day(now), own=False).where(judgements.c.scheme == held.id)
        given = scores(conn, self._shelf.keys, conn.execute(shared.where(among(judgements.c.student, left))).all())
        counted = credited(principal, now, day(now)).where(credits.c.scheme == held.id)
        process = credits_of(conn, self._shelf.keys, conn.execute(counted.where(among(credits.c.student, left))).all())
        for s in left:
            made[s] = grade_report(held.scheme, grade(held.scheme, judged(held, s, given, process)))
        return made

    def _evidence(
        self, conn: Connection, principal: Principal, scope: Scope, held: Held, wanted: Sequence[str], joined: bool
    ) -> Mapping[str, list[Evidence]]:
        """All of enterprises' too: what of it is only kept back, `_basis` decides."""
        now = self._shelf.now()
        entries = standing(conn, self._shelf.keys, day(now), lasting=False)
        kinds = set(Kind)
        if joined:
            kinds &= kinds_for(entries.get(held.school, {}).get(held.enterprise, ()), Viewer.MENTOR)
        told = sorted(k.value for k in kinds)

        def narrow(query: Select[Any], student: Any, kind: Any, at: Any, id: Any) -> Select[Any]:
            return query.where(among(student, wanted), among(kind, told)).order_by(at.desc(), id)

        columns = Columns(evidence.c.student, evidence.c.kind, evidence.c.enterprise)
        may = seen(principal, entries, now, day(now), columns)
        query = select(evidence).where(
            may, evidence.c.withdrawn_at.is_(None), among(evidence.c.label, sorted(scope.ids)), ~voided()
        )
        query = narrow(query, evidence.c.student, evidence.c.kind, evidence.c.at, evidence.c.id)
        found = opened_evidence(conn, self._shelf.keys, conn.execute(query).all())
        if kinds & set(OWN):
            found += own(conn, self._attempts, principal, scope, entries, now, day(now), narrow)
        by_student: dict[str, list[Evidence]] = {}
        for one in found:
            by_student.setdefault(one.evidence.student, []).append(one.evidence)
        return by_student


def _basis(
    held: Held, student: str, names: Mapping[str, str], joined: bool, report: GradeReport, told: Sequence[Evidence]
) -> Basis:
    others = tuple(sorted({name for s, name in names.items() if s != student} - {names[student]}))
    admitted = [e for e in told if e.enterprise is None or (joined and e.enterprise == held.enterprise)]
    ours = {quotable(e.activity) for e in told if e.enterprise is None}
    theirs = {w for e in told if e.enterprise for w in (quotable(e.activity), *e.competencies)}
    kept_back = tuple(sorted(w for w in theirs - ours if len(w) >= SHORTEST_KEPT_BACK))
    found = tuple(facts(held.scheme, report, admitted, others))
    return Basis(held, student, names[student], joined, found, others, kept_back)
