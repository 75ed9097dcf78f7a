"""What every administrative act shares: the right to it, its transaction, and the rows it names. No acts of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Delete, Table, Update, insert, select
from sqlalchemy.exc import IntegrityError

from records.audit import SYSTEM, Audit
from records.database import Database
from records.schema import owners, people
from trust.errors import BadInput, Forbidden, NotFound
from trust.principal import Principal
from trust.roles import Act


class Administering:
    """`by` is who acts; None is the system itself (set-up, command line)."""

    def __init__(self, database: Database, audit: Audit, now: Callable[[], datetime]) -> None:
        self._database = database
        self._audit = audit
        self._now = now

    @contextmanager
    def _writing(self, by: Principal | None, act: Act, owner: str | None) -> Iterator[Connection]:
        if by is not None and not by.may(act, owner):
            raise Forbidden()
        with self._database.write() as conn:
            yield conn

    def _known(self, conn: Connection, owner: str) -> str:
        """The owner's kind."""
        kind = conn.execute(select(owners.c.kind).where(owners.c.id == owner)).scalar()
        if kind is None:
            raise NotFound("没有这个所有者", "No such owner")
        return str(kind)

    def _person(self, conn: Connection, person_id: str) -> None:
        if conn.execute(select(people.c.id).where(people.c.id == person_id)).first() is None:
            raise NotFound("没有这个人", "No such person")

    def _home(self, conn: Connection, person_id: str) -> str:
        """The owner that keeps what is about a person."""
        home = conn.execute(select(people.c.home).where(people.c.id == person_id)).scalar()
        if home is None:
            raise NotFound("没有这个人", "No such person")
        return str(home)


def who(by: Principal | None) -> str:
    return SYSTEM if by is None else by.id


def new(conn: Connection, table: Table, row: Mapping[str, Any], zh: str, en: str) -> None:
    """Insert, or say that it is there already."""
    try:
        with conn.begin_nested():
            conn.execute(insert(table).values(**row))
    except IntegrityError:
        raise BadInput(zh, en) from None


def changed(conn: Connection, statement: Update | Delete) -> None:
    """NotFound when there was nothing to change."""
    if conn.execute(statement).rowcount == 0:
        raise NotFound()
