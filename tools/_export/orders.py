"""A decomposed project as the values of its Word form: one work order 任务工单 per task. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from learning.sourced import book
from learning.tier import LEVELS
from tools._export.cited import marks, places
from tools._export.mark import Mark
from tools._work_order import CheckOut, ParameterOut, Project, Quoted, StepOut, TaskOut
from trust.sources import Citation

AREAS = {"process": "过程", "quality": "质量", "safety": "安全", "records": "记录"}
_SAYS_BOUND = ("以下", "以上", "以内", "之内", "左右")
_RELATIONS = {">=": "≥", "<=": "≤", ">": "＞", "<": "＜", "≈": "≈"}


def values(project: Project, citations: Sequence[Citation], mark: Mark) -> dict[str, Any]:
    return {
        "标题": mark.title, "层次": LEVELS[project.tier].name,
        "来源": [*(s.title for s in project.sources), *(e.text for e in project.editions)],
        "任务数": len(project.tasks), "总课时": sum(t.hours for t in project.tasks),
        "任务": [_task(n, t) for n, t in enumerate(project.tasks, 1)], "出处": places(citations),
        "配套资料": [
            f"{book(c.title)}：{c.why}；{'、'.join(c.parts)}{marks([c.citation])}" for c in project.companions
        ],
        "其他规定": [f"{r.under}：{r.text}{marks([r.citation])}".lstrip("：") for r in project.rules],
        "生成说明": mark.how, "日期": mark.date,
    }  # fmt: skip


def _task(n: int, t: TaskOut) -> dict[str, Any]:
    return {
        "序号": n, "名称": t.title, "导言": t.introduction, "情境": _told(t.scenario),
        "目标": t.goal, "前置知识": [f"{p.quote}（{book(p.title)}）{marks([p.citation])}" for p in t.prerequisites],
        "工具": "、".join(t.tools), "步骤": [_step(m, s) for m, s in enumerate(t.steps, 1)],
        "步骤说明": "遇到哪种情况，按哪一条处置" if t.parallel else "按顺序进行，完成一步勾一步",
        "参数": [
            {"名称": _placed(p.under, p.name or "（见原文）"), "要求": wanted(p), "原文": p.quote,
             "出处": marks([p.citation])}
            for p in t.parameters
        ],
        "安全": [
            {"序号": m, "内容": r.text.rstrip("；"), "关键": "★" if r.vital else "", "所指": r.about, "准入": r.entry,
             "出处": marks([r.citation])}
            for m, r in enumerate(t.safety, 1)
        ],
        "检查": [
            {"项目": _placed(c.under, c.item), "标准": c.acceptance, "方法": _how(c), "频次": c.often,
             "出处": marks([c.citation])}
            for c in t.checks
        ],
        "异常": _told(t.troubles),
        "注意": _told(t.notes),
        "记录": _told(t.records),
        "能力": list(t.competencies), "课时": t.hours,
        "分层": [{"层次": x.name, "课时": x.hours, "支持": x.support, "要求": x.demand} for x in t.tiers],
        "成果": list(t.evidence), "学时说明": list(t.remarks),
        "样例": _told(t.data),
        "待补": [*t.missing, *(f"本校条件：{q.text}{marks([q.citation])}" for q in t.equipment)],
        "总分": sum(c.points for c in t.scoring),
        "评分": [
            {"序号": m, "方面": AREAS.get(c.area, c.area), "内容": c.text, "配分": c.points,
             "否决": "★" if c.veto else ""}
            for m, c in enumerate(t.scoring, 1)
        ],
    }  # fmt: skip


def _told(points: Sequence[Quoted]) -> list[str]:
    return [f"{q.text}{marks([q.citation])}" for q in points]


def _step(n: int, step: StepOut) -> dict[str, Any]:
    """What a step sets stands in the table where it is measured; a school's own form may want it here. The source's own
    number is in its words.
    """
    looks = [f"本步检验：{'、'.join(step.inspects)}"] if step.inspects else []
    return {
        "序号": n, "内容": "\n".join([step.text, *(f"※ {note.text}" for note in step.notes), *looks]),
        "关键": "★" if step.vital else "",
        "参数": "\n".join(dict.fromkeys(f"{p.name}：{wanted(p)}" if p.name else wanted(p) for p in step.parameters)),
        "出处": marks([step.citation]),
    }  # fmt: skip


def _how(c: CheckOut) -> str:
    """With where another paper names it."""
    return f"{c.how}{marks([c.how_citation])}" if c.how and c.how_citation else c.how


def _placed(under: str, name: str) -> str:
    """With the step or heading it belongs to, unless that says the name itself."""
    return f"{under}　{name}" if under and name not in under else name


def wanted(p: ParameterOut) -> str:
    """Value, tolerance and unit as the source has them; the words around them where they do not stand together."""
    bare = (p.value[:1].isdigit() or p.value[:1] in "φΦ-+±.") and not p.unit.endswith(_SAYS_BOUND)
    whole = f"{_RELATIONS.get(p.relation, '') if bare else ''}{p.value}"
    told = " ".join(x for x in (f"{whole}{p.tolerance}", p.unit) if x)
    return told if p.unit not in ("%", "％", "°", "℃") else told.replace(f" {p.unit}", p.unit)
