"""Scores over HTTP: the sheet of those one judges, one's own score of each, records of process.

Seats, blindness and what stands are records/scores.py's rules. A score carries its version; an old one is 409.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from learning.judged import Missing, Seat
from learning.scheme import Side
from records.judgements import Credit, Said, Score
from records.scores import LONGEST, MOST_EVIDENCE, Learner
from trust.principal import Principal, Scope
from web.identity import Sees, Who
from web.resources import Parts, Resources
from web.schemes import Match, Text, text, version_of
from web.shapes import Strict

router = APIRouter(tags=["grading"])


class ScoreIn(Strict):
    """`points` of a hundred, or what is `missing`. `evidence`: ids of what was looked at."""

    points: Text | None = None
    missing: Missing | None = None
    reason: str = Field(default="", max_length=LONGEST)
    evidence: list[Annotated[str, Field(max_length=64)]] = Field(default=[], max_length=MOST_EVIDENCE)


class ScoreOut(BaseModel):
    criterion: str
    side: Side | None
    seat: Seat
    points: str | None
    missing: Missing | None
    reason: str
    evidence: list[str]
    version: int
    at: datetime

    @classmethod
    def of(cls, s: Score) -> ScoreOut:
        said = s.said
        return cls(
            criterion=s.criterion, side=s.side, seat=s.seat, points=None if said.points is None else text(said.points),
            missing=said.missing, reason=said.reason, evidence=list(said.evidence), version=s.version, at=s.at,
        )  # fmt: skip


class LearnerOut(BaseModel):
    """`scores` are the caller's own; `published`: they stand."""

    student: str
    name: str
    published: bool
    scores: list[ScoreOut]

    @classmethod
    def of(cls, r: Learner) -> LearnerOut:
        mine = [ScoreOut.of(s) for _, s in sorted(r.scores.items())]
        return cls(student=r.id, name=r.name, published=r.published, scores=mine)


class Sheet(BaseModel):
    scheme: str
    items: list[LearnerOut]


class CreditIn(Strict):
    """`earned` with its points; `closed`: nothing more is recorded; `excused` with the reason."""

    criterion: str = Field(min_length=1, max_length=64)
    kind: Literal["earned", "closed", "excused"]
    earned: Text | None = None
    reason: str = Field(default="", max_length=LONGEST)
    evidence: str = Field(default="", max_length=64)


class CreditOut(BaseModel):
    id: str
    criterion: str
    kind: str
    earned: str | None
    reason: str
    evidence: str

    @classmethod
    def of(cls, c: Credit) -> CreditOut:
        earned = None if c.earned is None else text(c.earned)
        return cls(
            id=c.id, criterion=c.criterion, kind=c.kind, earned=earned, reason=c.reason, evidence=c.evidence
        )


def scored(
    parts: Resources, principal: Principal, sees: Scope, scheme_id: str, student: str, criterion: str, version: int,
    given: ScoreIn,
) -> Score:  # fmt: skip
    points = None if given.points is None else Decimal(given.points)
    said = Said(points, given.missing, given.reason, tuple(given.evidence))
    return parts.store.scores.give(principal, sees, scheme_id, student, criterion, version, said)


@router.get("/api/schemes/{scheme_id}/sheet", summary="Whom one judges, with one's own scores")
def sheet(scheme_id: str, who: Who, sees: Sees, parts: Parts) -> Sheet:
    held, found = parts.store.scores.sheet(who.principal, sees, scheme_id)
    return Sheet(scheme=held.id, items=[LearnerOut.of(r) for r in found])


@router.put(
    "/api/schemes/{scheme_id}/students/{student}/scores/{criterion}",
    summary="One's own score; If-Match its version, 0 for a new one",
)
def put(
    scheme_id: str, student: str, criterion: str, given: ScoreIn, response: Response, who: Who, sees: Sees,
    parts: Parts, if_match: Match = None,
) -> ScoreOut:  # fmt: skip
    version = version_of(if_match)
    made = scored(parts, who.principal, sees, scheme_id, student, criterion, version, given)
    response.headers["etag"] = f'"{made.version}"'
    return ScoreOut.of(made)


@router.post(
    "/api/schemes/{scheme_id}/students/{student}/credits", status_code=201, summary="Record process, as a teacher"
)
def credit(scheme_id: str, student: str, given: CreditIn, who: Who, sees: Sees, parts: Parts) -> CreditOut:
    made = parts.store.crediting.credit(
        who.principal, sees, scheme_id, student, given.criterion, kind=given.kind, reason=given.reason,
        earned=None if given.earned is None else Decimal(given.earned), evidence=given.evidence,
    )  # fmt: skip
    return CreditOut.of(made)


@router.delete(
    "/api/schemes/{scheme_id}/students/{student}/credits/{credit_id}", status_code=204, summary="It counts no more"
)
def withdraw(scheme_id: str, student: str, credit_id: str, who: Who, sees: Sees, parts: Parts) -> None:
    parts.store.crediting.withdraw(who.principal, sees, scheme_id, student, credit_id)
