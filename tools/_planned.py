"""A lesson as it leaves: learning's lesson and leaf in the shape of _lesson.py, citations numbered as they come up."""

from __future__ import annotations

from collections.abc import Iterable

from learning.assessment import Assessed
from learning.checks import Cited
from learning.judging import written
from learning.lesson import Lesson, Point
from learning.looseleaf import Inspection, Leaf
from learning.said import Said
from learning.stage import Stage
from learning.tier import Tier
from learning.workorder import Step
from tools import _lesson as out
from tools._work_order import Numbered


def plan(
    made: Lesson, title: str, hours: int, tier: Tier, course: str, class_name: str, resources: list[out.Resource],
    numbered: Numbered,
) -> out.LessonPlan:  # fmt: skip
    left = f"本次课学时有限，未排入“{'”“'.join(made.left_out)}”，可安排在下次课。" if made.left_out else ""
    return out.LessonPlan(
        title=title, course=course, topic=made.topic, hours=hours, tier=tier, class_name=class_name,
        place=made.place, methods="、".join(made.methods), preparation="；".join(made.preparation),
        analysis=lines(made.analysis, numbered),
        goals=out.Goals(
            quality=lines(made.quality, numbered), knowledge=lines(made.knowledge, numbered),
            ability=lines(made.ability, numbered),
        ),
        focus=[_point(p, numbered) for p in made.focus], hard=[_point(p, numbered) for p in made.hard],
        values=[
            out.ValueOut(text=f"{v.name}：{v.text}", basis=v.basis.text, citation=_of(v.basis, numbered))
            for v in made.values
        ],
        stages=[_stage(s, numbered) for s in made.stages],
        assessment=[_assessed(a, numbered) for a in made.assessment], resources=resources,
        board=lines(made.board, numbered), note=left + "".join(made.open),
    )  # fmt: skip


def leaf(made: Leaf, links: list[out.Resource], numbered: Numbered) -> out.LooseLeaf:
    return out.LooseLeaf(
        title=made.title, task_description=lines(made.description, numbered),
        task_analysis=lines(made.analysis, numbered),
        knowledge=[out.Line(text=c.text, citation=_of(c, numbered)) for c in made.knowledge],
        guidance=_guidance(made, numbered),
        evaluation=[out.Evaluated(item=_AREAS[c.area], standard=c.text, points=c.points) for c in made.evaluation],
        settings=lines(made.settings, numbered), checks=[_inspected(c, numbered) for c in made.checks],
        summary=list(made.summary), filled=FILLED, extension=lines(made.extension, numbered), links=links,
    )  # fmt: skip


FILLED = "班级、姓名、学号、组别、日期、指导教师"
_AREAS = {"process": "操作过程", "quality": "成果质量", "safety": "安全规范", "records": "记录"}


def _inspected(one: Inspection, numbered: Numbered) -> out.Inspected:
    gauge = one.gauge or "检验数据由教师发"
    gauge = f"{gauge}（{one.unfit}）" if one.unfit else gauge
    return out.Inspected(
        text=f"{one.item}：{one.acceptance}", citation=_of(one.source, numbered), item=one.item,
        acceptance=one.acceptance, gauge=gauge,
    )  # fmt: skip


def lines(every: Iterable[Said], numbered: Numbered) -> list[out.Line]:
    return [out.Line(text=s.text, citation=_of(s.source, numbered) if s.source else None) for s in every]


def _of(cited: Cited, numbered: Numbered) -> int:
    return numbered.of(cited.text, cited.passage)


def _point(point: Point, numbered: Numbered) -> out.Point:
    citation = _of(point.source, numbered) if point.source else None
    return out.Point(text=point.text, measure=point.measure, citation=citation)


def _stage(stage: Stage, numbered: Numbered) -> out.StageOut:
    return out.StageOut(
        phase=stage.phase, name=stage.name, teacher=stage.teacher, student=stage.student, intent=stage.intent,
        minutes=stage.minutes, citations=[_of(c, numbered) for c in dict.fromkeys(stage.sources)],
    )  # fmt: skip


def _assessed(one: Assessed, numbered: Numbered) -> out.Assessed:
    citation = _of(one.source, numbered) if one.source else None
    return out.Assessed(item=one.item, standard=one.standard, points=one.points, by=one.by, citation=citation)


def _guidance(made: Leaf, numbered: Numbered) -> list[out.Guided]:
    """Each task counts its own steps; where the source leaves some uncounted, by their places."""
    steps, told = list(zip(made.guidance, made.tasks, strict=True)), []
    for n, (step, task) in enumerate(steps):
        own = [s for s, t in steps if t == task]
        place = 1 + sum(t == task for _, t in steps[:n])
        told.append(_guided(step, step.number if all(s.number for s in own) else str(place), task, numbered))
    return told


def _guided(step: Step, number: str, task: str, numbered: Numbered) -> out.Guided:
    parameters = [p.quote if p.name in p.quote else f"{p.name} {p.quote}".strip() for p in step.parameters]
    parameters += [written(p) for p in step.beside] + [f.quote for f in step.fixtures]
    return out.Guided(
        task=task, number=number, text=step.text, parameters=parameters, citation=_of(step.source, numbered)
    )
