"""A loose-leaf unit 活页: one work order as a page the learner works with, and what to know for it. Pure.

Steps keep the source's order; the evaluation's points make a hundred, its three columns are filled by hand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from learning.around import vetoed
from learning.assessment import made_here
from learning.checks import Check, Cited, of_result
from learning.clause import case, first
from learning.gauge import out_of_reach
from learning.keydata import written
from learning.material import Material, named
from learning.rounds import Gauges
from learning.rule import Rule
from learning.said import Said
from learning.scoring import AREAS, Criterion, sheet
from learning.spoken import spoken
from learning.stages import NO_GAUGES
from learning.workorder import Step, WorkOrder, binding, measured, scored
from trust.sources import Passage

ANALYSED, KNOWN, EXTENDED, ROWS, SAFE, EACH = 12, 8, 4, 30, 2, 10
GIVEN = "（按教师发的检验数据判定）"
LENT = "（在备样上测得准、判得对；样品合不合格不计分）"
_TASTED = re.compile(r"品评|品尝|入口|感官")
_ROW = re.compile(r"[^：:；;。]{1,24}: ")


@dataclass(frozen=True)
class Inspection:
    """A row of the sheet that learners fill in; `gauge` is empty where no paper names one."""

    item: str
    acceptance: str
    gauge: str
    source: Cited
    unfit: str = ""
    """Why the gauge does not do."""


@dataclass(frozen=True)
class Leaf:
    title: str
    description: tuple[Said, ...]
    analysis: tuple[Said, ...]
    knowledge: tuple[Cited, ...]
    guidance: tuple[Step, ...]
    tasks: tuple[str, ...]
    """Of each step of the guidance its task, empty where there is only one."""
    evaluation: tuple[Criterion, ...]
    settings: tuple[Said, ...]
    checks: tuple[Inspection, ...]
    summary: tuple[str, ...]
    extension: tuple[Said, ...]


def leaf(
    material: Material, before: Sequence[tuple[Passage, str]], done: Sequence[Step] | None = None,
    gauges: Gauges = NO_GAUGES, veto: Cited | None = None,
) -> Leaf | None:  # fmt: skip
    """Of all tasks of the material; None where it holds no work to be done. `done`: what learners do in class, where
    it goes with a plan; the evaluation is on that alone.
    """
    tasks = material.tasks
    if not tasks:
        return None
    scene = dict.fromkeys(c for t in tasks for c in t.scenario)
    names = "、".join(f"“{t.title}”" for t in tasks)
    description = [Said(c.text, c) for c in scene] or [Said(f"你所在的小组接到任务：按《{material.title}》完成"
        f"{names}。")]
    of = {t.title: f"“{t.title}”：" if len(tasks) > 1 else "" for t in tasks}
    analysis = [Said(f"{of[t.title]}要求——{c.item} {c.acceptance}".strip(), c.source)
                for t in tasks for c in of_result(measured(t, done) if done is not None else t.checks)[:2]]  # fmt: skip
    rules = [(t, r) for t in tasks for r in _foremost(t, done)]
    shared = {r.told for _, r in rules if sum(o.told == r.told for _, o in rules) == len(tasks)}
    analysis += [Said(f"{'' if r.told in shared else of[t.title]}安全——{r.told}", r.source) for t, r in rules]
    analysis += [Said(f"安全——按课程标准，{vetoed(veto)}", veto)] if veto else []
    known = [Cited(s, p) for p, s in before] + [c for s in material.sections for c in s.told]
    analysis += [Said(f"{of[t.title]}操作前必读——{n.text}", n) for t in tasks for n in t.notes]
    cases = [t for task in tasks for t in task.troubles]
    cases += [s.verbatim for task in tasks if task.parallel for s in task.steps]
    once = {_case(t.text): t for t in reversed(cases)}
    more = [Said(f"如果出现“{name}”，怎么判断、怎么处理？先写自己的做法，再查资料订正。", t)
            for name, t in reversed(once.items())]  # fmt: skip
    return Leaf(
        named(material), tuple(description), tuple(dict.fromkeys(analysis))[:ANALYSED],
        tuple(dict.fromkeys(known))[:KNOWN],
        tuple(s for t in tasks for s in t.steps),
        tuple(t.title if len(tasks) > 1 else "" for t in tasks for _ in t.steps), _evaluation(tasks, done, gauges),
        _settings(tasks),
        tuple(dict.fromkeys(_inspection(n, c, _by(c, gauges)) for n, c in _called(tasks))),
        _summary(material),
        tuple(dict.fromkeys(more))[:EXTENDED] or (
            Said(f"另取一个同类的零件、产品或案例，说明{names}中哪些步骤和数据可以照用、哪些要改，写出理由。"),
        ),
    )  # fmt: skip


def _inspection(name: str, check: Check, gauge: str) -> Inspection:
    return Inspection(name, check.acceptance, gauge, check.source, out_of_reach(check, gauge))


def _called(tasks: Sequence[WorkOrder]) -> list[tuple[str, Check]]:
    """The checks by name, behind what they are of where one name stands for two."""
    every = [c for t in tasks for c in t.checks if c.item]
    names = [c.item for c in dict.fromkeys(every)]
    return [(f"{c.under} {c.item}" if c.under and names.count(c.item) > 1 else c.item, c) for c in every]


def _foremost(task: WorkOrder, done: Sequence[Step] | None) -> list[Rule]:
    """Vital rules first."""
    kept = [r for r in task.safety if r.marked or r.entry] if done is None else list(binding(task, done))
    return sorted(kept, key=lambda r: (not r.vital, r.entry))[:SAFE]


def _settings(tasks: Sequence[WorkOrder]) -> tuple[Said, ...]:
    """What the steps set, and what tables set beside them; then the limits and times of what may go wrong."""
    by_step = [Said(f"{first(s.text)}：{'；'.join(written(p) for p in s.parameters)}", s.source)
               for t in tasks for s in t.steps if s.parameters]  # fmt: skip
    own = {p for t in tasks for s in t.steps for p in s.parameters}
    own_rows = {c.source.text for t in tasks for c in t.checks}
    beside = [p for t in tasks for p in t.parameters if p not in own and _ROW.match(p.line) and p.line not in own_rows]
    lines = dict.fromkeys((p.line, p.passage) for p in beside)
    told = {s.source.text for t in tasks for s in t.steps}
    wrong = dict.fromkeys(c for t in tasks for c in t.troubles if any(ch.isdigit() for ch in c.text))
    return (
        *by_step, *(Said(spoken(line), Cited(line, passage)) for line, passage in lines),
        *(Said(f"异常——{c.text}", c) for c in wrong if not any(c.text in line for line in told)),
    )  # fmt: skip


def _case(text: str) -> str:
    return case(text) if not _ROW.match(text) else re.split(r"[；;]", text)[0]


def _by(check: Check, gauges: Gauges) -> str:
    return check.how or (gauges[check].name if check in gauges else "")


def _evaluation(
    every: Sequence[WorkOrder], done: Sequence[Step] | None, gauges: Gauges
) -> tuple[Criterion, ...]:  # fmt: skip
    """One sheet for all tasks, in at most `ROWS` rows: what does not fit is judged in one row of its area."""
    tasks = every if done is None else [
        replace(t, scoring=scored(_fed(t), [s for s in t.steps if s in done])) for t in every
    ]  # fmt: skip
    twice = {f"{c.item}：{c.acceptance}": f"{n}：{c.acceptance}" for n, c in _called(tasks)}
    made = tasks[0].scoring if len(tasks) == 1 else _joined(tasks)
    given = {
        f"{name}：{c.acceptance}" for n, c in _called(tasks) if done is not None and not _by(c, gauges)
        for name in (c.item, n, f"{c.under} {c.item}")
    }  # fmt: skip
    lent = {
        f"{name}：{c.acceptance}" for n, c in _called(tasks) if done is not None and not made_here(c, tasks, done)
        for name in (c.item, n, f"{c.under} {c.item}")
    }  # fmt: skip
    rows = [
        replace(c, text=f"{twice.get(c.text, c.text)}{GIVEN if c.text in given else LENT if c.text in lent else ''}")
        for c in made
    ]  # fmt: skip
    while len(rows) > ROWS:
        areas = [c.area for c in rows]
        longest = max(dict.fromkeys(areas), key=areas.count)
        last = [n for n, c in enumerate(rows) if c.area == longest and not c.veto][-2:]
        if len(last) < 2:
            break
        first, second = last
        merged = Criterion(longest, "其余各项符合资料要求", rows[first].points + rows[second].points)
        rows[first : first + 1] = [merged]
        del rows[second]
    return tuple(rows)


def _fed(task: WorkOrder) -> WorkOrder:
    """Without what fails a learner at once, which is no mark, and without rules on tasting where nothing is tasted."""
    told = " ".join([*(s.text for s in task.steps), *(c.item for c in task.checks)])
    idle = [r for r in task.safety if _TASTED.search(r.source.text)] if not _TASTED.search(told) else []
    return replace(task, safety=tuple(r for r in task.safety if r not in idle and not vetoed(r.source)))


def _joined(tasks: Sequence[WorkOrder]) -> tuple[Criterion, ...]:
    weight: dict[int, int] = {}
    for t in tasks:  # what a task's steps weigh goes by how many there are
        own = [c for c in t.scoring if c.area == "process" and c.basis]
        weight |= {id(c): max(1, EACH * c.points * len(own) // sum(o.points for o in own)) for c in own}
    every = [c for t in tasks for c in t.scoring]
    of = {area: [c for c in every if c.area == area and c.basis] for area in AREAS}
    return sheet(
        tasks[0].tier, [(c.text, weight[id(c)]) for c in of["process"]], [(c.text, c.points) for c in of["quality"]],
        list({c.text: (c.text, c.veto) for c in of["safety"]}.values()),
        list(dict.fromkeys(c.text for c in of["records"])),
    )  # fmt: skip


def _summary(material: Material) -> tuple[str, ...]:
    head, last = material.tasks[0], material.tasks[-1]
    written = f"写出“{head.title}”各种情况的处置" if head.parallel else f"按顺序写出“{head.title}”的步骤"
    return (
        f"不看资料，{written}，标出自己做得最好和最差的一步。",
        f"“{last.title}”中哪种情况你最没把握？该怎样处置、报给谁、依据是什么？" if last.parallel
        else f"“{last.title}”中哪个数据或要求最难做到？你是怎么做的，依据是什么？",
        "如果重做一次，你会改变哪一点？",
    )
