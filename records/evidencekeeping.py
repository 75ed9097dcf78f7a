"""Evidence taken in: many pieces in one transaction, each once. The same again changes nothing, other content corrects.

Works inside its caller's transaction. Who may tell what is evidencedoor.py's.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, insert, select, update

from learning.boundary import Refusal
from learning.evidence import Evidence
from records import evidenceacts as acts
from records.columns import AnyRow, among, once
from records.evidencedoor import Brought, Door, Learner, Turned, named
from records.evidencerows import Hasher, body_of, label_of, place
from records.keys import VERSION, Sealer
from records.masteries import keys_of
from records.schema import evidence, evidence_flags, objections, people
from records.shelf import Shelf
from trust.labels import Label
from trust.principal import Principal

Outcome = Literal["added", "unchanged", "corrected", "refused"]
CORRECTED, VOIDED, WITHDRAWN, EXPIRED = "corrected", "voided", "withdrawn", "expired"


@dataclass(frozen=True)
class Came:
    """What came of one piece; `why` only where it was refused. `gone`: it is a tombstone and stays one."""

    outcome: Outcome
    id: str = ""
    student: str = ""
    why: Refusal | Turned | None = None
    gone: bool = False


class Keeping:
    """For one principal and one transaction."""

    def __init__(
        self, conn: Connection, shelf: Shelf, hasher: Hasher, principal: Principal, usernames: Iterable[str]
    ) -> None:
        """Of the learners of these names, who are held first: a consent withdrawn meanwhile is seen at the door."""
        self._conn, self._shelf, self._hash, self._principal = conn, shelf, hasher, principal
        self._lock(usernames)
        self.door, self.now = Door(conn, shelf, principal), shelf.now()
        self._labels: dict[tuple[str, str | None], tuple[str, Label]] = {}

    def keep(self, brought: Sequence[Brought]) -> list[Came]:
        """In their order. A slot told twice in one list counts once."""
        admitted = [self.door.admit(b) for b in brought]
        pairs = [(b, a) for b, a in zip(brought, admitted, strict=True) if isinstance(a, tuple)]
        slots = {id(b): self.slot(told, b) for b, (_, told) in pairs}
        held = self._held(list(slots.values()))
        sealers = self._sealers([(learner, told) for _, (learner, told) in pairs])
        made: list[Came] = []
        new: list[dict[str, Any]] = []
        for one, found in zip(brought, admitted, strict=True):
            if not isinstance(found, tuple):
                made.append(Came("refused", why=found))
                continue
            made.append(self._one(one, *found, slots[id(one)], held, sealers, new))
        if new:
            self._conn.execute(insert(evidence), new)
        self._tell(made, brought)
        return made

    def _one(
        self, brought: Brought, learner: Learner, told: Evidence, slot: str, held: dict[str, Any],
        sealers: Mapping[tuple[str, ...], Sealer], new: list[dict[str, Any]],
    ) -> Came:  # fmt: skip
        body = body_of(told, brought.statement)
        digest = self.digest(told, brought)
        before = held.get(slot)
        if before is not None:
            gone = before["withdrawn_at"] is not None
            if before["digest"] == digest or gone:
                return Came("unchanged", before["id"], learner.id, gone=gone)
            return self._corrected(before, told, digest, body, sealers, new)
        told = named(told, brought.id or self._shelf.new_id())
        sealed_by, label = self._seal_of(learner.home, told)
        sealed = sealers[keys_of(learner.id, sealed_by)].seal(place(told.id, learner.id), "body", body)
        row = {
            "id": told.id, "student": learner.id, "slot": slot, "kind": told.kind.value, "source": told.source,
            "at": told.at, "course": told.course, "enterprise": told.enterprise, "label": label, "kept_at": self.now,
            "kept_by": self._principal.id, "digest": digest, "version": 1, "withdrawn_at": None,
            "sealed_by": sealed_by, "key_version": VERSION, "body": sealed,
        }  # fmt: skip
        new.append(row)
        held[slot] = row
        return Came("added", told.id, learner.id)

    def slot(self, told: Evidence, brought: Brought) -> str:
        """What makes it the same piece when it is told again."""
        return self._hash("slot", told.student, told.source, told.enterprise or "", *brought.key)

    def digest(self, told: Evidence, brought: Brought) -> str:
        return self._hash("same", brought.same) if brought.same else digest_of(self._hash, told)

    def _corrected(
        self, before: dict[str, Any], told: Evidence, digest: str, body: str,
        sealers: Mapping[tuple[str, ...], Sealer], new: Sequence[dict[str, Any]],
    ) -> Came:  # fmt: skip
        """The newer content counts; whoever used the older one finds a flag."""
        sealed = sealers[keys_of(told.student, before["sealed_by"])].seal(
            place(before["id"], told.student), "body", body
        )
        changes = {"digest": digest, "body": sealed, "version": before["version"] + 1, "at": told.at}
        before.update(changes)
        if not any(row is before for row in new):  # else it goes in as it now is
            mine = (evidence.c.id == before["id"]) & (evidence.c.student == told.student)
            self._conn.execute(update(evidence).where(mine).values(changes))
            flag(self._conn, before["id"], told.student, before["version"], CORRECTED, self.now)
        return Came("corrected", before["id"], told.student)

    def _lock(self, usernames: Iterable[str]) -> None:
        """Nobody else keeps of these until the end of the transaction; always in one order."""
        if self._conn.dialect.name != "sqlite":  # there a writer is alone anyway
            those = among(people.c.username, sorted(set(usernames)))
            query = select(people.c.id).where(those).order_by(people.c.id)
            self._conn.execute(query.with_for_update()).all()

    def _held(self, slots: Sequence[str]) -> dict[str, Any]:
        columns = (evidence.c.slot, evidence.c.id, evidence.c.digest, evidence.c.version, evidence.c.withdrawn_at,
                   evidence.c.sealed_by)  # fmt: skip
        rows = self._conn.execute(select(*columns).where(among(evidence.c.slot, sorted(set(slots))))).all()
        return {row.slot: dict(row._mapping) for row in rows}

    def _sealers(self, found: Sequence[tuple[Learner, Evidence]]) -> Mapping[tuple[str, ...], Sealer]:
        wanted = {keys_of(learner.id, self._seal_of(learner.home, told)[0]) for learner, told in found}
        return self._shelf.keys.sealers(self._conn, wanted)

    def _seal_of(self, home: str, told: Evidence) -> tuple[str, str]:
        """The owners whose keys seal it, and the label's id, stored on first use."""
        key = (told.student, told.enterprise)
        if key not in self._labels:
            label = label_of(home, told.student, told.enterprise)
            self._labels[key] = (self._shelf.labels.ensure(self._conn, label), label)
        label_id, label = self._labels[key]
        return json.dumps(sorted(label.owners)), label_id

    def _tell(self, made: Sequence[Came], brought: Sequence[Brought]) -> None:
        new, changed = (sum(c.outcome == o for c in made) for o in ("added", "corrected"))
        if new or changed:
            about = {c.student for c in made if c.outcome in ("added", "corrected")}
            told = acts.EvidenceKept(self._principal.id, brought[0].source, new, changed, len(about))
            self._shelf.audit.append(self._conn, self._principal.home, told)


