"""What rests on a document, as far as the person who asks may see it: artefacts, bank items, documents made of those.

Each is the noun's own visible query, narrowed. Knows no deleting.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from records import artefactrows, bankrows
from records.editions import holders, one_visible, visible
from records.schema import artefact_sources, artefacts, bank_items, bank_sources, documents
from records.shelf import OnShelf
from trust.principal import Principal, Scope

MOST = 50


@dataclass(frozen=True)
class Dependant:
    """`kind`: an artefact's tool, `item` of the bank, or `document`."""

    id: str
    kind: str
    title: str
    state: str


class Dependants(OnShelf):
    def of(self, principal: Principal, scope: Scope, document_id: str) -> list[Dependant]:
        """At most MOST of each sort. NotFound where the document is hidden or absent."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            one_visible(conn, scope, document_id)
            return [
                *self._artefacts(conn, principal, scope, document_id),
                *self._items(conn, principal, scope, document_id),
                *self._made(conn, scope, document_id),
            ]

    def _artefacts(self, conn: Connection, principal: Principal, scope: Scope, document_id: str) -> list[Dependant]:
        resting = select(artefact_sources.c.artefact).where(artefact_sources.c.document == document_id)
        query = artefactrows.visible(principal, scope).where(artefactrows.newest(), artefacts.c.id.in_(resting))
        rows = conn.execute(query.limit(MOST)).all()
        sealers = self._shelf.keys.sealers(conn, {holders(row.sealed_by) for row in rows})
        found = []
        for row in rows:
            where = artefactrows.place(row.id, row.shown, row.key_version)
            title = sealers[holders(row.sealed_by)].open(where, "title", row.title)
            found.append(Dependant(row.id, row.tool, title, row.state))
        return found

    def _items(self, conn: Connection, principal: Principal, scope: Scope, document_id: str) -> list[Dependant]:
        """Those they may see with their keys: the stem is the title."""
        resting = select(bank_sources.c.item).where(bank_sources.c.document == document_id)
        query = bankrows.whole(principal, scope).where(bank_items.c.id.in_(resting))
        rows = conn.execute(query.limit(MOST)).all()
        sealers = self._shelf.keys.sealers(conn, {holders(row.sealed_by) for row in rows})
        parsed = self._shelf.labels.parsed
        items = [bankrows.opened(r, sealers[holders(r.sealed_by)], parsed(r.text, r.integrity)) for r in rows]
        return [Dependant(found.id, "item", found.item.stem, found.state) for found in items]

    def _made(self, conn: Connection, scope: Scope, document_id: str) -> list[Dependant]:
        resting = select(artefact_sources.c.artefact).where(artefact_sources.c.document == document_id)
        rows = conn.execute(visible(scope).where(documents.c.made_from.in_(resting)).limit(MOST)).all()
        return [Dependant(d.id, "document", d.title, d.state) for d in self._shelf.opened.documents(conn, rows)]
