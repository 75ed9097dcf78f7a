"""What reviewers say of an artefact when they send it back: sealed like it and gone with it.

Knows no rule of moving (artefacts.py); whoever asks has been shown the artefact.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from records.editions import holders
from records.keys import VERSION, Place
from records.schema import artefact_remarks
from records.shelf import OnShelf
from trust.labels import Label
from trust.principal import Principal

LONGEST = 2000


@dataclass(frozen=True)
class Remark:
    person: str
    at: datetime
    edition: int
    text: str


class Remarks(OnShelf):
    def add(
        self, conn: Connection, principal: Principal, artefact_id: str, edition: int, under: Label, text: str
    ) -> None:
        sealed_by = json.dumps(sorted(under.owners))
        remark_id = self._shelf.new_id()
        sealer = self._shelf.keys.sealer(conn, holders(sealed_by))
        row: Mapping[str, Any] = {
            "id": remark_id, "artefact": artefact_id, "edition": edition, "person": principal.id,
            "at": self._shelf.now(), "sealed_by": sealed_by, "key_version": VERSION,
            "body": sealer.seal(_place(remark_id, artefact_id, VERSION), "body", text[:LONGEST]),
        }  # fmt: skip
        conn.execute(insert(artefact_remarks).values(row))

    def of(self, conn: Connection, artefact_id: str) -> tuple[Remark, ...]:
        """Oldest first."""
        mine = select(artefact_remarks).where(artefact_remarks.c.artefact == artefact_id)
        rows = conn.execute(mine.order_by(artefact_remarks.c.at, artefact_remarks.c.id)).all()
        sealers = self._shelf.keys.sealers(conn, {holders(row.sealed_by) for row in rows})
        return tuple(
            Remark(
                row.person, row.at, row.edition,
                sealers[holders(row.sealed_by)].open(_place(row.id, row.artefact, row.key_version), "body", row.body),
            )
            for row in rows
        )  # fmt: skip


def _place(remark_id: str, artefact_id: str, version: int) -> Place:
    return Place("artefact_remarks", remark_id, artefact_id, version)
