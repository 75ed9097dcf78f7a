"""Rehearsals: one person's walk through one task, the script and each move sealed together; slips become attempts.

A rehearsal is there while its label is in the person's scope. Whether its passages still stand is the caller's to ask.
Knows no documents; the rules of a move are learning/rehearsal.py's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, insert, select, update

from learning.hazard import Hazard
from learning.rehearsal import Outcome, State, move, replayed, stop, stops
from learning.script import Act as Step
from learning.script import Script, Setting
from records.attempts import MOVE, REHEARSAL, Attempts, Given
from records.columns import AnyRow, among
from records.keys import VERSION, Place
from records.masteries import keys_of
from records.schema import labels, rehearsals
from records.shelf import OnShelf, Shelf
from trust.errors import BadInput, NotFound, Stale
from trust.labels import Label, self_label
from trust.principal import Principal, Scope
from trust.roles import Act


@dataclass(frozen=True)
class Walked:
    """One rehearsal as far as it has come. `said` are the moves, `outcomes` what came of each."""

    id: str
    document_id: str
    script: Script
    label: Label
    started_at: datetime
    finished_at: datetime | None
    said: tuple[str, ...]
    state: State
    outcomes: tuple[Outcome, ...]


class Rehearsals(OnShelf):
    def __init__(self, shelf: Shelf, attempts: Attempts) -> None:
        super().__init__(shelf)
        self._attempts = attempts

    def begin(self, principal: Principal, scope: Scope, document_id: str, script: Script, label: Label) -> Walked:
        """A new one. `label` is that of the script's sources."""
        self._own(principal, scope)
        if not principal.may(Act.PRACTISE):
            raise NotFound()
        whole = self_label(principal.home, principal.id) | label
        walked = Walked(
            self._shelf.new_id(), document_id, script, label, self._shelf.now(), None, (), State(), ()
        )  # fmt: skip
        with self._shelf.database.write() as conn:
            self._attempts.lock(conn, principal)
            row = {
                "id": walked.id, "person": principal.id, "label": self._shelf.labels.ensure(conn, whole),
                "started_at": walked.started_at, "moves": 0, "sealed_by": json.dumps(sorted(whole.owners)),
                "key_version": VERSION,
            }  # fmt: skip
            conn.execute(insert(rehearsals).values(**row, body=self._sealed(conn, principal, walked)))
        return walked

    def get(self, principal: Principal, scope: Scope, rehearsal_id: str) -> Walked:
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            return self._one(conn, principal, scope, rehearsal_id)

    def move(self, principal: Principal, scope: Scope, rehearsal_id: str, n: int, said: str) -> Walked:
        """The move with number `n` (0-based). The same one again changes nothing; any other number is Stale."""
        self._own(principal, scope)
        with self._shelf.database.write() as conn:
            self._attempts.lock(conn, principal)
            held = self._one(conn, principal, scope, rehearsal_id)
            if n < len(held.said) and held.said[n] == said:
                return held
            if n != len(held.said) or stop(held.script, held.state) is None:
                raise Stale("预练已走到别处，请刷新", "The rehearsal has moved on; reload")
            try:
                state, outcome = move(held.script, held.state, said)
            except ValueError:
                raise BadInput("请从给出的选项中选择", "Choose one of the options") from None
            now = self._shelf.now()
            over = len(held.said) + 1 == stops(held.script)
            walked = replace(
                held, said=(*held.said, said), state=state, outcomes=(*held.outcomes, outcome),
                finished_at=now if over else None,
            )  # fmt: skip
            values = {"moves": n + 1, "finished_at": walked.finished_at, "body": self._sealed(conn, principal, walked)}
            mine = (rehearsals.c.id == rehearsal_id) & (rehearsals.c.person == principal.id)
            conn.execute(update(rehearsals).where(mine).values(values))
            self._count(conn, principal, walked, outcome)
        return walked

    def every(self, principal: Principal, scope: Scope) -> list[Walked]:
        """All of one's own, first first, as far as they may be read today."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            rows = conn.execute(_visible(principal, scope).order_by(rehearsals.c.started_at, rehearsals.c.id)).all()
            return [self._opened(conn, row) for row in rows]

    def _count(self, conn: Connection, principal: Principal, walked: Walked, outcome: Outcome) -> None:
        """The move as an attempt of its own; at the end the whole as one answer to the task's competency."""
        script, document = walked.script, walked.document_id
        told = {
            "document_id": document, "passage_id": outcome.passage_id, "quote": outcome.quote, "asks": outcome.asks,
            "slip": outcome.slip, "key": outcome.key, "vital": outcome.vital, "task": script.title,
        }  # fmt: skip
        item = self._attempts.key(document, script.title, outcome.asks, outcome.key, outcome.quote)
        points = float(outcome.right)
        given = Given(MOVE, item, walked.label, (walked.said[-1],), outcome.right, points, 1.0, told=told)
        self._attempts.add(conn, principal, self._shelf.new_id(), given)
        if walked.finished_at is not None:
            right = sum(o.right for o in walked.outcomes)
            task = self._attempts.key(document, script.title)
            missed = [o for o in walked.outcomes if not o.right]
            slips, vetoes = len(missed), sum(o.vital for o in missed)
            over = {"document_id": document, "task": script.title, "slips": slips, "vetoes": vetoes}
            whole = Given(
                REHEARSAL, task, walked.label, (), right == len(walked.outcomes), right, len(walked.outcomes),
                (script.title,), guess=0.05, told=over,
            )  # fmt: skip
            self._attempts.add(conn, principal, self._shelf.new_id(), whole)

    def _one(self, conn: Connection, principal: Principal, scope: Scope, rehearsal_id: str) -> Walked:
        row = conn.execute(_visible(principal, scope).where(rehearsals.c.id == rehearsal_id)).first()
        if row is None:
            raise NotFound()
        return self._opened(conn, row)

    def _opened(self, conn: Connection, row: AnyRow) -> Walked:
        sealer = self._shelf.keys.sealer(conn, keys_of(row.person, row.sealed_by))
        body = json.loads(sealer.open(_place(row.id, row.person), "body", row.body))
        script = read_script(body["script"])
        state, outcomes = replayed(script, body["said"])
        label = self._shelf.labels.parsed(body["label"], body["integrity"])
        return Walked(
            row.id, body["document"], script, label, row.started_at, row.finished_at, tuple(body["said"]), state,
            tuple(outcomes),
        )  # fmt: skip

    def _sealed(self, conn: Connection, principal: Principal, walked: Walked) -> bytes:
        whole = self_label(principal.home, principal.id) | walked.label
        sealer = self._shelf.keys.sealer(conn, keys_of(principal.id, json.dumps(sorted(whole.owners))))
        body = {
            "document": walked.document_id, "label": str(walked.label), "integrity": walked.label.integrity,
            "script": asdict(walked.script), "said": list(walked.said),
        }  # fmt: skip
        return sealer.seal(_place(walked.id, principal.id), "body", json.dumps(body, ensure_ascii=False))


def read_script(told: Mapping[str, Any]) -> Script:
    """A script out of its JSON."""
    return Script(told["title"], tuple(_step(act) for act in told["acts"]))


def _step(told: Mapping[str, Any]) -> Step:
    dangers = tuple(Hazard(**d | {"options": tuple(d["options"])}) for d in told["dangers"])
    return Step(
        told["shown"], told["quote"], told["passage_id"], tuple(Setting(**s) for s in told["settings"]), dangers
    )  # fmt: skip


def _visible(principal: Principal, scope: Scope) -> Select[Any]:
    query = select(rehearsals, labels.c.text).join(labels, labels.c.id == rehearsals.c.label)
    return query.where(rehearsals.c.person == principal.id, among(rehearsals.c.label, sorted(scope.ids)))


def _place(rehearsal_id: str, person: str) -> Place:
    return Place("rehearsals", rehearsal_id, person)
