"""What a reading process may not do: much memory, time, files; any network, other programs, writing elsewhere.

The kernel's limits first; the audit hook stands in where the kernel lends no namespace. Knows nothing of documents.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
import tempfile
from collections.abc import Collection
from dataclasses import dataclass

from ingest import seccomp

CLONE_NEWUSER, CLONE_NEWNET, PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 0x10000000, 0x40000000, 1, 38
BARRED = frozenset({
    "socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto", "socket.sendmsg", "subprocess.Popen",
    "os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "pty.spawn", "os.kill",
})  # fmt: skip
LARGEST_FILE = 256 * 1024**2
MOST_FILES = 256
KEPT_SIDE = 1600
"""Pixels of the longer side of a picture that is made anew to be kept and shown."""


@dataclass(frozen=True)
class Limits:
    """Wall time in seconds, address space and answer in bytes."""

    seconds: int
    memory: int
    output: int = 64 * 1024**2


def apply(folder: str, seconds: int, memory: int, programs: Collection[str] = ()) -> None:
    """For the calling process, for good. It leads its own group, so that it dies with all it started, which may be
    `programs` alone.
    """
    os.setsid()
    for what, limit in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds + 1),
        (resource.RLIMIT_FSIZE, LARGEST_FILE),
        (resource.RLIMIT_NOFILE, MOST_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        top = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(what, (top, top))
    os.chdir(folder)
    tempfile.tempdir = folder
    sys.dont_write_bytecode = True
    _kernel()
    _hook(os.path.realpath(folder), frozenset(programs))


def _kernel() -> None:
    """No network of its own, no gained rights, death with the parent; each as far as this kernel lets us."""
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        if libc.unshare(CLONE_NEWNET) != 0:
            libc.unshare(CLONE_NEWUSER | CLONE_NEWNET)
        seccomp.install(libc)


def _hook(folder: str, programs: frozenset[str]) -> None:
    def judge(event: str, arguments: tuple[object, ...]) -> None:
        if event == "subprocess.Popen" and arguments[0] in programs:
            return
        if event in BARRED:
            raise PermissionError(event)
        if event == "open" and isinstance(arguments[0], str | bytes) and isinstance(arguments[2], int):
            path = os.path.realpath(os.fsdecode(arguments[0]))
            writes = arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            if writes and not path.startswith(folder + os.sep) and path != os.devnull:
                raise PermissionError(event)

    sys.addaudithook(judge)
