"""How far each person has come in their introduction, and that they had enough of it. Knows no step's words."""

from __future__ import annotations

from sqlalchemy import delete, insert, select

from records.database import Database
from records.upkept import tours
from trust.principal import Principal

OVER = -1


class Tours:
    def __init__(self, database: Database) -> None:
        self._database = database

    def step(self, principal: Principal) -> int | None:
        """The step somebody is at, from 0; None once it is over."""
        with self._database.read() as conn:
            row = conn.execute(select(tours).where(tours.c.person == principal.id)).first()
        if row is None:
            return 0
        return None if row.over else int(row.step)

    def go(self, principal: Principal, step: int) -> None:
        self.put(principal.id, step, over=False)

    def end(self, principal: Principal) -> None:
        self.put(principal.id, 0, over=True)

    def again(self, principal: Principal) -> None:
        """From the beginning."""
        self.put(principal.id, 0, over=False)

    def put(self, person: str, step: int, *, over: bool) -> None:
        with self._database.write() as conn:
            conn.execute(delete(tours).where(tours.c.person == person))
            conn.execute(insert(tours).values(person=person, step=step, over=over))
