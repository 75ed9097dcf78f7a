"""Grades over HTTP: the board, publishing, one's own grade with what it is made of, appeals, agreement of raters.

What is told is the report of an agreement's named function (learning/gradereport.py), never a row.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from learning.gradereport import CriterionShown, GradeReport
from learning.grading import Need
from records.appeals import WINDOW, Appeal
from records.grades import Mine, Standing
from records.raterquality import CriterionQuality
from records.scores import LONGEST
from web.identity import Sees, Who
from web.resources import Parts
from web.schemes import Text, text
from web.shapes import Strict

router = APIRouter(tags=["grading"])


class NeedOut(BaseModel):
    wanted: str
    criterion: str
    side: str

    @classmethod
    def of(cls, n: Need) -> NeedOut:
        return cls(wanted=n.wanted, criterion=n.criterion, side=n.side)


class SideShownOut(BaseModel):
    side: str
    weight: str
    low: str | None
    high: str | None


class CriterionShownOut(BaseModel):
    """`weight` as agreed, `counted` what it weighs where others are excused; null: excused itself."""

    id: str
    title: str
    dimension: str
    weight: str
    counted: str | None
    low: str | None
    high: str | None
    rule: str
    moderated: bool
    sides: list[SideShownOut]
    process: list[str] | None

    @classmethod
    def of(cls, c: CriterionShown) -> CriterionShownOut:
        sides = [
            SideShownOut(side=s.side, weight=text(s.weight), low=_text(s.low), high=_text(s.high)) for s in c.sides
        ]
        process = None if c.process is None else [text(p) for p in c.process]
        return cls(
            id=c.id, title=c.title, dimension=c.dimension, weight=text(c.weight), counted=_text(c.counted),
            low=_text(c.low), high=_text(c.high), rule=c.rule, moderated=c.moderated, sides=sides, process=process,
        )  # fmt: skip


class ReportOut(BaseModel):
    """`final` is null while anything is missing: then it will lie between `low` and `high`."""

    scheme_hash: str
    final: str | None
    low: str
    high: str
    unsafe: bool | None
    criteria: list[CriterionShownOut]

    @classmethod
    def of(cls, r: GradeReport) -> ReportOut:
        return cls(
            scheme_hash=r.scheme, final=_text(r.final), low=text(r.low), high=text(r.high), unsafe=r.unsafe,
            criteria=[CriterionShownOut.of(c) for c in r.criteria],
        )  # fmt: skip


class StandingOut(BaseModel):
    """`queued`: judges differ too far. `edition` of the published grade; `touched`: evidence was withdrawn since."""

    student: str
    name: str
    report: ReportOut
    needs: list[NeedOut]
    queued: bool
    edition: int | None
    touched: bool

    @classmethod
    def of(cls, s: Standing) -> StandingOut:
        return cls(
            student=s.student, name=s.name, report=ReportOut.of(s.report), needs=[NeedOut.of(n) for n in s.needs],
            queued=s.queued, edition=s.published.edition if s.published else None, touched=s.touched,
        )  # fmt: skip


class Board(BaseModel):
    scheme: str
    items: list[StandingOut]


class GradeOut(BaseModel):
    """A published edition; `provenance` is the digest that a replay gives again."""

    id: str
    scheme: str
    student: str
    edition: int
    at: datetime
    appeal_until: datetime
    appeal: str | None
    kernel: str
    provenance: str
    touched: bool
    report: ReportOut

    @classmethod
    def of(cls, m: Mine) -> GradeOut:
        p = m.published
        return cls(
            id=p.id, scheme=p.scheme_id, student=p.student, edition=p.edition, at=p.at, appeal_until=p.at + WINDOW,
            appeal=p.appeal, kernel=p.kernel, provenance=p.digest, touched=m.touched, report=ReportOut.of(m.report),
        )  # fmt: skip


class GradeList(BaseModel):
    items: list[GradeOut]


class AppealIn(Strict):
    criterion: str = Field(min_length=1, max_length=64)
    reason: str = Field(min_length=1, max_length=LONGEST)


class DecisionIn(Strict):
    """`points` judges anew; without them the grade is upheld. `version` of the appeal."""

    version: int = Field(ge=1)
    points: Text | None = None
    reason: str = Field(min_length=1, max_length=LONGEST)


class AppealOut(BaseModel):
    id: str
    student: str
    scheme: str
    grade: str
    criterion: str
    at: datetime
    reason: str
    decided_at: datetime | None
    answer: str | None
    changed: bool
    version: int

    @classmethod
    def of(cls, a: Appeal) -> AppealOut:
        return cls(**{name: getattr(a, name) for name in cls.model_fields})


class AppealList(BaseModel):
    items: list[AppealOut]


class SeverityOut(BaseModel):
    """`rater` of the caller's own side, or the other side as one."""

    rater: str
    works: int
    gap: float
    drift: float | None
    drifting: bool


