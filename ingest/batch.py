"""Many files at once, as `python -m ingest` takes them: which files, and what became of each.

Acts as the owner's steward, so the label given is final. Does not know terminals.
"""

from __future__ import annotations

import mimetypes
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.kinds import integrity_of
from ingest.pipeline import Pipeline
from records.store import Store
from trust.errors import Fault, TooLarge
from trust.labels import Label
from trust.principal import Principal

AT_ONCE = 2
IN = ("ready", "awaiting_label")


@dataclass(frozen=True)
class Outcome:
    """`state` as in the library; `error` says why a file is not in."""

    file: str
    state: str
    passages: int
    seconds: float
    error: str | None = None

    @property
    def failed(self) -> bool:
        return self.state == "failed"


@dataclass(frozen=True)
class Batch:
    """Where the files go and under which label."""

    store: Store
    steward: Principal
    owner: str
    library: str
    label: Label
    largest: int

    @classmethod
    def into(cls, store: Store, owner: str, library: str, label: Label, largest: int) -> Batch:
        """Makes the owner if it is missing; one whose name begins with `school` is a school."""
        if owner not in {o.id for o in store.people.owners()}:
            store.people.add_owner(owner, owner, "school" if owner.startswith("school") else "enterprise")
        return cls(store, store.people.steward(owner), owner, library, label, largest)

    def run(self, files: Sequence[Path], pipeline: Pipeline) -> Iterator[Outcome]:
        """Each file as it is done, two at a time. A bad file stops nothing."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for done in as_completed([pool.submit(self.take, file, pipeline.process) for file in files]):
                yield done.result()

    def hand_over(self, files: Sequence[Path], enqueue: Callable[[str, int], None]) -> Iterator[Outcome]:
        """Only receive and enqueue: somebody else holds the index."""
        for file in files:
            yield self.take(file, enqueue)

    def take(self, file: Path, then: Callable[[str, int], None]) -> Outcome:
        """Receive one file and do `then` with it, unless it is in already."""
        started = time.monotonic()
        try:
            if file.stat().st_size > self.largest:
                raise TooLarge()
            data = file.read_bytes()
            document, _ = self.store.library.receive(
                self.steward, owner=self.owner, library=self.library,
                label=replace(self.label, integrity=integrity_of(file.name, data)), title=file.stem,
                filename=file.name, media_type=mimetypes.guess_type(file.name)[0] or "application/octet-stream",
                data=data,
            )  # fmt: skip
            if document.state not in IN:
                then(document.id, document.generation)
                document = self.store.works.document(document.id, document.generation)
        except Fault as fault:
            return Outcome(str(file), "failed", 0, time.monotonic() - started, fault.zh)
        except OSError as fault:
            return Outcome(str(file), "failed", 0, time.monotonic() - started, f"文件打不开：{fault.strerror}")
        return Outcome(str(file), document.state, document.passages, time.monotonic() - started, document.error)


def files_in(paths: Sequence[Path]) -> list[Path]:
    """The files themselves, and those in folders at any depth; hidden ones in folders are left out."""
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        inside = (p for p in path.rglob("*") if p.is_file())
        found.extend(sorted(p for p in inside if not any(part.startswith(".") for part in p.relative_to(path).parts)))
    return found
