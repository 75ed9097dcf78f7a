"""Judgements and credits as rows: which of them somebody sees, opened, and put together for the kernel.

A judgement is its rater's alone until both sides have judged that criterion of that student; then it is its own side's,
and the other side's where an agreement lets grades through. All of it is in the query, so nothing hidden changes what
is reckoned from what is seen. Knows no rule of judging (scores.py).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, false, func, or_, select

from learning.judged import Event, Judged, Judgement, Missing, Seat
from learning.scheme import Side
from records.columns import AnyRow, among
from records.keys import Keys, Place, Sealer
from records.masteries import keys_of
from records.schema import credits, judgements, scheme_seats, schemes
from records.schemerows import Held, on_duty, released, sides
from trust.labels import Label, join, parse, self_label
from trust.principal import Principal, Scope

EARNED, CLOSED, EXCUSED = "earned", "closed", "excused"


@dataclass(frozen=True)
class Said:
    """What a rater says: points of a hundred, or what is missing and why."""

    points: Decimal | None = None
    missing: Missing | None = None
    reason: str = ""
    evidence: tuple[str, ...] = ()

    @property
    def given(self) -> bool:
        """Nothing more is to come: points, or missing for good."""
        return self.points is not None or self.missing in ("excused", "absent")


@dataclass(frozen=True)
class Score:
    """`version` counts how often it was written."""

    id: str
    student: str
    criterion: str
    rater: str
    side: Side | None
    seat: Seat
    said: Said
    version: int
    at: datetime

    @property
    def judgement(self) -> Judgement:
        s = self.said
        return Judgement(
            self.id, self.criterion, self.rater, self.side, s.points, s.missing, self.seat, s.reason, s.evidence
        )


@dataclass(frozen=True)
class Credit:
    """A record of process: `earned` towards a criterion's plan, its recording closed, or excused with a reason."""

    id: str
    student: str
    criterion: str
    kind: str
    earned: Decimal | None
    reason: str
    evidence: str
    withdrawn_at: datetime | None


def label_of(held: Held, student: str, side: str | None) -> Label:
    """The owner's, restricted, and about the student. A moderator's is both owners': neither side reads it bare."""
    owned = [parse(f"{owner}/restricted") for owner in held.owner(side)]
    return join([*owned, self_label(held.school, student)])


def visible(principal: Principal, scope: Scope, now: datetime, today: date, *, own: bool = True) -> Select[Any]:
    """One's own; of students one has on duty, what both sides have judged: one's side's, or all where released. Without
    `own`, only what everybody of one's side sees.
    """
    teaches, mentors, _ = sides(principal, now)
    own_side = among(judgements.c.label, sorted(scope.ids))
    others = and_(_complete(), or_(own_side, released(today)))
    query = select(judgements).join(schemes, schemes.c.id == judgements.c.scheme)
    mine = judgements.c.rater == principal.id if own else false()
    return query.where(or_(teaches, mentors), among(judgements.c.student, on_duty(principal)), or_(mine, others))


def credited(principal: Principal, now: datetime, today: date) -> Select[Any]:
    """Records of process: the school's, and the enterprise's mentors' where released."""
    teaches, mentors, _ = sides(principal, now)
    query = select(credits).join(schemes, schemes.c.id == credits.c.scheme)
    return query.where(or_(teaches, and_(mentors, released(today))), among(credits.c.student, on_duty(principal)))


def scores(conn: Connection, keys: Keys, rows: Sequence[AnyRow]) -> list[Score]:
    sealers = keys.sealers(conn, {keys_of(row.student, row.sealed_by) for row in rows})
    return [_score(row, sealers[keys_of(row.student, row.sealed_by)]) for row in rows]


def credits_of(conn: Connection, keys: Keys, rows: Sequence[AnyRow]) -> list[Credit]:
    sealers = keys.sealers(conn, {keys_of(row.student, row.sealed_by) for row in rows})
    made = []
    for row in rows:
        sealer = sealers[keys_of(row.student, row.sealed_by)]
        told = json.loads(sealer.open(Place("credits", row.id, row.student), "body", row.body))
        earned = None if told["earned"] is None else Decimal(told["earned"])
        made.append(Credit(
            row.id, row.student, row.criterion, row.kind, earned, told["reason"], told["evidence"], row.withdrawn_at
        ))  # fmt: skip
    return made


def judged(held: Held, student: str, given: Sequence[Score], process: Sequence[Credit]) -> Judged:
    """All of one student for the kernel. Process is open until somebody has closed its recording."""
    standing = [c for c in process if c.student == student and c.withdrawn_at is None]
    events = tuple(Event(c.id, c.criterion, c.earned) for c in standing if c.kind == EARNED and c.earned is not None)
    excused = {c.criterion: c.reason for c in standing if c.kind == EXCUSED}
    closed = {c.criterion for c in standing if c.kind == CLOSED}
    going = frozenset(c.id for c in held.scheme.criteria if c.process and c.id not in closed | set(excused))
    rows = tuple(s.judgement for s in given if s.student == student)
    return Judged(student, rows, events, going, tuple(sorted(excused.items())))


def seal(sealer: Sealer, row: str, student: str, said: Said) -> bytes:
    told = {
        "points": None if said.points is None else str(said.points), "missing": said.missing, "reason": said.reason,
        "evidence": list(said.evidence),
    }  # fmt: skip
    return sealer.seal(Place("judgements", row, student), "body", json.dumps(told, ensure_ascii=False))


def _score(row: AnyRow, sealer: Sealer) -> Score:
    told = json.loads(sealer.open(Place("judgements", row.id, row.student), "body", row.body))
    points = None if told["points"] is None else Decimal(told["points"])
    said = Said(points, told["missing"], told["reason"], tuple(told["evidence"]))
    return Score(
        row.id, row.student, row.criterion, row.rater, row.side, row.seat, said, row.version, row.at
    )  # fmt: skip


def _complete() -> ColumnElement[bool]:
    """Every seat that the scheme has for this criterion is judged, on both sides."""
    peer = judgements.alias("peer")
    given = select(func.count()).select_from(peer).where(
        peer.c.scheme == judgements.c.scheme, peer.c.student == judgements.c.student, peer.c.seat == "rater",
        peer.c.side == scheme_seats.c.side, peer.c.criterion == scheme_seats.c.criterion, peer.c.given,
    ).correlate(judgements, scheme_seats)  # fmt: skip
    short = select(scheme_seats.c.scheme).where(
        scheme_seats.c.scheme == judgements.c.scheme, scheme_seats.c.criterion == judgements.c.criterion,
        given.scalar_subquery() < scheme_seats.c.raters,
    )  # fmt: skip
    return ~short.correlate(judgements).exists()
