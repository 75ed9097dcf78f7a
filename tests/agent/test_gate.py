"""A model's sentences leave one by one, each once it holds; what does not hold stays, and the sources speak instead."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.draft import Draft, Sentence
from agent.events import Event
from agent.model import Model
from tests.agent.school import School
from tests.fakes import Reply, ScriptedServer, scripted_server, streams

SPEED, FEED = "粗车主轴转速为 800~1200 r/min。", "粗车进给量为 0.2~0.3 mm/r。"
QUESTION = "粗车的主轴转速和进给量是多少？"
BAD = "粗车主轴转速为 5000 r/min。"
SWAN = "天鹅在湖里吃水草，冬天飞往南方。"
SEEN = st.lists(st.sampled_from([SPEED, FEED, BAD, SWAN, "见 http://evil.example/a"]), min_size=1, max_size=6)


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    made = School(tmp_path_factory.mktemp("gate"))
    made.put("主轴加工工艺规程", f"{SPEED}{FEED}")
    made.put("乳化液管理规定", "粗车时乳化液浓度为 5%~8%。", library="training")
    yield made
    made.close()


def whole(*texts: str) -> str:
    return Draft(answered=True, sentences=[Sentence(text=t, sources=[1]) for t in texts]).model_dump_json()


def turn(school: School, server: ScriptedServer) -> Iterator[Event]:
    agent = school.agent(Model(server.url, "qwen-test", seconds=60))
    return agent.stream(school.turn(agent), QUESTION)


def told(events: Sequence[Event]) -> list[str]:
    return [e.data["text"] for e in events if e.kind == "sentence"]


def test_the_first_sentence_is_seen_before_the_model_has_finished(school: School) -> None:
    heard, text = threading.Event(), whole(SPEED, FEED)
    cut = text.index(FEED)
    pieces = [text[:cut], heard, text[cut:]]

    def script(request: dict[str, Any]) -> Reply:
        return "done" if "tools" in request else streams(pieces)

    with scripted_server(script) as server:
        seen = []
        for event in turn(school, server):
            seen.append(event)
            if event.kind == "sentence":
                heard.set()
    assert told(seen) == [f"{SPEED}[1]", f"{FEED}[1]"]
    assert seen[-1].data["answer"] == "".join(told(seen))
    assert heard.is_set()


def test_what_does_not_hold_is_dropped_and_the_rest_leaves(school: School) -> None:
    with scripted_server(lambda r: "done" if "tools" in r else whole(SPEED, BAD, FEED)) as server:
        seen = list(turn(school, server))
        assert len(server.requests) == 2
    assert seen[-1].data["answer"] == f"{SPEED}[1]{FEED}[1]"
    assert seen[-1].data["written_by"] == "qwen-test"


def test_two_in_a_row_end_the_model_s_part_and_its_request(school: School) -> None:
    gone, text = threading.Event(), whole(SPEED, BAD, SWAN, FEED)
    slow = (" " for _ in range(1000) if not time.sleep(0.02))
    pieces = itertools.chain([text[:-3]], slow)

    def script(request: dict[str, Any]) -> Reply:
        return "done" if "tools" in request else streams(pieces, gone=gone)

    with scripted_server(script) as server:
        seen = list(turn(school, server))
        assert gone.wait(10)
    answer = seen[-1].data["answer"]
    assert answer.startswith(f"{SPEED}[1]")
    assert BAD not in answer
    assert SWAN not in answer


def test_a_server_that_dies_in_the_middle_leaves_what_was_said_and_the_sources(school: School) -> None:
    text = whole(SPEED, FEED)

    def script(request: dict[str, Any]) -> Reply:
        return "done" if "tools" in request else streams([text[: text.index(FEED) + 3]], cut=True)

    with scripted_server(script) as server:
        seen = list(turn(school, server))
        assert len(server.requests) == 2
    assert told(seen)[0] == f"{SPEED}[1]"
    assert "模型服务中途没有回应" in seen[-1].data["answer"]
    assert seen[-1].data["answer"] == "".join(told(seen))


@pytest.mark.laws
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(texts=SEEN, step=st.integers(1, 200), at=st.integers(0, 400), cut=st.booleans())
def test_however_it_comes_only_what_holds_leaves_and_it_leaves_once(
    school: School, texts: list[str], step: int, at: int, cut: bool
) -> None:
    text = whole(*texts)
    sent = text[:at] if cut else text
    pieces = [sent[n : n + step] for n in range(0, len(sent), step)]

    def script(request: dict[str, Any]) -> Reply:
        return "done" if "tools" in request else streams(pieces, cut=cut)

    with scripted_server(script) as server:
        seen = list(turn(school, server))
    answer = seen[-1].data["answer"]
    assert answer == "".join(told(seen))
    for bad in (BAD, SWAN, "evil.example", "5000"):
        assert bad not in answer
    assert "800~1200 r/min" in answer or FEED in answer
    cited = {c["n"] for c in seen[-1].data["citations"]}
    assert cited == set(range(1, len(cited) + 1))
