"""Durable jobs on DBOS: a killed process resumes where it was. The only file that imports dbos.

Jobs carry ids, never content, and neither do their failures: whatever a step raises is recorded by its type's name
alone. One queue, two at a time in each process; one process of a data folder owns one executor id (executors.py), so
that after a crash it, or another one, finds its jobs again. Nobody's bulk upload stands before others: the n-th file
that somebody has waiting is taken with everybody else's n-th, what removes or relabels before all of them. DBOS keeps
one instance a process, hence one Workflow a process. Knows no stage's work (pipeline.py).
"""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, ParamSpec, Protocol, TypeVar

from dbos import DBOS, DBOSClient, DBOSConfig, SetEnqueueOptions, StepOptions, WorkflowStatus
from sqlalchemy.exc import DBAPIError

from ingest.executors import FOLDER, anybody, executor_slot, gone
from records.works import Due
from trust.errors import DiskFull, Fault, PartDown
from trust.settings import Settings

P = ParamSpec("P")
R = TypeVar("R")
log = logging.getLogger("ingest")
NAME, QUEUE, VERSION = "shuangyuan", "ingest", "1"
AT_ONCE = 2
POLL_SECONDS = 0.2
HOURLY = "7 * * * *"
TEND_SECONDS, LOOK_EVERY = 5.0, 6
"""Seconds until the jobs of a process that died are taken over; every so many times what nobody enqueued is sought."""
LATELY = timedelta(minutes=10)
MOST_TOLD = 2000
WAITING, RUNNING = "ENQUEUED", "PENDING"
TRANSIENT = (PartDown, DiskFull)


class Stages(Protocol):
    """The pipeline's steps. Each may run twice; none hands back content."""

    def read(self, document_id: str, generation: int) -> bool: ...
    def show(self, document_id: str, generation: int) -> None: ...
    def fail(self, document_id: str, generation: int) -> None: ...
    def withdraw(self, document_id: str) -> None: ...
    def remove(self, document_id: str) -> None: ...
    def removals(self) -> Sequence[str]: ...
    def relabel(self, document_id: str) -> None: ...
    def expire(self) -> None: ...
    def settle(self) -> Sequence[Due]: ...
    def place(self, document_id: str, generation: int) -> int: ...


@dataclass(frozen=True)
class Jobs:
    """How the queue stands: jobs that wait and run, by kind; and of those done lately, by kind and how they ended, the
    seconds each took.
    """

    waiting: Mapping[str, int]
    running: Mapping[str, int]
    lately: Mapping[tuple[str, str], Sequence[float]]


class StepFailed(Exception):
    """What is recorded of a failure: the name of its type. `again` says that waiting may help."""

    def __init__(self, name: str, again: bool = False) -> None:
        super().__init__(name, again)
        self.again = again


