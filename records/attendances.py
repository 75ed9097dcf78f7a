"""Attendance at a placement: a mark a day, by its mentors or the teachers of its course, evidence in the same moment.

The same mark again changes nothing, but is evidence anew where a withdrawn consent took it; another corrects, which
is flagged for whatever rests on it. Seen as its placement is.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, insert, select, update

from learning.evidence import Kind, Result
from learning.placement import OUTCOMES, Mark
from records.columns import AnyRow, among
from records.evidencedoor import Brought
from records.evidencekeeping import Keeping
from records.internacts import AttendanceMarked
from records.keys import Place, Sealer
from records.masteries import keys_of
from records.placementdays import SOURCE, PlacementDays
from records.placementrows import STUDENT, Placement
from records.schema import internship_marks
from trust.day import begins
from trust.errors import Forbidden, Stale
from trust.principal import Principal, Scope

ACTIVITY = "实习出勤"


@dataclass(frozen=True)
class Marked:
    """`by`: who marked it."""

    placement: str
    student: str
    on: date
    mark: Mark
    by: str
    at: datetime
    version: int


class Attendances(PlacementDays):
    """Hidden and absent are one NotFound."""

    def page(self, principal: Principal, scope: Scope, placement_id: str) -> list[Marked]:
        """Of one placement, latest day first. A look at another's is kept, once an hour."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            found = self._opened(conn, conn.execute(self._visible(conn, principal, scope, placement_id)).all())
        self._looked(principal, (f.student for f in found))
        return found

    def of(self, conn: Connection, placement_ids: Sequence[str]) -> list[Marked]:
        """Of placements that the caller has seen, under the caller's look."""
        those = among(internship_marks.c.placement, placement_ids)
        return self._opened(conn, conn.execute(select(internship_marks).where(those)).all())

    def put(
        self, principal: Principal, scope: Scope, placement_id: str, on: date, version: int, mark: Mark
    ) -> Marked:
        """`version` 0: not marked yet. Forbidden for the student, Stale where it was marked meanwhile."""
        self._own(principal, scope)
        seen = self._placements.get(principal, scope, placement_id)
        with self._shelf.database.write() as conn:
            name = self._username(conn, seen.student)
            keeping = Keeping(conn, self._shelf, self._hasher, principal, [name])
            held = self._placements.locked(conn, principal, scope, placement_id)
            if not set(held.sides) - {STUDENT}:
                raise Forbidden("考勤由导师或任课教师登记", "A mentor or teacher marks attendance")
            self._check_day(held, on)
            row = conn.execute(_of_day(placement_id, on)).first()
            before = self._opened(conn, [row])[0] if row is not None else None
            if before is not None and before.mark is mark:
                again = self._kept(conn, keeping, held, _brought(held, on, mark, name))
                fresh = again.outcome == "added"  # its evidence went with a consent withdrawn
                return self._enter(conn, principal, held, on, before.version, mark) if fresh else before
            if (before.version if before else 0) != version:
                raise Stale()
            came = self._kept(conn, keeping, held, _brought(held, on, mark, name))
            if came.why is None:
                return self._enter(conn, principal, held, on, version, mark)
        raise self._refused(held, Kind.ATTENDANCE, came.why)

    def every(self, principal: Principal, scope: Scope) -> list[Marked]:
        """All of one's own, the first day first."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            query = self._visible(conn, principal, scope).where(internship_marks.c.student == principal.id)
            return self._opened(conn, conn.execute(query).all())[::-1]

    def _visible(
        self, conn: Connection, principal: Principal, scope: Scope, placement_id: str | None = None
    ) -> Select[Any]:
        seen = self._seen(conn, principal, scope, placement_id)
        query = select(internship_marks).where(internship_marks.c.placement.in_(seen))
        return query.order_by(internship_marks.c.day.desc(), internship_marks.c.placement)

    def _enter(
        self, conn: Connection, principal: Principal, held: Placement, on: date, version: int, mark: Mark
    ) -> Marked:
        sealed_by = json.dumps(sorted({held.home, held.enterprise}))
        sealer = self._shelf.keys.sealer(conn, keys_of(held.student, sealed_by))
        made = Marked(held.id, held.student, on, mark, principal.id, self._shelf.now(), version + 1)
        row = {"person": principal.id, "at": made.at, "version": made.version, "sealed_by": sealed_by,
               "body": sealer.seal(_place(held.id, held.student, on), "body", mark.value)}  # fmt: skip
        if version:
            mine = (internship_marks.c.placement == held.id) & (internship_marks.c.day == on)
            conn.execute(update(internship_marks).where(mine).values(row))
        else:
            conn.execute(insert(internship_marks).values(placement=held.id, day=on, student=held.student, **row))
        act = AttendanceMarked(principal.id, held.student, held.id, on.isoformat(), made.version)
        self._placements.tell(conn, held.home, held.student, held.enterprise, act)
        return made

    def _opened(self, conn: Connection, rows: Sequence[AnyRow]) -> list[Marked]:
        sealers = self._shelf.keys.sealers(conn, {keys_of(r.student, r.sealed_by) for r in rows})
        return [_read(r, sealers[keys_of(r.student, r.sealed_by)]) for r in rows]


def _brought(held: Placement, on: date, mark: Mark, username: str) -> Brought:
    return Brought(
        username, Kind.ATTENDANCE, begins(on), ACTIVITY, ("mark", held.id, on.isoformat()),
        Result(outcome=OUTCOMES[mark]), (), SOURCE, held.course, held.enterprise,
    )  # fmt: skip


def _of_day(placement_id: str, on: date) -> Select[Any]:
    return select(internship_marks).where(internship_marks.c.placement == placement_id, internship_marks.c.day == on)


def _read(row: AnyRow, sealer: Sealer) -> Marked:
    mark = Mark(sealer.open(_place(row.placement, row.student, row.day), "body", row.body))
    return Marked(row.placement, row.student, row.day, mark, row.person, row.at, row.version)


def _place(placement_id: str, student: str, on: date) -> Place:
    return Place("internship_marks", f"{placement_id}/{on.isoformat()}", student)
