"""Sets of exercises as files, out and in. Knows HTTP and which formats there are, not how one is written or read.

A file is made of what the caller sends; one that comes in is read in the confined process and not kept.
"""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from learning.exercise import Bloom, Exercise, Kind, Span
from tools._formats import FORMATS, Paper
from tools._formats.blind import write
from tools._formats.confined import MOST_BYTES, Read
from tools._formats.paper import Part, Unfit, sound
from tools._formats.sniffed import FormatName
from trust.errors import BadInput, NotFound
from trust.roles import Act
from web.identity import Who
from web.resources import Parts
from web.shapes import Strict, attachment, files_of
from web.upload import FILE_ALONE, read_file

router = APIRouter(tags=["exercises"])
Words = Annotated[str, Field(max_length=8000)]
Several = Annotated[list[Words], Field(max_length=26)]


class SpanIn(Strict):
    passage_id: str = Field(max_length=200)
    quote: Words


class ExerciseIn(Strict):
    """As `write_exercises` gives it; `spans` are its citations."""

    kind: Kind
    stem: Words
    key: Several
    options: Several = Field(default=[])
    left: Several = Field(default=[])
    points: list[int] = Field(default=[], max_length=26)
    explanation: Words = ""
    difficulty: Literal[1, 2, 3] = 1
    bloom: Bloom = "记忆"
    tags: Several = Field(default=[])
    origins: Several = Field(default=[])
    about: tuple[Words, Words] = ("", "")
    spans: list[SpanIn] = Field(default=[], max_length=26)

    def item(self) -> Exercise:
        return Exercise(
            self.kind, self.stem, tuple(self.key), tuple(Span(s.passage_id, s.quote) for s in self.spans),
            self.explanation, tuple(self.options), tuple(self.left), tuple(self.points), tuple(self.origins),
            self.about, self.difficulty, self.bloom, tuple(self.tags),
        )  # fmt: skip

    @classmethod
    def of(cls, item: Exercise) -> ExerciseIn:
        return cls.model_validate(
            {name: getattr(item, name) for name in cls.model_fields if name != "spans"}
            | {"spans": [vars(s) for s in item.spans]}
        )


class PaperIn(Strict):
    """`skip` leaves out what the format cannot hold; otherwise that is refused, named. `points`: each item's, or none.
    `part`: `paper` leaves the keys out (word, excel, moodle), `answers` is the sheet to it.
    """

    title: str = Field(default="习题", min_length=1, max_length=100)
    written_by: str = Field(default="extract", max_length=100)
    items: list[ExerciseIn] = Field(min_length=1, max_length=500)
    skip: bool = False
    points: list[int] = Field(default=[], max_length=500)
    part: Part = "whole"


@router.post(
    "/api/exercises/files/{made}", response_class=Response,
    responses=files_of(f.media_type for f in FORMATS.values()),
)
async def written(made: str, paper: PaperIn, who: Who) -> Response:
    """The file. Formats: excel, word, moodle, gift, aiken (single choices alone)."""
    shape = FORMATS.get(made)
    if shape is None or not who.principal.may(Act.ASK):
        raise NotFound()
    items = tuple(_sound(n, i) for n, i in enumerate(paper.items, 1))
    if paper.points and (len(paper.points) != len(items) or min(paper.points) < 1):
        raise BadInput("points 要为每题给出一个正整数", "points must be one positive number for each item")
    made_of = Paper(items, paper.title, paper.written_by, tuple(paper.points), paper.part)
    file = await run_in_threadpool(write, made, made_of)
    if file.left_out and not paper.skip:
        named = "；".join(f"{p.where}：{p.words}" for p in file.left_out[:10])
        raise BadInput(f"这种格式存不下：{named}", f"The format cannot hold: {named}")
    return Response(file.data, media_type=shape.media_type, headers=attachment(f"{paper.title}{shape.suffix}"))


class ProblemOut(BaseModel):
    """`where` is the row or question as its file counts them."""

    where: str
    words: str


class ImportOut(BaseModel):
    """What the file holds; nothing of it is kept. `items` can be sent on as they are."""

    format: FormatName
    items: list[ExerciseIn]
    problems: list[ProblemOut]

    @classmethod
    def of(cls, read: Read) -> ImportOut:
        return cls(
            format=read.format, items=[ExerciseIn.of(i) for i in read.items],
            problems=[ProblemOut(where=p.where, words=p.words) for p in read.problems],
        )


@router.post(
    "/api/exercises/imports", summary="Read a file of exercises: good rows in, bad ones named",
    openapi_extra=FILE_ALONE,
)
async def imported(request: Request, who: Who, parts: Parts) -> ImportOut:
    """Excel, CSV, Word, Moodle XML, GIFT, Aiken or a typed paper, by its content. For reviewers."""
    if not who.principal.may(Act.REVIEW):
        raise NotFound()
    name, data = await read_file(request, min(MOST_BYTES, parts.switches.max_upload))
    return ImportOut.of(await run_in_threadpool(parts.papers.read, name, data))


def _sound(n: int, given: ExerciseIn) -> Exercise:
    try:
        return sound(given.item())
    except Unfit as unfit:
        raise BadInput(f"第 {n} 题：{unfit}", f"exercise {n} is not whole") from None
