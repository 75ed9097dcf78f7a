"""Artefacts as files over HTTP: whole, in order, marked as generated, and for those only who may see them."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from eval.house import Caller, Running
from tests.tools.exported import properties, tables, words
from tools._formats import FORMATS

TEXT = (
    "蜗轮箱装配指导书\n一、准备\n1. 检查气源压力 0.5 MPa 以上。\n2. 装夹后复测跳动，不超过 0.02 mm。\n"
    "3. 运转时不得打开防护罩。\n"
)


@pytest.fixture(scope="module")
def order(house: Running) -> dict[str, Any]:
    """A work order that teacher1 made of a mentor's document."""
    mentor, teacher = house.caller("mentor1"), house.caller("teacher1")
    about = {"name": "蜗轮箱.txt", "title": "蜗轮箱装配指导书", "library": "enterprise"}
    sent = mentor.upload(TEXT, owner="yuchuan", label="yuchuan/internal|course:cnc1", **about)
    document = sent.raise_for_status().json()["id"]
    assert mentor.settled(document)["state"] == "ready"
    made = teacher.post("/api/artefacts", tool="decompose_project", arguments={"document_ids": [document]})
    found: dict[str, Any] = made.raise_for_status().json()
    return found


def taken(who: Caller, made: dict[str, Any], suffix: str, **more: Any) -> Any:
    return who.get(f"/api/artefacts/{made['id']}/files/{suffix}", **more)


def test_a_work_order_in_word_has_every_step_in_order_and_says_that_it_is_generated(
    teacher: Caller, order: dict[str, Any]
) -> None:
    answer = taken(teacher, order, "docx")
    assert answer.status_code == 200, answer.text
    told = "\n".join(words(answer.content))
    steps = [s["text"] for t in order["result"]["tasks"] for s in t["steps"]]
    rows = [row[1] for t in tables(answer.content) if t[0][1] == "操作内容" for row in t[1:]]
    assert len(rows) == len(steps)
    for row, step in zip(rows, steps, strict=True):
        assert step in row
    for part in ("任 务 工 单", "安全与禁止事项", "请教师补充", "评分表", "学生签名", "企业导师", "出处"):
        assert part in told
    assert "{{" not in told
    assert "{%" not in told
    assert words(answer.content)[0].startswith("【生成内容】本文件由系统按规则从所列资料摘录整理（")
    about = Document(BytesIO(answer.content)).core_properties
    assert (about.keywords, about.author) == ("生成内容", "Shuangyuan")
    held = properties(answer.content)
    assert json.loads(held["AIGC"])["ProduceID"] == order["id"]
    assert (held["written_by"], held["edited_by"]) == ("extract", "")
    assert "蜗轮箱装配指导书" in held["sources"]


def test_excel_holds_the_same_and_the_same_marks(teacher: Caller, order: dict[str, Any]) -> None:
    answer = taken(teacher, order, "xlsx")
    book = load_workbook(BytesIO(answer.content))
    steps = [row[2] for row in book["步骤"].iter_rows(min_row=3, values_only=True)]
    assert steps == [s["text"] for t in order["result"]["tasks"] for s in t["steps"]]
    assert str(book["任务"]["A1"].value).startswith("【生成内容】")
    assert book.properties.keywords == "生成内容"
    assert properties(answer.content)["generated"] == "true"


def test_a_person_s_edit_is_told_apart_from_what_was_extracted(teacher: Caller, order: dict[str, Any]) -> None:
    url = f"/api/artefacts/{order['id']}"
    change = {"version": order["version"], "title": "改过的工单"}
    edited = teacher.client.patch(url, json=change).raise_for_status().json()
    after, before = (taken(teacher, edited, "docx", edition=n).content for n in (2, 1))
    name = teacher.get("/api/me").json()["name"]
    assert properties(after)["edited_by"] == name
    assert f"并经 {name} 人工修改" in words(after)[0]
    assert properties(before)["edited_by"] == ""
    assert "人工修改" not in words(before)[0]


def test_who_may_not_see_it_gets_no_file_and_absent_formats_are_absent(
    house: Running, teacher: Caller, student: Caller, order: dict[str, Any]
) -> None:
    hidden = [taken(house.caller(w), order, "docx").json() for w in ("student1", "mentor2")]
    absent = student.get("/api/artefacts/nothing/files/docx").json()
    for answer in (*hidden, absent):
        assert (answer["status"], answer["detail"]) == (404, absent["detail"])
    assert taken(teacher, order, "pptx").status_code == 404
    assert taken(teacher, order, "docx", form="plan").status_code == 404


def test_exercises_come_out_with_the_same_marks_and_are_read_back(
    house: Running, teacher: Caller, documents: dict[str, str]
) -> None:
    arguments = {"document_ids": [documents["lesson"]], "count": 3}
    made = teacher.post("/api/artefacts", tool="write_exercises", arguments=arguments).raise_for_status().json()
    for suffix, name in (("docx", "word"), ("xlsx", "excel")):
        data = taken(teacher, made, suffix).raise_for_status().content
        assert properties(data)["written_by"] == "extract"
        assert len(FORMATS[name].read(data).items) == len(made["result"]["items"])
    assert taken(teacher, made, "pptx").status_code == 404
    assert taken(house.caller("student1"), made, "docx").status_code == 404
