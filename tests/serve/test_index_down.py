"""The index server is gone for a while: named, never answered around, and what was written meanwhile arrives once it is
back, in the order it was written, nothing twice.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from eval.house import Caller, Running, running
from ingest.repair import reconcile
from tests.qdrant_rest import Standin, standin

QUESTION = "砂轮修整量是多少？"


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Running, Standin]]:
    monkeypatch.setattr("ingest.workflow.LOOK_EVERY", 1)
    with standin("k") as index, running(tmp_path / "data", qdrant_url=index.url, qdrant_api_key="k") as house:
        yield house, index


def sent(caller: Caller, name: str, text: str, replaces: str | None = None) -> str:
    answer = caller.upload(
        text, owner="school", label="school/internal", name=f"{name}.txt", title=name, replaces=replaces
    )
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


def edition(name: str, n: int) -> str:
    return f"{name}第{n}版：砂轮修整量为{n}丝，修整后须空转两分钟。"


def settled(house: Running, seconds: float = 240) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not house.house.resources.store.works.pending() and not house.house.resources.workflow.busy():
            return True
        time.sleep(0.2)
    return False


def found(caller: Caller) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = caller.get("/api/search", q=QUESTION).raise_for_status().json()["passages"]
    return items


@pytest.mark.slow
def test_what_is_written_while_the_index_is_down_arrives_in_order_and_once_when_it_is_back(
    served: tuple[Running, Standin],
) -> None:
    house, index = served
    teacher, steward, student = (house.caller(who) for who in ("teacher1", "steward1", "student1"))
    kept, gone, raised = (sent(teacher, name, edition(name, 0)) for name in ("留", "删", "升"))
    assert {teacher.settled(each)["state"] for each in (kept, gone, raised)} == {"ready"}
    assert {p["document_id"] for p in found(student)} == {kept, gone, raised}
    version = steward.get(f"/api/documents/{raised}").json()["version"]
    index.down = True
    for answer in (
        student.get("/api/search", q=QUESTION), student.post("/api/chat", message=QUESTION),
        student.post("/v1/chat/completions", model="shuangyuan", messages=[{"role": "user", "content": QUESTION}]),
    ):  # fmt: skip
        assert answer.status_code == 503, answer.text
        assert "修整" not in answer.text.replace(QUESTION, "")
    assert "index" in student.get("/readyz").text
    new = sent(teacher, "新", edition("新", 0))
    for n in range(1, 4):
        assert sent(teacher, "留", edition("留", n), replaces=kept) == kept
    assert teacher.client.delete(f"/api/documents/{gone}").status_code == 204
    short = sent(teacher, "短", edition("短", 0))
    assert teacher.client.delete(f"/api/documents/{short}").status_code == 204
    assert steward.post(f"/api/documents/{raised}/label", label="school/restricted", version=version).is_success
    for each in (gone, short, raised):
        assert student.get(f"/api/documents/{each}").status_code == 404
    time.sleep(5)  # a few tries fail
    index.down = False
    assert settled(house)
    told = {p["document_id"]: p["text"] for p in found(student)}
    assert set(told) == {kept, new}
    assert "留第3版" in told[kept]
    assert {p["document_id"] for p in found(teacher)} == {kept, new, raised}
    store, now = house.house.resources.store, house.house.resources.generations.now
    passages = list(store.works.indexed())
    assert now.index.count() == len(passages) == len({p.id for p in passages}) == 3
    assert not reconcile(store, now).anything
    assert store.audit.verify() == []
