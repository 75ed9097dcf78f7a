"""Whether a model server is worth calling: after failures in a row it is left alone for a while, then tried by one.

Knows calls and the clock, not what a call is.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

FAILURES, PAUSE = 3, 20.0


class Breaker:
    """Closed (calls pass), open (none does, for `pause` seconds), half open (one call tries)."""

    def __init__(self, clock: Callable[[], float], failures: int = FAILURES, pause: float = PAUSE) -> None:
        self._clock, self._failures, self._pause = clock, failures, pause
        self._failed, self._until = 0, 0.0
        self._lock = threading.Lock()

    def admits(self) -> bool:
        """Whether a call may be made now; whoever tries first after the pause holds the others off for another."""
        with self._lock:
            if self._failed < self._failures:
                return True
            if self._clock() < self._until:
                return False
            self._until = self._clock() + self._pause
            return True

    def worked(self) -> None:
        with self._lock:
            self._failed = 0

    def failed(self) -> None:
        with self._lock:
            self._failed += 1
            self._until = self._clock() + self._pause
