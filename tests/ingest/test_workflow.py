"""Durable jobs: once each, retried while a part is down, resumed after kill -9; their records hold no content."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ingest.confine import Confine
from ingest.repair import reconcile
from ingest.workflow import Workflow, enqueue_from_outside, jobs_running
from knowledge.generations import Generation
from records.works import Due
from tests.ingest.house import opened, settings_in
from trust.errors import PartDown
from trust.settings import Settings

CANARY = "金丝雀 canary-7f3a91"


@dataclass
class Scripted:
    """Stages that note what they are asked and do what the test says."""

    act: Callable[[str, str], bool] = lambda stage, document: True
    done: list[tuple[str, str]] = field(default_factory=list)
    left: list[Due] = field(default_factory=list)
    places: Callable[[str], int] = lambda document: 1

    def _note(self, stage: str, document: str) -> bool:
        self.done.append((stage, document))
        return self.act(stage, document)

    def read(self, document_id: str, generation: int) -> bool:
        return self._note("read", document_id)

    def show(self, document_id: str, generation: int) -> None:
        self._note("show", document_id)

    def fail(self, document_id: str, generation: int) -> None:
        self._note("fail", document_id)

    def withdraw(self, document_id: str) -> None:
        self._note("withdraw", document_id)

    def remove(self, document_id: str) -> None:
        self._note("remove", document_id)

    def relabel(self, document_id: str) -> None:
        self._note("relabel", document_id)

    def removals(self) -> Sequence[str]:
        return []

    def expire(self) -> None:
        self._note("expire", "")

    def settle(self) -> Sequence[Due]:
        return self.left

    def place(self, document_id: str, generation: int) -> int:
        return self.places(document_id)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Callable[[Scripted], Workflow]]:
    made: list[Workflow] = []

    def start(stages: Scripted) -> Workflow:
        workflow = Workflow(stages, settings_in(tmp_path))
        workflow.launch()
        made.append(workflow)
        return workflow

    yield start
    for workflow in made:
        workflow.close()


def test_a_job_runs_its_steps_once_and_stops_where_there_is_nothing_to_show(
    running: Callable[[Scripted], Workflow], tmp_path: Path
) -> None:
    stages = Scripted(lambda stage, document: document != "empty", left=[Due("process", "left", 1)])
    workflow = running(stages)
    assert jobs_running(settings_in(tmp_path))
    for _ in range(3):
        workflow.enqueue("one", 1)
    workflow.enqueue("empty", 1)
    workflow.enqueue_removal("old")
    workflow.enqueue_relabel("raised")
    enqueue_from_outside(settings_in(tmp_path), "outside", 1)
    assert workflow.wait_idle(120)
    assert sorted(d for d in stages.done if d[0] != "expire") == [
        ("read", "empty"), ("read", "left"), ("read", "one"), ("read", "outside"), ("relabel", "raised"),
        ("remove", "old"), ("show", "left"), ("show", "one"), ("show", "outside"), ("withdraw", "old"),
    ]  # fmt: skip
    workflow.close()
    assert not jobs_running(settings_in(tmp_path))


def test_a_stream_closed_since_the_last_launch_stops_nothing(
    running: Callable[[Scripted], Workflow], monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = io.StringIO()
    monkeypatch.setattr(sys, "stderr", closed)
    running(Scripted()).close()
    closed.close()
    stages = Scripted()
    workflow = running(stages)
    workflow.enqueue("one", 1)
    assert workflow.wait_idle(120)
    assert ("show", "one") in stages.done


def test_a_part_that_is_down_is_waited_for_and_a_defect_is_told_without_its_words(
    running: Callable[[Scripted], Workflow], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    downs = iter([True, False])

    def act(stage: str, document: str) -> bool:
        if document == "down" and stage == "read" and next(downs):
            raise PartDown("index")
        if document == "defect" and stage == "show":
            raise ValueError(CANARY)
        return True

    stages = Scripted(act)
    workflow = running(stages)
    workflow.enqueue("down", 1)
    workflow.enqueue("defect", 1)
    assert workflow.wait_idle(120)
    assert [s for s, d in stages.done if d == "down"] == ["read", "read", "show"]
    assert [s for s, d in stages.done if d == "defect"] == ["read", "show", "fail"]
    workflow.close()
    assert CANARY not in caplog.text
    assert holding(tmp_path, CANARY) == []


def holding(folder: Path, words: str) -> list[Path]:
    """Files that hold the words in any encoding a program would store them in."""
    forms = {words.encode(e) for e in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")}
    forms |= {words.encode("unicode_escape"), words[-13:].encode(), words[-13:].encode("utf-16-le")}
    return [
        path
        for path in folder.rglob("*")
        if path.is_file() and (any(f in path.read_bytes() for f in forms) or words[-13:] in path.name)
    ]


@pytest.mark.slow
def test_killed_in_the_middle_it_resumes_and_no_trace_of_a_secret_is_left(tmp_path: Path, readers: Confine) -> None:
    """kill -9 while documents are on their way; at the next launch all arrive. The canary stands in the text, the
    file name and the title of every document and may be found in the sealed stores only, that is: nowhere."""
    data, folder = tmp_path / "data", tmp_path / "files"
    folder.mkdir()
    for n in range(12):
        text = f"# {CANARY} 第 {n} 份\n\n" + f"{CANARY} 的配方：甲料 {n} 份，乙料三份。\n\n" * 30
        (folder / f"{CANARY} {n}.md").write_text(text)
    (folder / f"{CANARY} bad.pdf").write_bytes(b"%PDF-1.4 " + CANARY.encode())
    command = [sys.executable, "-m", "tests.ingest.killed", str(data), str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None
    heard = process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    said = heard + process.communicate()[0]
    assert "first" in said
    assert CANARY not in said
    assert holding(data, CANARY) == []
    with opened(Settings(data=data), readers) as house:
        assert house.store.works.pending()
        workflow = Workflow(house.pipeline, house.settings)
        workflow.launch()
        assert workflow.wait_idle(180)
        workflow.close()
        states = [d.state for d in house.store.library.page(house.mentor, house.scope(house.mentor))[0]]
        assert sorted(states) == ["failed"] + ["ready"] * 12
        assert not reconcile(house.store, Generation(house.index)).anything
        assert not house.store.works.pending()
        assert holding(data, CANARY) == []
    assert holding(data, CANARY) == []


def test_on_postgresql_records_and_jobs_share_the_database(
    tmp_path: Path, empty_postgres_url: str, readers: Confine
) -> None:
    with opened(Settings(data=tmp_path, database_url=empty_postgres_url), readers) as house:
        workflow = Workflow(house.pipeline, house.settings)
        workflow.launch()
        document = house.receive(house.mentor, "规程.txt", "主轴转速八百转。".encode(), "acme/internal")
        workflow.enqueue(document.id, document.generation)
        assert workflow.wait_idle(120)
        assert house.texts(house.mentor, document.id) == ["主轴转速八百转。"]
        house.store.library.delete(house.mentor, house.scope(house.mentor), document.id)
        workflow.enqueue_removal(document.id)
        assert house.indexed() == {}
        assert workflow.wait_idle(120)
        assert not house.store.works.pending()
        workflow.close()
        assert not (tmp_path / "jobs.db").exists()
