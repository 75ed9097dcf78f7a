"""Grades: how somebody stands by the rows one sees, the class's board, publishing under an agreement, one's own.

Before publishing, a teacher or mentor is told bounds reckoned from what they may see alone, so a score they are blind
to moves nothing. Publishing passes the named function's output on under the student's own label: only where an
agreement in force allows it, audited for both owners. What is published stands; a later edition comes of an appeal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, insert, select

from learning.gradereport import GradeReport, grade_report
from learning.grading import Grade, Need, grade
from learning.judged import Judged
from records.chains import chains
from records.columns import AnyRow, among
from records.gradeacts import GradePublished, GradesLooked
from records.graderows import Published, body_of, opened, place, reopened, sealer_of
from records.graderows import visible as visible_grades
from records.judgements import Credit, Score, credited, credits_of, judged, scores, visible
from records.keys import Sealer
from records.masteries import keys_of
from records.schema import agreements, credits, grades, judgements, schemes
from records.schemerows import Held, sealed_by, standing
from records.scores import Scores
from records.shelf import OnShelf, Shelf
from trust.day import day
from trust.errors import Forbidden, NotFound, Stale
from trust.labels import self_label
from trust.principal import Principal, Scope

_QUEUED = ("third", "moderator")


@dataclass(frozen=True)
class Standing:
    """How one student stands by what the reader sees. `published` once it is; `touched`: a record of process that
    the grade rests on was withdrawn since.
    """

    student: str
    name: str
    report: GradeReport
    needs: tuple[Need, ...]
    published: Published | None
    touched: bool

    @property
    def queued(self) -> bool:
        """Judges differ too far: a third or a moderator is asked for."""
        return self.published is None and any(need.wanted in _QUEUED for need in self.needs)


@dataclass(frozen=True)
class Mine:
    """A published edition as its student, or who teaches them, reads it."""

    published: Published
    report: GradeReport
    touched: bool


class Grades(OnShelf):
    def __init__(self, shelf: Shelf, scores: Scores) -> None:
        super().__init__(shelf)
        self._scores = scores

    def board(self, principal: Principal, scope: Scope, scheme_id: str) -> tuple[Held, list[Standing]]:
        """Everybody this person judges by the scheme, by name. NotFound where they do not."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            held = self._scores.judging(conn, principal, scheme_id)
            found = self._standing(conn, principal, scope, held, self._scores.learners(conn, principal, held))
            agreement = self.agreement(conn, held)
        self._tell_looked(principal, held, None, agreement, sorted((held.school, held.enterprise)))
        return held, sorted(found, key=lambda s: (s.name, s.student))

    def look(self, principal: Principal, scope: Scope, scheme_id: str, student: str) -> tuple[Held, Standing]:
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            held = self._scores.judging(conn, principal, scheme_id)
            names = self._scores.learners(conn, principal, held)
            if student not in names:
                raise NotFound()
            found = self._standing(conn, principal, scope, held, {student: names[student]})[0]
            agreement = self.agreement(conn, held)
            told = chains(self._shelf, conn, held.school, student, held.enterprise)
        self._tell_looked(principal, held, student, agreement, told)
        return held, found

    def publish(self, principal: Principal, scope: Scope, scheme_id: str, student: str) -> Published:
        """By a teacher of the course. Stale while something is missing, or no agreement lets grades through yet."""
        self._own(principal, scope)
        with self._shelf.database.write() as conn:
            held = self._scores.judging(conn, principal, scheme_id, lock=True)
            if student not in self._scores.learners(conn, principal, held):
                raise NotFound()
            if "school" not in held.sides:
                raise Forbidden("成绩由任课教师发布", "A teacher of the course publishes grades")
            if student in self._scores.published(conn, held.id) and not reopened(conn, held.id, student):
                raise Stale("这名学生的成绩已发布", "This student's grade is published")
            rows = self.rows(conn, principal, scope, held, [student])
            return self.enter(conn, principal, held, judged(held, student, *rows))

    def mine(self, principal: Principal, scope: Scope, student: str | None = None) -> list[Mine]:
        """Every edition of one's own grades, or of a student one teaches or mentors; newest first."""
        self._own(principal, scope)
        now = self._shelf.now()
        query = visible_grades(principal, scope, now, day(now)).where(grades.c.student == (student or principal.id))
        with self._shelf.database.read() as conn:
            rows = conn.execute(query.order_by(grades.c.at.desc(), grades.c.id)).all()
            found = [opened(sealer_of(conn, self._shelf.keys, row), row) for row in rows]
            gone = self._withdrawn(conn, [one.student for one in found])
        return [_mine(one, gone) for one in found]

    def one(self, conn: Connection, principal: Principal, scope: Scope, grade_id: str) -> Published:
        now = self._shelf.now()
        row = conn.execute(visible_grades(principal, scope, now, day(now)).where(grades.c.id == grade_id)).first()
        if row is None:
            raise NotFound()
        return opened(sealer_of(conn, self._shelf.keys, row), row)

    def get(self, principal: Principal, scope: Scope, grade_id: str) -> Mine:
        """One edition. Hidden and absent are one NotFound."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            found = self.one(conn, principal, scope, grade_id)
            gone = self._withdrawn(conn, [found.student])
        return _mine(found, gone)

    def enter(
        self, conn: Connection, principal: Principal, held: Held, about: Judged, appeal: str | None = None
    ) -> Published:
        """The next edition, in its caller's transaction."""
        agreement = self.agreement(conn, held)
        if agreement is None:
            raise Stale("校企协议还没有允许发布成绩，暂不能发布", "No agreement in force lets grades through yet")
        made = grade(held.scheme, about)
        if made.final is None:
            raise Stale("还有待评或有分歧的指标，暂不能发布", "Something is missing or in dispute: not yet")
        return self._kept(conn, principal, held, about, made, agreement, appeal)

    def rows(
        self, conn: Connection, principal: Principal, scope: Scope, held: Held, students: Sequence[str]
    ) -> tuple[list[Score], list[Credit]]:
        """What this person sees of them."""
        now = self._shelf.now()
        seen = visible(principal, scope, now, day(now)).where(judgements.c.scheme == held.id)
        found = conn.execute(seen.where(among(judgements.c.student, students))).all()
        process = credited(principal, now, day(now)).where(credits.c.scheme == held.id)
        counted = conn.execute(process.where(among(credits.c.student, students))).all()
        return scores(conn, self._shelf.keys, found), credits_of(conn, self._shelf.keys, counted)

    def agreement(self, conn: Connection, held: Held) -> str | None:
        """The one in force that lets these grades through today."""
        query = standing(self._today()).correlate(None).where(schemes.c.id == held.id)
        return conn.execute(query.order_by(agreements.c.id)).scalars().first()

    def _standing(
        self, conn: Connection, principal: Principal, scope: Scope, held: Held, names: dict[str, str]
    ) -> list[Standing]:
        given, process = self.rows(conn, principal, scope, held, sorted(names))
        now = self._shelf.now()
        query = visible_grades(principal, scope, now, day(now)).where(grades.c.scheme == held.id)
        rows = conn.execute(query.where(among(grades.c.student, sorted(names))).order_by(grades.c.edition)).all()
        newest = {row.student: opened(sealer_of(conn, self._shelf.keys, row), row) for row in rows}
        gone = self._withdrawn(conn, list(newest))
        found = []
        for student, name in names.items():
            there = newest.get(student)
            made = there.replayed() if there else grade(held.scheme, judged(held, student, given, process))
            report = grade_report(there.scheme if there else held.scheme, made)
            found.append(Standing(student, name, report, made.needs, there, bool(there and _touched(there, gone))))
        return found

    def _kept(
        self, conn: Connection, principal: Principal, held: Held, about: Judged, made: Grade, agreement: str,
        appeal: str | None,
    ) -> Published:  # fmt: skip
        same = (grades.c.scheme == held.id) & (grades.c.student == about.student)
        label, owners = self_label(held.school, about.student), sealed_by([held.school, held.enterprise])
        row = {
            "id": self._shelf.new_id(), "student": about.student, "scheme": held.id,
            "edition": (conn.execute(select(func.max(grades.c.edition)).where(same)).scalar() or 0) + 1,
            "agreement": agreement, "label": self._shelf.labels.ensure(conn, label), "person": principal.id,
            "at": self._shelf.now(), "sealed_by": owners,
        }  # fmt: skip
        sealer = self._shelf.keys.sealer(conn, keys_of(about.student, owners))
        body = self._body(sealer, row, held, about, made, appeal)
        conn.execute(insert(grades).values(**row, body=body))
        told = GradePublished(
            principal.id, held.id, about.student, str(row["id"]), int(str(row["edition"])), agreement, str(label)
        )
        for owner in chains(self._shelf, conn, held.school, about.student, held.enterprise):
            self._shelf.audit.append(conn, owner, told)
        kept: AnyRow = conn.execute(select(grades).where(grades.c.id == row["id"], same)).one()
        return opened(sealer, kept)

    def _body(
        self, sealer: Sealer, row: dict[str, object], held: Held, about: Judged, made: Grade, appeal: str | None
    ) -> bytes:
        text = body_of(row, held.scheme, about, made, appeal)
        return sealer.seal(place(str(row["id"]), about.student), "body", text)

    def _withdrawn(self, conn: Connection, students: Sequence[str]) -> set[str]:
        query = select(credits.c.id).where(credits.c.withdrawn_at.is_not(None))
        return set(conn.execute(query.where(among(credits.c.student, students))).scalars())

    def _tell_looked(
        self, principal: Principal, held: Held, student: str | None, agreement: str | None, owners: Sequence[str]
    ) -> None:
        """Without an agreement one was told of one's own side alone: nothing was passed on."""
        if agreement is not None:
            for owner in owners:
                self._shelf.audit.note(owner, GradesLooked(principal.id, held.id, student, agreement))

    def _today(self) -> date:
        return day(self._shelf.now())


def _touched(one: Published, gone: set[str]) -> bool:
    return any(event.id in gone for event in one.judged.events)


def _mine(one: Published, gone: set[str]) -> Mine:
    return Mine(one, grade_report(one.scheme, one.replayed()), _touched(one, gone))
