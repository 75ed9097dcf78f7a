"""Real processes of serve.py on one data folder, to be asked, stopped and killed. Not a test."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[2]
PATIENCE = 240.0


@dataclass
class Started:
    """One process; `log` holds all it wrote. `url` is empty for a worker."""

    process: subprocess.Popen[bytes]
    log: Path
    url: str = ""

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(60)

    def stop(self, seconds: float = PATIENCE) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds)

    def ready(self) -> bool:
        if self.process.poll() is not None:
            raise RuntimeError(self.log.read_text("utf-8", "replace")[-2000:])
        with suppress(httpx.HTTPError):
            return httpx.get(f"{self.url}/readyz", timeout=10).status_code == 200
        return False

    def wait(self) -> None:
        end = time.monotonic() + PATIENCE
        while not self.ready():
            if time.monotonic() > end:
                raise TimeoutError(self.log.read_text("utf-8", "replace")[-2000:])
            time.sleep(0.2)


@dataclass
class Processes:
    """`settings` are the environment's, without the prefix."""

    data: Path
    logs: Path
    settings: Mapping[str, str]
    every: list[Started] = field(default_factory=list)

    def app(self) -> Started:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        return self._start(f"http://127.0.0.1:{port}", "--port", str(port))

    def worker(self) -> Started:
        return self._start("", "--worker")

    def _start(self, url: str, *arguments: str) -> Started:
        log = self.logs / f"{len(self.every)}.log"
        told = {f"SHUANGYUAN_{name.upper()}": value for name, value in self.settings.items()}
        with log.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "serve.py", "--data", str(self.data), *arguments], cwd=ROOT, stdout=out,
                stderr=subprocess.STDOUT, env={**os.environ, **told}, start_new_session=True,
            )  # fmt: skip
        self.every.append(Started(process, log, url))
        return self.every[-1]


@contextmanager
def processes(folder: Path, **settings: str) -> Iterator[Processes]:
    """None of them, nor what they started, is left afterwards."""
    logs = folder / "logs"
    logs.mkdir()
    made = Processes(folder / "data", logs, settings)
    try:
        yield made
    finally:
        for each in made.every:
            with suppress(ProcessLookupError):
                os.killpg(each.process.pid, signal.SIGKILL)
            each.process.wait(60)
