"""A model server that is wrong, bad or gone: in every way, at every door, an answer from the sources and nothing else.

The doors are chat (whole, streamed, tutor), each tool that writes, and the OpenAI door (whole, streamed).
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from agent.breaker import Breaker
from agent.draft import Draft
from agent.model import Model
from eval.house import Caller, Running, running
from tests.fakes import EVIL, HOSTILE, Reply, ScriptedServer, drafts, scripted_server, streams
from trust.roles import Role
from web.turns import RECHECK

FULL = os.environ.get("SHUANGYUAN_COUNTS") == "full"
ASKED = "粗车外圆的主轴转速是多少？"
SECONDS = 0.6
SLOW = ("one byte at a time", "stalls", "ten megabytes")
NEVER = (EVIL, "evil.example", "<script", "<img", "三十七元", "天鹅", "98765", "\x00", "\x1b", "numbered passages")
STEPS = (
    "# 传动轴粗车\n\n## 操作步骤\n\n1. 用三爪卡盘夹持毛坯，伸出60 mm，找正后夹紧。\n"
    "2. 粗车外圆时主轴转速取800 r/min，车平端面，钻中心孔。\n3. 一夹一顶粗车外圆，进给量0.25 mm/r，单边留余量0.4 mm。\n"
    "4. 停机测量外圆直径，允许偏差±0.05 mm，并填写首件记录。\n\n"
    "## 安全要点\n\n主轴停稳后方可测量工件，严禁戴手套操作。\n"
)
_FORM = {"json_schema": {"schema": Draft.model_json_schema()}}
HIDDEN = "涂层刀片的年度协议价为每片三十七元，价格不得向校方披露。"
Door = Callable[["Besieged"], httpx.Response]


@dataclass
class Besieged:
    """A house whose model server does as it is told."""

    running: Running
    server: ScriptedServer
    document: str
    token: str
    threads: dict[str, str] = field(default_factory=dict)

    @property
    def teacher(self) -> Caller:
        return self.running.caller("teacher1")

    def turns(self, mode: Callable[[dict[str, Any]], Reply]) -> None:
        """The server's ways from now on; earlier failures are forgotten."""
        self.server.script = mode
        exchange = self.running.house.resources.agent.exchange
        assert exchange is not None
        exchange.breaker = Breaker(time.monotonic)


@pytest.fixture(scope="module")
def house() -> Iterator[Besieged]:
    with scripted_server(drafts("")) as server:
        settings = {"llm_base_url": server.url, "llm_model": "bad", "llm_seconds": SECONDS}
        with running(**settings) as started:
            teacher, mentor = started.caller("teacher1"), started.caller("mentor1")
            sent = teacher.upload(STEPS, owner="school", label="school/internal", name="粗车.md", title="粗车作业")
            hidden = mentor.upload(HIDDEN, owner="yuchuan", label="yuchuan/confidential", name="协议.txt")
            for caller, answer in ((teacher, sent), (mentor, hidden)):
                assert caller.settled(answer.json()["id"])["state"] == "ready"
            token = teacher.post("/api/tokens", name="v1", days=1).json()["token"]
            yield Besieged(started, server, sent.json()["id"], token)


def chat(mode: str, accept: str = "application/json") -> Door:
    def ask(house: Besieged) -> httpx.Response:
        asked = {"message": ASKED, "mode": mode} | house.threads.get(mode + accept, {})  # type: ignore[operator]
        return house.teacher.client.post("/api/chat", json=asked, headers={"Accept": accept})

    return ask


def tool(name: str, **arguments: Any) -> Door:
    return lambda house: house.teacher.post(f"/api/tools/{name}", document_ids=[house.document], **arguments)


def openai(*, stream: bool) -> Door:
    def ask(house: Besieged) -> httpx.Response:
        asked = {"model": "shuangyuan-ask", "messages": [{"role": "user", "content": ASKED}], "stream": stream}
        head = {"Authorization": f"Bearer {house.token}"}
        return httpx.post(f"{house.running.url}/v1/chat/completions", json=asked, headers=head, timeout=60)

    return ask


