"""Telling tables of a class: each only where it may stand beside all that was told before (learning/suppression.py),
to whomever and in whichever course: what a learner answered counts in each course they are in, so two courses' tables
of one thing are one history, and so are those of teachers and of mentors.

Where people give two numbers, a table is told anew only where each of these by itself may be: by one of them all may be
new while by the other a newcomer alone is. A person's number is never kept. Each that was told has a random mark; which
person and number it stands for is a keyed hash sealed under their key, so the kernel knows the same number of the same
person again, and erasing them leaves marks of nobody, which protect the others as before. Works inside its caller's
transaction; one tells at a time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from learning.suppression import Figure, Told, figure, told_beside
from records.cells import Cell, Cells, ToldTable, Value
from records.columns import AnyRow, among
from records.editions import holders
from records.keys import Place
from records.masteries import keys_of
from records.schema import owners, told_people, told_tables
from records.shelf import Shelf

_DIGEST = 24
_NOTHING = ToldTable("", None, {})


@dataclass
class _Marks:
    """One person's of one course: by table and number. `kept`: there is a row."""

    salt: str
    by: dict[str, dict[str, str]] = field(default_factory=dict)
    kept: bool = False
    changed: bool = False

    def of(self, key: str, value: Value) -> str | None:
        return self.by.get(key, {}).get(self._digest(value))

    def note(self, key: str, value: Value, mark: str) -> None:
        if self.of(key, value) != mark:
            self.by.setdefault(key, {})[self._digest(value)] = mark
            self.changed = True

    def _digest(self, value: Value) -> str:
        return hashlib.sha256(f"{self.salt}\x1f{value!r}".encode()).hexdigest()[:_DIGEST]


@dataclass
class _Person:
    """`here`: their marks of the course told of; `elsewhere`: of all others."""

    here: _Marks
    elsewhere: list[_Marks] = field(default_factory=list)

    def marks(self, key: str, value: Value) -> list[str]:
        """All it has; the first stands for it."""
        found = (one.of(key, value) for one in (self.here, *self.elsewhere))
        return list(dict.fromkeys(mark for mark in found if mark is not None))


@dataclass(frozen=True)
class _Last:
    """One told table as it was kept: marks alone, of each view (Cells.views), and the figures."""

    id: str
    seq: int
    at: datetime
    views: tuple[Told, ...]
    cells: Mapping[str, Cell]

    def view(self, n: int) -> Told:
        """Tables told before the numbers were marked apart have marks of the whole alone."""
        return self.views[n] if n < len(self.views) else self.views[0]


@dataclass(frozen=True)
class _View:
    """Of one view: what each person gives, the mark that stands for it, and which other marks do."""

    key: str
    values: Mapping[str, Value]
    mark: Mapping[str, str]
    same: Mapping[str, str]
    groups: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class _History:
    """All told tables of one key: `here` to this audience of this course, first first; `every`: whichever."""

    here: tuple[_Last, ...] = ()
    every: tuple[_Last, ...] = ()


