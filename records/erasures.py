"""Requests to erase: everything about the person who asks, or one document. A steward of the owner decides.

Nobody decides their own request. Granted, a person's key is destroyed (erasing.py) or a document deleted, and the
reason given is blanked. Also tells which documents are past the day they were to be looked at again.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, insert, or_, select, update

from records import stewardacts as acts
from records.columns import AnyRow, among
from records.deciding import Deciding
from records.editions import one_visible, visible
from records.erasing import Erasing
from records.keys import VERSION, Place, owner_key
from records.schema import documents, editions, erasure_requests
from records.shelf import OnShelf, Shelf
from trust.day import day
from trust.errors import Forbidden, NotFound, Stale
from trust.principal import Principal, Scope
from trust.roles import Act
from trust.sources import Document

MOST = 200


@dataclass(frozen=True)
class Erasure:
    """`document` None: everything kept about `requester`. `granted` None until decided."""

    id: str
    owner: str
    document: str | None
    title: str | None
    requester: str
    at: datetime
    reason: str
    granted: bool | None
    decided_by: str | None
    decided_at: datetime | None


class Erasures(OnShelf):
    def __init__(self, shelf: Shelf, deciding: Deciding, erasing: Erasing) -> None:
        super().__init__(shelf)
        self._deciding, self._erasing = deciding, erasing

    def ask(self, principal: Principal, scope: Scope, document_id: str | None, reason: str) -> Erasure:
        """Of a document one may read, or of all that is kept about oneself. Asking again while it waits is Stale."""
        self._own(principal, scope)
        with self._shelf.database.write() as conn:
            row = None if document_id is None else one_visible(conn, scope, document_id)
            owner = principal.home if row is None else row.owner
            of = erasure_requests.c.document.is_(None) if row is None else erasure_requests.c.document == document_id
            waiting = and_(of, erasure_requests.c.requester == principal.id, erasure_requests.c.granted.is_(None))
            if conn.execute(select(erasure_requests.c.id).where(waiting)).first() is not None:
                raise Stale("您已申请过，正等待数据专员处理", "You have asked already; a steward has yet to decide")
            request_id = self._shelf.new_id()
            sealer = self._shelf.keys.sealer(conn, [owner_key(owner)])
            conn.execute(insert(erasure_requests).values(
                id=request_id, owner=owner, document=document_id, label=None if row is None else row.label,
                requester=principal.id, at=self._shelf.now(), key_version=VERSION,
                reason=sealer.seal(_place(request_id, VERSION), "reason", reason),
            ))  # fmt: skip
            self._shelf.audit.append(conn, owner, acts.ErasureAsked(principal.id, request_id, document_id))
            return self._one(conn, principal, scope, request_id)

    def page(self, principal: Principal, scope: Scope) -> list[Erasure]:
        """Newest first: own requests, and those whose owner this person is a steward of."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            query = _seen(principal, scope).order_by(erasure_requests.c.at.desc(), erasure_requests.c.id).limit(MOST)
            return [self._erasure(conn, scope, row) for row in conn.execute(query).all()]

    def decide(self, principal: Principal, scope: Scope, request_id: str, granted: bool) -> Erasure:
        """By a steward of the owner who did not ask. What is granted is carried out first: killed in between, it can be
        decided again. The index follows.
        """
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            held = self._one(conn, principal, scope, request_id)
        if not principal.may(Act.CONFIRM_LABEL, held.owner) or held.requester == principal.id:
            raise Forbidden("须由该所有者的另一位数据专员决定", "Another steward of the owner has to decide")
        if granted and held.granted is None:
            self._carry_out(principal, scope, held)
        with self._shelf.database.write() as conn:
            self._decided(conn, principal, held, granted)
            row = conn.execute(select(erasure_requests).where(erasure_requests.c.id == request_id)).one()
            return self._erasure(conn, scope, row)

    def _decided(self, conn: Connection, principal: Principal, held: Erasure, granted: bool) -> None:
        changes: dict[str, Any] = {"granted": int(granted), "decided_by": principal.id}
        changes["decided_at"] = self._shelf.now()
        if granted:
            sealer = self._shelf.keys.sealer(conn, [owner_key(held.owner)])
            changes["reason"] = sealer.seal(_place(held.id, VERSION), "reason", "")
        open_still = (erasure_requests.c.id == held.id) & erasure_requests.c.granted.is_(None)
        if conn.execute(update(erasure_requests).where(open_still).values(changes)).rowcount == 0:
            raise Stale("这份申请已经办结", "This request is closed")
        self._shelf.audit.append(conn, held.owner, acts.ErasureDecided(principal.id, held.id, granted))

    def overdue(self, principal: Principal, scope: Scope, owner: str) -> list[Document]:
        """This owner's documents whose day of review has passed, longest first. NotFound for who is no steward here."""
        self._own(principal, scope)
        if not principal.may(Act.CONFIRM_LABEL, owner):
            raise NotFound()
        late = and_(documents.c.owner == owner, editions.c.review_by < day(self._shelf.now()))
        with self._shelf.database.read() as conn:
            query = visible(scope).where(late).order_by(editions.c.review_by, documents.c.id).limit(MOST)
            return self._shelf.opened.documents(conn, conn.execute(query).all())

    def _carry_out(self, principal: Principal, scope: Scope, held: Erasure) -> None:
        with suppress(NotFound):  # done before, by somebody else or before a crash
            if held.document is None:
                self._erasing.destroy_person(held.requester, by=principal.id)
            else:
                self._deciding.delete(principal, scope, held.document)

    def _one(self, conn: Connection, principal: Principal, scope: Scope, request_id: str) -> Erasure:
        row = conn.execute(_seen(principal, scope).where(erasure_requests.c.id == request_id)).first()
        if row is None:
            raise NotFound()
        return self._erasure(conn, scope, row)

    def _erasure(self, conn: Connection, scope: Scope, row: AnyRow) -> Erasure:
        sealer = self._shelf.keys.sealer(conn, [owner_key(row.owner)])
        reason = sealer.open(_place(row.id, row.key_version), "reason", row.reason)
        granted = None if row.granted is None else bool(row.granted)
        return Erasure(
            row.id, row.owner, row.document, self._title(conn, scope, row.document), row.requester, row.at, reason,
            granted, row.decided_by, row.decided_at,
        )  # fmt: skip

    def _title(self, conn: Connection, scope: Scope, document_id: str | None) -> str | None:
        found = document_id and conn.execute(visible(scope).where(documents.c.id == document_id)).first()
        return self._shelf.opened.titles(conn, [found])[0] if found else None


def _seen(principal: Principal, scope: Scope) -> Select[tuple[object, ...]]:
    """A request about a document is seen by those only who read the label it had."""
    mine = sorted({m.owner for m in principal.memberships if principal.may(Act.CONFIRM_LABEL, m.owner)})
    within: ColumnElement[bool] = or_(
        erasure_requests.c.label.is_(None), among(erasure_requests.c.label, sorted(scope.ids))
    )
    theirs = or_(erasure_requests.c.requester == principal.id, among(erasure_requests.c.owner, mine))
    return select(erasure_requests).where(theirs, within)


def _place(request_id: str, version: int) -> Place:
    return Place("erasure_requests", request_id, "", version)
