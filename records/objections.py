"""A learner's objections to what is kept about them: one open at a time on a piece, in their own words; answered by a
teacher or mentor who sees the piece, who has put it right before, or says why it stays.

Sealed with the learner's key and their school's. Staff read its words by opening it alone, which is a look, with the
objection as its reason; what was taken out or expired takes its words along. Putting right is evidencecorrecting.py's.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, insert, or_, select, update

from learning.evidence import Result
from records import evidenceacts as acts
from records.columns import AnyRow, among
from records.evidencecorrecting import EvidenceCorrecting
from records.evidencereach import Columns, seen, standing
from records.evidencerows import Kept
from records.evidences import Evidences
from records.keys import VERSION, Place, owner_key, person_key
from records.looks import Looks
from records.schema import evidence, objections, people
from records.shelf import OnShelf, Shelf
from trust.day import day
from trust.errors import BadInput, Forbidden, NotFound, Stale
from trust.principal import Principal, Scope

SHORTEST, LONGEST, MOST = 2, 500, 500
CHANGED, KEPT = "changed", "kept"
REASON = "处理学生的更正申请"


@dataclass(frozen=True)
class Objection:
    """`version`: the piece's when it was objected to. `outcome` None while it is open; `answer` is the decider's.
    `words` and `answer` are empty where the reader is not the learner and has not opened it, and once it expired.
    """

    id: str
    student: str
    evidence: str
    version: int
    at: datetime
    words: str
    person: str | None
    decided_at: datetime | None
    outcome: str | None
    answer: str


@dataclass(frozen=True)
class Opened:
    """An objection's words, and what it is about as it stands now: None once taken out or expired, words empty then."""

    words: str
    kept: Kept | None


