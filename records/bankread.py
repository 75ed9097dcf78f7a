"""Reading the bank: whole for reviewers, as questions alone for learners, and for marking and comparing on the server.

Every query carries the caller's scope. Knows no rule of accepting or publishing (bank.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, or_, select

from learning.exercise import Exercise
from records.bankrows import PUBLISHED, AskedItem, Banked, Wanted, asked, filtered, matches, several, visible, whole
from records.columns import AnyRow, among
from records.schema import attempts, bank_approvals, bank_items
from records.shelf import OnShelf
from trust.errors import NotFound
from trust.labels import Label
from trust.principal import Principal, Scope

BATCH = 200
ALL = Wanted()
Position = tuple[datetime, str]


class BankReading(OnShelf):
    def get(self, principal: Principal, scope: Scope, item_id: str) -> Banked:
        """One item with its key, for a reviewer."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            row = conn.execute(whole(principal, scope).where(bank_items.c.id == item_id)).first()
            if row is None:
                raise NotFound()
            return self._whole(conn, row)

    def several(self, principal: Principal, scope: Scope, ids: Sequence[str]) -> list[Banked]:
        """For a reviewer, in the given order; NotFound unless all are there."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            rows = conn.execute(whole(principal, scope).where(among(bank_items.c.id, dict.fromkeys(ids)))).all()
            found = {b.id: b for b in several(self._shelf, conn, rows)}
        if not found.keys() >= set(ids):
            raise NotFound()
        return [found[i] for i in ids]

    def page(
        self, principal: Principal, scope: Scope, wanted: Wanted = ALL, *, after: Position | None = None,
        limit: int = 50,
    ) -> list[Banked]:  # fmt: skip
        """For a reviewer, newest first; one more than `limit` where there are more."""
        self._own(principal, scope)
        found: list[Banked] = []
        with self._shelf.database.read() as conn:
            for banked in self._each(conn, filtered(whole(principal, scope), wanted), after):
                if matches(banked.item, wanted):
                    found.append(banked)
                if len(found) > limit:
                    break
        return found

    def asked(
        self, principal: Principal, scope: Scope, wanted: Wanted = ALL, *, after: Position | None = None,
        limit: int = 500,
    ) -> list[AskedItem]:  # fmt: skip
        """The published items as somebody sees them who has not answered; newest first."""
        return [item for item, _ in self.asked_at(principal, scope, wanted, after=after, limit=limit)][:limit]

    def asked_at(
        self, principal: Principal, scope: Scope, wanted: Wanted = ALL, *, after: Position | None = None,
        limit: int = 500,
    ) -> list[tuple[AskedItem, Position]]:  # fmt: skip
        """The same with the place of each in the list; one more than `limit` where there are more."""
        self._own(principal, scope)
        found: list[tuple[AskedItem, Position]] = []
        with self._shelf.database.read() as conn:
            query = filtered(_published(principal, scope), replace(wanted, state=None, stale=None))
            for banked in self._each(conn, query, after):
                question = asked(banked)
                if matches(question, wanted):
                    found.append((question, (banked.made_at, banked.id)))
                if len(found) > limit:
                    break
        return found

    def item_for_marking(self, principal: Principal, scope: Scope, item_id: str) -> Banked:
        """With its key, for the server alone: of it the caller is told nothing before they have answered."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            row = conn.execute(_published(principal, scope).where(bank_items.c.id == item_id)).first()
            if row is None:
                raise NotFound()
            return self._whole(conn, row)

    def question(self, principal: Principal, scope: Scope, item_id: str) -> AskedItem:
        """One published item as somebody sees it who has not answered."""
        return asked(self.item_for_marking(principal, scope, item_id))

    def known(
        self, principal: Principal, scope: Scope, but: str | None = None, within: Label | None = None
    ) -> tuple[Exercise, ...]:
        """Every item this person may see in any form, whole: to compare with on the server, never to show. `within`:
        only those whose label flows to it, for what is made under that label.
        """
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            found = [b for b in self._each(conn, visible(principal, scope), None) if b.id != but]
        return tuple(b.item for b in found if within is None or b.label.flows_to(within))

    def published(self, principal: Principal, scope: Scope) -> tuple[Exercise, ...]:
        """Every published item this person may see, whole: for the server."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            return tuple(b.item for b in self._each(conn, _published(principal, scope), None))

    def unanswered(self, principal: Principal, scope: Scope) -> tuple[Exercise, ...]:
        """Every published item this person may see and has not answered, whole: for the server."""
        self._own(principal, scope)
        tried = select(attempts.c.item).where(attempts.c.person == principal.id, attempts.c.item == bank_items.c.id)
        query = _published(principal, scope).where(~tried.exists())
        with self._shelf.database.read() as conn:
            return tuple(b.item for b in self._each(conn, query, None))

    def tags(self, principal: Principal, scope: Scope) -> list[tuple[str, int]]:
        """The tags of the items a reviewer sees that are not retired, each with how many, most first."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            in_use = whole(principal, scope).where(bank_items.c.state != "retired")
            counted = Counter(t for b in self._each(conn, in_use, None) for t in b.item.tags)
        return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))

    def _each(self, conn: Connection, query: Select[Any], after: Position | None) -> Iterator[Banked]:
        """Newest first, opened batch by batch."""
        ordered = query.order_by(bank_items.c.made_at.desc(), bank_items.c.id).limit(BATCH)
        while True:
            rows = conn.execute(ordered if after is None else ordered.where(_behind(after))).all()
            yield from several(self._shelf, conn, rows)
            if len(rows) < BATCH:
                return
            after = (rows[-1].made_at, rows[-1].id)

    def _whole(self, conn: Connection, row: AnyRow) -> Banked:
        return replace(several(self._shelf, conn, [row])[0], approved_by=approvals(conn, row.id, row.edition))

    def _label(self, row: AnyRow) -> Label:
        return self._shelf.labels.parsed(row.text, row.integrity)


def approvals(conn: Connection, item_id: str, edition: int) -> tuple[str, ...]:
    """The enterprises whose mentors approved this edition."""
    query = select(bank_approvals.c.owner).where(
        bank_approvals.c.item == item_id, bank_approvals.c.edition == edition
    )
    return tuple(sorted(conn.execute(query).scalars()))


def _published(principal: Principal, scope: Scope) -> Select[Any]:
    return visible(principal, scope).where(bank_items.c.state == PUBLISHED)


def _behind(after: Position) -> Any:
    at, last = after
    return or_(bank_items.c.made_at < at, and_(bank_items.c.made_at == at, bank_items.c.id > last))
