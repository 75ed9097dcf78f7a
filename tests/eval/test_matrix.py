"""The matrix measurement counts what is right, missed and false, and its marks speak of the sample as it is."""

from __future__ import annotations

from typing import Any

from demo.school import sources
from eval.matrix import Counted, Mark, counted, figures, marks
from eval.rowverdict import differing, verdicts

KEYS = {"教材": "book", "《车削》课程标准": "plan"}
MARKS = (
    Mark("d", "编写程序", "row", (("book", "", "循环"),), (("plan", "项目二", ""),)),
    Mark("d", "测量轴颈", "row", (("book", "", ""),)), Mark("d", "报名截止", "none"), Mark("d", "着装整洁", "either"),
)


def answer(*cells: tuple[int, int], rows: tuple[str, ...] = ("● 编写程序", "测量 轴颈")) -> dict[str, Any]:
    return {
        "result": {
            "requirements": [{"n": n, "quote": q} for n, q in enumerate(rows, 1)],
            "modules": [{"n": 1, "title": "教材", "name": "教材"},
                        {"n": 2, "title": "《车削》课程标准", "name": "项目二 轴"},
                        {"n": 3, "title": "《车削》课程标准", "name": "项目三 盘"}],
            "cells": [{"requirement": r, "module": m, "citations": [1]} for r, m in cells],
        },
        "citations": [{"n": 1, "passage_id": "p"}],
    }  # fmt: skip


def told(made: dict[str, Any], text: str = "粗车循环") -> dict[str, Any]:
    into = Counted()
    counted(made, {"p": text}, MARKS, KEYS, into)
    return figures(into)


def test_all_right_is_told_as_all_right() -> None:
    found = told(answer((1, 1), (2, 1)))
    assert (found["rows_precision"], found["rows_recall"], found["cells_precision"], found["cells_recall"]) == (1,) * 4
    assert found["cited"] == 1.0


def test_what_people_would_differ_on_counts_neither_way_and_a_wrong_module_is_false() -> None:
    assert told(answer((1, 1), (1, 2), (2, 1)))["cells_precision"] == 1.0
    assert told(answer((1, 1), (1, 3), (2, 1)))["cells_precision"] == 2 / 3


def test_a_missed_row_misses_its_cells_and_a_format_line_is_a_false_row() -> None:
    found = told(answer((1, 1), rows=("编写程序", "报名截止 9 月 1 日", "着装整洁")), text="别处")
    assert (found["rows_recall"], found["rows_precision"]) == (0.5, 0.5)
    assert (found["cells_recall"], found["cited"]) == (0.5, 0.0)


def test_a_verdict_is_right_where_the_list_the_missing_and_the_quote_are() -> None:
    made = {
        "result": {
            "requirements": [{"n": 1, "quote": "编程与装配"}], "cells": [{"requirement": 1, "citations": [1]}],
            "rules": [], "conditions": [], "gaps": [], "partly": [1],
            "advice": [{"requirement": 1, "missing": ["装配"]}],
        },
        "citations": [{"n": 1, "quote": "粗车循环"}],
    }  # fmt: skip
    mark = {"row": "编程与装配", "verdict": "part", "missing": ["装配"], "quote": "循环"}
    assert differing(made, [mark]) == []
    wrong = [mark | {"verdict": "gap"}, mark | {"missing": ["仿真"]}, mark | {"quote": "量具"}, mark | {"row": "焊接"}]
    assert len(differing(made, wrong)) == 4


def test_every_verdict_stands_in_the_sample() -> None:
    texts = {s.key: "".join(s.body.split()) for s in sources()}
    assert all("".join(v["row"].split()) in texts[v["doc"]] for v in verdicts())


def test_every_mark_stands_in_the_sample() -> None:
    texts = {s.key: "".join(s.body.split()) for s in sources()}
    for mark in marks():
        words = "".join(mark.row.split())
        assert words in texts[mark.doc], mark.row
        assert all(key in texts and word in texts[key] for key, _, word in (*mark.cover, *mark.may)), mark.row
    kinds = [m.kind for m in marks()]
    assert kinds.count("row") >= 40
