"""Every row of one database into another one of either engine: how a PostgreSQL gets into a backup and out of one.

Reads one moment and writes one transaction, a few hundred rows at a time. Knows no table by itself.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Table, insert, select, text

from records.database import Database
from records.schema import labels, metadata
from trust.errors import BadInput

_AT_ONCE = 500


def dump(source: Database, file: Path) -> None:
    """Into a new SQLite file."""
    target = Database.open(f"sqlite:///{file}")
    try:
        target.migrate()
        _copy(source, target)
    finally:
        target.close()
    if file.with_name(f"{file.name}-wal").exists():  # closing the last connection leaves one file
        raise RuntimeError("the copy is still open")


def vacant(target: Database) -> None:
    """BadInput where there is something already. Changes nothing."""
    for table in metadata.sorted_tables:
        if target.has_table(table.name):
            with target.read() as conn:
                _empty(conn, table)


def load(file: Path, target: Database) -> None:
    """From a SQLite file, which is brought up to date first. BadInput where there is something already."""
    source = Database.open(f"sqlite:///{file}")
    try:
        source.migrate()
        target.migrate()
        _copy(source, target)
    finally:
        source.close()


def _copy(source: Database, target: Database) -> None:
    with source.read() as old, target.write() as new:
        for table in metadata.sorted_tables:
            _empty(new, table)
            rows = old.execution_options(yield_per=_AT_ONCE).execute(select(table))
            for some in rows.partitions():
                new.execute(insert(table), [dict(row._mapping) for row in some])
        _go_on_counting(new)


def _empty(conn: Connection, table: Table) -> None:
    if conn.execute(select(table.c[0]).limit(1)).first() is not None:
        raise BadInput("目标数据库里已有数据，不覆盖", "The database holds data already")


def _go_on_counting(conn: Connection) -> None:
    """PostgreSQL numbers labels by a sequence, which a copied row does not move."""
    if conn.dialect.name == "postgresql":
        place = {"table": labels.name, "column": labels.c.number.name}
        most = "SELECT setval(pg_get_serial_sequence(:table, :column), coalesce(max(number), 1)) FROM labels"
        conn.execute(text(most), place)
