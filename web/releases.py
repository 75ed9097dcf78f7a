"""Release requests over HTTP: ask for a redacted copy at a lower label, look, approve, refuse, withdraw.

Who may and what is frozen are records/declassifying.py's rules.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from records.asked import Asked
from records.declassifying import Wish
from trust.day import day
from trust.labels import parse
from trust.principal import Principal, Scope
from web.identity import Sees, Who
from web.resources import Parts, Resources
from web.shapes import Strict

router = APIRouter(tags=["releases"])
State = Literal["asked", "released", "refused", "withdrawn", "lapsed"]


class ReleaseIn(Strict):
    """`taken_out` are stretches as they stand in the text, `left_out` passage ids; `until` the last day."""

    document_id: str = Field(min_length=1, max_length=64)
    label: str = Field(min_length=1, max_length=500)
    reason: str = Field(min_length=1, max_length=2000)
    until: date
    taken_out: list[str] = Field(default=[], max_length=200)
    left_out: list[str] = Field(default=[], max_length=5000)


class HashIn(Strict):
    """Of what was read."""

    hash: str = Field(min_length=64, max_length=64)


class RefusalIn(Strict):
    reason: str = Field(min_length=1, max_length=2000)


class ApprovalOut(BaseModel):
    owner: str
    person: str
    at: datetime


class FrozenOut(BaseModel):
    """`after` is what goes out of `before`; nothing where `left_out`."""

    before: str
    after: str
    heading: str | None
    page: int | None
    left_out: bool


class ReleaseOut(BaseModel):
    """`waits_for` names owners none of whose stewards has approved; two people approve in all. `copy_id` is the
    document made. `hash`, `passages` and `text` (the copy) only of one request, not in lists.
    """

    id: str
    document_id: str
    title: str
    reason: str
    label: str
    wanted: str
    requester: str
    at: datetime
    until: date
    state: State
    refusal: str | None
    copy_id: str | None
    owners: list[str]
    waits_for: list[str]
    approvals: list[ApprovalOut]
    taken_out: list[str]
    hash: str | None
    passages: list[FrozenOut]
    text: str | None

    @classmethod
    def of(cls, a: Asked, today: date, whole: bool = True) -> ReleaseOut:
        same = ("id", "title", "reason", "wanted", "requester", "at", "until")
        return cls.model_validate({
            **{name: getattr(a, name) for name in same},
            "document_id": a.document, "label": str(a.label), "state": a.state(today), "copy_id": a.copy,
            "refusal": a.refusal or None, "owners": sorted(a.owners), "waits_for": list(a.waits_for),
            "approvals": [vars(p) for p in a.approvals], "taken_out": list(a.taken_out),
            "hash": a.hash if whole else None, "text": a.markdown if whole else None,
            "passages": [vars(p) for p in a.passages] if whole else [],
        })  # fmt: skip


class ReleaseList(BaseModel):
    items: list[ReleaseOut]


def asked(parts: Resources, principal: Principal, scope: Scope, given: ReleaseIn) -> Asked:
    taken = tuple(dict.fromkeys(t.strip() for t in given.taken_out if t.strip()))
    wish = Wish(parse(given.label), given.reason, given.until, taken, tuple(given.left_out))
    return parts.store.declassifying.ask(principal, scope, given.document_id, wish)


def approved(parts: Resources, principal: Principal, scope: Scope, request_id: str, hash: str) -> Asked:
    """The last approval makes the copy, which is then read in like any file."""
    held, copy = parts.store.declassifying.approve(principal, scope, request_id, hash)
    if copy is not None:
        parts.workflow.enqueue(copy.id, copy.generation)
    return held


@router.post("/api/releases", status_code=201, summary="Ask for a release")
def ask(given: ReleaseIn, who: Who, sees: Sees, parts: Parts) -> ReleaseOut:
    return _out(parts, asked(parts, who.principal, sees, given))


@router.get("/api/releases")
def page(who: Who, sees: Sees, parts: Parts, state: State | None = None) -> ReleaseList:
    """The caller's own, and those their owner decides."""
    found = parts.store.declassifying.page(who.principal, sees, state)
    today = day(parts.now())
    return ReleaseList(items=[ReleaseOut.of(a, today, whole=False) for a in found])


@router.get("/api/releases/{request_id}")
def one(request_id: str, who: Who, sees: Sees, parts: Parts) -> ReleaseOut:
    return _out(parts, parts.store.declassifying.get(who.principal, sees, request_id))


@router.post("/api/releases/{request_id}/approve", summary="Approve (a steward of an owner in the label)")
def approve(request_id: str, given: HashIn, who: Who, sees: Sees, parts: Parts) -> ReleaseOut:
    return _out(parts, approved(parts, who.principal, sees, request_id, given.hash))


@router.post("/api/releases/{request_id}/refuse", summary="Refuse (a steward of an owner in the label)")
def refuse(request_id: str, given: RefusalIn, who: Who, sees: Sees, parts: Parts) -> ReleaseOut:
    return _out(parts, parts.store.declassifying.refuse(who.principal, sees, request_id, given.reason))


@router.delete("/api/releases/{request_id}", status_code=204, summary="Withdraw (the one who asked)")
def withdraw(request_id: str, who: Who, sees: Sees, parts: Parts) -> None:
    parts.store.declassifying.withdraw(who.principal, sees, request_id)


def _out(parts: Resources, held: Asked) -> ReleaseOut:
    return ReleaseOut.of(held, day(parts.now()))
