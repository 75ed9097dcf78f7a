"""What the graph carries from node to node for one turn. Pure data: no principal (that rides in Turn), no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from operator import add, or_
from typing import Annotated, Any, Literal, TypedDict

from agent.chat import Call, Said
from agent.cite import Piece
from agent.followup import Understood
from agent.route import Kind
from agent.wants import Wants
from learning.exercise import Exercise
from learning.hints import Climb
from learning.recognise import Recogniser
from tools import ToolResult
from trust.errors import NotEnough
from trust.labels import Label
from trust.sources import Answer, Citation, Findings

Mode = Literal["ask", "tutor"]
RULES = "rules"


@dataclass(frozen=True)
class Exchange:
    """One earlier turn of the same thread that its asker may still read; `tutor` is where it left the learner, `label`
    that of its answer, `read` the documents it was made of.
    """

    question: str
    answer: str = ""
    citations: tuple[Citation, ...] = ()
    refused: bool = False
    tutor: Mapping[str, Any] | None = None
    label: Label | None = None
    read: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """The message after `understand`."""

    question: str
    language: str
    kind: Kind
    understood: Understood | None
    wants: Wants


@dataclass(frozen=True)
class Used:
    """One tool call that ran, for the trace: whose arguments were accepted, a model's or RULES."""

    tool: str
    arguments: Mapping[str, Any]
    chosen_by: str


@dataclass(frozen=True)
class Composed:
    """An answer and the pieces its text leaves in; the first `left` of them have."""

    answer: Answer
    pieces: tuple[Piece, ...]
    left: int = 0


class State(TypedDict, total=False):
    """`label` only rises: LangGraph joins what the nodes return. `pending` are the calls `act` makes next.

    `made` is an artefact that is the answer; `lacking` says why it could not be made. `climb` is where a learner stands
    with a question in tutor mode, before and then after this turn; `item` the published exercise that is asked, out of
    `bank`, those this learner has not answered. `recalled` are the documents behind what a model was reminded of.
    """

    question: str
    history: tuple[Exchange, ...]
    mode: Mode
    label: Annotated[Label, or_]
    asked: Asked
    pending: tuple[Call, ...]
    used: Annotated[tuple[Used, ...], add]
    tried: int
    findings: Findings | None
    made: ToolResult | None
    lacking: NotEnough | None
    said: tuple[Said, ...]
    climb: Climb | None
    bank: Recogniser | None
    item: Exercise | None
    composed: Composed
    answer: Answer
    recalled: tuple[str, ...]
    took: Annotated[tuple[tuple[str, float], ...], add]
