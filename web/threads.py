"""The caller's own threads. Another person's thread is a thread that does not exist."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from records.threads import Said, Thread
from web.identity import Who
from web.resources import Parts
from web.talk import AnswerOut

router = APIRouter(tags=["talk"])


class ThreadRow(BaseModel):
    """`title` is its name or the first question, null when its asker may no longer read what it rests on."""

    id: str
    title: str | None
    label: str
    created_at: datetime
    updated_at: datetime
    pinned: bool = False

    @classmethod
    def of(cls, thread: Thread) -> ThreadRow:
        return cls(
            id=thread.id, title=thread.title, label=str(thread.label), created_at=thread.created_at,
            updated_at=thread.updated_at, pinned=thread.pinned,
        )


class ThreadList(BaseModel):
    items: list[ThreadRow]


class TurnOut(BaseModel):
    """`withheld`: its asker may no longer read what it was made from, so neither question nor answer is shown."""

    id: str
    at: datetime
    asked: str
    answer: AnswerOut | None
    withheld: bool
    useful: bool | None = None

    @classmethod
    def of(cls, said: Said) -> TurnOut:
        answer = AnswerOut.of(said.answer) if said.answer else None
        return cls(id=said.id, at=said.at, asked=said.asked, answer=answer, withheld=said.withheld, useful=said.useful)


class ThreadOut(ThreadRow):
    turns: list[TurnOut]


@router.get("/api/threads")
def listed(who: Who, parts: Parts, q: Annotated[str, Query(max_length=200)] = "") -> ThreadList:
    """Pinned ones first, then latest. `q` looks for words in titles, questions and answers."""
    return ThreadList(items=[ThreadRow.of(t) for t in parts.store.threads.list(who.principal, q=q)])


@router.get("/api/threads/{thread_id}")
def thread(thread_id: str, who: Who, parts: Parts) -> ThreadOut:
    found = parts.store.threads.get(who.principal, thread_id)
    return ThreadOut(**ThreadRow.of(found).model_dump(), turns=[TurnOut.of(said) for said in found.turns])


@router.delete("/api/threads/{thread_id}", status_code=204)
def delete(thread_id: str, who: Who, parts: Parts) -> None:
    parts.store.threads.delete(who.principal, thread_id)
