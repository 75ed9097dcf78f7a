"""Slows guessing down: counts failed sign-ins per user name and per address, and locks with growing waits.

An attempt is counted before the password is looked at and forgiven after success, so attempts side by side gain
nothing. Names are kept as keyed hashes: a mistyped one may be a password. Knows no accounts.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, select, update

from records.administering import once
from records.schema import failures
from trust.errors import TooMany

FREE_PER_NAME, FREE_PER_ADDRESS = 5, 30
LONGEST = timedelta(minutes=15)
FORGOTTEN = timedelta(hours=24)


class Lockout:
    def __init__(self, key: bytes, now: Callable[[], datetime]) -> None:
        self._key = key
        self._now = now

    def attempt(self, conn: Connection, username: str, address: str) -> None:
        """Counts an attempt. TooMany while locked, with the seconds to wait."""
        for who, free in self._watched(username, address):
            self._count(conn, who, free)

    def forgive(self, conn: Connection, username: str, address: str) -> None:
        """The password was right: the name starts anew, and the address gets this attempt back."""
        (name, _), (place, _) = self._watched(username, address)
        conn.execute(delete(failures).where(failures.c.who == name))
        back = update(failures).where(failures.c.who == place, failures.c.attempts > 0)
        conn.execute(back.values(attempts=failures.c.attempts - 1, locked_until=None))

    def _watched(self, username: str, address: str) -> tuple[tuple[str, int], tuple[str, int]]:
        return (self._mac("name", username), FREE_PER_NAME), (self._mac("address", address), FREE_PER_ADDRESS)

    def _count(self, conn: Connection, who: str, free: int) -> None:
        now = self._now()
        once(conn, failures, {"who": who, "attempts": 0, "last_at": now})
        row = conn.execute(select(failures).where(failures.c.who == who).with_for_update()).one()
        if row.locked_until is not None and row.locked_until > now:
            raise TooMany(
                "尝试次数过多，请稍后再试",
                "Too many attempts, try again later",
                retry_after=max(1, round((row.locked_until - now).total_seconds())),
            )
        count = 1 if now - row.last_at > FORGOTTEN else row.attempts + 1
        changes: dict[str, Any] = {"attempts": count, "last_at": now, "locked_until": None}
        if count >= free:
            changes["locked_until"] = now + min(LONGEST, timedelta(seconds=2 ** min(count - free, 20)))
        conn.execute(update(failures).where(failures.c.who == who).values(**changes))

    def _mac(self, kind: str, value: str) -> str:
        return hmac.digest(self._key, f"{kind}\x1f{value}".encode(), "sha256").hex()
