"""Findings of a course over HTTP: what is weak and what it leads to, revision tasks, what came of them.

Who is told which figure is records/'s rule. A criterion names no passage of its own; those nearest to its words are
searched for, and said to be so.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from learning.effect import Effect, Why
from learning.finding import Kind
from learning.suppression import Figure, K
from learning.untaught import Reason
from records.cells import Source
from records.findinglinks import Link
from records.findings import Board, Found
from records.revisions import MOST, Revision, State
from tools._formats.findingsheet import Row, sheet_of
from trust.labels import join
from trust.principal import Principal, Scope
from web.identity import Sees, Who
from web.resources import Parts, Resources
from web.roster import sheet
from web.schemes import Match, version_of
from web.shapes import Strict
from web.shown import note_passages

router = APIRouter(prefix="/api/findings", tags=["findings"])
SEARCHED, NEAREST = 8, 2
HREFS = {
    "lesson": "/lessons?id={id}", "order": "/workbench?artefact={id}", "item": "/bank",
    "document": "/document?id={id}", "matrix": "/matrix?artefact={id}",
}  # fmt: skip
Course = Annotated[str, Query(min_length=1, max_length=64)]
Cohort = Annotated[str, Query(max_length=4, pattern=r"^(\d{4})?$")]


class CourseOut(BaseModel):
    id: str
    title: str


class CourseList(BaseModel):
    items: list[CourseOut]


class LevelOut(BaseModel):
    """`level` 0 to 1, of an item its discrimination, -1 to 1."""

    people: int
    level: float

    @classmethod
    def of(cls, figure: Figure) -> LevelOut:
        return cls(people=figure.people, level=figure.mean)


class CohortOut(LevelOut):
    """`cohort`: the year its school year began; 0000: earlier than was noted."""

    cohort: str


class SourceOut(BaseModel):
    """`passage_id` and `quote` are empty where the document as a whole is meant."""

    document_id: str
    passage_id: str
    quote: str

    @classmethod
    def of(cls, source: Source) -> SourceOut:
        return cls(**asdict(source))


class LinkOut(BaseModel):
    """What to change: lesson, order, item, document, or the matrix it was found in; `href`: its page."""

    kind: Literal["lesson", "order", "item", "document", "matrix"]
    id: str
    title: str
    href: str

    @classmethod
    def of(cls, link: Link) -> LinkOut:
        return cls.model_validate({**asdict(link), "href": href(link)})


class FindingOut(BaseModel):
    """`people` 0 and `level` null of a requirement. `cost` ranks within its kind. `nearest`: the sources were searched
    for by its words. `told_at`: when its figures were told; they stand until they may be told anew.
    """

    id: str
    kind: Kind
    about: str
    origin: str
    people: int
    level: float | None
    told_at: datetime | None
    cost: float
    reason: Reason | None
    cohorts: list[CohortOut]
    sources: list[SourceOut]
    nearest: bool
    links: list[LinkOut]

    @classmethod
    def of(cls, f: Found) -> FindingOut:
        of = f.finding
        cohorts = [CohortOut(cohort=name, people=c.people, level=c.mean) for name, c in f.cohorts.items()]
        return cls(
            id=f.id, kind=of.kind, about=f.about, origin=f.origin, people=of.people, level=of.level,
            told_at=f.told_at, cost=of.cost,
            reason=f.reason, cohorts=cohorts, sources=[SourceOut.of(s) for s in f.sources], nearest=f.nearest,
            links=[LinkOut.of(link) for link in f.links],
        )  # fmt: skip


class BoardOut(BaseModel):
    """`fewest`: people below whom no figure is told, in this answer or by way of earlier ones."""

    course: str
    title: str
    audience: Literal["teacher", "mentor"]
    fewest: int
    cohort: str
    cohorts: list[str]
    items: list[FindingOut]

    @classmethod
    def of(cls, b: Board) -> BoardOut:
        return cls(
            course=b.course, title=b.title, audience=b.audience, fewest=K, cohort=b.cohort, cohorts=list(b.cohorts),
            items=[FindingOut.of(one) for one in b.found],
        )


class TaskIn(Strict):
    """`leave_out`: ids of links that are not to be changed. `who`: a teacher of the course."""

    course: str = Field(min_length=1, max_length=64)
    finding: str = Field(min_length=1, max_length=64)
    cohort: str = Field(default="", max_length=4, pattern=r"^(\d{4})?$")
    note: str = Field(default="", max_length=1000)
    who: str | None = Field(default=None, min_length=1, max_length=64)
    leave_out: list[Annotated[str, Field(max_length=64)]] = Field(default=[], max_length=100)


class TaskChange(Strict):
    """What is left out stays; `who` null: nobody."""

    state: State = "open"
    who: str | None = Field(default=None, min_length=1, max_length=64)
    note: str = Field(default="", max_length=1000)


class TaskOut(BaseModel):
    id: str
    course: str
    kind: Kind
    finding: str
    cohort: str
    about: str
    note: str
    links: list[LinkOut]
    author: str
    who: str | None
    state: State
    version: int
    made_at: datetime
    changed_at: datetime

    @classmethod
    def of(cls, r: Revision) -> TaskOut:
        return cls.model_validate({**vars(r), "links": [LinkOut.of(link) for link in r.links]})


class TaskList(BaseModel):
    """`more`: there are older ones, which are not listed."""

    items: list[TaskOut]
    more: bool


class EffectOut(BaseModel):
    """`before`: of the cohort it was found in, when it was found; `after`: of the next, `cohort`; `before_at` and
    `after_at`: when they were told. Where nothing can be
    said yet, `why`: not_people (a requirement), not_done, no_before, no_next (nobody, or too few to be told).
    """

    task: str
    found_in: str
    before: LevelOut | None
    after: LevelOut | None
    cohort: str
    change: Literal["better", "worse", "same"] | None
    why: Why | None
    before_at: datetime | None
    after_at: datetime | None

    @classmethod
    def of(cls, r: Revision, e: Effect) -> EffectOut:
        before, after = (None if f is None else LevelOut.of(f) for f in (e.before, e.after))
        return cls(
            task=r.id, found_in=r.cohort, before=before, after=after, cohort=e.cohort, change=e.change, why=e.why,
            before_at=e.before_at, after_at=e.after_at,
        )


@router.get("", summary="What is weak in a course's class, ranked within each kind; what each leads to")
def page(course: Course, who: Who, sees: Sees, parts: Parts, cohort: Cohort = "") -> BoardOut:
    return BoardOut.of(board(parts, who.principal, sees, course, cohort))


@router.get("/courses", summary="The courses one teaches or mentors now")
def courses(who: Who, sees: Sees, parts: Parts) -> CourseList:
    found = parts.store.findings.courses(who.principal, sees)
    return CourseList(items=[CourseOut(id=i, title=title) for i, title in found])


@router.get("/export", response_class=Response, summary="The same as an Excel sheet")
def export(course: Course, who: Who, sees: Sees, parts: Parts, cohort: Cohort = "") -> Response:
    made = board(parts, who.principal, sees, course, cohort)
    parts.store.findings.taken(who.principal, made)
    return sheet(sheet_of(made.title, [_row(one) for one in made.found]), "课程发现.xlsx")


@router.get("/tasks", summary="A course's revision tasks, newest first; for its teachers")
def tasks(course: Course, who: Who, sees: Sees, parts: Parts) -> TaskList:
    found = parts.store.revisions.page(who.principal, sees, course)
    return TaskList(items=[TaskOut.of(r) for r in found[:MOST]], more=len(found) > MOST)


@router.post("/tasks", status_code=201, summary="A revision task from a finding, as a teacher of the course")
def make(given: TaskIn, who: Who, sees: Sees, parts: Parts) -> TaskOut:
    made = board(parts, who.principal, sees, given.course, given.cohort)
    return TaskOut.of(parts.store.revisions.make(
        who.principal, made, given.finding, note=given.note, who=given.who, leave_out=given.leave_out
    ))  # fmt: skip


@router.get("/tasks/{task_id}")
def task(task_id: str, who: Who, sees: Sees, parts: Parts) -> TaskOut:
    return TaskOut.of(parts.store.revisions.get(who.principal, sees, task_id))


@router.patch("/tasks/{task_id}", summary="How far it is, who does it, a note; If-Match its version")
def change(
    task_id: str, given: TaskChange, who: Who, sees: Sees, parts: Parts, if_match: Match = None
) -> TaskOut:
    wanted: dict[str, Any] = given.model_dump(exclude_unset=True)
    return TaskOut.of(parts.store.revisions.change(who.principal, sees, task_id, version_of(if_match), wanted))


@router.get("/tasks/{task_id}/effect", summary="Told figures alone: the cohort it was found in, and the next")
def effect(task_id: str, who: Who, sees: Sees, parts: Parts) -> EffectOut:
    return EffectOut.of(*parts.store.revisions.effect(who.principal, sees, task_id))


def board(parts: Resources, principal: Principal, scope: Scope, course: str, cohort: str = "") -> Board:
    """With the nearest passages of the course's documents for what names none."""
    findings = parts.store.findings
    made = findings.page(principal, scope, course, cohort)
    bare = [one for one in made.found if not one.sources and one.finding.kind != "requirement"][:SEARCHED]
    near = {one.id: replace(one, sources=_nearest(parts, principal, scope, one), nearest=True) for one in bare}
    reached = {one.id: one for one in findings.reached(principal, scope, [n for n in near.values() if n.sources])}
    return replace(made, found=tuple(reached.get(one.id, one) for one in made.found))


def href(link: Link) -> str:
    return HREFS[link.kind].format(id=link.id)


def _nearest(parts: Resources, principal: Principal, scope: Scope, one: Found) -> tuple[Source, ...]:
    found = parts.searcher.find(principal, scope, one.about, k=NEAREST, library="course", made=False).passages
    if found:
        note_passages(parts, principal, join([p.label for p in found]), found)
    return tuple(Source(p.document_id, p.id, p.text[:200]) for p in found)


def _row(one: Found) -> Row:
    links, of = "；".join(f"{link.title}" for link in one.links), one.finding
    return of.kind, one.about, one.origin, of.people, of.level, one.told_at, of.cost, links