class Workflow:
    """`launch()` takes up what a killed process left; `enqueue…` may be called from any thread or process. With jobs
    `elsewhere` it enqueues and runs none.
    """

    def __init__(self, pipeline: Stages, settings: Settings) -> None:
        self._stages, self._settings = pipeline, settings
        self._slot: IO[str] | None = None
        self._closing = threading.Event()
        self._tending: threading.Thread | None = None
        self._running: set[str] = set()
        self._lost: set[str] = set()

    def launch(self) -> None:
        self._slot = executor_slot(self._settings.data / FOLDER)
        _silence()
        DBOS(config=_config(self._settings, Path(self._slot.name).stem))
        if self._settings.jobs == "elsewhere":
            DBOS.listen_queues([])
        self._register()
        DBOS.launch()
        DBOS.apply_schedules([{"schedule_name": "expire", "workflow_fn": self._expire, "schedule": HOURLY}])
        DBOS.register_queue(QUEUE, worker_concurrency=AT_ONCE, polling_interval_sec=POLL_SECONDS)
        self.resume()
        if self._settings.jobs == "here":
            self._closing.clear()
            self._tending = threading.Thread(target=self._tend, name="tend", daemon=True)
            self._tending.start()

    def resume(self) -> None:
        """What SQL says is unfinished is done or enqueued, whoever left it (a command line, a process that died)."""
        known = {job.deduplication_id for job in self._active()}  # first: what ends meanwhile is no orphan
        for due in self._stages.settle():
            if _name("ingest", due.document_id, due.generation) not in known:
                self.enqueue(due.document_id, due.generation)

    def adopt(self) -> None:
        """Jobs that ran in processes that are no more wait again, for whoever is free."""
        with gone(self._settings.data / FOLDER) as executors:
            if executors:
                DBOS._recover_pending_workflows(executors)

    def abandon(self) -> None:
        """A job of this process that none of its threads runs could not be noted as ended, for want of room: it ends
        now, and what SQL says is unfinished begins anew. Seen so twice, since a job is noted before its thread starts.
        """
        mine = Path(self._slot.name).stem if self._slot else None
        noted = {j.workflow_id for j in self._active() if j.status == RUNNING and j.executor_id == mine}
        lost, before = noted - self._running, self._lost
        self._lost = lost - before
        if ended := sorted(lost & before):
            DBOS.cancel_workflows(ended)
            self.resume()

    def enqueue(self, document_id: str, generation: int) -> None:
        """Read, index and show this generation. Asking again while it waits or runs changes nothing."""
        place = self._stages.place(document_id, generation)
        with _once("ingest", document_id, generation, place=place):
            DBOS.enqueue_workflow(QUEUE, self._ingest, document_id, generation)

    def enqueue_removal(self, document_id: str) -> None:
        """Out of the index before this returns, so that it takes no place in anybody's results; erased soon after."""
        with suppress(*TRANSIENT):
            self._stages.withdraw(document_id)
        with _once("remove", document_id):
            DBOS.enqueue_workflow(QUEUE, self._remove, document_id)

    def enqueue_removals(self) -> None:
        """Every document that a change just took away, and those made from it."""
        for document_id in self._stages.removals():
            self.enqueue_removal(document_id)

    def enqueue_relabel(self, document_id: str) -> None:
        """In the index before this returns; as a job only when a part is down."""
        try:
            self._stages.relabel(document_id)
        except TRANSIENT:
            with _once("relabel", document_id):
                DBOS.enqueue_workflow(QUEUE, self._relabel, document_id)

    def busy(self) -> int:
        """How many jobs wait or run."""
        return len(self._active())

    def jobs(self) -> Jobs:
        """How the queue stands, for whoever runs the house."""
        active = self._active()
        waiting, running = (Counter(job.name for job in active if job.status == s) for s in (WAITING, RUNNING))
        since = (datetime.now(UTC) - LATELY).isoformat()
        done = DBOS.list_workflows(
            completed_after=since, load_input=False, load_output=False, limit=MOST_TOLD, sort_desc=True
        )
        lately: dict[tuple[str, str], list[float]] = {}
        for job in done:
            took = ((job.completed_at or 0) - (job.dequeued_at or job.created_at or 0)) / 1000
            lately.setdefault((job.name, job.status.lower()), []).append(max(took, 0.0))
        return Jobs(waiting, running, lately)

    def wait_idle(self, seconds: float) -> bool:
        """Until nothing waits or runs; False if that takes longer."""
        pause, deadline = threading.Event(), time.monotonic() + seconds
        while self.busy():
            if time.monotonic() > deadline:
                return False
            pause.wait(0.1)
        return True

    def close(self, seconds: int = 10) -> None:
        """Lets running jobs finish for a while; what does not is resumed at the next launch."""
        if self._slot is None:
            return
        self._closing.set()
        if self._tending is not None:
            self._tending.join()
        DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=seconds if self.busy() else 0)
        self._slot.close()
        self._slot = None

    def _active(self) -> list[WorkflowStatus]:
        return DBOS.list_workflows(queues_only=True, load_input=False, load_output=False)

    def _tend(self) -> None:
        turns = 0
        while not self._closing.wait(TEND_SECONDS):
            turns += 1
            try:
                self.adopt()
                self.abandon()
                if turns % LOOK_EVERY == 0:
                    self.resume()
            except Fault as fault:
                log.warning("looking after the jobs failed: %s", fault.en)
            except Exception as error:
                # Broad: a thread that ended would leave the jobs of dead processes undone, unseen.
                log.error("looking after the jobs failed: %s", type(error).__name__)

    def _register(self) -> None:
        stages = self._stages

        @DBOS.workflow(name="ingest")
        def ingest(document_id: str, generation: int) -> None:
            with self._under_way():
                try:
                    if _step("read", stages.read, document_id, generation):
                        _step("show", stages.show, document_id, generation)
                except StepFailed:
                    _step("fail", stages.fail, document_id, generation)

        @DBOS.workflow(name="remove")
        def remove(document_id: str) -> None:
            with self._under_way():
                _step("remove", stages.remove, document_id)

        @DBOS.workflow(name="relabel")
        def relabel(document_id: str) -> None:
            with self._under_way():
                _step("relabel", stages.relabel, document_id)

        @DBOS.workflow(name="expire")
        def expire(_at: datetime, _context: object) -> None:
            with self._under_way():
                _step("expire", stages.expire)

        self._ingest, self._remove, self._relabel, self._expire = ingest, remove, relabel, expire

    @contextmanager
    def _under_way(self) -> Iterator[None]:
        job = str(DBOS.workflow_id)
        self._running.add(job)
        try:
            yield
        finally:
            self._running.discard(job)


