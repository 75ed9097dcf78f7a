"""What a standing release may tell of an artefact: named pure functions, the only ones an agreement may name.

Each takes the content of one tool's artefact and gives a `Handout` that holds no number of the source: every numeral is
left blank (blank.py) for the learner to fill in at the machine, hours, minutes and points but those our rules give.
What else a function passes on is said in its own
words, which both signers read. Knows no label, no agreement and no person; whatever is not named here is not released.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from learning.blank import BLANK, blanked

OUTPUT = "Handout"
_AREAS = {"process": "操作过程", "quality": "成果质量", "safety": "安全规范", "records": "记录"}
_HOURS, _MINUTES, _POINTS = range(1, 17), range(5, 245, 5), range(5, 105, 5)
"""What our own rules give; another number somebody may have written in from a source."""


@dataclass(frozen=True)
class Section:
    """`lines` under a heading; nothing in them quotes a number of the source."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Handout:
    """What a class is given."""

    title: str
    sections: tuple[Section, ...]

    @property
    def text(self) -> str:
        """As Markdown, without empty sections."""
        parts = [f"# {self.title}"]
        for section in self.sections:
            if lines := [line for line in section.lines if line]:
                parts += [f"## {section.heading}", *(f"- {line}" for line in lines)]
        return "\n\n".join(parts) + "\n"


@dataclass(frozen=True)
class Described:
    """A pure function by name: of what kind of thing (`tool`) it tells, and what it passes on in words."""

    name: str
    tool: str
    title: tuple[str, str]
    passes: tuple[str, str]
    output: str


@dataclass(frozen=True)
class Function(Described):
    """One that makes a `Handout` of an artefact of its tool, for a library."""

    library: str
    act: Callable[[Mapping[str, Any]], Handout]


def outline(made: Mapping[str, Any]) -> Handout:
    """Names, goals, tools, competencies, hours, evidence and the areas of the scoring sheet of each task."""
    sections: list[Section] = []
    for n, task in enumerate(made["tasks"], 1):
        scored = [f"{area} {_of(points, _POINTS)} 分" for area, points in _areas(task["scoring"])]
        about = [blanked(task["goal"]), f"建议课时：{_of(task['hours'], _HOURS)}", _listed("工具与材料", task["tools"])]
        about += [_listed("能力要求", task["competencies"]), _listed("须交成果", task["evidence"])]
        sections.append(Section(f"任务 {n} {blanked(task['title'])}", (*about, _joined("评分", scored))))
    return Handout(blanked(made["title"]), tuple(sections))


def steps(made: Mapping[str, Any]) -> Handout:
    """The outline, and of each task the steps in order and the safety points, numbers left blank."""
    sections: list[Section] = []
    for head, task in zip(outline(made).sections, made["tasks"], strict=True):
        sections.append(head)
        told = (f"第 {n} 步：{blanked(step['text'])}" for n, step in enumerate(task["steps"], 1))
        sections.append(Section(f"{head.heading}：操作步骤", tuple(told)))
        safety = tuple(blanked(rule["text"]) for rule in task["safety"])
        sections.append(Section(f"{head.heading}：安全要点", safety))
    return Handout(blanked(made["title"]), tuple(sections))


def learning_sheet(made: Mapping[str, Any]) -> Handout:
    """Of a lesson: goals, what the learner does in each stage, how it is assessed; numbers of the source left blank."""
    sections: list[Section] = []
    if plan := made.get("plan"):
        goals = [line["text"] for name in ("quality", "knowledge", "ability") for line in plan["goals"][name]]
        stages = [
            f"{blanked(s['name'])}（{_of(s['minutes'], _MINUTES)} 分钟）：{blanked(s['student'])}"
            for s in plan["stages"]
        ]
        marked = [f"{blanked(a['item'])}（{_of(a['points'], _POINTS)} 分）" for a in plan["assessment"]]
        sections += [_blank("学习目标", goals), Section("学习活动", tuple(stages)), Section("考核", tuple(marked))]
    if leaf := made.get("loose_leaf"):
        guided = tuple(f"第 {n} 步：{blanked(g['text'])}" for n, g in enumerate(leaf["guidance"], 1))
        sections += [
            _blank("任务描述", [line["text"] for line in leaf["task_description"]]),
            Section("实施指导", guided), _blank("总结提升", leaf["summary"]),
        ]  # fmt: skip
    return Handout(blanked(made["title"]), tuple(sections))


def _areas(scoring: Sequence[Mapping[str, Any]]) -> list[tuple[str, int]]:
    points = dict.fromkeys(_AREAS, 0)
    for criterion in scoring:
        if criterion["area"] in points:
            points[criterion["area"]] += int(criterion["points"])
    return [(_AREAS[area], n) for area, n in points.items() if n]


def _of(number: object, ours: range) -> str:
    return str(number) if isinstance(number, int) and number in ours else BLANK


def _listed(name: str, words: Sequence[str]) -> str:
    return _joined(name, [blanked(w) for w in words])


def _joined(name: str, words: Sequence[str]) -> str:
    return f"{name}：{'、'.join(words)}" if words else ""


def _blank(heading: str, lines: Sequence[str]) -> Section:
    return Section(heading, tuple(blanked(line) for line in lines))


FUNCTIONS = {
    f.name: f
    for f in (
        Function(
            "work_order_outline", "decompose_project", ("任务单提纲", "Outline of the work orders"),
            ("任务名称、目标、工具与材料、能力、课时、须交成果、评分类别；没有步骤和参数",
             "Names, goals, tools, materials, competencies, hours, evidence, scoring areas; no steps, no parameters"),
            OUTPUT, "training", outline,
        ),
        Function(
            "work_order_steps", "decompose_project", ("任务单（含步骤，数值留空）", "Work orders, blanks"),
            ("提纲之外，还有按序的步骤与安全要点原文；一切数值留空",
             "Besides the outline, the steps in order and the safety points; every number left blank"),
            OUTPUT, "training", steps,
        ),
        Function(
            "learning_sheet", "plan_lesson", ("学习单（数值留空）", "Learning sheet, blanks"),
            ("学习目标、学生活动、考核项目；一切数值留空", "Goals, activities, assessment; every number left blank"),
            OUTPUT, "course", learning_sheet,
        ),
    )
}  # fmt: skip
