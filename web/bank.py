"""The bank over HTTP: bring items in, look, filter, edit, approve, publish, retire.

Reviewers get whole items; learners, from the same addresses, published questions without keys. Who sees what and which
move is allowed are records/bank.py's rules.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from learning.exercise import NAMES, Bloom, Exercise, Kind
from learning.itemstats import ItemStatistics
from learning.reasons import Reason
from records.bankrows import AskedItem, Banked, Wanted
from trust.errors import BadInput, NotFound
from trust.labels import parse
from trust.principal import Principal, Scope
from trust.roles import Act
from web.exercises import ExerciseIn
from web.identity import Sees, Who
from web.resources import Parts, Resources
from web.shapes import Strict
from web.studio import Kept

router = APIRouter(tags=["bank"])
State = Literal["accepted", "published", "retired"]
Position = tuple[datetime, str]


class Bring(Strict):
    """`items`, or the set kept as `artefact_id` (all of it, or those numbers). `label`: the least the items get."""

    items: list[ExerciseIn] = Field(default=[], max_length=500)
    artefact_id: str | None = Field(default=None, max_length=64)
    numbers: list[int] | None = Field(default=None, max_length=500)
    label: str | None = Field(default=None, max_length=300)
    written_by: str = Field(default="extract", min_length=1, max_length=100)


class Change(Strict):
    """`version` as last seen. `item` or `state`, not both at once."""

    version: int
    item: ExerciseIn | None = None
    state: State | None = None


class Seen(Strict):
    version: int


class ItemOut(ExerciseIn):
    """A whole item, for reviewers. `stale`: a source was replaced or deleted since."""

    id: str
    kind_name: str
    state: State
    label: str
    author: str
    version: int
    edition: int
    written_by: str
    stale: bool
    approved_by: list[str]
    made_at: datetime
    changed_at: datetime

    @classmethod
    def whole(cls, b: Banked) -> ItemOut:
        told = {n: getattr(b, n) for n in ("id", "state", "author", "version", "edition", "written_by", "stale",
                                           "approved_by", "made_at", "changed_at")}  # fmt: skip
        return cls.model_validate(
            ExerciseIn.of(b.item).model_dump() | told
            | {"label": str(b.label), "kind_name": NAMES[b.item.kind], "approved_by": list(b.approved_by)}
        )  # fmt: skip


class QuestionOut(BaseModel):
    """What a learner sees: the question alone."""

    id: str
    kind: Kind
    kind_name: str
    stem: str
    options: list[str]
    left: list[str]
    difficulty: int
    bloom: Bloom
    tags: list[str]

    @classmethod
    def of(cls, a: AskedItem) -> QuestionOut:
        return cls(
            id=a.id, kind=a.asked.kind, kind_name=NAMES[a.asked.kind], stem=a.asked.stem,
            options=list(a.asked.options), left=list(a.asked.left), difficulty=a.difficulty, bloom=a.bloom,
            tags=list(a.tags),
        )  # fmt: skip


class ItemPage(BaseModel):
    items: list[ItemOut] | list[QuestionOut]
    next: str | None


class RefusedOut(BaseModel):
    """`n` counts the items as they were sent, from 1 (a set's own numbers for a set)."""

    n: int
    stem: str
    reasons: list[str]
    words: list[str]


class BroughtOut(BaseModel):
    items: list[ItemOut]
    rejected: list[RefusedOut]


class ChosenOut(BaseModel):
    option: str
    people: int


class StatisticsOut(BaseModel):
    """`enough`: at least five people answered; before that nothing is told. `discrimination` is the upper-lower index,
    `item_rest` the correlation with the other items; null where the people are too few or all alike.
    """

    enough: bool
    people: int | None = None
    facility: float | None = None
    discrimination: float | None = None
    item_rest: float | None = None
    chosen: list[ChosenOut] = []

    @classmethod
    def of(cls, s: ItemStatistics | None) -> StatisticsOut:
        if s is None:
            return cls(enough=False)
        return cls(
            enough=True, people=s.people, facility=s.facility, discrimination=s.discrimination, item_rest=s.item_rest,
            chosen=[ChosenOut(option=o, people=n) for o, n in s.chosen.items()],
        )


class TagOut(BaseModel):
    tag: str
    count: int


class TagsOut(BaseModel):
    items: list[TagOut]


@router.post("/api/bank/items", status_code=201, summary="Accept verified items into the bank")
def bring(given: Bring, who: Who, sees: Sees, parts: Parts) -> BroughtOut:
    """Every item is verified against the passages it cites and the bank; the good ones are in, the others named."""
    reviewer(who.principal)
    if bool(given.items) == (given.artefact_id is not None) or (given.numbers and not given.artefact_id):
        raise BadInput("请给出 items，或者 artefact_id", "Send items, or else artefact_id")
    label = None if given.label is None else parse(given.label)
    if given.artefact_id is None:
        numbers, items, by = list(range(1, len(given.items) + 1)), [i.item() for i in given.items], given.written_by
    else:
        numbers, items, by = _of_set(parts, who.principal, sees, given.artefact_id, given.numbers)
    done = parts.store.bank.accept(who.principal, sees, items, label=label, written_by=by)
    return BroughtOut(
        items=[ItemOut.whole(b) for b in done.taken.values()],
        rejected=[_refused(numbers[n], items[n], reasons) for n, reasons in sorted(done.refused.items())],
    )


def _of_set(
    parts: Resources, principal: Principal, scope: Scope, artefact_id: str, numbers: Sequence[int] | None
) -> tuple[list[int], list[Exercise], str]:
    kept = Kept.of(parts.store.artefacts.get(principal, scope, artefact_id))
    chosen = [i for i in kept.result.items if numbers is None or i.n in numbers]
    if not chosen or (numbers and len(chosen) < len(set(numbers))):
        raise BadInput("这组习题里没有这些题号", "The set has no such numbers")
    return [i.n for i in chosen], [kept.exercise(i) for i in chosen], kept.artefact.written_by


def _refused(n: int, item: Exercise, reasons: Sequence[Reason]) -> RefusedOut:
    return RefusedOut(n=n, stem=item.stem, reasons=[r.name.lower() for r in reasons], words=[r.value for r in reasons])


@router.get("/api/bank/items", summary="The bank, filtered; questions alone for learners")
def page(
    who: Who, sees: Sees, parts: Parts, q: Annotated[str | None, Query(max_length=200)] = None,
    kind: Kind | None = None, difficulty: Annotated[int | None, Query(ge=1, le=3)] = None,
    tag: Annotated[str | None, Query(max_length=200)] = None, bloom: Bloom | None = None, state: State | None = None,
    stale: bool | None = None, cursor: Annotated[str | None, Query(max_length=300)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> ItemPage:  # fmt: skip
    wanted = Wanted(q or None, kind, difficulty, tag or None, bloom, state, stale)
    after, bank = _position(cursor) if cursor else None, parts.store.bank
    if who.principal.may(Act.REVIEW):
        found = bank.page(who.principal, sees, wanted, after=after, limit=limit)
        more = _cursor(found[limit - 1].made_at, found[limit - 1].id) if len(found) > limit else None
        return ItemPage(items=[ItemOut.whole(b) for b in found[:limit]], next=more)
    learner(who.principal)
    asked = bank.asked_at(who.principal, sees, wanted, after=after, limit=limit)
    more = _cursor(*asked[limit - 1][1]) if len(asked) > limit else None
    return ItemPage(items=[QuestionOut.of(a) for a, _ in asked[:limit]], next=more)


@router.get("/api/bank/items/{item_id}")
def one(item_id: str, who: Who, sees: Sees, parts: Parts) -> ItemOut | QuestionOut:
    if who.principal.may(Act.REVIEW):
        return ItemOut.whole(parts.store.bank.get(who.principal, sees, item_id))
    learner(who.principal)
    return QuestionOut.of(parts.store.bank.question(who.principal, sees, item_id))


@router.get("/api/bank/items/{item_id}/statistics", summary="How learners answered, over at least five people")
def statistics(item_id: str, who: Who, sees: Sees, parts: Parts) -> StatisticsOut:
    parts.store.bank.get(who.principal, sees, item_id)
    return StatisticsOut.of(parts.store.attempts.statistics(who.principal, sees, [item_id]).get(item_id))


@router.patch("/api/bank/items/{item_id}", summary="Edit, publish, retire or restore an item")
def change(item_id: str, given: Change, who: Who, sees: Sees, parts: Parts) -> ItemOut:
    if (given.item is None) == (given.state is None):
        raise BadInput("请给出 item，或者 state", "Send item or else state")
    bank, person = parts.store.bank, who.principal
    if given.item is not None:
        return ItemOut.whole(bank.edit(person, sees, item_id, given.version, given.item.item()))
    return ItemOut.whole(bank.move(person, sees, item_id, given.version, str(given.state)))


@router.post("/api/bank/items/{item_id}/approval", summary="A mentor approves for their enterprise")
def approve(item_id: str, given: Seen, who: Who, sees: Sees, parts: Parts) -> ItemOut:
    return ItemOut.whole(parts.store.bank.approve(who.principal, sees, item_id, given.version))


@router.get("/api/bank/tags")
def tags(who: Who, sees: Sees, parts: Parts) -> TagsOut:
    reviewer(who.principal)
    found = parts.store.bank.tags(who.principal, sees)
    return TagsOut(items=[TagOut(tag=t, count=n) for t, n in found])


def reviewer(principal: Principal) -> None:
    """For others the bank's keys do not exist."""
    if not principal.may(Act.REVIEW):
        raise NotFound()


def learner(principal: Principal) -> None:
    if not principal.may(Act.PRACTISE):
        raise NotFound()


def _cursor(at: datetime, last: str) -> str:
    return base64.urlsafe_b64encode(json.dumps([at.isoformat(), last]).encode()).decode()


def _position(cursor: str) -> Position:
    try:
        at, last = json.loads(base64.urlsafe_b64decode(cursor))
        return datetime.fromisoformat(at).astimezone(UTC), str(last)
    except (binascii.Error, ValueError, TypeError, OverflowError):
        raise BadInput("翻页位置无效，请从第一页重新开始", "Bad cursor, start from the first page") from None
