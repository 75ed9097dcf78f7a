"""What stands on the blackboard 板书 in the end: the topic, the course of the work, its data, what to mind. Pure.

Each line but the topic rests on its source; the teacher adds what the class says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from learning.clause import case, first
from learning.controlpoint import code, controlled, said
from learning.keydata import limited, noted, settings, trigger
from learning.material import Material, halves, telling
from learning.said import Said
from learning.workorder import Step, WorkOrder, binding

NUMERALS = "一二三四五六七八九十"
RULES = 2


def blackboard(topic: str, material: Material, done: Sequence[Step]) -> tuple[Said, ...]:
    """`done`: the steps that learners do themselves; their data stand on the board."""
    lines = [*_known(material), *_work(material.tasks), *_data(done), *_controlled(done), *_rules(material.tasks, done)]
    numbered = zip(NUMERALS, lines, strict=False)
    return (Said(f"课题：{topic}"), *(Said(f"{n}、{line.text}", line.source) for n, line in numbered))


def _known(material: Material) -> Iterator[Said]:
    for section in material.sections:
        told = telling(section, material.tasks)
        points = halves(section) or (told,)
        yield Said(f"{section.title}：{'；'.join(c.text.rstrip('；。') for c in points)}", told)


def _work(tasks: Sequence[WorkOrder]) -> Iterator[Said]:
    for task in tasks:
        source = task.steps[0].source
        if task.parallel:
            yield Said(f"{task.title}：{'；'.join(case(s.text) for s in task.steps)}——处置、时限、找谁", source)
        else:
            yield Said(f"{task.title}的步骤：{' → '.join(first(s.text) for s in task.steps)}", source)


def _data(done: Sequence[Step]) -> Iterator[Said]:
    rows = [(s, [p for p in settings(s) if not trigger(p) and p.name]) for s in done]
    told = [f"{first(s.text)}——{'，'.join(noted(p) for p in kept)}" for s, kept in rows if kept]
    if told:
        yield Said(f"关键数据：{'；'.join(told)}", next(s.source for s, kept in rows if kept))
    limits = limited(done)
    if limits:
        by = next(s.source for s in done if any(trigger(p) for p in s.parameters))
        yield Said(f"到什么程度该动作：{'；'.join(limits)}", by)


def _controlled(done: Sequence[Step]) -> Iterator[Said]:
    found = controlled(done)
    if found:
        told = "；".join(f"{code(s)} {first(s.text)}——{said(c)}" for s, c in found)
        yield Said(f"关键控制点：{told}", found[0][1])


def _rules(tasks: Sequence[WorkOrder], done: Sequence[Step]) -> Iterator[Said]:
    rules = {r.source.text: r for t in tasks for r in binding(t, [s for s in t.steps if s in done])}.values()
    kept = sorted(rules, key=lambda r: not r.vital)[:RULES]
    if kept:
        yield Said(f"注意：{'；'.join(r.told.rstrip('。；') for r in kept)}", kept[0].source)
