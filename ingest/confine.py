"""Reading a file in a process of its own, with limits on time, memory and output; a hostile file ends only that.

Content goes through pipes, never to disk; each reader has its own empty folder under the data folder, wiped after.
The answer comes back as JSON, because a reader that was taken over must not choose objects. Knows nothing of formats:
`nursery` names the module that has the readers, and higher floors bring their own.
"""

from __future__ import annotations

import json
import os
import secrets
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import ingest
from ingest.aids import PATH, Aids
from ingest.kinds import suffix
from ingest.limits import Limits
from ingest.nursery import CRASHED, OUT_OF_MEMORY
from ingest.parsed import Block, Note, Parsed
from trust.errors import Fault, PartDown, TooLarge, Unreadable, UnsupportedType
from trust.sources import Locator

SLOWEST_START = 120
NONE = Aids()
_FAULTS: dict[str, type[Fault]] = {c.kind: c for c in (Unreadable, UnsupportedType, TooLarge)}
_QUIET = {"SCARF_NO_ANALYTICS": "true", "DO_NOT_TRACK": "true", "UNSTRUCTURED_DISABLE_NOTICE": "true",
          "OMP_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1", "LANG": "C.UTF-8"}  # fmt: skip


class _Gone(Exception):
    """The nursery is not there (any more)."""


class Confine:
    """Readers on demand, from any thread. One nursery, started by `start()` or the first file, again if it dies."""

    def __init__(self, tmp: Path, limits: Limits, nursery: str = "ingest.nursery", aids: Aids = NONE) -> None:
        """`tmp` is this Confine's alone; `nursery` is run as `python -m`, as ingest/nursery.py `serve`s. `aids` are the
        programs a reader may start.
        """
        self._limits, self._module, self._aids = limits, nursery, aids
        self._tmp = tmp.resolve() / str(os.getpid())
        self._lock = threading.Lock()
        self._nursery: _Nursery | None = None

    def start(self) -> None:
        """Load the parsing libraries in the background."""
        self._started()

    def _started(self) -> _Nursery:
        with self._lock:
            if self._nursery is None:
                _sweep(self._tmp.parent)
                self._tmp.mkdir(parents=True, exist_ok=True)
                self._nursery = _Nursery(self._tmp, self._module, self._aids)
            return self._nursery

    def read(self, filename: str, data: bytes, limits: Limits | None = None) -> Parsed:
        """A document. Raises what `answer` raises."""
        told = self.answer(filename, data, limits)
        blocks = (Block(b["kind"], b["text"], b["level"], Locator(**b["locator"])) for b in told["blocks"])
        unread, notes = (tuple(Note(**n) for n in told[name]) for name in ("unread", "notes"))
        return Parsed(tuple(blocks), unread, tuple(told["margins"]), notes, told["language"])

    def answer(self, filename: str, data: bytes, limits: Limits | None = None) -> dict[str, Any]:
        """What the nursery's reader says of the file, whatever that is.

        Raises Unreadable, UnsupportedType or TooLarge with words for the uploader; PartDown without a nursery.
        """
        for _ in range(2):
            try:
                return self._answer(filename, data, limits or self._limits)
            except _Gone:
                self.stop()
        raise PartDown("parser", "文件解析进程无法启动", "The parser process does not start")

    def close(self) -> None:
        self.stop()
        shutil.rmtree(self._tmp, ignore_errors=True)

    def stop(self) -> None:
        """End the nursery; the next file starts another."""
        with self._lock:
            if self._nursery is not None:
                self._nursery.close()
                self._nursery = None

    def _answer(self, filename: str, data: bytes, limits: Limits) -> dict[str, Any]:
        with self._folder() as folder:
            named = f"file.{suffix(filename)}" if suffix(filename) else "file"
            order = {"filename": named, "folder": str(folder), "seconds": limits.seconds, "memory": limits.memory,
                     "programs": self._aids.programs}  # fmt: skip
            nursery = self._started()
            child, source, target = self._begin(nursery, order)
            try:
                answer = _exchange(source, target, data, time.monotonic() + limits.seconds, limits.output)
            finally:
                _end(child)
                status = int(nursery.ask({"reap": child})["status"])
        return _told(answer, status)

    def _begin(self, nursery: _Nursery, order: dict[str, Any]) -> tuple[int, int, int]:
        (inner_in, source), (target, inner_out) = os.pipe(), os.pipe()
        try:
            return int(nursery.ask(order, inner_in, inner_out)["child"]), source, target
        except _Gone:
            os.close(source)
            os.close(target)
            raise
        finally:
            os.close(inner_in)
            os.close(inner_out)

    @contextmanager
    def _folder(self) -> Iterator[Path]:
        folder = self._tmp / secrets.token_hex(8)
        folder.mkdir(mode=0o700, parents=True)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


