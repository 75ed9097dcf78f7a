"""Registers of what is kept about learners, over HTTP: propose, read, sign, revoke, and what was turned away."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from learning.boundary import LONGEST, SHORTEST, Basis, Entry, Viewer
from learning.evidence import Kind, Part
from learning.usualregister import usual
from records.registerrows import Register
from trust.day import day
from trust.errors import BadInput
from web.identity import Who
from web.resources import Parts
from web.shapes import Strict

router = APIRouter(tags=["evidence"])


class EntryIn(Strict):
    """`days`: how long it is kept; `seen_by`: besides the learner."""

    kind: Kind
    parts: list[Part] = Field(min_length=1, max_length=6)
    purpose: str = Field(min_length=1, max_length=200)
    basis: Basis
    days: int = Field(ge=SHORTEST, le=LONGEST)
    seen_by: list[Viewer] = Field(default=[], max_length=2)


class RegisterIn(Strict):
    """Without `entries`, the usual ones."""

    school: str = Field(min_length=1, max_length=64)
    enterprise: str = Field(min_length=1, max_length=64)
    until: date
    entries: list[EntryIn] | None = Field(default=None, max_length=8)


class SignatureIn(Strict):
    hash: str = Field(min_length=64, max_length=64)


class SignatureOut(BaseModel):
    owner: str
    person: str
    at: datetime


class RegisterOut(BaseModel):
    id: str
    school: str
    enterprise: str
    state: str
    until: date
    hash: str
    entries: list[EntryIn]
    signatures: list[SignatureOut]

    @classmethod
    def of(cls, held: Register, today: date) -> RegisterOut:
        return cls(
            id=held.id, school=held.school, enterprise=held.enterprise, state=held.state(today), until=held.until,
            hash=held.hash, signatures=[SignatureOut(**vars(s)) for s in held.signatures],
            entries=[
                EntryIn(kind=e.kind, parts=sorted(e.parts), purpose=e.purpose, basis=e.basis, days=e.days,
                        seen_by=sorted(e.seen_by)) for e in held.entries
            ],
        )  # fmt: skip


class RegisterList(BaseModel):
    items: list[RegisterOut]


class RefusedOut(BaseModel):
    day: date
    kind: str
    why: str
    count: int


class RefusedList(BaseModel):
    items: list[RefusedOut]


def entries_of(given: list[EntryIn] | None) -> tuple[Entry, ...]:
    """BadInput."""
    try:
        return usual() if given is None else tuple(
            Entry(e.kind, frozenset(e.parts), e.purpose, e.basis, e.days, frozenset(e.seen_by)) for e in given
        )  # fmt: skip
    except ValueError:
        raise BadInput("每一项都要写明用途和内容", "A purpose and the parts kept belong to every entry") from None


@router.get("/api/registers", summary="What may be kept about learners: those that stand; stewards see all of theirs")
def listed(who: Who, parts: Parts) -> RegisterList:
    today = day(parts.now())
    return RegisterList(items=[RegisterOut.of(r, today) for r in parts.store.registers.page(who.principal)])


@router.post("/api/registers", status_code=201, summary="Propose one, and so sign it for the school")
def propose(given: RegisterIn, who: Who, parts: Parts) -> RegisterOut:
    made = parts.store.registers.propose(
        who.principal, school=given.school, enterprise=given.enterprise, entries=entries_of(given.entries),
        until=given.until,
    )  # fmt: skip
    return RegisterOut.of(made, day(parts.now()))


@router.get("/api/registers/refused", summary="What was turned away of a school's learners, by day, kind and reason")
def refused(who: Who, parts: Parts, owner: Annotated[str, Query(min_length=1, max_length=64)]) -> RefusedList:
    found = parts.store.registers.refused(who.principal, owner)
    return RefusedList(items=[RefusedOut(**vars(r)) for r in found])


@router.get("/api/registers/{register_id}")
def one(register_id: str, who: Who, parts: Parts) -> RegisterOut:
    return RegisterOut.of(parts.store.registers.get(who.principal, register_id), day(parts.now()))


@router.post("/api/registers/{register_id}/signature", summary="Sign what one has read")
def sign(register_id: str, given: SignatureIn, who: Who, parts: Parts) -> RegisterOut:
    return RegisterOut.of(parts.store.registers.sign(who.principal, register_id, given.hash), day(parts.now()))


@router.delete("/api/registers/{register_id}", status_code=204, summary="Nothing more comes in under it")
def revoke(register_id: str, who: Who, parts: Parts) -> None:
    parts.store.registers.revoke(who.principal, register_id)
