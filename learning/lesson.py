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
from learning.blackboard import blackboard
from learning.checks import Cited, of_result
from learning.formula import formulas
from learning.keydata import important, trigger, written
from learning.kit import kit, listed
from learning.material import Material, Section, telling
from learning.parameter import Parameter
from learning.portion import allotment, portion, room, waits, within
from learning.project import words
from learning.said import Said
from learning.sourced import titled
from learning.stages import Stage, case, ended, first, hardest, stages
from learning.stepname import timed, without_cells
from learning.tier import HOUR, LEVELS, Tier
from learning.virtue import Virtue, asks, virtues
from learning.workorder import Step, WorkOrder
from trust.sources import Passage

T = TypeVar("T")
GOALS, FOCUS, HARD, TASKS, CLAUSE, CHECKED, DATA = 4, 3, 3, 3, 80, 3, 2
_KNOWS: dict[Tier, tuple[str, str]] = {
    "first_year": ("能说出", "能指出"), "second_year": ("能解释", "能说明"), "on_post": ("能运用", "能结合岗位说明"),
}  # fmt: skip
_DOES: dict[Tier, str] = {
    "first_year": "能在教师提示下", "second_year": "能以小组为单位独立", "on_post": "能按企业要求独立",
}  # fmt: skip
_WHY = re.compile(r"否则|防止|避免|以免|以防|为准|补偿|方可|才能")
_CELL = re.compile(r"[^：:]{1,12}: ")
"""One cell of a row says nothing alone."""
_NO_RECORD = "没有可用的班级作答记录，下面按层次和资料推定；请按班级实际情况修改。"


@dataclass(frozen=True)
class Point:
    text: str
    measure: str
    source: Cited | None


@dataclass(frozen=True)
class Assessed:
    item: str
    standard: str
    points: int
    by: str
    source: Cited | None = None


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


def lesson(
    material: Material, topic: str, hours: int, tier: Tier, before: Sequence[tuple[Passage, str]],
    questions: Sequence[tuple[str, Cited]], record: Sequence[str] = (),
) -> Lesson:  # fmt: skip
    """`before` are (passage, sentence) of what was taught earlier; `questions` (stem, source) close the lesson;
    `record` says what the class's answers tell so far. What the hours have no room for is left out.
    """
    material, left = within(material, hours, tier)
    done = practised(material, hours, tier)
    told = {c.text for s in material.sections for c in s.told}
    table = stages(material, hours, tier, questions, before, left)
    hard = _hard(material)
    return Lesson(
        topic, _analysis(tier, before, told, hard, record), _quality(material), _knowledge(material, tier),
        _ability(material, tier, done), _focus(material, hard, done), hard, virtues(_speaking(material)), table,
        _assessment(material, tier, questions, done), tuple(u.title for u in left), _methods(material),
        _preparation(material, done), blackboard(topic, material, done),
    )  # fmt: skip


def practised(material: Material, hours: int, tier: Tier) -> tuple[Step, ...]:
    """The steps that learners do by hand, of what `within` leaves."""
    minutes = allotment(material.units, room(hours)[1], tier)
    return tuple(
        s for unit, time in zip(material.units, minutes, strict=True) if isinstance(unit, WorkOrder)
        for s in (unit.steps if unit.parallel else portion(unit, time, tier).done)
    )  # fmt: skip


def _preparation(material: Material, done: Sequence[Step]) -> tuple[str, ...]:
    """Devices, tools and materials, each kind on a line; papers: forms to fill, what stands in for what class does not
    do.
    """
    tasks = material.tasks
    named = dict.fromkeys(name for task in tasks for name in task.tools)
    forms = dict.fromkeys(f"{r.text}（空白）" for t in tasks for r in t.records)
    begun = [first(s.text) for t in tasks if not t.parallel for s in t.steps if s not in done and waits(s, HOUR)]
    half = [f"已做完“{'”“'.join(begun)}”的样品、半成品"] if begun and named else []
    half = [f"“{'”“'.join(begun)}”的样例记录"] if begun and not named else half
    cards = ["情境卡"] if any(t.parallel or t.troubles for t in tasks) else []
    data = ["样例数据"] if any(timed(s.text) for t in tasks for s in t.steps) else []
    begun_with, sheets = (half, []) if named else ([], half)
    return listed(kit(tuple(named)), begun_with, ["任务工单", *forms, *sheets, *data, *cards] if tasks else [])


def _methods(material: Material) -> tuple[str, ...]:
    made = ["任务驱动", "示范讲解", "分组实训"] if material.tasks else ["问题引导", "讲授", "练习"]
    return (*made, "情境模拟") if any(t.parallel for t in material.tasks) else tuple(made)


def _speaking(material: Material) -> Iterator[tuple[str, Cited]]:
    for unit in material.units:
        if isinstance(unit, Section):
            yield from ((unit.title, c) for c in unit.told)
        else:
            yield from ((unit.title, r.source) for r in unit.safety)
            for text, passage in ((c.text, c.passage) for c in (*(s.verbatim for s in unit.steps), *unit.notes)):
                yield from ((unit.title, Cited(s, passage)) for s in clue.sentences(text) if not _CELL.match(s))


