"""Backup and restore: one consistent file while people work, nothing readable without the key, nothing overwritten."""

from __future__ import annotations

import stat
import tarfile
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from records.backup import backup, restore
from records.store import Store
from tests.conftest import CHEAP
from tests.records.cast import PASSWORD, Cast, enter
from trust.errors import BadInput, WrongKey
from trust.settings import Settings

NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


@pytest.fixture
def running(settings: Settings) -> Iterator[Cast]:
    store = Store.open(settings, passwords=CHEAP)
    cast = enter(store)
    cast.put("teacher", "school/internal", ("机密文字",))
    yield cast
    store.close()


def reopened(settings: Settings) -> list[bytes]:
    """What a teacher finds there."""
    store = Store.open(settings, passwords=CHEAP)
    teacher, _, _ = store.accounts.sign_in("teacher", PASSWORD, "here")
    scope = store.labels.scope(teacher)
    found = store.library.page(teacher, scope)[0]
    originals = [store.library.original(teacher, scope, d.id)[1] for d in found]
    assert store.audit.verify() == []
    store.close()
    return originals


def test_a_restored_backup_is_the_same_platform(running: Cast, settings: Settings, tmp_path: Path) -> None:
    assert backup(running.store, settings, tmp_path / "b.tar", NOW, with_key=True) == 1
    elsewhere = Settings(data=tmp_path / "elsewhere")
    restore(elsewhere, tmp_path / "b.tar")
    assert reopened(elsewhere) == reopened(settings)
    assert stat.S_IMODE((elsewhere.data / "keys" / "master.key").stat().st_mode) == 0o600
    assert sorted(f.name for f in elsewhere.data.iterdir()) == ["blobs", "keys", "shuangyuan.db"]


def test_a_backup_is_for_its_owner_only_and_holds_no_key_and_no_words(
    running: Cast, settings: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "b.tar"
    backup(running.store, settings, file, NOW)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    key = (settings.data / "keys" / "master.key").read_bytes()
    assert key not in file.read_bytes()
    assert "机密文字".encode() not in file.read_bytes()
    with tarfile.open(file) as tar:
        assert not [n for n in tar.getnames() if "key" in n]
    assert [f.name for f in settings.data.iterdir() if f.name.startswith("tmp-")] == []


def test_restoring_needs_the_key_and_without_it_leaves_nothing(
    running: Cast, settings: Settings, tmp_path: Path
) -> None:
    backup(running.store, settings, tmp_path / "b.tar", NOW)
    elsewhere = Settings(data=tmp_path / "elsewhere")
    for given in (elsewhere, elsewhere.model_copy(update={"key": "cd" * 32})):
        with pytest.raises(WrongKey):
            restore(given, tmp_path / "b.tar")
        assert list(elsewhere.data.iterdir()) == []
    key = (settings.data / "keys" / "master.key").read_text()
    restore(elsewhere.model_copy(update={"key": key}), tmp_path / "b.tar")
    assert len(reopened(elsewhere.model_copy(update={"key": key}))) == 1


def test_a_database_that_is_there_is_not_overwritten(running: Cast, settings: Settings, tmp_path: Path) -> None:
    backup(running.store, settings, tmp_path / "b.tar", NOW, with_key=True)
    with pytest.raises(BadInput):
        restore(settings, tmp_path / "b.tar")


@pytest.mark.parametrize("damage", ["truncated", "changed", "no tar", "missing"])
def test_a_damaged_backup_is_refused_and_leaves_nothing(
    running: Cast, settings: Settings, tmp_path: Path, damage: str
) -> None:
    file = tmp_path / "b.tar"
    backup(running.store, settings, file, NOW, with_key=True)
    whole = file.read_bytes()
    at = whole.index(b"SQLite format 3") + 5000
    broken = {"truncated": whole[: at + 1], "changed": whole[:at] + b"?" * 9 + whole[at + 9 :], "no tar": b"hello"}
    if damage == "missing":
        file.unlink()
    else:
        file.write_bytes(broken[damage])
    with pytest.raises(BadInput):
        restore(Settings(data=tmp_path / "elsewhere"), file)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_backup_taken_while_people_work_is_whole(running: Cast, settings: Settings, tmp_path: Path) -> None:
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            document = running.put("teacher", "school/internal")
            running.store.library.delete(running("teacher"), running.scope("teacher"), document.id)
            running.store.works.purge(document.id)
            running.put("teacher", "school/internal")

    worker = threading.Thread(target=work)
    worker.start()
    try:
        for n in range(3):
            backup(running.store, settings, tmp_path / f"{n}.tar", NOW, with_key=True)
    finally:
        stop.set()
        worker.join()
    for n in range(3):
        elsewhere = Settings(data=tmp_path / f"elsewhere{n}")
        restore(elsewhere, tmp_path / f"{n}.tar")
        assert all(reopened(elsewhere))


def test_postgresql_is_left_to_its_own_tools(postgres_url: str, tmp_path: Path) -> None:
    given = Settings(data=tmp_path, database_url=postgres_url)
    store = Store.open(given, passwords=CHEAP)
    with pytest.raises(BadInput, match="pg_dump"):
        backup(store, given, tmp_path / "b.tar", NOW)
    store.close()
