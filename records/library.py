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

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from records import acts
from records.columns import among
from records.deciding import Deciding
from records.editions import Edition, one_visible, place, visible
from records.moving import Moving
from records.originals import original
from records.quotas import held_for, used_by
from records.reading import Reading
from records.receiving import Receiving
from records.schema import documents, editions
from trust.day import day
from trust.errors import BadInput, Forbidden
from trust.principal import Principal, Scope
from trust.roles import Act
from trust.sources import Document

_SCANNED = 200
"""Titles opened per step when looking for words in them."""


class Library(Receiving, Reading, Deciding, Moving):
    """People's side of documents and passages."""

    def page(
        self,
        principal: Principal,
        scope: Scope,
        *,
        library: str | None = None,
        state: str | None = None,
        owner: str | None = None,
        uploader: str | None = None,
        late: bool = False,
        q: str | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> tuple[list[Document], str | None]:
        """Newest first, and the cursor of the next page if there is one. `q` looks for words in titles;
        `late`: past the day they were to be looked at again.
        """
        self._own(principal, scope)
        query = _newest_first(scope, library, state)
        for column, value in ((documents.c.owner, owner), (editions.c.uploader, uploader)):
            query = query if value is None else query.where(column == value)
        if late:
            query = query.where(editions.c.review_by < day(self._shelf.now()))
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

    def queue(self, principal: Principal, scope: Scope, since: datetime) -> dict[str, int]:
        """How many of the person's own uploads since then are in each state."""
        self._own(principal, scope)
        mine = visible(scope).where(editions.c.uploader == principal.id, documents.c.created_at >= since)
        listed = mine.subquery()
        query = select(listed.c.state, func.count()).group_by(listed.c.state)
        with self._shelf.database.read() as conn:
            return {state: int(n) for state, n in conn.execute(query)}

    def reasons(self, principal: Principal, scope: Scope, document_id: str) -> list[tuple[str, int, str]]:
        """Why a stricter label was proposed: rule, level, line. For its uploader and the owner's stewards."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            row = one_visible(conn, scope, document_id)
            if principal.id != row.uploader and not principal.may(Act.CONFIRM_LABEL, row.owner):
                raise Forbidden()
            if row.reasons is None:
                return []
            told = self._shelf.opened.sealer(conn, row).open(place(row), "reasons", row.reasons)
        return [(str(rule), int(level), str(line)) for rule, level, line in json.loads(told)]

    def some(self, principal: Principal, scope: Scope, ids: Sequence[str]) -> list[Document]:
        """In the given order; hidden or absent ones are left out."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            rows = conn.execute(visible(scope).where(among(documents.c.id, dict.fromkeys(ids)))).all()
            found = {d.id: d for d in self._shelf.opened.documents(conn, rows)}
        return [found[i] for i in ids if i in found]

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
        return document, original(self._shelf, row, sealer)

    def room(self, principal: Principal, scope: Scope) -> tuple[int, dict[str, int]]:
        """Bytes this person's uploads take as far as they see them, and what is kept for owners they are steward of."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            return used_by(conn, scope), {owner: held_for(conn, owner) for owner in sorted(scope.stewards)}


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
