"""The database: connections, transactions, migrations; SQLite or PostgreSQL by URL.

Knows how each engine wants to be opened and how its failures read. Knows nothing of what the tables mean.
A `write()` on SQLite takes the write lock at once (BEGIN IMMEDIATE), so it never fails half-way for a lock; the threads
of one process take turns before it, for SQLite lets whoever asks at the right moment pass those who wait.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import DataError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import ConnectionPoolEntry

from trust.errors import BadInput, DiskFull, Fault, PartDown

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_SECONDS, PATIENCE = 30, 120
"""For another process's write; for a turn among the threads of this one."""
_MIGRATION_LOCK = 0x5368_7561_6E67


class Database:
    """One pool of connections; use it from any thread."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.sqlite = engine.dialect.name == "sqlite"
        self._writing = threading.Lock()

    @classmethod
    def open(cls, url: str) -> Database:
        """Connects lazily; raises PartDown("database") at first use if it cannot."""
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            return cls(_sqlite(url))
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        return cls(create_engine(parsed, pool_size=8, max_overflow=24, pool_pre_ping=True, hide_parameters=True))

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent snapshot; what is written in it is thrown away."""
        with _told(), self.engine.connect() as conn:
            if not self.sqlite:
                conn = conn.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with conn.begin() as transaction:
                yield conn
                transaction.rollback()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction: commits at the end, rolls back on any exception."""
        with self._turn(), _told(), self.engine.connect() as conn:
            conn = conn.execution_options(immediate=True)
            with conn.begin():
                yield conn

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self.sqlite:
            yield
            return
        if not self._writing.acquire(timeout=PATIENCE):
            raise PartDown("database")
        try:
            yield
        finally:
            self._writing.release()

    def migrate(self) -> None:
        """Bring the schema up to date. Two processes may do so at once; the second finds it done."""
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        with self.write() as conn:
            if not self.sqlite:
                conn.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _MIGRATION_LOCK})
            config.attributes["connection"] = conn
            command.upgrade(config, "head")

    def has_table(self, name: str) -> bool:
        with self.read() as conn:
            return inspect(conn).has_table(name)

    def wipe_keys(self) -> None:
        """A key that was deleted or replaced also leaves the write-ahead log, or the table's file."""
        with _told(), self.engine.connect() as conn:
            plain = conn.execution_options(isolation_level="AUTOCOMMIT")
            plain.execute(text("PRAGMA wal_checkpoint(TRUNCATE)" if self.sqlite else "VACUUM FULL data_keys"))

    def close(self) -> None:
        self.engine.dispose()


def _sqlite(url: str) -> Engine:
    engine = create_engine(
        url,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
        pool_size=16,
        max_overflow=64,  # more than threads that serve: nobody waits for a connection, they cost little here
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(raw: Any, _entry: ConnectionPoolEntry) -> None:
    raw.isolation_level = None  # transactions begin where _begin says so, not where the driver guesses
    raw.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    _to_wal(raw)
    for pragma in (
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
        "temp_store = MEMORY",
        "cache_size = -8192",
        "mmap_size = 0",  # mapped into each connection it is slower, counts once for each, and a bad disk is a SIGBUS
    ):
        raw.execute(f"PRAGMA {pragma}")


def _to_wal(raw: Any) -> None:
    """Waits its turn: while another process writes a new file, SQLite refuses this at once, whatever the timeout."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            raw.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
        time.sleep(0.01)


def _begin(conn: Connection) -> None:
    immediate = conn.get_execution_options().get("immediate", False)
    conn.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


@contextmanager
def _told() -> Iterator[None]:
    """Failures of the engine in words for people; everything else passes as it is."""
    try:
        yield
    except PoolTimeout:
        raise PartDown("database") from None
    except DBAPIError as error:
        fault = _fault(error)
        if fault is None:
            raise
        raise fault from error


def _fault(error: DBAPIError) -> Fault | None:
    if isinstance(error.orig, sqlite3.Error):
        return _SQLITE_FAULTS.get(getattr(error.orig, "sqlite_errorcode", 0) & 0xFF, _nothing)()
    state = getattr(error.orig, "sqlstate", None) or ""
    if state == "53100":
        return DiskFull()
    if isinstance(error, DataError):
        return BadInput("含有不能保存的字符", "Characters that cannot be stored")
    unreachable = isinstance(error, OperationalError) and not state
    return PartDown("database") if unreachable or state.startswith(_PG_DOWN) else None


def _nothing() -> None:
    """No words of ours for this one."""


def _down() -> Fault:
    return PartDown("database")


_PG_DOWN = ("08", "40", "53", "57", "58")
_SQLITE_FAULTS: dict[int, Callable[[], Fault | None]] = {
    sqlite3.SQLITE_FULL: DiskFull,
    **dict.fromkeys(
        (
            sqlite3.SQLITE_BUSY,
            sqlite3.SQLITE_LOCKED,
            sqlite3.SQLITE_IOERR,
            sqlite3.SQLITE_CANTOPEN,
            sqlite3.SQLITE_CORRUPT,
            sqlite3.SQLITE_NOTADB,
            sqlite3.SQLITE_READONLY,
        ),
        _down,
    ),
}
