"""The project workbench in a real browser: decompose, see a step in its source, edit, hand in, take the file."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from eval.house import Running
from tests.web.test_publishing import process
from tests.web.visiting import Door

__all__ = ["process"]
pytestmark = pytest.mark.browser


@pytest.mark.slow
def test_a_teacher_decomposes_sees_the_source_edits_and_hands_in(door: Door, house: Running, process: str) -> None:
    page = door.enter("teacher1", "/workbench").page
    page.get_by_label("选择资料").fill("锥齿轮")
    page.get_by_role("option", name="锥齿轮毛坯铣面指导书").click()
    page.get_by_role("button", name="分解成工单").click()
    order = page.locator(".sy-order").first
    expect(order).to_contain_text("操作步骤")
    order.get_by_role("button", name="装夹锥齿轮毛坯后复测端面跳动").first.click()
    expect(page.locator("#sy-quote")).to_contain_text("装夹锥齿轮毛坯后复测端面跳动")
    order.get_by_role("button", name="铣削锥齿轮毛坯时严禁戴手套").first.click()
    expect(page.locator("#sy-quote")).to_have_count(1)
    expect(page.locator("#sy-quote")).to_contain_text("严禁戴手套")
    page.get_by_role("button", name="修改").click()
    order.get_by_label("title").fill("铣基准面")
    order.get_by_label("points").first.fill("99")
    page.get_by_role("button", name="保存修改").click()
    expect(page.get_by_text("须为 100 分")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="修改").click()
    order.get_by_label("title").fill("铣基准面")
    page.get_by_role("button", name="保存修改").click()
    expect(page.get_by_text("已保存为第 2 版")).to_be_visible()
    expect(order).to_contain_text("1. 铣基准面")
    with page.expect_download() as file:
        page.get_by_role("link", name="Word").click()
    assert file.value.suggested_filename.endswith(".docx")
    page.get_by_role("button", name="提交评审").click()
    expect(page.get_by_role("button", name="提交评审")).to_have_count(0)
    held = page.url.rpartition("=")[2]
    assert house.caller("teacher1").get(f"/api/artefacts/{held}").json()["state"] == "in_review"


def test_on_a_phone_the_source_stays_in_sight_and_nothing_scrolls_sideways(
    door: Door, house: Running, process: str
) -> None:
    made = house.caller("mentor1").post(
        "/api/artefacts", tool="decompose_project", arguments={"document_ids": [process]}
    ).json()  # fmt: skip
    page = door.enter("mentor1", f"/workbench?artefact={made['id']}", width=390).page
    page.locator(".sy-order-line").last.click()
    expect(page.locator("#sy-quote")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
