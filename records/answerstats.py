"""What answers say of items of the bank, over at least K people, for reviewers. Reads every person's, tells no one's.

Only first answers to the edition as it is now count. How good a person is elsewhere is taken from items this reviewer
may see, so that what is hidden from them changes nothing. The formulas are learning/itemstats.py's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from learning.itemstats import ItemStatistics, Response, statistics
from records.columns import AnyRow, among
from records.keys import Place, Sealer
from records.masteries import keys_of
from records.schema import attempts, bank_items
from records.shelf import Shelf
from trust.principal import Scope

ITEM = "item"


def of_items(shelf: Shelf, conn: Connection, scope: Scope, ids: Sequence[str]) -> dict[str, ItemStatistics]:
    """By item; those with too few people are left out."""
    within = among(attempts.c.about, sorted(scope.ids))
    asked = select(attempts).where(attempts.c.kind == ITEM, among(attempts.c.item, list(dict.fromkeys(ids))), within)
    rows = conn.execute(asked.order_by(attempts.c.at, attempts.c.id)).all()
    visible = (bank_items.c.id, bank_items.c.edition)
    query = select(*visible).where(among(bank_items.c.id, list(ids)), among(bank_items.c.label, sorted(scope.ids)))
    editions = {row.id: row.edition for row in conn.execute(query)}
    sealers = shelf.keys.sealers(conn, {keys_of(r.person, r.sealed_by) for r in rows})
    shares = _shares(conn, scope, {r.person for r in rows})
    found: dict[str, list[Response]] = {}
    for row in rows:
        told = _told(row, sealers[keys_of(row.person, row.sealed_by)])
        if told.get("edition") == editions.get(row.item):
            rest = _rest(shares[row.person], row.item)
            response = Response(row.person, row.points / row.out_of, rest, tuple(told.get("chosen", ())))
            found.setdefault(row.item, []).append(response)
    made = {item: statistics(responses) for item, responses in found.items()}
    return {item: one for item, one in made.items() if one is not None}


def _shares(conn: Connection, scope: Scope, people: set[str]) -> dict[str, dict[str, float]]:
    """By person and item the share of the points that the first answer got."""
    query = select(attempts.c.person, attempts.c.item, attempts.c.points, attempts.c.out_of).where(
        attempts.c.kind == ITEM, among(attempts.c.person, sorted(people)), among(attempts.c.about, sorted(scope.ids))
    )
    shares: dict[str, dict[str, float]] = {person: {} for person in people}
    for row in conn.execute(query.order_by(attempts.c.at, attempts.c.id)):
        shares[row.person].setdefault(row.item, row.points / row.out_of)
    return shares


def _rest(shares: Mapping[str, float], item: str) -> float | None:
    others = [share for i, share in shares.items() if i != item]
    return sum(others) / len(others) if others else None


def _told(row: AnyRow, sealer: Sealer) -> Mapping[str, Any]:
    body = json.loads(sealer.open(Place("attempts", row.id, row.person), "body", row.body))
    told: Mapping[str, Any] = body["told"]
    return told
