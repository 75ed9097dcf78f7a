"""Raters' scores: each its own row per student and criterion, written under a version, on a seat the scheme has.

A side has as many seats as the scheme says. A third of it is let in where its raters differ too far, a moderator where
the sides do; neither has judged that before. Once a grade is published its rows stand; only an appeal adds to them.
Knows no grade (grades.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, exists, insert, select, update

from learning.grading import Need, grade
from learning.judged import Judgement, Seat
from learning.scheme import Criterion, Side
from records.chains import chains
from records.columns import AnyRow, among, lasting
from records.evidences import Evidences
from records.gradeacts import Scored
from records.graderows import reopened
from records.judgements import (
    Said,
    Score,
    judged,
    label_of,
    seal,
    visible,
)
from records.judgements import scores as opened
from records.keys import Place, person_key
from records.masteries import keys_of
from records.schema import enrolments, grades, judgements, people, schemes
from records.schemerows import DRAFT, REPLACED, Held, on_duty, sealed_by
from records.schemes import Schemes
from records.shelf import OnShelf, Shelf
from trust.day import day
from trust.errors import BadInput, Forbidden, NotFound, Stale
from trust.principal import Principal, Scope

LONGEST, MOST_EVIDENCE = 1000, 20
_FULL = "这一指标的评分席位已满"


@dataclass(frozen=True)
class Learner:
    """Somebody to be judged. `scores` are the reader's own, by criterion; `published`: the rows stand."""

    id: str
    name: str
    scores: dict[str, Score]
    published: bool


