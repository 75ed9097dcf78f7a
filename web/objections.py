"""Objections to evidence over HTTP: a learner's own words against a piece about them, and what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from records.objections import LONGEST, MOST, Objection
from web.evidence import EvidenceOut, Id
from web.identity import Sees, Who
from web.resources import Parts
from web.shapes import Strict

router = APIRouter(prefix="/api/objections", tags=["evidence"])


class ObjectionIn(Strict):
    evidence: Id
    words: str = Field(max_length=LONGEST)


class AnswerIn(Strict):
    """`changed` once the piece was put right or taken out; `kept` with why."""

    outcome: Literal["changed", "kept"]
    words: str = Field(default="", max_length=LONGEST)


class ObjectionOut(BaseModel):
    """`outcome` null while it is open, `expired` where the evidence was kept for as long as it may be; `answer` is the
    decider's. To a teacher or mentor `words` and `answer` are told by opening it alone.
    """

    id: str
    student: str
    evidence: str
    version: int
    at: datetime
    words: str
    person: str | None
    decided_at: datetime | None
    outcome: Literal["changed", "kept", "expired"] | None
    answer: str

    @classmethod
    def of(cls, o: Objection) -> ObjectionOut:
        return cls(**vars(o))


class ObjectionList(BaseModel):
    """`more`: there are older ones, which are not listed."""

    items: list[ObjectionOut]
    more: bool


class Piece(BaseModel):
    """`evidence` null once it was taken out; `words`: the objection's, empty then."""

    words: str
    evidence: EvidenceOut | None


@router.post("", status_code=201, summary="Object to a piece of evidence about oneself")
def raised(given: ObjectionIn, who: Who, scope: Sees, parts: Parts) -> ObjectionOut:
    """409 while one on it is open."""
    return ObjectionOut.of(parts.store.objections.object(who.principal, scope, given.evidence, given.words))


@router.get("", summary="One's own, and those to pieces one sees as a teacher or mentor; open ones first")
def listed(who: Who, scope: Sees, parts: Parts) -> ObjectionList:
    found = parts.store.objections.page(who.principal, scope)
    return ObjectionList(items=[ObjectionOut.of(o) for o in found[:MOST]], more=len(found) > MOST)


@router.get("/{objection_id}/evidence", summary="Its words and its piece; of somebody else's the look is recorded")
def piece(objection_id: str, who: Who, scope: Sees, parts: Parts) -> Piece:
    found = parts.store.objections.opened(who.principal, scope, objection_id)
    return Piece(words=found.words, evidence=EvidenceOut.of(found.kept) if found.kept else None)


@router.post("/{objection_id}/answer", summary="Answer it, as a teacher or mentor who sees the piece")
def answered(objection_id: str, given: AnswerIn, who: Who, scope: Sees, parts: Parts) -> ObjectionOut:
    """409 where somebody has answered it, or nothing was put right."""
    answer = parts.store.objections.answer
    return ObjectionOut.of(answer(who.principal, scope, objection_id, given.outcome, given.words))
