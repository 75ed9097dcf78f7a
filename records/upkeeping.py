"""What was done to look after the data: backups and restore drills, how far they are and what came of them.

Rows hold counts, sizes and times. Does not do the work (backup.py, drill.py).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import insert, select, update

from records import adminacts
from records.administering import Administering, who
from records.audit import SYSTEM, Audit
from records.columns import AnyRow
from records.database import Database
from records.upkept import upkeep
from trust.errors import NotFound
from trust.principal import Principal
from trust.roles import Act

Kind = Literal["backup", "drill"]
RUNNING, DONE, FAILED = "running", "done", "failed"


@dataclass(frozen=True)
class Done:
    """One run; `told` has counts and sizes, or `fault`, the kind of what went wrong."""

    id: str
    kind: str
    state: str
    progress: float
    started_at: datetime
    ended_at: datetime | None
    told: dict[str, Any]


class Upkeeping(Administering):
    def __init__(
        self, database: Database, audit: Audit, now: Callable[[], datetime], new_id: Callable[[], str]
    ) -> None:
        super().__init__(database, audit, now)
        self._new_id = new_id

    def begin(self, by: Principal, kind: Kind) -> str:
        run = self._new_id()
        with self._writing(by, Act.MANAGE_PEOPLE, None) as conn:
            row = {"id": run, "kind": kind, "state": RUNNING, "progress": 0.0, "started_at": self._now(), "told": "{}"}
            conn.execute(insert(upkeep).values(row))
            self._audit.append(conn, SYSTEM, adminacts.UpkeepBegun(who(by), kind, run))
        return run

    def advance(self, run: str, progress: float) -> None:
        with self._database.write() as conn:
            conn.execute(update(upkeep).where(upkeep.c.id == run).values(progress=progress))

    def end(self, run: str, told: dict[str, Any], *, failed: bool = False) -> None:
        state = FAILED if failed else DONE
        values = {"state": state, "ended_at": self._now(), "told": json.dumps(told, sort_keys=True)}
        with self._database.write() as conn:
            kind = conn.execute(select(upkeep.c.kind).where(upkeep.c.id == run)).scalar_one()
            whole = {} if failed else {"progress": 1.0}
            conn.execute(update(upkeep).where(upkeep.c.id == run).values(values | whole))
            self._audit.append(conn, SYSTEM, adminacts.UpkeepEnded(kind, run, state))

    def interrupt(self) -> None:
        """At a start: what was running then runs no more."""
        with self._database.write() as conn:
            told = json.dumps({"fault": "interrupted"})
            ended = {"state": FAILED, "ended_at": self._now(), "told": told}
            conn.execute(update(upkeep).where(upkeep.c.state == RUNNING).values(ended))

    def latest(self, by: Principal, limit: int = 10) -> list[Done]:
        """Newest first."""
        if not by.may(Act.MANAGE_PEOPLE):
            raise NotFound()
        with self._database.read() as conn:
            rows = conn.execute(select(upkeep).order_by(upkeep.c.started_at.desc(), upkeep.c.id).limit(limit)).all()
        return [_done(row) for row in rows]


def _done(row: AnyRow) -> Done:
    return Done(row.id, row.kind, row.state, row.progress, row.started_at, row.ended_at, json.loads(row.told))
