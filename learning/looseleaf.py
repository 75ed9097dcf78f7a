"""A loose-leaf unit 活页: one work order as a page the learner works with, and what to know for it. Pure.

Steps keep the source's order; the evaluation's points make a hundred, its three columns are filled by hand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from learning.checks import Cited
from learning.lesson import Said
from learning.material import Material, named
from learning.scoring import AREAS, Criterion, sheet
from learning.workorder import Step, WorkOrder
from trust.sources import Passage

ANALYSED, KNOWN, EXTENDED, ROWS = 12, 8, 4, 30
_ROW = re.compile(r"[^：:；;。]{1,24}: ")


@dataclass(frozen=True)
class Leaf:
    title: str
    description: tuple[Said, ...]
    analysis: tuple[Said, ...]
    knowledge: tuple[Cited, ...]
    guidance: tuple[Step, ...]
    evaluation: tuple[Criterion, ...]
    settings: tuple[Said, ...]
    checks: tuple[Said, ...]
    summary: tuple[str, ...]
    extension: tuple[Said, ...]


def leaf(material: Material, before: Sequence[tuple[Passage, str]]) -> Leaf | None:
    """Of all tasks of the material; None where it holds no work to be done."""
    tasks = material.tasks
    if not tasks:
        return None
    scene = dict.fromkeys(c for t in tasks for c in t.scenario)
    names = "、".join(f"“{t.title}”" for t in tasks)
    description = [Said(c.text, c) for c in scene] or [Said(f"你所在的小组接到任务：按《{material.title}》完成"
        f"{names}。")]
    analysis = [Said(f"“{t.title}”：要求——{c.item} {c.acceptance}".strip(),
        c.source) for t in tasks for c in t.checks[:2]]
    analysis += [Said(f"“{t.title}”：安全——{r.source.text}", r.source) for t in tasks for r in t.safety[:1]]
    known = [Cited(s, p) for p, s in before] + [c for s in material.sections for c in s.told]
    analysis += [Said(f"“{t.title}”：操作前必读——{n.text}", n) for t in tasks for n in t.notes]
    cases = [t for task in tasks for t in task.troubles]
    more = [Said(f"如果出现“{_case(t.text)}”，怎么判断、怎么处理？先写自己的做法，再查资料订正。", t) for t in cases]
    return Leaf(
        named(material), tuple(description), tuple(dict.fromkeys(analysis))[:ANALYSED],
        tuple(dict.fromkeys(known))[:KNOWN],
        tuple(s for t in tasks for s in t.steps), _evaluation(tasks), _settings(tasks),
        tuple(dict.fromkeys(Said(f"{c.item}：{c.acceptance}", c.source) for t in tasks for c in t.checks if c.item)),
        _summary(material),
        tuple(dict.fromkeys(more))[:EXTENDED] or (Said(f"换一个零件、产品或案例，重新编制{names}的工单。"),),
    )  # fmt: skip


def _settings(tasks: Sequence[WorkOrder]) -> tuple[Said, ...]:
    """What tables set beside the steps: learners work by them."""
    own = {p for t in tasks for s in t.steps for p in s.parameters}
    own_rows = {c.source.text for t in tasks for c in t.checks}
    beside = [p for t in tasks for p in t.parameters if p not in own and _ROW.match(p.line) and p.line not in own_rows]
    lines = dict.fromkeys((p.line, p.passage) for p in beside)
    return tuple(Said(line, Cited(line, passage)) for line, passage in lines)


def _case(text: str) -> str:
    """What comes up; behind it stands what is to be done."""
    return re.split(r"[：:]", text)[0] if not _ROW.match(text) else re.split(r"[；;]", text)[0]


def _evaluation(tasks: Sequence[WorkOrder]) -> tuple[Criterion, ...]:
    """One sheet for all tasks, in at most `ROWS` rows: what does not fit is judged in one row of its area."""
    rows = list(tasks[0].scoring if len(tasks) == 1 else _joined(tasks))
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


def _joined(tasks: Sequence[WorkOrder]) -> tuple[Criterion, ...]:
    every = [c for t in tasks for c in t.scoring]
    of = {area: [c for c in every if c.area == area and c.basis] for area in AREAS}
    return sheet(
        tasks[0].tier, [(c.text, c.points) for c in of["process"]], [c.text for c in of["quality"]],
        [(c.text, c.veto) for c in dict.fromkeys(of["safety"])], [c.text for c in of["records"]],
    )  # fmt: skip


def _summary(material: Material) -> tuple[str, ...]:
    last = material.tasks[-1]
    return (
        f"不看资料，按顺序写出“{material.tasks[0].title}”的步骤，标出自己做得最好和最差的一步。",
        f"“{last.title}”中哪个数据最难保证？你是怎么做的，依据是什么？",
        "如果重做一次，你会改变哪一点？",
    )
