"""Records of process: what a student earned towards a criterion's plan, when its recording is closed, what is excused.

By teachers of the course; `evidence` is the id of a piece of this learner's, or empty. One that is withdrawn stays as a
row, so that a grade that rests on it can say so. Knows no judgement.
"""

from __future__ import annotations

import json
from decimal import Decimal

from sqlalchemy import Connection, insert, select, update

from records.evidences import Evidences
from records.gradeacts import Credited
from records.judgements import CLOSED, EARNED, EXCUSED, Credit, credits_of
from records.keys import Place
from records.masteries import keys_of
from records.schema import credits
from records.schemerows import Held, sealed_by
from records.scores import Scores
from records.shelf import OnShelf, Shelf
from trust.errors import BadInput, Forbidden, NotFound, Stale
from trust.principal import Principal, Scope


class Crediting(OnShelf):
    def __init__(self, shelf: Shelf, scores: Scores, evidences: Evidences) -> None:
        super().__init__(shelf)
        self._scores, self._evidences = scores, evidences

    def credit(
        self, principal: Principal, scope: Scope, scheme_id: str, student: str, criterion: str, *, kind: str,
        earned: Decimal | None = None, reason: str = "", evidence: str = "",
    ) -> Credit:  # fmt: skip
        """A record of process, by a teacher: earned, recording closed, or excused. BadInput where it does not fit."""
        self._own(principal, scope)
        with self._shelf.database.write() as conn:
            held = self._crediting(conn, principal, scheme_id, student)
            found = held.scheme.criterion(criterion)
            if found is None or not found.process:
                raise BadInput("这一指标不计过程数据", "This criterion counts no process")
            good = earned is not None and earned.is_finite() and earned >= 0 if kind == EARNED else earned is None
            if kind not in (EARNED, CLOSED, EXCUSED) or not good or (kind == EXCUSED and not reason):
                raise BadInput("请写明得分，免计要写明理由", "Points earned, or the reason of an excusal")
            self._evidences.check_cited(conn, principal, scope, student, {evidence} - {""})
            made = Credit(self._shelf.new_id(), student, criterion, kind, earned, reason, evidence, None)
            self._keep(conn, principal, held, made)
            self._tell_credit(conn, principal, held, made, kind)
        return made

    def withdraw(self, principal: Principal, scope: Scope, scheme_id: str, student: str, credit_id: str) -> None:
        """It counts no more. The row stays, so that a grade that rests on it can say so."""
        self._own(principal, scope)
        with self._shelf.database.write() as conn:
            held = self._crediting(conn, principal, scheme_id, student, published=True)
            mine = (credits.c.id == credit_id) & (credits.c.student == student) & (credits.c.scheme == held.id)
            row = conn.execute(select(credits).where(mine)).first()
            if row is None:
                raise NotFound()
            conn.execute(update(credits).where(mine, credits.c.withdrawn_at.is_(None)).values(
                withdrawn_at=self._shelf.now()
            ))  # fmt: skip
            found = credits_of(conn, self._shelf.keys, [row])[0]
            self._tell_credit(conn, principal, held, found, "withdrawn")

    def _crediting(
        self, conn: Connection, principal: Principal, scheme_id: str, student: str, *, published: bool = False
    ) -> Held:
        held = self._scores.judging(conn, principal, scheme_id, lock=True)
        if student not in self._scores.learners(conn, principal, held):
            raise NotFound()
        if "school" not in held.sides:
            raise Forbidden("过程记录由任课教师登记", "A teacher of the course records process")
        if not published and student in self._scores.published(conn, held.id):
            raise Stale("成绩已发布", "It is published")
        return held

    def _keep(self, conn: Connection, principal: Principal, held: Held, made: Credit) -> None:
        owners = sealed_by([held.school])
        sealer = self._shelf.keys.sealer(conn, keys_of(made.student, owners))
        earned = None if made.earned is None else str(made.earned)
        told = json.dumps({"earned": earned, "reason": made.reason, "evidence": made.evidence}, ensure_ascii=False)
        body = sealer.seal(Place("credits", made.id, made.student), "body", told)
        row = {
            "id": made.id, "student": made.student, "scheme": held.id, "criterion": made.criterion, "kind": made.kind,
            "person": principal.id, "at": self._shelf.now(), "sealed_by": owners, "body": body,
        }  # fmt: skip
        conn.execute(insert(credits).values(row))

    def _tell_credit(self, conn: Connection, principal: Principal, held: Held, made: Credit, did: str) -> None:
        told = Credited(principal.id, held.id, made.student, made.criterion, made.id, did)
        self._shelf.audit.append(conn, held.school, told)
