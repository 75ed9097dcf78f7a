"""The pipeline's side of documents: stage passages, show, hide, erase, and what is left to do.

Acts for the system on ids, so it takes no Principal: nothing here may be handed to a person unasked. Every step may
be repeated. Knows nothing of parsing or of the index.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, and_, delete, insert, or_, select, text, update

from records import acts
from records.blobs import Removing
from records.columns import AnyRow
from records.editions import Edition, every, lock, one, place, this
from records.generated import raise_resting_on, withdraw_resting_on
from records.keys import Place, Sealer
from records.originals import original
from records.packing import pack, unpack
from records.schema import blobs, documents, editions, owners, passages, release_requests, versions
from records.shelf import OnShelf
from records.versions import keep
from trust.errors import Leak, Stale
from trust.labels import Label
from trust.sources import Document, Locator, Words


@dataclass(frozen=True)
class NewPassage:
    """A passage about to be stored. `search_text` is what it is found by, `terms` its term counts by id."""

    id: str
    ordinal: int
    text: str
    search_text: str
    locator: Locator
    terms: Mapping[int, float]


@dataclass(frozen=True)
class Read:
    """What is known of how an edition was read, for its readers: `unread` and `notes` in words, and its language."""

    unread: Words | None = None
    notes: Words | None = None
    language: str | None = None

    @property
    def packed(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


@dataclass(frozen=True)
class Due:
    """Something left to do: `process`, `relabel`, `purge` one generation, or `remove` the whole document."""

    act: str
    document_id: str
    generation: int


@dataclass(frozen=True)
class Indexed:
    """A visible passage as the index should hold it."""

    id: str
    label: str
    document_id: str
    library: str
    generation: int
    search_text: str
    terms: Mapping[int, float]
    made: bool


class Works(OnShelf):
    def document(self, document_id: str, generation: int) -> Document:
        """The system's own view of one edition. NotFound once the document is deleted."""
        with self._shelf.database.read() as conn:
            return self._shelf.opened.document(conn, one(conn, document_id, generation))

    def blob(self, document_id: str, generation: int) -> tuple[str, str, bytes]:
        """File name, media type and content of the original."""
        with self._shelf.database.read() as conn:
            row = one(conn, document_id, generation)
            sealer = self._shelf.opened.sealer(conn, row)
        data = original(self._shelf, row, sealer)
        return sealer.open(place(row), "filename", row.filename), row.media_type, data

    def advance(
        self,
        document_id: str,
        generation: int,
        *,
        state: str | None = None,
        stage: str | None = None,
        progress: float | None = None,
        error: str | None = None,
        error_en: str | None = None,
        reason: str | None = None,
        read: Read | None = None,
    ) -> None:
        """Say how far the work is; what went wrong in one line a language, and its kind; what is known of the reading.

        NotFound once the document is deleted: the work may stop.
        """
        with self._shelf.database.write() as conn:
            lock(conn, document_id)
            row = one(conn, document_id, generation)
            given: dict[str, Any] = {"state": state, "stage": stage, "progress": progress, "reason": reason}
            changes = {column: value for column, value in given.items() if value is not None}
            sealer = self._shelf.opened.sealer(conn, row)
            told = error and f"{error}\n{error_en or error}"
            for column, words in (("error", told), ("facts", None if read is None else read.packed)):
                if words is not None:
                    changes[column] = sealer.seal(place(row), column, words)
            if state is not None and state != "failed":
                changes["error"] = changes["reason"] = None
            if state is not None and state != row.state:
                changes["version"] = row.version + 1
            _update(conn, row, changes)

    def stage(self, document_id: str, generation: int, chunks: Sequence[NewPassage]) -> None:
        """Store an edition's passages, sealed and invisible; replaces those of an earlier attempt."""
        with self._shelf.database.write() as conn:
            lock(conn, document_id)
            row = one(conn, document_id, generation)
            if row.serving == generation:
                return
            sealer = self._shelf.opened.sealer(conn, row)
            _drop_passages(conn, document_id, generation)
            if chunks:
                conn.execute(insert(passages), [_sealed(row, sealer, chunk) for chunk in chunks])
            _update(conn, row, {"passages": len(chunks)})

    def propose(
        self, document_id: str, generation: int, label: Label | None, reasons: Sequence[tuple[str, int, str]] = ()
    ) -> bool:
        """A label from the rules; None where they ask for nothing. From this commit on the edition is judged.
        `reasons`: rule, level and line of each.

        If stricter than the uploader's it takes effect, and waits for a steward (True); `awaiting_label` from when it
        is shown, so that who sees that state may also confirm it undisturbed.
        """
        with self._shelf.database.write() as conn:
            lock(conn, document_id)
            row = one(conn, document_id, generation)
            uploaders = self._shelf.labels.parsed(row.uploader_label, row.integrity)
            if row.final or label is None or label.flows_to(uploaders):
                _update(conn, row, {"judged": True})
                return False
            both = uploaders | Label.of(label.owners, label.clauses, row.integrity)
            if row.proposed_label == str(both):
                return True
            changes: dict[str, Any] = {"label": self._shelf.labels.ensure(conn, both), "proposed_label": str(both)}
            if reasons:
                sealer = self._shelf.opened.sealer(conn, row)
                changes["reasons"] = sealer.seal(place(row), "reasons", json.dumps(reasons, ensure_ascii=False))
            if row.serving == generation:
                self._shelf.counts.move(conn, row, changes["label"])
                withdraw_resting_on(self._shelf, conn, document_id)
                changes["state"] = "awaiting_label"
            _update(conn, row, changes | {"judged": True, "version": row.version + 1})
            self._shelf.audit.append(conn, row.owner, acts.LabelProposed(document_id, generation, str(both)))
            return True

    def show(self, document_id: str, generation: int) -> int | None:
        """One commit makes this generation the visible one. Returns the generation it took the place of.

        Leak if nobody has judged it.
        """
        with self._shelf.database.write() as conn:
            lock(conn, document_id)
            row = one(conn, document_id, generation)
            if row.serving == generation:
                return None
            if not row.judged:
                raise Leak()
            if row.serving is not None and row.serving > generation:
                raise Stale("已有更新的版本", "A newer version is already visible")
            self._shelf.counts.hide(conn, document_id)
            withdraw_resting_on(self._shelf, conn, document_id)
            keep(self._shelf, conn, document_id)
            conn.execute(update(documents).where(documents.c.id == document_id).values(serving=generation))
            self._shelf.counts.show(conn, row)
            state = "ready" if row.proposed_label is None else "awaiting_label"
            changes = {"state": state, "stage": "ready", "progress": 1.0, "error": None, "version": row.version + 1}
            _update(conn, row, changes | {"indexed_label": None})
            self._shelf.audit.append(conn, row.owner, acts.Shown(document_id, generation, row.text))
            return None if row.serving is None else int(row.serving)

    def indexed_under(self, document_id: str, generation: int, label_id: str) -> None:
        """The index now holds the edition's points under this label."""
        with self._shelf.database.write() as conn:
            mine = and_(editions.c.document == document_id, editions.c.generation == generation)
            conn.execute(update(editions).where(mine).values(indexed_label=label_id))

    def hide(self, document_id: str) -> None:
        """No generation of the document serves any more; its rows stay."""
        with self._shelf.database.write() as conn:
            lock(conn, document_id)
            raise_resting_on(self._shelf, conn, document_id)
            self._shelf.counts.hide(conn, document_id)
            conn.execute(update(documents).where(documents.c.id == document_id).values(serving=None))

    def purge(self, document_id: str, generation: int | None = None) -> None:
        """Erase an edition that no longer serves (every one, if the document is deleted): rows, and unused blobs."""
        with self._shelf.blobs.alone() as removing, self._shelf.database.write() as conn:
            lock(conn, document_id)
            query = every().where(editions.c.document == document_id)
            rows = conn.execute(query if generation is None else query.where(editions.c.generation == generation)).all()
            for row in rows:
                self._erase(conn, row, removing)
            self._forget(conn, document_id)

    def _erase(self, conn: Connection, row: Edition, removing: Removing) -> None:
        if row.serving == row.generation:
            raise Stale("仍在使用的版本不能清除", "A visible version is not erased")
        _drop_passages(conn, row.document, row.generation)
        conn.execute(delete(editions).where(this(row)))
        own = and_(blobs.c.owner == row.owner, blobs.c.name == row.blob)
        conn.execute(select(blobs.c.name).where(own).with_for_update()).all()
        used = select(editions.c.document).where(editions.c.owner == row.owner, editions.c.blob == row.blob)
        if conn.execute(used.limit(1)).first() is None:
            conn.execute(delete(blobs).where(own))
            removing.one(row.owner, row.blob)

    def _forget(self, conn: Connection, document_id: str) -> None:
        """The row of a deleted document goes with its last edition."""
        left = conn.execute(select(editions.c.document).where(editions.c.document == document_id).limit(1)).first()
        row = conn.execute(select(documents).where(documents.c.id == document_id)).first()
        if left is None and row is not None and row.deleted_at is not None:
            for rest in (versions, release_requests):
                conn.execute(delete(rest).where(rest.c.document == document_id))
            conn.execute(delete(documents).where(documents.c.id == document_id))
            self._shelf.audit.append(conn, row.owner, acts.Erased(document_id))

    def removals(self) -> list[str]:
        """Deleted documents of which something is left."""
        gone = select(documents.c.id).where(documents.c.deleted_at.is_not(None)).order_by(documents.c.deleted_at)
        with self._shelf.database.read() as conn:
            return list(conn.execute(gone).scalars())

    def pending(self, document_id: str | None = None) -> list[Due]:
        """What a stopped process left undone, of every document or of one; removals first, then oldest first."""
        live = every().where(documents.c.deleted_at.is_(None), _UNDONE).with_only_columns(*_DUE)
        gone = select(documents.c.id).where(documents.c.deleted_at.is_not(None)).order_by(documents.c.deleted_at)
        if document_id is not None:
            live, gone = live.where(documents.c.id == document_id), gone.where(documents.c.id == document_id)
        with self._shelf.database.read() as conn:
            removals = [Due("remove", i, 0) for i in conn.execute(gone).scalars()]
            rows = conn.execute(live.order_by(documents.c.created_at, documents.c.id, editions.c.generation)).all()
        return removals + [Due(_due(row), row.document, row.generation) for row in rows]

    def indexed(self) -> Iterator[Indexed]:
        """Every visible passage, one document at a time, as the index should hold it."""
        with self._shelf.database.read() as conn:
            serving = select(documents.c.id).where(documents.c.serving.is_not(None), documents.c.deleted_at.is_(None))
            ids = conn.execute(serving.order_by(documents.c.created_at, documents.c.id)).scalars().all()
        for document_id in ids:
            yield from self.indexed_of(document_id)

    def indexed_of(self, document_id: str) -> list[Indexed]:
        """Of one document, in one look: none if it was deleted meanwhile."""
        with self._shelf.database.read() as conn:
            row = conn.execute(
                every().where(documents.c.id == document_id, documents.c.serving == editions.c.generation)
            ).first()
            if row is None:
                return []
            sealer = self._shelf.opened.sealer(conn, row)
            mine = and_(passages.c.document == row.document, passages.c.generation == row.generation)
            stored = conn.execute(select(passages).where(mine).order_by(passages.c.ordinal)).all()
        return [_as_indexed(row, sealer, p) for p in stored]

    def sweep(self, older_than: timedelta = timedelta(hours=1)) -> int:
        """Remove stored files no row refers to, left by a process killed while receiving. Returns how many."""
        with self._shelf.blobs.alone() as removing, self._shelf.database.write() as conn:
            if conn.dialect.name != "sqlite":  # who is receiving waits, and then finds the file gone and writes it
                conn.execute(text("LOCK TABLE blobs IN SHARE MODE"))
            known = {(row.owner, row.name) for row in conn.execute(select(blobs.c.owner, blobs.c.name))}
            every_owner = list(conn.execute(select(owners.c.id)).scalars())
            return removing.strays(every_owner, known, (self._shelf.now() - older_than).timestamp())


