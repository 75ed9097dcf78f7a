"""Appeals against a published grade: by the student, on one criterion, within a window; decided by somebody else.

The assessor is on a side that judges the criterion and has not judged this student on it. They uphold, or judge anew:
then theirs counts as a third one of their side. Either way the grade gets a new edition, its reasons kept with it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Select, and_, exists, insert, or_, select, update

from learning.scheme import Side
from records.chains import chains
from records.columns import AnyRow, among
from records.gradeacts import AppealDecided, AppealRaised
from records.graderows import Published
from records.grades import Grades
from records.judgements import Said, credits_of, judged
from records.judgements import scores as opened_scores
from records.keys import Place
from records.masteries import keys_of
from records.schema import appeals, credits, grades, judgements, schemes
from records.schemerows import Held, on_duty, sealed_by, sides
from records.scores import LONGEST, Scores
from records.shelf import OnShelf, Shelf
from trust.errors import BadInput, Forbidden, NotFound, Stale
from trust.principal import Principal, Scope

WINDOW = timedelta(days=14)
"""From publishing on."""


@dataclass(frozen=True)
class Appeal:
    """`answer` are the assessor's reasons, None while it is open; `changed`: they judged anew."""

    id: str
    student: str
    scheme: str
    grade: str
    criterion: str
    at: datetime
    reason: str
    assessor: str | None
    decided_at: datetime | None
    answer: str | None
    changed: bool
    version: int


