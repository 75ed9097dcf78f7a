"""Backup and restore of a data folder: the database at one moment, and every sealed file it names, in one tar.

Works while the platform serves, on SQLite and PostgreSQL alike, and goes back into either. The key is not in it unless
asked for: kept apart, a stolen backup is unreadable. The index is not in it: it is rebuilt from the database.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import secrets
import shutil
import sqlite3
import tarfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from records.blobs import Blobs
from records.copying import dump, load, vacant
from records.database import Database
from records.store import Store
from records.unlocking import KEYS
from records.workshop import PREFIX, workshop
from trust.errors import BadInput, DiskFull, WrongKey
from trust.settings import Settings
from trust.vault import KEY_FILE, Vault

DATABASE, MANIFEST, DIGESTS, BLOBS = "shuangyuan.db", "manifest.json", "digests.json", "blobs"
DRAFT, FORMAT = "backup.tar", 2
LEAVES = frozenset({BLOBS, KEYS, "lost+found"})
"""What may lie in a folder that is restored into: a key put there, originals of a restore that was killed."""


@dataclass(frozen=True)
class Backup:
    """How many original files it holds, and the documents in use whose original was not there to be copied."""

    files: int
    lost: tuple[str, ...] = ()


def backup(
    store: Store, settings: Settings, file: Path, now: datetime, *, with_key: bool = False,
    told: Callable[[float], None] = lambda _: None,
) -> Backup:  # fmt: skip
    """Write the backup (mode 0600). Erasing waits while the files are linked, and not while they are packed.

    `told` hears how far it is, 0 to 1.
    """
    if with_key and not (settings.data / KEYS / KEY_FILE).exists():
        raise BadInput("主密钥不在数据目录里（来自环境变量），不能放进备份", "The key is not in the data folder")
    blobs = Blobs(settings.data / BLOBS, store.vault)
    with workshop(settings.data) as folder:
        with blobs.alone():
            _snapshot(store, folder / DATABASE)
            missing = _link(_named(folder / DATABASE), blobs, settings.data, folder)
        if with_key:
            (folder / KEYS).mkdir(mode=0o700)
            shutil.copy2(settings.data / KEYS / KEY_FILE, folder / KEYS / KEY_FILE)
        files = _pack(folder, now, told)
        _deliver(folder / DRAFT, file)
        return Backup(files, tuple(_in_use(folder / DATABASE, missing)))


def restore(settings: Settings, file: Path) -> None:
    """To where there is no data yet. The key must be in the backup, in the data folder, or in the environment."""
    data = settings.data
    _vacant(settings)
    with workshop(data) as folder, _room():
        try:
            with tarfile.open(file) as tar:
                tar.extractall(folder, filter="data")
            _check(folder, settings)
        except (tarfile.TarError, OSError, ValueError, KeyError, sqlite3.Error) as error:
            if _full(error):
                raise
            raise BadInput("备份文件读不出或已损坏", "The backup cannot be read, or is damaged") from None
        _move(folder / BLOBS, data / BLOBS)
        if not (data / KEYS / KEY_FILE).exists():
            _move(folder / KEYS, data / KEYS)
        if settings.database_url is None:
            _deliver(folder / DATABASE, data / DATABASE, over=False)  # last: until then it may be restored again
        else:
            with closing(Database.open(settings.sql_url)) as target:
                load(folder / DATABASE, target)


def _vacant(settings: Settings) -> None:
    """Before anything is touched. A log or an index of another database would be taken for this one's."""
    data = settings.data
    if (data / DATABASE).exists():
        raise _taken()
    lying = (path.name for path in data.iterdir()) if data.exists() else ()
    odd = sorted(name for name in lying if name not in LEAVES and not name.startswith(PREFIX))
    if odd:
        raise BadInput(
            f"目标数据目录不是空的（有 {odd[0]}），请恢复到新目录；其中只可先放 keys/",
            f"The data folder is not empty ({odd[0]}): restore into a new one, which may hold keys/ alone",
        )
    if settings.database_url is not None:
        with closing(Database.open(settings.sql_url)) as target:
            vacant(target)


def _taken() -> BadInput:
    return BadInput("目标数据目录里已有数据库，不覆盖", "The data folder already holds a database")


def _full(error: BaseException) -> bool:
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


@contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if _full(error):
            raise DiskFull() from None
        raise


