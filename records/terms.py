"""How many passages a scope shows, and in how many of them each term stands: all that idf needs.

Sums over the scope's labels only: what is hidden has no weight. Knows terms as numbers.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from records.columns import among
from records.database import Database
from records.schema import labels, term_counts
from trust.principal import Scope


class Terms:
    def __init__(self, database: Database) -> None:
        self._database = database

    def frequencies(self, scope: Scope, term_ids: Sequence[int]) -> tuple[int, dict[int, int]]:
        """Visible passages, and document frequency by term id; terms that stand nowhere are left out."""
        with self._database.read() as conn:
            rows = conn.execute(
                select(labels.c.number, labels.c.passages).where(among(labels.c.id, sorted(scope.ids)))
            ).all()
            numbers = [number for number, n in rows if n]
            return sum(n for _, n in rows), _sums(conn, numbers, term_ids)

    def collection_wide(self, _scope: Scope, term_ids: Sequence[int]) -> tuple[int, dict[int, int]]:
        """What must never weigh an answer: sums over everything, hidden too. The control that measurements break."""
        with self._database.read() as conn:
            rows = conn.execute(select(labels.c.number, labels.c.passages)).all()
            return sum(n for _, n in rows), _sums(conn, [number for number, _ in rows], term_ids)


def _sums(conn: Connection, numbers: Sequence[int], term_ids: Sequence[int]) -> dict[int, int]:
    total = func.sum(term_counts.c.df)
    query = (
        select(term_counts.c.term, total)
        .where(among(term_counts.c.term, sorted(set(term_ids))), among(term_counts.c.label, numbers))
        .group_by(term_counts.c.term)
    )
    return {term: int(df) for term, df in conn.execute(query)}
