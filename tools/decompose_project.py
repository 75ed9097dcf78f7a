"""An enterprise process or project document into tasks, each a work order. Reads whole documents, composes little.

Knows where the sources come from and what is asked of them; the outline and the work orders are learning's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar

from pydantic import BaseModel, Field

from learning import allotted
from learning.checks import Cited
from learning.project import Outline, outline, words
from learning.tier import Tier
from learning.workorder import WorkOrder, work_orders
from tools._companions import companions
from tools._elsewhere import gauges_for, narrows_nobody, sample_data, whole_table
from tools._knowledge import knowledge
from tools._prior import KINDS, prior
from tools._school import school
from tools._tool import Arguments, ToolResult
from tools._whole import read_whole
from tools._wording import worded
from tools._work_order import (
    Numbered,
    Project,
    SourceOut,
    TaskOut,
    beside,
    companions_of,
    editions_of,
    shown,
)
from trust.errors import BadInput, NotEnough, NotFound
from trust.guard import admit
from trust.labels import Label, join
from trust.roles import Act
from trust.sources import Findings, Passage
from trust.turn import Turn

FOUND, SEARCHED, FEW, ASKED, NAMES = 8, 40, 6, 5, 12
"""Passages looked at for a query; tasks that prerequisites are looked up for, and so few that each step is; steps and
settings asked for, of each.
"""


class DecomposeArguments(Arguments):
    """Which documents, and for whom. `document_ids`, `passage_ids` or `query`: the first that is given counts."""

    query: str | None = Field(
        default=None, min_length=1, max_length=500,
        description="The process or project to decompose, in words, when its id is not known.",
    )  # fmt: skip
    document_ids: list[str] = Field(default_factory=list, max_length=8, description="The whole documents, in order.")
    passage_ids: list[str] = Field(default_factory=list, max_length=500, description="Only these passages.")
    tier: Tier = Field(
        default="second_year", description="Who it is for: first_year, second_year, or on_post (interns, employees)."
    )
    school_rules: bool | None = Field(
        default=None,
        description="Apply what the school's course standard and safety rules bid learners: true always (the work "
        "order is then readable only where those are), false never; left out: where they narrow no reader.",
    )


class DecomposeTool:
    """Decompose a process specification, work instruction or project document into teaching tasks (项目分解、任务工单):
    for each task its steps in order, parameters, safety, checks, records, class hours and a scoring sheet, all cited.

    Call it when a teacher or mentor wants a document turned into tasks, work orders or a training project.
    Do not call it to answer a question about a document; search does that.
    """

    name: ClassVar[str] = "decompose_project"
    needs: ClassVar[Act] = Act.REVIEW
    arguments: ClassVar[type[Arguments]] = DecomposeArguments
    result: ClassVar[type[BaseModel]] = Project

    def run(self, turn: Turn, arguments: DecomposeArguments) -> ToolResult:
        turn.emit("progress", {"stage": "read"})
        passages = _sources(turn, arguments)
        plan = outline(passages)
        if not plan.parts:
            raise _too_thin()
        papers = school(turn, plan, passages, arguments.school_rules)
        beside_it = companions(turn, passages, arguments.school_rules)
        orders = work_orders(
            plan, arguments.tier, papers.rules, replace(papers.papers, companions=beside_it)
        )  # fmt: skip
        turn.emit("progress", {"stage": "prerequisites"})
        fit = partial(_usable, held=join(p.label for p in passages), wanted=arguments.school_rules)
        before = [_before(turn, o, passages) if n < SEARCHED else [] for n, o in enumerate(orders)]
        if len(orders) <= FEW:
            each = zip(orders, before, strict=True)
            before = [knowledge(turn, [s.text for s in o.steps], told, passages, fit) for o, told in each]
        texts, written_by = worded(turn, plan.title, orders)
        numbered = Numbered()
        found = gauges_for(turn, plan.title, [c for o in orders for c in o.checks], passages, arguments.school_rules)
        data = [_data(turn, o, passages, arguments.school_rules) if len(orders) <= FEW else {} for o in orders]
        tasks = [
            shown(order, taught, numbered, found, papers.rooms, rows).model_copy(update=text.model_dump())
            for order, taught, text, rows in zip(orders, before, texts, data, strict=True)
        ]
        tasks = [_in_unit(t, o, papers.hours, numbered) for t, o in zip(tasks, orders, strict=True)]
        beside_papers = companions_of(beside_it, numbered)
        every = tuple(dict.fromkeys([*passages, *numbered.passages]))
        read = Findings(arguments.query or plan.title, every, join(p.label for p in every), len(every))
        label = join([turn.floor, *(p.label for p in every), *(p.label for c in beside_it for p in c.passages)])
        made = _project(plan, arguments.tier, passages, tasks).model_copy(
            update={
                "rules": beside(plan, numbered), "editions": editions_of(plan, numbered), "companions": beside_papers,
            }
        )
        return ToolResult(made, read, tuple(numbered.made), label, written_by)


def _project(plan: Outline, tier: Tier, passages: Sequence[Passage], tasks: list[TaskOut]) -> Project:
    titles = {p.document_id: p.title for p in passages}
    return Project(
        title=plan.title, tier=tier, sources=[SourceOut(id=i, title=t) for i, t in titles.items()], tasks=tasks,
        steps=sum(len(task.steps) for task in tasks),
    )  # fmt: skip


def _sources(turn: Turn, wanted: DecomposeArguments) -> tuple[Passage, ...]:
    """Everything the named documents hold; NotFound if one of them is hidden or absent."""
    if wanted.document_ids:
        whole = [read_whole(turn, i) for i in dict.fromkeys(wanted.document_ids)]
        if not all(whole):
            raise NotFound()
        return tuple(p for document in whole for p in document)
    if wanted.passage_ids:
        ids = list(dict.fromkeys(wanted.passage_ids))
        given = turn.records.passages(turn.principal, turn.scope, ids)
        if len(given) != len(ids):
            raise NotFound()
        return admit(turn.principal, turn.scope, _in_reading_order(given))
    if wanted.query is None:
        raise BadInput("请指明要分解哪份资料（query、document_ids 或 passage_ids）", "Say which document to decompose")
    return _best(turn, wanted.query)


def _in_reading_order(given: Sequence[Passage]) -> list[Passage]:
    documents = list(dict.fromkeys(p.document_id for p in given))
    return sorted(given, key=lambda p: (documents.index(p.document_id), p.ordinal))


def _best(turn: Turn, query: str) -> tuple[Passage, ...]:
    """The document that the query means: with steps in it, the one whose title says most of the query, else the
    best-ranked; if it is about the query at all.
    """
    found = turn.originals(query, k=FOUND)
    sure = turn.search.read(turn.principal, turn.scope, query, found).sure
    telling = words(query) - KINDS
    named = {p.document_id: len(telling & words(p.title)) for p in found.passages}
    for document_id, share in sorted(named.items(), key=lambda pair: -pair[1]):
        if not sure and 2 * share < max(1, len(telling)):
            continue
        passages = read_whole(turn, document_id)
        if outline(passages).parts:
            return passages
    raise _too_thin()


def _before(turn: Turn, order: WorkOrder, passages: Sequence[Passage]) -> list[tuple[Passage, str]]:
    tools, each = " ".join(order.tools[:3]), -(-len(order.steps) // ASKED)
    queries = [f"{order.title} {tools}", *(f"{order.title} {s.text}" for s in order.steps[::each])]
    settings = list(dict.fromkeys(p.name.split(" ")[-1] for p in order.parameters if p.name))[:NAMES]
    queries += [" ".join(settings)] if settings else []
    queries += [" ".join(dict.fromkeys(c.item for c in order.checks))] if order.checks else []
    work = [order.title, *settings, *(s.text for s in order.steps), *(c.source.text for c in order.checks)]
    taught = prior(turn, queries, work, passages, each=2)
    return [(passage, quote.rstrip("；;")) for passage, quote in taught]


def _data(turn: Turn, order: WorkOrder, own: Sequence[Passage], wanted: bool | None) -> dict[int, Cited]:
    """A table of the course for each step by the clock that looks at figures the course has."""
    if order.found is None or not order.found.simulated:
        return {}
    found = {n: sample_data(turn, [s], own, wanted) for n, s in enumerate(order.steps)}
    return {n: whole_table(c) for n, c in found.items() if c is not None}


def _in_unit(task: TaskOut, order: WorkOrder, hours: Sequence[allotted.Allotted], numbered: Numbered) -> TaskOut:
    """With a remark on which unit of the course standard its hours are a part of."""
    found = allotted.unit(hours, order.title, [s.text for s in order.steps])
    if found is None:
        return task
    numbered.of(found.source.text, found.source.passage)
    said = allotted.told(found, task.hours)
    return task.model_copy(update={"remarks": [*task.remarks, said]})


def _usable(p: Passage, held: Label, wanted: bool | None) -> bool:
    return bool(wanted) or narrows_nobody(p, held)


def _too_thin() -> NotEnough:
    return NotEnough(
        "你能查阅的资料不足以分解成任务：需要带编号步骤或工序表的规程、作业指导书或项目文件。"
        "请指定文件，或先上传这样的资料。",
        "Not enough in what you may read: need a process, work instruction or project document with numbered steps "
        "or a table of operations. Name the document, or upload one first.",
    )
