"""Uploads that wait to be read: whose, how many, and when there are too many. Counts rows, opens nothing.

The queue is everybody's, as the processor is: that it is full is told to whoever uploads, and nothing else about it.
Knows nothing of jobs.
"""

from __future__ import annotations

from sqlalchemy import func, select

from records.schema import documents, editions
from records.shelf import OnShelf, Shelf
from trust.errors import TooMany
from trust.principal import Principal

STATES = ("received", "parsing", "indexing")
SOON = 30
"""Seconds after which asking again is worth it."""


class Waiting(OnShelf):
    """`each`: what one person may have waiting; `most`: what everybody together may."""

    def __init__(self, shelf: Shelf, each: int, most: int) -> None:
        super().__init__(shelf)
        self._each, self._most = each, most

    def place(self, document_id: str, generation: int) -> int:
        """How many of its uploader's files wait, this one included; 1 where it is gone. For the system."""
        with self._shelf.database.read() as conn:
            mine = select(editions.c.uploader).where(
                editions.c.document == document_id, editions.c.generation == generation
            )
            waits = select(func.count()).where(
                editions.c.state.in_(STATES), editions.c.uploader == mine.scalar_subquery()
            )
            return max(1, conn.execute(waits).scalar_one())

    def check(self, principal: Principal) -> None:
        """TooMany while this person, or everybody together, has too many waiting."""
        whole = select(func.count()).where(editions.c.state.in_(STATES))
        with self._shelf.database.read() as conn:
            own = conn.execute(whole.where(editions.c.uploader == principal.id)).scalar_one()
            every = conn.execute(whole).scalar_one()
        if own >= self._each:
            raise TooMany(
                f"您还有 {own} 份文件在排队，请等它们处理完再上传",
                f"{own} of your files are still waiting; upload more when they are in",
                SOON,
            )
        if every >= self._most:
            raise TooMany("排队的文件太多，请稍后再上传", "Too many files are waiting, upload again later", SOON)

    def by_state(self) -> dict[str, int]:
        """Newest editions of live documents, by state. For whoever runs the house: nobody may see them all."""
        newest = (
            select(editions.c.state, func.count())
            .join(documents, (documents.c.id == editions.c.document) & (documents.c.newest == editions.c.generation))
            .where(documents.c.deleted_at.is_(None))
            .group_by(editions.c.state)
        )
        with self._shelf.database.read() as conn:
            return {str(row[0]): int(row[1]) for row in conn.execute(newest)}