class Scores(OnShelf):
    def __init__(self, shelf: Shelf, schemes: Schemes, evidences: Evidences) -> None:
        super().__init__(shelf)
        self._schemes, self._evidences = schemes, evidences

    def sheet(self, principal: Principal, scope: Scope, scheme_id: str) -> tuple[Held, list[Learner]]:
        """The learners this person judges by the scheme, by name. NotFound where they do not judge by it."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            held = self.judging(conn, principal, scheme_id)
            names = self.learners(conn, principal, held)
            mine = select(judgements).where(judgements.c.scheme == held.id, judgements.c.rater == principal.id)
            found = conn.execute(mine.where(among(judgements.c.student, sorted(names)))).all()
            given = opened(conn, self._shelf.keys, found)
            over = self.published(conn, held.id)
        by_student: dict[str, dict[str, Score]] = {}
        for score in given:
            by_student.setdefault(score.student, {})[score.criterion] = score
        rows = [Learner(i, name, by_student.get(i, {}), i in over) for i, name in names.items()]
        return held, sorted(rows, key=lambda r: (r.name, r.id))

    def give(
        self, principal: Principal, scope: Scope, scheme_id: str, student: str, criterion: str, version: int, said: Said
    ) -> Score:
        """One's own score, new (version 0) or again. Stale where it was written meanwhile, or there is no seat;
        BadInput for evidence it did not name before that is not this learner's or not seen.
        """
        self._own(principal, scope)
        with self._shelf.database.write() as conn:
            held = self.judging(conn, principal, scheme_id, lock=True)
            wanted = self._check(conn, principal, held, student, criterion, said)
            mine = judgements.c.rater == principal.id
            before = conn.execute(self._rows(held, student, criterion).where(mine)).first()
            if (before.version if before else 0) != version:
                raise Stale()
            named = opened(conn, self._shelf.keys, [before])[0].said.evidence if before else ()
            self._evidences.check_cited(conn, principal, scope, student, set(said.evidence) - set(named))
            if before is None:
                side, seat = self._seat(conn, principal, scope, held, student, wanted)
                self._check_stands(conn, held, student, seat)
                row = self.enter(conn, principal, held, student, criterion, side, seat, said)
            else:
                self._check_stands(conn, held, student, "rater")
                row = self._again(conn, principal, held, before, said)
            if held.frozen_at is None:
                frozen = {"frozen_at": self._shelf.now()}
                conn.execute(update(schemes).where(schemes.c.id == held.id).values(frozen))
            return opened(conn, self._shelf.keys, [row])[0]

    def judging(self, conn: Connection, principal: Principal, scheme_id: str, *, lock: bool = False) -> Held:
        """The scheme, where this person is on one of its sides and both have signed it."""
        held = (self._schemes.locked if lock else self._schemes.one)(conn, principal, scheme_id)
        if not held.sides:
            raise NotFound()
        if held.state == DRAFT:
            raise Stale("双方签署后才能评分", "Both sides have to sign it first")
        return held

    def taught(self, principal: Principal) -> list[Held]:
        """The schemes signed by both by which this person judges for the school, newest first."""
        return [held for held in self._schemes.page(principal) if "school" in held.sides and held.state != DRAFT]

    def learners(self, conn: Connection, principal: Principal, held: Held) -> dict[str, str]:
        """Names by id: the course's learners whom this person has on duty; of a replaced version those begun by it, of
        a new one those not begun by an earlier.
        """
        on, now = enrolments.c, self._shelf.now()
        query = select(people.c.id, people.c.name).join(enrolments, on.person == people.c.id)
        query = query.where(
            on.course == held.scheme.course, on.part == "learner", lasting(on.until, now),
            among(people.c.id, on_duty(principal)), people.c.disabled_at.is_(None),
        )  # fmt: skip
        begun = exists().where(judgements.c.student == people.c.id, judgements.c.scheme == schemes.c.id)
        earlier = begun.where(
            schemes.c.course == held.scheme.course, schemes.c.enterprise == held.enterprise,
            schemes.c.stage == held.scheme.stage, schemes.c.edition < held.scheme.version,
        )  # fmt: skip
        query = query.where(~earlier)
        if held.state == REPLACED:
            query = query.where(begun.where(schemes.c.id == held.id))
        rows = conn.execute(query.distinct()).all()
        sealers = self._shelf.keys.sealers(conn, {(person_key(row.id),) for row in rows})
        return {r.id: sealers[(person_key(r.id),)].open(Place("people", r.id), "name", r.name) for r in rows}

    def published(self, conn: Connection, scheme_id: str) -> set[str]:
        return set(conn.execute(select(grades.c.student).where(grades.c.scheme == scheme_id)).scalars())

    def enter(
        self, conn: Connection, principal: Principal, held: Held, student: str, criterion: str, side: Side | None,
        seat: Seat, said: Said,
    ) -> AnyRow:  # fmt: skip
        """A new row, in its caller's transaction."""
        row_id, owners = self._shelf.new_id(), sealed_by(held.owner(side))
        Judgement(row_id, criterion, principal.id, side, said.points, said.missing, seat, said.reason)  # BadInput
        sealer = self._shelf.keys.sealer(conn, keys_of(student, owners))
        row = {
            "id": row_id, "student": student, "scheme": held.id, "criterion": criterion, "rater": principal.id,
            "side": side, "seat": seat, "given": said.given, "version": 1, "at": self._shelf.now(),
            "label": self._shelf.labels.ensure(conn, label_of(held, student, side)), "sealed_by": owners,
            "body": seal(sealer, row_id, student, said),
        }  # fmt: skip
        conn.execute(insert(judgements).values(row))
        self._tell(conn, principal, held, student, criterion, row_id, 1, side)
        return self._one(conn, row_id, student)

    def _again(self, conn: Connection, principal: Principal, held: Held, before: AnyRow, said: Said) -> AnyRow:
        Judgement(before.id, before.criterion, principal.id, before.side, said.points, said.missing, before.seat,
                  said.reason)  # fmt: skip
        sealer = self._shelf.keys.sealer(conn, keys_of(before.student, before.sealed_by))
        body, version = seal(sealer, before.id, before.student, said), before.version + 1
        values = {"given": said.given, "version": version, "at": self._shelf.now(), "body": body}
        mine = (judgements.c.id == before.id) & (judgements.c.student == before.student)
        conn.execute(update(judgements).where(mine).values(values))
        self._tell(conn, principal, held, before.student, before.criterion, before.id, version, before.side)
        return self._one(conn, before.id, before.student)

    def _check(
        self, conn: Connection, principal: Principal, held: Held, student: str, criterion: str, said: Said
    ) -> Criterion:
        """What may be said of this student today. The rules of a row are learning/judged.py's."""
        if student not in self.learners(conn, principal, held):
            raise NotFound()
        found = held.scheme.criterion(criterion)
        if found is None:
            raise BadInput("评分方案里没有这项指标", "no such criterion in the scheme")
        if not held.scheme.valid_from <= day(self._shelf.now()) <= held.scheme.valid_to:
            raise Stale("不在方案的有效期内", "The scheme is not valid today")
        if len(said.reason) > LONGEST or len(said.evidence) > MOST_EVIDENCE:
            raise BadInput("理由或证据太长", "Too long a reason, or too much evidence")
        line = found.unsafe_below
        if said.points is not None and line is not None and said.points < line and not said.reason:
            raise BadInput("判为不安全要写明理由", "An unsafe verdict needs its reason")
        return found

    def _check_stands(self, conn: Connection, held: Held, student: str, seat: Seat) -> None:
        """What a published grade rests on stands; after an appeal a third or a moderator may still come."""
        called = seat != "rater" and reopened(conn, held.id, student)
        if student in self.published(conn, held.id) and not called:
            raise Stale("成绩已发布，评分不能再改；有异议请走申诉", "It is published: only an appeal changes it")

    def _seat(
        self, conn: Connection, principal: Principal, scope: Scope, held: Held, student: str, criterion: Criterion
    ) -> tuple[Side | None, Seat]:
        """A free one of their side's; as a third or a moderator where the rows this person sees ask for one."""
        there = conn.execute(self._rows(held, student, criterion.id)).all()
        for share in criterion.shares:
            if share.side in held.sides:
                if sum(r.side == share.side and r.seat == "rater" for r in there) < share.raters:
                    return share.side, "rater"
                mine = [r for r in there if r.side == share.side]
                if self._needs(conn, held, student, mine) & {Need("third", criterion.id, share.side)}:
                    return share.side, "third"
        seen = conn.execute(self._visible(principal, scope, held, student)).all()
        before = exists().where(judgements.c.scheme == held.id, judgements.c.student == student,
                                judgements.c.rater == principal.id)  # fmt: skip
        if Need("moderator", criterion.id) in self._needs(conn, held, student, seen):
            if conn.execute(select(before)).scalar():
                raise Forbidden("仲裁人须未评过这名学生", "A moderator has not judged this student before")
            return None, "moderator"
        raise Stale(_FULL, "No seat is free for this criterion")

    def _needs(self, conn: Connection, held: Held, student: str, rows: Sequence[AnyRow]) -> set[Need]:
        given = opened(conn, self._shelf.keys, rows)
        return set(grade(held.scheme, judged(held, student, given, ())).needs)

    def _visible(self, principal: Principal, scope: Scope, held: Held, student: str) -> Select[Any]:
        now = self._shelf.now()
        query = visible(principal, scope, now, day(now))
        return query.where(judgements.c.scheme == held.id, judgements.c.student == student)

    def _rows(self, held: Held, student: str, criterion: str) -> Select[Any]:
        return select(judgements).where(
            judgements.c.scheme == held.id, judgements.c.student == student, judgements.c.criterion == criterion
        )

    def _one(self, conn: Connection, row_id: str, student: str) -> AnyRow:
        query = select(judgements).where(judgements.c.id == row_id, judgements.c.student == student)
        return conn.execute(query).one()

    def _tell(
        self, conn: Connection, principal: Principal, held: Held, student: str, criterion: str, row: str, version: int,
        side: str | None,
    ) -> None:  # fmt: skip
        told = Scored(principal.id, held.id, student, criterion, row, version)
        both = chains(self._shelf, conn, held.school, student, held.enterprise)
        for owner in held.owner(side) if side else both:  # a side's row is told in its own chain alone
            self._shelf.audit.append(conn, owner, told)

