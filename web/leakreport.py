"""The leak report: `python -m eval leaks` in a process of its own, on a throw-away house. One at a time, bounded.

Knows the command and its JSON; nothing is imported of eval/, and nothing of this house is given to it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMAND = (sys.executable, "-m", "eval", "leaks", "--json")
LONGEST = 1800.0
"""Seconds until it is ended."""
MOST_WRONG = 200


@dataclass(frozen=True)
class Report:
    state: str = "none"
    started_at: datetime | None = None
    seconds: float | None = None
    cells: int | None = None
    leaks: int | None = None
    losses: int | None = None
    wrong: tuple[dict[str, object], ...] = ()


class LeakReports:
    """Remembers the last one while the process lives."""

    def __init__(self, command: Sequence[str] = COMMAND, longest: float = LONGEST) -> None:
        self._command, self._longest = tuple(command), longest
        self._guard = threading.Lock()
        self._report = Report()

    @property
    def report(self) -> Report:
        return self._report

    def start(self, folder: Path, now: datetime) -> bool:
        """Whether one was started: not while one runs."""
        with self._guard:
            if self._report.state == "running":
                return False
            self._report = Report("running", now)
        threading.Thread(target=self._run, args=(folder,), name="leaks", daemon=True).start()
        return True

    def _run(self, folder: Path) -> None:
        started = time.monotonic()
        folder.mkdir(parents=True, exist_ok=True)
        own = Path(tempfile.mkdtemp(prefix="leaks-", dir=folder))
        try:
            found = self._measured(own)
        finally:
            shutil.rmtree(own, ignore_errors=True)
        self._report = replace(found, started_at=self._report.started_at, seconds=time.monotonic() - started)

    def _measured(self, own: Path) -> Report:
        told = own / "report.json"
        kept = {k: v for k, v in os.environ.items() if not k.startswith("SHUANGYUAN_")}
        with suppress(subprocess.TimeoutExpired):
            subprocess.run(  # noqa: S603 - our own interpreter and module
                [*self._command, str(told)], cwd=ROOT, env=kept | {"TMPDIR": str(own)}, timeout=self._longest,
                check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            with suppress(OSError, ValueError, KeyError):
                read = json.loads(told.read_text("utf-8"))
                wrong = tuple(read["wrong"][:MOST_WRONG])
                return Report("done", None, None, read["cells"], read["leaks"], read["losses"], wrong)
        return Report("failed")