_superseded = editions.c.generation < documents.c.serving
_serves = editions.c.generation == documents.c.serving
_untold = or_(editions.c.indexed_label.is_(None), editions.c.indexed_label != editions.c.label)
_unshown = or_(documents.c.serving.is_(None), editions.c.generation > documents.c.serving)
_UNDONE = or_(_superseded, and_(_serves, _untold), and_(_unshown, editions.c.state != "failed"))
_DUE = (editions.c.document, editions.c.generation, documents.c.serving)


def _due(row: AnyRow) -> str:
    if row.serving is None or row.generation > row.serving:
        return "process"
    return "relabel" if row.generation == row.serving else "purge"


def _as_indexed(row: Edition, sealer: Sealer, passage: AnyRow) -> Indexed:
    where = Place("passages", passage.id, row.document, row.key_version)
    terms = unpack(sealer.open_bytes(where, "terms", passage.terms))
    words = sealer.open(where, "search_text", passage.search_text)
    made = row.made_from is not None
    return Indexed(passage.id, row.label, row.document, row.library, row.generation, words, terms, made)


def _update(conn: Connection, row: Edition, changes: Mapping[str, Any]) -> None:
    if changes:
        conn.execute(update(editions).where(this(row)).values(**changes))


def _drop_passages(conn: Connection, document_id: str, generation: int) -> None:
    mine = and_(passages.c.document == document_id, passages.c.generation == generation)
    conn.execute(delete(passages).where(mine))


def _sealed(row: Edition, sealer: Sealer, chunk: NewPassage) -> dict[str, Any]:
    where = Place("passages", chunk.id, row.document, row.key_version)
    at = chunk.locator
    body = json.dumps([chunk.text, at.page, at.heading, at.sheet, at.slide], ensure_ascii=False)
    return {
        "id": chunk.id,
        "owner": row.owner,
        "document": row.document,
        "generation": row.generation,
        "ordinal": chunk.ordinal,
        "text": sealer.seal(where, "text", body),
        "search_text": sealer.seal(where, "search_text", chunk.search_text),
        "terms": sealer.seal_bytes(where, "terms", pack(chunk.terms)),
    }
