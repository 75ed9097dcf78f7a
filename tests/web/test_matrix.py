"""Requirements against courses over HTTP: cited, labelled, gaps and outdated named, hidden changes nothing."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from eval.house import Caller
from tests.web.visiting import Door
from trust.labels import parse

PROFILE = (
    "岗位职责\n● 能按要求选取粗车外圆的主轴转速与进给量。\n● 能组织班组质量改善会议并写出总结。\n"
    "● 主轴停稳后方可更换刀具并测量工件。\n"
)
OLD = "评分要点\n● 粗车外圆的主轴转速选取合理得 5 分。\n本规程有效期至2024年12月31日。\n"


@pytest.fixture(scope="module")
def asked(house: Any, documents: dict[str, str]) -> dict[str, str]:
    """Two documents of requirements, one of them out of date and replaced."""
    teacher = house.caller("teacher1")
    made = {}
    texts = {
        "岗位能力要求 车床试学工": PROFILE, "车床试学赛项规程（2024）": OLD, "车床试学赛项规程（2025）": OLD[:30],
    }  # fmt: skip
    for title, text in texts.items():
        answer = teacher.upload(
            text, owner="school", label="school/internal", name=f"{title}.txt", title=title, library="competition"
        )
        made[title] = teacher.settled(answer.raise_for_status().json()["id"])["id"]
    return made


def match(caller: Caller, **arguments: Any) -> Any:
    return caller.post("/api/tools/match_requirements", **arguments)


def test_cells_cite_what_the_course_says(teacher: Caller, asked: dict[str, str], documents: dict[str, str]) -> None:
    answer = match(
        teacher, document_ids=[asked["岗位能力要求 车床试学工"]],
        course_document_ids=[documents["lesson"], documents["safety"]],
    ).raise_for_status().json()  # fmt: skip
    result, cited = answer["result"], {c["n"]: c for c in answer["citations"]}
    assert [r["kind_name"] for r in result["requirements"]] == ["岗"] * 3
    assert [m["name"] for m in result["modules"]] == ["粗车教学要点", "实训安全须知"]
    assert (1, 1) in {(c["requirement"], c["module"]) for c in result["cells"]}
    assert (3, 2) in {(c["requirement"], c["module"]) for c in result["cells"]}
    assert 2 in result["gaps"]
    for n in [n for c in result["cells"] for n in c["citations"]] + [r["citation"] for r in result["requirements"]]:
        text = teacher.get(f"/api/passages/{cited[n]['passage_id']}").raise_for_status().json()["text"]
        assert cited[n]["quote"] in text
    for document in (asked["岗位能力要求 车床试学工"], documents["lesson"]):
        label = teacher.get(f"/api/documents/{document}").json()["label"]
        assert parse(label if isinstance(label, str) else label["text"]).flows_to(parse(answer["label"]))


def test_what_is_out_of_date_is_named(teacher: Caller, asked: dict[str, str]) -> None:
    result = match(teacher, document_ids=[asked["车床试学赛项规程（2024）"]]).raise_for_status().json()["result"]
    told = {(o["reason"], o["by"]) for o in result["outdated"]}
    assert told == {("expired", ""), ("replaced", "车床试学赛项规程（2025）")}
    assert result["requirements"][0]["version"] == "2024"
    assert result["requirements"][0]["expires"] == "2024-12-31"


def test_requirements_are_found_by_query_and_kind(teacher: Caller, asked: dict[str, str]) -> None:
    result = match(teacher, query="车床试学", kinds=["post"]).raise_for_status().json()["result"]
    assert {r["source"] for r in result["requirements"]} == {"岗位能力要求 车床试学工"}


def test_nothing_to_compare_is_said(teacher: Caller, asked: dict[str, str]) -> None:
    assert match(teacher, query="潜水焊接工").json()["type"].endswith("not-enough")
    assert match(teacher).status_code == 422


def test_hidden_and_absent_are_the_same(
    teacher: Caller, student: Caller, documents: dict[str, str]
) -> None:
    hidden, absent = (
        match(teacher, document_ids=[i]).json() | {"request_id": "", "instance": ""}
        for i in (documents["secret"], "0" * 32)
    )
    assert hidden == absent
    assert match(student, query="车床试学").status_code == 404


def test_a_matrix_is_kept_and_handed_out_as_excel(teacher: Caller, asked: dict[str, str]) -> None:
    kept = teacher.post(
        "/api/artefacts", tool="match_requirements", arguments={"document_ids": [asked["岗位能力要求 车床试学工"]]}
    )
    assert kept.status_code == 201, kept.text
    file = teacher.get(f"/api/artefacts/{kept.json()['id']}/files/xlsx").raise_for_status()
    book = load_workbook(BytesIO(file.content))
    assert book.sheetnames == ["矩阵", "要求", "缺口", "过期", "说明"]
    assert "生成内容" in book["矩阵"]["A1"].value
    assert "AIGC" in book.custom_doc_props.names


def test_the_chat_makes_it(teacher: Caller, asked: dict[str, str]) -> None:
    said = teacher.post("/api/chat", message="把车床试学工岗位要求和课程对照").raise_for_status().json()
    assert "课程里没有找到的要求" in said["answer"]
    assert said["citations"][0]["quote"].endswith("总结。")


@pytest.mark.slow
@pytest.mark.browser
def test_a_teacher_looks_into_a_cell_and_takes_the_file(door: Door, asked: dict[str, str]) -> None:
    page = door.enter("teacher1", "/").page
    page.get_by_role("button", name="更多").click()
    page.get_by_role("link", name="岗课赛证").click()
    page.get_by_role("button", name="开始对照").click()
    expect(page.get_by_text("请填写岗位、赛项或证书，或选择资料。")).to_be_visible()
    page.get_by_label("岗位、赛项或证书").fill("车床试学")
    page.get_by_role("button", name="开始对照").click()
    cell = page.locator(".sy-cell").first
    expect(cell).to_be_visible()
    cell.click()
    expect(page.locator(".sy-source mark").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".sy-gaps")).to_contain_text("班组质量改善")
    expect(page.locator(".sy-outdated")).to_contain_text("车床试学赛项规程（2024）")
    page.wait_for_url("**/matrix?artefact=*")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载 Excel").click()
    assert download.value.suggested_filename.endswith(".xlsx")
