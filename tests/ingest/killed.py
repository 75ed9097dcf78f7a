"""A process to be killed in the middle: receives the files of a folder, enqueues them, says when the first is in.

Run as `python -m tests.ingest.killed DATA FOLDER`. Not a test.
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import Any

from ingest.confine import Confine
from ingest.limits import Limits
from ingest.workflow import Workflow
from tests.ingest.house import opened
from trust.settings import Settings


class OneShown:
    """The pipeline, standing still for ever once it has shown one document."""

    def __init__(self, inner: Any) -> None:
        self._inner, self._lock = inner, threading.Lock()

    def show(self, document_id: str, generation: int) -> None:
        self._lock.acquire()
        self._inner.show(document_id, generation)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


def main(data: Path, folder: Path) -> None:
    confine = Confine(data / "tmp", Limits(60, 2 * 1024**3))
    with opened(Settings(data=data), confine) as house:
        workflow = Workflow(OneShown(house.pipeline), house.settings)
        workflow.launch()
        for file in sorted(folder.iterdir()):
            document = house.receive(house.mentor, file.name, file.read_bytes(), "acme/confidential")
            workflow.enqueue(document.id, document.generation)
        while not any(d.state == "ready" for d in house.store.library.page(house.mentor, house.scope(house.mentor))[0]):
            workflow.wait_idle(0.05)
        sys.stdout.write("first\n")
        sys.stdout.flush()
        workflow.wait_idle(600)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
