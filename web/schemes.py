"""Grading schemes over HTTP: draft, look, change, sign. Decimals travel as text, so that nothing is rounded on the way.

Who may is records/schemes.py's rule, what fits together learning/scheme.py's.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Response
from pydantic import BaseModel, Field

from learning.scheme import Criterion, Dimension, Level, Rounding, Scheme, Share, Side, Stage
from records.schemerows import Held
from trust.errors import BadInput
from trust.principal import Principal
from web.identity import Who
from web.resources import Parts, Resources
from web.shapes import Strict

router = APIRouter(tags=["grading"])
State = Literal["draft", "signed", "replaced"]
Text = Annotated[str, Field(pattern=r"^[0-9]{1,6}(\.[0-9]{1,10})?$", max_length=17)]
"""A decimal, exact."""
Match = Annotated[str | None, Header(alias="If-Match")]


class LevelIn(Strict):
    name: str = Field(min_length=1, max_length=40)
    at_least: Text
    descriptor: str = Field(max_length=400)


class ShareIn(Strict):
    side: Side
    weight: Text
    raters: int = Field(default=1, ge=1, le=9)


class CriterionIn(Strict):
    """`process` is what recorded events weigh, at most 0.2, of `expected` to be earned; `unsafe_below`: the line."""

    id: str = Field(min_length=1, max_length=64)
    title: str = Field(min_length=1, max_length=80)
    dimension: Dimension
    weight: Text
    shares: list[ShareIn] = Field(min_length=1, max_length=2)
    levels: list[LevelIn] = Field(default=[], max_length=9)
    process: Text = "0"
    expected: Text = "0"
    unsafe_below: Text | None = None


class SchemeIn(Strict):
    """`enterprise` is the other side; the version is given by the house."""

    course: str = Field(min_length=1, max_length=64)
    enterprise: str = Field(min_length=1, max_length=64)
    stage: Stage
    criteria: list[CriterionIn] = Field(min_length=1, max_length=30)
    threshold: Text
    cap: Text
    valid_from: date
    valid_to: date
    absent: Literal["zero", "waits"] = "waits"
    excused: Literal["others", "waits"] = "waits"
    places: int = Field(default=1, ge=0, le=4)
    rounding: Rounding = "half_up"


class Signed(Strict):
    """`hash` of what was read."""

    hash: str = Field(min_length=64, max_length=64)


class SignatureOut(BaseModel):
    owner: str
    person: str
    hash: str
    at: datetime


class LevelOut(BaseModel):
    name: str
    at_least: str
    descriptor: str


class ShareOut(BaseModel):
    side: Side
    weight: str
    raters: int


class CriterionOut(BaseModel):
    id: str
    title: str
    dimension: Dimension
    weight: str
    shares: list[ShareOut]
    levels: list[LevelOut]
    process: str
    expected: str
    unsafe_below: str | None


class SchemeOut(BaseModel):
    """`edition` is the scheme's own version; `version` the draft's, for `If-Match`. `sides`: the caller judges for."""

    id: str
    school: str
    enterprise: str
    course: str
    stage: Stage
    edition: int
    version: int
    state: State
    frozen: bool
    released: bool
    sides: list[Side]
    criteria: list[CriterionOut]
    threshold: str
    cap: str
    valid_from: date
    valid_to: date
    absent: str
    excused: str
    places: int
    rounding: Rounding
    hash: str
    signatures: list[SignatureOut]

    @classmethod
    def of(cls, h: Held) -> SchemeOut:
        s = h.scheme
        return cls.model_validate({
            "id": h.id, "school": h.school, "enterprise": h.enterprise, "course": s.course, "stage": s.stage,
            "edition": s.version, "version": h.version, "state": h.state, "frozen": h.frozen_at is not None,
            "released": h.released, "sides": list(h.sides), "criteria": [_criterion(c) for c in s.criteria],
            "threshold": text(s.threshold), "cap": text(s.cap), "valid_from": s.valid_from, "valid_to": s.valid_to,
            "absent": s.absent, "excused": s.excused, "places": s.places, "rounding": s.rounding, "hash": s.digest,
            "signatures": [vars(signature) for signature in h.signatures],
        })  # fmt: skip


class SchemeList(BaseModel):
    items: list[SchemeOut]


def text(value: Decimal) -> str:
    """Exact, without an exponent."""
    return format(value, "f")


def scheme_of(given: SchemeIn) -> Scheme:
    """Raises BadInput naming what does not fit."""
    criteria = tuple(
        Criterion(
            c.id, c.title, c.dimension, Decimal(c.weight),
            tuple(Share(s.side, Decimal(s.weight), s.raters) for s in c.shares),
            tuple(Level(v.name, Decimal(v.at_least), v.descriptor) for v in c.levels), Decimal(c.process),
            Decimal(c.expected), None if c.unsafe_below is None else Decimal(c.unsafe_below),
        )
        for c in given.criteria
    )  # fmt: skip
    return Scheme(
        given.course, given.stage, 0, criteria, Decimal(given.threshold), Decimal(given.cap), given.valid_from,
        given.valid_to, given.absent, given.excused, given.places, given.rounding,
    )  # fmt: skip


def version_of(match: str | None) -> int:
    """Of `If-Match: "3"`. BadInput where there is none."""
    number = (match or "").strip().strip('"')
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise BadInput("缺少 If-Match 版本号", "If-Match with the version is missing")
    return int(number)


def drafted(parts: Resources, principal: Principal, given: SchemeIn) -> Held:
    return parts.store.schemes.draft(principal, given.enterprise, scheme_of(given))


def _criterion(c: Criterion) -> dict[str, object]:
    return {
        "id": c.id, "title": c.title, "dimension": c.dimension, "weight": text(c.weight),
        "shares": [{"side": s.side, "weight": text(s.weight), "raters": s.raters} for s in c.shares],
        "levels": [{"name": v.name, "at_least": text(v.at_least), "descriptor": v.descriptor} for v in c.levels],
        "process": text(c.process), "expected": text(c.expected),
        "unsafe_below": None if c.unsafe_below is None else text(c.unsafe_below),
    }  # fmt: skip


def _out(held: Held, response: Response) -> SchemeOut:
    response.headers["etag"] = f'"{held.version}"'
    return SchemeOut.of(held)


@router.post("/api/schemes", status_code=201, summary="Draft the next version, as a teacher of the course")
def draft(given: SchemeIn, response: Response, who: Who, parts: Parts) -> SchemeOut:
    return _out(drafted(parts, who.principal, given), response)


@router.get("/api/schemes", summary="Those one signs, judges or learns by")
def page(who: Who, parts: Parts) -> SchemeList:
    return SchemeList(items=[SchemeOut.of(h) for h in parts.store.schemes.page(who.principal)])


@router.get("/api/schemes/{scheme_id}")
def one(scheme_id: str, response: Response, who: Who, parts: Parts) -> SchemeOut:
    return _out(parts.store.schemes.get(who.principal, scheme_id), response)


@router.put("/api/schemes/{scheme_id}", summary="Change it before the first score; signatures are given anew")
def change(
    scheme_id: str, given: SchemeIn, response: Response, who: Who, parts: Parts, if_match: Match = None
) -> SchemeOut:
    held = parts.store.schemes.change(who.principal, scheme_id, version_of(if_match), scheme_of(given))
    return _out(held, response)


@router.post("/api/schemes/{scheme_id}/signature", summary="Sign for the side one stands on")
def sign(scheme_id: str, given: Signed, response: Response, who: Who, parts: Parts) -> SchemeOut:
    return _out(parts.store.schemes.sign(who.principal, scheme_id, given.hash), response)
