"""A growth portfolio's figures over HTTP: one's own, or a learner's with a reason, from the evidence one may see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from learning.portfolio import Dimension, Figure, Portfolio, portfolio
from records.evidencerows import Kept
from trust.principal import Principal, Scope
from web.evidence import EvidenceOut, Reason
from web.identity import Sees, Who
from web.resources import Parts, Resources

router = APIRouter(tags=["evidence"])


class FigureOut(BaseModel):
    """`share` is an exact decimal as text, from 0 to 1; null where nothing counted."""

    dimension: str
    share: str | None
    pieces: int


class MonthOut(BaseModel):
    month: str
    dimensions: list[FigureOut]


class PortfolioOut(BaseModel):
    """`shown`: certificates and contests, latest first. Everything else is in `GET /api/evidence`."""

    student: str
    pieces: int
    dimensions: list[FigureOut]
    months: list[MonthOut]
    shown: list[EvidenceOut]


def made(
    parts: Resources, principal: Principal, scope: Scope, student: str | None, reason: str = ""
) -> tuple[Portfolio, dict[str, Kept]]:
    """The figures, and the pieces by id."""
    found = parts.store.evidences.every(principal, scope, student, reason)
    return portfolio(k.evidence for k in found), {k.evidence.id: k for k in found}


@router.get("/api/portfolio", summary="The growth portfolio's figures: one's own, or a learner's with a reason")
def figures(
    who: Who, scope: Sees, parts: Parts, student: Annotated[str | None, Query(max_length=64)] = None,
    reason: Reason = "",
) -> PortfolioOut:  # fmt: skip
    """How each figure is counted: docs/evidence.md."""
    told, kept = made(parts, who.principal, scope, student, reason)
    return PortfolioOut(
        student=student or who.principal.id, pieces=len(told.timeline), dimensions=_figures(told.dimensions),
        months=[MonthOut(month=month, dimensions=_figures(held)) for month, held in told.months.items()],
        shown=[EvidenceOut.of(kept[e.id]) for e in told.shown],
    )  # fmt: skip


def _figures(held: Mapping[Dimension, Figure]) -> list[FigureOut]:
    return [
        FigureOut(dimension=str(d), share=None if f.share is None else str(f.share), pieces=f.pieces)
        for d, f in held.items()
    ]
