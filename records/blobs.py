"""Original files, sealed, content-addressed within their owner, under DATA/blobs.

A name is an HMAC over owner, keys and content, so it confirms no guess. Files appear whole or not at all. Who removes
one and who copies them (a backup) take turns, in whatever process they are. Knows no documents; who refers to a blob
is `works.py`'s business.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import hmac
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from records.keys import Place, Sealer
from trust.errors import NotFound
from trust.vault import Vault

_SHORT = 32
LOCK = ".lock"


class Blobs:
    """A folder of sealed files."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        self._folder = folder
        self._key = vault.derive("blob names")

    def name(self, owner: str, sealed_by: str, plain: bytes) -> str:
        """Equal content of one owner under the same keys has one name."""
        return self._mac(owner, sealed_by, hashlib.sha256(plain).hexdigest())

    def path(self, owner: str, name: str) -> Path:
        """Where a blob lies; its folder does not tell its owner."""
        return self.folder_of(owner) / name[:2] / name

    def write(self, owner: str, name: str, sealer: Sealer, plain: bytes) -> None:
        """Durable when it returns; does nothing when the blob is already there."""
        file = self.path(owner, name)
        if file.exists():
            return
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = file.with_name(f".{secrets.token_hex(16)}")
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                out.write(sealer.seal_bytes(Place("blobs", name), "content", plain))
                out.flush()
                os.fsync(out.fileno())
            draft.replace(file)
        finally:
            draft.unlink(missing_ok=True)
        _sync(file.parent)

    def read(self, owner: str, name: str, sealer: Sealer) -> bytes:
        try:
            sealed = self.path(owner, name).read_bytes()
        except FileNotFoundError:
            raise NotFound() from None
        return sealer.open_bytes(Place("blobs", name), "content", sealed)

    def has(self, owner: str, name: str) -> bool:
        return self.path(owner, name).exists()

    @contextlib.contextmanager
    def alone(self) -> Iterator[Removing]:
        """While this block runs nobody else, in any process, removes a file. Enter it before a transaction, not within
        one: who waits here must hold no lock of the database.
        """
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(self._folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)) as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield Removing(self)

    def folder_of(self, owner: str) -> Path:
        """Where an owner's files lie."""
        return self._folder / self._mac("owner", owner)[:_SHORT]

    def _mac(self, *parts: str) -> str:
        return hmac.digest(self._key, "\x1f".join(parts).encode(), "sha256").hex()


class Removing:
    """What may be done only while nobody copies: see `Blobs.alone`."""

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs

    def one(self, owner: str, name: str) -> None:
        self._blobs.path(owner, name).unlink(missing_ok=True)

    def owner(self, owner: str) -> None:
        """Every file of an owner whose key was destroyed."""
        for file in sorted(self._blobs.folder_of(owner).rglob("*"), reverse=True):
            file.rmdir() if file.is_dir() else file.unlink()

    def strays(self, owners: list[str], known: set[tuple[str, str]], before: float) -> int:
        """Files older than `before` that no row refers to: left by a process killed while receiving. How many."""
        keep = {self._blobs.path(owner, name) for owner, name in known}
        found = [
            file
            for owner in owners
            for file in self._blobs.folder_of(owner).rglob("*")
            if file.is_file() and file not in keep and file.stat().st_mtime < before
        ]
        for file in found:
            file.unlink()
        return len(found)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
