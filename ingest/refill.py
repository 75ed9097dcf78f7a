"""Changing the embedder while people search: a new generation of the index is filled beside the one that serves.

Until the switch every search is answered by the old one; every write goes to both. Killed at any moment, the old one
serves at the next start and the fill begins anew. Knows no model and no engine.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from ingest.repair import by_edition, enter, reconcile
from knowledge.embed import recipe
from knowledge.engines import Made, discard, next_generation, outdated, record
from knowledge.generations import Generation, Generations
from records.store import Store
from trust.errors import Fault
from trust.settings import Settings

Make = Callable[[Settings, int], Generation]
log = logging.getLogger(__name__)


class Refill:
    """One fill at a time. `start` returns at once; `run` in this thread."""

    def __init__(
        self, store: Store, generations: Generations, settings: Settings, make: Make = next_generation
    ) -> None:
        self._store, self._generations, self._settings, self._make = store, generations, settings, make
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """In the background, if the configured embedder is not the one that serves."""
        if outdated(self._settings):
            self._thread = threading.Thread(target=self._try, name="refill", daemon=True)
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

    def close(self) -> None:
        """Stops between two documents."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()

    def _try(self) -> None:
        try:
            self.run()
        except Fault as fault:
            log.error("the new embedder is not in use, the old index serves: %s", fault.en)

    def _filled(self, new: Generation) -> bool:
        for _, passages in by_edition(self._store.works.indexed()):
            if self._stopping.is_set():
                return False
            enter(new, passages)
        return True

    def _switch(self, new: Generation) -> Generation:
        """What changed while it was filled is mended before anybody searches it. Gives the former one."""
        with self._generations.alone():
            reconcile(self._store, new, serving=False)
            size = new.embedder.size if new.embedder else None
            record(self._settings, Made(new.number, recipe(self._settings), size))
            return self._generations.switch()
