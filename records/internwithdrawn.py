"""What becomes of a student's internships when they withdraw their consent for the enterprise: what came from it goes.

Marks go whole, for their evidence is gone. What a mentor confirmed or gave back is its student's draft again, for them
alone; their words on it go, and so do the editions before. What waits stays handed in. An incident stays told to the
school, in all its editions, without the mentor's words; one that was answered stays answered. Works inside its caller's
transaction.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, delete, select, update

from learning.placement import Entry, Incident
from records.columns import AnyRow, among
from records.internlogrows import Logged, alarming, opened, seal, seal_edition
from records.keys import Keys, Sealer
from records.masteries import keys_of
from records.schema import internship_days, internship_editions, internship_marks, placements


def withdraw_internships(conn: Connection, keys: Keys, student: str, enterprise: str) -> None:
    mine = select(placements.c.id).where(placements.c.student == student, placements.c.enterprise == enterprise)
    held = conn.execute(mine.with_for_update()).scalars().all()
    conn.execute(delete(internship_marks).where(among(internship_marks.c.placement, held)))
    theirs = among(internship_days.c.placement, held) & (internship_days.c.state != Entry.DRAFT.value)
    rows = conn.execute(select(internship_days).where(theirs).order_by(internship_days.c.id)).all()
    for row, entry, own in zip(rows, opened(conn, keys, rows), opened(conn, keys, rows, student), strict=True):
        sealer = keys.sealer(conn, keys_of(student, row.sealed_by))
        said = [entry.told, *(before.told for before in entry.earlier)]
        if any(told.incident is not Incident.NONE for told in said):
            _quiet(conn, sealer, row, entry)
        elif entry.state in (Entry.CONFIRMED, Entry.RETURNED):
            conn.execute(delete(internship_editions).where(internship_editions.c.entry == row.id))
            made = replace(own, state=Entry.DRAFT, remark="", again=True)
            _put(conn, sealer, row, made, {"rewrite": None, "rewrites": 0})
        else:
            _editions(conn, sealer, row, entry)


def _quiet(conn: Connection, sealer: Sealer, row: AnyRow, entry: Logged) -> None:
    """Told still, without the mentor's words."""
    confirmed = entry.state is Entry.CONFIRMED
    state = Entry.HANDED_IN if confirmed else entry.state
    _put(conn, sealer, row, replace(entry, state=state, remark="", answered=confirmed or entry.answered), {})
    _editions(conn, sealer, row, entry)


def _put(conn: Connection, sealer: Sealer, row: AnyRow, made: Logged, more: dict[str, object]) -> None:
    version = row.version + (row.rewrites if more else 0) + 1
    values = {"state": made.state.value, "version": version, "decided_by": None, "alarm": alarming(made),
              "body": seal(sealer, made), **more}
    conn.execute(update(internship_days).where(internship_days.c.id == row.id).values(values))


def _editions(conn: Connection, sealer: Sealer, row: AnyRow, entry: Logged) -> None:
    for edition, before in enumerate(entry.earlier, 1):
        this = (internship_editions.c.entry == row.id) & (internship_editions.c.edition == edition)
        body = seal_edition(sealer, row.id, edition, row.student, before.told, "")
        conn.execute(update(internship_editions).where(this).values(body=body))
