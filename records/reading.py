"""Reading passages: by id, around one, a whole document. Only those of serving generations under the caller's labels.

Does not know how passages are found.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, select

from records.columns import AnyRow, among
from records.editions import holders, served
from records.keys import Place, Sealer
from records.schema import documents, editions, labels, passages
from records.shelf import OnShelf
from trust.errors import NotFound
from trust.principal import Principal, Scope
from trust.sources import Locator, Passage


class Reading(OnShelf):
    """A passage carries the label of its document's serving edition."""

    def passages(self, principal: Principal, scope: Scope, ids: Sequence[str]) -> tuple[Passage, ...]:
        """In the given order; hidden or absent ones are left out."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            rows = conn.execute(_shown(scope).where(among(passages.c.id, dict.fromkeys(ids)))).all()
            found = {p.id: p for p in self._open_passages(conn, rows)}
        return tuple(found[i] for i in ids if i in found)

    def passage(self, principal: Principal, scope: Scope, passage_id: str) -> Passage:
        found = self.passages(principal, scope, [passage_id])
        if not found:
            raise NotFound()
        return found[0]

    def neighbours(
        self, principal: Principal, scope: Scope, document_id: str, ordinal: int, n: int
    ) -> tuple[Passage, ...]:
        """The passages of a document from `ordinal - n` to `ordinal + n`, itself included, in order."""
        self._own(principal, scope)
        return self._of(scope, document_id, passages.c.ordinal.between(ordinal - n, ordinal + n))

    def whole(self, principal: Principal, scope: Scope, document_id: str) -> tuple[Passage, ...]:
        """All passages of a document in order; none where it is hidden or absent."""
        self._own(principal, scope)
        return self._of(scope, document_id)

    def stand(self, principal: Principal, ids: Collection[str]) -> bool:
        """Whether all of these documents still serve, under labels the person reads today."""
        with self._shelf.database.read() as conn:
            return served(conn, self._shelf.labels, principal, ids).issuperset(ids)

    def _of(self, scope: Scope, document_id: str, *among_them: ColumnElement[bool]) -> tuple[Passage, ...]:
        query = _shown(scope).where(passages.c.document == document_id, *among_them).order_by(passages.c.ordinal)
        with self._shelf.database.read() as conn:
            return tuple(self._open_passages(conn, conn.execute(query).all()))

    def _open_passages(self, conn: Connection, rows: Sequence[AnyRow]) -> list[Passage]:
        sealers = self._shelf.keys.sealers(conn, {holders(row.sealed_by) for row in rows})
        titles: dict[str, str] = {}
        found = []
        for row in rows:
            sealer = sealers[holders(row.sealed_by)]
            if row.document not in titles:
                where = Place("editions", str(row.generation), row.document, row.key_version)
                titles[row.document] = sealer.open(where, "title", row.title)
            found.append(self._passage(row, titles[row.document], sealer))
        return found

    def _passage(self, row: AnyRow, title: str, sealer: Sealer) -> Passage:
        where = Place("passages", row.id, row.document, row.key_version)
        text, *locator = json.loads(sealer.open(where, "text", row.text))
        label = self._shelf.labels.parsed(row.label_text, row.integrity)
        made = row.made_from is not None
        return Passage(row.id, row.document, title, text, Locator(*locator), label, row.library, row.ordinal, made)


_SERVED = (
    select(
        passages.c.id,
        passages.c.document,
        passages.c.generation,
        passages.c.ordinal,
        passages.c.text,
        editions.c.title,
        editions.c.sealed_by,
        editions.c.key_version,
        editions.c.integrity,
        documents.c.library,
        documents.c.made_from,
        labels.c.text.label("label_text"),
    )
    .join(documents, (documents.c.id == passages.c.document) & (documents.c.serving == passages.c.generation))
    .join(editions, (editions.c.document == passages.c.document) & (editions.c.generation == passages.c.generation))
    .join(labels, labels.c.id == editions.c.label)
    .where(documents.c.deleted_at.is_(None))
)


def _shown(scope: Scope) -> Select[Any]:
    return _SERVED.where(among(editions.c.label, sorted(scope.ids)))
