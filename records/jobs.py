"""Documents being read in, and those that failed, as an administrator sees them: ids, owner, stage, a reason's code.

No title, no file name, no label, no word of the fault: an administrator reads no content. Does not do the work.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select, update

from records import adminacts
from records.audit import SYSTEM
from records.editions import lock
from records.schema import documents, editions
from records.shelf import OnShelf
from trust.errors import Forbidden, NotFound
from trust.principal import Principal
from trust.roles import Act

FAILED, GOING = "failed", ("received", "parsing", "indexing")


@dataclass(frozen=True)
class Job:
    """`reason` is the kind of a fault (trust/errors.py), or `internal`; only where it failed. `passages`: counted so
    far.
    """

    document: str
    generation: int
    owner: str
    state: str
    stage: str
    progress: float
    reason: str | None
    created_at: datetime


class Jobs(OnShelf):
    def listed(self, by: Principal, limit: int = 200) -> list[Job]:
        """What failed and what is under way, newest first."""
        if not by.may(Act.MANAGE_PEOPLE):
            raise NotFound()
        newest = and_(documents.c.id == editions.c.document, documents.c.newest == editions.c.generation)
        wanted = or_(editions.c.state == FAILED, editions.c.state.in_(GOING))
        columns = (
            editions.c.document, editions.c.generation, editions.c.owner, editions.c.state, editions.c.stage,
            editions.c.progress, editions.c.reason, documents.c.created_at,
        )  # fmt: skip
        query = select(*columns).join(documents, newest).where(documents.c.deleted_at.is_(None), wanted)
        with self._shelf.database.read() as conn:
            rows = conn.execute(query.order_by(documents.c.created_at.desc(), documents.c.id).limit(limit)).all()
        return [Job(*row[:6], _code(row.state, row.reason), row.created_at) for row in rows]

    def counts(self, by: Principal) -> dict[str, int]:
        """How many failed, how many are under way."""
        if not by.may(Act.MANAGE_PEOPLE):
            raise NotFound()
        newest = and_(documents.c.id == editions.c.document, documents.c.newest == editions.c.generation)
        query = select(editions.c.state, func.count()).join(documents, newest)
        query = query.where(documents.c.deleted_at.is_(None)).group_by(editions.c.state)
        with self._shelf.database.read() as conn:
            found = {str(state): int(n) for state, n in conn.execute(query)}
        return {"failed": found.get(FAILED, 0), "going": sum(found.get(state, 0) for state in GOING)}

    def retry(self, by: Principal, document_id: str) -> int:
        """From the beginning again; the generation to enqueue. NotFound for what did not fail."""
        if not by.may(Act.MANAGE_PEOPLE):
            raise Forbidden()
        with self._shelf.database.write() as conn:
            lock(conn, document_id)
            newest = and_(documents.c.id == editions.c.document, documents.c.newest == editions.c.generation)
            live = select(editions.c.generation, editions.c.owner).join(documents, newest)
            live = live.where(editions.c.document == document_id, documents.c.deleted_at.is_(None))
            row = conn.execute(live.where(editions.c.state == FAILED)).first()
            if row is None:
                raise NotFound()
            mine = and_(editions.c.document == document_id, editions.c.generation == row.generation)
            begun = {"state": "received", "stage": "received", "progress": 0.0, "error": None, "reason": None}
            conn.execute(update(editions).where(mine).values(version=editions.c.version + 1, **begun))
            for chain in sorted({SYSTEM, row.owner}):
                self._shelf.audit.append(conn, chain, adminacts.Retried(by.id, document_id, row.generation))
        return int(row.generation)


def _code(state: str, reason: str | None) -> str | None:
    return (reason or "internal") if state == FAILED else None