def _analysis(
    tier: Tier, before: Sequence[tuple[Passage, str]], told: Container[str], hard: Sequence[Point],
    record: Sequence[str],
) -> tuple[Said, ...]:
    level = LEVELS[tier]
    made = [Said(r) for r in record] or [Said(_NO_RECORD)]
    for passage, sentence in before:
        known = "，本课新知环节先回顾" if sentence in told else ""
        text = f"知识基础：应已学过{titled(passage)}中的“{ended(sentence)}”{known}。"
        made.append(Said(text, Cited(sentence, passage)))
    made.append(Said(f"学习特点（{level.name}）：{level.support}"))
    made += [Said(f"容易出错：{p.text}", p.source) for p in hard[:1]]
    return tuple(made)


def _knowledge(material: Material, tier: Tier) -> tuple[Said, ...]:
    say, point = _KNOWS[tier]
    told = [(s, telling(s, material.tasks)) for s in material.sections]
    use = "，并指出它用在本课的哪一步" if material.tasks else ""
    made = [Said(f"{say}“{s.title}”的要点“{ended(t.text)}”{use}。", t) for s, t in told]
    for task in material.tasks:
        if (p := _telling(task)) is not None:
            step = next((s for s in task.steps if p in s.parameters), None)
            rule = without_cells(step.text) if step and _CELL.match(p.line) else _clause(p)
            text = f"{point}“{task.title}”中的规定“{ended(rule)}”。"
            made.append(Said(text, Cited(p.line or p.quote, p.passage)))
    return tuple(_spread(made, GOALS))


def _ability(material: Material, tier: Tier, done: Sequence[Step]) -> tuple[Said, ...]:
    does, made = _DOES[tier], []
    for task in material.tasks:
        own = [p for s in task.steps if s in done for p in s.parameters]
        held = [p for p in important(own) if p.tolerance or p.quantity.fit or p.quantity.relation != "="]
        kept = "、".join(written(p) for p in held[:DATA])
        end = "处置、时限和上报都不出错" if task.parallel else "步骤不缺不乱"
        end += f"，做到{kept}" if kept and not task.parallel else ""
        made.append(Said(f"{does}{_deed(task, done)}，{end}。", task.steps[0].source))
        made += [Said(f"能对照“{c.item}：{c.acceptance}”自检并判定是否合格。",
            c.source) for c in of_result(task.checks)[:1] if c.item]
    for section in material.sections:
        for told in section.told:
            made += [Said(f"能用“{f.text}”进行计算。", Cited(f.text, told.passage)) for f in formulas(told.text)][:1]
    if not made:
        made = [Said(f"能用“{s.title}”的知识分析一个实际问题，并说明理由。", s.told[0]) for s in material.sections]
    return tuple(_spread(made, GOALS))


def _quality(material: Material) -> tuple[Said, ...]:
    made = [Said(_taken_up(v), v.basis) for v in virtues(_speaking(material))[:2]]
    return (*made, Said("能与同伴分工协作，按时提交成果，并对自己的结果负责。"))


def _taken_up(virtue: Virtue) -> str:
    name = f"{virtue.name.removesuffix('意识')}意识"
    text = virtue.basis.text
    return f"树立{name}，做到：{text}" if asks(text) else f"树立{name}，能说出“{ended(text)}”为什么重要。"


def _focus(material: Material, hard: Sequence[Point], done: Sequence[Step]) -> tuple[Point, ...]:
    made = []
    for task in material.tasks:
        vital = hardest([s for s in task.steps if s in done] or task.steps)
        names = [first(s.text) for s in task.steps]
        if task.parallel:
            measure = "每种情况做成一张情境卡，抽卡说处置、时限和找谁，同组判对错。"
            made.append(Point(f"“{task.title}”各种情况的处置：{'、'.join(names)}", measure, vital.source))
            continue
        measure = f"教师边做边说“{first(vital.text)}”的要领，学生复述后在实训中逐步执行、互相核对。"
        made.append(Point(f"“{task.title}”的操作顺序与要求：{' → '.join(names)}", measure, vital.source))
    for section in material.sections:
        told = telling(section, material.tasks)
        measure = f"先让学生用自己的话说“{section.title}”，再用资料中的例子和数据对照，归纳成一句话。"
        made.append(Point(f"“{section.title}”：{ended(told.text)}", measure, told))
    fresh = [p for p in made if p.source not in {h.source for h in hard}] or made
    return tuple(_spread(fresh, FOCUS))


def _hard(material: Material) -> tuple[Point, ...]:
    """What goes wrong, what must be exact, what needs a reason."""
    made: list[Point] = []
    for task in material.tasks:
        exact = _tightest(task)
        made += [Point(f"“{task.title}”中异常的判断与处理：{t.text}",
            "给出现象让学生先判断、说依据，再对照原文订正。", t)
                 for t in task.troubles[:1]]  # fmt: skip
        if exact is not None:
            measure = f"{_advice(task, exact)}做完先自检再互检，超差的当场分析原因。"
            text = f"{exact.name}的控制：做到 {exact.quote}"
            made.append(Point(text, measure, Cited(exact.line or exact.quote, exact.passage)))
        if not task.troubles and exact is None:
            made.append(_judging(task) or _long(task))
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