def enqueue_from_outside(settings: Settings, document_id: str, generation: int, place: int = 1) -> None:
    """From a process that runs no jobs, while another one does; `place` among those of the same uploader."""
    client = DBOSClient(system_database_url=jobs_url(settings), application_name=NAME)
    try:
        client.enqueue(
            {
                "queue_name": QUEUE,
                "workflow_name": "ingest",
                "app_version": VERSION,
                "deduplication_id": _name("ingest", document_id, generation),
                "priority": place,
                "duplication_policy": "return-existing",
            },
            document_id,
            generation,
        )
    finally:
        client.destroy()


def jobs_running(settings: Settings) -> bool:
    """Whether a living process (the server) runs jobs on this data folder: then it also holds the index."""
    return anybody(settings.data / FOLDER)


def jobs_url(settings: Settings) -> str:
    """Beside the records: a file of its own for SQLite, a schema of its own in PostgreSQL."""
    if settings.database_url and settings.database_url.startswith("postgres"):
        return settings.database_url
    return f"sqlite:///{settings.data / 'jobs.db'}"


def _config(settings: Settings, executor: str) -> DBOSConfig:
    return {
        "name": NAME,
        "system_database_url": jobs_url(settings),
        "application_version": VERSION,
        "executor_id": executor,
        "enable_otlp": False,
        "log_level": "CRITICAL",
        "max_executor_threads": AT_ONCE + 4,
        "sys_db_pool_size": AT_ONCE + 6,
        "notification_listener_polling_interval_sec": 1.0,
    }


def _silence() -> None:
    """DBOS logs what went wrong whole, which may quote what was read; `_step` says what may be said.

    Its own handler would also outlive a stream that a command or a test has closed since.
    """
    logger = logging.getLogger("dbos")
    logger.handlers[:] = [logging.NullHandler()]
    logger.propagate = False


def _step(name: str, act: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Runs a stage as a recorded step, trying again while a part is down."""

    def guarded() -> R:
        about = {"step": name, "document": args[0] if args else None}
        started = time.monotonic()
        try:
            done = act(*args, **kwargs)
        except Exception as error:
            # The one broad catch: DBOS stores what a step raises, and messages may quote what was read.
            log.warning("step failed", extra=about | {"error": type(error).__name__})
            raise StepFailed(type(error).__name__, isinstance(error, TRANSIENT)) from None
        log.info("step done", extra=about | {"seconds": round(time.monotonic() - started, 3)})
        return done

    options: StepOptions = {
        "name": name,
        "retries_allowed": True,
        "interval_seconds": 1.0,
        "backoff_rate": 2.0,
        "max_attempts": 6,
        "should_retry": lambda error: isinstance(error, StepFailed) and error.again,
    }
    return DBOS.run_step(options, guarded)


@contextmanager
def _once(*parts: object, place: int = 0) -> Iterator[None]:
    """A lower `place` is taken first; 0 before all others. What cannot be noted now, for want of room, SQL tells of: it
    is found again (`resume`), so who asked is not told that it failed.
    """
    options = SetEnqueueOptions(
        deduplication_id=_name(*parts), duplication_policy="return-existing", priority=place or None
    )
    try:
        with options:
            yield
    except DBAPIError as error:
        log.warning("a job could not be enqueued", extra={"error": type(error.orig).__name__})


def _name(*parts: object) -> str:
    return ":".join(map(str, parts))
