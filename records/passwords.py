"""Password hashing (Argon2id). The only file that touches `argon2`. Knows no people."""

from __future__ import annotations

import secrets
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


class Passwords:
    """`time`, `memory` (KiB) and `lanes` are Argon2's costs; the defaults are those of RFC 9106's second choice.

    At most `at_once` hashes are made side by side, so that a class signing in does not exhaust the memory.
    """

    def __init__(self, time: int = 3, memory: int = 64 * 1024, lanes: int = 4, at_once: int = 4) -> None:
        self._hasher = PasswordHasher(time_cost=time, memory_cost=memory, parallelism=lanes)
        self._at_once = threading.BoundedSemaphore(at_once)
        self._nobody = self._hasher.hash(secrets.token_urlsafe())

    def hash(self, password: str) -> str:
        with self._at_once:
            return self._hasher.hash(password)

    def matches(self, stored: str | None, password: str) -> bool:
        """Takes as long for a name that does not exist (`stored` is None) as for one that does."""
        try:
            with self._at_once:
                return self._hasher.verify(stored or self._nobody, password) and stored is not None
        except (VerificationError, InvalidHashError):
            return False

    def outdated(self, stored: str) -> bool:
        """Hashed with other costs than today's."""
        return self._hasher.check_needs_rehash(stored)
