"""Placements over HTTP: place, see, change, the board with its alerts, attendance. The log is internlogs.py's."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from learning.alert import About, Alert
from learning.placement import DAY_MINUTES, LONGEST_WORD, WORKDAYS, Mark, State, Terms
from records.attendances import Marked
from records.internwatch import Line
from records.placementrows import Placement
from records.placements import Change, Wanted
from records.workplans import Task
from web.evidence import WRITABLE, Id, Reason
from web.identity import Sees, Who
from web.placementkey import Key
from web.resources import Parts
from web.schemes import Match, version_of
from web.shapes import Strict

router = APIRouter(prefix="/api/internships", tags=["internships"])
Weekday = Annotated[int, Field(ge=1, le=7)]


class TermsIn(Strict):
    """Minutes a day, at most the law's; days of the week that are worked, 1 is Monday."""

    minutes: int = Field(default=DAY_MINUTES, ge=1, le=DAY_MINUTES)
    workdays: list[Weekday] = Field(default=list(WORKDAYS), min_length=1, max_length=6)


class PlacementIn(Strict):
    """`work_order`: id of an artefact of decompose_project; `despite`: why, although not ready; never past a veto."""

    student: Id
    project: Id
    enterprise: Id
    mentor: Id
    since: date
    until: date
    work_order: Id | None = None
    terms: TermsIn = TermsIn()
    despite: str = Field(default="", max_length=LONGEST_WORD)

    def wanted(self) -> Wanted:
        terms = Terms(self.terms.minutes, tuple(self.terms.workdays))
        return Wanted(self.student, self.project, self.enterprise, self.mentor, self.since, self.until,
                      self.work_order, terms, self.despite)  # fmt: skip


class ChangeIn(Strict):
    """What is left out stays; an empty `work_order` takes it away; what has ended stays so."""

    until: date | None = None
    mentor: Id | None = None
    work_order: str | None = Field(default=None, max_length=64, pattern=WRITABLE)
    state: State | None = None


class TermsOut(BaseModel):
    minutes: int
    workdays: list[int]


class PlacementOut(BaseModel):
    """`sides`: what the reader is in it: student, teacher, mentor. `despite` for the teacher alone."""

    id: str
    student: str
    name: str
    project: str
    course: str
    enterprise: str
    mentor: str
    since: date
    until: date
    state: State
    work_order: str | None
    terms: TermsOut
    despite: str
    version: int
    sides: list[str]

    @classmethod
    def of(cls, p: Placement) -> PlacementOut:
        return cls(
            id=p.id, student=p.student, name=p.name, project=p.project, course=p.course, enterprise=p.enterprise,
            mentor=p.mentor, since=p.since, until=p.until, state=p.state, work_order=p.work_order,
            terms=TermsOut(minutes=p.terms.minutes, workdays=list(p.terms.workdays)),
            despite=p.despite if "teacher" in p.sides else "", version=p.version, sides=list(p.sides),
        )  # fmt: skip


class PlacementList(BaseModel):
    items: list[PlacementOut]


class TaskOut(BaseModel):
    """Its place in the list is its id, as its steps' are theirs; from 0."""

    title: str
    steps: list[str]

    @classmethod
    def of(cls, t: Task) -> TaskOut:
        return cls(title=t.title, steps=list(t.steps))


class PlacementWhole(BaseModel):
    """`tasks` of the work order, as far as the reader may read that."""

    placement: PlacementOut
    tasks: list[TaskOut]


class AlertOut(BaseModel):
    """`rests`: ids of log entries or evidence; none where it is the lack of them."""

    about: About
    unsafe: bool
    since: date
    rests: list[str]

    @classmethod
    def of(cls, a: Alert) -> AlertOut:
        return cls(about=a.about, unsafe=a.unsafe, since=a.since, rests=list(a.rests))


class LineOut(BaseModel):
    """`done` of `steps` of the work order; `days` handed in, `waiting` of them to be confirmed; `mark`: today's."""

    placement: PlacementOut
    alerts: list[AlertOut]
    done: int
    steps: int
    days: int
    waiting: int
    mark: Mark | None
    mark_version: int

    @classmethod
    def of(cls, n: Line) -> LineOut:
        return cls(
            placement=PlacementOut.of(n.placement), alerts=[AlertOut.of(a) for a in n.alerts], done=n.done,
            steps=n.steps, days=n.days, waiting=n.waiting, mark=n.mark, mark_version=n.mark_version,
        )  # fmt: skip


class BoardOut(BaseModel):
    """Unsafe ones first."""

    items: list[LineOut]


class MarkIn(Strict):
    """`version` that was read; 0: not marked yet."""

    mark: Mark
    version: int = Field(default=0, ge=0)


class MarkOut(BaseModel):
    placement: str
    day: date
    mark: Mark
    by: str
    version: int

    @classmethod
    def of(cls, m: Marked) -> MarkOut:
        return cls(placement=m.placement, day=m.on, mark=m.mark, by=m.by, version=m.version)


class MarkList(BaseModel):
    items: list[MarkOut]


def _out(held: Placement, response: Response) -> PlacementOut:
    response.headers["etag"] = f'"{held.version}"'
    return PlacementOut.of(held)


@router.post("", status_code=201, summary="Place a student, as a teacher of the course; 409 where it cannot be yet")
def place(
    given: PlacementIn, response: Response, who: Who, sees: Sees, parts: Parts, reason: Reason = ""
) -> PlacementOut:
    return _out(parts.store.placements.place(who.principal, sees, given.wanted(), reason), response)


@router.get("", summary="Placements one sees, the running ones first")
def page(who: Who, sees: Sees, parts: Parts) -> PlacementList:
    return PlacementList(items=[PlacementOut.of(p) for p in parts.store.placements.page(who.principal, sees)])


@router.get("/board", summary="Placements one sees with alerts, progress and today's attendance")
def board(who: Who, sees: Sees, parts: Parts) -> BoardOut:
    return BoardOut(items=[LineOut.of(n) for n in parts.store.intern_watch.board(who.principal, sees)])


@router.get("/{placement_id}", summary="One placement, with the tasks of its work order")
def one(placement_id: Key, response: Response, who: Who, sees: Sees, parts: Parts) -> PlacementWhole:
    held = parts.store.placements.get(who.principal, sees, placement_id)
    plan = parts.store.placements.plan(who.principal, sees, held.work_order)
    return PlacementWhole(placement=_out(held, response), tasks=[TaskOut.of(t) for t in plan.tasks] if plan else [])


@router.patch("/{placement_id}", summary="Change or end it, as a teacher of the course; If-Match its version")
def change(
    placement_id: Key, given: ChangeIn, response: Response, who: Who, sees: Sees, parts: Parts, if_match: Match = None
) -> PlacementOut:
    wish = Change(given.until, given.mentor, given.work_order, given.state)
    version = version_of(if_match)
    return _out(parts.store.placements.change(who.principal, sees, placement_id, version, wish), response)


@router.get("/{placement_id}/attendance", summary="Latest day first")
def marks(placement_id: Key, who: Who, sees: Sees, parts: Parts) -> MarkList:
    found = parts.store.attendances.page(who.principal, sees, placement_id)
    return MarkList(items=[MarkOut.of(m) for m in found])


@router.put("/{placement_id}/attendance/{day}", summary="Mark a day, as its mentor or a teacher")
def mark(placement_id: Key, day: date, given: MarkIn, who: Who, sees: Sees, parts: Parts) -> MarkOut:
    put = parts.store.attendances.put
    return MarkOut.of(put(who.principal, sees, placement_id, day, given.version, given.mark))
