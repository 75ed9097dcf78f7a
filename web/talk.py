"""Chat over HTTP: one JSON answer, or server-sent events as it is made. What a turn is stands in web/turns.py."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, Field

from agent.events import Event
from agent.state import Mode
from trust.errors import Fault
from trust.principal import Principal
from trust.sources import Answer
from web.identity import Asker, Sees
from web.journal import failed
from web.language import language_of
from web.problems import problem, request_id
from web.resources import Parts, Resources
from web.shapes import CitationOut, Strict
from web.turns import Talk, ended, kept, remembered

EVENTS = "text/event-stream"
router = APIRouter(tags=["talk"])


class Message(Strict):
    """`retry`: in place of the thread's last exchange, which this one does not remember."""

    message: str = Field(max_length=20_000)
    thread_id: str | None = Field(default=None, max_length=200)
    mode: Mode = "ask"
    retry: bool = False


class AnswerOut(BaseModel):
    """`refused` is true when nothing readable answers; `written_by` is `extract` or the model's name. `incomplete`: the
    model fell silent in the middle, the rest is quoted; asked again with `retry`, one exchange is kept.
    """

    answer: str
    citations: list[CitationOut]
    refused: bool
    label: str
    written_by: str
    tool_calls: list[str]
    incomplete: bool = False

    @classmethod
    def of(cls, answer: Answer) -> AnswerOut:
        return cls(
            answer=answer.text, citations=[CitationOut.of(c) for c in answer.citations], refused=answer.refused,
            label=str(answer.label), written_by=answer.written_by, tool_calls=list(answer.tool_calls),
            incomplete=answer.incomplete,
        )


class TutorOut(BaseModel):
    """Where the learner stands with the question: rungs 1 to 4, the last is the answer. `assigned`: it is a published
    exercise, recognised.
    """

    rung: int
    attempts: int
    idle: int
    solved: bool
    assigned: bool = False


class ChatOut(AnswerOut):
    """`tutor` only in tutor mode, while a question is being worked on."""

    thread_id: str
    tutor: TutorOut | None = None


def allowed(principal: Asker, parts: Parts) -> Principal:
    """An asker who has questions left this minute."""
    parts.chats.take(principal.id)
    return principal


Talker = Annotated[Principal, Depends(allowed)]


@router.post(
    "/api/chat", response_model=ChatOut,
    responses={200: {"content": {EVENTS: {"schema": {"type": "string"}}}, "description": "JSON or events"}},
)
def chat(given: Message, request: Request, principal: Talker, sees: Sees, parts: Parts) -> Response:
    history, place = remembered(parts, principal, given.thread_id, given.retry)
    talk = Talk(principal, sees, given.message, request_id(request.scope), given.thread_id, history, given.mode, place)
    if EVENTS in request.headers.get("accept", ""):
        language = language_of(request.headers.get("accept-language"))
        return StreamingResponse(sent(parts, talk, language), media_type=EVENTS, headers={"X-Accel-Buffering": "no"})
    event, thread_id = ended(kept(parts, talk))
    return JSONResponse({**event.data, "thread_id": thread_id})


def sent(parts: Resources, talk: Talk, language: str) -> Iterator[str]:
    """Server-sent events. After the first byte the status is out, so a fault becomes an `error` event."""
    try:
        for event, thread_id in kept(parts, talk):
            yield as_sse(event.kind, _data(event, thread_id))
    except Fault as fault:
        yield as_sse("error", problem(fault, language, talk.request_id))
    # The last frame of a stream that has begun: whatever it was, the caller is told without details.
    except Exception as error:
        failed(talk.request_id, error)
        yield as_sse("error", problem(Fault(), language, talk.request_id))


def _data(event: Event, thread_id: str | None) -> dict[str, Any]:
    return {**event.data, "thread_id": thread_id} if thread_id else dict(event.data)


def as_sse(kind: str, data: Any) -> str:
    return f"event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
