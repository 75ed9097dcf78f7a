"""What a lesson is marked on: what learners do in its hours, what can be measured or handed in then, what binds. Pure.

Nothing that is only shown or told is marked; a value that nobody has a gauge for is judged from given data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from learning.around import vetoed
from learning.checks import Check, Cited, of_result
from learning.clause import ended, first
from learning.keydata import important, trigger, written
from learning.material import Material
from learning.rounds import Gauges, handed
from learning.scheduled import stands
from learning.tier import LEVELS, Tier
from learning.workorder import Step, WorkOrder, binding, measured, yielded

TASKS, CHECKED, RULES, PAPERS = 3, 3, 2, 6


@dataclass(frozen=True)
class Assessed:
    item: str
    standard: str
    points: int
    by: str
    source: Cited | None = None


def assessment(
    material: Material, tier: Tier, questions: Sequence[tuple[str, Cited]], done: Sequence[Step], gauges: Gauges,
    veto: Cited | None = None,
) -> tuple[Assessed, ...]:
    """A hundred points: what learners do, what can be measured or handed in then, what they must keep to; without work
    questions, reasoning and homework.
    """
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
    every = {r.source.text: r for t in material.tasks for r in binding(t, [s for s in t.steps if s in done])}
    rules = sorted(every.values(), key=lambda r: not r.vital)[:RULES]
    quality, proof = _results(material, done, gauges)
    kept = [f"{ended(r.told)}{'（建议：违反一次即不合格）' if r.vital else ''}。" for r in rules]
    failing = f"按课程标准，{vetoed(veto)}。" if veto else ""
    safety = "".join([*kept, failing]) or "遵守安全与合规要求"
    process = "；".join(deed(t, done) for t in material.tasks[:TASKS])
    first_step = next(s for s in material.tasks[0].steps if s in done or not done).source
    return (
        Assessed("操作过程", f"{process}，每一项都照资料的要求做到", shares[0], "教师", first_step),
        Assessed("成果质量", quality, shares[1], "教师、小组互评", proof),
        Assessed("安全与规范", safety, shares[2], "教师", rules[0].source if rules else veto),
        Assessed("记录与汇报", "记录完整真实，能说清每步的依据", shares[3], "自评、小组互评"),
    )


def able(checks: Sequence[Check], gauges: Gauges) -> list[Check]:
    """Those that learners have something to measure with first."""
    return sorted(checks, key=lambda c: not (c.how or c in gauges))


def made_here(check: Check, tasks: Sequence[WorkOrder], done: Sequence[Step]) -> bool:
    """Whether what is measured is the learners' own work: nothing is handed to them, or a step of theirs sets a value
    of the check's row.
    """
    if not any(handed(t.steps, done) for t in tasks if not t.parallel):
        return True
    return any(len(p.quote) > 2 and stands(p.quote, check.source.text) for s in done for p in s.parameters)


def deed(task: WorkOrder, done: Sequence[Step]) -> str:
    """What learners do of a task."""
    if task.parallel:
        return f"按规定处理“{task.title}”的{'、'.join(first(s.text) for s in task.steps[:4])}等情况"
    own = [s for s in task.steps if s in done]
    if len(own) == len(task.steps):
        return f"按顺序完成“{task.title}”的全部步骤"
    return f"按顺序完成“{task.title}”中的{'、'.join(first(s.text) for s in own)}"


def _results(material: Material, done: Sequence[Step], gauges: Gauges) -> tuple[str, Cited | None]:
    """The values that what learners make must come to, as far as they can measure them, else read off or given; what
    is handed in, where there are none.
    """
    checks = [c for t in material.tasks for c in of_result(measured(t, done)) if c.item]
    checks = [c for c in checks if c.source.passage == checks[0].source.passage]  # what the citation bears out
    held = [c for c in checks if c.how or c in gauges]
    given = [c for c in checks if c not in held]
    own = [c for c in held if made_here(c, material.tasks, done)]
    lent = [c for c in held if c not in own]
    told = [f"在自己做的件上实测并符合要求：{_values(own)}"] if own and lent else (
        [f"实测并符合要求：{_values(own)}"] if own else [])
    told += [f"在备样上测得准、判得对（样品合不合格不计分）：{_values(lent)}"] if lent else []
    told += [f"按教师发的检验数据判定正确：{_values(given)}"] if given else []
    if told:
        return "；".join(told), checks[0].source
    papers = dict.fromkeys(p for t in material.tasks for some in yielded(t, done) for p in some)
    if papers:
        return f"{'、'.join(list(papers)[:PAPERS])}内容正确、完整", None
    kept = [p for s in done for p in s.parameters if not trigger(p) and (p.tolerance or p.quantity.relation != "=")]
    if kept and not all(t.parallel for t in material.tasks):
        at = Cited(kept[0].line or kept[0].quote, kept[0].passage)
        return f"过程读数真实、在要求之内：{'、'.join(written(p) for p in important(kept))}", at
    return "结果符合资料要求", None


def _values(checks: Sequence[Check]) -> str:
    told = "、".join(f"{c.item}：{c.acceptance}" for c in checks[:CHECKED])
    return f"{told}{'等检查项' if len(checks) > CHECKED else ''}"
