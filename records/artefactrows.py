"""Artefacts as rows: which of them a person sees, their editions opened, and whether their sources still stand.

An artefact is shown where its label is in the scope, every source that is still there is too, and its state lets this
person see it: drafts their author, those in review and retired also the reviewers. All of it is in the query.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from records.columns import AnyRow, among
from records.keys import Place, Sealer
from records.remarks import Remark
from records.schema import artefact_editions, artefact_sources, artefacts, documents, editions, labels, releases
from trust.labels import Label
from trust.principal import Principal, Scope
from trust.roles import Act
from trust.sources import Citation, Locator

DRAFT, IN_REVIEW, PUBLISHED, RETIRED = "draft", "in_review", "published", "retired"
STATES = (DRAFT, IN_REVIEW, PUBLISHED, RETIRED)


@dataclass(frozen=True)
class Changed:
    """A cited passage whose words its document no longer holds; `gone` when the document is deleted."""

    passage_id: str
    document_id: str
    quote: str
    gone: bool


@dataclass(frozen=True)
class Artefact:
    """One artefact under its newest edition, or the one asked for. `edited` by a person since it was made: this edition
    is of `edition_at`, `edition_by`.

    `result` and `citations` are empty in lists. `stale`: a source was replaced or deleted; `changed` names what no
    longer stands. `waits_for`: enterprises whose mentors have yet to approve what is in review.
    `document_id`: its words in the library, while it is published and its sources stand.
    """

    id: str
    tool: str
    title: str
    state: str
    label: Label
    author: str
    version: int
    edition: int
    written_by: str
    edited: bool
    made_at: datetime
    changed_at: datetime
    stale: bool
    result: Mapping[str, Any]
    citations: tuple[Citation, ...] = ()
    changed: tuple[Changed, ...] = ()
    approved_by: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    document_id: str | None = None
    edition_at: datetime | None = None
    edition_by: str = ""


_serves = and_(editions.c.document == documents.c.id, editions.c.generation == documents.c.serving)
_mine = artefact_sources.c.artefact == artefacts.c.id
STALE = (
    select(artefact_sources.c.artefact)
    .outerjoin(documents, documents.c.id == artefact_sources.c.document)
    .where(
        _mine,
        or_(
            documents.c.id.is_(None),
            documents.c.deleted_at.is_not(None),
            documents.c.serving.is_(None),
            documents.c.serving != artefact_sources.c.generation,
        ),
    )
    .correlate(artefacts)
    .exists()
)
_IN_LIBRARY = (
    select(func.min(documents.c.id))
    .where(documents.c.made_from == artefacts.c.id, documents.c.deleted_at.is_(None))
    .where(~select(releases.c.id).where(releases.c.document == documents.c.id).exists())
    .correlate(artefacts)
    .scalar_subquery()
)
EVERY = (
    select(
        artefacts,
        *(c for c in artefact_editions.c if c.name not in ("artefact", "edition")),
        artefact_editions.c.edition.label("shown"),
        labels.c.text,
        STALE.label("stale"),
        _IN_LIBRARY.label("in_library"),
    )
    .join(artefact_editions, artefact_editions.c.artefact == artefacts.c.id)
    .join(labels, labels.c.id == artefacts.c.label)
)


def visible(principal: Principal, scope: Scope) -> Select[Any]:
    """Every edition of the artefacts this person may see."""
    beyond = (
        select(artefact_sources.c.artefact)
        .join(documents, documents.c.id == artefact_sources.c.document)
        .outerjoin(editions, _serves)
        .where(_mine, documents.c.deleted_at.is_(None))
        .where(or_(editions.c.label.is_(None), ~_within(editions.c.label, scope)))
        .correlate(artefacts)
    )
    return EVERY.where(_within(artefacts.c.label, scope), _states(principal), ~beyond.exists())


def newest() -> ColumnElement[bool]:
    return artefact_editions.c.edition == artefacts.c.edition


def place(artefact_id: str, edition: int, key_version: int) -> Place:
    return Place("artefact_editions", str(edition), artefact_id, key_version)


def opened(row: AnyRow, sealer: Sealer, label: Label, *, whole: bool) -> Artefact:
    where = place(row.id, row.shown, row.key_version)
    body = json.loads(sealer.open(where, "body", row.body)) if whole else {"result": {}, "citations": []}
    cited = tuple(Citation(**c | {"locator": Locator(**c["locator"])}) for c in body["citations"])
    return Artefact(
        row.id, row.tool, sealer.open(where, "title", row.title), row.state, label, row.author, row.version,
        row.shown, row.written_by, row.shown > 1, row.made_at, row.changed_at, bool(row.stale), body["result"],
        cited, document_id=row.in_library, edition_at=row.at, edition_by=row.person,
    )  # fmt: skip


def _within(column: ColumnElement[Any], scope: Scope) -> ColumnElement[bool]:
    return among(column, sorted(scope.ids))


def _states(principal: Principal) -> ColumnElement[bool]:
    seen = [artefacts.c.state == PUBLISHED, artefacts.c.author == principal.id]
    if principal.may(Act.REVIEW):
        seen.append(artefacts.c.state.in_((IN_REVIEW, RETIRED)))
    return or_(*seen)
