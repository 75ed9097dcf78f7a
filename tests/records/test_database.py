"""The database: migrations from nothing on both engines, SQLite's safe settings, failures in words for people."""

from __future__ import annotations

import multiprocessing
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import insert, select, text

from records.database import Database
from records.schema import metadata, owners
from trust.errors import BadInput, DiskFull, PartDown


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgres":
        return str(request.getfixturevalue("empty_postgres_url"))
    return f"sqlite:///{tmp_path / 'a b%20.db'}"


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    opened = Database.open(url)
    opened.migrate()
    yield opened
    opened.close()


def test_migrating_nothing_gives_exactly_the_tables_the_code_knows(database: Database) -> None:
    with database.read() as conn:
        assert compare_metadata(MigrationContext.configure(conn), metadata) == []


def test_migrating_twice_changes_nothing(database: Database) -> None:
    with database.write() as conn:
        conn.execute(insert(owners).values(id="school", name="学校", kind="school"))
    database.migrate()
    with database.read() as conn:
        assert conn.execute(select(owners.c.name)).scalar() == "学校"


def _migrate(url: str) -> bool:
    database = Database.open(url)
    database.migrate()
    database.close()
    return True


@pytest.mark.slow
def test_processes_starting_together_migrate_once(url: str) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        assert all(pool.map(_migrate, [url] * 2))


def test_who_opens_a_new_file_while_another_writes_its_first_rows_waits(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    first = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    first.execute("CREATE TABLE rows (n)")
    first.execute("BEGIN IMMEDIATE")
    done = threading.Timer(0.3, first.execute, ["COMMIT"])
    done.start()
    database = Database.open(f"sqlite:///{path}")
    database.migrate()
    assert database.has_table("owners")
    done.join()
    first.close()
    database.close()


def test_a_failed_transaction_leaves_nothing(database: Database) -> None:
    def half() -> None:
        with database.write() as conn:
            conn.execute(insert(owners).values(id="school", name="学校", kind="school"))
            raise LookupError

    with pytest.raises(LookupError):
        half()
    with database.read() as conn:
        assert conn.execute(select(owners)).all() == []


def test_a_read_is_one_moment_and_writes_nothing(database: Database) -> None:
    with database.read() as before:
        assert before.execute(select(owners)).all() == []
        with database.write() as conn:
            conn.execute(insert(owners).values(id="school", name="学校", kind="school"))
        assert before.execute(select(owners)).all() == []


def test_writers_side_by_side_wait_for_each_other(database: Database) -> None:
    def add(n: int) -> None:
        for i in range(5):
            with database.write() as conn:
                count = len(conn.execute(select(owners)).all())
                conn.execute(insert(owners).values(id=f"o{n}-{i}", name=str(count), kind="school"))

    threads = [threading.Thread(target=add, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as conn:
        assert len(conn.execute(select(owners)).all()) == 40


def test_what_a_database_cannot_store_is_bad_input(empty_postgres_url: str) -> None:
    opened = Database.open(empty_postgres_url)
    with pytest.raises(BadInput), opened.read() as conn:
        conn.execute(select(text(":x")), {"x": "a\x00b"})
    opened.close()


def test_sqlite_is_durable_and_overwrites_what_it_deletes(tmp_path: Path) -> None:
    opened = Database.open(f"sqlite:///{tmp_path / 'x.db'}")
    with opened.read() as conn:
        found = {p: conn.exec_driver_sql(f"PRAGMA {p}").scalar() for p in ("journal_mode", "synchronous")}
        assert found == {"journal_mode": "wal", "synchronous": 2}
        assert conn.exec_driver_sql("PRAGMA secure_delete").scalar() == 1
        assert conn.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    opened.close()


def test_a_full_disk_says_so_and_keeps_what_was_there(tmp_path: Path) -> None:
    opened = Database.open(f"sqlite:///{tmp_path / 'x.db'}")
    opened.migrate()

    def fill() -> None:
        with opened.write() as conn:
            pages = conn.exec_driver_sql("PRAGMA page_count").scalar()
            conn.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            for n in range(100):
                conn.execute(insert(owners).values(id=f"o{n}", name="x" * 4000, kind="school"))

    with pytest.raises(DiskFull):
        fill()
    with opened.read() as conn:
        assert conn.execute(select(owners)).all() == []
    opened.close()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_an_unreachable_database_is_a_part_that_is_down(kind: str, tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(b"no database at all" * 100)
    where = f"sqlite:///{tmp_path / 'x.db'}" if kind == "sqlite" else "postgresql://nobody@127.0.0.1:9/none"
    opened = Database.open(where)
    with pytest.raises(PartDown) as down, opened.read() as conn:
        conn.execute(text("SELECT 1 FROM sqlite_master"))
    assert down.value.part == "database"
    opened.close()
