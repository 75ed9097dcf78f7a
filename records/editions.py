"""Rows of `editions` (one per generation of a document) as `Document`s, and which of them a scope shows.

Of each document a caller sees the newest live edition under a label of their scope: an edition in preparation
under a label hidden from them changes nothing they see. Until the rules have judged an edition its label is only the
uploader's word, so only they and the owner's stewards see it. Knows no rights beyond the scope.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, exists, func, or_, select

from records.columns import AnyRow, among
from records.keys import Keys, Place, Sealer, owner_key
from records.labels import Labels
from records.schema import documents, editions, labels
from trust.errors import NotFound
from trust.labels import MEMBER, Label
from trust.principal import Principal, Scope
from trust.sources import Document, Words

Edition = AnyRow
_later = editions.alias("later")

_EVERY = (
    select(
        editions, documents.c.library, documents.c.created_at, documents.c.serving, documents.c.made_from, labels.c.text
    )
    .join(documents, (documents.c.id == editions.c.document) & (documents.c.owner == editions.c.owner))
    .join(labels, labels.c.id == editions.c.label)
)


def every() -> Select[Any]:
    """All editions, deleted ones included: for the system only."""
    return _EVERY


def serving_only(query: Select[Any]) -> Select[Any]:
    """Of such a query, the editions that serve in live documents: for the system only."""
    return query.where(documents.c.deleted_at.is_(None), editions.c.generation == documents.c.serving)


def visible(scope: Scope) -> Select[Any]:
    """The one edition of each live document that this scope shows."""
    hidden_by_later = exists().where(
        _later.c.document == editions.c.document,
        _later.c.generation > editions.c.generation,
        _within(scope, _later),
    )
    return _EVERY.where(
        documents.c.deleted_at.is_(None),
        _within(scope, editions),
        editions.c.generation >= func.coalesce(documents.c.serving, 0),
        ~hidden_by_later,
    )


def _within(scope: Scope, of: FromClause) -> ColumnElement[bool]:
    """Editions under a label of the scope that are judged, or this person's to see before."""
    early = or_(of.c.uploader == scope.principal_id, among(of.c.owner, sorted(scope.stewards)))
    return and_(among(of.c.label, sorted(scope.ids)), or_(of.c.judged, early))


def one_visible(conn: Connection, scope: Scope, document_id: str) -> Edition:
    """NotFound when hidden or absent: the same answer."""
    row = conn.execute(visible(scope).where(documents.c.id == document_id)).first()
    if row is None:
        raise NotFound()
    return row


def serving_within(conn: Connection, scope: Scope, document_id: str) -> Edition | None:
    """The edition that serves, if the scope shows it."""
    serves = editions.c.generation == documents.c.serving
    query = _EVERY.where(documents.c.id == document_id, documents.c.deleted_at.is_(None), serves)
    return conn.execute(query.where(_within(scope, editions))).first()


def served(conn: Connection, stored: Labels, principal: Principal, ids: Iterable[str]) -> set[str]:
    """Those of these documents that still serve, under a label the person reads today."""
    query = (
        select(documents.c.id, labels.c.text)
        .join(editions, (editions.c.document == documents.c.id) & (editions.c.generation == documents.c.serving))
        .join(labels, labels.c.id == editions.c.label)
        .where(documents.c.deleted_at.is_(None), among(documents.c.id, sorted(ids)))
    )
    return {i for i, text in conn.execute(query) if principal.reads(stored.parsed(text, MEMBER))}


def lock(conn: Connection, document_id: str) -> None:
    """From here to the end of the transaction nobody else changes the document or its editions."""
    if conn.dialect.name != "sqlite":  # there a writer is alone anyway
        conn.execute(select(documents.c.id).where(documents.c.id == document_id).with_for_update()).all()


def one(conn: Connection, document_id: str, generation: int) -> Edition:
    """The system's own look at an edition of a live document; NotFound once it is deleted."""
    query = _EVERY.where(
        editions.c.document == document_id, editions.c.generation == generation, documents.c.deleted_at.is_(None)
    )
    row = conn.execute(query).first()
    if row is None:
        raise NotFound()
    return row


def place(row: Edition) -> Place:
    return Place("editions", str(row.generation), row.document, row.key_version)


def this(row: Edition) -> ColumnElement[bool]:
    """The condition that finds this edition again."""
    return and_(editions.c.document == row.document, editions.c.generation == row.generation)


def holders(sealed_by: str) -> tuple[str, ...]:
    """The names of the data keys an edition is sealed under."""
    return tuple(owner_key(owner) for owner in json.loads(sealed_by))


def _words(told: Mapping[str, str] | str | None) -> Words | None:
    """Editions read before both languages were kept have the Chinese words alone."""
    if isinstance(told, str):
        return Words(told, told)
    return None if told is None else Words(told["zh"], told["en"])


class Opened:
    """Opens the sealed columns of editions."""

    def __init__(self, keys: Keys, stored_labels: Labels) -> None:
        self._keys = keys
        self._labels = stored_labels

    def sealer(self, conn: Connection, row: Edition) -> Sealer:
        return self._keys.sealer(conn, holders(row.sealed_by))

    def document(self, conn: Connection, row: Edition) -> Document:
        return self.documents(conn, [row])[0]

    def documents(self, conn: Connection, rows: Sequence[Edition]) -> list[Document]:
        sealers = self._keys.sealers(conn, {holders(row.sealed_by) for row in rows})
        return [self._document(row, sealers[holders(row.sealed_by)]) for row in rows]

    def titles(self, conn: Connection, rows: Iterable[Edition]) -> list[str]:
        """Titles alone, for looking through many."""
        listed = list(rows)
        sealers = self._keys.sealers(conn, {holders(row.sealed_by) for row in listed})
        return [sealers[holders(row.sealed_by)].open(place(row), "title", row.title) for row in listed]

    def _document(self, row: Edition, sealer: Sealer) -> Document:
        where = place(row)

        def words(column: str) -> str | None:
            sealed = getattr(row, column)
            return None if sealed is None else sealer.open(where, column, sealed)

        facts = json.loads(words("facts") or "{}")
        error, _, error_en = (words("error") or "").partition("\n")
        return Document(
            id=row.document,
            owner=row.owner,
            library=row.library,
            title=words("title") or "",
            filename=words("filename") or "",
            label=self.label(row),
            proposed_label=row.proposed_label and self._labels.parsed(row.proposed_label, row.integrity),
            state=row.state,
            stage=row.stage,
            progress=row.progress,
            error=error or None,
            error_en=error_en or error or None,
            unread=_words(facts.get("unread") or (words("unread") if row.unread else None)),
            notes=_words(facts.get("notes")),
            language=facts.get("language"),
            passages=row.passages,
            version=row.version,
            generation=row.generation,
            uploader=row.uploader,
            created_at=row.created_at,
            valid_from=row.valid_from,
            review_by=row.review_by,
            made_from=row.made_from,
        )

    def label(self, row: Edition) -> Label:
        return self._labels.parsed(row.text, row.integrity)
