"""A tool's result as Markdown for people to read: records of one shape as a table, all else as lists. Pure.

Knows the fields' Chinese names and nothing of any tool; fields that only machines need are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from agent.words import titled

NAMES = {
    "ability": "能力目标", "about": "所指、适用", "entry": "上岗前条件",
    "filled": "表头（手填）", "inspects": "本步检验", "data": "可用的样例数据", "companions": "配套资料",
    "use": "用在", "why": "为什么相关", "parts": "章节",
    "acceptance": "合格标准", "after": "课后", "analysis": "学情分析", "answer": "答案",
    "area": "方面", "assessment": "考核评价", "basis": "依据", "before": "课前", "bloom": "认知层次",
    "by": "评价人", "cells": "对应", "checks": "质量检验", "citation": "出处", "citations": "出处",
    "class_name": "班级", "competencies": "能力要求", "course": "课程", "covered": "写到的课程单元",
    "criterion": "要点",
    "demand": "要求", "editions": "文件编号与版本", "stated": "资料所述的课程对应", "under": "所属",
    "difficulty": "难度", "during": "课中", "evaluation": "任务评价", "evidence": "提交材料",
    "expires": "有效期", "explanation": "解析", "extension": "拓展实训", "focus": "教学重点", "gaps": "缺口",
    "goal": "目标", "gauge": "量具", "equipment": "本校条件", "how_title": "方法出自", "how_citation": "方法出处",
    "goals": "三维目标", "guidance": "实施指导", "hard": "教学难点", "hours": "学时",
    "how": "方法", "intent": "设计意图", "introduction": "导语", "item": "项目", "items": "题目", "key": "答案",
    "kind": "类别", "methods": "教学方法",
    "preparation": "教学准备", "board": "板书设计", "settings": "参数表",
    "kind_name": "题型", "knowledge": "知识目标", "left": "左列", "level": "等级",
    "links": "知识链接", "loose_leaf": "活页", "measure": "对策", "minutes": "时间（分）", "missing": "请教师补充",
    "modules": "课程模块", "n": "序号", "name": "名称", "note": "说明", "notes": "注意事项", "number": "序号",
    "often": "频次", "options": "选项", "outdated": "已过期", "parameters": "参数", "peer": "互评",
    "phase": "阶段", "place": "地点", "plan": "教案", "points": "分值", "prerequisites": "必备知识",
    "quality": "素质目标", "quote": "原文", "records": "记录", "remarks": "学时说明",
    "reflection": "教学反思", "requirements": "要求",
    "rules": "其他规定",
    "resources": "教学资源", "safety": "安全与禁止事项", "scenario": "情境",
    "scoring": "评分表（分值为建议，请教师确定）", "self": "自评",
    "source": "来源", "sources": "来源", "stages": "教学过程", "standard": "标准", "stem": "题干",
    "steps": "步骤", "student": "学生活动", "summary": "总结提升", "support": "支持", "tags": "标签",
    "task": "任务", "task_analysis": "任务分析", "task_description": "任务描述", "tasks": "任务",
    "teacher": "教师活动", "text": "内容", "tier": "层次", "tiers": "分层（学时为建议）", "title": "标题",
    "tolerance": "公差", "tools": "工具与材料", "topic": "课题", "troubles": "异常处理", "unit": "单位",
    "tally": "对照小结", "verdict": "判定", "open": "还缺、待核对与建议",
    "value": "数值", "values": "课程思政", "version": "版本", "veto": "一票否决", "vital": "关键安全",
}  # fmt: skip
VALUES = {"process": "过程", "quality": "质量", "safety": "安全", "records": "记录", "first_year": "一年级",
          "second_year": "二年级", "on_post": "顶岗", "before": "课前", "during": "课中", "after": "课后"}  # fmt: skip
_QUOTED = {"text", "citation"}
BLANK = {"任务评价": ("自评", "互评", "师评"), "实施指导": ("实际记录", "完成"),
         "质量检验": ("实测值", "判定", "签名"), "评分表（分值为建议，请教师确定）": ("自评", "互评", "师评"),
         "安全与禁止事项": ("知晓签字",)}  # fmt: skip
"""Columns of the printed form that are filled by hand."""
HEADS = {"class_name": "＿＿＿＿　授课日期：＿＿＿＿　授课教师：＿＿＿＿（请教师填写）",
         "reflection": "＿＿＿＿（课后由教师填写）"}  # fmt: skip
"""What the printed form leaves to be written in."""
SHORT = 24
"""Characters of a setting's quote that still read as its value."""
HIDDEN = {"document_id", "passage_id", "id", "origins", "flags", "rejections", "relation", "parallel"}


