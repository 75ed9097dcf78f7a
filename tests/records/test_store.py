"""Opening the store: the key belongs to the data, and without it nothing is touched."""

from __future__ import annotations

import hashlib
import multiprocessing
from pathlib import Path

import pytest
from sqlalchemy import text

from records.database import Database
from records.store import Store
from tests.prepared import CHEAP
from trust.errors import WrongKey
from trust.settings import Settings

OTHER = "cd" * 32


@pytest.fixture(params=["sqlite", "postgres"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    url = request.getfixturevalue("empty_postgres_url") if request.param == "postgres" else None
    return Settings(data=tmp_path / "data", database_url=url)


def _filled(settings: Settings) -> None:
    store = Store.open(settings, passwords=CHEAP)
    store.people.add_owner("school", "学校", "school")
    store.close()


def _everything(folder: Path) -> dict[str, str]:
    """Each file's digest; SQLite's shared-memory file holds no data."""
    files = [f for f in folder.rglob("*") if f.is_file() and not f.name.endswith(("-shm", "-wal"))]
    return {str(f): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


def test_a_wrong_key_refuses_and_touches_nothing(settings: Settings) -> None:
    _filled(settings)
    before = _everything(settings.data)
    with pytest.raises(WrongKey):
        Store.open(settings.model_copy(update={"key": OTHER}))
    assert _everything(settings.data) == before
    Store.open(settings).close()


def test_a_wrong_key_is_noticed_before_an_older_database_is_brought_up_to_date(settings: Settings) -> None:
    _filled(settings)
    database = Database.open(settings.sql_url)
    with database.write() as conn:
        conn.execute(text("DELETE FROM alembic_version"))
    database.close()
    with pytest.raises(WrongKey):
        Store.open(settings.model_copy(update={"key": OTHER}))


def test_a_missing_key_refuses_and_makes_none(settings: Settings) -> None:
    _filled(settings)
    (settings.data / "keys" / "master.key").unlink()
    with pytest.raises(WrongKey):
        Store.open(settings)
    assert not (settings.data / "keys" / "master.key").exists()


def test_a_key_from_the_environment_leaves_no_key_file(settings: Settings) -> None:
    given = settings.model_copy(update={"key": OTHER})
    _filled(given)
    assert not (settings.data / "keys").exists()
    with pytest.raises(WrongKey):
        Store.open(settings)
    Store.open(given).close()


def test_a_copied_key_file_opens_the_data(settings: Settings) -> None:
    _filled(settings)
    key = (settings.data / "keys" / "master.key").read_text()
    Store.open(settings.model_copy(update={"key": key})).close()


def _start(settings: Settings) -> list[str]:
    store = Store.open(settings)
    owners = [owner.id for owner in store.people.owners()]
    store.close()
    return owners


@pytest.mark.slow
def test_processes_starting_together_on_nothing_all_start(settings: Settings) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        assert pool.map(_start, [settings] * 2) == [[], []]
