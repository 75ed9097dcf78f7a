"""The log tells which request went where and how long it took, and nothing anybody said; administrators see the house
in numbers, others do not.
"""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest

from eval.house import Caller, Running
from web.journal import quiet, write_to

CANARY = "金丝雀丁酮 canary-9b40"


@pytest.fixture
def journal() -> Iterator[io.StringIO]:
    kept, levels = list(logging.getLogger().handlers), logging.getLogger("web").level
    out = io.StringIO()
    write_to(out)
    yield out
    logging.getLogger().handlers[:] = kept
    logging.getLogger("web").setLevel(levels)
    quiet()


def test_every_exchange_is_a_line_with_its_id_and_nobodys_words(
    house: Running, mentor: Caller, journal: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = mentor.upload(f"{CANARY}的配方。", owner="yuchuan", label="yuchuan/confidential", name=f"{CANARY}.txt")
    mentor.settled(sent.json()["id"])
    searched = mentor.get("/api/search", q=CANARY)
    assert searched.status_code == 200
    mentor.post("/api/chat", message=f"{CANARY}是什么？")
    mentor.get(f"/api/documents/{CANARY}")
    mentor.client.post("/api/chat", content=f'{{"message": "{CANARY}'.encode())
    mentor.post(f"/api/tools/{CANARY}", query=CANARY)
    mentor.client.post("/api/sessions", json={"username": CANARY, "password": CANARY})

    def broken(*_: object, **__: object) -> None:
        raise ValueError(CANARY)

    monkeypatch.setattr(type(house.house.resources.searcher), "find", broken)
    assert mentor.get("/api/search", q=CANARY).status_code == 500
    logging.getLogger("some.library").error("it read %s", CANARY)
    try:
        broken()
    except ValueError:
        logging.getLogger("uvicorn.error").exception("%s", "Exception in application")
    said = journal.getvalue()
    lines = [json.loads(line) for line in said.splitlines()]
    assert searched.headers["x-request-id"] in {line.get("request_id") for line in lines if line["event"] == "served"}
    failed = next(line for line in lines if line["event"] == "failed")
    assert failed["error"] == "ValueError"
    assert failed["request_id"]
    assert any(line.get("step") == "read" and line["seconds"] >= 0 for line in lines)
    assert any("a library spoke" in line["event"] for line in lines)
    assert not any(word in said for word in (CANARY, "丁酮", "9b40"))
    assert "\\u4e01" not in said


def test_administrators_see_documents_queue_and_index_in_numbers_and_nobody_else(
    house: Running, documents: dict[str, str], student: Caller
) -> None:
    shown = house.caller("admin1").get("/metrics").text
    lines = dict(line.rsplit(" ", 1) for line in shown.splitlines() if line.startswith("shuangyuan_"))
    assert float(lines['shuangyuan_documents{state="ready"}']) >= len(documents)
    assert float(lines["shuangyuan_index_points"]) >= len(documents)
    assert float(lines["shuangyuan_index_bytes"]) > 1000
    assert any(name.startswith('shuangyuan_job_seconds_lately{job="ingest"') for name in lines)
    assert "shuangyuan_" not in student.get("/metrics").text
