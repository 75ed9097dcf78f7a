"""What is kept of internships: all of one's own in one piece, and the end of it when the register's time is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, select

from learning.boundary import Entry, kept_until
from learning.evidence import Kind
from records.attendances import Attendances
from records.evidencereach import standing
from records.internlogs import InternLogs
from records.internrenewed import renew
from records.placements import Placements
from records.schema import internship_days, internship_marks, people, placements
from records.shelf import OnShelf, Shelf
from trust.day import begins, day
from trust.principal import Principal, Scope


class InternKept(OnShelf):
    def __init__(self, shelf: Shelf, placements: Placements, logs: InternLogs, attendances: Attendances) -> None:
        super().__init__(shelf)
        self._placements, self._logs, self._attendances = placements, logs, attendances

    def export(self, principal: Principal, scope: Scope) -> dict[str, Any]:
        """One's own, for oneself."""
        mine = self._placements.mine(principal, scope)
        return {
            "placements": mine, "internship_days": self._logs.every(principal, scope),
            "internship_marks": self._attendances.every(principal, scope),
        }  # fmt: skip

    def expire(self) -> int:
        """Days and marks kept as long as their register says go, as the evidence of their kinds does; a placement when
        nothing of it is left and its last day's time is over. For the system; how many.
        """
        now = self._shelf.now()
        with self._shelf.database.write() as conn:
            renew(conn, self._shelf.keys)  # of an earlier version, before its time is judged
            entries = standing(conn, self._shelf.keys, day(now), lasting=False)
            pairs = ((school, enterprise, kept) for school, by in entries.items() for enterprise, kept in by.items())
            return sum(_expire(conn, school, enterprise, kept, now) for school, enterprise, kept in pairs)


def _expire(conn: Connection, school: str, enterprise: str, entries: Sequence[Entry], now: datetime) -> int:
    """A statement for each kind: what no register names any more stays until somebody decides."""
    pupils = select(people.c.id).where(people.c.home == school)
    theirs = and_(placements.c.enterprise == enterprise, placements.c.student.in_(pupils))
    held = select(placements.c.id).where(theirs)
    gone = 0
    for table, kind in ((internship_days, Kind.INTERNSHIP), (internship_marks, Kind.ATTENDANCE)):
        if (last := _last(kind, entries, now)) is not None:
            gone += conn.execute(delete(table).where(table.c.placement.in_(held), table.c.day <= last)).rowcount
    if (last := _last(Kind.INTERNSHIP, entries, now)) is not None:
        left = [select(t.c.placement).where(t.c.placement == placements.c.id).exists()
                for t in (internship_days, internship_marks)]  # fmt: skip
        over = and_(theirs, placements.c.until <= last, *(~one for one in left))
        gone += conn.execute(delete(placements).where(over)).rowcount
    return gone


def _last(kind: Kind, entries: Sequence[Entry], now: datetime) -> date | None:
    """The last day whose time is over (`kept_until`)."""
    first = begins(day(now))
    until = kept_until(kind, first, entries)
    return None if until is None else day(now - (until - first))
