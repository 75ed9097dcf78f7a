"""A tool's result as a page: everything said, nothing only machines need."""

from __future__ import annotations

from eval.rendered import rendered
from eval.samples import readable

PARAMETER = {"name": "转速", "value": "800", "unit": "r/min"}
RESULT = {
    "title": "粗车",
    "document_id": "d1",
    "tasks": [
        {
            "goal": "完成粗车",
            "steps": [{"number": "1", "text": "装夹|找正", "parameters": [PARAMETER]}],
            "checks": [{"item": "外圆", "acceptance": "Ra3.2"}],
        }
    ],
    "notes": [],
}
CITED = [{"n": 1, "title": "规程", "quote": "1. 装夹\n找正"}]


def test_records_become_tables_and_nested_ones_sections() -> None:
    page = rendered("样例", RESULT, CITED)
    assert "### 任务 1" in page
    assert "| 1 | 装夹\\|找正 | 转速 800 r/min |" in page
    assert "| 外圆 | Ra3.2 |" in page
    assert "1. 《规程》：1. 装夹 ／ 找正" in page


def test_what_only_machines_need_and_what_is_empty_is_left_out() -> None:
    page = rendered("样例", RESULT, CITED)
    assert "d1" not in page
    assert "注意事项" not in page


def test_a_matrix_is_read_by_requirement_with_its_modules_or_as_a_gap() -> None:
    row = {"source": "规程", "area": "", "task": "", "text": "编程", "citation": 1, "kind_name": "赛"}
    page = readable({
        "title": "对照", "marked": "自动生成", "requirements": [{"n": 1, **row}, {"n": 2, **row}],
        "modules": [{"n": 1, "name": "第三章", "title": "教材", "document_id": "d"}],
        "cells": [{"requirement": 1, "module": 1, "strength": "full", "words": "覆盖", "citations": [2]}],
        "outdated": [], "gaps": [2],
        "counts": [{"words": "《规程》共 2 条：覆盖 1 条，部分覆盖 0 条，缺口 1 条。"}],
    })  # fmt: skip
    assert [r["covered"] for r in page["requirements"]] == [["第三章（覆盖，见 2）"], []]
    assert [r["verdict"] for r in page["requirements"]] == ["覆盖", "缺口"]
    assert "第三章（覆盖，见 2）" in rendered("样例", page, CITED)
    assert "- 《规程》共 2 条：" in rendered("样例", page, CITED)
