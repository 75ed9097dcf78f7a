"""The bank's page in a real browser: a teacher finds and publishes an item and makes a paper; students have none."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from eval.house import Running
from tests.web.visiting import Door

pytestmark = pytest.mark.browser
STEM = "砂轮更换后须空转试运行三分钟。"


def test_a_teacher_publishes_an_item_and_makes_a_paper(door: Door, house: Running) -> None:
    teacher, student = house.caller("teacher1"), house.caller("student1")
    items = [{"kind": "judge", "stem": f"{STEM[:-1]}（{n}号车间）。", "key": ["对"], "tags": ["磨削"]} for n in (1, 2)]
    items[1]["stem"] = "磨床导轨每班加注润滑油一次。"
    taken = teacher.post("/api/bank/items", items=items).json()["items"]
    assert len(taken) == 2
    page = door.enter("teacher1", "/bank").page
    page.get_by_label("查找题干").fill("砂轮更换")
    card = page.locator(".sy-banked")
    expect(card).to_have_count(1)
    expect(card).to_have_attribute("data-state", "accepted")
    card.get_by_role("button", name="发布").click()
    expect(card).to_have_attribute("data-state", "published")
    assert student.get(f"/api/bank/items/{taken[0]['id']}").status_code == 200
    page.locator(".sy-add").get_by_text("组卷", exact=True).click()
    page.get_by_label("题数").fill("1")
    page.get_by_role("button", name="配题").click()
    forms = page.locator(".sy-paper-form")
    expect(forms.first).to_be_visible()
    with page.expect_download() as download:
        forms.first.get_by_role("button", name="Word 试卷（无答案）").click()
    assert download.value.suggested_filename.endswith(".docx")


def test_a_student_has_no_bank_page(door: Door) -> None:
    page = door.enter("student1", "/bank").page
    expect(page.locator(".sy-empty")).to_be_visible()
    expect(page.locator(".sy-banked")).to_have_count(0)
    expect(page.get_by_role("link", name="题库")).to_have_count(0)


def test_it_fits_a_phone(door: Door) -> None:
    page = door.enter("teacher1", "/bank", width=375).page
    expect(page.locator(".sy-banked").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
