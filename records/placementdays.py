"""What the log and the attendance of placements share: whose they are to see, their looks, what the door turns away.

Holds no table of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, select

from learning.boundary import Refusal
from learning.evidence import Kind
from records.enterpriseconsents import standing
from records.evidencedoor import Brought, Turned
from records.evidencekeeping import Came, Keeping
from records.evidencerows import Hasher
from records.looks import Looks
from records.placementrows import Placement, visible
from records.placements import Placements
from records.registers import Registers
from records.schema import people, placements
from records.shelf import OnShelf, Shelf
from trust.day import day
from trust.errors import BadInput, NotFound, Stale
from trust.principal import Principal, Scope

SOURCE, WHY = "log", "实习管理"
"""Who tells the evidence; the reason kept of staff's looks."""


class PlacementDays(OnShelf):
    """Base of the two."""

    def __init__(
        self, shelf: Shelf, hasher: Hasher, placements: Placements, looks: Looks, registers: Registers
    ) -> None:
        super().__init__(shelf)
        self._hasher, self._placements, self._looks, self._registers = hasher, placements, looks, registers

    def _seen(self, conn: Connection, principal: Principal, scope: Scope, placement_id: str | None) -> Select[Any]:
        """Ids of placements this person sees: all, or the one, which is NotFound where they do not."""
        if placement_id is not None:
            self._placements.one(conn, principal, scope, placement_id)
        query = visible(self._shelf, conn, principal, scope).with_only_columns(placements.c.id)
        return query if placement_id is None else query.where(placements.c.id == placement_id)

    def _alarmed(self, conn: Connection, principal: Principal, scope: Scope, placement_id: str | None) -> Select[Any]:
        """The same, and those whose student has left the course with an incident unanswered."""
        query = visible(self._shelf, conn, principal, scope, alarmed=True).with_only_columns(placements.c.id)
        return query if placement_id is None else query.where(placements.c.id == placement_id)

    def _looked(self, principal: Principal, students: Iterable[str]) -> None:
        """A look at others' is kept, once an hour."""
        others = set(students) - {principal.id}
        self._looks.once_each(principal, others, WHY, placed=others)

    def _check_day(self, held: Placement, on: date) -> None:
        if not held.since <= on <= min(held.until, day(self._shelf.now())):
            raise BadInput("日期须在实习期内，且不晚于今天", "A day of the placement, today at the latest")

    def _username(self, conn: Connection, student: str) -> str:
        found = conn.execute(select(people.c.username).where(people.c.id == student)).scalar()
        if found is None:
            raise NotFound()
        return str(found)

    def _kept(self, conn: Connection, keeping: Keeping, held: Placement, brought: Brought) -> Came:
        """As evidence. What went with a consent withdrawn stays a tombstone: told anew under a later consent it is
        another piece.
        """
        came = keeping.keep([brought])[0]
        if came.gone:
            stands = conn.execute(standing(held.student, held.enterprise)).first()
            if stands is None:
                return Came("refused", why=Refusal.BASIS)
            came = keeping.keep([replace(brought, key=(*brought.key, stands.id))])[0]
        return Came("refused", why=Refusal.OLD) if came.gone else came

    def _refused(self, held: Placement, kind: Kind, why: Refusal | Turned) -> Stale:
        """What is turned away is counted; the words to raise."""
        self._registers.count({(held.home, kind.value, why.value): 1})
        return Stale(
            "采集登记表没有允许保存这样的记录，或还没有学生对企业的同意",
            "No register admits this, or there is no consent for the enterprise",
        )