def rendered(title: str, result: Mapping[str, Any], citations: Sequence[Mapping[str, Any]]) -> str:
    """The whole page: the result, then its sources, numbered as they are cited."""
    sources = [f"{c['n']}. 《{titled(c['title'])}》：{_flat(c['quote'])}" for c in citations]
    return "\n".join([f"# {title}", "", *_fields(result, 2), "## 引用原文", "", *sources, ""])


def _fields(fields: Mapping[str, Any], depth: int) -> Iterator[str]:
    shown = {k: v for k, v in fields.items() if k not in HIDDEN and v not in ("", [], None)}
    shown |= {k: told for k, told in HEADS.items() if fields.get(k) == ""}
    if shown.get("parameters") and shown.get("steps"):  # settings stand once, in their own table, with the step
        shown["steps"] = [{k: v for k, v in s.items() if k != "parameters"} for s in shown["steps"]]
    plain = {k: v for k, v in shown.items() if not isinstance(v, (Mapping, list))}
    yield from (f"- {_name(k)}：{_cell(v)}" for k, v in plain.items())
    yield ""
    for key, value in shown.items():
        if key not in plain:
            yield from _section(_name(key), value, depth)


def _section(name: str, value: Any, depth: int) -> Iterator[str]:
    yield from (f"{'#' * min(depth, 6)} {name}", "")
    if isinstance(value, Mapping):
        yield from _fields(value, depth + 1)
    elif not all(isinstance(v, Mapping) for v in value):
        yield from (*(f"- {_cell(v)}" for v in value), "")
    elif max(sum(map(_records, v.values())) for v in value) > 1:
        for n, one in enumerate(value, 1):
            yield from _section(f"{name} {n}", one, depth + 1)
    else:
        yield from _table(value, BLANK.get(name, ()))


def _records(value: Any) -> bool:
    """Records that a cell has no room for; words with their source and settings fit."""
    return isinstance(value, list) and any(isinstance(v, Mapping) and not set(v) <= _QUOTED for v in value)


def _table(rows: Sequence[dict[str, Any]], blank: Sequence[str] = ()) -> Iterator[str]:
    """With `blank` columns behind, where the rows have their source to be checked against."""
    blank = blank if {"acceptance", "parameters", "points", "vital"} & set(rows[0]) else ()
    if "number" in rows[0] and not all(r["number"] for r in rows):  # the source leaves some uncounted
        rows = [r | {"number": str(n)} for n, r in enumerate(rows, 1)]
    keys = [k for k in rows[0] if k not in HIDDEN and any(r.get(k) not in ("", [], None, False) for r in rows)]
    if "citation" in keys and len(keys) > 3:  # the words stand under their number
        keys = [k for k in keys if k != "quote"]
    if "gauge" in keys:  # item and acceptance stand in columns of their own
        keys = [k for k in keys if k != "text"]
    yield f"| {' | '.join([*map(_name, keys), *blank])} |"
    yield "|" + " --- |" * (len(keys) + len(blank))
    yield from (f"| {' | '.join([*(_cell(r.get(k)) for k in keys), *('' for _ in blank)])} |" for r in rows)
    yield ""


def _name(key: str) -> str:
    return NAMES.get(key, key)


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else ""
    if isinstance(value, list):
        told = [_cell(v) for v in value]
        return "".join(t if t.endswith("。") or n == len(told) else f"{t}；" for n, t in enumerate(told, 1))
    if isinstance(value, Mapping):
        if "relation" in value and len(value["quote"]) <= SHORT and not re.search("[:：]", value["quote"]):
            return f"{value['name']} {value['quote']}".strip()  # a setting as its source says it, bound and all
        return " ".join(_cell(value[k]) for k in ("name", "value", "tolerance", "unit", "text") if value.get(k))
    return "" if value is None else VALUES.get(value) or _flat(str(value)).replace("|", "\\|")


def _flat(text: str) -> str:
    return " ／ ".join(filter(None, (line.strip() for line in text.split("\n"))))
