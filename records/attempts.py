"""Attempts: every answer a person gave, to an exercise or in a rehearsal, and what follows: mastery and weak points.

All of it is the person's own, under `self:` joined with the label of what was answered, and sealed with their key and
its owners'. Others learn of it only what a teacher on duty may, or sums over at least K people. Marks nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, insert, select

from learning.itemstats import ItemStatistics
from learning.mastery import Parameters
from records import acts
from records.answerstats import of_items
from records.columns import AnyRow, among
from records.keys import VERSION, Place
from records.masteries import Masteries, Mastery, keys_of
from records.schema import attempts, labels, people
from records.shelf import OnShelf, Shelf
from trust.errors import NotFound, Stale
from trust.labels import Label, self_label
from trust.principal import Principal, Scope
from trust.roles import Act

K = 5
"""Distinct people below whom nothing is told about a group."""
REMEMBERED = 1000
"""The latest answers that weak points and item choice look at."""
ITEM, MOVE, REHEARSAL = "item", "move", "rehearsal"


@dataclass(frozen=True)
class Given:
    """One answer to be kept. `told` is what the person is told about it, sealed with the answer; `guess` the chance of
    being right by luck.
    """

    kind: str
    item: str
    label: Label
    answer: Sequence[str]
    right: bool
    points: float
    out_of: float
    competencies: tuple[str, ...] = ()
    guess: float | None = None
    told: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Attempt:
    id: str
    kind: str
    item: str
    at: datetime
    right: bool
    points: float
    out_of: float
    answer: tuple[str, ...]
    competencies: tuple[str, ...]
    told: Mapping[str, Any]
    guess: float | None = None


class Attempts(OnShelf):
    """Every query carries the caller's scope; what is hidden and what is absent are one NotFound."""

    def __init__(self, shelf: Shelf, secret: bytes, fitted: Mapping[str, Parameters]) -> None:
        super().__init__(shelf)
        self._secret = secret
        self.masteries = Masteries(shelf, secret, fitted)

    def key(self, *said: str) -> str:
        """The name of a step among attempts: tells nothing about the step."""
        return hmac.new(self._secret, "\x1f".join(("step", *said)).encode(), hashlib.sha256).hexdigest()[:48]

    def keep(self, principal: Principal, scope: Scope, attempt_id: str | None, given: Given) -> Attempt:
        """Keeps an answer and counts it. The same id again gives what was kept, and counts nothing."""
        self._own(principal, scope)
        if not principal.may(Act.PRACTISE):
            raise NotFound()
        with self._shelf.database.write() as conn:
            self.lock(conn, principal)
            held = self._one(conn, principal, attempt_id) if attempt_id else None
            if held is not None:
                if held.item != given.item:
                    raise Stale("这次作答已用于另一道题", "This attempt belongs to another exercise")
                return held
            return self.add(conn, principal, attempt_id or self._shelf.new_id(), given)

    def lock(self, conn: Connection, principal: Principal) -> None:
        """Nobody else counts this person's answers until the end of the transaction."""
        query = select(people.c.id).where(people.c.id == principal.id)
        conn.execute(query.with_for_update()).all()

    def add(self, conn: Connection, principal: Principal, attempt_id: str, given: Given) -> Attempt:
        """The same inside a transaction that holds the person's row; `attempt_id` is new."""
        now, label = self._shelf.now(), self_label(principal.home, principal.id) | given.label
        sealed_by = json.dumps(sorted(label.owners))
        body = {
            "answer": list(given.answer), "told": dict(given.told), "competencies": list(given.competencies),
            "guess": given.guess,
        }  # fmt: skip
        sealer = self._shelf.keys.sealer(conn, keys_of(principal.id, sealed_by))
        sealed = sealer.seal(_place(attempt_id, principal.id), "body", json.dumps(body, ensure_ascii=False))
        row = {
            "id": attempt_id, "person": principal.id, "kind": given.kind, "item": given.item, "at": now,
            "about": self._shelf.labels.ensure(conn, given.label), "label": self._shelf.labels.ensure(conn, label),
            "right": given.right, "points": given.points, "out_of": given.out_of, "sealed_by": sealed_by,
            "key_version": VERSION, "body": sealed,
        }  # fmt: skip
        conn.execute(insert(attempts).values(row))
        self.masteries.add(conn, principal, label, given.competencies, given.right, given.guess, now)
        if given.kind != MOVE:
            for owner in sorted(label.owners):
                act = acts.Attempted(principal.id, attempt_id, given.kind, str(label.part(owner)))
                self._shelf.audit.append(conn, owner, act)
        return Attempt(
            attempt_id, given.kind, given.item, now, given.right, given.points, given.out_of, tuple(given.answer),
            given.competencies, dict(given.told), given.guess,
        )  # fmt: skip

    def get(self, principal: Principal, scope: Scope, attempt_id: str) -> Attempt | None:
        """One's own answer that was kept under this id."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            return self._one(conn, principal, attempt_id)

    def latest(self, principal: Principal, scope: Scope) -> list[Attempt]:
        """One's own last answer to each thing, latest first, as far as it may be read today."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            query = _mine(principal).where(among(attempts.c.label, sorted(scope.ids)))
            rows = conn.execute(query.order_by(attempts.c.at.desc(), attempts.c.id).limit(REMEMBERED)).all()
            last: dict[str, AnyRow] = {}
            for row in rows:
                last.setdefault(row.item, row)
            return self.opened(conn, list(last.values()))

    def every(self, principal: Principal, scope: Scope) -> list[Attempt]:
        """All of one's own answers, first first, as far as they may be read today."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            query = _mine(principal).where(among(attempts.c.label, sorted(scope.ids)))
            return self.opened(conn, conn.execute(query.order_by(attempts.c.at, attempts.c.id)).all())

    def weak(self, principal: Principal, scope: Scope) -> list[Attempt]:
        """What was not right when it was answered last, latest first. Getting it right takes it off."""
        return [a for a in self.latest(principal, scope) if not a.right and a.kind != REHEARSAL]

    def mastery(self, principal: Principal, scope: Scope) -> list[Mastery]:
        """One's own, by name."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            return self.masteries.of(conn, principal, scope, [principal.id])

    def rebuild(self, principal: Principal) -> None:
        """Mastery counted again from the first answer on; comes out as it was."""
        with self._shelf.database.write() as conn:
            self.lock(conn, principal)
            self.masteries.clear(conn, principal.id)
            rows = conn.execute(_mine(principal).order_by(attempts.c.at, attempts.c.id)).all()
            for row, (body, label) in zip(rows, self._bodies(conn, rows), strict=True):
                names, guess = body["competencies"], body["guess"]
                self.masteries.add(conn, principal, label, names, row.right, guess, row.at)

    def statistics(self, principal: Principal, scope: Scope, item_ids: Sequence[str]) -> dict[str, ItemStatistics]:
        """Of items of the bank, for reviewers; those fewer than K people answered are left out."""
        self._own(principal, scope)
        if not principal.may(Act.REVIEW) or not item_ids:
            return {}
        with self._shelf.database.read() as conn:
            return of_items(self._shelf, conn, scope, item_ids)

    def _one(self, conn: Connection, principal: Principal, attempt_id: str) -> Attempt | None:
        row = conn.execute(_mine(principal).where(attempts.c.id == attempt_id)).first()
        if row is None or not principal.reads(self._shelf.labels.parsed(row.text, 1)):
            return None
        return self.opened(conn, [row])[0]

    def opened(self, conn: Connection, rows: Sequence[AnyRow]) -> list[Attempt]:
        """Rows of attempts with their label's text, for whoever has asked what may be read."""
        return [
            Attempt(
                row.id, row.kind, row.item, row.at, row.right, row.points, row.out_of, tuple(body["answer"]),
                tuple(body["competencies"]), body["told"], body["guess"],
            )
            for row, (body, _) in zip(rows, self._bodies(conn, rows), strict=True)
        ]  # fmt: skip

    def _bodies(self, conn: Connection, rows: Sequence[AnyRow]) -> list[tuple[dict[str, Any], Label]]:
        sealers = self._shelf.keys.sealers(conn, {keys_of(r.person, r.sealed_by) for r in rows})
        made = []
        for row in rows:
            sealer = sealers[keys_of(row.person, row.sealed_by)]
            body = json.loads(sealer.open(_place(row.id, row.person), "body", row.body))
            made.append((body, self._shelf.labels.parsed(row.text, 1)))
        return made


def _mine(principal: Principal) -> Select[Any]:
    query = select(attempts, labels.c.text).join(labels, labels.c.id == attempts.c.label)
    return query.where(attempts.c.person == principal.id)


def _place(attempt_id: str, person: str) -> Place:
    return Place("attempts", attempt_id, person)
