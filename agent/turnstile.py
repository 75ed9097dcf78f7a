"""Places at the model, given in turn to people: whoever asks much waits behind whoever asks little.

Knows persons by name and counts; not what is done at a place.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Turnstile:
    """`places` at a time, which may change. Waiting calls of one person come in their order, persons in turn."""

    def __init__(self, places: int | Callable[[], int]) -> None:
        self._places = places if callable(places) else lambda: places
        self._taken = 0
        self._waiting: dict[str, deque[threading.Event]] = {}
        self._lock = threading.Lock()

    @contextmanager
    def place(self, person: str, wait: float) -> Iterator[bool]:
        """Whether a place was got within `wait` seconds; it is given back at the end."""
        got = self._enter(person, wait)
        try:
            yield got
        finally:
            if got:
                self._leave()

    @property
    def waiting(self) -> int:
        """Calls without a place."""
        with self._lock:
            return sum(map(len, self._waiting.values()))

    def _enter(self, person: str, wait: float) -> bool:
        places = self._places()
        with self._lock:
            if self._taken < places:
                self._taken += 1
                return True
            called = threading.Event()
            self._waiting.setdefault(person, deque()).append(called)
        if called.wait(wait):
            return True
        with self._lock:
            if called.is_set():  # called in the very moment of giving up
                return True
            self._drop(person, called)
            return False

    def _drop(self, person: str, called: threading.Event) -> None:
        line = self._waiting[person]
        line.remove(called)
        if not line:
            del self._waiting[person]

    def _leave(self) -> None:
        """The place, and any that came to be, go to the persons who have waited longest since their last one."""
        places = self._places()
        with self._lock:
            self._taken -= 1
            while self._waiting and self._taken < places:
                self._call()

    def _call(self) -> None:
        self._taken += 1
        person = next(iter(self._waiting))
        line = self._waiting.pop(person)
        called = line.popleft()
        if line:
            self._waiting[person] = line  # behind everybody else
        called.set()
