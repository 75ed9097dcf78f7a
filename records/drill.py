"""A restore drill: the newest backup put back into a folder of its own, opened, and read through; then wiped.

Proves that a backup serves, without touching what is served. SQLite only, as the backup itself.
"""

from __future__ import annotations

import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from records.backup import restore
from records.editions import every, serving_only
from records.schema import blobs, documents, people
from records.store import Store
from records.unlocking import KEYS
from trust.errors import BadInput, NotFound
from trust.settings import Settings
from trust.vault import KEY_FILE

FOLDER = "backups"


@dataclass(frozen=True)
class Drilled:
    """What was found in the backup. `opened` counts originals that were opened and read, of `files`."""

    people: int
    documents: int
    files: int
    opened: int
    chains_hold: bool
    seconds: float


def newest(data: Path) -> Path:
    """The newest backup made from the pages or the API. NotFound where there is none."""
    found = sorted((data / FOLDER).glob("*.tar"))
    if not found:
        raise NotFound("还没有备份", "There is no backup yet")
    return found[-1]


def drill(settings: Settings, told: Callable[[float], None] = lambda _: None) -> Drilled:
    """Raises BadInput or WrongKey where the backup does not serve."""
    begun, file = time.monotonic(), newest(settings.data)
    with _folder(settings) as folder:
        apart = settings.model_copy(update={"data": folder, "database_url": None})
        restore(apart, file)
        told(0.3)
        with closing(Store.open(apart)) as store:
            found = _counted(store)
            opened = _read(store, told)
            holds = not store.audit.verify()
    if not holds:
        raise BadInput("备份里的审计链不完整", "The audit chains of the backup do not hold")
    return Drilled(*found, opened, holds, round(time.monotonic() - begun, 1))


def _counted(store: Store) -> tuple[int, int, int]:
    with store.database.read() as conn:
        n = [conn.execute(select(func.count()).select_from(t)).scalar_one() for t in (people, documents, blobs)]
    return n[0], n[1], n[2]


def _read(store: Store, told: Callable[[float], None]) -> int:
    """Every original that serves: unsealed and thrown away."""
    with store.database.read() as conn:
        rows = conn.execute(serving_only(every())).all()
    for n, row in enumerate(rows):
        store.works.blob(row.document, row.generation)
        told(0.3 + 0.6 * (n + 1) / len(rows))
    return len(rows)


@contextmanager
def _folder(settings: Settings) -> Iterator[Path]:
    """With the key beside it where it comes from no environment; gone afterwards, key and all."""
    folder = settings.data / f"tmp-{secrets.token_hex(8)}"
    (folder / KEYS).mkdir(parents=True, mode=0o700)
    try:
        if settings.key is None:
            key = (settings.data / KEYS / KEY_FILE).read_bytes()
            with os.fdopen(os.open(folder / KEYS / KEY_FILE, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as out:
                out.write(key)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