class Telling:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def tell(self, conn: Connection, course: AnyRow, audience: str, given: Sequence[Cells]) -> list[ToldTable]:
        """One for each of `given`, in their order."""
        alone(conn)
        people = sorted({person for one in given for group in one.groups.values() for person in group})
        marks = self._marks(conn, course, people)
        before = self._before(conn, course.id, audience, [one.key for one in given])
        made = [self._one(conn, course, audience, one, marks, before.get(one.key, _History())) for one in given]
        self._keep(conn, course, marks)
        return made

    def at(self, conn: Connection, table: str) -> ToldTable | None:
        """The told table of a row, as it was told."""
        row = conn.execute(select(told_tables).where(told_tables.c.id == table)).first()
        return None if row is None else _table(self._opened(conn, [row])[0])

    def _one(
        self, conn: Connection, course: AnyRow, audience: str, given: Cells, people: Mapping[str, _Person],
        before: _History,
    ) -> ToldTable:  # fmt: skip
        views = self._views(given, people)
        beside = [
            told_beside([_with(one.view(n), view.same) for one in before.every], view.groups)
            for n, view in enumerate(views)
        ]
        now = tuple(one for one in beside if one is not None)
        last = before.here[-1] if before.here else None
        if len(now) < len(views) or (last is not None and now[0] == _with(last.view(0), views[0].same)):
            return _NOTHING if last is None else _table(last)
        if now[0].total is None and last is None:
            return _NOTHING
        made = _Last(self._shelf.new_id(), len(before.here) + 1, self._shelf.now(), now, _cells(given, now[0]))
        self._enter(conn, course, audience, given, made)
        for view in views if now[0].total else ():
            for person, value in view.values.items():
                people[person].here.note(view.key, value, view.mark[person])
        return _table(made)

    def _views(self, given: Cells, people: Mapping[str, _Person]) -> list[_View]:
        made: list[_View] = []
        for key, groups in given.views():
            values = {person: value for group in groups.values() for person, value in group.items()}
            known = {person: people[person].marks(key, value) for person, value in values.items()}
            if made:  # a table told before the numbers were marked apart has each under the mark of the whole
                known = {p: [*marks, *people[p].marks(given.key, made[0].values[p])] for p, marks in known.items()}
            mark = {person: (known[person] or [self._shelf.new_id()])[0] for person in values}
            same = {other: marks[0] for marks in known.values() for other in marks[1:]}
            marked = {name: {mark[p]: 0.0 for p in group} for name, group in groups.items()}
            made.append(_View(key, values, mark, same, marked))
        return made

    def _enter(self, conn: Connection, course: AnyRow, audience: str, given: Cells, one: _Last) -> None:
        sealed_by = json.dumps(sorted({*given.label.owners, course.owner}))
        body = {
            **_marked(one.views[0]), "hidden": list(one.views[0].hidden),
            "parts": [_marked(view) for view in one.views[1:]], "of": sorted(given.owners or given.label.owners),
            "cells": {name: [c.figure.people, c.figure.mean, c.tells, c.reached] for name, c in one.cells.items()},
        }  # fmt: skip
        sealer = self._shelf.keys.sealer(conn, holders(sealed_by))
        conn.execute(insert(told_tables).values(
            id=one.id, course=course.id, audience=audience, about=given.key, seq=one.seq, at=one.at,
            sealed_by=sealed_by, body=sealer.seal(Place("told_tables", one.id), "body", json.dumps(body)),
        ))  # fmt: skip

    def _before(self, conn: Connection, course: str, audience: str, keys: Sequence[str]) -> dict[str, _History]:
        query = select(told_tables).where(among(told_tables.c.about, keys))
        rows = conn.execute(query.order_by(told_tables.c.at, told_tables.c.seq, told_tables.c.id)).all()
        found: dict[str, _History] = {}
        for row, one in zip(rows, self._opened(conn, rows), strict=True):
            held = found.get(row.about, _History())
            here = (one,) if (row.course, row.audience) == (course, audience) else ()
            found[row.about] = _History((*held.here, *here), (*held.every, one))
        return found

    def _opened(self, conn: Connection, rows: Sequence[AnyRow]) -> list[_Last]:
        sealers = self._shelf.keys.sealers(conn, {holders(row.sealed_by) for row in rows})
        texts = [sealers[holders(r.sealed_by)].open(Place("told_tables", r.id), "body", r.body) for r in rows]
        return [_last(row, json.loads(text)) for row, text in zip(rows, texts, strict=True)]

    def _marks(self, conn: Connection, course: AnyRow, people: Sequence[str]) -> dict[str, _Person]:
        made = {person: _Person(_Marks(self._shelf.new_id())) for person in people}
        query = select(told_people).where(among(told_people.c.person, people)).order_by(told_people.c.course)
        rows = conn.execute(query).all()
        sealers = self._shelf.keys.sealers(conn, {keys_of(row.person, row.sealed_by) for row in rows})
        for row in rows:
            sealer = sealers[keys_of(row.person, row.sealed_by)]
            told = json.loads(sealer.open(_place(row.course, row.person), "body", row.body))
            marks = _Marks(told["salt"], told["by"], kept=True)
            if row.course == course.id:
                made[row.person].here = marks
            else:
                made[row.person].elsewhere.append(marks)
        return made

    def _keep(self, conn: Connection, course: AnyRow, people: Mapping[str, _Person]) -> None:
        sealed_by = json.dumps([course.owner])
        changed = {person: one.here for person, one in people.items() if one.here.changed}
        sealers = self._shelf.keys.sealers(conn, {keys_of(person, sealed_by) for person in changed})
        for person, one in changed.items():
            text = json.dumps({"salt": one.salt, "by": one.by})
            body = sealers[keys_of(person, sealed_by)].seal(_place(course.id, person), "body", text)
            mine = (told_people.c.course == course.id) & (told_people.c.person == person)
            if one.kept:
                conn.execute(update(told_people).where(mine).values(body=body))
            else:
                row = {"course": course.id, "person": person, "sealed_by": sealed_by, "body": body}
                conn.execute(insert(told_people).values(row))


def alone(conn: Connection) -> None:
    """Two courses are told one after another, or neither would see what the other tells."""
    if conn.dialect.name != "sqlite":  # there a writer is alone anyway
        conn.execute(select(owners.c.id).order_by(owners.c.id).with_for_update(key_share=True)).all()


def _cells(given: Cells, now: Told) -> dict[str, Cell]:
    """Figures of what is told; the total under an empty name."""
    told: dict[str, Mapping[str, Value]] = {name: given.groups[name] for name in now.groups}
    if now.total is not None:
        told[""] = {p: v for group in given.groups.values() for p, v in group.items()}
    return {
        name: Cell(figure({p: v[0] for p, v in cell.items()}), given.tells(cell), given.reached(cell))
        for name, cell in told.items()
    }


def _marked(told: Told) -> dict[str, Any]:
    total = None if told.total is None else sorted(told.total)
    return {"total": total, "groups": {name: sorted(group) for name, group in told.groups.items()}}


def _unmarked(view: Mapping[str, Any], hidden: Sequence[str]) -> Told:
    total = None if view["total"] is None else dict.fromkeys(view["total"], 0.0)
    return Told(total, {name: dict.fromkeys(group, 0.0) for name, group in view["groups"].items()}, tuple(hidden))


def _last(row: AnyRow, told: Mapping[str, Any]) -> _Last:
    views = tuple(_unmarked(view, told["hidden"]) for view in (told, *told.get("parts", ())))
    cells = {name: Cell(Figure(people, mean), *more) for name, (people, mean, *more) in told["cells"].items()}
    return _Last(row.id, row.seq, row.at, views, cells)


def _with(told: Told, same: Mapping[str, str]) -> Told:
    """Each under the mark that now stands for it."""
    if not same or told.total is None:
        return told
    groups = {name: {same.get(m, m): 0.0 for m in group} for name, group in told.groups.items()}
    return Told({same.get(m, m): 0.0 for m in told.total}, groups, told.hidden)


def _table(one: _Last) -> ToldTable:
    cohorts = {name: cell for name, cell in one.cells.items() if name}
    return ToldTable(one.id, one.cells.get(""), cohorts, one.at)


def _place(course: str, person: str) -> Place:
    return Place("told_people", course, person)
