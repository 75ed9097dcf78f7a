"""Entries of internship logs as rows: sealed, opened, and what their student sees of them besides everybody else.

What was handed in stays as it was told: given back, it is rewritten in a private draft beside it, and handed in anew it
becomes an earlier edition, to which nobody adds. Knows nobody's rights and no rule of writing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select

from learning.placement import Entry, Incident, Told
from records.columns import AnyRow, among
from records.keys import VERSION, Keys, Place, Sealer
from records.masteries import keys_of
from records.schema import internship_days, internship_editions


@dataclass(frozen=True)
class Earlier:
    """What was told before, and why it was given back."""

    told: Told
    remark: str
    at: datetime


@dataclass(frozen=True)
class Logged:
    """One day's entry. `remark`: the mentor's, or why it was given back. `rewriting`: its student reads their private
    rewrite, what was handed in last being the last of `earlier`. `answered`: a mentor has answered its incident, whose
    words went with the student's consent. `again`: a draft that was handed in under a consent since withdrawn.
    """

    id: str
    placement: str
    student: str
    on: date
    state: Entry
    told: Told
    remark: str
    decided_by: str | None
    changed_at: datetime
    version: int
    earlier: tuple[Earlier, ...] = ()
    rewriting: bool = False
    answered: bool = False
    again: bool = False


def opened(conn: Connection, keys: Keys, rows: Sequence[AnyRow], reader: str | None = None) -> list[Logged]:
    """In the order of `rows`, as `reader` sees them: the student with their private rewrite; None: as told to staff."""
    sealers = keys.sealers(conn, {keys_of(r.student, r.sealed_by) for r in rows})
    before: dict[str, list[Earlier]] = {}
    query = select(internship_editions).where(among(internship_editions.c.entry, [r.id for r in rows]))
    for one in conn.execute(query.order_by(internship_editions.c.edition)).all():
        sealer = sealers[keys_of(one.student, one.sealed_by)]
        body = json.loads(sealer.open(edition_place(one.entry, one.edition, one.student), "body", one.body))
        before.setdefault(one.entry, []).append(Earlier(_told(body), body["remark"], one.at))
    return [
        _opened(r, sealers[keys_of(r.student, r.sealed_by)], tuple(before.get(r.id, ())), r.student == reader)
        for r in rows
    ]


def _opened(row: AnyRow, sealer: Sealer, before: tuple[Earlier, ...], own: bool) -> Logged:
    body = json.loads(sealer.open(_place(row.id, row.student), "body", row.body))
    told, version = _told(body), row.version
    if own:
        version += row.rewrites
    rewriting = own and row.rewrite is not None
    if rewriting:
        before = (*before, Earlier(told, body["remark"], row.changed_at))
        told = _told(json.loads(sealer.open(_place(row.id, row.student), "rewrite", row.rewrite)))
    return Logged(row.id, row.placement, row.student, row.day, Entry(row.state), told, body["remark"], row.decided_by,
                  row.changed_at, version, before, rewriting, body.get("answered", False),
                  body.get("again", False))  # fmt: skip


def alarming(entry: Logged) -> bool:
    """Whether it tells of an incident that nobody has answered."""
    waits = entry.state in (Entry.HANDED_IN, Entry.RETURNED) and not entry.answered
    return waits and entry.told.incident is not Incident.NONE


def seal(sealer: Sealer, entry: Logged) -> bytes:
    """What stands in the row's body."""
    body = asdict(entry.told) | {"remark": entry.remark, "answered": entry.answered, "again": entry.again}
    return sealer.seal(_place(entry.id, entry.student), "body", json.dumps(body, ensure_ascii=False))


def seal_rewrite(sealer: Sealer, entry_id: str, student: str, told: Told) -> bytes:
    return sealer.seal(_place(entry_id, student), "rewrite", json.dumps(asdict(told), ensure_ascii=False))


def add_edition(conn: Connection, sealer: Sealer, row: AnyRow, told: Told, remark: str) -> None:
    """What the row held, before it holds something else."""
    this = select(func.max(internship_editions.c.edition)).where(internship_editions.c.entry == row.id)
    edition = (conn.execute(this).scalar() or 0) + 1
    conn.execute(insert(internship_editions).values(
        entry=row.id, edition=edition, student=row.student, at=row.changed_at, sealed_by=row.sealed_by,
        body=seal_edition(sealer, row.id, edition, row.student, told, remark),
    ))  # fmt: skip


def seal_edition(sealer: Sealer, entry_id: str, edition: int, student: str, told: Told, remark: str) -> bytes:
    body = asdict(told) | {"remark": remark}
    return sealer.seal(edition_place(entry_id, edition, student), "body", json.dumps(body, ensure_ascii=False))


def edition_place(entry_id: str, edition: int, student: str) -> Place:
    return Place("internship_editions", f"{entry_id}/{edition}", student)


def _told(body: dict[str, Any]) -> Told:
    """Of a time before the work order was kept with it: of none."""
    names = ("did", "minutes", "task", "note", "safety")
    of = body.get("of")
    return Told(
        **{name: body[name] for name in names}, steps=tuple(body["steps"]), incident=Incident(body["incident"]),
        of=None if of is None else (of[0], of[1]),
    )  # fmt: skip


def _place(entry_id: str, student: str) -> Place:
    return Place(internship_days.name, entry_id, student, VERSION)
