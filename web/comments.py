"""Comments over HTTP: draw one or a class's, read, edit, sign, take back, compare editions, take a class's away.

Who sees which edition and what a comment may rest on are records/'s rules.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from learning.commentcheck import LONGEST, MOST, MOST_CITED, Part, Sentence
from learning.commentwords import Tone
from records.commentrows import Comment
from records.comments import Line
from tools._formats.commentsheet import sheet_of
from trust.errors import NotFound
from web.commenting import compared, drawn, each
from web.identity import Sees, Who
from web.resources import Parts
from web.roster import sheet
from web.schemes import Match, version_of
from web.shapes import Strict

router = APIRouter(prefix="/api/comments", tags=["grading"])
LINES = "application/x-ndjson"
Cite = Annotated[str, Field(max_length=200)]


class DrawIn(Strict):
    """`version` of the comment that is drawn anew; 0: there is none yet."""

    scheme: str = Field(min_length=1, max_length=64)
    student: str = Field(min_length=1, max_length=64)
    tone: Tone = "student"
    version: int = Field(default=0, ge=0)


class ClassIn(Strict):
    scheme: str = Field(min_length=1, max_length=64)
    tone: Tone = "student"


class SentenceIn(Strict):
    """`cites`: ids of the facts it rests on, of those the comment tells."""

    part: Part
    text: str = Field(min_length=1, max_length=LONGEST)
    cites: list[Cite] = Field(min_length=1, max_length=MOST_CITED)


class EditIn(Strict):
    sentences: list[SentenceIn] = Field(min_length=1, max_length=MOST)


class SentenceOut(BaseModel):
    """`rests`: ids of the criteria and evidence behind what it cites."""

    part: str
    text: str
    cites: list[str]
    rests: list[str]


class FactOut(BaseModel):
    id: str
    quotes: list[str]
    numbers: list[str]


class SignOut(BaseModel):
    side: str
    person: str
    at: datetime


class CommentOut(BaseModel):
    """`state`: draft, signed (by a teacher), issued. `stale`: what it rests on has changed; null: not the reader's to
    know. `joined`: with the enterprise's part. `facts` for who may edit it.
    """

    id: str
    scheme: str
    student: str
    tone: str
    version: int
    edition: int
    at: datetime
    state: str
    stale: bool | None
    joined: bool
    written_by: str
    edited: bool
    signatures: list[SignOut]
    sentences: list[SentenceOut]
    facts: list[FactOut]

    @classmethod
    def of(cls, c: Comment, stale: bool | None = None) -> CommentOut:
        known = {f.id: f for f in c.facts}
        said = [
            SentenceOut(part=s.part, text=s.text, cites=list(s.cites),
                        rests=sorted({r for i in s.cites for r in known[i].rests}))
            for s in c.sentences
        ]  # fmt: skip
        facts = c.facts if "school" in c.sides else ()
        return cls(
            id=c.id, scheme=c.scheme, student=c.student, tone=c.tone, version=c.version, edition=c.edition, at=c.at,
            state=c.state, stale=stale, joined=c.joined, written_by=c.written_by, edited=c.edited, sentences=said,
            signatures=[SignOut(**asdict(s)) for s in c.signatures],
            facts=[FactOut(id=f.id, quotes=list(f.quotes), numbers=list(f.numbers)) for f in facts],
        )  # fmt: skip


class LineOut(BaseModel):
    student: str
    name: str
    comment: CommentOut | None

    @classmethod
    def of(cls, line: Line) -> LineOut:
        held = line.comment
        return cls(
            student=line.student, name=line.name, comment=None if held is None else CommentOut.of(held, line.stale)
        )


class ClassOut(BaseModel):
    scheme: str
    items: list[LineOut]


class CommentList(BaseModel):
    items: list[CommentOut]


class ChangeOut(BaseModel):
    kind: Literal["same", "added", "removed"]
    part: str
    text: str


class Changes(BaseModel):
    before: int
    after: int
    items: list[ChangeOut]


@router.post("", status_code=201, summary="Draw one student's, as a teacher; 409 where it was written meanwhile")
def draw(given: DrawIn, who: Who, sees: Sees, parts: Parts) -> CommentOut:
    made = drawn(parts, who.principal, sees, given.scheme, given.student, given.tone, given.version)
    return CommentOut.of(made, stale=False)


@router.post(
    "/batch", response_class=StreamingResponse,
    summary="Draw what a class lacks or what is stale; a line of JSON for each student as it is done",
)  # fmt: skip
def batch(given: ClassIn, who: Who, sees: Sees, parts: Parts) -> StreamingResponse:
    _, lines = parts.store.comments.page(who.principal, sees, given.scheme, given.tone)
    told = each(parts, who.principal, sees, given.scheme, given.tone, lines)
    return StreamingResponse((json.dumps(one, ensure_ascii=False) + "\n" for one in told), media_type=LINES)


@router.get("", summary="A class's comments in one tone, with their state")
def page(scheme: str, who: Who, sees: Sees, parts: Parts, tone: Tone = "student") -> ClassOut:
    held, lines = parts.store.comments.page(who.principal, sees, scheme, tone)
    return ClassOut(scheme=held.id, items=[LineOut.of(line) for line in lines])


@router.get("/mine", summary="The issued comments on oneself")
def mine(who: Who, sees: Sees, parts: Parts) -> CommentList:
    return CommentList(items=[CommentOut.of(c) for c in parts.store.comments.mine(who.principal, sees)])


@router.get("/export", response_class=Response, summary="A class's issued comments as an Excel sheet")
def export(scheme: str, who: Who, sees: Sees, parts: Parts, tone: Tone = "student") -> Response:
    _, lines = parts.store.comments.taken(who.principal, sees, scheme, tone)
    held = [(line.name, line.comment) for line in lines if line.comment is not None]
    rows = [(name, c.sentences, c.edition, c.written_by, c.edited) for name, c in held]
    return sheet(sheet_of(rows), "评价评语.xlsx")


@router.get("/{comment_id}")
def one(comment_id: str, who: Who, sees: Sees, parts: Parts) -> CommentOut:
    found = parts.store.comments.get(who.principal, sees, comment_id)
    if found.comment is None:
        raise NotFound()
    return CommentOut.of(found.comment, found.stale)


@router.patch("/{comment_id}", summary="Edit, as a teacher; If-Match its version; signatures are taken away")
def edit(
    comment_id: str, given: EditIn, who: Who, sees: Sees, parts: Parts, if_match: Match = None
) -> CommentOut:
    said = [Sentence(s.part, s.text, tuple(s.cites)) for s in given.sentences]
    made = parts.store.comments.edit(who.principal, sees, comment_id, version_of(if_match), said)
    return CommentOut.of(made, stale=False)


@router.post("/{comment_id}/signature", summary="Sign what one has read: a teacher, then a mentor; If-Match")
def sign(comment_id: str, who: Who, sees: Sees, parts: Parts, if_match: Match = None) -> CommentOut:
    return CommentOut.of(parts.store.comments.sign(who.principal, sees, comment_id, version_of(if_match)))


@router.delete("/{comment_id}/signature", summary="Take one's own signature back; If-Match its version")
def unsign(comment_id: str, who: Who, sees: Sees, parts: Parts, if_match: Match = None) -> CommentOut:
    return CommentOut.of(parts.store.comments.unsign(who.principal, sees, comment_id, version_of(if_match)))


@router.get("/{comment_id}/changes", summary="From one edition to another; the last two if unnamed")
def changed(
    comment_id: str, who: Who, sees: Sees, parts: Parts, before: int | None = None, after: int | None = None
) -> Changes:
    first, last, told = compared(parts.store.comments.editions(who.principal, sees, comment_id), before, after)
    items = [ChangeOut(kind=c.kind, part=c.sentence.part, text=c.sentence.text) for c in told]
    return Changes(before=first, after=last, items=items)
