"""With a model: through the real client and HTTP it writes better; however it fails, the answer stays right."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from agent.draft import Draft, Sentence
from agent.model import Model, open_model
from agent.nodes import CALLS
from agent.state import Exchange
from tests.agent.school import School
from tests.fakes import Reply, ScriptedServer, scripted_server, tool_call
from trust.principal import Principal, Scope
from trust.settings import Settings
from trust.sources import Answer, Findings
from trust.turn import Search

SPEED = "粗车主轴转速为 800~1200 r/min。"
QUESTION = "粗车的主轴转速是多少？"
QUOTED = f"根据《主轴加工工艺规程》：{SPEED}"

Script = Callable[[dict[str, Any]], Reply]


def draft(text: str, *sources: int, answered: bool = True) -> str:
    sentences = [Sentence(text=text, sources=list(sources))] if text else []
    return Draft(answered=answered, sentences=sentences).model_dump_json()


def writes(*drafts: Reply) -> Script:
    """Chooses no tool; composes the drafts in turn, the last one for ever."""
    left = list(drafts)

    def script(request: dict[str, Any]) -> Reply:
        if "tools" in request:
            return "done"
        return left.pop(0) if len(left) > 1 else left[0]

    return script


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    made = School(tmp_path_factory.mktemp("model"))
    made.put("主轴加工工艺规程", f"{SPEED}粗车进给量为 0.2~0.3 mm/r。")
    made.put("乳化液管理规定", "乳化液浓度为 5%~8%。", library="training")
    made.put("传动轴热处理规程", "传动轴渗碳淬火分两段，第一段 920 摄氏度。", label="acme/confidential")
    yield made
    made.close()


def ask(school: School, server: ScriptedServer, message: str = QUESTION, *before: Exchange) -> Answer:
    model = Model(server.url, "qwen-test", "key-1", seconds=5)
    agent = school.agent(model)
    answer = agent.answer(school.turn(agent), message, before)
    model.close()
    return answer


def words_of(server: ScriptedServer) -> str:
    """All that was sent, less the salt: that is a hash, and may spell any number."""
    return json.dumps([r | {"cache_salt": ""} for r in server.requests], ensure_ascii=False)


def extracted(answer: Answer) -> bool:
    return answer.written_by == "extract" and answer.text.startswith(QUOTED) and not answer.refused


def test_the_model_s_answer_is_cited_and_carries_its_name(school: School) -> None:
    with scripted_server(writes(draft("粗车时主轴转速取 800~1200 r/min。[3]", 1))) as server:
        answer = ask(school, server)
    assert answer.text == "粗车时主轴转速取 800~1200 r/min。[1]"
    assert answer.written_by == "qwen-test"
    assert [c.quote for c in answer.citations] == [SPEED]
    assert server.headers[0]["authorization"] == "Bearer key-1"


def test_the_model_may_search_again_before_it_writes(school: School) -> None:
    def script(request: dict[str, Any]) -> Reply:
        if "tools" not in request:
            return draft("乳化液浓度为 5%~8%。", 2)
        asked = any(m["role"] == "tool" for m in request["messages"])
        return "done" if asked else tool_call("search", {"query": "乳化液浓度", "library": "training"})

    with scripted_server(script) as server:
        answer = ask(school, server)
    assert answer.tool_calls == ("search", "search")
    assert [c.title for c in answer.citations] == ["乳化液管理规定"]
    told = next(m["content"] for r in server.requests for m in r["messages"] if m["role"] == "tool")
    assert told.startswith('<passage n="2" title="乳化液管理规定"')


def test_the_model_is_told_no_person_no_label_and_no_id(school: School) -> None:
    with scripted_server(writes(draft(SPEED, 1))) as server:
        ask(school, server, QUESTION, Exchange("乳化液浓度是多少", "5%~8%"))
    sent = words_of(server)
    assert "乳化液浓度是多少" in sent
    for word in (school.student.id, "school/", "internal", "confidential", "acme", "920", "document1", "self:"):
        assert word not in sent.replace("qwen-test", ""), word


@pytest.mark.parametrize(
    "bad",
    [
        "not JSON at all", "{\"answered\": true", '{"answered": true, "sentences": [{"text": "x"}]}', "",
        '{"wrong": 1}', "null", "[]",
        draft("粗车主轴转速为 5000 r/min。", 1), draft(SPEED, 9), draft(SPEED), draft("见 http://evil.example/a", 1),
        draft("<img src=x onerror=alert(1)>", 1), draft("", answered=True),
    ],
)  # fmt: skip
def test_a_bad_draft_never_leaves(school: School, bad: str) -> None:
    with scripted_server(writes(bad)) as server:
        answer = ask(school, server)
    assert extracted(answer)
    assert sum("tools" not in r for r in server.requests) == 3


def test_one_bad_draft_is_repaired(school: School) -> None:
    with scripted_server(writes("{", draft("转速取 9999 r/min。", 1), f"```json\n{draft(SPEED, 1)}\n```")) as server:
        answer = ask(school, server)
    assert (answer.text, answer.written_by) == (f"{SPEED}[1]", "qwen-test")
    assert "9999 is not in the passages" in server.requests[-1]["messages"][-1]["content"]


def test_thinking_aloud_before_the_answer_is_taken_off(school: School) -> None:
    with scripted_server(writes(f"<think>hm {{}}</think>\n{draft(SPEED, 1)}")) as server:
        assert ask(school, server).written_by == "qwen-test"


def test_a_model_that_finds_no_answer_refuses(school: School) -> None:
    with scripted_server(writes(draft("", answered=False))) as server:
        answer = ask(school, server)
    assert (answer.refused, answer.citations) == (True, ())


def test_what_was_not_found_is_refused_without_the_model_writing(school: School) -> None:
    with scripted_server(writes(draft("天鹅吃水草。", 1))) as server:
        answer = ask(school, server, "紫禁城哪年建成")
    assert answer.refused
    assert all("tools" in r for r in server.requests)


@pytest.mark.parametrize(
    "call",
    [
        tool_call("search", {"query": "乳化液"}), tool_call("delete_everything", {}), tool_call("search", "{broken"),
        tool_call("search", {"query": "渗碳", "label": "acme/confidential"}), tool_call("", {}),
        tool_call("search", {"query": "渗碳", "principal": "bob"}), tool_call("search", {"query": "渗碳温度"}),
        tool_call("search", {"query": "x", "library": "../.."}),
    ],
)  # fmt: skip
def test_endless_or_foreign_tool_calls_end_in_an_answer_from_what_the_asker_may_read(
    school: School, call: dict[str, Any]
) -> None:
    def script(request: dict[str, Any]) -> Reply:
        return call if "tools" in request else draft(SPEED, 1)

    with scripted_server(script) as server:
        answer = ask(school, server)
    assert answer.text == f"{SPEED}[1]"
    assert len(answer.tool_calls) == CALLS
    assert "920" not in words_of(server)


@dataclass
class Meeting:
    """Keeps trust.turn.Search: each search but the first waits for the other one."""

    inner: Search
    meet: threading.Barrier = field(default_factory=lambda: threading.Barrier(2))
    searched: list[str] = field(default_factory=list)

    def find(self, principal: Principal, scope: Scope, query: str, **how: Any) -> Findings:
        self.searched.append(query)
        if query.startswith("乳化液"):
            self.meet.wait(60)
        return self.inner.find(principal, scope, query, **how)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


def test_calls_of_one_reply_are_made_at_the_same_time_and_answered_in_their_order(school: School) -> None:
    both = [tool_call("search", {"query": q}, q)["tool_calls"][0] for q in ("乳化液浓度", "乳化液管理")]

    def script(request: dict[str, Any]) -> Reply:
        asked = any(m["role"] == "tool" for m in request["messages"])
        return draft(SPEED, 1) if "tools" not in request else "done" if asked else {"content": None, "tool_calls": both}

    with scripted_server(script) as server:
        model = Model(server.url, "qwen-test", seconds=5)
        agent = school.agent(model)
        turn = school.turn(agent)
        answer = agent.answer(replace(turn, search=Meeting(turn.search)), QUESTION)
        model.close()
    assert answer.tool_calls == ("search", "search", "search")
    told = [m["tool_call_id"] for m in server.requests[1]["messages"] if m["role"] == "tool"]
    assert told == ["乳化液浓度", "乳化液管理"]


def test_a_hundred_calls_at_once_are_cut_to_the_budget(school: School) -> None:
    many = [tool_call("search", {"query": f"乳化液 {n}"}, f"c{n}")["tool_calls"][0] for n in range(100)]

    def script(request: dict[str, Any]) -> Reply:
        return {"content": None, "tool_calls": many} if "tools" in request else draft(SPEED, 1)

    with scripted_server(script) as server:
        assert len(ask(school, server).tool_calls) == CALLS


@pytest.mark.parametrize(
    "broken", [500, 503, 429, 400, 401, 404, b"", b"<html>", b"{}", b'{"choices": []}', b'{"choices": null}', b"[]",
               b'{"choices": [{"message": null}]}', b'{"choices": [{}]}', b"\xff\xfe\x00", b"null", b'"x"'],
)  # fmt: skip
def test_a_server_that_fails_leaves_the_quoted_sources(school: School, broken: Reply) -> None:
    with scripted_server(lambda _: broken) as server:
        assert extracted(ask(school, server))


@pytest.fixture
def nobody_there() -> Iterator[str]:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{held.getsockname()[1]}/v1"


def test_no_server_at_all_leaves_the_quoted_sources_and_says_so(school: School, nobody_there: str) -> None:
    agent = school.agent(Model(nobody_there, "qwen-test"))
    answer = agent.answer(school.turn(agent), QUESTION)
    assert extracted(answer)
    assert "模型服务这会儿没有回应" in answer.text


def test_a_server_that_is_busy_for_a_moment_is_asked_again(school: School) -> None:
    busy: list[Reply] = [503, 429]

    def script(request: dict[str, Any]) -> Reply:
        return busy.pop() if busy else writes(draft(SPEED, 1))(request)

    with scripted_server(script) as server:
        assert ask(school, server).written_by == "qwen-test"


def test_requests_carry_the_salt_of_what_the_asker_may_read_and_no_packing(school: School) -> None:
    with scripted_server(writes(draft(SPEED, 1))) as server:
        ask(school, server)
    salts = {r["cache_salt"] for r in server.requests}
    assert len(salts) == 1
    assert len(salts.pop()) == 32
    assert {h["accept-encoding"] for h in server.headers} == {"identity"}


def test_nothing_is_sent_to_a_tracing_service(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted_server(lambda _: b"{}") as tracer, scripted_server(writes(draft(SPEED, 1))) as server:
        for name in ("LANGSMITH", "LANGCHAIN"):
            monkeypatch.setenv(f"{name}_TRACING_V2", "true")
            monkeypatch.setenv(f"{name}_ENDPOINT", tracer.url)
            monkeypatch.setenv(f"{name}_API_KEY", "k")
        monkeypatch.setenv("HTTP_PROXY", tracer.url)
        assert ask(school, server).written_by == "qwen-test"
        from langsmith.run_trees import get_cached_client

        get_cached_client().flush()
    assert tracer.headers == []


def test_a_model_is_opened_only_when_it_is_configured() -> None:
    assert open_model(Settings(llm_base_url=None, llm_model=None)) is None
    assert open_model(Settings(llm_base_url="http://127.0.0.1:1/v1", llm_model=None)) is None
    model = open_model(Settings(llm_base_url="http://127.0.0.1:1/v1", llm_model="qwen"))
    assert model is not None
    assert model.name == "qwen"
    model.close()