DOORS: dict[str, Door] = {
    "chat": chat("ask"), "chat streamed": chat("ask", "text/event-stream"), "tutor": chat("tutor"),
    "decompose": tool("decompose_project"), "exercises": tool("write_exercises", count=3),
    "lesson": tool("plan_lesson", hours=2), "matrix": tool("match_requirements"),
    "v1": openai(stream=False), "v1 streamed": openai(stream=True),
}  # fmt: skip
CELLS = [
    (mode, door) for m, mode in enumerate(HOSTILE) for d, door in enumerate(DOORS)
    if FULL or ((m + d) % 3 == 0 and (mode not in SLOW or "chat" in door))
]  # fmt: skip
"""All of them in the full run; else every way at three doors."""


@pytest.mark.laws
@pytest.mark.parametrize(("mode", "door"), CELLS)
def test_nothing_leaks_and_somebody_is_answered(house: Besieged, mode: str, door: str) -> None:
    house.turns(HOSTILE[mode])
    began = time.monotonic()
    answer = DOORS[door](house)
    assert time.monotonic() - began < 60
    assert answer.status_code == 200, answer.text
    for word in NEVER:
        assert word not in answer.text, word
    if door.startswith(("chat", "v1")):
        assert "800 r/min" in answer.text
        assert "event: error" not in answer.text
    if door == "tutor":
        assert "800" not in answer.json()["answer"]
    if door in ("decompose", "exercises", "lesson"):
        assert answer.json()["citations"]


@pytest.fixture
def patient(house: Besieged, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A model that waits for its server longer than a busy machine takes."""
    model = Model(house.server.url, "bad", seconds=60)
    monkeypatch.setattr(house.running.house.resources.agent.exchange, "chat", model)
    yield
    model.close()


@pytest.mark.usefixtures("patient")
def test_no_thread_is_poisoned_and_the_next_turn_is_well_written(house: Besieged) -> None:
    thread: dict[str, str] = {}
    for mode in HOSTILE:
        if mode not in SLOW:
            house.turns(HOSTILE[mode])
            answer = house.teacher.post("/api/chat", message=ASKED, **thread)
            thread = {"thread_id": answer.json()["thread_id"]}
    house.turns(lambda r: "done" if "tools" in r else drafts("主轴转速取800 r/min，车平端面。")(r))
    last = house.teacher.post("/api/chat", message=ASKED, **thread).json()
    assert last["written_by"] == "bad"
    kept = house.teacher.get(f"/api/threads/{last['thread_id']}").json()
    assert len(kept["turns"]) == len(HOSTILE) - len(SLOW) + 1


def test_with_the_server_gone_each_answer_says_so_and_soon_nobody_waits(house: Besieged) -> None:
    house.turns(HOSTILE["stalls"])
    asked = []
    for _ in range(5):
        before = len(house.server.requests)
        assert "模型服务这会儿没有回应" in house.teacher.post("/api/chat", message=ASKED).json()["answer"]
        asked.append(len(house.server.requests) - before)
    assert asked == [1, 1, 1, 0, 0]


def test_no_hostile_server_changed_anything(house: Besieged) -> None:
    listed = house.teacher.get("/api/documents").json()["items"]
    assert [(d["id"], d["state"], d["label"]) for d in listed] == [(house.document, "ready", "school/internal")]
    assert house.teacher.get("/api/artefacts").json()["items"] == []


@pytest.mark.usefixtures("patient")
def test_who_loses_a_right_in_the_middle_of_an_answer_hears_no_more_of_it(house: Besieged) -> None:
    people, mentor = house.running.house.resources.store.people, house.running.caller("mentor1")
    first, more = threading.Event(), "涂层刀片的年度协议价为每片三十七元。"
    told = drafts(more)({"messages": [], "response_format": _FORM})
    text = str(told).replace("}]", '}, {"text": "价格不得向校方披露。", "sources": [1]}]')
    cut = text.index("价格不得")

    def script(request: dict[str, Any]) -> Reply:
        return "done" if "tools" in request else streams([text[:cut], first, text[cut:]])

    house.turns(script)
    heard = []
    asked = {"message": "涂层刀片的年度协议价是多少？"}
    with mentor.client.stream("POST", "/api/chat", json=asked, headers={"Accept": "text/event-stream"}) as answer:
        for line in answer.iter_lines():
            heard.append(line)
            if "三十七元" in line and not first.is_set():
                people.remove_membership(house.running.people["mentor1"], "yuchuan", Role.MENTOR)
                time.sleep(RECHECK)
                first.set()
    whole = "\n".join(heard)
    assert "三十七元" in whole
    assert "不得向校方" not in whole
    assert "event: error" in whole
    assert "event: done" not in whole
