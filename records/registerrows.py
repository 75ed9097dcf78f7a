"""Registers as rows: opened and sealed, whether they stand today, and what stands between a school and an enterprise.

Knows no rule of proposing or signing (registers.py).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from learning.boundary import Basis, Entry, Viewer
from learning.evidence import Kind, Part
from records.agreementrows import keys_of
from records.columns import AnyRow, among
from records.keys import Keys, Place, Sealer
from records.schema import register_signatures, registers
from records.twosided import Signature, standing, state_on


@dataclass(frozen=True)
class Register:
    """What a school and an enterprise agreed to keep about learners. `hash` is over everything that is signed."""

    id: str
    school: str
    enterprise: str
    entries: tuple[Entry, ...]
    until: date
    proposed_at: datetime
    revoked_at: datetime | None
    signatures: tuple[Signature, ...]

    @property
    def hash(self) -> str:
        signed = [self.id, self.school, self.enterprise, self.until.isoformat(), told(self.entries)]
        return hashlib.sha256(json.dumps(signed, ensure_ascii=False).encode()).hexdigest()

    def state(self, today: date) -> str:
        return state_on(today, self.until, self.revoked_at, self.signatures)


def in_force(today: date) -> ColumnElement[bool]:
    return standing(registers, register_signatures.c.register, today)


def entries_of(conn: Connection, keys: Keys, today: date) -> dict[str, dict[str, tuple[Entry, ...]]]:
    """What stands on that day, by school and enterprise."""
    query = select(registers).where(in_force(today))
    found: dict[str, dict[str, tuple[Entry, ...]]] = {}
    for made in opened(conn, keys, conn.execute(query.order_by(registers.c.proposed_at, registers.c.id)).all()):
        of = found.setdefault(made.school, {})
        of[made.enterprise] = of.get(made.enterprise, ()) + made.entries
    return found


def opened(conn: Connection, keys: Keys, rows: Sequence[AnyRow]) -> list[Register]:
    sealers = keys.sealers(conn, {keys_of(row.school, row.enterprise) for row in rows})
    signatures: dict[str, list[Signature]] = {}
    query = select(register_signatures).where(among(register_signatures.c.register, [row.id for row in rows]))
    for row in conn.execute(query.order_by(register_signatures.c.at)).all():
        signatures.setdefault(row.register, []).append(Signature(row.owner, row.person, row.at))
    return [_opened(r, sealers[keys_of(r.school, r.enterprise)], signatures.get(r.id, [])) for r in rows]


def sealed(sealer: Sealer, register_id: str, version: int, entries: Sequence[Entry]) -> bytes:
    return sealer.seal(_place(register_id, version), "body", json.dumps(told(entries), ensure_ascii=False))


def told(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    return [
        {"kind": e.kind, "parts": sorted(e.parts), "purpose": e.purpose, "basis": e.basis, "days": e.days,
         "seen_by": sorted(e.seen_by)}
        for e in entries
    ]  # fmt: skip


def _opened(row: AnyRow, sealer: Sealer, signatures: Sequence[Signature]) -> Register:
    body = json.loads(sealer.open(_place(row.id, row.key_version), "body", row.body))
    return Register(
        row.id, row.school, row.enterprise, tuple(map(_entry, body)), row.until, row.proposed_at, row.revoked_at,
        tuple(signatures),
    )  # fmt: skip


def _entry(body: Mapping[str, Any]) -> Entry:
    parts, viewers = frozenset(map(Part, body["parts"])), frozenset(map(Viewer, body["seen_by"]))
    return Entry(Kind(body["kind"]), parts, body["purpose"], Basis(body["basis"]), body["days"], viewers)


def _place(register_id: str, version: int) -> Place:
    return Place("registers", register_id, "", version)
