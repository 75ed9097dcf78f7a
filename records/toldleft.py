"""What of told tables outlives an owner: the marks that protect others' answers, never the figures.

A table of a course rests on answers that may be another owner's, told in other courses too: without it a figure told
there later could be held against what was told before. Where the destroyed owner had a part in the answers themselves,
these are gone with the key, and so are the marks. Works inside the transaction that destroys the key, before it does.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, select, update

from records.columns import AnyRow, among
from records.editions import holders
from records.keys import Place
from records.masteries import keys_of
from records.schema import people, told_people, told_tables
from records.shelf import Shelf
from records.telling import alone


def outlive(shelf: Shelf, conn: Connection, owner: str) -> None:
    """The tables sealed by this owner, with others or alone, and whose marks are whose in their courses."""
    alone(conn)
    held = told_tables.c.sealed_by.contains(json.dumps(owner), autoescape=True)
    rows = conn.execute(select(told_tables).where(held)).all()
    for row in rows:
        _left(shelf, conn, row, owner)
    pupils = select(people.c.id).where(people.c.home == owner)  # what they gave was sealed by their home too
    conn.execute(delete(told_people).where(told_people.c.person.in_(pupils)))
    mine = told_people.c.sealed_by.contains(json.dumps(owner), autoescape=True)
    touched = among(told_people.c.course, sorted({row.course for row in rows}))
    marked = conn.execute(select(told_people).where(mine | touched)).all()
    keys = _keys(conn, sorted({row.course for row in marked}))
    for row in marked:
        _recognised(shelf, conn, row, owner, keys[row.course])


def _left(shelf: Shelf, conn: Connection, row: AnyRow, owner: str) -> None:
    """Tables told before it was kept whose the answers are go."""
    this, place = told_tables.c.id == row.id, Place("told_tables", row.id)
    told: dict[str, Any] = json.loads(shelf.keys.sealer(conn, holders(row.sealed_by)).open(place, "body", row.body))
    of = told.get("of", [])
    if not of or owner in of:
        conn.execute(delete(told_tables).where(this))
        return
    sealed_by = json.dumps(sorted(of))
    body = shelf.keys.sealer(conn, holders(sealed_by)).seal(place, "body", json.dumps(told | {"cells": {}}))
    conn.execute(update(told_tables).where(this).values(sealed_by=sealed_by, body=body))


def _keys(conn: Connection, courses: list[str]) -> Mapping[str, Mapping[str, set[str]]]:
    """By course: each table that is left, and whose keys seal it."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    columns = select(told_tables.c.course, told_tables.c.about, told_tables.c.sealed_by)
    for row in conn.execute(columns.where(among(told_tables.c.course, courses))):
        found[row.course][row.about] |= set(json.loads(row.sealed_by))
    return found


def _recognised(shelf: Shelf, conn: Connection, row: AnyRow, owner: str, left: Mapping[str, set[str]]) -> None:
    """One person's marks of a course, of tables that are left alone; under the keys of those whom these concern."""
    this = (told_people.c.course == row.course) & (told_people.c.person == row.person)
    place = Place("told_people", row.course, row.person)
    told = json.loads(shelf.keys.sealer(conn, keys_of(row.person, row.sealed_by)).open(place, "body", row.body))
    by = {key: marks for key, marks in told["by"].items() if key.partition(".")[0] in left}
    if not by:
        conn.execute(delete(told_people).where(this))
        return
    sealers = set(json.loads(row.sealed_by)) - {owner} or {one for key in by for one in left[key.partition(".")[0]]}
    sealed_by = json.dumps(sorted(sealers))
    body = shelf.keys.sealer(conn, keys_of(row.person, sealed_by)).seal(place, "body", json.dumps(told | {"by": by}))
    conn.execute(update(told_people).where(this).values(sealed_by=sealed_by, body=body))
