"""What is kept of internships: all of one's own in one piece, and the end of it when the register's time is over."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, and_, delete, select

from learning.boundary import kept_until
from learning.evidence import Kind
from records.attendances import Attendances
from records.evidencereach import Standing, registered, standing
from records.internlogs import InternLogs
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
        mine = [p for p in self._placements.page(principal, scope) if p.student == principal.id]
        return {
            "placements": mine, "internship_days": self._logs.every(principal, scope),
            "internship_marks": self._attendances.every(principal, scope),
        }  # fmt: skip

    def expire(self) -> int:
        """Days and marks kept as long as their register says go, as the evidence of their kinds does. For the system;
        how many.
        """
        now = self._shelf.now()
        with self._shelf.database.write() as conn:
            entries = standing(conn, self._shelf.keys, day(now), lasting=False)
            tables = ((internship_days, Kind.INTERNSHIP), (internship_marks, Kind.ATTENDANCE))
            return sum(self._expire(conn, table, kind, entries) for table, kind in tables)

    def _expire(self, conn: Connection, table: Table, kind: Kind, entries: Standing) -> int:
        now = self._shelf.now()
        query = select(table.c.placement, table.c.day, people.c.home, placements.c.enterprise).join(
            placements, placements.c.id == table.c.placement
        )
        rows = conn.execute(query.join(people, people.c.id == table.c.student)).all()
        gone = 0
        for row in rows:
            until = kept_until(kind, begins(row.day), registered(entries, row.home, row.enterprise))
            if until is not None and until <= now:
                conn.execute(delete(table).where(and_(table.c.placement == row.placement, table.c.day == row.day)))
                gone += 1
        return gone
