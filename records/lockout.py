"""Slows guessing down: counts failed sign-ins per user name and per address, and locks with growing waits.

An attempt is counted before the password is looked at and forgiven after success, so attempts side by side gain
nothing. Names are kept as keyed hashes: a mistyped one may be a password. Knows no accounts.
"""

from __future__ import annotations

import hmac
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select, update

from records.columns import once
from records.schema import failures
from trust.errors import TooMany


@dataclass(frozen=True)
class Bound:
    """`free` failures cost nothing; then waits double up to `longest`. One failure is forgotten every `leak`."""

    free: int
    longest: timedelta
    leak: timedelta


# A whole school may stand behind one address: many free attempts, short waits.
PER_NAME = Bound(5, timedelta(minutes=15), timedelta(minutes=15))
FORGOTTEN = timedelta(days=1)
PER_ADDRESS = Bound(30, timedelta(minutes=1), timedelta(minutes=1))


class Lockout:
    def __init__(self, key: bytes, now: Callable[[], datetime]) -> None:
        self._key = key
        self._now = now

    def attempt(self, conn: Connection, username: str, address: str) -> None:
        """Counts an attempt. TooMany while locked, with the seconds to wait."""
        self._count(conn, self._mac("name", username), PER_NAME)
        self._count(conn, self._mac("address", address), PER_ADDRESS)

    def forgive(self, conn: Connection, username: str, address: str) -> None:
        """The password was right: the name starts anew, and the address gets this attempt back."""
        conn.execute(delete(failures).where(failures.c.who == self._mac("name", username)))
        back = update(failures).where(failures.c.who == self._mac("address", address), failures.c.attempts > 0)
        conn.execute(back.values(attempts=failures.c.attempts - 1, locked_until=None))
        conn.execute(delete(failures).where(failures.c.last_at < self._now() - FORGOTTEN))

    def _count(self, conn: Connection, who: str, bound: Bound) -> None:
        """Of a time yet to come (the clock was put back since) it believes no more than if it were now."""
        now = self._now()
        once(conn, failures, {"who": who, "attempts": 0, "last_at": now})
        row = conn.execute(select(failures).where(failures.c.who == who).with_for_update()).one()
        left = timedelta(0) if row.locked_until is None else row.locked_until - now
        if timedelta(0) < left <= bound.longest:
            wait = max(1, math.ceil(left.total_seconds()))
            raise TooMany("尝试次数过多，请稍后再试", "Too many attempts, try again later", retry_after=wait)
        attempts = max(0, row.attempts - max(now - row.last_at, timedelta(0)) // bound.leak) + 1
        over = attempts - bound.free
        until = now + min(bound.longest, timedelta(seconds=2 ** min(over, 20))) if over >= 0 else None
        changes = {"attempts": attempts, "last_at": now, "locked_until": until}
        conn.execute(update(failures).where(failures.c.who == who).values(changes))

    def _mac(self, kind: str, value: str) -> str:
        return hmac.digest(self._key, f"{kind}\x1f{value}".encode(), "sha256").hex()
