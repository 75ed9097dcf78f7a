"""Data keys: one per owner and one per person, wrapped by the vault. Destroying one erases what it sealed.

Keys are read from SQL in the transaction that uses them, never remembered: a key destroyed by another process is
gone here too. Knows the associated data's form; does not know what is sealed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from records.columns import among
from records.schema import data_keys, key_checks
from trust.errors import NotFound, PartDown
from trust.vault import Broken, Opener, Vault

VERSION = 1


@dataclass(frozen=True)
class Place:
    """Where a sealed value lives: its associated data, so that it opens nowhere else."""

    table: str
    row: str
    document: str = ""
    version: int = VERSION

    def aad(self, column: str) -> bytes:
        return "\x1f".join((self.table, self.row, column, self.document, str(self.version))).encode()


@dataclass(frozen=True)
class Sealer:
    """Seals and opens the values of one holder (or of several together)."""

    opener: Opener

    def seal(self, place: Place, column: str, text: str) -> bytes:
        return self.opener.seal(text.encode(), place.aad(column))

    def seal_bytes(self, place: Place, column: str, plain: bytes) -> bytes:
        return self.opener.seal(plain, place.aad(column))

    def open(self, place: Place, column: str, sealed: bytes) -> str:
        return self.opener.open(sealed, place.aad(column)).decode()

    def open_bytes(self, place: Place, column: str, sealed: bytes) -> bytes:
        return self.opener.open(sealed, place.aad(column))


def owner_key(owner: str) -> str:
    return f"owner:{owner}"


def person_key(person: str) -> str:
    return f"person:{person}"


class Keys:
    """The table of wrapped data keys."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def make(self, conn: Connection, holder: str, now: datetime) -> None:
        self._changed(conn)
        row = {"holder": holder, "version": VERSION, "wrapped": self._vault.new_data_key(), "made_at": now}
        conn.execute(insert(data_keys).values(row))

    def sealer(self, conn: Connection, holders: Sequence[str]) -> Sealer:
        """For what the holders own together. NotFound when a key was destroyed: the data is gone."""
        return self.sealers(conn, [holders])[tuple(holders)]

    def sealers(self, conn: Connection, wanted: Iterable[Sequence[str]]) -> dict[tuple[str, ...], Sealer]:
        """Several at once, with one query."""
        groups = {tuple(holders) for holders in wanted}
        names = sorted({name for group in groups for name in group})
        rows = conn.execute(select(data_keys.c.holder, data_keys.c.wrapped).where(among(data_keys.c.holder, names)))
        wrapped: dict[str, bytes] = {row.holder: row.wrapped for row in rows}
        if len(wrapped) < len(names):
            raise NotFound()
        try:
            return {group: Sealer(self._vault.opener([wrapped[n] for n in group])) for group in groups}
        except Broken:
            self._changed(conn)
            raise

    def _changed(self, conn: Connection) -> None:
        """PartDown where another process changed the master key since this one started."""
        stored = conn.execute(select(key_checks.c.value)).scalar()
        if stored is not None and not self._vault.matches(stored):
            raise PartDown(
                "key", "主密钥已更换，请重新启动本服务", "The master key was changed: start this service again"
            )

    def destroy(self, conn: Connection, holder: str) -> bool:
        """Erase a key. What only it (or it with others) sealed can never be opened again."""
        return conn.execute(delete(data_keys).where(data_keys.c.holder == holder)).rowcount > 0


__all__ = ["VERSION", "Broken", "Keys", "Place", "Sealer", "owner_key", "person_key"]
