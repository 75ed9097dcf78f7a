"""The library as people see it: lists, one document, its original file; with receiving, reading and deciding.

Every query carries the caller's scope in its WHERE. Knows nothing of parsing or of the index.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, or_

from records import acts
from records.deciding import Deciding
from records.editions import Edition, one_visible, visible
from records.reading import Reading
from records.receiving import Receiving
from records.schema import documents, editions
from trust.errors import BadInput
from trust.principal import Principal, Scope
from trust.sources import Document

_SCANNED = 200
"""Titles opened per step when looking for words in them."""


class Library(Receiving, Reading, Deciding):
    """People's side of documents and passages."""

    def page(
        self,
        principal: Principal,
        scope: Scope,
        *,
        library: str | None = None,
        state: str | None = None,
        q: str | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> tuple[list[Document], str | None]:
        """Newest first, and the cursor of the next page if there is one. `q` looks for words in titles."""
        self._own(principal, scope)
        query = _newest_first(scope, library, state)
        after = _position(cursor) if cursor else None
        size = _SCANNED if q else limit + 1
        found: list[Document] = []
        with self._shelf.database.read() as conn:
            while len(found) <= limit:
                rows = conn.execute((query.where(after) if after is not None else query).limit(size)).all()
                found += self._shelf.opened.documents(conn, self._titled(conn, rows, q))
                if len(rows) < size:
                    break
                after = _beyond(rows[-1].created_at, rows[-1].document)
        return found[:limit], _cursor(found[limit - 1]) if len(found) > limit else None

    def _titled(self, conn: Connection, rows: Sequence[Edition], q: str | None) -> Sequence[Edition]:
        if not q:
            return rows
        words = q.casefold().split()
        titles = self._shelf.opened.titles(conn, rows)
        return [row for row, title in zip(rows, titles, strict=True) if all(w in title.casefold() for w in words)]

    def document(self, principal: Principal, scope: Scope, document_id: str) -> Document:
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            return self._shelf.opened.document(conn, one_visible(conn, scope, document_id))

    def original(self, principal: Principal, scope: Scope, document_id: str) -> tuple[Document, bytes]:
        """The file as it was uploaded, to be taken along: its owner's audit tells."""
        document, data = self.looked_at(principal, scope, document_id)
        self._shelf.audit.note(document.owner, acts.OriginalRead(principal.id, document_id))
        return document, data

    def looked_at(self, principal: Principal, scope: Scope, document_id: str) -> tuple[Document, bytes]:
        """The same to draw pages of, which are read like passages: not one by one in the audit."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            row = one_visible(conn, scope, document_id)
            sealer = self._shelf.opened.sealer(conn, row)
            document = self._shelf.opened.document(conn, row)
        return document, self._shelf.blobs.read(row.owner, row.blob, sealer)


def _newest_first(scope: Scope, library: str | None, state: str | None) -> Select[Any]:
    query = visible(scope).order_by(documents.c.created_at.desc(), documents.c.id)
    if library is not None:
        query = query.where(documents.c.library == library)
    return query if state is None else query.where(editions.c.state == state)


def _beyond(at: datetime, document_id: str) -> ColumnElement[bool]:
    made = documents.c.created_at
    return or_(made < at, and_(made == at, documents.c.id > document_id))


def _cursor(last: Document) -> str:
    return base64.urlsafe_b64encode(json.dumps([last.created_at.isoformat(), last.id]).encode()).decode()


def _position(cursor: str) -> ColumnElement[bool]:
    try:
        at, document_id = json.loads(base64.urlsafe_b64decode(cursor))
        return _beyond(datetime.fromisoformat(at).astimezone(UTC), str(document_id).encode().decode())
    except (binascii.Error, ValueError, TypeError, OverflowError):
        raise BadInput("翻页位置无效，请从第一页重新开始", "Bad cursor, start from the first page") from None
