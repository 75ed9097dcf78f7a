"""Search tried out: the same path as a question's, and why each passage was chosen. No scores, nothing hidden."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from knowledge.explain import Chosen, Explained
from trust.labels import join
from trust.principal import Principal, Scope
from web.identity import Asker, Sees
from web.resources import Parts, Resources
from web.shapes import PassageOut
from web.shown import note_passages

router = APIRouter(tags=["library"])


class ChosenOut(BaseModel):
    """`held` and `missing`: words of the question; `lexical`: its place by words alone; `why`: what spoke for it."""

    passage: PassageOut
    held: list[str]
    missing: list[str]
    lexical: int
    why: list[str]

    @classmethod
    def of(cls, c: Chosen) -> ChosenOut:
        return cls(
            passage=PassageOut.of(c.passage), held=list(c.held), missing=list(c.missing), lexical=c.lexical,
            why=list(c.why),
        )


class ExplainedOut(BaseModel):
    """`counted`: words looked for, the weightiest first; `unknown`: those in nothing one may read."""

    counted: list[str]
    unknown: list[str]
    chosen: list[ChosenOut]

    @classmethod
    def of(cls, e: Explained) -> ExplainedOut:
        return cls(
            counted=list(e.counted), unknown=list(e.unknown), chosen=[ChosenOut.of(c) for c in e.chosen]
        )


def tried(parts: Resources, principal: Principal, scope: Scope, q: str, k: int = 8) -> Explained:
    """What is found, noted in the audit like any search."""
    found = parts.searcher.explain(principal, scope, q, k=k)
    passages = [c.passage for c in found.chosen]
    if passages:
        note_passages(parts, principal, join([p.label for p in passages]), passages)
    return found


@router.get("/api/search/explained", summary="What a search finds, and why")
def explained(
    principal: Asker, sees: Sees, parts: Parts,
    q: Annotated[str, Query(min_length=1, max_length=2000)], k: Annotated[int, Query(ge=1, le=20)] = 8,
) -> ExplainedOut:  # fmt: skip
    return ExplainedOut.of(tried(parts, principal, sees, q, k))
