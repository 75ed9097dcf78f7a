"""Original files against their rows: is each there, and still what was uploaded?

Sealed bytes are authenticated, and a file's name is a keyed hash of its content: what changed on the disk is noticed at
every reading. Knows no formats. `check` looks at all of them; it is for the system only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from records.editions import Edition, every, this
from records.keys import Broken, Sealer
from records.schema import documents, editions
from records.shelf import OnShelf, Shelf
from trust.errors import Damaged, NotFound


@dataclass(frozen=True)
class Lost:
    """An edition whose original is gone, or is not what it was."""

    document_id: str
    generation: int


def original(shelf: Shelf, row: Edition, sealer: Sealer) -> bytes:
    """The file of one edition. Damaged where it is missing or changed; NotFound where the edition went meanwhile."""
    try:
        plain = shelf.blobs.read(row.owner, row.blob, sealer)
    except (NotFound, Broken, OSError):
        with shelf.database.read() as conn:
            if conn.execute(select(editions.c.document).where(this(row))).first() is None:
                raise NotFound() from None
        raise Damaged() from None
    if shelf.blobs.name(row.owner, row.sealed_by, plain) != row.blob:
        raise Damaged()
    return plain


class Originals(OnShelf):
    def check(self) -> Iterator[Lost | None]:
        """Each edition in use, one after the other: None where its original is whole."""
        with self._shelf.database.read() as conn:
            live = every().where(documents.c.deleted_at.is_(None)).order_by(documents.c.created_at, documents.c.id)
            rows = conn.execute(live).all()
        for row in rows:
            try:
                with self._shelf.database.read() as conn:
                    sealer = self._shelf.opened.sealer(conn, row)
                original(self._shelf, row, sealer)
                yield None
            except Damaged:
                yield Lost(row.document, row.generation)
            except NotFound:
                continue
