"""Where somebody is signed in, as they see it, and ending it. Knows no passwords (accounts.py).

A session's id is the beginning of its token's hash: it ends a session of one's own and opens none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select

from records import acts
from records.audit import SYSTEM, Audit
from records.database import Database
from records.keys import Keys, Place, person_key
from records.schema import sessions
from trust.errors import NotFound
from trust.principal import Principal

_ID = 24


@dataclass(frozen=True)
class Session:
    """`here`: the one that asks. `device` is empty and `made_at` None for those of before these were kept."""

    id: str
    device: str
    made_at: datetime | None
    until: datetime
    here: bool


class Sessions:
    def __init__(self, database: Database, keys: Keys, audit: Audit, now: Callable[[], datetime]) -> None:
        self._database, self._keys, self._audit, self._now = database, keys, audit, now

    def list(self, principal: Principal, token: str | None) -> list[Session]:
        """One's own that last, the asking one first, then latest."""
        here = _hash(token) if token else ""
        with self._database.read() as conn:
            rows = conn.execute(select(sessions).where(self._mine(principal))).all()
            sealer = self._keys.sealer(conn, [person_key(principal.id)])
            found = [
                Session(
                    row.hash[:_ID],
                    sealer.open(Place("sessions", row.hash), "device", row.device) if row.device else "",
                    row.made_at, row.until, row.hash == here,
                )
                for row in rows
            ]  # fmt: skip
        return sorted(found, key=lambda s: (not s.here, -s.until.timestamp(), s.id))

    def end(self, principal: Principal, session_id: str) -> None:
        """NotFound for another's, as for none."""
        if len(session_id) != _ID or self._end(principal, sessions.c.hash.startswith(session_id, autoescape=True)) == 0:
            raise NotFound()

    def end_others(self, principal: Principal, token: str | None) -> int:
        """All but the asking one; how many those were."""
        return self._end(principal, sessions.c.hash != (_hash(token) if token else ""))

    def _end(self, principal: Principal, which: ColumnElement[bool]) -> int:
        with self._database.write() as conn:
            ended = conn.execute(delete(sessions).where(self._mine(principal), which)).rowcount
            for _ in range(ended):
                self._audit.append(conn, SYSTEM, acts.SignedOut(principal.id))
        return ended

    def _mine(self, principal: Principal) -> ColumnElement[bool]:
        return (sessions.c.person == principal.id) & (sessions.c.until > self._now())


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
