"""Which processes of a data folder run jobs: each holds the lock of its executor id for as long as it lives.

The kernel lets go of a lock when its process dies, however it dies, so a free lock tells of one that is gone. Knows no
jobs.
"""

from __future__ import annotations

import fcntl
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from trust.errors import PartDown

FOLDER = "executors"
MOST = 64


def executor_slot(folder: Path) -> IO[str]:
    """The lowest executor id no living process holds: the same one again after a crash, never one twice.

    The first part belongs to the data folder, not to the host: a container's name changes, its volume stays.
    """
    folder.mkdir(parents=True, exist_ok=True)
    node = next((path.stem for path in folder.glob("*.node")), None) or secrets.token_hex(4)
    (folder / f"{node}.node").touch()
    for number in range(MOST):
        slot = _taken(folder / f"{node}-{number}.lock")
        if slot is not None:
            return slot
    raise PartDown("jobs", "同一数据目录上的工作进程过多", "Too many worker processes on one data folder")


@contextmanager
def gone(folder: Path) -> Iterator[list[str]]:
    """The ids of executors whose processes are no more. Nobody can become one of them while the block runs."""
    with ExitStack() as held:
        free = [slot for path in sorted(folder.glob("*.lock")) if (slot := _taken(path)) is not None]
        for slot in free:
            held.callback(slot.close)
        yield [Path(slot.name).stem for slot in free]


def anybody(folder: Path) -> bool:
    """Whether a living process holds an executor id."""
    for path in folder.glob("*.lock"):
        slot = _taken(path)
        if slot is None:
            return True
        slot.close()
    return False


def _taken(path: Path) -> IO[str] | None:
    """The lock, held until it is closed; None where a living process has it."""
    slot = open(path, "a")  # noqa: SIM115 - held by the caller
    try:
        fcntl.flock(slot, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        slot.close()
        return None
    return slot