class _Nursery:
    """The forking process and the line to it. Its end of the line closes when we die, and it ends then."""

    def __init__(self, tmp: Path, module: str, aids: Aids) -> None:
        ours, theirs = socket.socketpair()
        ours.settimeout(SLOWEST_START)
        root = str(Path(ingest.__file__).parent.parent)
        self._line, self._greeted, self._lock = ours, False, threading.Lock()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-P", "-m", module, str(theirs.fileno()), json.dumps(asdict(aids))],
                cwd=tmp, pass_fds=[theirs.fileno()], env=_QUIET | {"PATH": PATH, "PYTHONPATH": root},
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip

    def ask(self, order: dict[str, Any], *descriptors: int) -> dict[str, Any]:
        """One order and its answer; the first waits until the libraries are loaded."""
        try:
            with self._lock:
                if not self._greeted:
                    self._answer()
                    self._greeted = True
                socket.send_fds(self._line, [json.dumps(order).encode() + b"\n"], list(descriptors))
                return self._answer()
        except OSError as lost:
            raise _Gone from lost

    def _answer(self) -> dict[str, Any]:
        data = b""
        while not data.endswith(b"\n"):
            piece = self._line.recv(65536)
            if not piece:
                raise _Gone
            data += piece
        answer: dict[str, Any] = json.loads(data)
        return answer

    def close(self) -> None:
        self._line.close()
        if not self._greeted:
            self._process.kill()
        try:
            self._process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _exchange(source: int, target: int, data: bytes, deadline: float, most: int) -> bytes | None:
    """Feeds the file in and takes the answer out at once; None when the time is over, TooLarge past `most`."""
    answer, rest = bytearray(), memoryview(data)
    os.set_blocking(source, False)
    with selectors.DefaultSelector() as ready, os.fdopen(target, "rb") as out, os.fdopen(source, "wb", 0) as into:
        ready.register(out, selectors.EVENT_READ)
        ready.register(into, selectors.EVENT_WRITE)
        while (left := deadline - time.monotonic()) > 0:
            for key, _ in ready.select(left):
                if key.fileobj is into:
                    rest = _feed(into.fileno(), rest)
                    if not rest:
                        ready.unregister(into)
                        into.close()
                    continue
                piece = os.read(target, 1 << 20)
                answer += piece
                if len(answer) > most:
                    raise TooLarge("文件里的文字太多，请拆成几份再上传", "Too much text: split the file")
                if not piece:
                    return bytes(answer)
    return None


def _sweep(tmp: Path) -> None:
    """Folders that processes killed in the middle left behind."""
    for folder in tmp.glob("[0-9]*"):
        try:
            os.kill(int(folder.name), 0)
        except (ProcessLookupError, ValueError):
            shutil.rmtree(folder, ignore_errors=True)


def _end(child: int) -> None:
    """The reader and its group (it has none in its first instant). Not yet reaped, so the number is still its own."""
    for kill in (os.killpg, os.kill):
        with suppress(ProcessLookupError, PermissionError):
            kill(child, signal.SIGKILL)


def _feed(pipe: int, rest: memoryview) -> memoryview:
    try:
        return rest[os.write(pipe, rest[: 1 << 20]) :]
    except BrokenPipeError:
        return rest[:0]


def _told(answer: bytes | None, status: int) -> dict[str, Any]:
    code = os.waitstatus_to_exitcode(status)
    if answer is None or code == -signal.SIGXCPU:
        raise Unreadable(
            "读取超时，文件可能过大或已损坏；请拆分或另存后再试",
            "Reading took too long: split the file or save it again",
        )
    if code == OUT_OF_MEMORY:
        raise Unreadable("读取所需内存超限，请拆成几份再上传", "Reading took too much memory: split the file")
    if code == CRASHED or not answer:
        raise Unreadable(
            "文件已损坏或格式不规范，读不出来；请重新保存后再上传",
            "Damaged or irregular file: save it again and upload that",
        )
    told: dict[str, Any] = json.loads(answer)
    if "fault" in told:
        raise _FAULTS.get(told["fault"], Unreadable)(told["zh"], told["en"])
    return told


def read_confined(filename: str, data: bytes, tmp: Path, seconds: int, memory: int) -> Parsed:
    """One file, with a nursery of its own; for many files keep a Confine."""
    confine = Confine(tmp, Limits(seconds, memory))
    try:
        return confine.read(filename, data)
    finally:
        confine.close()