class Objections(OnShelf):
    """NotFound for what is hidden or absent."""

    def __init__(self, shelf: Shelf, evidences: Evidences, looks: Looks, correcting: EvidenceCorrecting) -> None:
        super().__init__(shelf)
        self._evidences, self._looks, self._correcting = evidences, looks, correcting

    def object(self, principal: Principal, scope: Scope, evidence_id: str, words: str) -> Objection:
        """Against a piece about oneself that somebody told. Stale while one on it is open."""
        self._own(principal, scope)
        if not SHORTEST <= len(words.strip()) <= LONGEST:
            raise BadInput("请写明哪里不对（2 至 500 字）", "Say what is wrong, in 2 to 500 characters")
        with self._shelf.database.write() as conn:
            query = select(evidence.c.version, people.c.home).join(people, people.c.id == evidence.c.student).where(
                evidence.c.id == evidence_id, evidence.c.student == principal.id, evidence.c.withdrawn_at.is_(None),
                among(evidence.c.label, sorted(scope.ids)),
            )  # fmt: skip
            row = conn.execute(query.with_for_update(of=evidence)).first()
            if row is None:
                raise NotFound()
            about = (objections.c.student == principal.id) & (objections.c.evidence == evidence_id)
            if conn.execute(select(objections.c.id).where(about, objections.c.decided_at.is_(None))).first():
                raise Stale("这一条已有更正申请在处理", "An objection to it is open")
            made = Objection(
                self._shelf.new_id(), principal.id, evidence_id, row.version, self._shelf.now(), words.strip(),
                None, None, None, "",
            )  # fmt: skip
            body = self._sealed(conn, row.home, made, "")
            values = {"id": made.id, "student": made.student, "evidence": evidence_id, "version": made.version,
                      "at": made.at, "key_version": VERSION, "body": body}  # fmt: skip
            conn.execute(insert(objections).values(values))
            self._shelf.audit.append(conn, row.home, acts.ObjectionRaised(principal.id, principal.id, made.id))
        return made

    def page(self, principal: Principal, scope: Scope) -> list[Objection]:
        """One's own, and those of learners whose piece one sees, without their words; open ones first, then newest,
        MOST + 1 where there are more.
        """
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            query = self._visible(conn, principal, scope)
            order = (objections.c.decided_at.is_not(None), objections.c.at.desc(), objections.c.id)
            held = self._opened(conn, conn.execute(query.order_by(*order).limit(MOST + 1)).all())
        return [one if one.student == principal.id else replace(one, words="", answer="") for one in held]

    def every(self, principal: Principal, scope: Scope) -> list[Objection]:
        """All of one's own."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            mine = self._visible(conn, principal, scope).where(objections.c.student == principal.id)
            return self._opened(conn, conn.execute(mine.order_by(objections.c.at, objections.c.id)).all())

    def opened(self, principal: Principal, scope: Scope, objection_id: str) -> Opened:
        """Of somebody else's a look is recorded."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            row = conn.execute(self._one(conn, principal, scope, objection_id)).first()
        if row is None:
            raise NotFound()
        if row.student != principal.id:
            self._looks.look(principal, row.student, REASON)
        found = self._evidences.of(principal, scope, row.student, [row.evidence])
        if not found and row.student != principal.id:
            return Opened("", None)
        with self._shelf.database.read() as conn:
            held = self._opened(conn, [row])[0]
        return Opened(held.words, found[0] if found else None)

    def answer(self, principal: Principal, scope: Scope, objection_id: str, outcome: str, words: str) -> Objection:
        """`changed` where the piece was put right or taken out since, else Stale; `kept` with why. Once, by another."""
        self._own(principal, scope)
        with self._shelf.database.write() as conn:
            return self._answered(conn, principal, scope, objection_id, outcome, words)

    def settle(
        self, principal: Principal, scope: Scope, objection_id: str, version: int, result: Result | None, words: str
    ) -> Objection:
        """The piece of this version put right, or taken out where there is no `result`, and the objection answered: all
        of it, or none where somebody was first.
        """
        self._own(principal, scope)
        with self._shelf.database.write() as conn:
            row = conn.execute(self._one(conn, principal, scope, objection_id)).first()
            if row is None:
                raise NotFound()
            if row.decided_at is not None:
                raise Stale("已有人处理", "Somebody has answered it")
            about = (conn, principal, scope, row.student, row.evidence, version)
            if result is None:
                self._correcting.take_out_in(*about)
            else:
                self._correcting.correct_in(*about, result)
            return self._answered(conn, principal, scope, objection_id, CHANGED, words)

    def _answered(
        self, conn: Connection, principal: Principal, scope: Scope, objection_id: str, outcome: str, words: str
    ) -> Objection:
        least = SHORTEST if outcome == KEPT else 0
        if outcome not in (CHANGED, KEPT) or not least <= len(words.strip()) <= LONGEST:
            raise BadInput("不更正要写明理由（2 至 500 字）", "Say why it stays, in 2 to 500 characters")
        row = conn.execute(self._one(conn, principal, scope, objection_id).with_for_update(of=objections)).first()
        if row is None:
            raise NotFound()
        if row.student == principal.id:
            raise Forbidden("更正申请由教师或企业导师处理", "A teacher or mentor answers it")
        if row.decided_at is not None:
            raise Stale("已有人处理", "Somebody has answered it")
        if outcome == CHANGED and row.now_version == row.version and row.withdrawn_at is None:
            raise Stale("请先更正或撤销这条证据", "Put the piece right or take it out first")
        held, now = self._opened(conn, [row])[0], self._shelf.now()
        values = {"person": principal.id, "decided_at": now, "outcome": outcome,
                  "body": self._sealed(conn, row.home, held, words.strip())}  # fmt: skip
        conn.execute(update(objections).where(objections.c.id == objection_id).values(values))
        act = acts.ObjectionAnswered(principal.id, row.student, held.id, outcome)
        self._shelf.audit.append(conn, row.home, act)
        return replace(
            held, words="", person=principal.id, decided_at=now, outcome=outcome, answer=words.strip()
        )  # fmt: skip

    def _visible(self, conn: Connection, principal: Principal, scope: Scope) -> Select[Any]:
        now = self._shelf.now()
        today = day(now)
        entries = standing(conn, self._shelf.keys, today, lasting=False)
        columns = Columns(evidence.c.student, evidence.c.kind, evidence.c.enterprise)
        theirs = seen(principal, entries, now, today, columns) & among(evidence.c.label, sorted(scope.ids))
        query = select(objections, people.c.home, evidence.c.version.label("now_version"), evidence.c.withdrawn_at)
        query = query.join(people, people.c.id == objections.c.student).join(
            evidence, (evidence.c.id == objections.c.evidence) & (evidence.c.student == objections.c.student)
        )
        still = evidence.c.withdrawn_at.is_(None) | objections.c.decided_at.is_(None)  # one of a tombstone is answered
        return query.where(or_(objections.c.student == principal.id, theirs & still))

    def _one(self, conn: Connection, principal: Principal, scope: Scope, objection_id: str) -> Select[Any]:
        return self._visible(conn, principal, scope).where(objections.c.id == objection_id)

    def _sealed(self, conn: Connection, home: str, made: Objection, answer: str) -> bytes:
        told = json.dumps({"words": made.words, "answer": answer}, ensure_ascii=False)
        sealer = self._shelf.keys.sealer(conn, _holders(home, made.student))
        return sealer.seal(_place(made.id, made.student), "body", told)

    def _opened(self, conn: Connection, rows: Sequence[AnyRow]) -> list[Objection]:
        sealers = self._shelf.keys.sealers(conn, {_holders(r.home, r.student) for r in rows})
        made = []
        for r in rows:
            body = {"words": "", "answer": ""}
            if r.body is not None:
                body = json.loads(sealers[_holders(r.home, r.student)].open(_place(r.id, r.student), "body", r.body))
            made.append(Objection(r.id, r.student, r.evidence, r.version, r.at, body["words"], r.person, r.decided_at,
                                  r.outcome, body["answer"]))  # fmt: skip
        return made


def _holders(home: str, student: str) -> tuple[str, ...]:
    return (owner_key(home), person_key(student))


def _place(objection_id: str, student: str) -> Place:
    return Place("objections", objection_id, student)
