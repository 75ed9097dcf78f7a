"""The queue among several people and several processes: nobody's bulk upload stands before others, nothing is stuck."""

from __future__ import annotations

import fcntl
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from ingest.workflow import AT_ONCE, Workflow
from records.works import Due
from tests.ingest.house import settings_in
from tests.ingest.test_workflow import Scripted
from trust.settings import Settings

BULK = 200
Start = Callable[[Scripted], Workflow]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_in(tmp_path)


@pytest.fixture
def start(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    monkeypatch.setattr("ingest.workflow.TEND_SECONDS", 0.1)
    monkeypatch.setattr("ingest.workflow.LOOK_EVERY", 1)
    made: list[Workflow] = []

    def launched(stages: Scripted) -> Workflow:
        made.append(Workflow(stages, settings))
        made[-1].launch()
        return made[-1]

    yield launched
    for workflow in made:
        workflow.close()


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_one_persons_bulk_upload_does_not_stand_before_anothers_few_files(start: Start) -> None:
    begun, go = threading.Semaphore(0), threading.Event()

    def act(stage: str, document: str) -> bool:
        begun.release()
        return go.wait(60)

    stages = Scripted(act, places=lambda document: int(document[1:]) + 1)
    workflow = start(stages)
    for n in range(BULK):
        workflow.enqueue(f"a{n}", 1)
    for _ in range(AT_ONCE):
        assert begun.acquire(timeout=60)
    for n in range(2):
        workflow.enqueue(f"b{n}", 1)
    workflow.enqueue_removal("gone")
    go.set()
    assert workflow.wait_idle(400)
    order = [d for stage, d in stages.done if stage in ("read", "remove")]
    assert max(order.index("b0"), order.index("b1"), order.index("gone")) < AT_ONCE + 5
    assert sorted(order) == sorted([*(f"a{n}" for n in range(BULK)), "b0", "b1", "gone"])


def left_running(settings: Settings, executor: str) -> Path:
    """A job that ran in another process; the lock that process holds while it lives."""
    asking = Workflow(Scripted(), settings.model_copy(update={"jobs": "elsewhere"}))
    asking.launch()
    asking.enqueue("d", 1)
    asking.close()
    with sqlite3.connect(settings.data / "jobs.db") as jobs:
        jobs.execute("UPDATE workflow_status SET status = 'PENDING', executor_id = ? WHERE name = 'ingest'", [executor])
    jobs.close()
    lock = settings.data / "executors" / f"{executor}.lock"
    lock.touch()
    return lock


@pytest.mark.slow
def test_the_job_of_a_process_that_died_is_taken_over_and_that_of_a_living_one_is_not(
    start: Start, settings: Settings
) -> None:
    with left_running(settings, "node-7").open() as living:
        fcntl.flock(living, fcntl.LOCK_EX)
        stages = Scripted()
        workflow = start(stages)
        assert not workflow.wait_idle(2)
        assert ("read", "d") not in stages.done
        assert workflow.jobs().running == {"ingest": 1}
    assert workflow.wait_idle(60)
    assert [d for d in stages.done if d[1] == "d"] == [("read", "d"), ("show", "d")]
    assert list(workflow.jobs().lately) == [("ingest", "success")]


def test_what_was_received_and_never_enqueued_is_found_and_done(start: Start) -> None:
    read = threading.Event()
    stages = Scripted(lambda stage, document: read.set() or True)  # type: ignore[func-returns-value]
    start(stages)
    stages.left = [Due("process", "orphan", 1)]
    assert read.wait(60)
    stages.left = []
    assert ("read", "orphan") in stages.done


def test_a_job_whose_end_could_not_be_noted_is_not_waited_for(start: Start, settings: Settings) -> None:
    """As after a full disk: the jobs' store says that this very process runs it, and no thread does."""
    stages = Scripted()
    workflow = start(stages)
    workflow.enqueue("d", 1)
    assert workflow.wait_idle(60)
    stages.left, again = [Due("process", "d", 1)], threading.Event()
    stages.act = lambda stage, document: again.set() or True  # type: ignore[func-returns-value]
    with closing(sqlite3.connect(settings.data / "jobs.db", timeout=60)) as jobs, jobs:
        jobs.execute(
            "UPDATE workflow_status SET status = 'PENDING', deduplication_id = 'ingest:d:1', completed_at = NULL"
            " WHERE name = 'ingest'"
        )
    assert again.wait(60)
    stages.left = []
    assert workflow.wait_idle(60)
    assert [d for d in stages.done if d[1] == "d"] == [("read", "d"), ("show", "d")] * 2


def test_what_cannot_be_enqueued_for_want_of_room_is_found_later(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full"))

    read = threading.Event()
    stages = Scripted(lambda stage, document: read.set() or True)  # type: ignore[func-returns-value]
    workflow = start(stages)
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("ingest.workflow.DBOS.enqueue_workflow", full)
        workflow.enqueue("d", 1)
        workflow.enqueue_removal("gone")
    stages.left = [Due("process", "d", 1)]
    assert read.wait(60)
    stages.left = []
    assert ("withdraw", "gone") in stages.done
