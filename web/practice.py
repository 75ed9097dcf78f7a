"""Practice and rehearsal over HTTP, for learners: students and enterprise employees. For others they do not exist.

Knows the shapes; what comes and what is told is web/practising.py's and web/rehearsing.py's.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from learning.exercise import NAMES
from learning.rehearsal import Outcome, stop, stops, told
from records.masteries import Mastery
from records.rehearsals import Walked
from web.identity import Sees, Who
from web.practising import Next, Told, WeakPoint, answered, learner, session, weak_points
from web.rehearsing import Summary, begin, moved, offered, summary, walked
from web.resources import Parts
from web.shapes import CitationOut, Strict

router = APIRouter(tags=["practice"])
Said = Annotated[str, Field(max_length=4000)]


class Wish(Strict):
    """Both may be left out: then it is what this learner needs most."""

    competency: str | None = Field(default=None, min_length=1, max_length=200)
    count: int = Field(default=5, ge=1, le=20)


class AnswerIn(Strict):
    """`answer` has a part per blank, pair or step; one for a choice or a text. The same `attempt_id` counts once."""

    item_id: str = Field(min_length=1, max_length=64)
    answer: list[Said] = Field(min_length=1, max_length=26)
    attempt_id: str | None = Field(default=None, pattern=r"^[0-9a-f]{32}$")


class Why(BaseModel):
    zh: str
    en: str


class ItemOut(BaseModel):
    """What is asked, and why now. `attempt_id` goes back with the answer, so that sending it twice counts once."""

    item_id: str
    attempt_id: str
    kind: str
    kind_name: str
    stem: str
    options: list[str]
    left: list[str]
    blanks: int
    difficulty: int
    competency: str
    why: Why

    @classmethod
    def of(cls, n: Next) -> ItemOut:
        a = n.item.asked
        return cls(
            item_id=n.item.id, attempt_id=secrets.token_hex(16), kind=a.kind, kind_name=NAMES[a.kind], stem=a.stem,
            options=list(a.options), left=list(a.left), blanks=n.blanks, difficulty=n.item.difficulty,
            competency=n.competency, why=Why(zh=n.why[0], en=n.why[1]),
        )  # fmt: skip


class SessionOut(BaseModel):
    items: list[ItemOut]


class MasteryOut(BaseModel):
    """`estimate` is 0–1, capped while there are few answers."""

    competency: str
    estimate: float
    answers: int
    right: int
    mastered: bool

    @classmethod
    def of(cls, m: Mastery) -> MasteryOut:
        s = m.state
        return cls(
            competency=m.competency, estimate=round(s.shown, 2), answers=s.answers, right=s.right, mastered=s.mastered
        )  # fmt: skip


class MasteryList(BaseModel):
    items: list[MasteryOut]


class AnswerOut(BaseModel):
    """`parts`: each blank, pair, step or scoring point. `slip`: where the wrong option comes from. `provisional`: the
    teacher has the last word.
    """

    attempt_id: str
    right: bool
    points: float
    out_of: float
    provisional: bool
    parts: list[bool]
    key: list[str]
    slip: str
    explanation: str
    citations: list[CitationOut]
    mastery: list[MasteryOut]
    next: ItemOut | None

    @classmethod
    def of(cls, t: Told) -> AnswerOut:
        a = t.attempt
        return cls(
            attempt_id=a.id, right=a.right, points=a.points, out_of=a.out_of, provisional=t.provisional,
            parts=list(t.parts), key=list(t.key), slip=t.slip, explanation=t.explanation,
            citations=[CitationOut.of(c) for c in t.citations], mastery=[MasteryOut.of(m) for m in t.mastery],
            next=ItemOut.of(t.following) if t.following else None,
        )  # fmt: skip


class WeakOut(BaseModel):
    """`kind` is item or move; `slip` of a move is order, value, unit or safety. `item_id` is set for items."""

    kind: Literal["item", "move"]
    item_id: str | None
    document_id: str | None
    text: str
    slip: str
    vital: bool
    key: str | None
    competencies: list[str]
    at: datetime
    citations: list[CitationOut]

    @classmethod
    def of(cls, w: WeakPoint) -> WeakOut:
        told: dict[str, Any] = dict(w.attempt.told)
        item = w.attempt.kind == "item"
        return cls(
            kind="item" if item else "move", item_id=w.attempt.item if item else None,
            document_id=told.get("document_id"), text=w.text, slip=str(told.get("slip") or ""),
            vital=bool(told.get("vital")), key=told.get("key"), competencies=list(w.attempt.competencies),
            at=w.attempt.at, citations=[CitationOut.of(c) for c in w.citations],
        )  # fmt: skip


class WeakList(BaseModel):
    items: list[WeakOut]


class TaskOut(BaseModel):
    """`n` is the task's number in its document, from 0."""

    n: int
    title: str
    steps: int
    values: int
    dangers: int


class OfferedOut(BaseModel):
    document_id: str
    title: str
    library: str
    tasks: list[TaskOut]


class OfferedPage(BaseModel):
    items: list[OfferedOut]
    next: str | None


class Begun(Strict):
    document_id: str = Field(min_length=1, max_length=64)
    task: int = Field(default=0, ge=0, le=1000)


