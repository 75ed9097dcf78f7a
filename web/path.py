"""The learning path over HTTP: for an enterprise's employees their own, for its mentors what they are shown.

For everybody else it does not exist. Knows the shapes; the rest is web/pathing.py's.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel

from records.paths import Mentor
from web.identity import Sees, Who
from web.pathing import Looked, Place, Shown, learn, looked, mentors, shown
from web.problems import request_id
from web.resources import Parts
from web.shapes import CitationOut

router = APIRouter(tags=["path"])


class PostOut(BaseModel):
    document_id: str
    title: str


class LessonOut(BaseModel):
    """`strength`: full or partial. `course`: of the school's courses, else the company's own document."""

    name: str
    course: bool
    strength: str
    citation: CitationOut


class StepOut(BaseModel):
    """`requirement` quotes the post's profile; without `lessons` nothing one may read tells of it."""

    id: str
    text: str
    requirement: CitationOut
    lessons: list[LessonOut]
    learnt_at: datetime | None

    @classmethod
    def of(cls, p: Place) -> StepOut:
        lessons = [
            LessonOut(name=one.module.name, course=one.course, strength=one.strength, citation=CitationOut.of(c))
            for one, c in zip(p.step.lessons, p.lessons, strict=True)
        ]
        return cls(
            id=p.key, text=p.step.requirement.text, requirement=CitationOut.of(p.asked), lessons=lessons,
            learnt_at=p.done,
        )  # fmt: skip


class PathOut(BaseModel):
    """`steps` in the order to learn; `next` is the id of the first not learnt that something teaches."""

    posts: list[PostOut]
    post: str | None
    steps: list[StepOut]
    next: str | None

    @classmethod
    def of(cls, found: Looked) -> PathOut:
        return cls(
            posts=[PostOut(document_id=d.id, title=d.title) for d in found.posts],
            post=found.post.id if found.post else None, steps=[StepOut.of(p) for p in found.places],
            next=found.ahead.key if found.ahead else None,
        )  # fmt: skip


class MentorOut(BaseModel):
    id: str
    name: str
    shown: bool

    @classmethod
    def of(cls, m: Mentor) -> MentorOut:
        return cls(id=m.id, name=m.name, shown=m.shown)


class MentorList(BaseModel):
    items: list[MentorOut]


class ShownOut(BaseModel):
    """One employee's progress in one post: requirements learnt, `of` how many."""

    person: str
    name: str
    document_id: str
    title: str
    learnt: list[CitationOut]
    of: int

    @classmethod
    def made(cls, s: Shown) -> ShownOut:
        return cls(
            person=s.person, name=s.name, document_id=s.post.id, title=s.post.title,
            learnt=[CitationOut.of(c) for c in s.learnt], of=s.of,
        )  # fmt: skip


class ShownList(BaseModel):
    items: list[ShownOut]


@router.get("/api/path", summary="What to learn next for one's post, and why")
def own(
    request: Request, who: Who, sees: Sees, parts: Parts, post: Annotated[str | None, Query(max_length=64)] = None
) -> PathOut:
    return PathOut.of(looked(parts, who.principal, sees, request_id(request.scope), post))


@router.put("/api/path/steps/{step}", status_code=204, summary="Learnt")
def done(step: str, who: Who, sees: Sees, parts: Parts) -> None:
    learn(parts, who.principal, sees, step, True)


@router.delete("/api/path/steps/{step}", status_code=204, summary="Not learnt after all")
def undone(step: str, who: Who, sees: Sees, parts: Parts) -> None:
    learn(parts, who.principal, sees, step, False)


@router.get("/api/path/mentors", summary="Mentors of one's company, and whom one shows one's progress")
def whom(who: Who, parts: Parts) -> MentorList:
    return MentorList(items=[MentorOut.of(m) for m in mentors(parts, who.principal)])


@router.put("/api/path/mentors/{mentor}", status_code=204, summary="Show them one's progress")
def share(mentor: str, who: Who, parts: Parts) -> None:
    parts.store.paths.share(who.principal, mentor)


@router.delete("/api/path/mentors/{mentor}", status_code=204, summary="Show it no longer")
def unshare(mentor: str, who: Who, parts: Parts) -> None:
    parts.store.paths.unshare(who.principal, mentor)


@router.get("/api/path/shown", summary="What one's people show their mentor")
def theirs(who: Who, sees: Sees, parts: Parts) -> ShownList:
    return ShownList(items=[ShownOut.made(s) for s in shown(parts, who.principal, sees)])
