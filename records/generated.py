"""Documents the house makes itself: the words of a published artefact, or what an agreement released of one.

Such a document lies in a library like an upload, is searched and cited like one, and says in its title that it is
generated. It lives as long as what it rests on stands as it stood: a source's new version, stricter label or deletion
takes it away in the same commit, and so does retiring the artefact. Its bytes are sealed under the keys of every owner
its artefact has, so that destroying one of them erases it. Knows no tool, and not who may publish or release.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, select, update

from records.editions import Edition, holders, lock
from records.entering import Entering, Upload
from records.schema import artefact_sources, artefacts, bank_items, bank_sources, documents, editions, labels
from records.shelf import Shelf
from trust.labels import MEMBER, Label
from trust.principal import Principal
from trust.sources import LIBRARIES

MEDIA = "text/markdown"
_SERVES = and_(editions.c.document == documents.c.id, editions.c.generation == documents.c.serving)


@dataclass(frozen=True)
class Rendition:
    """An artefact's words as Markdown, and the library they belong to."""

    library: str
    title: str
    text: str


class Generated(Entering):
    def enter(
        self, conn: Connection, principal: Principal, artefact_id: str, words: Rendition, label: Label,
        owner: str, also: frozenset[str] = frozenset(),
    ) -> Edition:  # fmt: skip
        """The document, `received`: the pipeline does the rest, now or after a restart."""
        assert words.library in LIBRARIES
        data = words.text.encode()
        upload = Upload(
            owner, words.library, label, words.title, f"{words.title}.md"[:200], MEDIA, data, None, None,
            made_from=artefact_id, also=also,
        )  # fmt: skip
        sealer = self._shelf.keys.sealer(conn, holders(upload.sealed_by))
        name = self._shelf.blobs.name(owner, upload.sealed_by, data)
        self._keep_blob(conn, owner, name, sealer, data)
        return self._enter(conn, principal, upload, name, sealer, None)


def withdraw(shelf: Shelf, conn: Connection, document_id: str) -> None:
    """Invisible from this commit on; erased later by `works.purge`."""
    lock(conn, document_id)
    raise_resting_on(shelf, conn, document_id)
    shelf.counts.hide(conn, document_id)
    gone = {"deleted_at": shelf.now(), "serving": None}
    conn.execute(update(documents).where(documents.c.id == document_id).values(gone))
    conn.execute(update(editions).where(editions.c.document == document_id).values(state="deleted"))


def withdraw_made_from(shelf: Shelf, conn: Connection, artefact_id: str) -> None:
    """Every document generated from this artefact."""
    _withdraw_where(shelf, conn, documents.c.made_from == artefact_id)


def withdraw_resting_on(shelf: Shelf, conn: Connection, document_id: str) -> None:
    """Every document generated from an artefact that has this document among its sources: it is not what it was."""
    resting = select(artefact_sources.c.artefact).where(artefact_sources.c.document == document_id)
    _withdraw_where(shelf, conn, documents.c.made_from.in_(resting))


def raise_resting_on(shelf: Shelf, conn: Connection, document_id: str) -> None:
    """What was made from a document that goes keeps the label the document had at last."""
    serving = (
        select(labels.c.text).join(editions, editions.c.label == labels.c.id).join(documents, _SERVES)
        .where(documents.c.id == document_id)
    )  # fmt: skip
    text = conn.execute(serving).scalar()
    if text is None:
        return
    last = shelf.labels.parsed(text, MEMBER)
    for table, resting in (
        (artefacts, select(artefact_sources.c.artefact).where(artefact_sources.c.document == document_id)),
        (bank_items, select(bank_sources.c.item).where(bank_sources.c.document == document_id)),
    ):  # fmt: skip
        made = select(table.c.id, labels.c.text).join(labels, labels.c.id == table.c.label)
        for one in conn.execute(made.where(table.c.id.in_(resting))).all():
            whole = shelf.labels.parsed(one.text, MEMBER) | last
            conn.execute(update(table).where(table.c.id == one.id).values(label=shelf.labels.ensure(conn, whole)))


def _withdraw_where(shelf: Shelf, conn: Connection, which: ColumnElement[bool]) -> None:
    query = select(documents.c.id).where(which, documents.c.deleted_at.is_(None)).order_by(documents.c.id)
    for document_id in conn.execute(query).scalars().all():
        withdraw(shelf, conn, document_id)
