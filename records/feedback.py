"""What somebody says of an answer they got: useful or not, and why. Their own, sealed under their key and the answer's
label; gone with the exchange. Nobody else reads it here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import delete, insert, select

from records.database import Database
from records.keys import Keys, Place, person_key
from records.schema import feedback, turns
from trust.errors import NotFound
from trust.principal import Principal

LONGEST = 1000


class Feedback:
    def __init__(self, database: Database, keys: Keys, now: Callable[[], datetime]) -> None:
        self._database, self._keys, self._now = database, keys, now

    def give(self, principal: Principal, turn_id: str, useful: bool, reason: str = "") -> None:
        """In place of what was said before. NotFound for another's exchange, as for none."""
        with self._database.write() as conn:
            query = select(turns.c.label).where(turns.c.id == turn_id, turns.c.person == principal.id)
            label = conn.execute(query.with_for_update()).scalar()
            if label is None:
                raise NotFound()
            sealer = self._keys.sealer(conn, [person_key(principal.id)])
            row = {
                "turn": turn_id, "person": principal.id, "at": self._now(), "label": label, "useful": useful,
                "reason": sealer.seal(Place("feedback", turn_id), "reason", reason.strip()[:LONGEST]),
            }  # fmt: skip
            conn.execute(delete(feedback).where(feedback.c.turn == turn_id, feedback.c.person == principal.id))
            conn.execute(insert(feedback).values(row))

    def take_back(self, principal: Principal, turn_id: str) -> None:
        """NotFound where nothing was said."""
        with self._database.write() as conn:
            mine = (feedback.c.turn == turn_id) & (feedback.c.person == principal.id)
            if conn.execute(delete(feedback).where(mine)).rowcount == 0:
                raise NotFound()

    def reason(self, principal: Principal, turn_id: str) -> str | None:
        """One's own words; None where nothing was said."""
        with self._database.read() as conn:
            mine = (feedback.c.turn == turn_id) & (feedback.c.person == principal.id)
            sealed = conn.execute(select(feedback.c.reason).where(mine)).scalar()
            if sealed is None:
                return None
            sealer = self._keys.sealer(conn, [person_key(principal.id)])
            return sealer.open(Place("feedback", turn_id), "reason", sealed)
