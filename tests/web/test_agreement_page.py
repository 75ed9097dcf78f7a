"""Agreements in a real browser: the school proposes, the enterprise signs, a teacher releases a lesson to the class."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from eval.house import Running
from tests.web.test_publishing import hits, make, publish
from tests.web.visiting import Door

pytestmark = pytest.mark.browser
TITLE = "粗车共建协议"


@pytest.mark.slow
def test_two_stewards_agree_and_a_teacher_releases_a_lesson(
    door: Door, house: Running, documents: dict[str, str]
) -> None:
    lesson = make(house.caller("teacher1"), "plan_lesson", document_ids=[documents["lesson"], documents["card"]])
    publish(house, lesson)
    page = door.enter("steward1", "/agreements").page
    page.get_by_text("拟一份协议").click()
    page.get_by_label("名称").fill(TITLE)
    page.get_by_label("企业").click()
    page.get_by_role("option", name="屿川").click()
    page.get_by_label("发给谁").click()
    page.get_by_role("option", name="全校师生").click()
    page.get_by_text("学习单（数值留空）").click()
    page.get_by_role("button", name="拟定并代表学校签署").click()
    expect(page.locator(".sy-agreement", has_text=TITLE)).to_contain_text("待对方签署")
    other = door.enter("steward2", "/agreements", width=390).page
    card = other.locator(".sy-agreement", has_text=TITLE)
    expect(card).to_contain_text("学习目标、学生活动、考核项目")
    card.get_by_role("button", name="签署").click()
    other.locator(".sy-dialog-buttons").get_by_role("button", name="签署").click()
    expect(card).to_contain_text("生效中")
    mine = door.enter("teacher1", f"/lessons?id={lesson['id']}").page
    mine.get_by_role("button", name="发给班级").click()
    mine.locator(".sy-dialog-buttons").get_by_role("button", name="发给班级").click()
    expect(mine.get_by_text("已放入资料库")).to_be_visible()
    held = next(a for a in house.caller("teacher1").get("/api/agreements").json()["items"] if a["title"] == TITLE)
    copy = house.caller("steward2").get(f"/api/agreements/{held['id']}/uses").json()["items"][0]["document_id"]
    assert house.caller("teacher1").settled(copy)["state"] == "ready"
    assert hits(house.caller("student2"), copy, "粗车 学习活动")
    card.get_by_role("button", name="使用记录").click()
    expect(card).to_contain_text("学习单（数值留空）”发布")
    card.get_by_role("button", name="撤销").click()
    other.locator(".sy-dialog-buttons").get_by_role("button", name="撤销").click()
    expect(card).to_contain_text("已撤销")
    assert house.caller("student2").get(f"/api/documents/{copy}").status_code == 404


def test_a_teacher_has_no_agreements_page(door: Door) -> None:
    page = door.enter("teacher1", "/agreements").page
    expect(page.get_by_label("名称")).to_have_count(0)
