"""What stands in the house before a file of tests, and how what came since is taken away again.

It knows the rows by their keys alone. Documents and people are not its business: a document is deleted through the
calls, whose index then forgets it too; the audit and the keys only grow.
"""

from __future__ import annotations

from sqlalchemy import Connection, Row, Table, and_, delete, select

from records.database import Database
from records.schema import metadata

GROWS = frozenset({
    "audit", "blobs", "chains", "data_keys", "documents", "editions", "key_checks", "labels", "owners", "passages",
    "people", "sessions", "term_counts", "upkeep", "versions",
})  # fmt: skip


class Standing:
    """The keys of every row that stood when this was made."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._tables = [t for t in reversed(metadata.sorted_tables) if t.name not in GROWS]
        with database.read() as conn:
            self._stood = {t.name: set(_keys(conn, t)) for t in self._tables}

    def restore(self) -> None:
        """Deletes every row that came since, children before parents."""
        with self._database.write() as conn:
            for table in self._tables:
                for key in set(_keys(conn, table)) - self._stood[table.name]:
                    named = and_(*(c == v for c, v in zip(table.primary_key, key, strict=True)))
                    conn.execute(delete(table).where(named))


def _keys(conn: Connection, table: Table) -> list[Row[tuple[object, ...]]]:
    return list(conn.execute(select(*table.primary_key)))
