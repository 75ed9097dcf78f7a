"""Papers out of the bank: a blueprint in, forms with whole items out, for reviewers. learning/blueprint.py chooses.

The forms come back whole, so that the file call prints exactly these, whatever becomes of the bank meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from learning.blueprint import Cell, Form, Lacking, Plan, plan
from learning.exercise import NAMES, Kind
from records.bankrows import ACCEPTED, PUBLISHED, Banked, Wanted
from trust.errors import BadInput, NotEnough
from trust.labels import join
from trust.principal import Principal, Scope
from web.bank import reviewer
from web.exercises import ExerciseIn
from web.identity import Sees, Who
from web.resources import Parts, Resources
from web.shapes import Strict

router = APIRouter(tags=["bank"])
MOST = 100_000
_LEVELS = {1: "易", 2: "中", 3: "难"}


class CellIn(Strict):
    """`count` items with this tag, of this difficulty, of these kinds; what is left out is any."""

    count: int = Field(ge=1, le=100)
    tag: str | None = Field(default=None, max_length=200)
    difficulty: Literal[1, 2, 3] | None = None
    kinds: list[Kind] = Field(default=[], max_length=9)

    def cell(self) -> Cell:
        return Cell(self.count, self.tag or None, self.difficulty, tuple(self.kinds))

    @property
    def words(self) -> str:
        told = [self.tag or "", _LEVELS.get(self.difficulty or 0, ""), "、".join(NAMES[k] for k in self.kinds)]
        return " · ".join(filter(None, told)) or "任意题目"


class Blueprint(Strict):
    """`points`: the total of each form. `drafts` also takes what is accepted and not published yet."""

    title: str = Field(default="试卷", min_length=1, max_length=100)
    cells: list[CellIn] = Field(min_length=1, max_length=30)
    points: int = Field(default=100, ge=1, le=1000)
    forms: Literal[1, 2] = 1
    drafts: bool = False


class PlacedOut(ExerciseIn):
    """An item as this form prints it; `cell` counts from 0."""

    n: int
    id: str
    kind_name: str
    worth: int
    cell: int


class FormOut(BaseModel):
    """`again`: per cell, how many of its items stand in form A too, their options in another order."""

    name: str
    items: list[PlacedOut]
    again: list[int]

    @classmethod
    def of(cls, form: Form) -> FormOut:
        placed = [
            PlacedOut(
                **ExerciseIn.of(p.item).model_dump(), n=n, id=p.id, kind_name=NAMES[p.item.kind], worth=p.points,
                cell=p.cell,
            )
            for n, p in enumerate(form.items, 1)
        ]  # fmt: skip
        return cls(name=form.name, items=placed, again=list(form.again))


class PaperOut(BaseModel):
    """`label`: of all the items in it. `parallel`: disjoint, or reordered where the bank was too small."""

    title: str
    points: int
    forms: list[FormOut]
    parallel: Literal["disjoint", "partly", "reordered"] | None
    label: str


@router.post("/api/bank/papers", summary="A paper from the bank by its blueprint, one form or two alike")
def paper(given: Blueprint, who: Who, sees: Sees, parts: Parts) -> PaperOut:
    """422 `not-enough` names each cell that cannot be filled, with how many there are."""
    reviewer(who.principal)
    return built(parts, who.principal, sees, given)


def built(parts: Resources, principal: Principal, scope: Scope, given: Blueprint) -> PaperOut:
    bank = _usable(parts, principal, scope, drafts=given.drafts)
    try:
        made = plan({i: b.item for i, b in bank.items()}, [c.cell() for c in given.cells], given.points, given.forms)
    except ValueError:
        raise BadInput("总分太少，不够每题至少一分", "Too few points for so many items") from None
    if made.lacking:
        raise _lacking(given.cells, made.lacking)
    used = {p.id for form in made.forms for p in form.items}
    return PaperOut(
        title=given.title, points=given.points, forms=[FormOut.of(f) for f in made.forms], parallel=_parallel(made),
        label=str(join(bank[i].label for i in used)),
    )  # fmt: skip


def _usable(parts: Resources, principal: Principal, scope: Scope, *, drafts: bool) -> Mapping[str, Banked]:
    """What a paper may be made of: nothing stale, nothing retired."""
    states = (PUBLISHED, ACCEPTED) if drafts else (PUBLISHED,)
    found = [
        b for state in states
        for b in parts.store.bank.page(principal, scope, Wanted(state=state, stale=False), limit=MOST)
    ]  # fmt: skip
    return {b.id: b for b in found}


def _parallel(made: Plan) -> Literal["disjoint", "partly", "reordered"] | None:
    if len(made.forms) < 2:
        return None
    again = sum(made.forms[1].again)
    if not again:
        return "disjoint"
    return "reordered" if again == len(made.forms[1].items) else "partly"


def _lacking(cells: Sequence[CellIn], lacking: Sequence[Lacking]) -> NotEnough:
    zh = "；".join(f"{cells[x.cell].words}：需要 {x.need} 题，只能配出 {x.have} 题" for x in lacking)
    en = "; ".join(f"cell {x.cell + 1}: need {x.need}, have {x.have}" for x in lacking)
    return NotEnough(f"题库里的题目不够：{zh}。", f"Not enough in the bank: {en}.")
