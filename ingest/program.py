"""Runs an installed program inside the reader's confinement: same limits, no network, gone when the reader goes.

Knows processes; nothing of documents. Only the programs `limits.apply` was told of may be started.
"""

from __future__ import annotations

import ctypes
import resource
import signal
import subprocess
import sys
from collections.abc import Sequence

from ingest.limits import PR_SET_PDEATHSIG

MOST_TOLD = 16 * 1024**2


def run(path: str, arguments: Sequence[str], given: bytes = b"", seconds: int = 60) -> bytes:
    """What it printed, empty where it failed. `seconds` are of processor time: a program that waits for ever is
    ended with its reader.
    """

    def confined() -> None:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        top = seconds if hard == resource.RLIM_INFINITY else min(seconds, hard)
        resource.setrlimit(resource.RLIMIT_CPU, (top, top))

    with subprocess.Popen(  # noqa: S603
        [path, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        preexec_fn=confined,
    ) as process:
        told, _ = process.communicate(given)
    return told[:MOST_TOLD] if process.returncode == 0 else b""
