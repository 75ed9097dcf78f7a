"""A lesson 教案: goals with measurable verbs, what matters and what is hard, assessment. Built from material by rules.

Every quoted word is verbatim; around them we say nothing with a number in it. Minutes, points and hours are ours and
stand in fields of their own. Pure; the process table is stages.py's, the values virtue.py's.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from learning import clue
from learning.around import NOTHING, Around
from learning.assessment import Assessed, able, assessment, deed
from learning.blackboard import blackboard
from learning.checks import Cited, of_result
from learning.clause import case, ended, first
from learning.controlpoint import code, controlled, said
from learning.formula import formulas
from learning.gauge import at_the_end, device
from learning.keydata import important, trigger, written
from learning.kit import housed, kit, lacking, listed, platform, samples
from learning.material import Material, Section, halves, telling
from learning.parameter import Parameter
from learning.placing import step_of
from learning.portion import allotment, cleared, portion, room, within
from learning.project import words
from learning.risk import scalding
from learning.rounds import Gauges, ahead, handed, hardest, readied, troubles
from learning.said import Said
from learning.sourced import titled
from learning.stage import Stage
from learning.stages import NO_GAUGES, stages
from learning.stepname import timed, without_cells
from learning.syllabus import Syllabus, seat
from learning.syllabus import told as told_of
from learning.tier import LEVELS, Tier
from learning.virtue import Virtue, asks, virtues
from learning.workorder import Step, WorkOrder, binding, inspected, measured
from trust.sources import Passage

T = TypeVar("T")
GOALS, FOCUS, HARD, CLAUSE, DATA, USED, POINTS = 4, 3, 3, 80, 2, 3, 2
_KNOWS: dict[Tier, tuple[str, str]] = {
    "first_year": ("能说出", "能指出"), "second_year": ("能解释", "能说明"), "on_post": ("能运用", "能结合岗位说明"),
}  # fmt: skip
_DOES: dict[Tier, str] = {
    "first_year": "能在教师提示下", "second_year": "能以小组为单位独立", "on_post": "能按企业要求独立",
}  # fmt: skip
_CORRECTS = re.compile(r"测量|修正|补偿")
_WHY = re.compile(r"否则|防止|避免|以免|以防|为准|补偿|方可|才能")
_CELL = re.compile(r"[^：:]{1,12}: ")
"""One cell of a row says nothing alone."""
_BAND = re.compile(r"合格的尺寸 .+? 都")
"""A band reckoned from a fit: a plan's numbers are the sources'."""
_SETTLE = re.compile(r"核实|在哪一步做")
_NO_RECORD = "没有可用的班级作答记录，下面按层次和资料推定；请按班级实际情况修改。"


@dataclass(frozen=True)
class Point:
    text: str
    measure: str
    source: Cited | None


@dataclass(frozen=True)
class Lesson:
    """`left_out` are titles of units the hours leave no time for, `board` the lines of the blackboard in the end."""

    topic: str
    analysis: tuple[Said, ...]
    quality: tuple[Said, ...]
    knowledge: tuple[Said, ...]
    ability: tuple[Said, ...]
    focus: tuple[Point, ...]
    hard: tuple[Point, ...]
    values: tuple[Virtue, ...]
    stages: tuple[Stage, ...]
    assessment: tuple[Assessed, ...]
    left_out: tuple[str, ...]
    methods: tuple[str, ...] = ()
    preparation: tuple[str, ...] = ()
    board: tuple[Said, ...] = ()
    place: str = ""
    open: tuple[str, ...] = ()
    """What the sources leave unsaid or say twice differently: for the teacher to settle."""


def lesson(
    material: Material, topic: str, hours: int, tier: Tier, before: Sequence[tuple[Passage, str]],
    questions: Sequence[tuple[str, Cited]], record: Sequence[str] = (), gauges: Gauges = NO_GAUGES,
    figures: Cited | None = None, around: Around = NOTHING,
) -> Lesson:  # fmt: skip
    """`before` are (passage, sentence) of what was taught earlier; `questions` (stem, source) close the lesson;
    `record` says what the class's answers tell so far; `gauges` are what other papers name for the checks, `figures` a
    row of a table of figures to practise on, `around` what records and the course standard say. What the hours have no
    room for is left out; goals, points of weight and assessment speak of what learners do in these hours.
    """
    material, left = within(material, hours, tier)
    done = practised(material, hours, tier)
    told = {c.text for s in material.sections for c in s.told}
    table = stages(material, hours, tier, questions, before, left, gauges, done, around)
    hard = _hard(material, done)
    return Lesson(
        topic, _analysis(tier, before, told, hard, record, around.syllabus), _quality(material, done),
        _knowledge(material, tier, done),
        _ability(material, tier, done, gauges), _focus(material, done), hard, virtues(_speaking(material, done)), table,
        assessment(material, tier, questions, done, gauges, around.veto), tuple(u.title for u in left),
        _methods(material),
        _preparation(material, done, gauges, figures, around), blackboard(topic, material, done),
        place=f"{seat(where)}（请教师确认）" if (where := around.syllabus.place) and material.tasks else "",
        open=tuple(dict.fromkeys(m for t in material.tasks for m in t.missing if _SETTLE.search(m))),
    )  # fmt: skip


def practised(material: Material, hours: int, tier: Tier) -> tuple[Step, ...]:
    """The steps that learners do by hand, of what `within` leaves."""
    minutes = allotment(material.units, room(hours, cleared(material.tasks, hours))[1], tier)
    return tuple(
        s for unit, time in zip(material.units, minutes, strict=True) if isinstance(unit, WorkOrder)
        for s in (unit.steps if unit.parallel else portion(unit, time, tier).done)
    )  # fmt: skip


def _preparation(
    material: Material, done: Sequence[Step], gauges: Gauges, figures: Cited | None, around: Around
) -> tuple[str, ...]:  # fmt: skip
    """Devices, tools and materials, each kind on a line; papers: forms to fill, what stands in for what class does not
    do. What no paper names is left to the teacher in so many words.
    """
    tasks = material.tasks
    named = dict.fromkeys(name for task in tasks for name in task.tools)
    forms = dict.fromkeys(f"{r.text}（空白）" for t in tasks for r in t.records)
    checks = [c for t in tasks for c in inspected(t, done)]
    named |= dict.fromkeys(platform(around.syllabus.groups) if any(timed(s.text) for s in done) else ())
    named |= dict.fromkeys(g for c in checks if c in gauges and device(g := gauges[c].name))
    heating = [first(s.text) for s in done if scalding(s.parameters)]
    named |= dict.fromkeys(lacking(checks, [s.text for s in done], named, heating)) if named else {}
    begun = [(before, s) for t in tasks if not t.parallel for before, s in handed(t.steps, done)]
    kind = "备样" if named else "样例记录"
    half = [f"“{first(s.text)}”用的{kind}（{readied(run, s)}{ahead(run)}）" for run, s in begun]
    forms = forms or ({"实施记录（空白）": None} if any(not t.parallel for t in tasks) else {})
    cards = ["情境卡"] if any(t.parallel or t.troubles for t in tasks) else []
    every = [c for t in tasks for c in t.checks]
    given = list(dict.fromkeys(c.item for c in every if c.item and not c.how and c not in gauges))
    given = [f"检验数据单（{'、'.join(given)}，请教师准备）"] if given and named else []
    opened = [f"{titled(around.bad.passage)}（导入用）"] if around.bad else []
    data = samples([s for s in done if timed(s.text)], figures)
    begun_with, sheets = (half, []) if named else ([], half)
    papers = ["任务工单", *forms, *sheets, *given, *opened, *data, *cards] if tasks else []
    ranges = at_the_end({c: gauges[c].name for c in checks if c in gauges})
    made = kit(tuple(named))
    there = housed(around.rooms, made.devices) if tasks else []
    warned = [f"注意：{_BAND.sub('合格的尺寸都', told).rstrip('。')}" for told in ranges]
    return (*listed(made, begun_with, papers), *there, *warned)


def _methods(material: Material) -> tuple[str, ...]:
    made = ["任务驱动", "示范讲解", "分组实训"] if material.tasks else ["问题引导", "讲授", "练习"]
    return (*made, "情境模拟") if any(t.parallel for t in material.tasks) else tuple(made)


def _speaking(material: Material, done: Sequence[Step]) -> Iterator[tuple[str, Cited]]:
    """What learners do first, then what is explained."""
    for unit in sorted(material.units, key=lambda u: isinstance(u, Section)):
        if isinstance(unit, Section):
            yield from ((unit.title, c) for c in unit.told)
        else:
            own = [s for s in unit.steps if s in done]
            yield from ((unit.title, r.source) for r in binding(unit, own))
            noted = [n for s in own for n in s.notes if n in unit.notes]
            for text, passage in ((c.text, c.passage) for c in (*(s.verbatim for s in own), *noted)):
                yield from ((unit.title, Cited(s, passage)) for s in clue.sentences(text) if not _CELL.match(s))


def _analysis(
    tier: Tier, before: Sequence[tuple[Passage, str]], told: Container[str], hard: Sequence[Point],
    record: Sequence[str], course: Syllabus,
) -> tuple[Said, ...]:  # fmt: skip
    level = LEVELS[tier]
    made = [Said(r) for r in record] or [Said(_NO_RECORD)]
    made += _placed(course)
    if course.prior is not None:
        made.append(Said(f"先修：课程标准写明“{ended(course.prior.text)}”，课前先问清学过多少。", course.prior))
    for passage, sentence in before:
        known = f"{titled(passage)}中的“{ended(sentence)}”"
        text = f"{known}是本课新知，课前预习，课上再讲。" if sentence in told else f"应已学过{known}。"
        made.append(Said(f"知识基础：{text}", Cited(sentence, passage)))
    made.append(Said(f"学习特点（{level.name}）：{level.support}"))
    made += [Said(f"容易出错：{p.text}", p.source) for p in hard[:1]]
    return tuple(made)


def _placed(course: Syllabus) -> list[Said]:
    """Where the lesson stands in the course; where several projects may be meant the teacher says which."""
    every = course.projects
    names = "”“".join(told_of(c) for c in every)
    if len(every) == 1:
        told = f"课程位置：属于课程标准的“{names}”，本教案是其中的一次课；没有动手做的各步排在该项目余下的学时里。"
        return [Said(told, every[0])]
    return [Said(f"课程位置：内容与课程标准的“{names}”都有关，记入哪一项请教师确定。", every[0])] if every else []


def _knowledge(material: Material, tier: Tier, done: Sequence[Step]) -> tuple[Said, ...]:
    say, point = _KNOWS[tier]
    told = [(s, halves(s) or (telling(s, material.tasks),)) for s in material.sections]
    use = "，并指出它用在本课的哪一步" if material.tasks else ""
    made = [Said(f"{say}“{s.title}”的要点{_each(t)}{use}。", t[0]) for s, t in told]
    for task in material.tasks:
        if (p := _telling(task, done)) is not None:
            step = next((s for s in task.steps if p in s.parameters), None)
            rule = without_cells(step.text) if step and _CELL.match(p.line) else _clause(p)
            text = f"{point}“{task.title}”中的规定“{ended(rule)}”。"
            made.append(Said(text, Cited(p.line or p.quote, p.passage)))
    ours = [(x, c) for t in material.tasks for x, c in controlled([s for s in t.steps if s in done])]
    points = [Said(f"{point}“{first(x.text)}”是关键控制点 {code(x)}：{said(c)}。", c) for x, c in ours]
    return (*_spread(made, GOALS), *points[:POINTS])


def _each(said: Sequence[Cited]) -> str:
    return "".join(f"“{ended(c.text)}”" for c in said)


def _ability(material: Material, tier: Tier, done: Sequence[Step], gauges: Gauges) -> tuple[Said, ...]:
    does, made = _DOES[tier], []
    for task in material.tasks:
        own = [p for s in task.steps if s in done for p in s.parameters]
        held = [p for p in important(own) if p.tolerance or p.quantity.fit or p.quantity.relation != "="]
        kept = "、".join(written(p) for p in held[:DATA])
        end = "处置、时限和上报都不出错" if task.parallel else "步骤不缺不乱"
        end += f"，做到{kept}" if kept and not task.parallel else ""
        made.append(Said(f"{does}{deed(task, done)}，{end}。", task.steps[0].source))
        made += [Said(f"能对照“{c.item}：{c.acceptance}”自检并判定是否合格。",
            c.source) for c in able(of_result(measured(task, done)), gauges)[:1] if c.item]
    for section in material.sections:
        for told in section.told:
            made += [Said(f"能用“{f.text}”进行计算。", Cited(f.text, told.passage)) for f in formulas(told.text)][:1]
    if not made:
        made = [Said(f"能用“{s.title}”的知识分析一个实际问题，并说明理由。", s.told[0]) for s in material.sections]
    return tuple(_spread(made, GOALS))


def _quality(material: Material, done: Sequence[Step]) -> tuple[Said, ...]:
    made = [Said(_taken_up(v), v.basis) for v in virtues(_speaking(material, done))[:2]]
    return (*made, Said("能与同伴分工协作，按时提交成果，并对自己的结果负责。"))


def _taken_up(virtue: Virtue) -> str:
    name = f"{virtue.name.removesuffix('意识')}意识"
    text = virtue.basis.text
    return f"树立{name}，做到：{text}" if asks(text) else f"树立{name}，能说出“{ended(text)}”为什么重要。"


def _focus(material: Material, done: Sequence[Step]) -> tuple[Point, ...]:
    """What learners do, and of what is explained what they use in it."""
    made = []
    for task in material.tasks:
        own = [s for s in task.steps if s in done] or list(task.steps)
        vital = hardest(own)
        names = [f"{first(s.text)}{f'（{code(s)}）' if code(s) else ''}" for s in own]
        if task.parallel:
            measure = "每种情况做成一张情境卡，抽卡说处置、时限和找谁，同组判对错。"
            made.append(Point(f"“{task.title}”各种情况的处置：{'、'.join(names)}", measure, vital.source))
            continue
        measure = f"教师边做边说“{first(vital.text)}”的要领，学生复述后在实训中逐步执行、互相核对。"
        some = "中学生动手的各步" if len(own) < len(task.steps) else ""
        made.append(Point(f"“{task.title}”{some}的操作顺序与要求：{' → '.join(names)}", measure, vital.source))
    for section in material.sections:
        told = telling(section, material.tasks)
        if done and not _used(section, told, done):
            continue
        measure = f"先让学生用自己的话说“{section.title}”，再用资料中的例子和数据对照，归纳成一句话。"
        points = "；".join(ended(c.text) for c in halves(section) or (told,))
        made.append(Point(f"“{section.title}”：{points}", measure, told))
    return tuple(_spread(made, FOCUS))


def _used(section: Section, told: Cited, done: Sequence[Step]) -> bool:
    """Whether the steps that learners do have a use for it."""
    if any(first(s.text) in section.title for s in done):
        return True
    return step_of(told.text, [(first(s.text), s.text) for s in done]) is not None or len(
        words(told.text) & words(" ".join(s.text for s in done))
    ) >= USED


def _hard(material: Material, done: Sequence[Step]) -> tuple[Point, ...]:
    """What goes wrong, what must be exact, what needs a reason: in what learners do."""
    made: list[Point] = []
    for task in material.tasks:
        exact = tightest(task, done)
        made += [Point(f"“{task.title}”中异常的判断与处理：{t.text}",
            "做成情境卡，给出现象让学生先判断、说依据，再对照原文订正。", t)
                 for t in _met(task, done)[:1]]  # fmt: skip
        if exact is not None:
            measure = f"{_taught(material, exact)}{_advice(task, exact)}做完先自检再互检，超差的当场分析原因。"
            text = f"{exact.name}的控制：做到 {exact.quote}"
            made.append(Point(text, measure, Cited(exact.line or exact.quote, exact.passage)))
        if not task.troubles and exact is None:
            made.append(_judging(task, done) or _long(task))
    for section in material.sections:
        why = next((c for c in section.told[1:] if re.search(r"因为|影响|决定|越|关系|原因", c.text)), None)
        if why is not None:
            measure = "把原因和结果写成两列连线，再换一个条件让学生推断结果。"
            made.append(Point(f"理解“{section.title}”中的因果：{why.text}", measure, why))
    if not made:
        fullest = max((c for s in material.sections for c in s.told), key=lambda c: len(c.text))
        measure = "先让学生用自己的话复述，再逐条对照原文，找出漏掉和说错的地方。"
        made.append(Point(f"把这一条记全、说准：{fullest.text}", measure, fullest))
    return tuple(_spread(made, HARD))


def _met(task: WorkOrder, done: Sequence[Step]) -> list[Cited]:
    """What may go wrong, at the steps done before the rest."""
    return list(troubles(task, done))


def _judging(task: WorkOrder, done: Sequence[Step]) -> Point | None:
    """What is to be decided by its data."""
    own = [s for s in task.steps if s in done]
    step = max((s for s in own if any(trigger(p) for p in s.parameters)), key=lambda s: len(s.parameters), default=None)
    if step is None or task.parallel:
        return None
    measure = "教师给出几组数据，有该动作的也有不该的；学生先判断、说依据，再对照原文订正。"
    return Point(f"按数据判断该不该动作：{ended(without_cells(step.text))}", measure, step.source)


def _long(task: WorkOrder) -> Point:
    """The step or case with most to mind."""
    longest = max(task.steps, key=lambda s: len(s.text))
    if task.parallel:
        measure = "不看资料先说处置、时限和该报给谁，再对照原文补漏。"
        return Point(f"“{case(longest.text)}”的处置：{ended(longest.text)}", measure, longest.source)
    measure = "把这一条拆成几个动作，逐个演示；学生做完逐项打勾，漏项重做。"
    return Point(f"这一条要求多、容易漏项：{ended(without_cells(longest.text))}", measure, longest.source)


def _telling(task: WorkOrder, done: Sequence[Step]) -> Parameter | None:
    """The parameter a goal may name: with a name of its own, of what learners do, bounds before plain values."""
    run = sorted((s for s in task.steps if s in done), key=lambda s: not s.critical)
    own = [p for s in run for p in s.parameters]
    named = [p for p in own or task.parameters if len(p.name) > 1]
    return max(named, key=lambda p: (bool(p.tolerance), p.quantity.relation != "="), default=None)


def tightest(task: WorkOrder, done: Sequence[Step]) -> Parameter | None:
    """The setting with the least room, as a share of its value, of what learners set or measure; a fit has less than a
    plain tolerance.
    """
    lines = {c.source.text for c in measured(task, done)}
    vital = [p for s in task.steps if s in done and s.critical for p in s.parameters if p.tolerance]
    own = [p for s in task.steps if s in done for p in (*s.parameters, *s.beside)]
    held = vital or [*own, *(p for p in task.parameters if p.line in lines)]

    def room(p: Parameter) -> float:
        q = p.quantity
        if q.above is not None and q.below is not None and q.value:
            return float((q.above - q.below) / q.value)
        return 0.001 if q.fit else 1.0

    return min((p for p in held if p.tolerance), key=room, default=None)


def _taught(material: Material, exact: Parameter) -> str:
    """The section of the book that says how it is mastered."""
    on = [s for s in material.sections if _CORRECTS.search(s.title) or (exact.under and exact.under in s.title)]
    if not on:
        return ""
    if _CORRECTS.search(on[0].title):
        return f"先按新知“{on[0].title}”的办法练：“{ended(on[0].told[0].text)}”；"
    return f"先弄清新知“{on[0].title}”的道理，说出偏高、偏低各会怎样；"


def _advice(task: WorkOrder, exact: Parameter) -> str:
    """What the source itself says to get it right."""
    why = [n for n in task.notes if _WHY.search(n.text)]
    near = max(why, key=lambda n: len(words(n.text) & words(exact.name + exact.line)), default=None)
    return f"照资料的提示做：“{near.text.rstrip('。')}”；" if near else ""


def _clause(parameter: Parameter) -> str:
    """The sentence the setting stands in: a condition alone is no rule."""
    if re.match(r"[^：:；;。]{1,24}: ", parameter.line):
        return f"{parameter.name} {parameter.quote}".strip()
    rule = next((s for s in clue.sentences(parameter.line) if parameter.quote in s), parameter.quote)
    rule = re.sub(r"^\W*\d{1,2}[.、．)）]\s*(?!\d)", "", rule)
    return rule if len(rule) <= CLAUSE else f"{parameter.name} {parameter.quote}".strip()


def _spread(made: Sequence[T], most: int) -> list[T]:
    """Evenly over what there is, in order."""
    if len(made) <= most:
        return list(made)
    return [made[n * (len(made) - 1) // (most - 1)] for n in range(most)]
