"""Exercises from what the asker may read, each verified and cited. Knows the tool's arguments and what it shows.

How items are made and judged is learning/'s; where passages come from is _reading.py's.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import ClassVar, Literal, get_args

from pydantic import BaseModel, Field, model_validator

from learning.author import write
from learning.exercise import KINDS, NAMES, Bloom, Exercise, Kind
from learning.giveaway import keeping
from learning.reasons import Flag, Reason
from learning.sourced import Source, book
from learning.verifier import Verified
from tools._beside import Beside, beside
from tools._drafted import Drafted, drafted
from tools._reading import reading
from tools._tool import Arguments, ToolResult
from trust.errors import NotEnough
from trust.labels import join
from trust.roles import Act
from trust.sources import Citation, Findings
from trust.turn import Turn

EXTRACT = "extract"
MARKED = "本组习题由系统依据所引资料自动生成，使用前请教师审核。"
Library = Literal["enterprise", "course", "training", "competition"]


class WriteExercisesArguments(Arguments):
    """How many items of which kinds, and about what."""

    query: str | None = Field(
        default=None, min_length=2, max_length=200,
        description="The topic, in the documents' own words; leave out when ids are given.",
    )
    document_ids: list[str] = Field(default=[], max_length=10, description="Documents to read as a whole.")
    passage_ids: list[str] = Field(default=[], max_length=100, description="Single passages to read.")
    library: Library | None = Field(default=None, description="Search this library only.")
    kinds: list[Kind] = Field(
        default=list(get_args(Kind)), min_length=1, max_length=len(KINDS), description="Kinds of items wanted."
    )
    count: int = Field(default=10, ge=1, le=50, description="How many items.")
    difficulty: Literal[1, 2, 3] | None = Field(default=None, description="1 easy, 2 medium, 3 hard; all if left out.")

    @model_validator(mode="after")
    def _about_something(self) -> WriteExercisesArguments:
        if not (self.query or self.document_ids or self.passage_ids):
            raise ValueError("a query, documents or passages")
        return self


class Item(BaseModel):
    """One accepted exercise; `citations` are numbers of the answer's citations, `flags` what to look at.

    `written_by` is `extract` where rules took it from the source, else the model's name.
    """

    n: int
    kind: Kind
    kind_name: str
    stem: str
    options: list[str]
    left: list[str]
    key: list[str]
    points: list[int]
    explanation: str
    difficulty: int
    bloom: Bloom
    tags: list[str]
    origins: list[str]
    about: tuple[str, str]
    citations: list[int]
    flags: list[str]
    written_by: str


class Rejection(BaseModel):
    """How many drafts were rejected for one reason."""

    reason: str
    words: str
    count: int


class WriteExercisesResult(BaseModel):
    """`missing`: how many fewer than asked for; never filled up with weak items."""

    title: str
    items: list[Item]
    missing: int
    rejections: list[Rejection]
    marked: str = MARKED


class WriteExercisesTool:
    """Write exercises with keys, explanations and verbatim sources, from documents the asker may read.

    Call it when somebody asks for exercises, questions, a quiz or a test on a topic or on given documents. Kinds:
    single and multiple choice, true/false, fill-in, ordering of steps, matching, calculation, short answer, case.
    Do not call it to answer a question, nor when no topic and no document is named.
    """

    name: ClassVar[str] = "write_exercises"
    needs: ClassVar[Act] = Act.ASK
    arguments: ClassVar[type[Arguments]] = WriteExercisesArguments
    result: ClassVar[type[BaseModel]] = WriteExercisesResult
    keys: ClassVar[bool] = True

    def run(self, turn: Turn, arguments: WriteExercisesArguments) -> ToolResult:
        """Raises NotEnough when not one item can be made, NotFound for ids that are not there, PartDown."""
        turn.emit("progress", {"stage": "read", "words": "正在读取资料"})
        found = reading(turn, arguments.query, arguments.document_ids, arguments.passage_ids, arguments.library)
        turn.emit("progress", {"stage": "write", "words": "正在出题并逐题核对"})
        near = beside(turn, found.passages, books=True)
        source, topic = Source(found.passages, near.records, near.critical, near.books), arguments.query or ""
        # What is made under a label shows no trace of stricter items, also of those its asker may read.
        bank = turn.bank.known(turn.principal, turn.scope, within=found.label)
        secret = () if turn.principal.may(Act.REVIEW) else turn.bank.known(turn.principal, turn.scope)
        own = drafted(turn, source, arguments.count, arguments.kinds, arguments.difficulty, topic, bank)
        first = keeping(own.accepted, secret)
        own = replace(own, accepted=tuple(keeping(own.accepted, secret)))
        made = write(
            source, arguments.count, arguments.kinds, arguments.difficulty, bank, topic, first, secret
        )
        if not made.accepted:
            raise NotEnough(*_needed(arguments.kinds))
        found = _with(found, near, made)
        citations = _citations(found, made)
        label = turn.floor if found.label is None else turn.floor | found.label
        shown = _shown(made, own, arguments.count, citations, _title(found, topic))
        by = own.written_by if set(own.accepted) & set(made.accepted) else EXTRACT
        return ToolResult(shown, found, citations, label, by)


def _with(found: Findings, near: Beside, made: Verified) -> Findings:
    """With what was read beside and shows in the set: the records cited, the plans that say what is critical."""
    cited = {s.passage_id for item in made.accepted for s in item.spans}
    used = [*(p for p in (*near.records, *near.books) if p.id in cited), *near.plans]
    every = (*found.passages, *used)
    return replace(found, passages=every, label=join([p.label for p in every])) if used else found


def _title(found: Findings, topic: str) -> str:
    """What the set is about: the topic, else the document read."""
    return f"{topic} 习题" if topic else f"{book(found.passages[0].title)}习题"


def _needed(kinds: list[Kind]) -> tuple[str, str]:
    names = "、".join(NAMES[k] for k in kinds)
    return (
        f"可读的资料不够出题（{names}）。需要带数值的参数表、编号的步骤、成条的要求或公式；请指定内容更具体的资料或换一种题型。",
        "What may be read is too thin for these kinds of exercises. Needed: tables of parameters, numbered steps, "
        "lists of requirements or formulas. Name more specific documents or other kinds.",
    )


def _citations(found: Findings, made: Verified) -> tuple[Citation, ...]:
    """One for each stretch that some item rests on, numbered in the items' order."""
    by_id = {p.id: p for p in found.passages}
    spans = dict.fromkeys(s for item in made.accepted for s in item.spans)
    return tuple(
        Citation(n, s.passage_id, (p := by_id[s.passage_id]).document_id, p.title, p.locator, s.quote)
        for n, s in enumerate(spans, 1)
    )


