"""Reports that a document was read badly, with the evidence: who, where, what was read there, and what is wrong.

Sealed like the document and gone with the edition they are about. Whoever reads the document may report; the reports
are for the edition's uploader, the owner's stewards and whoever wrote them. Knows nothing of parsing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, insert, or_, select

from records import acts
from records.columns import AnyRow
from records.editions import Edition, holders, one_visible
from records.keys import VERSION, Place
from records.schema import editions, reports
from records.shelf import OnShelf
from trust.errors import BadInput, TooMany
from trust.principal import Principal, Scope
from trust.sources import Passage

MOST = 200
"""Of one person on one document."""


@dataclass(frozen=True)
class Report:
    """`read` is what stood in the passage when it was reported; None for a report on a page or the whole document."""

    id: str
    document_id: str
    person: str
    at: datetime
    note: str
    passage_id: str | None
    page: int | None
    read: str | None


class Reports(OnShelf):
    def add(
        self, principal: Principal, scope: Scope, document_id: str, note: str, page: int | None, passage: Passage | None
    ) -> Report:
        """Keep one about the edition this person sees. `passage` as they read it just now."""
        self._own(principal, scope)
        if passage is not None and passage.document_id != document_id:
            raise BadInput("这段文字不属于这份文档", "The passage is of another document")
        body: dict[str, Any] = {
            "note": note, "page": page if passage is None else passage.locator.page, "read": passage and passage.text,
            "passage_id": passage and passage.id,
        }  # fmt: skip
        with self._shelf.database.write() as conn:
            row = one_visible(conn, scope, document_id)
            _check(conn, principal, row)
            report_id = self._shelf.new_id()
            sealer = self._shelf.opened.sealer(conn, row)
            sealed = sealer.seal(_place(report_id, document_id, VERSION), "body", json.dumps(body, ensure_ascii=False))
            kept: dict[str, Any] = {
                "id": report_id, "document": document_id, "generation": row.generation, "person": principal.id,
                "at": self._shelf.now(), "sealed_by": row.sealed_by, "key_version": VERSION, "body": sealed,
            }  # fmt: skip
            conn.execute(insert(reports).values(kept))
            self._shelf.audit.append(conn, row.owner, acts.ReadBadly(principal.id, document_id, row.generation))
        return Report(report_id, document_id, principal.id, kept["at"], **body)

    def of(self, principal: Principal, scope: Scope, document_id: str) -> list[Report]:
        """Newest first: all for the uploader and the owner's stewards, for others their own. NotFound as always."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            row = one_visible(conn, scope, document_id)
            this = and_(editions.c.document == reports.c.document, editions.c.generation == reports.c.generation)
            theirs = or_(
                reports.c.person == principal.id,
                editions.c.uploader == principal.id,
                editions.c.owner.in_(sorted(scope.stewards)),
            )
            mine = and_(reports.c.document == document_id, reports.c.generation == row.generation, theirs)
            found = conn.execute(
                select(reports).join(editions, this).where(mine).order_by(reports.c.at.desc(), reports.c.id)
            ).all()
            return [self._opened(conn, each) for each in found]

    def _opened(self, conn: Connection, row: AnyRow) -> Report:
        sealer = self._shelf.keys.sealer(conn, holders(row.sealed_by))
        body = json.loads(sealer.open(_place(row.id, row.document, row.key_version), "body", row.body))
        return Report(row.id, row.document, row.person, row.at, **body)


def _check(conn: Connection, principal: Principal, row: Edition) -> None:
    """So many and no more: a person's own count, so that it tells nothing of others'."""
    mine = select(func.count()).where(reports.c.document == row.document, reports.c.person == principal.id)
    if conn.execute(mine).scalar_one() >= MOST:
        raise TooMany("对这份文档的反馈已经太多", "Too many reports on this document", 3600)


def _place(report_id: str, document_id: str, version: int) -> Place:
    return Place("reports", report_id, document_id, version)
