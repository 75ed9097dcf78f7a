"""The administrator's calls: owners, courses, projects, who takes part, the platform's condition and settings, jobs,
upkeep, the first steps. Whoever may not manage people finds nothing here; whoever may, finds no content.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from records.backup import DATABASE
from trust.principal import Principal
from trust.switches import BOUNDS
from web.condition import condition
from web.language import Reads
from web.people import Manager
from web.resources import Parts, Resources
from web.shapes import Strict
from web.words import say

router = APIRouter(prefix="/api/admin", tags=["administration"])
Kind = Literal["school", "enterprise"]
PartName = Literal["learner", "teacher", "mentor", "opened"]


class OwnerIn(Strict):
    id: str = Field(min_length=1, max_length=64)
    name: str = Field(min_length=1, max_length=100)
    kind: Kind


class NameIn(Strict):
    name: str = Field(min_length=1, max_length=100)


class OwnerOut(BaseModel):
    id: str
    name: str
    kind: Kind


class OwnerList(BaseModel):
    items: list[OwnerOut]


@router.get("/owners")
def owners(_: Manager, parts: Parts) -> OwnerList:
    found = parts.store.people.owners()
    return OwnerList(items=[OwnerOut.model_validate({"id": o.id, "name": o.name, "kind": o.kind}) for o in found])


@router.post("/owners", status_code=201)
def add_owner(given: OwnerIn, by: Manager, parts: Parts) -> OwnerOut:
    parts.store.people.add_owner(given.id, given.name, given.kind, by=by)
    return OwnerOut(**given.model_dump())


@router.patch("/owners/{owner}", status_code=204)
def rename_owner(owner: str, given: NameIn, by: Manager, parts: Parts) -> None:
    parts.store.people.rename_owner(owner, given.name, by=by)


class Taking(BaseModel):
    """Who takes part as what; by id."""

    person: str
    part: str


class CourseIn(Strict):
    id: str = Field(min_length=1, max_length=64)
    owner: str = Field(min_length=1, max_length=64)
    title: str = Field(min_length=1, max_length=100)


class CourseOut(CourseIn):
    people: list[Taking]


class CourseList(BaseModel):
    items: list[CourseOut]


@router.get("/courses")
def courses(by: Manager, parts: Parts) -> CourseList:
    taking = parts.store.people.taking_part(by)
    people = {c: [Taking(person=p, part=part) for course, p, part in taking if course == c] for c, _, _ in taking}
    found = parts.store.people.courses()
    return CourseList(items=[CourseOut(id=c, owner=o, title=t, people=people.get(c, [])) for c, o, t in found])


@router.post("/courses", status_code=204)
def add_course(given: CourseIn, by: Manager, parts: Parts) -> None:
    parts.store.people.add_course(given.id, given.owner, given.title, by=by)


class PartIn(Strict):
    person: str = Field(min_length=1, max_length=64)
    part: PartName


@router.post("/courses/{course}/people", status_code=204)
def enrol(course: str, given: PartIn, by: Manager, parts: Parts) -> None:
    parts.store.people.enrol(given.person, course, given.part, by=by)


@router.delete("/courses/{course}/people/{person}/{part}", status_code=204)
def unenrol(course: str, person: str, part: PartName, by: Manager, parts: Parts) -> None:
    parts.store.people.unenrol(person, course, part, by=by)


class ProjectIn(CourseIn):
    course: str | None = Field(default=None, max_length=64)


class ProjectOut(ProjectIn):
    people: list[str]


class ProjectList(BaseModel):
    items: list[ProjectOut]


@router.get("/projects")
def projects(by: Manager, parts: Parts) -> ProjectList:
    assigned = parts.store.people.assigned(by)
    return ProjectList(
        items=[
            ProjectOut(id=i, owner=o, title=t, course=c, people=[p for project, p in assigned if project == i])
            for i, o, t, c in parts.store.people.projects()
        ]
    )


@router.post("/projects", status_code=204)
def add_project(given: ProjectIn, by: Manager, parts: Parts) -> None:
    parts.store.people.add_project(given.id, given.owner, given.title, given.course, by=by)


class WhoIn(Strict):
    person: str = Field(min_length=1, max_length=64)


@router.post("/projects/{project}/people", status_code=204)
def assign(project: str, given: WhoIn, by: Manager, parts: Parts) -> None:
    parts.store.people.assign(given.person, project, by=by)


@router.delete("/projects/{project}/people/{person}", status_code=204)
def unassign(project: str, person: str, by: Manager, parts: Parts) -> None:
    parts.store.people.unassign(person, project, by=by)


class PartOut(BaseModel):
    """`remedy`: what to do, where somebody must."""

    name: str
    state: Literal["ok", "warn", "bad", "off"]
    detail: str
    remedy: str | None


class System(BaseModel):
    parts: list[PartOut]


@router.get("/system", summary="Every part, tried now, and what to do about it")
def system(by: Manager, parts: Parts, reads: Reads) -> System:
    found = condition(parts, by)
    return System(
        parts=[
            PartOut(name=p.name, state=p.state, detail=p.detail, remedy=remedy(reads, p.name, p.state)) for p in found
        ]
    )


def remedy(language: str, part: str, state: str) -> str | None:
    return say(language, f"remedy_{part}") if state in ("warn", "bad") else None


class SettingOut(BaseModel):
    """`start`: what holds where nobody changed it."""

    name: str
    value: int
    start: int
    least: int
    most: int


class SettingList(BaseModel):
    items: list[SettingOut]


class SettingsIn(Strict):
    max_upload: int | None = None
    per_minute: int | None = None
    session_days: int | None = None
    llm_places: int | None = None


def settings_of(parts: Resources) -> SettingList:
    now, start = parts.switches.values(), parts.store.switching.start.values()
    return SettingList(
        items=[
            SettingOut(name=n, value=now[n], start=start[n], least=least, most=most)
            for n, (least, most) in BOUNDS.items()
        ]
    )


@router.get("/settings", summary="What may be changed while the platform runs")
def settings(_: Manager, parts: Parts) -> SettingList:
    return settings_of(parts)


@router.patch("/settings")
def change_settings(given: SettingsIn, by: Manager, parts: Parts) -> SettingList:
    parts.store.switching.change(by, given.model_dump(exclude_none=True))
    return settings_of(parts)


class JobOut(BaseModel):
    """No title and no word of the fault: an administrator reads no content."""

    document: str
    owner: str
    state: str
    stage: str
    progress: float
    reason: str | None
    created_at: datetime


class JobList(BaseModel):
    items: list[JobOut]


@router.get("/jobs", summary="Documents that failed or are under way, by id")
def jobs(by: Manager, parts: Parts) -> JobList:
    found = parts.store.jobs.listed(by)
    return JobList(items=[JobOut.model_validate(j, from_attributes=True) for j in found])


def retried(parts: Resources, by: Principal, document: str) -> None:
    """From the beginning again."""
    parts.workflow.enqueue(document, parts.store.jobs.retry(by, document))


@router.post("/jobs/{document}/retry", status_code=202)
def retry(document: str, by: Manager, parts: Parts) -> None:
    retried(parts, by, document)


class RunOut(BaseModel):
    """A backup or a drill; `told` has counts and sizes, or `fault`."""

    id: str
    kind: str
    state: str
    progress: float
    started_at: datetime
    ended_at: datetime | None
    told: dict[str, Any]


class Backups(BaseModel):
    """`by_hand`: what to run instead, where backups are not made here."""

    items: list[RunOut]
    by_hand: str | None


class Begun(BaseModel):
    id: str


@router.get("/backups", summary="Backups and restore drills, newest first")
def backups(by: Manager, parts: Parts, reads: Reads) -> Backups:
    found = parts.store.upkeeping.latest(by)
    by_hand = None if parts.store.database.sqlite else say(reads, "backup_postgres", file=DATABASE)
    return Backups(items=[RunOut.model_validate(r, from_attributes=True) for r in found], by_hand=by_hand)


@router.post("/backups", status_code=202, summary="Back up now")
def back_up(by: Manager, parts: Parts) -> Begun:
    return Begun(id=parts.upkeep.back_up(by))


@router.post("/backups/drill", status_code=202, summary="Restore the newest backup apart, read it through, wipe it")
def drill(by: Manager, parts: Parts) -> Begun:
    return Begun(id=parts.upkeep.drill(by))


class Start(BaseModel):
    """Each first step, and whether it is taken."""

    steps: dict[str, bool]


@router.get("/start", summary="How far an empty platform has come")
def start(by: Manager, parts: Parts) -> Start:
    return Start(steps=dict(parts.store.first_steps.reached(by)))


