"""Versions that a newer one took the place of: kept as sealed text to see what changed, never searched or cited.

Who reads the document, and the version's own label, and brings documents for its owner, sees it. Ids are random: they
do not tell how many versions there were that one may not see. At most MOST of a document are kept; its uploader or a
steward may have them all erased, and they go with the document. Knows no difference between texts.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select

from records import stewardacts as acts
from records.columns import AnyRow, among
from records.editions import Edition, every, holders, lock, one_visible, place
from records.keys import VERSION, Place, Sealer
from records.schema import documents, editions, labels, passages, versions
from records.shelf import OnShelf, Shelf
from trust.errors import Forbidden, NotFound
from trust.labels import Label
from trust.principal import Principal, Scope
from trust.roles import Act
from trust.sources import Locator

MOST = 20


@dataclass(frozen=True)
class Stretch:
    """A passage of a version, in order."""

    text: str
    locator: Locator


@dataclass(frozen=True)
class Version:
    """What it was called and read under; `replaced_at` is when the next took its place."""

    id: str
    title: str
    filename: str
    label: Label
    uploader: str
    replaced_at: datetime
    passages: int


class Versions(OnShelf):
    def page(self, principal: Principal, scope: Scope, document_id: str) -> list[Version]:
        """Newest first; those alone whose label the person reads. Forbidden to those who bring nothing here."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            rows = conn.execute(self._of(conn, principal, scope, document_id)).all()
            return [self._version(row, *self._opened(conn, row)) for row in rows]

    def read(self, principal: Principal, scope: Scope, document_id: str, version_id: str) -> tuple[Stretch, ...]:
        """Its passages. NotFound where it is hidden or absent."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            query = self._of(conn, principal, scope, document_id).where(versions.c.id == version_id)
            row = conn.execute(query).first()
            if row is None:
                raise NotFound()
            found = self._opened(conn, row)[2]
        return tuple(Stretch(text, Locator(*at)) for text, *at in found)

    def forget(self, principal: Principal, scope: Scope, document_id: str) -> None:
        """Every earlier version is erased, seen or not. By the uploader or a steward."""
        self._own(principal, scope)
        with self._shelf.database.write() as conn:
            lock(conn, document_id)
            row = one_visible(conn, scope, document_id)
            if principal.id != row.uploader and not principal.may(Act.CONFIRM_LABEL, row.owner):
                raise Forbidden()
            conn.execute(delete(versions).where(versions.c.document == document_id))
            self._shelf.audit.append(conn, row.owner, acts.VersionsErased(principal.id, document_id))

    def _of(self, conn: Connection, principal: Principal, scope: Scope, document_id: str) -> Select[Any]:
        row = one_visible(conn, scope, document_id)
        if principal.id != row.uploader and not principal.may(Act.UPLOAD, row.owner):
            raise Forbidden()
        mine = (versions.c.document == document_id) & (versions.c.generation < row.generation)
        query = select(versions, labels.c.text).join(labels, labels.c.id == versions.c.label)
        return query.where(mine, among(versions.c.label, sorted(scope.ids))).order_by(versions.c.generation.desc())

    def _opened(self, conn: Connection, row: AnyRow) -> tuple[str, str, list[list[Any]]]:
        sealer = self._shelf.keys.sealer(conn, holders(row.sealed_by))
        where = _place(row.id, row.document, row.key_version)
        title, filename, texts = json.loads(sealer.open(where, "body", row.body))
        return title, filename, texts

    def _version(self, row: AnyRow, title: str, filename: str, _: object) -> Version:
        label = self._shelf.labels.parsed(row.text, row.integrity)
        return Version(row.id, title, filename, label, row.uploader, row.replaced_at, row.passages)


def keep(shelf: Shelf, conn: Connection, document_id: str) -> None:
    """The edition that serves now is about to be replaced: its words are kept. Nothing where none serves."""
    serves = (editions.c.document == document_id) & (editions.c.generation == documents.c.serving)
    row = conn.execute(every().where(serves)).first()
    if row is None:
        return
    sealer = shelf.opened.sealer(conn, row)
    version_id = shelf.new_id()
    where = place(row)
    called = [sealer.open(where, column, getattr(row, column)) for column in ("title", "filename")]
    told = [*called, _texts(conn, row, sealer)]
    conn.execute(insert(versions).values(
        id=version_id, document=row.document, generation=row.generation, label=row.label, integrity=row.integrity,
        uploader=row.uploader, replaced_at=shelf.now(), passages=row.passages, sealed_by=row.sealed_by,
        key_version=VERSION,
        body=sealer.seal(_place(version_id, row.document, VERSION), "body", json.dumps(told, ensure_ascii=False)),
    ))  # fmt: skip
    _drop_old(conn, document_id)


def texts_of(conn: Connection, row: Edition, sealer: Sealer) -> list[tuple[str, str, Locator]]:
    """Id, words and place of every passage of one edition, in order."""
    mine = (passages.c.document == row.document) & (passages.c.generation == row.generation)
    found = []
    for p in conn.execute(select(passages).where(mine).order_by(passages.c.ordinal)).all():
        text, *at = json.loads(sealer.open(Place("passages", p.id, row.document, row.key_version), "text", p.text))
        found.append((p.id, text, Locator(*at)))
    return found


def _texts(conn: Connection, row: Edition, sealer: Sealer) -> Sequence[Sequence[object]]:
    return [[text, at.page, at.heading, at.sheet, at.slide] for _, text, at in texts_of(conn, row, sealer)]


def _drop_old(conn: Connection, document_id: str) -> None:
    mine = versions.c.document == document_id
    kept = select(versions.c.id).where(mine).order_by(versions.c.generation.desc()).limit(MOST)
    newest = set(conn.execute(kept).scalars())
    conn.execute(delete(versions).where(mine, versions.c.id.not_in(sorted(newest))))


def _place(version_id: str, document_id: str, version: int) -> Place:
    return Place("versions", version_id, document_id, version)
