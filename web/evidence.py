"""Process evidence over HTTP: one's own and that of one's learners, putting it right, consents, who looked."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from learning.evidence import Kind, Result
from records.enterpriseconsents import Consent
from records.evidencerows import Kept
from records.evidences import MOST, Wish
from records.looks import LONGEST, Look
from trust.errors import BadInput
from web.identity import Sees, Who
from web.resources import Parts
from web.shapes import Strict

router = APIRouter(tags=["evidence"])
Reason = Annotated[str, Query(max_length=LONGEST, description="Why; needed of everybody but the learner")]
WRITABLE = r"^[^\x00]*$"
"""No database keeps the character NUL."""
Id = Annotated[str, Field(min_length=1, max_length=64, pattern=WRITABLE)]


class EvidenceOut(BaseModel):
    """`points` and `out_of` are exact decimals as text. `entered_by` None: the product's own."""

    id: str
    student: str
    kind: Kind
    at: datetime
    activity: str
    competencies: list[str]
    points: str | None
    out_of: str | None
    outcome: str
    minutes: int | None
    words: str
    source: str
    course: str | None
    enterprise: str | None
    version: int
    kept_at: datetime
    entered_by: str | None

    @classmethod
    def of(cls, kept: Kept) -> EvidenceOut:
        e, r = kept.evidence, kept.evidence.result
        return cls(
            id=e.id, student=e.student, kind=e.kind, at=e.at, activity=e.activity, competencies=list(e.competencies),
            points=None if r.points is None else str(r.points), out_of=None if r.out_of is None else str(r.out_of),
            outcome=r.outcome, minutes=r.minutes, words=r.words, source=e.source, course=e.course,
            enterprise=e.enterprise, version=kept.version, kept_at=kept.kept_at, entered_by=kept.entered,
        )  # fmt: skip


class EvidencePage(BaseModel):
    items: list[EvidenceOut]
    next: str | None


class Right(Strict):
    """The whole result as it ought to be; `version` is that which was read."""

    version: int = Field(ge=1)
    points: Decimal | None = Field(default=None, ge=0, le=1_000_000)
    out_of: Decimal | None = Field(default=None, gt=0, le=1_000_000)
    outcome: str = Field(default="", max_length=100)
    minutes: int | None = Field(default=None, ge=0, le=100_000)
    words: str = Field(default="", max_length=2000)


class ConsentIn(Strict):
    """One's own needs no `student`; a steward names the learner and what lies on paper."""

    enterprise: Id
    student: Id | None = None
    basis: Literal["self", "guardian", "contract"] = "self"


class ConsentOut(BaseModel):
    id: str
    student: str
    enterprise: str
    basis: str
    given_by: str
    given_at: datetime
    withdrawn_at: datetime | None

    @classmethod
    def of(cls, c: Consent) -> ConsentOut:
        return cls(**vars(c))


class ConsentList(BaseModel):
    """`partners`: enterprises one may consent to."""

    items: list[ConsentOut]
    partners: list[str]


class Withdrawn(BaseModel):
    """How many pieces of evidence became tombstones."""

    withdrawn: int


class LookOut(BaseModel):
    student: str
    person: str
    at: datetime
    reason: str

    @classmethod
    def of(cls, look: Look) -> LookOut:
        return cls(student=look.student, person=look.person, at=look.at, reason=look.reason)


class LookList(BaseModel):
    items: list[LookOut]


@router.get("/api/evidence", summary="Evidence, latest first: one's own, or a learner's with a reason")
def listed(
    who: Who, scope: Sees, parts: Parts, student: Annotated[str | None, Query(max_length=64)] = None,
    kind: Annotated[list[Kind] | None, Query(max_length=8)] = None, reason: Reason = "",
    cursor: Annotated[str | None, Query(max_length=300)] = None, limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
) -> EvidencePage:  # fmt: skip
    """Each look of somebody else's is kept with its reason, for the learner and their school's stewards."""
    wish = Wish(student or who.principal.id, tuple(kind or ()), None, cursor, limit)
    found, more = parts.store.evidences.page(who.principal, scope, wish, reason)
    return EvidencePage(items=[EvidenceOut.of(k) for k in found], next=more)


@router.get("/api/evidence/looks", summary="Who looked at one's evidence, and why; stewards see their school's")
def looks(who: Who, parts: Parts) -> LookList:
    return LookList(items=[LookOut.of(look) for look in parts.store.looks.page(who.principal)])


@router.put("/api/evidence/{student_id}/{evidence_id}", summary="Put right what came of it")
def correct(
    student_id: str, evidence_id: str, given: Right, who: Who, scope: Sees, parts: Parts
) -> EvidenceOut:  # fmt: skip
    """409 where it is not the version that was read. What rests on it is flagged."""
    try:
        result = Result(given.points, given.out_of, given.outcome, given.minutes, given.words)
    except ValueError:
        raise BadInput("得分应在 0 和满分之间", "Points lie between 0 and what they are out of") from None
    fix = parts.store.evidence_correcting.correct
    return EvidenceOut.of(fix(who.principal, scope, student_id, evidence_id, given.version, result))


@router.delete("/api/evidence/{student_id}/{evidence_id}", status_code=204, summary="Take out what was a mistake")
def take_out(
    student_id: str, evidence_id: str, who: Who, scope: Sees, parts: Parts, version: Annotated[int, Query(ge=1)]
) -> None:  # fmt: skip
    parts.store.evidence_correcting.take_out(who.principal, scope, student_id, evidence_id, version)


@router.get("/api/consents", summary="Consents to enterprises: one's own; stewards see their owner's")
def consents(who: Who, parts: Parts) -> ConsentList:
    held = parts.store.enterprise_consents
    return ConsentList(
        items=[ConsentOut.of(c) for c in held.page(who.principal)], partners=held.partners(who.principal)
    )  # fmt: skip


@router.post("/api/consents", status_code=201, summary="Consent to an enterprise, or record a paper one")
def consent(given: ConsentIn, who: Who, parts: Parts) -> ConsentOut:
    return ConsentOut.of(
        parts.store.enterprise_consents.give(who.principal, given.enterprise, given.student, given.basis)
    )  # fmt: skip


@router.delete("/api/consents/{enterprise}", summary="Withdraw; what came from the enterprise is erased")
def withdraw(
    enterprise: str, who: Who, parts: Parts, student: Annotated[str | None, Query(max_length=64)] = None
) -> Withdrawn:  # fmt: skip
    return Withdrawn(withdrawn=parts.store.enterprise_consents.withdraw(who.principal, enterprise, student))
