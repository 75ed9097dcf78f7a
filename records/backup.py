"""Backup and restore of a data folder: the database at one moment, and every sealed file it names, in one tar.

Works while the platform serves. The key is not in it unless asked for: kept apart, a stolen backup is unreadable. The
index is not in it: it is rebuilt from the database. PostgreSQL has its own tools for this.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import sqlite3
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from records.blobs import Blobs
from records.store import Store
from trust.errors import BadInput, PartDown, WrongKey
from trust.settings import Settings
from trust.vault import KEY_FILE, Vault

DATABASE, MANIFEST, KEYS, BLOBS = "shuangyuan.db", "manifest.json", "keys", "blobs"
_ATTEMPTS = 3


def backup(
    store: Store, settings: Settings, file: Path, now: datetime, *, with_key: bool = False,
    told: Callable[[float], None] = lambda _: None,
) -> int:  # fmt: skip
    """Write the backup (mode 0600) and return how many files it holds. `told` hears how far it is, 0 to 1."""
    if not store.database.sqlite:
        raise BadInput(
            "PostgreSQL 请用 pg_dump 备份，并复制 blobs 文件夹", "Back PostgreSQL up with pg_dump, and copy blobs/"
        )
    if with_key and not (settings.data / KEYS / KEY_FILE).exists():
        raise BadInput("主密钥不在数据目录里（来自环境变量），不能放进备份", "The key is not in the data folder")
    with _workshop(settings.data) as folder:
        snapshot = folder / DATABASE
        for _ in range(_ATTEMPTS):
            _snapshot(store, snapshot)
            blobs = list(_blobs(snapshot, Blobs(settings.data / BLOBS, store.vault)))
            draft = folder / "backup.tar"
            try:
                _pack(draft, settings.data, snapshot, blobs, now, with_key=with_key, told=told)
            except FileNotFoundError:
                continue  # a file was erased between the snapshot and the copy: take both anew
            _deliver(draft, file)
            return len(blobs)
    raise PartDown("backup")


def restore(settings: Settings, file: Path) -> None:
    """Into a data folder without a database. The key must be in the backup, in the folder, or in the environment."""
    data = settings.data
    if (data / DATABASE).exists():
        raise BadInput("目标数据目录里已有数据库，不覆盖", "The data folder already holds a database")
    with _workshop(data) as folder:
        try:
            with tarfile.open(file) as tar:
                tar.extractall(folder, filter="data")
            _check(folder, settings)
        except (tarfile.TarError, OSError, ValueError, KeyError, sqlite3.Error):
            raise BadInput("备份文件读不出或已损坏", "The backup cannot be read, or is damaged") from None
        for name in (BLOBS, KEYS):
            if (folder / name).exists():
                shutil.copytree(folder / name, data / name, dirs_exist_ok=True)
        _deliver(folder / DATABASE, data / DATABASE)  # last: until then the folder counts as empty


def _snapshot(store: Store, to: Path) -> None:
    """SQLite's own online copy: one consistent moment, writers go on."""
    raw = store.database.engine.raw_connection()
    try:
        with closing(sqlite3.connect(to)) as copy:
            raw.driver_connection.backup(copy)  # type: ignore[union-attr]
            copy.execute("PRAGMA journal_mode = DELETE")
    finally:
        raw.close()


def _blobs(snapshot: Path, blobs: Blobs) -> Iterator[Path]:
    with closing(sqlite3.connect(snapshot)) as copy:
        for owner, name in copy.execute("SELECT owner, name FROM blobs ORDER BY owner, name"):
            yield blobs.path(owner, name)


def _pack(
    draft: Path, data: Path, snapshot: Path, blobs: list[Path], now: datetime, *, with_key: bool,
    told: Callable[[float], None],
) -> None:  # fmt: skip
    manifest = snapshot.with_name(MANIFEST)
    manifest.write_text(json.dumps({"format": 1, "made_at": now.isoformat(), DATABASE: _digest(snapshot)}))
    with tarfile.open(draft, "w") as tar:
        tar.add(manifest, MANIFEST)
        tar.add(snapshot, DATABASE)
        for n, blob in enumerate(blobs):
            tar.add(blob, str(blob.relative_to(data)))
            told((n + 1) / (len(blobs) + 1))
        if with_key:
            tar.add(data / KEYS / KEY_FILE, f"{KEYS}/{KEY_FILE}")


def _check(folder: Path, settings: Settings) -> None:
    """The database is the one that was backed up, and there is a key that opens it."""
    if json.loads((folder / MANIFEST).read_text())[DATABASE] != _digest(folder / DATABASE):
        raise ValueError("digest")
    key_folder = folder / KEYS if (folder / KEYS).exists() else settings.data / KEYS
    vault = Vault.open(key_folder, settings.key, create=False)
    with closing(sqlite3.connect(folder / DATABASE)) as copy:
        (check,) = copy.execute("SELECT value FROM key_checks").fetchone()
    if not vault.matches(check):
        raise WrongKey()


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _deliver(draft: Path, file: Path) -> None:
    """Whole or not at all, readable by its owner only."""
    near = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(near, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            with draft.open("rb") as source:
                shutil.copyfileobj(source, out, 1 << 20)
            out.flush()
            os.fsync(out.fileno())
        near.replace(file)
    finally:
        near.unlink(missing_ok=True)


@contextmanager
def _workshop(data: Path) -> Iterator[Path]:
    """A folder of our own below the data folder, gone afterwards."""
    folder = data / f"tmp-{secrets.token_hex(8)}"
    folder.mkdir(parents=True, mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
