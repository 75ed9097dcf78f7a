"""Keeps, per label, how many visible passages there are and in how many each term stands.

Always in the commit that changes what is visible, so a search never weighs words by what it cannot see.
Terms are keyed hashes; this file never sees words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import Connection, func, select, update

from records.columns import among
from records.editions import Edition, every, holders
from records.keys import Keys, Place
from records.packing import ids
from records.schema import documents, editions, labels, passages, term_counts

_ADD_SQLITE = (
    "INSERT INTO term_counts (term, label, df) VALUES (?, ?, ?) "
    "ON CONFLICT (term, label) DO UPDATE SET df = df + excluded.df"
)
_ADD_POSTGRESQL = (
    "INSERT INTO term_counts (term, label, df) SELECT t, %s, n FROM unnest(%s::bigint[], %s::int[]) AS x(t, n) "
    "ON CONFLICT (term, label) DO UPDATE SET df = term_counts.df + excluded.df"
)
_LOCK = 0x5465_726D


class Counts:
    """Works inside its caller's transaction, on one document at a time."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    def show(self, conn: Connection, row: Edition) -> None:
        """The edition's passages become visible under its label."""
        _change(conn, row.label, row.passages, self._terms(conn, row), +1)

    def hide(self, conn: Connection, document_id: str) -> None:
        """Whatever edition of the document serves, no longer does."""
        serving = every().where(documents.c.id == document_id, editions.c.generation == documents.c.serving)
        row = conn.execute(serving).first()
        if row is not None:
            _change(conn, row.label, row.passages, self._terms(conn, row), -1)

    def move(self, conn: Connection, row: Edition, label_id: str) -> None:
        """A serving edition changes its label."""
        if label_id != row.label:
            terms = self._terms(conn, row)
            _change(conn, row.label, row.passages, terms, -1)
            _change(conn, label_id, row.passages, terms, +1)

    def _terms(self, conn: Connection, row: Edition) -> Counter[int]:
        """In how many of the edition's passages each term stands."""
        query = select(passages.c.id, passages.c.terms).where(
            passages.c.document == row.document, passages.c.generation == row.generation
        )
        sealer = self._keys.sealer(conn, holders(row.sealed_by))
        count: Counter[int] = Counter()
        for passage_id, sealed in conn.execute(query):
            where = Place("passages", passage_id, row.document, row.key_version)
            count.update(ids(sealer.open_bytes(where, "terms", sealed)))
        return count


def _change(conn: Connection, label_id: str, n: int, count: Mapping[int, int], sign: int) -> None:
    """`n` passages with these terms come under a label (+1), or leave it (−1)."""
    if not n:
        return
    if conn.dialect.name == "postgresql":  # one writer of counts at a time: rows locked in any order cannot deadlock
        conn.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    number = int(conn.execute(select(labels.c.number).where(labels.c.id == label_id)).scalar_one())
    changed = {"passages": labels.c.passages + sign * n, "content": labels.c.content + 1}
    conn.execute(update(labels).where(labels.c.number == number).values(changed))
    terms = sorted(count)
    if terms:
        _add(conn, number, terms, [sign * count[t] for t in terms])
    if sign < 0:
        empty = (term_counts.c.label == number) & (term_counts.c.df <= 0)
        conn.execute(term_counts.delete().where(among(term_counts.c.term, terms), empty))


def _add(conn: Connection, number: int, terms: list[int], by: list[int]) -> None:
    if conn.dialect.name == "sqlite":
        conn.exec_driver_sql(_ADD_SQLITE, [(t, number, n) for t, n in zip(terms, by, strict=True)])
    else:
        conn.exec_driver_sql(_ADD_POSTGRESQL, (number, terms, by))
