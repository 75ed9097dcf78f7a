"""The pieces of evidence a score or a record of process names: the student's own, not taken back, seen by who names
them today. A piece that is hidden and one that is absent are refused alike. Knows no score.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, select

from records.columns import among
from records.evidencereach import Columns, seen, standing
from records.schema import evidence
from records.shelf import Shelf
from trust.day import day
from trust.errors import BadInput
from trust.principal import Principal, Scope


def check_cited(
    conn: Connection, shelf: Shelf, principal: Principal, scope: Scope, student: str, ids: Collection[str]
) -> None:
    """Raises BadInput where one of the ids names no such piece."""
    if not ids:
        return
    now = shelf.now()
    entries = standing(conn, shelf.keys, day(now), lasting=False)
    columns = Columns(evidence.c.student, evidence.c.kind, evidence.c.enterprise)
    query = select(evidence.c.id).where(
        evidence.c.student == student, among(evidence.c.id, sorted(set(ids))), evidence.c.withdrawn_at.is_(None),
        seen(principal, entries, now, day(now), columns), among(evidence.c.label, sorted(scope.ids)),
    )  # fmt: skip
    if set(conn.execute(query).scalars()) != set(ids):
        raise BadInput(
            "所引的证据不是这名学生的，或您现在看不到", "The evidence named is not this learner's, or not yours to see"
        )