def _move(drafts: Path, to: Path) -> None:
    """Every file below, to the same place: on one disk, so that it takes no room twice."""
    for draft in sorted(f for f in drafts.rglob("*") if f.is_file()):
        file = to / draft.relative_to(drafts)
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft.replace(file)


def _snapshot(store: Store, to: Path) -> None:
    """One consistent moment, writers go on: SQLite's own online copy, PostgreSQL's rows in a file of the same kind."""
    if not store.database.sqlite:
        dump(store.database, to)
        return
    raw = store.database.engine.raw_connection()
    try:
        with closing(sqlite3.connect(to)) as copy:
            raw.driver_connection.backup(copy)  # type: ignore[union-attr]
            copy.execute("PRAGMA journal_mode = DELETE")
    finally:
        raw.close()


def _named(snapshot: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(snapshot)) as copy:
        return list(copy.execute("SELECT owner, name FROM blobs ORDER BY owner, name"))


def _link(named: Iterable[tuple[str, str]], blobs: Blobs, data: Path, folder: Path) -> list[tuple[str, str]]:
    """Every file under a second name: it stays whatever becomes of the first. Gives those that are not there."""
    missing = []
    for owner, name in named:
        blob = blobs.path(owner, name)
        to = folder / blob.relative_to(data)
        to.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(blob, to)
        except FileNotFoundError:
            missing.append((owner, name))
        except OSError:  # another file system, or one without links
            shutil.copyfile(blob, to)
    return missing


def _in_use(snapshot: Path, missing: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Of which documents they are the original. One that is only still to be erased may lack it."""
    query = (
        "SELECT e.document FROM editions e JOIN documents d ON d.id = e.document WHERE e.owner = ? AND e.blob = ?"
        " AND d.deleted_at IS NULL AND e.generation >= coalesce(d.serving, 0)"
    )
    with closing(sqlite3.connect(snapshot)) as copy:
        for blob in missing:
            yield from (document for (document,) in copy.execute(query, blob))


def _pack(folder: Path, now: datetime, told: Callable[[float], None]) -> int:
    """What lies in the workshop, the digest of each file at the end. How many originals."""
    manifest = {"format": FORMAT, "made_at": now.isoformat(), DATABASE: _digest(folder / DATABASE)}
    (folder / MANIFEST).write_text(json.dumps(manifest))
    originals = sorted(f for f in (folder / BLOBS).rglob("*") if f.is_file())
    keys = [folder / KEYS / KEY_FILE] if (folder / KEYS).exists() else []
    with tarfile.open(folder / DRAFT, "w") as tar:
        for n, file in enumerate((folder / MANIFEST, folder / DATABASE, *originals, *keys)):
            tar.add(file, str(file.relative_to(folder)))
            told((n + 1) / (len(originals) + len(keys) + 3))
        digests = {str(file.relative_to(folder)): _digest(file) for file in originals}
        (folder / DIGESTS).write_text(json.dumps(digests))
        tar.add(folder / DIGESTS, DIGESTS)
    return len(originals)


def _check(folder: Path, settings: Settings) -> None:
    """The database is the one that was backed up, and there is a key that opens it. A key that lies there is kept."""
    if json.loads((folder / MANIFEST).read_text())[DATABASE] != _digest(folder / DATABASE):
        raise ValueError("digest")
    for name, digest in json.loads((folder / DIGESTS).read_text()).items():
        if _digest(folder / name) != digest:
            raise ValueError("digest")
    lies = settings.data / KEYS / KEY_FILE
    key_folder = folder / KEYS if (folder / KEYS).exists() and not lies.exists() else settings.data / KEYS
    vault = Vault.open(key_folder, settings.key, create=False)
    with closing(sqlite3.connect(folder / DATABASE)) as copy:
        (check,) = copy.execute("SELECT value FROM key_checks").fetchone()
    if not vault.matches(check):
        raise WrongKey()


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _deliver(draft: Path, file: Path, *, over: bool = True) -> None:
    """Whole or not at all, readable by its owner only; in place of another only where that may be."""
    near = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(near, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            with draft.open("rb") as source:
                shutil.copyfileobj(source, out, 1 << 20)
            out.flush()
            os.fsync(out.fileno())
        if over:
            near.replace(file)
        else:
            os.link(near, file)
    except FileExistsError:
        raise _taken() from None
    finally:
        near.unlink(missing_ok=True)