def digest_of(hasher: Hasher, told: Evidence) -> str:
    """Of the content: the same evidence gives the same."""
    whose = (told.kind.value, told.course or "", told.enterprise or "")
    return hasher("body", told.at.isoformat(), *whose, body_of(told, None))


def flag(conn: Connection, evidence_id: str, student: str, version: int, why: str, at: datetime) -> None:
    """For whatever rests on it: from this version on it is not what it was."""
    row = {"evidence": evidence_id, "student": student, "version": version, "why": why, "at": at}
    once(conn, evidence_flags, row)


def tombstone(conn: Connection, rows: Sequence[AnyRow], why: str, at: datetime) -> None:
    """The bodies go, the rows stay to say so. What expired takes the words of objections to it along."""
    gone = {"withdrawn_at": at, "body": None, "digest": ""}
    for row in rows:
        this = (evidence.c.id == row.id) & (evidence.c.student == row.student)
        conn.execute(update(evidence).where(this).values(gone))
        flag(conn, row.id, row.student, row.version, why, at)
    if why == EXPIRED:
        silence(conn, rows, at)


def silence(conn: Connection, rows: Sequence[AnyRow], at: datetime) -> None:
    """The words of objections to these go; what nobody has answered yet ends so."""
    for row in rows:
        about = (objections.c.evidence == row.id) & (objections.c.student == row.student)
        conn.execute(update(objections).where(about).values(body=None))
        still = about & objections.c.decided_at.is_(None)
        conn.execute(update(objections).where(still).values(decided_at=at, outcome=EXPIRED))
