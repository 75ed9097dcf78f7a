"""In whose audit chains an act about a student is told: their school's always; an enterprise's only while it may know.

It may know of a student whose consent for it and an agreement of whose school with it are in force. Knows no act.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, select

from records.columns import among
from records.evidencereach import agreed_with, consenting
from records.schema import people
from records.shelf import Shelf
from trust.day import day


def chains(shelf: Shelf, conn: Connection, home: str, student: str, enterprise: str) -> list[str]:
    """Sorted, as chains are always locked in one order."""
    return sorted({home} | ({enterprise} if known(shelf, conn, [student], enterprise) else set()))


def known(shelf: Shelf, conn: Connection, students: Collection[str], enterprise: str) -> set[str]:
    """Those of these students whom this enterprise may know of today."""
    query = select(people.c.id).where(
        among(people.c.id, sorted(students)), people.c.id.in_(consenting(enterprise)),
        agreed_with(enterprise, day(shelf.now())),
    )  # fmt: skip
    return set(conn.execute(query).scalars())
