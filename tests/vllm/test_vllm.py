"""A real vLLM: shapes kept, calls parsed, salts kept apart, streams ended, and noise never said as a claim."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import openai
import pytest
from pydantic import BaseModel, Field

from agent.chat import Enough, Malformed, Said
from agent.model import Model
from tests.vllm.asked import shapes
from tests.vllm.conftest import NAME, STEPS, Taught, Vllm
from tools import described, discover
from trust.labels import parse

pytestmark = pytest.mark.vllm
TOOLS = discover()
ASKED = "粗车外圆的主轴转速是多少？"
HITS = "vllm:prefix_cache_hits_total"


class Piece(BaseModel):
    text: str = Field(min_length=1, max_length=400)


class Long(BaseModel):
    """What takes the server minutes to fill."""

    pieces: list[Piece] = Field(min_length=2000, max_length=2000)


def until(true: Callable[[], bool], seconds: float = 120) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.1)
    return False


def test_every_shape_is_found() -> None:
    assert {shape.__name__ for shape in shapes()} >= {"Draft", "Hint", "Wording", "Drafts"}


@pytest.mark.parametrize("shape", shapes(), ids=lambda s: f"{s.__module__}.{s.__name__}")
def test_what_comes_has_the_asked_shape_or_is_told_as_malformed(model: Model, shape: type[BaseModel]) -> None:
    ends = []
    for words in ("粗车", "精车\n" + STEPS, "安全"):
        try:
            assert isinstance(model.compose([Said("user", words)], shape), shape)
            ends.append("valid")
        except Malformed:
            ends.append("malformed")
    assert "valid" in ends


@pytest.mark.parametrize("name", sorted(set(TOOLS) - {"draft_comment"}))  # it needs a graded student
def test_a_tool_makes_its_whole_artefact_whatever_the_model_says(taught: Taught, name: str) -> None:
    fields, before = TOOLS[name].arguments.model_fields, len(taught.recorded.drafts)
    arguments: dict[str, Any] = {"document_ids": [taught.document]} if "document_ids" in fields else {}
    arguments |= {k: ASKED for k, f in fields.items() if f.is_required() and f.annotation is str}
    made = taught.running.caller("teacher1").post(f"/api/tools/{name}", **arguments).raise_for_status().json()
    assert made["written_by"] in ("extract", NAME)
    assert parse("school/internal").flows_to(parse(made["label"]))
    for citation in made["citations"]:
        assert all(line in STEPS for line in citation["quote"].splitlines())
    for shape, end in taught.recorded.drafts[before:]:
        assert end in ("valid", "Malformed"), shape


def test_the_tools_that_write_asked_the_model(taught: Taught) -> None:
    asked = {shape for shape, _ in taught.recorded.drafts}
    assert {"Wording", "Drafts"} <= asked


def test_what_is_chosen_freely_is_calls_or_none(model: Model) -> None:
    for call in model.choose([Said("user", ASKED)], [described(tool) for tool in TOOLS.values()]):
        assert isinstance(call.arguments, Mapping)


@pytest.mark.parametrize("name", sorted(TOOLS))
def test_a_forced_call_names_the_tool_with_arguments_of_its_schema(vllm: Vllm, name: str) -> None:
    declared = {"type": "function", "function": described(TOOLS[name]) | {"strict": True}}
    for choice in ("required", {"type": "function", "function": {"name": name}}):
        with openai.OpenAI(base_url=vllm.url, api_key="none", max_retries=0) as client:
            reply: Any = client.chat.completions.create(
                model=NAME, messages=[{"role": "user", "content": ASKED}], temperature=0, max_tokens=2000,
                tools=[declared], tool_choice=choice,  # type: ignore[list-item, arg-type]
            )  # fmt: skip
        (call,) = reply.choices[0].message.tool_calls
        assert call.function.name == name
        assert set(json.loads(call.function.arguments)) <= set(TOOLS[name].arguments.model_fields)


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_noise_ends_as_extraction_and_never_as_a_claim(taught: Taught, accept: str) -> None:
    before = len(taught.recorded.drafts)
    client = taught.running.caller("teacher1").client
    answer = client.post("/api/chat", json={"message": ASKED}, headers={"Accept": accept}).raise_for_status()
    assert len(taught.recorded.drafts) > before
    said = _done(answer.text) if "event-stream" in accept else answer.json()
    assert said["written_by"] == "extract" or said["refused"]
    assert said["refused"] or ("800 r/min" in said["answer"] and said["citations"])


def _done(stream: str) -> dict[str, Any]:
    """The last event of a stream, which holds the whole answer."""
    event = next(block for block in stream.replace("\r", "").split("\n\n") if block.startswith("event: done"))
    told: dict[str, Any] = json.loads(event.split("data: ", 1)[1])
    return told


def test_a_reply_that_nobody_hears_any_more_ends_on_the_server(model: Model, vllm: Vllm) -> None:
    heard = list[Mapping[str, Any]]()

    def enough(value: Mapping[str, Any]) -> None:
        heard.append(value)
        raise Enough()

    with pytest.raises(Enough):
        model.compose([Said("user", ASKED)], Long, hear=enough)
    assert heard
    assert until(lambda: vllm.counts("vllm:num_requests_running") == 0)
    written = vllm.counts("vllm:generation_tokens_total")
    time.sleep(1)
    assert vllm.counts("vllm:generation_tokens_total") == written


def test_a_prefix_is_shared_under_one_salt_only(model: Model, vllm: Vllm) -> None:
    def hits(salt: str) -> float:
        before = vllm.counts(HITS)
        model.choose([Said("user", STEPS * 3)], [described(TOOLS["search"])], salt)
        return vllm.counts(HITS) - before

    assert hits("one") == 0
    assert hits("one") > 0
    assert hits("two") == 0
    assert hits("two") > 0


def test_sixteen_chats_at_once_are_all_answered(taught: Taught) -> None:
    caller = taught.running.caller("teacher1")

    def ask(n: int) -> httpx.Response:
        return caller.client.post("/api/chat", json={"message": f"{ASKED}（{n}）"})

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(ask, range(16)))
    assert {a.status_code for a in answers} == {200}
    assert all(a.json()["answer"] for a in answers)
