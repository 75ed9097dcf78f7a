"""What the exercise studio does with a kept set: edit an item under the verifier, remove one, hand it out as a file.

Knows the set as `write_exercises` keeps it. Items are judged by learning/, files are written by tools/_formats.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from learning.exercise import Exercise, Span
from learning.itemrules import flags
from learning.reasons import Reason
from learning.verifier import check, verify
from records.artefactrows import Artefact
from tools.write_exercises import Item, WriteExercisesResult
from trust.errors import NotFound
from trust.principal import Principal, Scope
from trust.roles import Act
from trust.sources import Citation
from web.exercises import ExerciseIn
from web.identity import Sees, Who
from web.resources import Parts, Resources
from web.shapes import Strict

router = APIRouter(tags=["exercises"])
TOOL = "write_exercises"


class CheckIn(Strict):
    items: list[ExerciseIn] = Field(min_length=1, max_length=100)


class ReasonOut(BaseModel):
    reason: str
    words: str


class CheckOut(BaseModel):
    """One item's: without reasons it may be used; `flags` are worth a look."""

    reasons: list[ReasonOut]
    flags: list[str]


class ChecksOut(BaseModel):
    items: list[CheckOut]


@router.post("/api/exercises/checks", summary="Judge items against the passages they cite")
def checked(given: CheckIn, who: Who, sees: Sees, parts: Parts) -> ChecksOut:
    """Hidden and absent passages are the same: the quote is not verbatim."""
    if not who.principal.may(Act.REVIEW):
        raise NotFound()
    items = [i.item() for i in given.items]
    return ChecksOut(items=[_told(i, r) for i, r in zip(items, judged(parts, who.principal, sees, items), strict=True)])


def _told(item: Exercise, reasons: Sequence[Reason]) -> CheckOut:
    return CheckOut(
        reasons=[ReasonOut(reason=r.name.lower(), words=r.value) for r in reasons],
        flags=[f.value for f in flags(item)] if not reasons else [],
    )


def judged(
    parts: Resources, principal: Principal, scope: Scope, items: Sequence[Exercise]
) -> list[tuple[Reason, ...]]:
    """The reasons against each: by itself, and as one of the set."""
    texts = _texts(parts, principal, scope, items)
    alone = [check(item, texts) for item in items]
    sound = [item for item, reasons in zip(items, alone, strict=True) if not reasons]
    in_set = {id(r.item): r.reasons for r in verify(sound, texts).rejected}
    return [reasons or in_set.get(id(item), ()) for item, reasons in zip(items, alone, strict=True)]


def _texts(parts: Resources, principal: Principal, scope: Scope, items: Sequence[Exercise]) -> Mapping[str, str]:
    ids = list(dict.fromkeys(s.passage_id for i in items for s in i.spans))
    return {p.id: p.text for p in parts.store.library.passages(principal, scope, ids)}


@dataclass(frozen=True)
class Kept:
    """One set as it is kept: the artefact's row and its content in types."""

    artefact: Artefact
    result: WriteExercisesResult

    @classmethod
    def of(cls, found: Artefact) -> Kept:
        if found.tool != TOOL:
            raise NotFound()
        return cls(found, WriteExercisesResult.model_validate(found.result))

    @property
    def cited(self) -> dict[int, Citation]:
        return {c.n: c for c in self.artefact.citations}

    def exercise(self, item: Item) -> Exercise:
        spans = (Span(self.cited[n].passage_id, self.cited[n].quote) for n in item.citations if n in self.cited)
        return Exercise(
            item.kind, item.stem, tuple(item.key), tuple(spans), item.explanation, tuple(item.options),
            tuple(item.left), tuple(item.points), tuple(item.origins), item.about, item.difficulty, item.bloom,
            tuple(item.tags),
        )  # fmt: skip


def kept_set(parts: Resources, principal: Principal, scope: Scope, artefact_id: str) -> Kept:
    """Raises NotFound, also for what is no set of exercises."""
    found = parts.store.artefacts.get(principal, scope, artefact_id)
    if not whole_for(principal, found):
        raise NotFound()
    return Kept.of(found)


def whole_for(principal: Principal, found: Artefact) -> bool:
    """Whether this person sees all of it: a set's keys are its author's and the reviewers'."""
    return found.tool != TOOL or found.author == principal.id or principal.may(Act.REVIEW)


def edited(
    parts: Resources, principal: Principal, scope: Scope, held: Kept, n: int, change: Mapping[str, Any]
) -> tuple[Kept, tuple[Reason, ...]]:
    """Item `n` with `change`, if it passes among the others: a new edition; else the set as it was, and why."""
    old = next((i for i in held.result.items if i.n == n), None)
    if old is None:
        raise NotFound()
    new = old.model_copy(update={**change, "origins": _origins(old, change)})
    items = [new if i.n == n else i for i in held.result.items]
    made = held.exercise(new)
    others = [held.exercise(i) for i in held.result.items if i.n != n]
    reasons = judged(parts, principal, scope, [*others, made])[-1]
    if reasons:
        return held, reasons
    flagged = new.model_copy(update={"flags": [f.value for f in flags(made)]})
    return _saved(parts, principal, scope, held, [flagged if i.n == n else i for i in items]), ()


def removed(parts: Resources, principal: Principal, scope: Scope, held: Kept, n: int) -> Kept:
    """The set without item `n`, as a new edition."""
    return _saved(parts, principal, scope, held, [i for i in held.result.items if i.n != n])


@dataclass(frozen=True)
class Brought:
    """How many the bank took, and the others' stems with the reasons against them."""

    taken: int
    refused: tuple[tuple[str, tuple[Reason, ...]], ...]


def brought(
    parts: Resources, principal: Principal, scope: Scope, items: Sequence[tuple[Exercise, str]]
) -> Brought:
    """Items, each with who wrote it, into the bank: those of one hand together. Raises NotFound, BadLabel."""
    taken, refused = 0, list[tuple[str, tuple[Reason, ...]]]()
    for hand in dict.fromkeys(by for _, by in items):
        given = [item for item, by in items if by == hand]
        done = parts.store.bank.accept(principal, scope, given, written_by=hand)
        taken += len(done.taken)
        refused += [(given[n].stem, reasons) for n, reasons in sorted(done.refused.items())]
    return Brought(taken, tuple(refused))


def _origins(old: Item, change: Mapping[str, Any]) -> list[str]:
    """Where an option came from, as far as it still stands there."""
    known = dict(zip(old.options, old.origins, strict=False))
    return [known.get(o, "教师修改") for o in change.get("options", old.options)] if old.origins else []


def _saved(parts: Resources, principal: Principal, scope: Scope, held: Kept, items: Sequence[Item]) -> Kept:
    result = held.result.model_copy(update={"items": list(items)}).model_dump(mode="json")
    now = parts.store.artefacts.edit(
        principal, scope, held.artefact.id, held.artefact.version, title=None, result=result
    )
    return Kept.of(now)
