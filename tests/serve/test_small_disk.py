"""The product over HTTP on a disk that is really full: said in words, nothing half-written, on once there is room."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
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


def filled(disk: Path) -> Path:
    """A file that leaves nothing free."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as out:
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
