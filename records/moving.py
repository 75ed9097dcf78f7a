"""Putting a document into another library, or having one that failed read again. By its uploader or a steward.

The index follows: `works.pending()` says so until it has. Knows neither the index nor the workflow.
"""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from records import stewardacts as acts
from records.editions import Edition, lock, one_visible, this
from records.schema import documents, editions
from records.shelf import OnShelf
from trust.errors import BadInput, Forbidden, Stale
from trust.principal import Principal, Scope
from trust.roles import Act
from trust.sources import LIBRARIES, Document


class Moving(OnShelf):
    def move(self, principal: Principal, scope: Scope, document_id: str, library: str, version: int) -> Document:
        """What an agreement or a publication made stays where it was put."""
        self._own(principal, scope)
        if library not in LIBRARIES:
            raise BadInput(f"没有“{library}”这个库，可用：{'、'.join(LIBRARIES)}", f"no library '{library}'")
        with self._shelf.database.write() as conn:
            row = self._theirs(conn, principal, scope, document_id)
            if row.version != version:
                raise Stale("文档已被更新，请刷新后再移动", "The document has changed; reload and move again")
            if row.made_from is not None:
                raise Stale("系统生成的资料不能移动", "What the system generated is not moved")
            if library != row.library:
                self._moved(conn, principal, row, library)
            return self._shelf.opened.document(conn, one_visible(conn, scope, document_id))

    def again(self, principal: Principal, scope: Scope, document_id: str) -> Document:
        """A failed edition waits to be read once more; Stale where it did not fail."""
        self._own(principal, scope)
        with self._shelf.database.write() as conn:
            row = self._theirs(conn, principal, scope, document_id)
            if row.state != "failed":
                raise Stale("只有未能处理的资料可以重试", "Only what failed is tried again")
            waiting = {"state": "received", "progress": 0.0, "error": None, "version": row.version + 1}
            conn.execute(update(editions).where(this(row)).values(waiting))
            return self._shelf.opened.document(conn, one_visible(conn, scope, document_id))

    def _theirs(self, conn: Connection, principal: Principal, scope: Scope, document_id: str) -> Edition:
        lock(conn, document_id)
        row = one_visible(conn, scope, document_id)
        if principal.id != row.uploader and not principal.may(Act.CONFIRM_LABEL, row.owner):
            raise Forbidden()
        return row

    def _moved(self, conn: Connection, principal: Principal, row: Edition, library: str) -> None:
        conn.execute(update(documents).where(documents.c.id == row.document).values(library=library))
        mine = editions.c.document == row.document
        conn.execute(update(editions).where(mine).values(indexed_label=None))
        conn.execute(update(editions).where(this(row)).values(version=row.version + 1))
        for label in sorted(set(conn.execute(select(editions.c.label).where(mine)).scalars())):
            self._shelf.labels.bump(conn, label)
        self._shelf.audit.append(conn, row.owner, acts.Moved(principal.id, row.document, row.library, library))
