"""A file becomes a row: its bytes sealed on disk, its edition entered as `received`, work to do for the pipeline.

Knows neither who may (receiving.py, generated.py) nor what the bytes mean.
"""

from __future__ import annotations

import errno
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from records import acts
from records.editions import Edition, one
from records.keys import VERSION, Place, Sealer
from records.schema import blobs, documents, editions
from records.shelf import OnShelf
from trust.errors import DiskFull
from trust.labels import Label
from trust.principal import Principal
from trust.roles import Act


@dataclass(frozen=True)
class Upload:
    """What was sent, before it is known to be new. `made_from`: the artefact, where the house made it itself; `also`:
    owners whose keys seal it besides those of its label; `settled`: two people chose its label.
    """

    owner: str
    library: str
    label: Label
    title: str
    filename: str
    media_type: str
    data: bytes
    valid_from: date | None
    review_by: date | None
    made_from: str | None = None
    also: frozenset[str] = frozenset()
    settled: bool = False

    @property
    def sealed_by(self) -> str:
        return json.dumps(sorted(self.label.owners | self.also))


class Entering(OnShelf):
    """Base of those who take something in."""

    def _write_blob(self, owner: str, name: str, sealer: Sealer, data: bytes) -> None:
        try:
            self._shelf.blobs.write(owner, name, sealer, data)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise DiskFull() from None
            raise

    def _keep_blob(self, conn: Connection, owner: str, name: str, sealer: Sealer, data: bytes) -> None:
        """Refer to the blob; should a purge have removed it just now, write it again under the row's lock."""
        dialect: Any = sqlite if conn.dialect.name == "sqlite" else postgresql
        row = dialect.insert(blobs).values(owner=owner, name=name, size=len(data))
        conn.execute(row.on_conflict_do_update(index_elements=["owner", "name"], set_={"size": len(data)}))
        self._write_blob(owner, name, sealer, data)

    def _enter(
        self,
        conn: Connection,
        principal: Principal,
        upload: Upload,
        blob: str,
        sealer: Sealer,
        document_id: str | None,
    ) -> Edition:
        """A new document, or `document_id`'s next generation. What we made ourselves has its label already."""
        if document_id is None:
            document_id, generation = self._new_document(conn, upload), 1
        else:
            generation = _next_generation(conn, document_id)
        place = Place("editions", str(generation), document_id)
        settled = upload.settled or upload.made_from is not None or principal.may(Act.CONFIRM_LABEL, upload.owner)
        conn.execute(
            insert(editions).values(
                document=document_id,
                generation=generation,
                owner=upload.owner,
                label=self._shelf.labels.ensure(conn, upload.label),
                uploader_label=str(upload.label),
                final=settled,
                judged=settled,
                integrity=upload.label.integrity,
                sealed_by=upload.sealed_by,
                key_version=VERSION,
                title=sealer.seal(place, "title", upload.title),
                filename=sealer.seal(place, "filename", upload.filename),
                media_type=upload.media_type,
                blob=blob,
                state="received",
                stage="received",
                progress=0.0,
                passages=0,
                version=1,
                uploader=principal.id,
                valid_from=upload.valid_from,
                review_by=upload.review_by,
            )
        )
        self._shelf.audit.append(
            conn, upload.owner, acts.Uploaded(principal.id, document_id, generation, str(upload.label))
        )
        return one(conn, document_id, generation)

    def _new_document(self, conn: Connection, upload: Upload) -> str:
        document_id = self._shelf.new_id()
        row: dict[str, Any] = {"id": document_id, "owner": upload.owner, "library": upload.library, "newest": 1}
        row |= {"created_at": self._shelf.now(), "made_from": upload.made_from}
        conn.execute(insert(documents).values(row))
        return document_id


def _next_generation(conn: Connection, document_id: str) -> int:
    changed = update(documents).where(documents.c.id == document_id).values(newest=documents.c.newest + 1)
    conn.execute(changed)
    return int(conn.execute(select(documents.c.newest).where(documents.c.id == document_id)).scalar_one())