def _shown(
    made: Verified, own: Drafted, wanted: int, citations: tuple[Citation, ...], title: str
) -> WriteExercisesResult:
    numbers = {(c.passage_id, c.quote): c.n for c in citations}
    flags: dict[Exercise, list[Flag]] = {}
    for item, flag in made.flagged:
        flags.setdefault(item, []).append(flag)
    counts = Counter(made.counts) + Counter(reason.name.lower() for r in own.rejected for reason in r.reasons)
    return WriteExercisesResult(
        title=title,
        items=[
            _item(n, e, [numbers[s.passage_id, s.quote] for s in e.spans], flags.get(e, []),
                  own.written_by if e in own.accepted else EXTRACT)
            for n, e in enumerate(made.accepted, 1)
        ],
        missing=max(0, wanted - len(made.accepted)),
        rejections=[
            Rejection(reason=r, words=Reason[r.upper()].value, count=c) for r, c in sorted(counts.items())
        ],
    )


def _item(n: int, e: Exercise, citations: list[int], flags: list[Flag], written_by: str) -> Item:
    return Item(
        n=n, kind=e.kind, kind_name=NAMES[e.kind], stem=e.stem, options=list(e.options), left=list(e.left),
        key=list(e.key), points=list(e.points), explanation=e.explanation, difficulty=e.difficulty, bloom=e.bloom,
        tags=list(e.tags), origins=list(e.origins), about=e.about, citations=citations, flags=[f.value for f in flags],
        written_by=written_by,
    )  # fmt: skip