class CriterionQualityOut(BaseModel):
    criterion: str
    title: str
    works: int
    icc_single: float | None
    icc_average: float | None
    alpha: float | None
    raters: list[SeverityOut]

    @classmethod
    def of(cls, q: CriterionQuality) -> CriterionQualityOut:
        raters = [
            SeverityOut(rater=s.rater, works=s.works, gap=s.gap, drift=s.drift, drifting=s.drifting) for s in q.raters
        ]
        single, average = q.icc or (None, None)
        return cls(
            criterion=q.criterion, title=q.title, works=q.works, icc_single=single, icc_average=average, alpha=q.alpha,
            raters=raters,
        )  # fmt: skip


class Quality(BaseModel):
    """`weighs`: what each criterion really weighed, from five students on."""

    items: list[CriterionQualityOut]
    weighs: dict[str, float] | None


def _text(value: Decimal | None) -> str | None:
    return None if value is None else text(value)


@router.get("/api/schemes/{scheme_id}/board", summary="How everybody one judges stands, by what one may see")
def board(scheme_id: str, who: Who, sees: Sees, parts: Parts) -> Board:
    held, found = parts.store.grades.board(who.principal, sees, scheme_id)
    return Board(scheme=held.id, items=[StandingOut.of(s) for s in found])


@router.get("/api/schemes/{scheme_id}/students/{student}/standing", summary="How one of them stands")
def standing(scheme_id: str, student: str, who: Who, sees: Sees, parts: Parts) -> StandingOut:
    return StandingOut.of(parts.store.grades.look(who.principal, sees, scheme_id, student)[1])


@router.post(
    "/api/schemes/{scheme_id}/students/{student}/grade", status_code=201,
    summary="Publish, as a teacher; 409 while something is missing or no agreement allows it yet",
)  # fmt: skip
def publish(scheme_id: str, student: str, who: Who, sees: Sees, parts: Parts) -> GradeOut:
    made = parts.store.grades.publish(who.principal, sees, scheme_id, student)
    return GradeOut.of(parts.store.grades.get(who.principal, parts.store.labels.scope(who.principal), made.id))


@router.get("/api/grades", summary="One's own published grades; of a student one teaches or mentors with `student`")
def mine(who: Who, sees: Sees, parts: Parts, student: str | None = None) -> GradeList:
    return GradeList(items=[GradeOut.of(m) for m in parts.store.grades.mine(who.principal, sees, student)])


@router.get("/api/grades/{grade_id}")
def one(grade_id: str, who: Who, sees: Sees, parts: Parts) -> GradeOut:
    return GradeOut.of(parts.store.grades.get(who.principal, sees, grade_id))


@router.post("/api/grades/{grade_id}/appeals", status_code=201, summary="Appeal, as the student, on one criterion")
def appeal(grade_id: str, given: AppealIn, who: Who, sees: Sees, parts: Parts) -> AppealOut:
    made = parts.store.appeals.raise_against(who.principal, sees, grade_id, given.criterion, given.reason)
    return AppealOut.of(made)


@router.get("/api/appeals", summary="One's own, and those one may decide or follow")
def appeals(who: Who, sees: Sees, parts: Parts) -> AppealList:
    return AppealList(items=[AppealOut.of(a) for a in parts.store.appeals.page(who.principal, sees)])


@router.post("/api/appeals/{appeal_id}/decision", summary="Decide, as an assessor who has not judged it before")
def decide(appeal_id: str, given: DecisionIn, who: Who, sees: Sees, parts: Parts) -> AppealOut:
    points = None if given.points is None else Decimal(given.points)
    made, _ = parts.store.appeals.decide(who.principal, sees, appeal_id, given.version, points, given.reason)
    return AppealOut.of(made)


@router.get("/api/schemes/{scheme_id}/quality", summary="How far raters agree: to look at, nothing is corrected by it")
def quality(scheme_id: str, who: Who, sees: Sees, parts: Parts) -> Quality:
    found, weighs = parts.store.rater_quality.of(who.principal, sees, scheme_id)
    return Quality(items=[CriterionQualityOut.of(q) for q in found], weighs=weighs)
