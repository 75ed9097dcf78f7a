"""How much one person and one owner may keep here, in bytes of original files.

A person's sum is over the uploads they still see, so that nothing hidden moves it. An owner's sum is a shared channel,
like a full disk: who meets it is told that it is met and no number. Of several who come at once each waits for the one
before, so that no two fill the same room. Knows no files.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from records.editions import visible
from records.schema import blobs, owners, people, showpieces
from trust.errors import OverQuota, OwnerFull
from trust.principal import Scope


@dataclass(frozen=True)
class Quotas:
    """Bytes; 0 where there is no limit."""

    person: int = 0
    owner: int = 0

    def check(self, conn: Connection, scope: Scope, owner: str, name: str, size: int) -> None:
        """Raises OverQuota or OwnerFull where the file `name` of `size` bytes would be too much."""
        if self.person and (used := used_by(conn, scope)) + size > self.person:
            raise OverQuota(used, self.person)
        if self.owner and held_for(conn, owner, name) + size > self.owner:
            raise OwnerFull()

    def turn(self, conn: Connection, owner: str, person: str) -> None:
        """Until the end of this transaction nobody else enters a file for either. Before their scope is looked at: it
        must know the label of what was entered just now.
        """
        if conn.dialect.name == "sqlite":
            return  # there a writer is alone anyway
        for table, one in ((owners, owner), (people, person)):
            row = select(table.c.id).where(table.c.id == one)
            conn.execute(row.with_for_update(key_share=True)).all()  # what refers to the row need not wait


def used_by(conn: Connection, scope: Scope) -> int:
    """Of this person's uploads, as far as they see them, and of the works in their portfolio."""
    mine = visible(scope).subquery()
    query = select(func.coalesce(func.sum(blobs.c.size), 0)).select_from(mine).join(
        blobs, (blobs.c.owner == mine.c.owner) & (blobs.c.name == mine.c.blob)
    )
    held = int(conn.execute(query.where(mine.c.uploader == scope.principal_id)).scalar_one())
    shown = select(func.coalesce(func.sum(blobs.c.size), 0)).select_from(showpieces).join(
        blobs, (blobs.c.owner == showpieces.c.owner) & (blobs.c.name == showpieces.c.blob)
    )
    return held + int(conn.execute(shown.where(showpieces.c.person == scope.principal_id)).scalar_one())


def held_for(conn: Connection, owner: str, but: str = "") -> int:
    """Everything `but` one file, whoever may see it: for the check and for the owner's stewards."""
    query = select(func.coalesce(func.sum(blobs.c.size), 0)).where(blobs.c.owner == owner, blobs.c.name != but)
    return int(conn.execute(query).scalar_one())
