"""Agreements over HTTP: propose, look, sign, revoke; and release a published artefact under one.

Who may and what is lowered are records/agreements.py's rules; what a release passes on is learning/release.py's.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from learning.standing import NAMED
from records.agreementrows import Agreement
from records.agreements import Released
from trust.day import day
from trust.principal import Principal, Scope
from web.identity import Sees, Who
from web.language import Language, Reads
from web.resources import Parts, Resources
from web.shapes import Strict

router = APIRouter(tags=["agreements"])
State = Literal["proposed", "active", "expired", "revoked"]


class TermIn(Strict):
    """`function` is one of `GET /api/release-functions`; `label` is what its output is read under."""

    function: str = Field(min_length=1, max_length=64)
    label: str = Field(min_length=1, max_length=300)


class Proposal(Strict):
    """`until` is the last day on which anything is released under it."""

    school: str = Field(min_length=1, max_length=64)
    enterprise: str = Field(min_length=1, max_length=64)
    title: str = Field(min_length=1, max_length=120)
    until: date
    releases: list[TermIn] = Field(min_length=1, max_length=20)


class Signed(Strict):
    """`hash` of what was read."""

    hash: str = Field(min_length=64, max_length=64)


class ReleaseWish(Strict):
    agreement: str = Field(min_length=1, max_length=64)
    function: str = Field(min_length=1, max_length=64)


class FunctionOut(BaseModel):
    """`passes` says in words what of an artefact of `tool` goes on."""

    function: str
    tool: str
    output: str
    title: str
    passes: str


class TermOut(BaseModel):
    function: str
    output: str
    label: str


class SignatureOut(BaseModel):
    owner: str
    person: str
    at: datetime


class AgreementOut(BaseModel):
    id: str
    school: str
    enterprise: str
    title: str
    state: State
    until: date
    releases: list[TermOut]
    signatures: list[SignatureOut]
    proposed_at: datetime
    revoked_at: datetime | None
    hash: str

    @classmethod
    def of(cls, a: Agreement, today: date) -> AgreementOut:
        return cls.model_validate({
            **{n: getattr(a, n) for n in ("id", "school", "enterprise", "title", "until", "proposed_at", "revoked_at",
                                          "hash")},
            "state": a.state(today), "releases": [vars(t) for t in a.terms],
            "signatures": [vars(s) for s in a.signatures],
        })  # fmt: skip


class ReleasedOut(BaseModel):
    """A copy in the library: `document_id` is what the class reads."""

    id: str
    agreement: str
    artefact: str
    edition: int
    document_id: str
    function: str
    label: str
    person: str
    at: datetime

    @classmethod
    def of(cls, r: Released) -> ReleasedOut:
        return cls(**{k: v for k, v in vars(r).items() if k != "document"}, document_id=r.document)


class AgreementList(BaseModel):
    items: list[AgreementOut]


class FunctionList(BaseModel):
    items: list[FunctionOut]


class UseList(BaseModel):
    items: list[ReleasedOut]


def functions(language: Language) -> list[FunctionOut]:
    """What an agreement may name."""
    at = 1 if language == "en" else 0
    return [
        FunctionOut(function=f.name, tool=f.tool, output=f.output, title=f.title[at], passes=f.passes[at])
        for f in NAMED.values()
    ]


def proposed(parts: Resources, principal: Principal, given: Proposal) -> Agreement:
    return parts.store.agreements.propose(
        principal, school=given.school, enterprise=given.enterprise, title=given.title, until=given.until,
        terms=[(t.function, t.label) for t in given.releases],
    )  # fmt: skip


def revoked(parts: Resources, principal: Principal, agreement_id: str) -> None:
    """What was released under it is out of the index before this returns."""
    parts.store.agreements.revoke(principal, agreement_id)
    parts.workflow.enqueue_removals()


def released(
    parts: Resources, principal: Principal, scope: Scope, artefact_id: str, agreement_id: str, function: str
) -> tuple[Released, bool]:
    """The copy, on its way into the library, and whether it is new."""
    made, new = parts.store.agreements.release(principal, scope, artefact_id, agreement_id, function)
    if new:
        parts.workflow.enqueue(made.document, 1)
    return made, new


@router.get("/api/release-functions", summary="What an agreement may release, in words")
def listed(_: Who, reads: Reads) -> FunctionList:
    return FunctionList(items=functions(reads))


@router.post("/api/agreements", status_code=201, summary="Propose, as a steward of the school")
def propose(given: Proposal, who: Who, parts: Parts) -> AgreementOut:
    return AgreementOut.of(proposed(parts, who.principal, given), day(parts.now()))


@router.get("/api/agreements", summary="Stewards: their owners'; teachers and mentors: those in force")
def page(who: Who, parts: Parts) -> AgreementList:
    today = day(parts.now())
    return AgreementList(items=[AgreementOut.of(a, today) for a in parts.store.agreements.page(who.principal)])


@router.get("/api/agreements/{agreement_id}")
def one(agreement_id: str, who: Who, parts: Parts) -> AgreementOut:
    return AgreementOut.of(parts.store.agreements.get(who.principal, agreement_id), day(parts.now()))


@router.post("/api/agreements/{agreement_id}/signature", summary="Sign for the other side")
def sign(agreement_id: str, given: Signed, who: Who, parts: Parts) -> AgreementOut:
    return AgreementOut.of(parts.store.agreements.sign(who.principal, agreement_id, given.hash), day(parts.now()))


@router.delete("/api/agreements/{agreement_id}", status_code=204, summary="Revoke, as a steward of either side")
def revoke(agreement_id: str, who: Who, parts: Parts) -> None:
    revoked(parts, who.principal, agreement_id)


@router.get("/api/agreements/{agreement_id}/uses", summary="Every release under it, for both sides' stewards")
def uses(agreement_id: str, who: Who, parts: Parts) -> UseList:
    return UseList(items=[ReleasedOut.of(r) for r in parts.store.agreements.uses(who.principal, agreement_id)])


@router.post(
    "/api/artefacts/{artefact_id}/release", status_code=201, responses={200: {"model": ReleasedOut}},
    summary="Release a published artefact to a class under an agreement",
)
def release(
    artefact_id: str, given: ReleaseWish, response: Response, who: Who, sees: Sees, parts: Parts
) -> ReleasedOut:
    """The same edition through the same function again: 200 with the copy that is there."""
    made, new = released(parts, who.principal, sees, artefact_id, given.agreement, given.function)
    response.status_code = 201 if new else 200
    return ReleasedOut.of(made)