class MoveIn(Strict):
    """The move with number `n`, from 0: an option's text, or a value with its unit."""

    n: int = Field(ge=0)
    said: Said


class StopOut(BaseModel):
    """What is asked now: step, value or danger."""

    asks: str
    options: list[str]
    situation: str
    doing: str
    name: str


class OutcomeOut(BaseModel):
    asks: str
    right: bool
    slip: str | None
    key: str
    quote: str
    vital: bool

    @classmethod
    def of(cls, o: Outcome) -> OutcomeOut:
        return cls(asks=o.asks, right=o.right, slip=o.slip, key=o.key, quote=o.quote, vital=o.vital)


class SlipOut(OutcomeOut):
    citation: CitationOut | None


class SummaryOut(BaseModel):
    seconds: int
    right: int
    moves: int
    vetoes: int
    slips: list[SlipOut]
    read: list[CitationOut]

    @classmethod
    def of(cls, s: Summary) -> SummaryOut:
        slips = [
            SlipOut(**OutcomeOut.of(o).model_dump(), citation=CitationOut.of(c) if c else None) for o, c in s.slips
        ]  # fmt: skip
        return cls(
            seconds=s.seconds, right=s.right, moves=s.moves, vetoes=s.vetoes, slips=slips,
            read=[CitationOut.of(c) for c in s.read],
        )  # fmt: skip


class RehearsalOut(BaseModel):
    """`done`: the steps walked so far. `outcome`: what came of the last move, its quote empty while more of that
    step is asked. `summary` at the end, `stop` before.
    """

    id: str
    document_id: str
    title: str
    label: str
    moves: int
    of: int
    done: list[str]
    outcome: OutcomeOut | None
    stop: StopOut | None
    summary: SummaryOut | None

    @classmethod
    def shown(cls, w: Walked, over: Summary | None) -> RehearsalOut:
        now = stop(w.script, w.state)
        asked = None
        if now is not None:
            asked = StopOut(
                asks=now.asks, options=list(now.options), situation=now.situation, doing=now.doing, name=now.name
            )  # fmt: skip
        return cls(
            id=w.id, document_id=w.document_id, title=w.script.title, label=str(w.label), moves=len(w.said),
            of=stops(w.script), done=[a.shown for a in w.script.acts[: w.state.acts]],
            outcome=OutcomeOut.of(told(w.outcomes[-1], w.state)) if w.outcomes else None, stop=asked,
            summary=SummaryOut.of(over) if over else None,
        )  # fmt: skip


@router.post("/api/practice", summary="Items chosen for this learner, each with the reason")
def practise(wish: Wish, who: Who, sees: Sees, parts: Parts) -> SessionOut:
    found = session(parts, who.principal, sees, wish.competency, wish.count)
    return SessionOut(items=[ItemOut.of(n) for n in found])


@router.post("/api/practice/answers", summary="Answer an item; the outcome with key, explanation and source")
def answer(given: AnswerIn, who: Who, sees: Sees, parts: Parts) -> AnswerOut:
    return AnswerOut.of(answered(parts, who.principal, sees, given.item_id, given.answer, given.attempt_id))


@router.get("/api/practice/mastery")
def mastery(who: Who, sees: Sees, parts: Parts) -> MasteryList:
    learner(who.principal)
    return MasteryList(items=[MasteryOut.of(m) for m in parts.store.attempts.mastery(who.principal, sees)])


@router.get("/api/practice/weak-points")
def weak(who: Who, sees: Sees, parts: Parts) -> WeakList:
    return WeakList(items=[WeakOut.of(w) for w in weak_points(parts, who.principal, sees)])


@router.get("/api/rehearsals", summary="Documents the learner reads that hold a process to rehearse")
def rehearsable(
    who: Who, sees: Sees, parts: Parts, q: Annotated[str | None, Query(max_length=200)] = None,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> OfferedPage:  # fmt: skip
    found, more = offered(parts, who.principal, sees, q, cursor)
    return OfferedPage(
        items=[
            OfferedOut(
                document_id=o.document.id, title=o.document.title, library=o.document.library,
                tasks=[
                    TaskOut(n=n, title=t.title, steps=len(t.acts), values=t.values, dangers=t.dangers)
                    for n, t in enumerate(o.tasks)
                ],
            )
            for o in found
        ],
        next=more,
    )  # fmt: skip


@router.post("/api/rehearsals", status_code=201, summary="Begin to rehearse a task")
def start(given: Begun, who: Who, sees: Sees, parts: Parts) -> RehearsalOut:
    return RehearsalOut.shown(begin(parts, who.principal, sees, given.document_id, given.task), None)


@router.get("/api/rehearsals/{rehearsal_id}")
def one(rehearsal_id: str, who: Who, sees: Sees, parts: Parts) -> RehearsalOut:
    found = walked(parts, who.principal, sees, rehearsal_id)
    return RehearsalOut.shown(found, summary(parts, who.principal, sees, found))


@router.post("/api/rehearsals/{rehearsal_id}/moves", summary="One move; the same one again changes nothing")
def go(rehearsal_id: str, given: MoveIn, who: Who, sees: Sees, parts: Parts) -> RehearsalOut:
    found = moved(parts, who.principal, sees, rehearsal_id, given.n, given.said)
    return RehearsalOut.shown(found, summary(parts, who.principal, sees, found))
