"""The few sentences of a work order that are worded and not quoted: by a model under a check, or by rules.

Knows how they are asked for and refused. Steps, numbers and rules of a task are never the writer's.
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, Field

from learning.numbers import unsupported
from learning.outcome import heading
from learning.sourced import book
from learning.support import astray
from learning.tier import LEVELS
from learning.workorder import WorkOrder
from prompts import load
from trust.labels import join
from trust.sources import Findings, Passage
from trust.turn import Turn

MOST, SHOWN, MOST_NAMED = 24, 24, 6
"""Tasks worded by a model, passages it is shown, and cases an introduction names."""


class Worded(BaseModel):
    introduction: str = Field(max_length=300)
    goal: str = Field(max_length=200)
    competencies: list[str] = Field(min_length=1, max_length=8)


class Wording(BaseModel):
    tasks: list[Worded]


def worded(turn: Turn, title: str, orders: Sequence[WorkOrder]) -> tuple[list[Worded], str]:
    """The words for each task, and who wrote them. A long project is worded by rules."""
    plain = [_plain(title, order) for order in orders]
    if len(orders) > MOST:
        return plain, "extract"
    shown = _shown(title, orders)
    prompt = load(
        "decompose", count=str(len(orders)), tier=LEVELS[orders[0].tier].demand,
        tasks="\n".join(f"- {order.title}" for order in orders),
    )  # fmt: skip
    written = turn.write(
        prompt, Wording, shown, lambda draft: _unfit(draft, plain, shown), lambda _: Wording(tasks=plain)
    )
    wording: Wording = written.value
    return wording.tasks, written.written_by


def _plain(title: str, order: WorkOrder) -> Worded:
    introduction = f"按{book(title)}的要求，你和小组成员完成“{order.title}”{_course(order)}。"
    return Worded(introduction=introduction[:300], goal=order.goal[:200], competencies=list(order.competencies))


def _course(order: WorkOrder) -> str:
    """From which step to which, or which cases."""
    names = [heading(step.text) for step in order.steps]
    if not all(names) or len(names) < 2:
        return ""
    if order.parallel:
        told = "".join(f"“{n}”" for n in names[:MOST_NAMED])
        return f"：遇到{told}{'等情况' if len(names) > MOST_NAMED else '时'}，各按规定处置"
    return f"，从“{names[0]}”做到“{names[-1]}”"


def _shown(title: str, orders: Sequence[WorkOrder]) -> Findings:
    passages: dict[str, Passage] = {}
    for order in orders:
        for step in order.steps:
            passages.setdefault(step.source.passage.id, step.source.passage)
    first = tuple(passages.values())[:SHOWN]
    return Findings(title, first, join(p.label for p in first), len(first))


def _unfit(draft: Wording, plain: Sequence[Worded], shown: Findings) -> str | None:
    if len(draft.tasks) != len(plain):
        return f"there must be exactly {len(plain)} entries in `tasks`"
    sources = [f"{p.title}\n{p.locator.heading or ''}\n{p.text}" for p in shown.passages]
    for task, ours in zip(draft.tasks, plain, strict=True):
        texts, own = _texts(task), _texts(ours)
        if off := astray(texts, [*sources, *own]):
            return f"this is not about the task: {off[:60]}"
        for text in texts:
            if missing := unsupported(text, sources):
                return f"the number {missing[0].value} is not in the passages"
            if not text.strip():
                return "empty sentences are not allowed"
    return None


def _texts(task: Worded) -> list[str]:
    return [task.introduction, task.goal, *task.competencies]
