"""What people do with their own over HTTP: name and pin conversations, say a word on an answer, see what to ask next;
see where they are signed in, and what is kept about them. Nobody reaches another's.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel, Field

from agent.suggest import suggestions
from records.feedback import LONGEST
from records.sessions import Session
from records.threads import LONGEST_NAME
from trust.principal import Principal, Scope
from web.identity import Sees, Who
from web.language import Language, Reads
from web.resources import Parts, Resources
from web.shapes import Strict
from web.threads import ThreadRow

router = APIRouter(tags=["own"])


class ThreadChange(Strict):
    """What is left out stays; an empty name gives the first question back."""

    name: str | None = Field(default=None, max_length=LONGEST_NAME)
    pinned: bool | None = None


class Word(Strict):
    useful: bool
    reason: str = Field(default="", max_length=LONGEST)


class Next(BaseModel):
    """Questions one may ask next, from what one may read."""

    items: list[str]


class SessionOut(BaseModel):
    id: str
    device: str
    made_at: datetime | None
    until: datetime
    here: bool

    @classmethod
    def of(cls, s: Session) -> SessionOut:
        return cls(id=s.id, device=s.device, made_at=s.made_at, until=s.until, here=s.here)


class SessionList(BaseModel):
    items: list[SessionOut]


class KeptOut(BaseModel):
    """How many of each are kept."""

    threads: int
    questions: int
    feedback: int
    attempts: int
    mastery: int
    rehearsals: int
    steps: int
    tokens: int
    documents: int
    evidence: int
    comments: int
    figures: int
    grades: int
    scores: int
    placements: int
    internship_days: int
    internship_marks: int


def change(parts: Resources, who: Principal, thread_id: str, given: ThreadChange) -> None:
    if given.name is not None:
        parts.store.threads.rename(who, thread_id, given.name)
    if given.pinned is not None:
        parts.store.threads.pin(who, thread_id, given.pinned)


def next_questions(
    parts: Resources, principal: Principal, scope: Scope, thread_id: str, language: Language
) -> tuple[str, ...]:
    """After the thread's last exchange; none after a refusal, or where it may not be read any more."""
    turns = parts.store.threads.get(principal, thread_id).turns
    if not turns or turns[-1].answer is None or turns[-1].answer.refused:
        return ()
    last = turns[-1]
    found = parts.store.library.passages(principal, scope, list(last.trace.get("passages", ())))
    return suggestions(last.asked, found, language)


@router.patch("/api/threads/{thread_id}", summary="Name or pin a conversation")
def changed(thread_id: str, given: ThreadChange, who: Who, parts: Parts) -> ThreadRow:
    change(parts, who.principal, thread_id, given)
    return ThreadRow.of(parts.store.threads.get(who.principal, thread_id))


@router.get("/api/threads/{thread_id}/next", summary="What to ask next")
def following(thread_id: str, who: Who, sees: Sees, parts: Parts, reads: Reads) -> Next:
    return Next(items=list(next_questions(parts, who.principal, sees, thread_id, reads)))


@router.put("/api/feedback/{turn_id}", status_code=204, summary="Say a word on an answer")
def say(turn_id: str, given: Word, who: Who, parts: Parts) -> None:
    parts.store.feedback.give(who.principal, turn_id, given.useful, given.reason)


@router.delete("/api/feedback/{turn_id}", status_code=204, summary="Take it back")
def unsay(turn_id: str, who: Who, parts: Parts) -> None:
    parts.store.feedback.take_back(who.principal, turn_id)


@router.get("/api/me/sessions")
def sessions(who: Who, parts: Parts) -> SessionList:
    return SessionList(items=[SessionOut.of(s) for s in parts.store.sessions.list(who.principal, who.session)])


@router.delete("/api/me/sessions/{session_id}", status_code=204)
def end(session_id: str, who: Who, parts: Parts) -> None:
    parts.store.sessions.end(who.principal, session_id)


@router.delete("/api/me/sessions", status_code=204, summary="End all others")
def end_others(who: Who, parts: Parts) -> None:
    parts.store.sessions.end_others(who.principal, who.session)


@router.get("/api/me/kept", summary="What is kept about me, counted")
def kept(who: Who, parts: Parts) -> KeptOut:
    return KeptOut(**asdict(parts.store.mine.kept(who.principal)))
