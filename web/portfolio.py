"""A growth portfolio over HTTP: one's own, or a learner's with a reason, from what one may see; as a file too."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from learning.growth import Curve, Weak
from learning.portfolio import Dimension, Figure
from records.portfolios import Folder
from tools._export import MEDIA, portfolio_form
from trust.principal import Principal, Scope
from web.evidence import EvidenceOut, Reason
from web.identity import Sees, Who
from web.resources import Parts, Resources
from web.shapes import attachment, files_of
from web.showpieces import WorkOut

router = APIRouter(tags=["evidence"])
Form = Literal["docx", "pdf"]
PDF = "application/pdf"


class FigureOut(BaseModel):
    """`share` is an exact decimal as text, from 0 to 1; null where nothing counted."""

    dimension: str
    share: str | None
    pieces: int


class MonthOut(BaseModel):
    month: str
    dimensions: list[FigureOut]


class StepOut(BaseModel):
    """The estimate of mastery at the end of a day, 0 to 1, after so many answers."""

    on: date
    shown: float
    answers: int


class CurveOut(BaseModel):
    """`mastered_on`: since when it has been mastered without a break."""

    competency: str
    steps: list[StepOut]
    right: int
    mastered_on: date | None

    @classmethod
    def of(cls, c: Curve) -> CurveOut:
        steps = [StepOut(on=s.on, shown=round(s.shown, 4), answers=s.answers) for s in c.steps]
        return cls(competency=c.competency, steps=steps, right=c.right, mastered_on=c.mastered_on)


class WeakOut(BaseModel):
    """`items` answered wrongly, `left` of them; `practised` and `rehearsed` were done since `found`; `before`: how
    often it had been one earlier.
    """

    competency: str
    found: date
    items: int
    left: int
    practised: int
    rehearsed: int
    gone: date | None
    before: int
    known_then: float
    known_now: float

    @classmethod
    def of(cls, w: Weak) -> WeakOut:
        known = {"known_then": round(w.known_then, 4), "known_now": round(w.known_now, 4)}
        return cls(**vars(w) | known)


class PortfolioOut(BaseModel):
    """`shown`: certificates and contests, latest first. The timeline is `GET /api/evidence`."""

    student: str
    pieces: int
    dimensions: list[FigureOut]
    months: list[MonthOut]
    shown: list[EvidenceOut]
    mastery: list[CurveOut]
    weak: list[WeakOut]
    works: list[WorkOut]


@router.get("/api/portfolio", summary="The growth portfolio: one's own, or a learner's with a reason")
def figures(
    who: Who, scope: Sees, parts: Parts, student: Annotated[str | None, Query(max_length=64)] = None,
    reason: Reason = "",
) -> PortfolioOut:  # fmt: skip
    """How each figure is counted: docs/evidence.md."""
    folder = parts.store.portfolios.of(who.principal, scope, student, reason)
    told = folder.figures
    return PortfolioOut(
        student=folder.student, pieces=len(told.timeline), dimensions=_figures(told.dimensions),
        months=[MonthOut(month=month, dimensions=_figures(held)) for month, held in told.months.items()],
        shown=[EvidenceOut.of(folder.kept[e.id]) for e in told.shown],
        mastery=[CurveOut.of(c) for c in folder.growth.curves], weak=[WeakOut.of(w) for w in folder.growth.weak],
        works=[WorkOut.of(w) for w in folder.works],
    )  # fmt: skip


@router.get(
    "/api/portfolio/file", summary="The same as Word or PDF, marked as generated", response_class=Response,
    responses=files_of([MEDIA["docx"], PDF]),
)  # fmt: skip
def file(
    who: Who, scope: Sees, parts: Parts, form: Annotated[Form, Query()] = "docx",
    student: Annotated[str | None, Query(max_length=64)] = None, reason: Reason = "",
) -> Response:  # fmt: skip
    """503 for a PDF where LibreOffice is not installed: Word is to be had always."""
    folder = parts.store.portfolios.of(who.principal, scope, student, reason)
    name, data = written(parts, who.principal, scope, folder, form)
    headers = attachment(f"{name}的成长档案.{form}") | {"Cache-Control": "private, no-store"}
    return Response(data, media_type=PDF if form == "pdf" else MEDIA[form], headers=headers)


def written(
    parts: Resources, principal: Principal, scope: Scope, folder: Folder, form: Form
) -> tuple[str, bytes]:
    """Whose it is, and the file; that it was made stands in the audit."""
    name = parts.store.people.principal(folder.student).name
    pictures = parts.store.portfolios.pictures(principal, scope, folder)
    data = portfolio_form.write(name, folder, pictures)
    if form == "pdf":
        data = parts.printer.pdf(data, portfolio_form.mark_of(name, folder))
    parts.store.portfolios.taken(principal, folder, form)
    return name, data


def _figures(held: Mapping[Dimension, Figure]) -> list[FigureOut]:
    return [
        FigureOut(dimension=str(d), share=None if f.share is None else str(f.share), pieces=f.pieces)
        for d, f in held.items()
    ]
