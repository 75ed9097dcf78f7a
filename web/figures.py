"""What whoever runs the house may see of it in numbers: documents by state, the queue, the index. Counts only, and for
administrators only: a number of documents moves with documents one may not know of.

Does not know how numbers are shown (health.py).
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from knowledge.engines import bytes_on_disk
from trust.errors import Fault
from web.resources import Resources


@dataclass(frozen=True)
class Figure:
    """`values` by the values of `labels`, in order."""

    name: str
    about: str
    labels: tuple[str, ...]
    values: dict[tuple[str, ...], float]


def figures(parts: Resources) -> Iterator[Figure]:
    """Of a part that is down, none."""
    for each in (_documents, _queue, _index):
        with suppress(Fault):
            yield from each(parts)


def _documents(parts: Resources) -> Iterator[Figure]:
    counted = parts.store.waiting.by_state()
    yield Figure("documents", "Documents by state", ("state",), {(s,): n for s, n in counted.items()})


def _queue(parts: Resources) -> Iterator[Figure]:
    jobs = parts.workflow.jobs()
    by_kind = [("waiting", jobs.waiting), ("running", jobs.running)]
    now: dict[tuple[str, ...], float] = {(name, s): float(n) for s, counts in by_kind for name, n in counts.items()}
    yield Figure("jobs", "Jobs that wait and run", ("job", "state"), now)
    ended: dict[tuple[str, ...], float] = {key: float(len(took)) for key, took in jobs.lately.items()}
    yield Figure("jobs_ended_lately", "Jobs that ended in the last ten minutes", ("job", "status"), ended)
    spent: dict[tuple[str, ...], float] = {}
    for (name, status), took in jobs.lately.items():
        ordered = sorted(took)
        spent[name, status, "0.5"] = statistics.median(ordered)
        spent[name, status, "0.95"] = ordered[int(len(ordered) * 0.95)]
    yield Figure("job_seconds_lately", "Seconds these took", ("job", "status", "quantile"), spent)


def _index(parts: Resources) -> Iterator[Figure]:
    now = parts.generations.now
    yield Figure("index_points", "Passages in the index", (), {(): float(now.index.count())})
    yield Figure("index_generation", "Which generation of the index serves", (), {(): float(now.number)})
    size = bytes_on_disk(parts.settings, now.number)
    if size is not None:
        yield Figure("index_bytes", "Bytes of the index folder", (), {(): float(size)})
