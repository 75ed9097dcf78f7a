"""A lesson plan and a loose-leaf unit as the values of their Word forms. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from learning.tier import HOUR, LEVELS
from tools._export.cited import marks, places
from tools._export.mark import Mark
from tools._lesson import Inspected, Lesson, LessonPlan, Line, LooseLeaf, Point, Resource, StageOut
from trust.sources import Citation

_PHASES = {"before": "课前", "during": "课中", "after": "课后"}


def plan(lesson: Lesson, citations: Sequence[Citation], mark: Mark) -> dict[str, Any]:
    """KeyError when the lesson has no plan."""
    if lesson.plan is None:
        raise KeyError("plan")
    p = lesson.plan
    return {
        **_head(lesson, p), "标题": p.title, "地点": p.place, "教师": "", "分钟": p.hours * HOUR,
        "教学方法": p.methods, "教学准备": p.preparation,
        "学情分析": told(p.analysis), "素质目标": told(p.goals.quality), "知识目标": told(p.goals.knowledge),
        "能力目标": told(p.goals.ability), "重点": _points(p.focus), "难点": _points(p.hard),
        "课程思政": [
            {"序号": n, "内容": v.text, "依据": v.basis, "出处": marks([v.citation])} for n, v in enumerate(p.values, 1)
        ],
        **{name: [_stage(s) for s in p.stages if s.phase == phase] for phase, name in _PHASES.items()},
        "课中分钟": sum(s.minutes for s in p.stages if s.phase == "during"),
        "考核评价": [
            {"序号": n, "项目": a.item, "标准": a.standard, "分值": a.points, "评价人": a.by,
             "出处": marks([a.citation])}
            for n, a in enumerate(p.assessment, 1)
        ],
        "总分": sum(a.points for a in p.assessment), "教学资源": _resources(p.resources),
        "板书设计": "\n".join(told(p.board)), "教学反思": p.reflection, "说明": p.note, **_end(citations, mark),
    }  # fmt: skip


def loose_leaf(lesson: Lesson, citations: Sequence[Citation], mark: Mark) -> dict[str, Any]:
    """KeyError when the lesson has no loose-leaf unit."""
    if lesson.loose_leaf is None:
        raise KeyError("loose_leaf")
    leaf: LooseLeaf = lesson.loose_leaf
    return {
        **_head(lesson, lesson.plan), "标题": leaf.title, "任务描述": told(leaf.task_description),
        "任务分析": told(leaf.task_analysis),
        "必备知识": [
            {"序号": n, "内容": k.text, "出处": marks([k.citation])} for n, k in enumerate(leaf.knowledge, 1)
        ],
        "实施指导": [
            {"序号": n, "内容": f"【{g.task}】\n{g.text}" if _opens(leaf, n - 1) else g.text,
             "参数": "\n".join(g.parameters), "出处": marks([g.citation])}
            for n, g in enumerate(leaf.guidance, 1)
        ],
        "任务评价": [
            {"序号": n, "项目": e.item, "标准": e.standard, "分值": e.points} for n, e in enumerate(leaf.evaluation, 1)
        ],
        "参数表": _numbered(leaf.settings), "自检表": _inspected(leaf.checks),
        "总分": sum(e.points for e in leaf.evaluation), "总结提升": list(leaf.summary),
        "拓展实训": told(leaf.extension), "知识链接": _resources(leaf.links), **_end(citations, mark),
    }  # fmt: skip


def _opens(leaf: LooseLeaf, at: int) -> bool:
    """The first step of one of several tasks."""
    task = leaf.guidance[at].task
    return bool(task) and (at == 0 or leaf.guidance[at - 1].task != task)


def told(lines: Sequence[Line]) -> list[str]:
    return [f"{line.text}{marks([line.citation])}" for line in lines]


def _numbered(lines: Sequence[Line]) -> list[dict[str, Any]]:
    return [{"序号": n, "内容": x.text, "出处": marks([x.citation])} for n, x in enumerate(lines, 1)]


def _inspected(rows: Sequence[Inspected]) -> list[dict[str, Any]]:
    """A row that somebody has written anew stands as it is written."""
    kept = [x.item and x.text == f"{x.item}：{x.acceptance}" for x in rows]
    return [
        {"序号": n, "内容": x.text, "项目": x.item if own else x.text, "要求": x.acceptance if own else "",
         "量具": x.gauge, "出处": marks([x.citation])}
        for n, (x, own) in enumerate(zip(rows, kept, strict=True), 1)
    ]  # fmt: skip


def _head(lesson: Lesson, p: LessonPlan | None) -> dict[str, Any]:
    """What a loose-leaf unit without a plan leaves to be filled by hand."""
    return {
        "课程": p.course if p else "", "课题": p.topic if p else lesson.title, "课时": p.hours if p else "",
        "层次": LEVELS[p.tier].name if p else "", "班级": p.class_name if p else "",
        "来源": [s.title for s in lesson.sources],
    }  # fmt: skip


def _end(citations: Sequence[Citation], mark: Mark) -> dict[str, Any]:
    return {"出处": places(citations), "生成说明": mark.how, "日期": mark.date}


def _points(points: Sequence[Point]) -> list[dict[str, Any]]:
    return [
        {"序号": n, "内容": p.text, "对策": p.measure, "出处": marks([p.citation])} for n, p in enumerate(points, 1)
    ]


def _stage(s: StageOut) -> dict[str, Any]:
    return {
        "环节": s.name, "教师活动": s.teacher, "学生活动": s.student, "设计意图": s.intent, "时间": s.minutes,
        "出处": marks(s.citations),
    }  # fmt: skip


def _resources(resources: Sequence[Resource]) -> list[dict[str, Any]]:
    return [
        {"序号": n, "资料": f"{r.title}（{r.use}）" if r.use else r.title, "内容": r.quote,
         "出处": marks([r.citation])}
        for n, r in enumerate(resources, 1)
    ]
