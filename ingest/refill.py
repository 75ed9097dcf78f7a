"""Changing the embedder, or making the index anew, while people search: a new generation of the index is filled beside
the one that serves.

Until the switch every search is answered by the old one; every write goes to both. Killed at any moment, the old one
serves at the next start and the fill begins anew. Where several processes share records and index, one fills and the
others follow: what they wrote to the old one alone is mended from SQL. Each compares its index with SQL once more a
little after it began or switched: by then nobody writes to the old one. Knows no model and no engine.
"""

from __future__ import annotations

import fcntl
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from ingest.repair import by_edition, enter, reconcile
from knowledge.embed import recipe
from knowledge.engines import Made, discard, next_generation, opened, outdated, record, recorded
from knowledge.generations import Generation, Generations
from records.store import Store
from trust.errors import Fault
from trust.settings import Settings

Make = Callable[[Settings, int], Generation]
Take = Callable[[Settings, Made], Generation]
FOLLOW, LATER = 2.0, 60.0
"""Seconds until another process searches what one has filled, and until nobody writes to the former one any more."""
LOOKS = 3
ASKED = "rebuild.asked"
"""The file by which another process (`python -m records rebuild-index`) asks for a new generation."""
log = logging.getLogger(__name__)


class Refill:
    """One fill at a time. `start` returns at once; `run` and `follow` in this thread."""

    def __init__(
        self, store: Store, generations: Generations, settings: Settings, make: Make = next_generation,
        take: Take = opened,
    ) -> None:
        self._store, self._generations, self._settings = store, generations, settings
        self._make, self._take = make, take
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """In the background: fill if another embedder is configured than serves, or when asked; follow others."""
        if self._settings.shared or self._settings.jobs == "here":
            self._thread = threading.Thread(target=self._watch, name="refill", daemon=True)
            self._thread.start()

    def run(self) -> None:
        """Fill, make exact while nobody writes, switch. Raises what model and engine raise; the old one serves on."""
        generations = self._generations
        new = self._make(self._settings, generations.now.number)
        generations.begin(new)
        left = new
        try:
            if self._filled(new):
                left = self._switch(new)
        finally:
            if left is new:
                generations.abandon()
            left.index.close()
            discard(self._settings, left.number)

    def follow(self) -> bool:
        """If another process has switched, so does this one; its own writes since are mended first."""
        made, generations = recorded(self._settings), self._generations
        if made is None or made.number == generations.now.number:
            return False
        new = self._take(self._settings, made)
        generations.begin(new)
        left = new
        try:
            with generations.alone():
                self._mend(new)
                left = generations.switch()
        finally:
            if left is new:
                generations.abandon()
            left.index.close()
        return True

    def look(self) -> None:
        """The index that serves, compared with SQL and mended."""
        with self._generations.alone():
            self._mend(self._generations.now)

    def close(self) -> None:
        """Stops between two documents."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()

    def _due(self) -> bool:
        return self._settings.jobs == "here" and outdated(self._settings)

    def _watch(self) -> None:
        self._fill_if(self._due)
        due: float | None = monotonic() + LATER if self._settings.shared else None
        while not self._stopping.wait(FOLLOW):
            self._fill_if(self._asked)
            if self._settings.shared and self._try(self.follow):
                due = monotonic() + LATER
            if due is not None and monotonic() >= due:
                due = None
                self._try(self.look)

    def _asked(self) -> bool:
        return self._settings.jobs == "here" and (self._settings.data / ASKED).exists()

    def _fill_if(self, wanted: Callable[[], bool]) -> None:
        """Stopped in the middle, what was asked for stays asked for."""
        if not wanted():
            return
        with _alone_of_all(self._settings.data / "refill.lock") as mine:
            if mine and wanted():
                self._try(self.run)
                if not self._stopping.is_set():
                    (self._settings.data / ASKED).unlink(missing_ok=True)

    def _try(self, act: Callable[[], object]) -> object:
        try:
            return act()
        except Fault as fault:
            log.error("the new embedder is not in use, the old index serves: %s", fault.en)
        except Exception as error:
            # Broad: a thread that ended would leave this process on the old index, unseen. Messages may quote content.
            log.error("following the index failed: %s", type(error).__name__)
        return None

    def _mend(self, now: Generation) -> None:
        """Until nothing differs: other processes may write meanwhile."""
        for _ in range(LOOKS):
            if not reconcile(self._store, now, serving=False).anything:
                return

    def _filled(self, new: Generation) -> bool:
        for _, passages in by_edition(self._store.works.indexed()):
            if self._stopping.is_set():
                return False
            enter(new, passages)
        return True

    def _switch(self, new: Generation) -> Generation:
        """What changed while it was filled is mended before anybody searches it. Gives the former one."""
        with self._generations.alone():
            self._mend(new)
            size = new.embedder.size if new.embedder else None
            record(self._settings, Made(new.number, recipe(self._settings), size))
            return self._generations.switch()


@contextmanager
def _alone_of_all(path: Path) -> Iterator[bool]:
    """Whether no other process of this data folder is in such a block."""
    with open(path, "a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
