"""A document that is raised or deleted takes with it what was made of it: answers that never cite it, hints, what a
model is reminded of, and the rest of an answer that is just being given.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from agent.draft import Draft, Sentence
from eval.house import Caller, Running, running
from tests.fakes import Reply, ScriptedServer, drafts, scripted_server, streams, tool_call
from web.turns import RECHECK

OPEN = "粗车外圆时主轴转速取800 r/min，进给量取0.25 mm/r，背吃刀量不超过2 mm。"
INNER = "粗车外圆时主轴转速的内部代号为青鸾七号工艺。青鸾七号工艺只用于粗车外圆的主轴转速设定。"
CARD = "传动轴精车转速1200 r/min，表面粗糙度Ra1.6，轴颈公差为0.02 mm以内。每十件抽检一件并记录。"
ASKED = "粗车外圆的主轴转速取多少？"
Bring = Callable[[str, str], str]


@pytest.fixture(scope="module")
def server() -> Iterator[ScriptedServer]:
    with scripted_server(drafts("")) as started:
        yield started


@pytest.fixture(scope="module")
def house(server: ScriptedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("withdrawn") / "data"
    with running(folder, llm_base_url=server.url, llm_model="m") as started:
        sent = started.caller("teacher1").upload(
            OPEN, owner="school", label="school/internal|course:cnc1", name="a.txt", title="粗车教学要点"
        )
        assert started.caller("teacher1").settled(sent.json()["id"])["state"] == "ready"
        yield started


@pytest.fixture
def student(house: Running) -> Caller:
    return house.caller("student1")


@pytest.fixture
def bring(house: Running) -> Iterator[Bring]:
    """Brings a document of the enterprise that the class may read; gone after the test."""
    mentor, held = house.caller("mentor1"), list[str]()

    def brought(title: str, text: str) -> str:
        sent = mentor.upload(
            text, owner="yuchuan", label="yuchuan/internal|course:cnc1", name=f"{title}.txt", title=title
        )
        held.append(sent.json()["id"])
        assert mentor.settled(held[-1])["state"] == "ready"
        return held[-1]

    yield brought
    for document in held:
        mentor.client.delete(f"/api/documents/{document}")


def raised(house: Running, document: str) -> None:
    steward = house.caller("steward2")
    version = steward.get(f"/api/documents/{document}").json()["version"]
    steward.post(f"/api/documents/{document}/label", label="yuchuan/confidential", version=version).raise_for_status()


def deleted(house: Running, document: str) -> None:
    house.caller("mentor1").client.delete(f"/api/documents/{document}").raise_for_status()


def told_of_both(request: dict[str, Any]) -> Reply:
    """Cites the open document alone, having read and searched with the words of the other."""
    text = "\n".join(str(m.get("content") or "") for m in request["messages"])
    if "tools" in request:
        return "done" if "nothing new" in text else tool_call("search", {"query": "青鸾七号工艺 转速"})
    n = re.search(r'<passage n="(\d+)" title="粗车教学要点"', text)
    said = [Sentence(text="粗车外圆时主轴转速取800 r/min。", sources=[int(n[1]) if n else 1])]
    return Draft(answered=True, sentences=said).model_dump_json()


@pytest.mark.parametrize("withdraw", [raised, deleted])
def test_what_a_model_made_with_a_document_it_did_not_cite_goes_with_it(
    server: ScriptedServer, house: Running, student: Caller, bring: Bring, withdraw: Callable[[Running, str], None]
) -> None:
    document = bring("粗车刀具内部规定", INNER)
    server.script = told_of_both
    said = student.post("/api/chat", message=ASKED).json()
    assert said["written_by"] == "m"
    assert document not in {c["document_id"] for c in said["citations"]}
    asking = [r for r in server.requests if "tools" not in r][-1]
    assert "青鸾" in json.dumps(asking["messages"], ensure_ascii=False)

    withdraw(house, document)
    kept = student.get(f"/api/threads/{said['thread_id']}").json()
    assert [t.get("withheld") for t in kept["turns"]] == [True]
    assert "青鸾" not in json.dumps(kept, ensure_ascii=False)
    server.requests.clear()
    student.post("/api/chat", message="粗车的进给量取多少？", thread_id=said["thread_id"]).raise_for_status()
    assert server.requests
    assert not [r for r in server.requests if "800 r/min。[1]" in json.dumps(r["messages"], ensure_ascii=False)]


def test_what_a_model_was_reminded_of_takes_the_next_answer_with_it(
    server: ScriptedServer, house: Running, student: Caller, bring: Bring
) -> None:
    document = bring("粗车刀具内部规定", INNER)
    server.script = drafts("青鸾七号工艺只用于粗车外圆的主轴转速设定。")
    first = student.post("/api/chat", message="青鸾七号工艺用于什么？").json()
    assert document in {c["document_id"] for c in first["citations"]}
    deleted(house, document)
    again = bring("粗车刀具内部规定", INNER)
    second = student.post("/api/chat", message="青鸾七号工艺用于什么？", thread_id=None).json()
    server.script = drafts("背吃刀量不超过2 mm。")
    third = student.post("/api/chat", message="背吃刀量不超过多少？", thread_id=second["thread_id"]).json()
    assert again not in {c["document_id"] for c in third["citations"]}
    deleted(house, again)
    kept = student.get(f"/api/threads/{second['thread_id']}").json()
    assert [t.get("withheld") for t in kept["turns"]] == [True, True]


@pytest.mark.parametrize("withdraw", [raised, deleted])
def test_a_hint_goes_with_the_document_it_leads_to(
    server: ScriptedServer, house: Running, student: Caller, bring: Bring, withdraw: Callable[[Running, str], None]
) -> None:
    server.script = lambda request: "done"
    document = bring("传动轴工序卡", CARD)
    first = student.post("/api/chat", message="传动轴精车转速是多少？", mode="tutor").json()
    second = student.post("/api/chat", message="900 r/min", mode="tutor", thread_id=first["thread_id"]).json()
    assert (first["citations"], second["citations"]) == ([], [])
    before = student.get(f"/api/threads/{first['thread_id']}").json()
    assert "传动轴工序卡" in json.dumps(before, ensure_ascii=False)
    withdraw(house, document)
    after = student.get(f"/api/threads/{first['thread_id']}").json()
    assert [t.get("withheld") for t in after["turns"]] == [True, True]
    assert "传动轴工序卡" not in json.dumps(after, ensure_ascii=False)


def test_a_quotation_stays_when_a_document_goes_that_it_does_not_cite(
    server: ScriptedServer, house: Running, student: Caller, bring: Bring
) -> None:
    server.script = lambda request: "done"
    document = bring("数控车间卫生", "数控车间每班清扫两次，粗车区地面不得有油污。")
    said = student.post("/api/chat", message=ASKED).json()
    assert (said["written_by"], said["refused"]) == ("extract", False)
    assert document not in {c["document_id"] for c in said["citations"]}
    deleted(house, document)
    (turn,) = student.get(f"/api/threads/{said['thread_id']}").json()["turns"]
    assert not turn.get("withheld")


def test_a_document_raised_while_the_model_writes_is_told_of_no_more(
    server: ScriptedServer, house: Running, student: Caller, bring: Bring
) -> None:
    document, go = bring("传动轴工序卡", CARD), threading.Event()
    said = [Sentence(text=t, sources=[1]) for t in ("轴颈公差为0.02 mm以内。", "表面粗糙度Ra1.6。")]
    text = Draft(answered=True, sentences=said).model_dump_json()
    cut = text.index("表面粗糙度")
    server.script = lambda request: "done" if "tools" in request else streams([text[:cut], go, text[cut:]])
    heard = []
    before = len(student.get("/api/threads").json()["items"])
    asked, stream = {"message": "传动轴轴颈公差为多少？"}, {"Accept": "text/event-stream"}
    with student.client.stream("POST", "/api/chat", json=asked, headers=stream) as answer:
        for line in answer.iter_lines():
            heard.append(line)
            if "0.02 mm" in line and not go.is_set():
                raised(house, document)
                time.sleep(RECHECK)
                go.set()
    whole = "\n".join(heard)
    assert "0.02 mm" in whole
    assert "Ra1.6" not in whole
    assert "event: error" in whole
    assert "资料被收回" in whole
    assert "event: done" not in whole
    assert len(student.get("/api/threads").json()["items"]) == before
