"""A lesson to export: a plan and a loose-leaf unit about a process of an invented company."""

from __future__ import annotations

from typing import Any

from tools._lesson import Lesson
from trust.sources import Citation, Locator

QUOTES = (
    "精车外圆主轴转速 1200 r/min，进给量 0.10 mm/r。", "装夹后复测径向跳动，不超过 0.02 mm。",
    "主轴未停稳不得测量工件。", "每 10 件抽检一件并记录。",
)  # fmt: skip
CITATIONS = tuple(
    Citation(n, f"p{n}", "d1", "传动轴车削规程", Locator(page=n, heading="二、加工"), q)
    for n, q in enumerate(QUOTES, 1)
)


def line(text: str, citation: int | None = None) -> dict[str, Any]:
    return {"text": text, "citation": citation}


def stage(phase: str, name: str, minutes: int) -> dict[str, Any]:
    return {
        "phase": phase, "name": name, "minutes": minutes,
        "teacher": f"示范{name}，强调装夹后复测径向跳动不超过 0.02 mm。",
        "student": f"分组完成{name}，记录主轴转速与进给量，交换工件互检并填写记录表。",
        "intent": "把规程的数值落到手上。",
        "citations": [1, 2],
    }  # fmt: skip


PLAN = {
    "title": "《传动轴精车》教案", "course": "数控车削与铣削", "topic": "传动轴精车", "hours": 2, "tier": "second_year",
    "class_name": "数控 2401 班", "place": "车一班实训室",
    "analysis": [line("还没有本班的掌握记录，上课前请用随堂练习摸底。")],
    "goals": {
        "quality": [line("能遵守停机测量的规定，养成先停后量的习惯。", 3)],
        "knowledge": [line("能说出精车外圆的主轴转速和进给量。", 1)],
        "ability": [line("能按规程装夹并复测径向跳动。", 2), line("能按频次抽检并填写记录。", 4)],
    },
    "focus": [{"text": "精车切削参数的选用", "measure": "示范后分组试切，对照规程核对。", "citation": 1}],
    "hard": [{"text": "装夹后径向跳动的控制", "measure": "每组装夹三次，用百分表复测。", "citation": 2}],
    "values": [{"text": "安全意识", "basis": QUOTES[2], "citation": 3},
               {"text": "质量意识", "basis": QUOTES[3], "citation": 4}],
    "stages": [
        stage("before", "预习规程", 20), stage("during", "导入", 10), stage("during", "示范装夹", 25),
        stage("during", "分组精车", 40), stage("during", "检测评价", 15), stage("after", "整理记录", 20),
    ],
    "assessment": [
        {"item": "装夹与复测", "standard": "径向跳动不超过 0.02 mm", "points": 40, "by": "教师", "citation": 2},
        {"item": "参数选用", "standard": "与规程一致", "points": 40, "by": "互评", "citation": 1},
        {"item": "安全", "standard": "停稳后测量", "points": 20, "by": "教师", "citation": 3},
    ],
    "resources": [
        {"title": "传动轴车削规程", "document_id": "d1", "passage_id": "p1", "quote": QUOTES[0], "citation": 1}
    ],
    "note": "资料中没有写明冷却液的选用，请教师补充。",
}  # fmt: skip
LEAF = {
    "title": "传动轴精车 活页", "task_description": [line("按规程完成一件传动轴的精车。", 1)],
    "task_analysis": [line("先装夹复测，再精车，最后抽检。")],
    "knowledge": [line(q, n) for n, q in enumerate(QUOTES, 1)],
    "guidance": [
        {"number": str(n), "text": f"第 {n} 步：{QUOTES[n % 4]}", "parameters": ["1200 r/min"], "citation": n % 4 + 1}
        for n in range(1, 15)
    ],
    "evaluation": [{"item": "精车", "standard": "尺寸合格", "points": 60},
                   {"item": "安全", "standard": "停稳后测量", "points": 40}],
    "summary": ["写下本次最难控制的一个尺寸。"], "extension": [line("换一种材料，查出转速并说明理由。")],
    "links": [{"title": "传动轴车削规程", "document_id": "d1", "passage_id": "p4", "quote": QUOTES[3], "citation": 4}],
}  # fmt: skip
LESSON = Lesson.model_validate(
    {"title": "传动轴精车", "sources": [{"id": "d1", "title": "传动轴车削规程"}], "plan": PLAN, "loose_leaf": LEAF}
)
