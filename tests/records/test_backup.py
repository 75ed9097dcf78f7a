"""Backup and restore: one consistent file while people work, nothing readable without the key, nothing overwritten."""

from __future__ import annotations

import errno
import os
import random
import stat
import subprocess
import sys
import tarfile
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from records import backup as backup_module
from records.backup import Backup, backup, restore
from records.blobs import LOCK
from records.store import Store
from records.workshop import clear, workshop
from tests.prepared import CHEAP
from tests.records.cast import PASSWORD, Cast, enter
from trust.errors import BadInput, DiskFull, WrongKey
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
    assert backup(running.store, settings, tmp_path / "b.tar", NOW, with_key=True) == Backup(1)
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


@pytest.mark.parametrize("damage", ["truncated", "changed", "a changed original", "no tar", "missing"])
def test_a_damaged_backup_is_refused_and_leaves_nothing(
    running: Cast, settings: Settings, tmp_path: Path, damage: str
) -> None:
    file = tmp_path / "b.tar"
    backup(running.store, settings, file, NOW, with_key=True)
    whole = file.read_bytes()
    at = whole.index(b"SQLite format 3") + 5000
    blob = whole.index(next(iter(originals_in(settings).values())))
    broken = {
        "truncated": whole[: at + 1],
        "changed": whole[:at] + b"?" * 9 + whole[at + 9 :],
        "a changed original": whole[:blob] + b"?" * 9 + whole[blob + 9 :],
        "no tar": b"hello",
    }
    if damage == "missing":
        file.unlink()
    else:
        file.write_bytes(broken[damage])
    with pytest.raises(BadInput):
        restore(Settings(data=tmp_path / "elsewhere"), file)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def lying(folder: Path) -> dict[str, bytes]:
    return {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def test_a_backup_changed_or_cut_anywhere_is_refused_or_the_very_same(
    running: Cast, settings: Settings, tmp_path: Path
) -> None:
    """Bytes that nothing depends on (a field of the packer's, the padding) may differ; what is put back may not."""
    file, draw = tmp_path / "b.tar", random.Random(3)
    backup(running.store, settings, file, NOW, with_key=True)
    restore(Settings(data=tmp_path / "whole"), file)
    whole, wanted, refused = file.read_bytes(), lying(tmp_path / "whole"), 0
    for n in range(24):
        at = draw.randrange(len(whole))
        changed = whole[:at] if n % 3 == 0 else whole[:at] + bytes([whole[at] ^ 1 << n % 8]) + whole[at + 1 :]
        file.write_bytes(changed)
        to = tmp_path / f"to{n}"
        try:
            restore(Settings(data=to), file)
            assert lying(to) == wanted
        except (BadInput, WrongKey):
            refused += 1
            assert lying(to) == {}
    assert refused > 12


@pytest.mark.parametrize("name", ["shuangyuan.db-wal", "jobs.db", "index/generation/log", "generation.json"])
def test_a_folder_with_something_of_another_platform_is_refused_and_left_as_it_is(
    running: Cast, settings: Settings, tmp_path: Path, name: str
) -> None:
    backup(running.store, settings, tmp_path / "b.tar", NOW, with_key=True)
    there = tmp_path / "elsewhere" / name
    there.parent.mkdir(parents=True)
    there.write_bytes(b"of another database")
    with pytest.raises(BadInput, match="不是空的"):
        restore(Settings(data=tmp_path / "elsewhere"), tmp_path / "b.tar")
    assert lying(tmp_path / "elsewhere") == {name: b"of another database"}


def test_a_key_that_lies_there_is_never_overwritten(running: Cast, settings: Settings, tmp_path: Path) -> None:
    backup(running.store, settings, tmp_path / "b.tar", NOW, with_key=True)
    elsewhere = Settings(data=tmp_path / "elsewhere")
    key = elsewhere.data / "keys" / "master.key"
    key.parent.mkdir(parents=True)
    key.write_text("ab" * 32)
    with pytest.raises(WrongKey):
        restore(elsewhere, tmp_path / "b.tar")
    assert lying(elsewhere.data) == {"keys/master.key": b"ab" * 32}
    key.write_bytes((settings.data / "keys" / "master.key").read_bytes())
    restore(elsewhere, tmp_path / "b.tar")
    assert reopened(elsewhere) == reopened(settings)


def test_into_a_postgresql_in_use_nothing_is_restored_and_its_folder_keeps_its_key(
    running: Cast, settings: Settings, tmp_path: Path, postgres_url: str
) -> None:
    backup(running.store, settings, tmp_path / "b.tar", NOW, with_key=True)
    used = Settings(data=tmp_path / "used", database_url=postgres_url)
    enter(Store.open(used, passwords=CHEAP)).store.close()
    for there in (used, used.model_copy(update={"data": tmp_path / "new"})):
        before = lying(there.data)
        with pytest.raises(BadInput, match="已有数据"):
            restore(there, tmp_path / "b.tar")
        assert lying(there.data) == before


def test_a_platform_started_while_a_backup_is_put_back_is_not_overwritten(
    running: Cast, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup(running.store, settings, tmp_path / "b.tar", NOW, with_key=True)
    elsewhere = Settings(data=tmp_path / "elsewhere", key=(settings.data / "keys" / "master.key").read_text())
    move, begun = backup_module._move, []

    def late(*given: Path) -> None:
        if not begun:
            begun.append(Store.open(elsewhere, passwords=CHEAP))
            begun[0].people.add_owner("new", "新", "school")
        move(*given)

    monkeypatch.setattr(backup_module, "_move", late)
    with pytest.raises(BadInput, match="已有数据库"):
        restore(elsewhere, tmp_path / "b.tar")
    assert [o.id for o in begun[0].people.owners()] == ["new"]
    for one in begun:
        one.close()


def test_a_restore_killed_before_its_end_may_be_made_again_and_a_full_disk_is_told_as_one(
    running: Cast, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup(running.store, settings, tmp_path / "b.tar", NOW, with_key=True)
    elsewhere = Settings(data=tmp_path / "elsewhere")

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    for where, name in ((tarfile.TarFile, "extractall"), (backup_module, "_move"), (backup_module, "_deliver")):
        monkeypatch.setattr(where, name, full)
        with pytest.raises(DiskFull):
            restore(elsewhere, tmp_path / "b.tar")
        monkeypatch.undo()
        assert not (elsewhere.data / "shuangyuan.db").exists()
    restore(elsewhere, tmp_path / "b.tar")
    assert reopened(elsewhere) == reopened(settings)


def test_a_file_erased_while_a_backup_is_taken_waits_and_is_in_it(
    running: Cast, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the snapshot and the links a thread, and another process, want to erase what the snapshot names."""
    document = running.put("teacher", "school/internal")
    running.store.library.delete(running("teacher"), running.scope("teacher"), document.id)
    before, tries = originals_in(settings), []

    def interrupted(store: Store, to: Path) -> None:
        snapshot(store, to)
        eraser = threading.Thread(target=running.store.works.purge, args=(document.id,))
        eraser.start()
        line = [sys.executable, "-c", REMOVES, str(settings.data / "blobs" / LOCK)]
        other = subprocess.Popen(line, stdout=subprocess.PIPE)
        assert other.stdout is not None
        assert other.stdout.readline() == b"wants\n"
        eraser.join(0.5)
        assert eraser.is_alive()
        assert other.poll() is None
        assert originals_in(settings) == before
        tries.extend((eraser.join, other.wait))

    snapshot = backup_module._snapshot
    monkeypatch.setattr(backup_module, "_snapshot", interrupted)
    assert backup(running.store, settings, tmp_path / "b.tar", NOW, with_key=True) == Backup(2)
    for ended in tries:
        ended()
    assert len(originals_in(settings)) == 1
    elsewhere = Settings(data=tmp_path / "elsewhere")
    restore(elsewhere, tmp_path / "b.tar")
    assert originals_in(elsewhere) == before
    assert len(reopened(elsewhere)) == 1


REMOVES = """
import fcntl, sys
print("wants", flush=True)
fcntl.flock(open(sys.argv[1], "a"), fcntl.LOCK_EX)
"""


def originals_in(settings: Settings) -> dict[str, bytes]:
    found = (f for f in (settings.data / "blobs").rglob("*") if f.is_file() and not f.name.startswith("."))
    return {f.name: f.read_bytes() for f in found}


def test_packing_keeps_nobody_from_erasing(
    running: Cast, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Erased while the backup is being packed: it has a second name there, and the backup is the moment before."""
    document = running.put("teacher", "school/internal")
    running.store.library.delete(running("teacher"), running.scope("teacher"), document.id)
    before = originals_in(settings)

    def interrupted(folder: Path, now: datetime, told: Callable[[float], None]) -> int:
        running.store.works.purge(document.id)
        assert len(originals_in(settings)) == 1
        return pack(folder, now, told)

    pack = backup_module._pack
    monkeypatch.setattr(backup_module, "_pack", interrupted)
    assert backup(running.store, settings, tmp_path / "b.tar", NOW, with_key=True) == Backup(2)
    elsewhere = Settings(data=tmp_path / "elsewhere")
    restore(elsewhere, tmp_path / "b.tar")
    assert originals_in(elsewhere) == before


def test_where_files_cannot_be_linked_they_are_copied(
    running: Cast, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise OSError(errno.EXDEV, "another file system")

    monkeypatch.setattr(os, "link", refused)
    assert backup(running.store, settings, tmp_path / "b.tar", NOW, with_key=True) == Backup(1)
    monkeypatch.undo()
    elsewhere = Settings(data=tmp_path / "elsewhere")
    restore(elsewhere, tmp_path / "b.tar")
    assert reopened(elsewhere) == reopened(settings)


def test_an_original_that_is_not_there_is_named_and_the_rest_is_kept(
    running: Cast, settings: Settings, tmp_path: Path
) -> None:
    lost = running.put("teacher", "school/internal")
    erased = running.put("teacher", "school/internal")
    running.store.library.delete(running("teacher"), running.scope("teacher"), erased.id)
    for name in originals_of(running.store, lost.id, erased.id):
        next((settings.data / "blobs").rglob(name)).unlink()
    assert backup(running.store, settings, tmp_path / "b.tar", NOW, with_key=True) == Backup(1, (lost.id,))
    restore(Settings(data=tmp_path / "elsewhere"), tmp_path / "b.tar")


def originals_of(store: Store, *documents: str) -> set[str]:
    with store.database.read() as conn:
        rows = conn.exec_driver_sql("SELECT document, blob FROM editions").all()
    return {blob for document, blob in rows if document in documents}


def test_what_a_backup_killed_in_the_middle_left_is_cleared_and_what_is_held_is_not(tmp_path: Path) -> None:
    left = tmp_path / "tmp-0123456789abcdef"
    left.mkdir()
    (left / "shuangyuan.db").write_bytes(b"keys destroyed since")
    with workshop(tmp_path) as mine:
        assert not left.exists()
        assert clear(tmp_path) == 0
        assert mine.exists()
    assert list(tmp_path.iterdir()) == []
