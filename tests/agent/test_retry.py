"""A model server that dies in the middle: what was said stays, the sources follow, and asked again it is one turn."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from agent.draft import Draft, Sentence
from eval.house import Caller, Running, running
from tests.fakes import Reply, ScriptedServer, drafts, scripted_server, streams

TEXT = "粗车外圆时主轴转速取800 r/min。粗车进给量取0.25 mm/r。精车余量单边留0.3 mm。"
ASKED = "粗车外圆时的主轴转速和进给量是多少？"


@pytest.fixture(scope="module")
def server() -> Iterator[ScriptedServer]:
    with scripted_server(drafts("")) as started:
        yield started


@pytest.fixture(scope="module")
def house(server: ScriptedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("retry") / "data"
    with running(folder, llm_base_url=server.url, llm_model="frail") as started:
        teacher = started.caller("teacher1")
        sent = teacher.upload(TEXT, owner="school", label="school/internal", name="粗车.txt", title="粗车要点")
        assert teacher.settled(sent.json()["id"])["state"] == "ready"
        yield started


@pytest.fixture
def teacher(house: Running) -> Caller:
    return house.caller("teacher1")


def dies(request: dict[str, Any]) -> Reply:
    """One sentence, the beginning of another, and the line is dead."""
    said = [Sentence(text=t, sources=[1]) for t in ("粗车外圆时主轴转速取800 r/min。", "粗车进给量取0.25 mm/r。")]
    told = Draft(answered=True, sentences=said).model_dump_json()
    return "done" if "tools" in request else streams([told[: told.index("进给量")]], cut=True)


def lives(request: dict[str, Any]) -> Reply:
    return "done" if "tools" in request else drafts("粗车外圆时主轴转速取800 r/min。")(request)


def test_the_sources_follow_soon_and_the_answer_is_marked(server: ScriptedServer, teacher: Caller) -> None:
    server.script = dies
    began = time.monotonic()
    said = teacher.post("/api/chat", message=ASKED).json()
    assert time.monotonic() - began < 15  # a server that is only silent is waited for longer
    assert said["incomplete"]
    assert said["written_by"] == "frail"
    assert said["answer"].startswith("粗车外圆时主轴转速取800 r/min。[1]")
    assert "中途" in said["answer"]
    assert said["citations"]


def test_asked_again_it_is_one_exchange_and_whole(server: ScriptedServer, teacher: Caller) -> None:
    server.script = dies
    thread = teacher.post("/api/chat", message=ASKED).json()["thread_id"]
    server.script = lives
    again = teacher.post("/api/chat", message=ASKED, thread_id=thread, retry=True).json()
    assert again["thread_id"] == thread
    assert "incomplete" not in again
    (kept,) = teacher.get(f"/api/threads/{thread}").json()["turns"]
    assert kept["answer"]["answer"] == again["answer"] == "粗车外圆时主轴转速取800 r/min。[1]"
    heard = [r["messages"][0]["content"] for r in server.requests[-2:]]
    assert not any("中途" in words for words in heard)


def test_what_was_said_before_stays_and_is_remembered(server: ScriptedServer, teacher: Caller) -> None:
    server.script = lives
    thread = teacher.post("/api/chat", message="精车余量留多少？").json()["thread_id"]
    for retry in (False, True, True):
        teacher.post("/api/chat", message=ASKED, thread_id=thread, retry=retry).raise_for_status()
    turns = teacher.get(f"/api/threads/{thread}").json()["turns"]
    assert [t["asked"] for t in turns] == ["精车余量留多少？", ASKED]
    assert "精车余量留多少" in server.requests[-1]["messages"][0]["content"]


def test_nothing_to_ask_again_is_said(teacher: Caller, house: Running) -> None:
    answer = teacher.post("/api/chat", message=ASKED, retry=True)
    assert answer.status_code == 422
    assert "重答" in answer.json()["detail"]
    theirs = house.caller("student1").post("/api/chat", message=ASKED).json()["thread_id"]
    assert teacher.post("/api/chat", message=ASKED, thread_id=theirs, retry=True).status_code == 404
