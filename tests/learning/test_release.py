"""What is released holds no number of its source, whatever the source says and however it is written."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.blank import BLANK, blanked, numeral
from learning.release import FUNCTIONS
from learning.scan import quantities

NUMBERS = st.sampled_from([
    "700 r/min", "43±1 ℃", "φ25H7", "0.02mm 以内", "百分之八", "三十七元", "２．５ＭＰａ", "≥3 次", "800~1200 r/min",
    "八百转", "柒佰转", "三比一", "pH四点五", "三分之二", "一刻钟", "seven hundred rpm", "Twenty-five", "IV 级",
    "4×M6", "十件", "1/4", "③", "⅔ 圈", "1 200", "pH 4.5", "三点五兆帕", "半圈", "廿五转", "零点五", "贰零", "二十一",
])  # fmt: skip
WORDS = st.sampled_from(["主轴转速", "，", "装夹后复测", "不超过", "；", "冷却液浓度", "每", "抽检", "。", "约", "为"])
PLAIN = ["什么", "零件", "一般", "十分", "三爪", "半径"]
TEXTS = st.lists(st.one_of(NUMBERS, WORDS), min_size=1, max_size=12).map("".join)


@given(TEXTS)
def test_no_digit_and_no_quantity_is_left(text: str) -> None:
    left = blanked(text)
    assert not any(c.isdigit() or c in "⅔¼½" for c in left), left
    assert quantities(left) == (), left


@given(st.lists(st.one_of(NUMBERS.map(lambda n: f" {n} "), st.sampled_from(PLAIN)), max_size=8).map("".join))
def test_a_numeral_beside_a_plain_word_goes_with_it(text: str) -> None:
    left = blanked(text)
    for word in PLAIN:
        left = left.replace(word, "")
    assert not any(numeral(c) for c in left), left
    assert not re.search("seven|hundred|twenty|five|IV", left, re.IGNORECASE)


@given(st.text(max_size=60))
def test_any_text_is_blanked_without_a_digit(text: str) -> None:
    assert not any(c.isdigit() for c in blanked(text))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("主轴转速 700 r/min，每十件抽检一件", "主轴转速 ____，每____件抽检____"),
        ("年度协议价为每片三十七元，供货方每季度返利百分之四", "年度协议价为每片____元，供货方每季度返利____"),
        ("一定要停机，十分危险，一般情况下先关气阀", "一定要停机，十分危险，一般情况下先关气阀"),
        ("１．检查气源压力", "____．检查气源压力"),
        ("一、三爪卡盘夹紧零件", "三爪卡盘夹紧零件"),
        ("主轴取柒佰转，丝杠螺距七百一般", "主轴取____转，丝杠螺距____般"),
        ("稀释到三分之二，pH四点五，保温一刻钟", "稀释到____，pH____，保温____刻钟"),
        ("run at seven hundred rpm, grade IV", "run at ____ rpm, grade ____"),
    ],
)
def test_words_stay_and_numbers_go(text: str, left: str) -> None:
    assert blanked(text) == left


def project(text: str) -> dict[str, Any]:
    task = {
        "title": text, "goal": text, "hours": 2, "tools": [text], "competencies": [text], "evidence": [text],
        "scoring": [{"area": "process", "points": 100, "text": text}], "steps": [{"text": text, "quote": text}],
        "safety": [{"text": text}], "parameters": [{"name": text, "quote": text}],
    }  # fmt: skip
    return {"title": text, "tasks": [task, task]}


def lesson(text: str) -> dict[str, Any]:
    line = [{"text": text, "citation": 1}]
    plan = {
        "goals": {"quality": line, "knowledge": line, "ability": line}, "analysis": line,
        "stages": [{"name": text, "minutes": 30, "student": text, "teacher": text}],
        "assessment": [{"item": text, "points": 100, "standard": text}],
    }  # fmt: skip
    leaf = {"guidance": [{"text": text}], "task_description": line, "summary": [text]}
    return {"title": text, "plan": plan, "loose_leaf": leaf}


@given(TEXTS)
def test_every_function_gives_the_same_whatever_the_numbers_are(text: str) -> None:
    """The handout of a text and of the same text with its numbers already gone are one: nothing of them gets out."""
    bare = blanked(text)
    for function in FUNCTIONS.values():
        make = project if function.tool == "decompose_project" else lesson
        assert function.act(make(text)) == function.act(make(bare))


def test_the_outline_holds_no_step() -> None:
    told = FUNCTIONS["work_order_outline"].act(project("名") | {"tasks": [project("名")["tasks"][0] | {
        "steps": [{"text": "先松开卡爪"}], "safety": [{"text": "严禁戴手套"}],
    }]}).text  # fmt: skip
    assert "卡爪" not in told
    assert "手套" not in told


def test_a_number_written_into_hours_points_or_an_area_is_not_passed_on() -> None:
    task = project("名")["tasks"][0]
    told = FUNCTIONS["work_order_outline"].act({"title": "名", "tasks": [task | {
        "hours": 733, "scoring": [{"area": "733 r/min", "points": 60, "text": ""},
                                  {"area": "process", "points": 37, "text": ""}],
    }]}).text  # fmt: skip
    assert f"建议课时：{BLANK}" in told
    assert f"操作过程 {BLANK} 分" in told
    assert "3" not in told
    made = lesson("名")
    made["plan"]["stages"][0] |= {"minutes": 733, "name": "733 转"}
    made["plan"]["assessment"][0] |= {"points": 73, "item": "柒佰"}
    sheet = FUNCTIONS["learning_sheet"].act(made).text
    assert f"{BLANK}（{BLANK} 分钟）" in sheet
    assert f"{BLANK}（{BLANK} 分）" in sheet
