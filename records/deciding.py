"""Decisions on a document: a steward confirms its label, its uploader or a steward deletes it.

Visibility changes in the same commit. Does not know the index; `works.pending()` says what it has to be told.
"""

from __future__ import annotations

from sqlalchemy import Connection, update

from records import acts
from records.editions import Edition, every, lock, one_visible, this
from records.generated import withdraw, withdraw_resting_on
from records.naming import check_named
from records.schema import editions
from records.shelf import OnShelf
from trust.errors import Forbidden, Stale
from trust.labels import Label
from trust.principal import Principal, Scope
from trust.roles import Act
from trust.sources import Document


class Deciding(OnShelf):
    def confirm_label(
        self, principal: Principal, scope: Scope, document_id: str, label: Label, version: int
    ) -> Document:
        """A steward's word on the label: anything at least as strict as the uploader's, never lower than now."""
        self._own(principal, scope)
        with self._shelf.database.write() as conn:
            lock(conn, document_id)
            row = one_visible(conn, scope, document_id)
            if not principal.may(Act.CONFIRM_LABEL, row.owner):
                raise Forbidden()
            check_named(conn, principal, row.owner, label, self._shelf.opened.label(row))
            self._check(row, label, version)
            confirmed = Label.of(label.owners, label.clauses, row.integrity)
            raised = row.proposed_label is None and not confirmed.flows_to(self._shelf.opened.label(row))
            self._confirm(conn, principal, row, confirmed)
            if raised and row.serving not in (None, row.generation):
                self._raise_serving(conn, principal, row, confirmed)
            return self._shelf.opened.document(conn, conn.execute(every().where(this(row))).one())

    def _confirm(self, conn: Connection, principal: Principal, row: Edition, confirmed: Label) -> None:
        self._relabel(conn, row, confirmed)
        act = acts.LabelConfirmed(principal.id, row.document, row.generation, row.text, str(confirmed))
        self._shelf.audit.append(conn, row.owner, act)

    def _raise_serving(self, conn: Connection, principal: Principal, newer: Edition, confirmed: Label) -> None:
        """Raising a newer version raises the one that serves meanwhile too: the steward means the document."""
        mine = (editions.c.document == newer.document) & (editions.c.generation == newer.serving)
        serving = conn.execute(every().where(mine)).one()
        held = self._shelf.opened.label(serving)
        if not confirmed.flows_to(held):
            self._confirm(conn, principal, serving, held | confirmed)

    def _check(self, row: Edition, label: Label, version: int) -> None:
        if version != row.version:
            raise Stale("文档已被更新，请刷新后再确认", "The document has changed; reload and confirm again")
        uploaders = self._shelf.labels.parsed(row.uploader_label, row.integrity)
        least = uploaders if row.proposed_label is not None else self._shelf.opened.label(row)
        if not least.flows_to(label):
            raise Stale(
                "密级只能就高；要降低密级，请提出放行申请，由各方数据专员批准一份删改后的副本",
                "A label is not lowered; ask for a release (POST /api/releases) of a redacted copy",
            )

    def _relabel(self, conn: Connection, row: Edition, label: Label) -> None:
        label_id = self._shelf.labels.ensure(conn, label)
        if row.serving == row.generation:
            self._shelf.counts.move(conn, row, label_id)
            withdraw_resting_on(self._shelf, conn, row.document)
        shown_as = "ready" if row.serving == row.generation else "indexing"
        conn.execute(
            update(editions)
            .where(this(row))
            .values(
                label=label_id,
                proposed_label=None,
                final=True,
                judged=True,
                state=shown_as if row.state == "awaiting_label" else row.state,
                version=row.version + 1,
            )
        )

    def delete(self, principal: Principal, scope: Scope, document_id: str) -> None:
        """Invisible at once; erased later by `works.purge`."""
        self._own(principal, scope)
        with self._shelf.database.write() as conn:
            lock(conn, document_id)
            row = one_visible(conn, scope, document_id)
            if principal.id != row.uploader and not principal.may(Act.CONFIRM_LABEL, row.owner):
                raise Forbidden()
            withdraw(self._shelf, conn, document_id)
            withdraw_resting_on(self._shelf, conn, document_id)
            self._shelf.audit.append(conn, row.owner, acts.Deleted(principal.id, document_id))
