"""Telling tables of a class: each only where it may stand beside all that was told before (learning/suppression.py).

A person's number is never kept. Each that was told has a random mark; which person and number it stands for is a keyed
hash sealed under their key, so the kernel knows the same number of the same person again, and erasing them leaves marks
of nobody, which protect the others as before. Works inside its caller's transaction, which holds the course.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, insert, select, update

from learning.suppression import Figure, Told, figure, told_again
from records.cells import Cell, Cells, ToldTable, Value
from records.columns import AnyRow, among
from records.editions import holders
from records.keys import Place, owner_key, person_key
from records.schema import told_people, told_tables
from records.shelf import Shelf

_DIGEST = 24


@dataclass
class _Marks:
    """One person's: by table and number. `kept`: there is a row."""

    salt: str
    by: dict[str, dict[str, str]] = field(default_factory=dict)
    kept: bool = False
    changed: bool = False

    def digest(self, value: Value) -> str:
        return hashlib.sha256(f"{self.salt}\x1f{value!r}".encode()).hexdigest()[:_DIGEST]


@dataclass(frozen=True)
class _Last:
    """One told table as it was kept: marks alone, and the figures."""

    id: str
    seq: int
    marks: Told
    cells: Mapping[str, Cell]


class Telling:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def tell(self, conn: Connection, course: AnyRow, audience: str, given: Sequence[Cells]) -> list[ToldTable]:
        """One for each of `given`, in their order."""
        people = sorted({person for one in given for group in one.groups.values() for person in group})
        marks = self._marks(conn, course, people)
        before = self._before(conn, course.id, audience, [one.key for one in given])
        made = [self._one(conn, course, audience, one, marks, before.get(one.key, [])) for one in given]
        self._keep(conn, course, marks)
        return made

    def every(self, conn: Connection, course: str, audience: str, key: str) -> list[ToldTable]:
        """All that was told of one table, first first."""
        return [_table(one) for one in self._before(conn, course, audience, [key]).get(key, [])]

    def _one(
        self, conn: Connection, course: AnyRow, audience: str, given: Cells, marks: Mapping[str, _Marks],
        before: Sequence[_Last],
    ) -> ToldTable:  # fmt: skip
        mark = {
            person: marks[person].by.get(given.key, {}).get(marks[person].digest(value)) or self._shelf.new_id()
            for group in given.groups.values() for person, value in group.items()
        }  # fmt: skip
        groups = {name: {mark[p]: 0.0 for p in group} for name, group in given.groups.items()}
        now = told_again([one.marks for one in before], groups)
        if before and (now is before[-1].marks or now == before[-1].marks):
            return _table(before[-1])
        if now.total is None and not before:
            return ToldTable("", None, {})
        last = _Last(self._shelf.new_id(), len(before) + 1, now, _cells(given, now))
        self._enter(conn, course, audience, given, last)
        for person, value in ((p, v) for group in given.groups.values() for p, v in group.items()):
            if mark[person] in (now.total or {}):
                held = marks[person]
                held.by.setdefault(given.key, {})[held.digest(value)] = mark[person]
                held.changed = True
        return _table(last)

    def _enter(self, conn: Connection, course: AnyRow, audience: str, given: Cells, one: _Last) -> None:
        sealed_by = json.dumps(sorted({*given.label.owners, course.owner}))
        body = {
            "total": None if one.marks.total is None else sorted(one.marks.total),
            "groups": {name: sorted(group) for name, group in one.marks.groups.items()},
            "hidden": list(one.marks.hidden),
            "cells": {name: [c.figure.people, c.figure.mean, c.tells] for name, c in one.cells.items()},
        }  # fmt: skip
        sealer = self._shelf.keys.sealer(conn, holders(sealed_by))
        conn.execute(insert(told_tables).values(
            id=one.id, course=course.id, audience=audience, about=given.key, seq=one.seq, at=self._shelf.now(),
            sealed_by=sealed_by, body=sealer.seal(Place("told_tables", one.id), "body", json.dumps(body)),
        ))  # fmt: skip

    def _before(self, conn: Connection, course: str, audience: str, keys: Sequence[str]) -> dict[str, list[_Last]]:
        query = select(told_tables).where(told_tables.c.course == course, told_tables.c.audience == audience)
        rows = conn.execute(query.where(among(told_tables.c.about, keys)).order_by(told_tables.c.seq)).all()
        sealers = self._shelf.keys.sealers(conn, {holders(row.sealed_by) for row in rows})
        found: dict[str, list[_Last]] = {}
        for row in rows:
            text = sealers[holders(row.sealed_by)].open(Place("told_tables", row.id), "body", row.body)
            found.setdefault(row.about, []).append(_last(row, json.loads(text)))
        return found

    def _marks(self, conn: Connection, course: AnyRow, people: Sequence[str]) -> dict[str, _Marks]:
        query = select(told_people).where(told_people.c.course == course.id, among(told_people.c.person, people))
        made = {person: _Marks(self._shelf.new_id()) for person in people}
        rows = conn.execute(query).all()
        sealers = self._shelf.keys.sealers(conn, {_keys(course, row.person) for row in rows})
        for row in rows:
            text = sealers[_keys(course, row.person)].open(_place(course.id, row.person), "body", row.body)
            told = json.loads(text)
            made[row.person] = _Marks(told["salt"], told["by"], kept=True)
        return made

    def _keep(self, conn: Connection, course: AnyRow, marks: Mapping[str, _Marks]) -> None:
        sealed_by = json.dumps([course.owner])
        changed = {person: one for person, one in marks.items() if one.changed}
        sealers = self._shelf.keys.sealers(conn, {_keys(course, person) for person in changed})
        for person, one in changed.items():
            text = json.dumps({"salt": one.salt, "by": one.by})
            body = sealers[_keys(course, person)].seal(_place(course.id, person), "body", text)
            mine = (told_people.c.course == course.id) & (told_people.c.person == person)
            if one.kept:
                conn.execute(update(told_people).where(mine).values(body=body))
            else:
                row = {"course": course.id, "person": person, "sealed_by": sealed_by, "body": body}
                conn.execute(insert(told_people).values(row))


def _cells(given: Cells, now: Told) -> dict[str, Cell]:
    """Figures of what is told; the total under an empty name."""
    told: dict[str, Mapping[str, Value]] = {name: given.groups[name] for name in now.groups}
    if now.total is not None:
        told[""] = {p: v for group in given.groups.values() for p, v in group.items()}
    return {
        name: Cell(figure({p: v[0] for p, v in cell.items()}), given.tells(cell)) for name, cell in told.items()
    }


def _last(row: AnyRow, told: Mapping[str, Any]) -> _Last:
    total = None if told["total"] is None else dict.fromkeys(told["total"], 0.0)
    groups = {name: dict.fromkeys(group, 0.0) for name, group in told["groups"].items()}
    cells = {name: Cell(Figure(people, mean), tells) for name, (people, mean, tells) in told["cells"].items()}
    return _Last(row.id, row.seq, Told(total, groups, tuple(told["hidden"])), cells)


def _table(one: _Last) -> ToldTable:
    return ToldTable(one.id, one.cells.get(""), {name: cell for name, cell in one.cells.items() if name})


def _keys(course: AnyRow, person: str) -> tuple[str, ...]:
    return owner_key(course.owner), person_key(person)


def _place(course: str, person: str) -> Place:
    return Place("told_people", course, person)
