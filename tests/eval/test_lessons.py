"""The lesson measurement names what a plan breaks: a part, a sum, a verb, a source, a quote, a number, a label."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from eval.lessons import faults, labelled

TEXT = "主轴转速 800 r/min，装夹后复测。"
TEXTS: dict[str, dict[str, Any]] = {
    "p": {"title": "规程", "text": TEXT, "locator": {"heading": None}, "label": "acme/internal"}
}


def line(text: str, citation: int | None = 1) -> dict[str, Any]:
    return {"text": text, "citation": citation}


def answer() -> dict[str, Any]:
    row = {"teacher": "示范", "student": "操作", "intent": "会", "citations": [1]}
    minutes = (("before", 20), ("during", 90), ("after", 30))
    stages = [{"phase": phase, "name": phase, "minutes": m, **row} for phase, m in minutes]
    plan = {
        "analysis": [line("没有记录", None)], "focus": [line("转速")], "hard": [line("复测")], "stages": stages,
        "goals": {"quality": [line("能与同伴分工协作", None)], "knowledge": [line("能说出转速 800 r/min")],
                  "ability": [line("能用规程复测")]},
        "assessment": [{"item": "操作", "standard": "合格", "points": 100, "by": "教师", "citation": 1}],
        "resources": [{"title": "规程", "quote": TEXT, "citation": 1}], "values": [],
    }  # fmt: skip
    cited = [{"n": 1, "passage_id": "p", "quote": "主轴转速 800 r/min"}]
    return {"result": {"plan": plan}, "citations": cited, "label": "acme/internal & school/self:ann"}


def test_a_whole_plan_breaks_nothing() -> None:
    assert faults(answer(), TEXTS, 2) == []
    assert labelled(answer(), TEXTS)


def test_each_fault_is_named() -> None:
    made = deepcopy(answer())
    plan = made["result"]["plan"]
    plan["hard"], plan["stages"][1]["minutes"], plan["assessment"][0]["points"] = [], 85, 90
    plan["goals"]["knowledge"] = [line("了解转速 900 r/min", None)]
    made["citations"][0]["quote"] = "另一句"
    found = faults(made, TEXTS, 2)
    for part in ("empty hard", "minutes", "points", "verb: 了解", "uncited goal", "not verbatim", "number 900"):
        assert any(f.startswith(part) for f in found), part
    assert not labelled({"label": "school/internal"}, TEXTS)
