"""The product over HTTP on a disk that is really full: said in words, nothing half-written, on once there is room."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from eval.house import Caller, Running, running
from ingest.repair import reconcile
from trust.labels import parse

SIZE = "96m"
TEXT = "主轴停稳后方可更换刀具。每次补偿不超过0.06毫米。"
root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "none", str(tmp_path)], check=True)
    try:
        yield tmp_path
    finally:
        subprocess.run(["umount", "--lazy", str(tmp_path)], check=True)


def filled(disk: Path, *full: str) -> Path:
    """A file that leaves nothing free, nor room in the logs of the databases named (both where none is)."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as out:
        for logged in full or ("shuangyuan.db", "jobs.db"):  # what a log has taken before is room too
            with closing(sqlite3.connect(disk / "data" / logged, timeout=60)) as conn:
                conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        piece = bytes(1 << 20)
        while piece:
            try:
                out.write(piece)
            except OSError:
                piece = piece[: len(piece) // 2]
    return ballast


def sent(caller: Caller, name: str, text: str) -> int:
    return caller.upload(text, owner="school", label="school/internal", name=name).status_code


def whole(house: Running) -> bool:
    resources = house.house.resources
    store = resources.store
    return not (
        reconcile(store, resources.generations.now).anything or store.works.pending() or store.audit.verify()
    )


@pytest.mark.slow
@root
def test_on_a_full_disk_nothing_is_half_written_and_work_goes_on_once_there_is_room(disk: Path) -> None:
    with running(disk / "data") as house:
        teacher = house.caller("teacher1")
        first = teacher.upload(TEXT, owner="school", label="school/internal", name="甲.txt").json()["id"]
        assert teacher.settled(first)["state"] == "ready"
        kept = teacher.post("/api/chat", message="更换刀具前要先做什么？").raise_for_status().json()
        before = teacher.get(f"/api/threads/{kept['thread_id']}").json()
        ballast = filled(disk)
        told = [sent(teacher, f"{n}.txt", f"{n}号" + TEXT * 40_000) for n in range(3)]
        assert set(told) == {507}
        asked = teacher.post("/api/chat", message="补偿多少？", thread_id=kept["thread_id"])
        assert asked.status_code in (200, 507), asked.text
        assert asked.status_code == 200 or asked.json()["type"].endswith("disk-full")
        assert teacher.get("/api/documents").json()["items"][0]["id"] == first
        assert len(teacher.get("/api/documents").json()["items"]) == 1
        ballast.unlink()
        after = teacher.get(f"/api/threads/{kept['thread_id']}").json()
        assert len(after["turns"]) == len(before["turns"]) + (asked.status_code == 200)
        again = teacher.upload("乙" + TEXT, owner="school", label="school/internal", name="乙.txt").json()["id"]
        assert teacher.settled(again)["state"] == "ready"
        assert teacher.post("/api/chat", message="补偿多少？", thread_id=kept["thread_id"]).status_code == 200
        assert whole(house)
        assert parse(teacher.get(f"/api/documents/{again}").json()["label"]).owners == {"school"}


def agreed(house: Running, seconds: float = 240) -> bool:
    """What was left undone is taken up by itself, without a restart."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not house.house.resources.store.works.pending() and not house.house.resources.workflow.busy():
            return whole(house)
        time.sleep(0.5)
    return False


@pytest.mark.slow
@root
@pytest.mark.parametrize("full", [(), ("jobs.db",)])
def test_on_a_full_disk_deleting_and_relabelling_are_done_or_refused_and_never_half_done(
    disk: Path, full: tuple[str, ...]
) -> None:
    """What was answered holds, then and once there is room: gone or there, under the label that was told."""
    with running(disk / "data") as house:
        teacher, steward, student = (house.caller(who) for who in ("teacher1", "steward1", "student1"))
        sent_ = [
            teacher.upload(f"{n}号砂轮{TEXT}", owner="school", label="school/internal", name=f"{n}.txt").json()["id"]
            for n in range(6)
        ]
        assert {teacher.settled(each)["state"] for each in sent_} == {"ready"}
        versions = {each: steward.get(f"/api/documents/{each}").json()["version"] for each in sent_}
        ballast = filled(disk, *full)
        gone, raised = {}, {}
        for each in sent_[:3]:
            gone[each] = teacher.client.delete(f"/api/documents/{each}").status_code
        for each in sent_[3:]:
            label = {"label": "school/restricted", "version": versions[each]}
            raised[each] = steward.post(f"/api/documents/{each}/label", **label).status_code

        def holds() -> bool:
            found = student.get("/api/search", q="砂轮").text
            for each, status in (gone | raised).items():
                hidden = student.get(f"/api/documents/{each}").status_code == 404
                assert hidden == (status < 300), (each, status)
                assert not (hidden and each in found)
            return True

        assert set(gone.values()) <= {204, 507}
        assert set(raised.values()) <= {200, 507}
        assert holds()
        ballast.unlink()
        assert agreed(house)
        assert holds()
        for each, status in gone.items():
            assert teacher.client.delete(f"/api/documents/{each}").status_code == (404 if status == 204 else 204)
        assert agreed(house)


@pytest.mark.slow
@root
@pytest.mark.parametrize("when", ["before reading", "before noting that it was read"])
def test_a_job_under_which_the_disk_fills_goes_on_by_itself_once_there_is_room(disk: Path, when: str) -> None:
    with running(disk / "data") as house:
        teacher = house.caller("teacher1")
        stages = house.house.resources.workflow._stages
        read, full = stages.read, threading.Event()

        def filling(document_id: str, generation: int) -> bool:
            done = when != "before reading" and read(document_id, generation)
            if not full.is_set():
                ballast.append(filled(disk))
                full.set()
            return done or read(document_id, generation)

        ballast: list[Path] = []
        stages.read = filling  # type: ignore[method-assign]
        waiting = teacher.upload(TEXT * 3000, owner="school", label="school/internal", name="甲.txt").json()["id"]
        assert full.wait(60)
        time.sleep(3)  # while it tries
        ballast[0].unlink()
        assert agreed(house)
        assert teacher.get(f"/api/documents/{waiting}").json()["state"] == "ready"
