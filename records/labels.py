"""Stored labels: their ids, and which of them a principal may read today (the Scope).

Knows label text and content versions. Does not know what carries a label.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from sqlalchemy import Connection, or_, select, update

from records.columns import among, once
from records.database import Database
from records.schema import labels
from trust.errors import NotFound
from trust.labels import Label, parse
from trust.principal import Principal, Scope
from trust.roles import Act


class Labels:
    """Ids are made from the label's text, so an id means the same in every database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._parsed = lru_cache(maxsize=4096)(parse)

    def ensure(self, conn: Connection, label: Label) -> str:
        """The label's id, stored on first use."""
        row = {"id": label.id, "text": str(label), "about": _about(label), "content": 0, "passages": 0}
        if conn.execute(select(labels.c.id).where(labels.c.id == label.id)).first() is None:
            once(conn, labels, row)
        return label.id

    def get(self, label_id: str) -> Label:
        """Integrity is not part of a stored label: it is a member upload's."""
        with self._database.read() as conn:
            return self.read(conn, label_id)

    def read(self, conn: Connection, label_id: str) -> Label:
        text = conn.execute(select(labels.c.text).where(labels.c.id == label_id)).scalar()
        if text is None:
            raise NotFound()
        return self._parsed(text)

    def parsed(self, text: str, integrity: int) -> Label:
        """A label from its stored text."""
        return self._parsed(text, integrity)

    def scope(self, principal: Principal) -> Scope:
        """The stored labels this principal may read, with their content versions. Empty without the right to ask."""
        with self._database.read() as conn:
            return self.scope_in(conn, principal)

    def scope_in(self, conn: Connection, principal: Principal) -> Scope:
        """The same, as this transaction sees it."""
        if not principal.may(Act.ASK):
            return Scope(principal.id)
        about = {a.partition(":")[2] for a in principal.atoms if a.startswith(("self:", "duty:"))}
        rows = conn.execute(
            select(labels.c.id, labels.c.text, labels.c.content)
            .where(or_(labels.c.about.is_(None), among(labels.c.about, sorted(about))))
            .order_by(labels.c.id)
        ).all()
        readable = {i: n for i, text, n in rows if principal.reads(self._parsed(text))}
        owned = {m.owner for m in principal.memberships}
        return Scope(
            principal.id, readable, frozenset(owner for owner in owned if principal.may(Act.CONFIRM_LABEL, owner))
        )

    def shared(self, scope: Scope) -> Scope:
        """The scope without what is about a person: what thresholds may depend on."""
        with self._database.read() as conn:
            personal = conn.execute(
                select(labels.c.id).where(labels.c.about.is_not(None), among(labels.c.id, sorted(scope.ids)))
            ).scalars()
            left_out = set(personal)
        return replace(scope, labels={i: n for i, n in scope.labels.items() if i not in left_out})

    def bump(self, conn: Connection, label_id: str) -> None:
        """What is visible under this label has changed."""
        conn.execute(update(labels).where(labels.c.id == label_id).values(content=labels.c.content + 1))


def _about(label: Label) -> str | None:
    people = {a.partition(":")[2] for clause in label.clauses for a in clause if a.startswith("self:")}
    return min(people) if people else None
