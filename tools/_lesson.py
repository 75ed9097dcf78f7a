"""The shape of a lesson plan 教案 and of a loose-leaf unit 活页 as they leave: pydantic models.

Knows how learning's lessons look from outside. `citation`, `citations` are numbers of the answer's citations.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from learning.tier import Tier

Form = Literal["plan", "loose_leaf", "both"]
Phase = Literal["before", "during", "after"]


class Line(BaseModel):
    """One sentence; `citation` is None where it is ours."""

    text: str
    citation: int | None = None


class Goals(BaseModel):
    """三维目标."""

    quality: list[Line]
    knowledge: list[Line]
    ability: list[Line]


class Point(BaseModel):
    """重点 or 难点, and what is done about it."""

    text: str
    measure: str
    citation: int | None = None


class ValueOut(BaseModel):
    """课程思政点: `basis` is the source's own sentence."""

    text: str
    basis: str
    citation: int


class StageOut(BaseModel):
    """One row of the process table; those `during` class sum to the class hours."""

    phase: Phase
    name: str
    teacher: str
    student: str
    intent: str
    minutes: int
    citations: list[int]


class Assessed(BaseModel):
    """`points` sum to a hundred."""

    item: str
    standard: str
    points: int
    by: str
    citation: int | None = None


class Resource(BaseModel):
    """`use`: the rows of the plan that draw on it."""

    title: str
    document_id: str
    passage_id: str
    quote: str
    citation: int
    use: str = ""


class SourceOut(BaseModel):
    id: str
    title: str


class LessonPlan(BaseModel):
    """教案. `place` and `reflection` are the teacher's to fill; `board` is 板书; `note` says what is missing and what
    was needed.
    """

    title: str
    course: str
    topic: str
    hours: int
    tier: Tier
    class_name: str
    place: str
    methods: str = ""
    preparation: str = ""
    analysis: list[Line]
    goals: Goals
    focus: list[Point]
    hard: list[Point]
    values: list[ValueOut]
    stages: list[StageOut]
    assessment: list[Assessed]
    resources: list[Resource]
    board: list[Line] = []
    reflection: str = ""
    note: str = ""


class Guided(BaseModel):
    """A step as the source has it; `parameters` are pieces of it, and what tables give for it. `task` is named where
    there are several: each counts its own steps.
    """

    task: str = ""
    number: str
    text: str
    parameters: list[str]
    citation: int


class Evaluated(BaseModel):
    """A row of 任务评价; the three columns are filled by hand."""

    item: str
    standard: str
    points: int
    self: str = ""
    peer: str = ""
    teacher: str = ""


class Inspected(Line):
    """A row of the inspection sheet, in which what was measured and the verdict are filled by hand; `text` is item and
    acceptance in one.
    """

    item: str = ""
    acceptance: str = ""
    gauge: str = ""


class LooseLeaf(BaseModel):
    """活页: 任务描述、任务分析、必备知识、实施指导、任务评价、总结提升、拓展实训、知识链接.

    `settings` stand in tables beside the steps; beside `checks` the learner writes what was measured. `filled` are the
    heads that are written in by hand.
    """

    title: str
    filled: str = ""
    task_description: list[Line]
    task_analysis: list[Line]
    knowledge: list[Line]
    guidance: list[Guided]
    evaluation: list[Evaluated]
    settings: list[Line] = []
    checks: list[Inspected] = []
    summary: list[str]
    extension: list[Line]
    links: list[Resource]


class Lesson(BaseModel):
    """What `plan_lesson` gives: `plan`, `loose_leaf` or both."""

    title: str
    sources: list[SourceOut]
    plan: LessonPlan | None
    loose_leaf: LooseLeaf | None
