"""A set of exercises as a file. Knows HTTP and which formats there are; nothing of how one is written.

It is made of what the caller sends and reads nothing else. Reading files back is no route yet: that belongs in the
confined process.
"""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Response
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from learning.exercise import Bloom, Exercise, Kind, Span
from tools._formats import FORMATS, Paper
from tools._formats.paper import Unfit, sound
from trust.errors import BadInput, NotFound
from trust.roles import Act
from web.identity import Who
from web.shapes import Strict

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
    spans: list[SpanIn] = Field(default=[], max_length=26)

    def item(self) -> Exercise:
        return Exercise(
            self.kind, self.stem, tuple(self.key), tuple(Span(s.passage_id, s.quote) for s in self.spans),
            self.explanation, tuple(self.options), tuple(self.left), tuple(self.points), tuple(self.origins), ("", ""),
            self.difficulty, self.bloom, tuple(self.tags),
        )  # fmt: skip


class PaperIn(Strict):
    """`skip` leaves out what the format cannot hold; otherwise that is refused, named."""

    title: str = Field(default="习题", min_length=1, max_length=100)
    written_by: str = Field(default="extract", max_length=100)
    items: list[ExerciseIn] = Field(min_length=1, max_length=500)
    skip: bool = False


@router.post("/api/exercises/files/{made}")
async def written(made: str, paper: PaperIn, who: Who) -> Response:
    """The file. Formats: excel, word, moodle, gift, aiken (single choices alone)."""
    shape = FORMATS.get(made)
    if shape is None or not who.principal.may(Act.ASK):
        raise NotFound()
    items = tuple(_sound(n, i) for n, i in enumerate(paper.items, 1))
    file = await run_in_threadpool(shape.write, Paper(items, paper.title, paper.written_by))
    if file.left_out and not paper.skip:
        named = "；".join(f"{p.where}：{p.words}" for p in file.left_out[:10])
        raise BadInput(f"这种格式存不下：{named}", f"The format cannot hold: {named}")
    name = quote(f"{paper.title}{shape.suffix}")
    return Response(
        file.data, media_type=shape.media_type, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    )


def _sound(n: int, given: ExerciseIn) -> Exercise:
    try:
        return sound(given.item())
    except Unfit as unfit:
        raise BadInput(f"第 {n} 题：{unfit}", f"exercise {n} is not whole") from None
