"""The product's own events as evidence: answers to exercises and finished rehearsals, read from where they are kept.

Nothing is copied: an answer erased is no evidence any more. Only what the register names counts as evidence at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Select, case, select

from learning.boundary import refusal
from learning.evidence import CLEAN, OWN, SLIPPED, VETOED, Evidence, Kind, Result
from learning.growth import Answer
from records.attempts import ITEM, MOVE, REHEARSAL, Attempt, Attempts
from records.columns import among
from records.evidencereach import Columns, Standing, registered, seen
from records.evidencerows import Kept
from records.schema import attempts, labels, people
from trust.day import day
from trust.principal import Principal, Scope

_KIND = case((attempts.c.kind == ITEM, Kind.PRACTICE.value), (attempts.c.kind == REHEARSAL, Kind.REHEARSAL.value))


def own(
    conn: Connection, read: Attempts, principal: Principal, scope: Scope, entries: Standing, now: datetime, today: date,
    narrowed: Any,
) -> list[Kept]:  # fmt: skip
    """Latest first. `narrowed` takes the query with columns `student`, `kind`, `at`, `id`."""
    query = narrowed(
        _visible(principal, scope, entries, now, today), attempts.c.person, _KIND, attempts.c.at, attempts.c.id
    )
    rows = conn.execute(query).all()
    return [
        Kept(told, given.at)
        for row, given in zip(rows, read.opened(conn, rows), strict=True)
        if refusal(told := _told(row.person, given), registered(entries, row.home, None), now) is None
    ]


def answers(
    conn: Connection, read: Attempts, principal: Principal, scope: Scope, entries: Standing, now: datetime,
    student: str,
) -> list[Answer]:  # fmt: skip
    """One learner's answers and whole rehearsals, for how they grew: all of one's own, of others what counts as
    evidence. First first.
    """
    query = _visible(principal, scope, entries, now, day(now)).where(attempts.c.person == student)
    rows = conn.execute(query.order_by(attempts.c.at, attempts.c.id)).all()
    mine = student == principal.id
    return [
        Answer(given.id, given.item, given.at, given.right, given.competencies, given.guess, row.label,
               given.kind == REHEARSAL)
        for row, given in zip(rows, read.opened(conn, rows), strict=True)
        if mine or refusal(_told(row.person, given), registered(entries, row.home, None), now) is None
    ]  # fmt: skip


def _visible(principal: Principal, scope: Scope, entries: Standing, now: datetime, today: date) -> Select[Any]:
    may = seen(principal, entries, now, today, Columns(attempts.c.person, _KIND))
    return (
        select(attempts, labels.c.text, people.c.home)
        .join(labels, labels.c.id == attempts.c.label)
        .join(people, people.c.id == attempts.c.person)
        .where(attempts.c.kind != MOVE, among(attempts.c.label, sorted(scope.ids)), may)
    )


def _told(person: str, given: Attempt) -> Evidence:
    kind = Kind.PRACTICE if given.kind == ITEM else Kind.REHEARSAL
    activity = str(given.told.get("task") or given.told.get("stem") or "、".join(given.competencies) or given.item)
    result = Result(*_points(given.points, given.out_of), outcome=_outcome(given))
    return Evidence(given.id, person, kind, given.at, activity, result, given.competencies)


def _outcome(given: Attempt) -> str:
    vetoes = given.told.get("vetoes")
    if given.right or vetoes is None:
        return CLEAN if given.right else "不对"
    return VETOED if vetoes else SLIPPED


def _points(points: float, out_of: float) -> tuple[Decimal | None, Decimal | None]:
    if out_of <= 0:
        return None, None
    return min(max(Decimal(str(points)), Decimal(0)), Decimal(str(out_of))), Decimal(str(out_of))


def wanted(kinds: Sequence[Kind]) -> bool:
    """Whether any of these is the product's own; no kinds are all of them."""
    return not kinds or any(kind in OWN for kind in kinds)
