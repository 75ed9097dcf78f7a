"""A folder of our own below the data folder for drafts, gone afterwards; what a killed process left is cleared away.

A living process holds a lock beside its folder, so that nobody takes it for left over. Knows nothing of what is made
there.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX, HELD = "tmp-", ".held"


@contextmanager
def workshop(data: Path) -> Iterator[Path]:
    """Empty, readable by its owner only."""
    clear(data)
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder, held = _held(data)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        _remove(folder, held)


def clear(data: Path) -> int:
    """Remove folders no living process holds: a snapshot in one keeps keys that were destroyed since. How many."""
    cleared = 0
    for folder in {path.with_suffix("") for path in data.glob(f"{PREFIX}*")}:
        held = os.open(_lock_of(folder), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(held)
        else:
            _remove(folder, held)
            cleared += 1
    return cleared


def _held(data: Path) -> tuple[Path, int]:
    """A name of our own, its lock held: the lock's file before the folder, so that who clears finds it held."""
    while True:
        folder = data / f"{PREFIX}{secrets.token_hex(8)}"
        held = os.open(_lock_of(folder), os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        fcntl.flock(held, fcntl.LOCK_EX)
        if _lock_of(folder).exists():  # or somebody cleared it between the two lines
            return folder, held
        os.close(held)


def _remove(folder: Path, held: int) -> None:
    shutil.rmtree(folder, ignore_errors=not folder.exists())
    _lock_of(folder).unlink(missing_ok=True)
    os.close(held)


def _lock_of(folder: Path) -> Path:
    return folder.with_suffix(HELD)
