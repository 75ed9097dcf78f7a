"""Readiness over HTTP: what a project asks for, and who of one's learners meets it and why. Rules elsewhere."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from learning.readiness import LONGEST_NAME, MOST, MOST_DAYS, Point, Requirement, Why
from records.placements import Mentor
from records.readying import Standing
from records.requirements import Asked
from web.evidence import Reason
from web.identity import Sees, Who
from web.placementkey import Key
from web.resources import Parts
from web.schemes import Match, Text, version_of
from web.shapes import Strict

router = APIRouter(prefix="/api/internships/projects", tags=["internships"])
Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]


class RequirementIn(Strict):
    """`processes` to be rehearsed and `safety` items to be passed, by name, within `days`; `line`: the share that
    passes.
    """

    processes: list[Name] = Field(default=[], max_length=MOST)
    safety: list[Name] = Field(default=[], max_length=MOST)
    days: int = Field(default=180, ge=1, le=MOST_DAYS)
    line: Text = "0.8"

    def requirement(self) -> Requirement:
        return Requirement(tuple(self.processes), tuple(self.safety), self.days, Decimal(self.line))


class RequirementOut(BaseModel):
    processes: list[str]
    safety: list[str]
    days: int
    line: str

    @classmethod
    def of(cls, r: Requirement) -> RequirementOut:
        return cls(processes=list(r.processes), safety=list(r.safety), days=r.days, line=format(r.line, "f"))


class ProjectOut(BaseModel):
    """`requirement` null: not said yet, and nobody is ready. `teaches`: the reader may say it."""

    id: str
    title: str
    course: str
    requirement: RequirementOut | None
    version: int
    at: datetime | None
    teaches: bool

    @classmethod
    def of(cls, a: Asked) -> ProjectOut:
        said = None if a.requirement is None else RequirementOut.of(a.requirement)
        return cls(id=a.project, title=a.title, course=a.course, requirement=said, version=a.version, at=a.at,
                   teaches=a.teaches)  # fmt: skip


class ProjectList(BaseModel):
    items: list[ProjectOut]


class PointOut(BaseModel):
    """`evidence`: ids of the pieces that decided it; `on`: the newest one's day."""

    what: str
    name: str
    why: Why
    evidence: list[str]
    on: date | None

    @classmethod
    def of(cls, p: Point) -> PointOut:
        return cls(what=p.what, name=p.name, why=p.why, evidence=list(p.evidence), on=p.on)


class StandingOut(BaseModel):
    student: str
    name: str
    ready: bool
    points: list[PointOut]

    @classmethod
    def of(cls, s: Standing) -> StandingOut:
        points = [PointOut.of(p) for p in s.readiness.points]
        return cls(student=s.student, name=s.name, ready=s.readiness.ready, points=points)


class ReadinessOut(BaseModel):
    """Those ready first."""

    project: ProjectOut
    items: list[StandingOut]


class MentorOut(BaseModel):
    id: str
    name: str
    enterprise: str

    @classmethod
    def of(cls, m: Mentor) -> MentorOut:
        return cls(id=m.id, name=m.name, enterprise=m.enterprise)


class MentorList(BaseModel):
    items: list[MentorOut]


@router.get("", summary="Projects of one's courses, and what each asks for")
def projects(who: Who, parts: Parts) -> ProjectList:
    return ProjectList(items=[ProjectOut.of(a) for a in parts.store.requirements.page(who.principal)])


@router.put("/{project_id}/requirement", summary="Say it, as a teacher of the course; If-Match the version, 0 at first")
def say(
    project_id: Key, given: RequirementIn, response: Response, who: Who, parts: Parts, if_match: Match = None
) -> ProjectOut:
    version = version_of(if_match)
    made = parts.store.requirements.put(who.principal, project_id, version, given.requirement())
    response.headers["etag"] = f'"{made.version}"'
    return ProjectOut.of(made)


@router.get("/{project_id}/readiness", summary="Of one's learners, with a reason, or of oneself: who is ready, and why")
def readiness(project_id: Key, who: Who, sees: Sees, parts: Parts, reason: Reason = "") -> ReadinessOut:
    asked, found = parts.store.readying.page(who.principal, sees, project_id, reason)
    return ReadinessOut(project=ProjectOut.of(asked), items=[StandingOut.of(s) for s in found])


@router.get("/{project_id}/mentors", summary="Mentors of the project's course, for its teachers")
def mentors(project_id: Key, who: Who, parts: Parts) -> MentorList:
    return MentorList(items=[MentorOut.of(m) for m in parts.store.placements.mentors(who.principal, project_id)])
