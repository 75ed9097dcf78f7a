"""An artefact as Markdown, to be searched and cited once it is published: what people read of it, without its form.

A set of exercises gives its questions and never a key, an
explanation or a quotation. Knows how results look (`_work_order`, `_lesson`, …); not how a file becomes passages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from learning.sourced import book
from tools._lesson import Guided, Lesson, LessonPlan, Line, LooseLeaf
from tools._matrix import Matrix
from tools._work_order import ParameterOut, Project, StepOut, TaskOut
from tools.write_exercises import WriteExercisesResult

PHASES = {"before": "课前", "during": "课中", "after": "课后"}


@dataclass(frozen=True)
class Published:
    """Where a tool's artefacts belong once published, what they are called there, and their text."""

    library: str
    noun: str
    shape: type[BaseModel]
    body: Callable[[Any], Iterable[str]]


def titled(tool: str, title: str, written_by: str) -> str:
    """The title with what it is and by whom: GB 45438-2025 wants generated text to say so where it is read."""
    by = "系统生成" if written_by == "extract" else f"AI 生成，{written_by}"
    return f"{title}（{PUBLISHED[tool].noun}，{by}）"


def rendered(tool: str, result: Mapping[str, Any], head: str) -> str:
    """Under `head`, which says that it is generated and from what. KeyError for a tool that publishes nothing."""
    kind = PUBLISHED[tool]
    parts = [head, *kind.body(kind.shape.model_validate(dict(result)))]
    return "\n\n".join(part for part in parts if part) + "\n"


def project(made: Project) -> Iterable[str]:
    for n, task in enumerate(made.tasks, 1):
        yield f"# 任务 {n} {task.title}"
        yield from _task(task)
    if made.rules:
        yield "# 其他规定"
        yield "\n".join(f"- {r.text}" for r in made.rules)


def _task(task: TaskOut) -> Iterable[str]:
    yield "\n\n".join([task.introduction, *(s.text for s in task.scenario)])
    yield _under("任务目标", [task.goal])
    yield _under("工具与材料", ["、".join(task.tools)])
    yield _under("操作步骤", [_step(s) for s in task.steps])
    yield _under("工艺参数", [f"- {_of(p)}：{p.quote}" for p in task.parameters])
    yield _under("安全与禁止事项", [f"- {r.about}：{r.text}" if r.about else f"- {r.text}" for r in task.safety])
    yield _under("质量检验", [f"- {c.quote}" for c in task.checks])
    yield _under("异常处理", [f"- {t.text}" for t in task.troubles])
    yield _under("注意事项", [f"- {n.text}" for n in task.notes])
    yield _under("须填记录", [f"- {r.text}" for r in task.records])


def _of(p: ParameterOut) -> str:
    return f"{p.under} {p.name}" if p.under and p.name not in p.under else p.name


def _step(step: StepOut) -> str:
    told = f"第 {step.number} 步：{step.text}" if step.number else step.text
    return "\n".join([told, *(f"注意：{n.text}" for n in step.notes)])


def lesson(made: Lesson) -> Iterable[str]:
    if made.plan:
        yield from _plan(made.plan)
    if made.loose_leaf:
        yield from _leaf(made.loose_leaf)


def _plan(p: LessonPlan) -> Iterable[str]:
    yield f"# 教案 {p.title}"
    yield _under("学情分析", _lines(p.analysis))
    goals = (("素质目标", p.goals.quality), ("知识目标", p.goals.knowledge), ("能力目标", p.goals.ability))
    for name, lines in goals:
        yield _under(name, _lines(lines))
    yield _under("教学重点", [f"- {x.text}（对策：{x.measure}）" for x in p.focus])
    yield _under("教学难点", [f"- {x.text}（对策：{x.measure}）" for x in p.hard])
    yield _under("课程思政", [f"- {v.text}（{v.basis}）" for v in p.values])
    rows = [f"- {PHASES[s.phase]}·{s.name}（{s.minutes} 分钟）：{s.teacher} 学生：{s.student}" for s in p.stages]
    yield _under("教学过程", rows)
    yield _under("考核评价", [f"- {a.item}（{a.points} 分）：{a.standard}" for a in p.assessment])


def _leaf(leaf: LooseLeaf) -> Iterable[str]:
    yield f"# 活页 {leaf.title}"
    yield _under("任务描述", _lines(leaf.task_description))
    yield _under("任务分析", _lines(leaf.task_analysis))
    yield _under("必备知识", _lines(leaf.knowledge))
    yield _under("实施指导", [_guided(g) for g in leaf.guidance])
    yield _under("总结提升", [f"- {s}" for s in leaf.summary])
    yield _under("拓展实训", _lines(leaf.extension))


def _guided(step: Guided) -> str:
    told = f"第 {step.number} 步：{step.text}" if step.number else step.text
    return f"{step.task}：{told}" if step.task else told


def exercises(made: WriteExercisesResult) -> Iterable[str]:
    """Questions alone."""
    for item in made.items:
        yield "\n\n".join([f"{item.n}. {item.stem}", *(f"- {o}" for o in (*item.left, *item.options))])


def without_keys(result: Mapping[str, Any]) -> dict[str, Any]:
    """A set of exercises with its questions alone."""
    made = WriteExercisesResult.model_validate(dict(result))
    bare: dict[str, Any] = {
        "key": [], "points": [], "explanation": "", "origins": [], "about": ("", ""), "citations": [], "flags": [],
    }  # fmt: skip
    items = [item.model_copy(update=bare) for item in made.items]
    return made.model_copy(update={"items": items, "rejections": []}).model_dump(mode="json")


def matrix(made: Matrix) -> Iterable[str]:
    names = {m.n: f"{book(m.title)}{m.name}" for m in made.modules}
    covered: dict[int, list[str]] = {}
    for cell in made.cells:
        covered.setdefault(cell.requirement, []).append(f"{names[cell.module]}（{cell.words}）")
    for source in dict.fromkeys(r.source for r in made.requirements):
        rows = [r for r in made.requirements if r.source == source]
        told = [f"- {r.text} → {'；'.join(covered.get(r.n, [])) or '有缺口'}" for r in rows]
        yield _under(source, told)


def _lines(lines: Iterable[Line]) -> list[str]:
    return [f"- {line.text}" for line in lines]


def _under(name: str, lines: Iterable[str]) -> str:
    """A section, or nothing where it is empty."""
    held = [line for line in lines if line]
    return "\n\n".join([f"## {name}", *held]) if held else ""


PUBLISHED = {
    "decompose_project": Published("training", "项目工单", Project, project),
    "plan_lesson": Published("course", "教案", Lesson, lesson),
    "write_exercises": Published("competition", "习题", WriteExercisesResult, exercises),
    "match_requirements": Published("competition", "岗课赛证对照", Matrix, matrix),
}
