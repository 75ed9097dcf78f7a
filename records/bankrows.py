"""Items of the bank as rows: which of them a person sees, opened, and whether their sources still stand.

Reviewers see every item under their labels, whole. Learners see the published ones that are not stale, and of those
only `AskedItem`. An item is hidden with a source that was raised out of reach. All of it is in the query.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, false, or_, select

from learning.exercise import Asked, Bloom, Exercise, Kind, Span
from records.columns import AnyRow, among
from records.editions import holders
from records.keys import Place, Sealer
from records.schema import bank_items, bank_sources, documents, editions, labels
from records.shelf import Shelf
from trust.labels import Label
from trust.principal import Principal, Scope
from trust.roles import Act

ACCEPTED, PUBLISHED, RETIRED = "accepted", "published", "retired"
STATES = (ACCEPTED, PUBLISHED, RETIRED)


@dataclass(frozen=True)
class Banked:
    """One item with its key: for reviewers and for marking. `stale`: a source was replaced or deleted."""

    id: str
    item: Exercise
    state: str
    label: Label
    author: str
    version: int
    edition: int
    written_by: str
    made_at: datetime
    changed_at: datetime
    stale: bool
    approved_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class AskedItem:
    """What somebody who has not answered yet may see: no key, no explanation, no source."""

    id: str
    asked: Asked
    difficulty: int
    bloom: Bloom
    tags: tuple[str, ...]
    edition: int


@dataclass(frozen=True)
class Wanted:
    """A filter. What is None does not filter; `q` stands in the words shown."""

    q: str | None = None
    kind: Kind | None = None
    difficulty: int | None = None
    tag: str | None = None
    bloom: str | None = None
    state: str | None = None
    stale: bool | None = None


_serves = and_(editions.c.document == documents.c.id, editions.c.generation == documents.c.serving)
_mine = bank_sources.c.item == bank_items.c.id
STALE = (
    select(bank_sources.c.item)
    .outerjoin(documents, documents.c.id == bank_sources.c.document)
    .where(
        _mine,
        or_(
            documents.c.id.is_(None),
            documents.c.deleted_at.is_not(None),
            documents.c.serving.is_(None),
            documents.c.serving != bank_sources.c.generation,
        ),
    )
    .correlate(bank_items)
    .exists()
)
EVERY = select(bank_items, labels.c.text, STALE.label("stale")).join(labels, labels.c.id == bank_items.c.label)


def visible(principal: Principal, scope: Scope) -> Select[Any]:
    """The items this person may see in any form."""
    beyond = (
        select(bank_sources.c.item)
        .join(documents, documents.c.id == bank_sources.c.document)
        .outerjoin(editions, _serves)
        .where(_mine, documents.c.deleted_at.is_(None))
        .where(or_(editions.c.label.is_(None), ~_within(editions.c.label, scope)))
        .correlate(bank_items)
    )
    return EVERY.where(_within(bank_items.c.label, scope), _states(principal), ~beyond.exists())


def whole(principal: Principal, scope: Scope) -> Select[Any]:
    """The items this person may see with their keys."""
    query = visible(principal, scope)
    return query if principal.may(Act.REVIEW) else query.where(false())


def filtered(query: Select[Any], wanted: Wanted) -> Select[Any]:
    """By what stands open in the row; the sealed rest is `matches`'."""
    for column, value in (
        (bank_items.c.kind, wanted.kind), (bank_items.c.difficulty, wanted.difficulty),
        (bank_items.c.state, wanted.state),
    ):  # fmt: skip
        if value is not None:
            query = query.where(column == value)
    if wanted.stale is not None:
        query = query.where(STALE if wanted.stale else ~STALE)
    return query


def matches(item: Exercise | AskedItem, wanted: Wanted) -> bool:
    """By what is sealed. Of an AskedItem only what is asked is looked through: a key must not be found by guessing."""
    if (wanted.tag is not None and wanted.tag not in item.tags) or wanted.bloom not in (None, item.bloom):
        return False
    return wanted.q is None or all(word in _words(item) for word in wanted.q.lower().split())


def _words(item: Exercise | AskedItem) -> str:
    asked = item.asked
    told = [asked.stem, *asked.options, *asked.left, *item.tags]
    more = [*item.key, item.explanation, item.quote] if isinstance(item, Exercise) else []
    return "\n".join([*told, *more]).lower()


def place(item_id: str, edition: int, key_version: int) -> Place:
    return Place("bank_items", str(edition), item_id, key_version)


def packed(item: Exercise) -> str:
    return json.dumps(asdict(item), ensure_ascii=False)


def opened(row: AnyRow, sealer: Sealer, label: Label) -> Banked:
    body = json.loads(sealer.open(place(row.id, row.edition, row.key_version), "body", row.body))
    return Banked(
        row.id, _exercise(body), row.state, label, row.author, row.version, row.edition, row.written_by, row.made_at,
        row.changed_at, bool(row.stale),
    )  # fmt: skip


def several(shelf: Shelf, conn: Connection, rows: Sequence[AnyRow]) -> list[Banked]:
    """Rows of `whole`, in their order."""
    sealers = shelf.keys.sealers(conn, {holders(row.sealed_by) for row in rows})
    return [
        opened(row, sealers[holders(row.sealed_by)], shelf.labels.parsed(row.text, row.integrity)) for row in rows
    ]


def asked(banked: Banked) -> AskedItem:
    item = banked.item
    return AskedItem(banked.id, item.asked, item.difficulty, item.bloom, item.tags, banked.edition)


def _exercise(body: Mapping[str, Any]) -> Exercise:
    held: dict[str, Any] = {n: tuple(value) if isinstance(value, list) else value for n, value in body.items()}
    held["spans"] = tuple(Span(**s) for s in body["spans"])
    return Exercise(**held)


def _within(column: ColumnElement[Any], scope: Scope) -> ColumnElement[bool]:
    return among(column, sorted(scope.ids))


def _states(principal: Principal) -> ColumnElement[bool]:
    if principal.may(Act.REVIEW):
        return bank_items.c.state.in_(STATES)
    if principal.may(Act.PRACTISE):
        return and_(bank_items.c.state == PUBLISHED, ~STALE)
    return false()
