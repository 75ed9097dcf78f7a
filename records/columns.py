"""Column types and conditions that differ between SQLite and PostgreSQL, hidden behind one spelling.

`among` binds any number of values as one parameter, so a scope of a thousand labels is the same statement as one
of three. Knows nothing of tables.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Connection,
    DateTime,
    Dialect,
    Integer,
    Row,
    Table,
    Text,
    bindparam,
    or_,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NULLTYPE, TypeDecorator, TypeEngine

AnyRow = Row[*tuple[Any, ...]]


class Moment(TypeDecorator[datetime]):
    """A point in time, always with time zone UTC in Python. SQLite keeps it without a zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without time zone")
        return value.astimezone(UTC).replace(tzinfo=None) if dialect.name == "sqlite" else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class _Many(TypeDecorator[Any]):
    """A list as one bound value: JSON for SQLite, an array for PostgreSQL."""

    impl = Text
    cache_ok = True

    def __init__(self, numbers: bool = False) -> None:
        super().__init__()
        self.numbers = numbers

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Text())
        return dialect.type_descriptor(ARRAY(BigInteger() if self.numbers else Text()))

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return json.dumps(value) if dialect.name == "sqlite" else value


class _Among(FunctionElement[Any]):
    """`column IN values` with the values in one parameter."""

    inherit_cache = True
    type = NULLTYPE  # a Boolean would be compared with 1 on SQLite, which hides the index


@compiles(_Among, "sqlite")
def _in_json(element: _Among, compiler: Any, **kw: Any) -> str:
    column, values = element.clauses
    left: str = compiler.process(column, **kw)
    right: str = compiler.process(values, **kw)
    return f"{left} IN (SELECT value FROM json_each({right}))"  # noqa: S608 - parts rendered by SQLAlchemy


@compiles(_Among, "postgresql")
def _any_array(element: _Among, compiler: Any, **kw: Any) -> str:
    column, values = element.clauses
    left: str = compiler.process(column, **kw)
    right: str = compiler.process(values, **kw)
    return f"{left} = ANY({right})"


def among(column: ColumnElement[Any], values: Iterable[Any]) -> ColumnElement[bool]:
    """`column` is one of `values` (texts, or whole numbers)."""
    listed = list(values)
    numbers = isinstance(column.type, Integer)
    return _Among(column, bindparam("among", listed, type_=_Many(numbers), unique=True))


def lasting(until: ColumnElement[datetime | None], now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """What has no end, or one that is still to come."""
    return or_(until.is_(None), until > now)


def once(conn: Connection, table: Table, row: Mapping[str, Any]) -> None:
    """Insert unless the same key is there already."""
    dialect: Any = sqlite if conn.dialect.name == "sqlite" else postgresql
    conn.execute(dialect.insert(table).values(**row).on_conflict_do_nothing())
