"""Mastery as rows: one per person, competency and label, changed by each answer in one look and one write.

Sealed with the person's key and the owners' of the label. The name of the competency stands in the sealed body alone;
the row is found by a keyed hash. Knows no exercises.
"""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select, update

from learning.mastery import USUAL, Parameters, State, answered
from records.columns import AnyRow, among
from records.editions import holders
from records.keys import VERSION, Place, Sealer, person_key
from records.schema import labels, mastery
from records.shelf import Shelf
from trust.labels import Label
from trust.principal import Principal, Scope


@dataclass(frozen=True)
class Mastery:
    """How well one person knows one competency. `about`: the join of what was answered, without the person."""

    person: str
    competency: str
    state: State
    changed_at: datetime
    about: Label


def keys_of(person: str, sealed_by: str) -> tuple[str, ...]:
    """The person's key, and the owners' of the label."""
    return (*holders(sealed_by), person_key(person))


class Masteries:
    """Works inside its caller's transaction, which holds the person's row."""

    def __init__(self, shelf: Shelf, secret: bytes, fitted: Mapping[str, Parameters]) -> None:
        """`fitted`: by competency; the others are traced with the parameters that are set."""
        self._shelf = shelf
        self._secret = secret
        self._fitted = fitted

    @property
    def fitted(self) -> Mapping[str, Parameters]:
        """By competency, where they are not the usual ones."""
        return self._fitted

    def add(
        self, conn: Connection, principal: Principal, label: Label, competencies: Sequence[str], right: bool,
        guess: float | None, at: datetime,
    ) -> None:  # fmt: skip
        """One more answer to each competency. O(1): no earlier answer is read."""
        sealed_by = json.dumps(sorted(label.owners))
        for name in dict.fromkeys(competencies):
            slot = self._slot(principal.id, name, label)
            mine = (mastery.c.person == principal.id) & (mastery.c.slot == slot)
            held = conn.execute(select(mastery).where(mine)).first()
            sealer = self._shelf.keys.sealer(conn, keys_of(principal.id, sealed_by))
            parameters = self._fitted.get(name, USUAL)
            state = State(parameters.prior) if held is None else _state(json.loads(_open(sealer, held)))
            body = {"competency": name, **dataclasses.asdict(answered(state, right, parameters, guess))}
            values = {"changed_at": at, "body": sealer.seal(_place(principal.id, slot), "body", json.dumps(body))}
            if held is not None:
                conn.execute(update(mastery).where(mine).values(values))
                continue
            new = {"person": principal.id, "slot": slot, "label": self._shelf.labels.ensure(conn, label)}
            conn.execute(insert(mastery).values(**new, sealed_by=sealed_by, key_version=VERSION, **values))

    def clear(self, conn: Connection, person: str) -> None:
        """Before all answers are counted again."""
        conn.execute(delete(mastery).where(mastery.c.person == person))

    def of(self, conn: Connection, principal: Principal, scope: Scope, people: Iterable[str]) -> list[Mastery]:
        """Of these people, as far as the caller reads it. A competency practised under several labels is told by the
        one with most answers.
        """
        best: dict[tuple[str, str], Mastery] = {}
        for found in self.each(conn, principal, scope, people):
            key = (found.person, found.competency)
            if key not in best or found.state.answers > best[key].state.answers:
                best[key] = found
        return sorted(best.values(), key=lambda m: (m.person, m.competency))

    def each(self, conn: Connection, principal: Principal, scope: Scope, people: Iterable[str]) -> list[Mastery]:
        """The same, each label for itself."""
        query = _visible(scope).where(among(mastery.c.person, sorted(people)))
        rows = conn.execute(query.order_by(mastery.c.person, mastery.c.slot)).all()
        sealers = self._shelf.keys.sealers(conn, {keys_of(r.person, r.sealed_by) for r in rows})
        made = []
        for row in rows:
            label = self._shelf.labels.parsed(row.text, 1)
            if principal.reads(label):
                body = json.loads(_open(sealers[keys_of(row.person, row.sealed_by)], row))
                about = _about(row.person, label)
                made.append(Mastery(row.person, body["competency"], _state(body), row.changed_at, about))
        return made

    def _slot(self, person: str, competency: str, label: Label) -> str:
        said = "\x1f".join((person, label.id, competency)).encode()
        return hmac.new(self._secret, said, hashlib.sha256).hexdigest()


def _visible(scope: Scope) -> Select[Any]:
    readable = among(mastery.c.label, sorted(scope.ids))
    return select(mastery, labels.c.text).join(labels, labels.c.id == mastery.c.label).where(readable)


def _about(person: str, label: Label) -> Label:
    own = frozenset([f"self:{person}", f"duty:{person}"])
    return Label.of(label.owners, label.clauses - {own}, label.integrity)


def _place(person: str, slot: str) -> Place:
    return Place("mastery", slot, person)


def _open(sealer: Sealer, row: AnyRow) -> str:
    return sealer.open(_place(row.person, row.slot), "body", row.body)


def _state(body: Mapping[str, Any]) -> State:
    return State(body["known"], body["answers"], body["right"])
