"""Internships kept by earlier versions, brought to what is kept now: once each, in its caller's transaction.

Consents withdrawn then take along what they left. A rewrite that stood in place of what was told is a draft.
Entries get the edition of the work order that stood when they were written, and whether their incident is unanswered.
"""

from __future__ import annotations

import json
from dataclasses import replace

from sqlalchemy import Connection, func, select, update

from learning.placement import Entry, Incident
from records.columns import AnyRow
from records.internlogrows import Logged, alarming, opened, seal
from records.internwithdrawn import withdraw_internships
from records.keys import Keys
from records.masteries import keys_of
from records.schema import artefact_editions, audit, enterprise_consents, internship_days, internship_marks, placements


def renew(conn: Connection, keys: Keys) -> int:
    """How many entries. Those that are as they are kept now have `alarm`."""
    old = internship_days.c.alarm.is_(None)
    query = select(internship_days, placements.c.work_order, placements.c.enterprise)
    query = query.join(placements, placements.c.id == internship_days.c.placement)
    rows = conn.execute(query.where(old).order_by(internship_days.c.id)).all()
    for row, entry in zip(rows, opened(conn, keys, rows), strict=True):
        made = _of(conn, row, _own(conn, row, entry))
        values = {"state": made.state.value, "alarm": alarming(made), "decided_by": made.decided_by,
                  "body": seal(keys.sealer(conn, keys_of(row.student, row.sealed_by)), made)}  # fmt: skip
        conn.execute(update(internship_days).where(internship_days.c.id == row.id).values(values))
    marked = select(placements.c.student, placements.c.enterprise).join(
        internship_marks, internship_marks.c.placement == placements.c.id
    )  # a mark is of a consent: without one it was left behind
    left = {(row.student, row.enterprise) for row in (*rows, *conn.execute(marked.distinct()).all())}
    for student, enterprise in sorted(left):
        if _withdrawn(conn, student, enterprise):
            withdraw_internships(conn, keys, student, enterprise)
    return len(rows)


def _own(conn: Connection, row: AnyRow, entry: Logged) -> Logged:
    """What was written after it had been given back was not handed in."""
    if entry.state is not Entry.RETURNED or row.rewrite is not None or entry.told.incident is not Incident.NONE:
        return entry
    acts = conn.execute(select(audit.c.body).where(audit.c.act == "LogDecided", audit.c.body.contains(entry.id)))
    decided = max((json.loads(body)["version"] for body in acts.scalars()), default=0)
    if decided >= row.version:
        return entry
    return replace(entry, state=Entry.DRAFT, remark="", decided_by=None, again=True)


def _of(conn: Connection, row: AnyRow, entry: Logged) -> Logged:
    if entry.told.task is None or entry.told.of is not None or row.work_order is None:
        return entry
    this = (artefact_editions.c.artefact == row.work_order) & (artefact_editions.c.at <= row.changed_at)
    edition = conn.execute(select(func.max(artefact_editions.c.edition)).where(this)).scalar()
    return entry if edition is None else replace(entry, told=replace(entry.told, of=(row.work_order, edition)))


def _withdrawn(conn: Connection, student: str, enterprise: str) -> bool:
    """A consent was given, and none stands."""
    of = (enterprise_consents.c.student == student) & (enterprise_consents.c.enterprise == enterprise)
    given = conn.execute(select(enterprise_consents.c.withdrawn_at).where(of)).scalars().all()
    return bool(given) and all(at is not None for at in given)
