"""The exercise studio: a set made, kept, edited under the verifier, exported; a file read; keys not published whole."""

from __future__ import annotations

import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from eval.house import Caller, Running
from tests.web.test_exercises import asked, sendable
from tests.web.visiting import Door
from tools._formats import FORMATS
from web.identity import COOKIE

PAPER = "1. 恒线速指令是（ B ）\nA. G97 B. G96 C. G98\n2. 没有答案的一题"


def checked(caller: Caller, *items: dict[str, Any]) -> list[Any]:
    answer = caller.post("/api/exercises/checks", items=list(items)).raise_for_status().json()["items"]
    return [sorted(r["reason"] for r in one["reasons"]) for one in answer]


def test_items_are_judged_by_what_the_caller_may_read(
    teacher: Caller, mentor: Caller, student: Caller, documents: dict[str, str]
) -> None:
    first, *_ = sendable(asked(teacher, document_ids=[documents["lesson"]], kinds=["single"], count=2))
    wrong = first | {"key": [next(o for o in first["options"] if o not in first["key"])]}
    assert checked(teacher, first, wrong)[0] == []
    assert "not_entailed" in checked(teacher, wrong)[0]
    hidden = sendable(asked(mentor, document_ids=[documents["card"]], kinds=["single"], count=1))[0]
    stranger = teacher.post("/api/exercises/checks", items=[hidden | {"spans": [{"passage_id": "no", "quote": "x"}]}])
    assert stranger.json()["items"][0]["reasons"]
    assert student.post("/api/exercises/checks", items=[first]).status_code == 404


def test_a_set_is_not_published_before_its_items_are(teacher: Caller, documents: dict[str, str]) -> None:
    made = teacher.post(
        "/api/artefacts", tool="write_exercises", arguments={"document_ids": [documents["lesson"]], "count": 2}
    )
    assert made.status_code == 201, made.text
    row = made.json()
    assert row["result"]["items"][0]["written_by"] == "extract"
    path = f"/api/artefacts/{row['id']}"
    handed = teacher.client.patch(path, json={"version": row["version"], "state": "in_review"}).json()
    refused = teacher.client.patch(path, json={"version": handed["version"], "state": "published"})
    assert (refused.status_code, "题库" in refused.json()["detail"]) == (409, True)


def banked(house: Running) -> set[tuple[str, ...]]:
    """The keys of what a teacher sees in the bank."""
    store = house.house.resources.store
    found = store.accounts.session(house.caller("teacher1").client.cookies[COOKIE])
    assert found is not None
    return {i.key for i in store.bank.known(found[0], store.labels.scope(found[0]))}


def wait_for(true: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.slow
@pytest.mark.browser
def test_a_teacher_makes_edits_exports_and_imports(door: Door, documents: dict[str, str], tmp_path: Path) -> None:
    visit = door.enter("teacher1", "/")
    page = visit.page
    page.get_by_role("link", name="习题工坊").click()
    page.get_by_role("button", name="出题").click()
    expect(page.get_by_text("请填写主题，或选择资料。")).to_be_visible()
    page.get_by_label("主题").fill("粗车外圆主轴转速")
    page.get_by_role("button", name="出题").click()
    items = page.locator(".sy-item")
    expect(items.first).to_be_visible()
    page.wait_for_url("**/studio?set=*")
    count = items.count()

    items.first.locator(".sy-item-source").first.click()
    expect(page.locator(".sy-source mark")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".sy-source")).not_to_be_visible()

    fill = page.locator(".sy-item", has_text="填空题").first
    fill.get_by_role("button", name="修改").click()
    page.get_by_label("答案（每行一点）").fill("12345")
    page.get_by_role("button", name="核对并保存").click()
    expect(page.get_by_role("alert").filter(has_text="没有通过核对")).to_contain_text("出处推不出答案")
    page.get_by_role("button", name="取消").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    fill.get_by_role("button", name="修改").click()
    page.get_by_label("解析").fill("见教学要点原文。")
    page.get_by_role("button", name="核对并保存").click()
    expect(page.get_by_text("已核对并保存。")).to_be_visible()
    items.first.get_by_role("button", name="移出").click()
    expect(items).to_have_count(count - 1)
    page.reload()
    expect(items).to_have_count(count - 1)
    expect(page.locator(".sy-item", has_text="见教学要点原文。")).to_have_count(1)

    page.get_by_role("button", name="全不选").click()
    expect(page.get_by_text("已选 0 题")).to_be_visible()
    items.first.get_by_role("checkbox").click()
    expect(page.get_by_text("已选 1 题")).to_be_visible()
    page.get_by_role("button", name="导出").click()
    with page.expect_download() as download:
        page.get_by_text("Excel 题库表").click()
    assert len(FORMATS["excel"].read(BytesIO(Path(download.value.path()).read_bytes()).getvalue()).items) == 1

    page.get_by_role("button", name="收入题库").click()
    expect(page.get_by_text("已收入题库 1 题")).to_be_visible()
    page.get_by_role("button", name="收入题库").click()
    expect(page.get_by_role("dialog")).to_contain_text("与已有题目重复或近似")
    page.get_by_role("button", name="关闭").last.click()

    (tmp_path / "卷.txt").write_text(PAPER, "utf-8")
    page.get_by_role("button", name="导入习题文件").click()
    page.get_by_test_id("files").set_input_files(tmp_path / "卷.txt")
    expect(page.locator(".sy-import-sum")).to_have_text("手工录入的试卷：读出 1 题，1 处有问题")
    expect(page.locator(".sy-import-problems")).to_contain_text("没有答案")
    expect(page.locator(".sy-import .sy-item-right")).to_contain_text("G96")
    page.locator(".sy-import").get_by_role("button", name="收入题库").click()
    wait_for(lambda: ("G96",) in banked(door.house))


@pytest.mark.slow
@pytest.mark.browser
def test_the_studio_fits_a_phone_and_is_not_for_learners(door: Door, documents: dict[str, str]) -> None:
    phone = door.enter("teacher1", "/studio", width=360)
    expect(phone.page.locator(".sy-wish")).to_be_visible()
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 360
    student = door.enter("student1", "/studio")
    expect(student.page.locator(".sy-empty")).to_be_visible()
    expect(student.page.get_by_role("link", name="习题工坊")).to_have_count(0)