def _assessment(
    material: Material, tier: Tier, questions: Sequence[tuple[str, Cited]], done: Sequence[Step]
) -> tuple[Assessed, ...]:
    """A hundred points: the task's own scoring sheet, shortened, or questions, reasoning and homework."""
    if not material.tasks:
        source = questions[0][1] if questions else None
        title = material.sections[0].title
        return (
            Assessed("课堂检测", "随堂题目答对，能指出依据在资料的哪一处", 40, "教师", source),
            Assessed(f"说理：“{title}”", "观点明确，用到资料中的概念和数据", 30, "小组互评",
            material.sections[0].told[0]),
            Assessed("课后作业", "独立完成，过程完整，按时提交", 20, "教师"),
            Assessed("课堂参与", "主动提问与回答，笔记完整", 10, "自评"),
        )
    shares = LEVELS[tier].weights
    rules = sorted((r for t in material.tasks for r in t.safety if not r.entry), key=lambda r: not r.vital)
    quality, proof = _results(material)
    vital = "（违反一次即不合格）" if rules and rules[0].vital else ""
    safety = f"{rules[0].told}{vital}" if rules else "遵守安全与合规要求"
    process = "；".join(_deed(t, done) for t in material.tasks[:TASKS])
    first_step = material.tasks[0].steps[0].source
    return (
        Assessed("操作过程", f"{process}，每一项都照资料的要求做到", shares[0], "教师", first_step),
        Assessed("成果质量", quality, shares[1], "教师、小组互评", proof),
        Assessed("安全与规范", safety, shares[2], "教师", rules[0].source if rules else None),
        Assessed("记录与汇报", "记录完整真实，能说清每步的依据", shares[3], "自评、小组互评"),
    )


def _judging(task: WorkOrder) -> Point | None:
    """What is to be decided by its data."""
    step = next((s for s in task.steps if any(trigger(p) for p in s.parameters)), None)
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


def _deed(task: WorkOrder, done: Sequence[Step]) -> str:
    """What learners do of a task."""
    if task.parallel:
        return f"按规定处理“{task.title}”的{'、'.join(first(s.text) for s in task.steps[:4])}等情况"
    own = [s for s in task.steps if s in done]
    if len(own) == len(task.steps):
        return f"按顺序完成“{task.title}”的全部步骤"
    return f"按顺序完成“{task.title}”中的{'、'.join(first(s.text) for s in own)}"


def _results(material: Material) -> tuple[str, Cited | None]:
    """The values that what is made must come to; what is handed in, where the source sets none."""
    checks = [c for t in material.tasks for c in of_result(t.checks) if c.item]
    if not checks:
        return _handed(material), None
    told = "、".join(f"{c.item} {c.acceptance}" for c in checks[:CHECKED])
    return f"{told}{'等检查项' if len(checks) > CHECKED else ''}符合要求", checks[0].source


def _handed(material: Material) -> str:
    names = dict.fromkeys(r.text for t in material.tasks for r in t.records)
    return f"{'、'.join(list(names)[:TASKS])}内容正确、完整" if names else "结果符合资料要求"


def _telling(task: WorkOrder) -> Parameter | None:
    """The parameter a goal may name: with a name of its own, and bounds before plain values."""
    named = [p for p in task.parameters if len(p.name) > 1]
    return max(named, key=lambda p: (bool(p.tolerance), p.quantity.relation != "="), default=None)


def _tightest(task: WorkOrder) -> Parameter | None:
    """The setting with the least room, as a share of its value; a fit has less than a plain tolerance."""

    def room(p: Parameter) -> float:
        q = p.quantity
        if q.above is not None and q.below is not None and q.value:
            return float((q.above - q.below) / q.value)
        return 0.001 if q.fit else 1.0

    return min((p for p in task.parameters if p.tolerance), key=room, default=None)


def _advice(task: WorkOrder, exact: Parameter) -> str:
    """What the source itself says to get it right."""
    said = [n for n in task.notes if _WHY.search(n.text)]
    near = max(said, key=lambda n: len(words(n.text) & words(exact.name + exact.line)), default=None)
    return f"照资料的提示做：“{near.text.rstrip('。')}”；" if near else ""


def _clause(parameter: Parameter) -> str:
    """The sentence the setting stands in: a condition alone is no rule."""
    if re.match(r"[^：:；;。]{1,24}: ", parameter.line):
        return f"{parameter.name} {parameter.quote}".strip()
    said = next((s for s in clue.sentences(parameter.line) if parameter.quote in s), parameter.quote)
    said = re.sub(r"^\W*\d{1,2}[.、．)）]\s*(?!\d)", "", said)
    return said if len(said) <= CLAUSE else f"{parameter.name} {parameter.quote}".strip()


def _spread(made: Sequence[T], most: int) -> list[T]:
    """Evenly over what there is, in order."""
    if len(made) <= most:
        return list(made)
    return [made[n * (len(made) - 1) // (most - 1)] for n in range(most)]
