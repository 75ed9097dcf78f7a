"""What reads files in and keeps the index: the pipeline, its jobs, and the change of embedders.

Part of the one server, or a process of its own (`serve.py --worker`) beside servers that only enqueue. Knows no page.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ingest.pipeline import Pipeline
from ingest.refill import Refill
from ingest.workflow import Workflow
from knowledge.generations import Generations
from records.store import Store
from trust.errors import BadInput, Fault
from trust.settings import Settings

ALIVE, BEAT = "workers", 15.0
FORGOTTEN = 24 * 3600.0


@dataclass(frozen=True)
class Worker:
    """`launch` takes up what was left; `warm` may follow when others have been served."""

    pipeline: Pipeline
    workflow: Workflow
    refill: Refill

    @classmethod
    def of(cls, store: Store, generations: Generations, settings: Settings) -> Worker:
        pipeline = Pipeline(store, generations, settings)
        return cls(pipeline, Workflow(pipeline, settings), Refill(store, generations, settings))

    def launch(self) -> None:
        self.workflow.launch()

    def warm(self) -> None:
        self.pipeline.warm()
        self.refill.start()

    def close(self) -> None:
        for part in (self.workflow, self.refill, self.pipeline):
            part.close()


def fit_alone(settings: Settings) -> None:
    """Raises BadInput where a worker of its own would find records or index held by the server."""
    if not settings.shared:
        raise BadInput(
            "单独的 worker 需要 PostgreSQL（SHUANGYUAN_DATABASE_URL）和 Qdrant 服务（SHUANGYUAN_QDRANT_URL）",
            "A worker of its own needs PostgreSQL and a Qdrant server",
        )


def beat(store: Store, generations: Generations, alive: Path, wait: Callable[[float], bool]) -> None:
    """Until `wait` says so: this host's file in the folder is touched as long as database and index answer."""
    alive.mkdir(parents=True, exist_ok=True)
    mine = alive / socket.gethostname()
    while True:
        with suppress(Fault):
            store.people.owners()
            generations.now.index.count()
            mine.touch()
        for other, age in _ages(alive).items():
            if abs(age) >= FORGOTTEN:
                other.unlink(missing_ok=True)
        if wait(BEAT):
            return


def beating(alive: Path) -> bool:
    """Whether any worker touched its file lately. A time that is yet to come is none: the clock was put back since."""
    return any(abs(age) < 4 * BEAT for age in _ages(alive).values())


def _ages(alive: Path) -> dict[Path, float]:
    """Seconds since each worker's file was touched."""
    now, found = time.time(), {}
    for path in alive.glob("*"):
        with suppress(FileNotFoundError):
            found[path] = now - path.stat().st_mtime
    return found