class Appeals(OnShelf):
    def __init__(self, shelf: Shelf, scores: Scores, grades: Grades) -> None:
        super().__init__(shelf)
        self._scores, self._grades = scores, grades

    def raise_against(self, principal: Principal, scope: Scope, grade_id: str, criterion: str, reason: str) -> Appeal:
        """By the student alone, on the newest edition. Stale after the window or while one is open."""
        self._own(principal, scope)
        if not reason.strip() or len(reason) > LONGEST:
            raise BadInput("请写明理由，不超过一千字", "State the reason, in a thousand characters")
        with self._shelf.database.write() as conn:
            held = self._grades.one(conn, principal, scope, grade_id)
            self._lock(conn, held.scheme_id)
            if held.student != principal.id:
                raise Forbidden("申诉由学生本人提出", "The student appeals")
            if held.scheme.criterion(criterion) is None:
                raise BadInput("评分方案里没有这项指标", "no such criterion in the scheme")
            self._check_open(conn, held)
            of = select(schemes.c.school, schemes.c.enterprise).where(schemes.c.id == held.scheme_id)
            row = conn.execute(of).one()
            made = Appeal(
                self._shelf.new_id(), principal.id, held.scheme_id, held.id, criterion, self._shelf.now(),
                reason.strip(), None, None, None, False, 1,
            )  # fmt: skip
            self._keep(conn, made, sealed_by([row.school]))
            for owner in chains(self._shelf, conn, row.school, principal.id, row.enterprise):
                self._shelf.audit.append(conn, owner, AppealRaised(principal.id, held.id, criterion, made.id))
        return made

    def page(self, principal: Principal, scope: Scope) -> list[Appeal]:
        """One's own, and those of students one has on duty, by schemes one judges by; open ones and newest first."""
        self._own(principal, scope)
        query = self._visible(principal).order_by(appeals.c.decided_at.is_not(None), appeals.c.at.desc(), appeals.c.id)
        with self._shelf.database.read() as conn:
            return self._opened(conn, conn.execute(query).all())

    def decide(
        self, principal: Principal, scope: Scope, appeal_id: str, version: int, points: Decimal | None, reason: str
    ) -> tuple[Appeal, Published | None]:
        """`points` None upholds. The new edition, or None where judges differ so far that a moderator has to come."""
        self._own(principal, scope)
        if not reason.strip() or len(reason) > LONGEST:
            raise BadInput("请写明理由，不超过一千字", "State the reason, in a thousand characters")
        with self._shelf.database.write() as conn:
            row = conn.execute(self._visible(principal).where(appeals.c.id == appeal_id)).first()
            if row is None:
                raise NotFound()
            held = self._scores.judging(conn, principal, row.scheme, lock=True)
            found = self._opened(conn, conn.execute(select(appeals).where(appeals.c.id == appeal_id)).all())[0]
            if found.decided_at is not None or found.version != version:
                raise Stale("这份申诉已有人处理", "Somebody has decided it")
            side = self._another(conn, principal, held, found)
            if points is not None:
                said = Said(points, reason=reason.strip(), evidence=())
                self._scores.enter(conn, principal, held, found.student, found.criterion, side, "third", said)
            decided = self._decided(conn, principal, row, found, points is not None, reason.strip())
            for owner in chains(self._shelf, conn, held.school, found.student, held.enterprise):
                self._shelf.audit.append(conn, owner, AppealDecided(principal.id, found.id, points is not None))
            return decided, self._regraded(conn, principal, held, found)

    def _regraded(self, conn: Connection, principal: Principal, held: Held, found: Appeal) -> Published | None:
        """From all rows: who decides an appeal is told its outcome as everybody is."""
        mine = (judgements.c.scheme == held.id) & (judgements.c.student == found.student)
        given = opened_scores(conn, self._shelf.keys, conn.execute(select(judgements).where(mine)).all())
        about = (credits.c.scheme == held.id) & (credits.c.student == found.student)
        process = credits_of(conn, self._shelf.keys, conn.execute(select(credits).where(about)).all())
        try:
            return self._grades.enter(conn, principal, held, judged(held, found.student, given, process), found.id)
        except Stale:
            return None

    def _another(self, conn: Connection, principal: Principal, held: Held, found: Appeal) -> Side:
        """The side this assessor judges for. Forbidden for who judged this criterion of the student before."""
        criterion = held.scheme.criterion(found.criterion)
        mine = [s.side for s in criterion.shares if s.side in held.sides] if criterion else []
        before = exists().where(
            judgements.c.scheme == held.id, judgements.c.student == found.student,
            judgements.c.criterion == found.criterion, judgements.c.rater == principal.id,
        )  # fmt: skip
        if not mine or conn.execute(select(before)).scalar():
            raise Forbidden("须由另一名评分人复核", "Another assessor has to decide it")
        return mine[0]

    def _check_open(self, conn: Connection, held: Published) -> None:
        same = (grades.c.scheme == held.scheme_id) & (grades.c.student == held.student)
        newer = conn.execute(select(grades.c.id).where(same, grades.c.edition > held.edition)).first()
        if newer is not None or self._shelf.now() > held.at + WINDOW:
            raise Stale("申诉期已过，或已有新的成绩版本", "The window is over, or there is a newer edition")
        waits = (appeals.c.scheme == held.scheme_id) & (appeals.c.student == held.student)
        if conn.execute(select(appeals.c.id).where(waits, appeals.c.decided_at.is_(None))).first() is not None:
            raise Stale("已有一份申诉在处理中", "An appeal is being looked at already")

    def _visible(self, principal: Principal) -> Select[Any]:
        teaches, mentors, _ = sides(principal, self._shelf.now())
        query = select(appeals).join(schemes, schemes.c.id == appeals.c.scheme)
        judges = and_(or_(teaches, mentors), among(appeals.c.student, on_duty(principal)))
        return query.where(or_(appeals.c.student == principal.id, judges))

    def _keep(self, conn: Connection, made: Appeal, owners: str) -> None:
        row = {
            "id": made.id, "student": made.student, "scheme": made.scheme, "grade": made.grade, "at": made.at,
            "criterion": made.criterion, "version": made.version, "sealed_by": owners,
        }  # fmt: skip
        conn.execute(insert(appeals).values(**row, body=self._sealed(conn, made, owners)))

    def _decided(
        self, conn: Connection, principal: Principal, row: AnyRow, found: Appeal, changed: bool, answer: str
    ) -> Appeal:
        made = Appeal(
            found.id, found.student, found.scheme, found.grade, found.criterion, found.at, found.reason, principal.id,
            self._shelf.now(), answer, changed, found.version + 1,
        )  # fmt: skip
        values = {
            "assessor": made.assessor, "decided_at": made.decided_at, "version": made.version,
            "body": self._sealed(conn, made, row.sealed_by),
        }  # fmt: skip
        mine = (appeals.c.id == made.id) & (appeals.c.student == made.student)
        conn.execute(update(appeals).where(mine).values(values))
        return made

    def _sealed(self, conn: Connection, made: Appeal, owners: str) -> bytes:
        told = {"reason": made.reason, "answer": made.answer, "changed": made.changed}
        sealer = self._shelf.keys.sealer(conn, keys_of(made.student, owners))
        return sealer.seal(Place("appeals", made.id, made.student), "body", json.dumps(told, ensure_ascii=False))

    def _opened(self, conn: Connection, rows: Sequence[AnyRow]) -> list[Appeal]:
        sealers = self._shelf.keys.sealers(conn, {keys_of(row.student, row.sealed_by) for row in rows})
        made = []
        for r in rows:
            sealer = sealers[keys_of(r.student, r.sealed_by)]
            told = json.loads(sealer.open(Place("appeals", r.id, r.student), "body", r.body))
            made.append(Appeal(
                r.id, r.student, r.scheme, r.grade, r.criterion, r.at, told["reason"], r.assessor, r.decided_at,
                told["answer"], told["changed"], r.version,
            ))  # fmt: skip
        return made

    def _lock(self, conn: Connection, scheme_id: str) -> None:
        if conn.dialect.name != "sqlite":
            conn.execute(select(schemes.c.id).where(schemes.c.id == scheme_id).with_for_update()).all()
