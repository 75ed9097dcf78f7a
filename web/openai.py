"""The OpenAI-compatible door: models and chat completions, streamed or whole, over the same turn as our own chat.

The conversation is the client's to keep: nothing is stored, and no message may speak as the system here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from agent.state import Exchange
from trust.errors import BadInput, Fault
from trust.sources import Answer, Citation
from web.identity import Asker, Sees
from web.journal import failed
from web.language import language_of
from web.problems import problem, request_id
from web.resources import Parts, Resources
from web.shapes import CitationOut
from web.shown import note_answer
from web.talk import EVENTS, Talker
from web.turns import Talk, events
from web.words import sources_heading

MODEL = "shuangyuan"
router = APIRouter(tags=["other programs"])


class Part(BaseModel):
    model_config = ConfigDict(extra="ignore")
    type: str
    text: str = ""


class ChatMessage(BaseModel):
    """Only what people and we said counts: instructions from outside have no say."""

    model_config = ConfigDict(extra="ignore")
    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[Part] | None = None

    @property
    def text(self) -> str:
        if isinstance(self.content, list):
            return "\n".join(p.text for p in self.content if p.type == "text")
        return self.content or ""


class Completion(BaseModel):
    """What else the protocol knows (temperature, tools …) is accepted and has no effect."""

    model_config = ConfigDict(extra="ignore")
    model: str = MODEL
    messages: list[ChatMessage] = Field(min_length=1, max_length=200)
    stream: bool = False


@router.get("/v1/models")
def models(_: Asker) -> dict[str, Any]:
    row = {"id": MODEL, "object": "model", "created": 0, "owned_by": "shuangyuan"}
    return {"object": "list", "data": [row]}


@router.post("/v1/chat/completions")
def complete(given: Completion, request: Request, principal: Talker, sees: Sees, parts: Parts) -> Response:
    message, history = _asked(given.messages)
    talk = Talk(principal, sees, message, request_id(request.scope), history=history)
    language = language_of(request.headers.get("accept-language"))
    if given.stream:
        return StreamingResponse(_streamed(parts, talk, language), media_type=EVENTS)
    *_, last = events(parts, talk)
    if last.answer is None:
        raise Fault()
    note_answer(parts, principal, sees, last.answer)
    return JSONResponse(_whole(parts, talk, last.answer, language))


def _asked(messages: list[ChatMessage]) -> tuple[str, tuple[Exchange, ...]]:
    """The last question, and the exchanges before it."""
    if messages[-1].role != "user" or not messages[-1].text.strip():
        raise BadInput("最后一条消息应是用户的提问", "the last message must be the user's question")
    talk = [m for m in messages[:-1] if m.role in ("user", "assistant") and m.text.strip()]
    history = tuple(Exchange(q.text, a.text) for q, a in pairwise(talk) if (q.role, a.role) == ("user", "assistant"))
    return messages[-1].text, history


def _trailing(citations: tuple[Citation, ...], language: str) -> str:
    """The list of sources after the text, for clients that show text alone."""
    if not citations:
        return ""
    rows = [f"[{c.n}] 《{c.title}》 “{c.quote}”" for c in citations]
    return "\n\n" + "\n".join([sources_heading(language), *rows])


def _cited(answer: Answer) -> list[dict[str, Any]]:
    return [CitationOut.of(c).model_dump() for c in answer.citations]


def _whole(parts: Resources, talk: Talk, answer: Answer, language: str) -> dict[str, Any]:
    message = {
        "role": "assistant", "content": answer.text + _trailing(answer.citations, language),
        "citations": _cited(answer), "refused": answer.refused, "label": str(answer.label),
        "written_by": answer.written_by,
    }
    return {
        **_head(parts, talk, "chat.completion"),
        "choices": [{"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}],
        "usage": {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0},
    }


def _head(parts: Resources, talk: Talk, kind: str) -> dict[str, Any]:
    created = int(parts.now().timestamp())
    return {"id": f"chatcmpl-{talk.request_id}", "object": kind, "created": created, "model": MODEL}


def _streamed(parts: Resources, talk: Talk, language: str) -> Iterator[str]:
    """Chunks in the protocol's form; the last one carries the citations."""
    head = _head(parts, talk, "chat.completion.chunk")
    yield _chunk(head, {"role": "assistant", "content": ""})
    try:
        for event in events(parts, talk):
            if event.kind == "sentence":
                yield _chunk(head, {"content": event.data["text"]})
            if event.answer is not None:
                note_answer(parts, talk.principal, talk.scope, event.answer)
                trailing = _trailing(event.answer.citations, language)
                yield _chunk(head, {"content": trailing, "citations": _cited(event.answer)})
        yield _chunk(head, {}, "stop")
    except Fault as fault:
        yield _line({"error": _error(fault, language, talk)})
    # As in web/talk.py: the stream has begun, so the caller is told without details.
    except Exception as error:
        failed(talk.request_id, error)
        yield _line({"error": _error(Fault(), language, talk)})
    yield "data: [DONE]\n\n"


def _error(fault: Fault, language: str, talk: Talk) -> dict[str, Any]:
    return {"message": fault.detail(language), "code": fault.kind, **problem(fault, language, talk.request_id)}


def _chunk(head: dict[str, Any], delta: dict[str, Any], finish: str | None = None) -> str:
    return _line({**head, "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]})


def _line(data: dict[str, Any]) -> str:
    return f"data: {json.dumps(data, ensure_ascii=False)}\n\n"
