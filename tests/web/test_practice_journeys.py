"""What learners do in a browser: practise, rehearse, look at their weak points; on a phone and by keyboard too."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from eval.house import Running
from tests.web.practised import SHAFT, publish, put
from tests.web.visiting import Door, Visit

pytestmark = pytest.mark.browser
LIKE = SHAFT.replace("加工步骤", "车削步骤").replace("切削参数", "刀具参数")
MOVES = ("检查气源压力", "三爪卡盘", "粗车外圆", "切屑缠绕", "主轴停稳")


@pytest.fixture(scope="module")
def document(house: Running) -> str:
    return put(house, "teacher1", "school/internal|course:cnc1", "台阶轴作业指导书", LIKE)


@pytest.fixture(scope="module")
def items(house: Running, document: str) -> list[str]:
    return publish(house, document)


def answer(visit: Visit) -> None:
    """Some answer to whatever is asked."""
    page = visit.page
    expect(page.locator(".sy-ask-stem")).to_be_visible()
    if page.locator(".sy-choices .q-radio").count():
        page.locator(".sy-choices .q-radio").first.click()
    elif page.locator(".sy-choices .q-checkbox").count():
        page.locator(".sy-choices .q-checkbox").first.click()
    elif page.locator(".sy-ask textarea").count():
        page.locator(".sy-ask textarea").first.fill("先检查再装夹")
    elif page.locator(".sy-match-box").count():
        page.locator(".sy-match-box").first.click()
        page.locator(".q-menu .q-item").first.click()
    for box in page.locator(".sy-blank input").all():
        box.fill("3 mm")
    page.get_by_role("button", name="提交").click()
    expect(page.locator(".sy-told")).to_be_visible()


def test_a_student_practises_and_sees_why_the_outcome_and_the_source(door: Door, items: list[str]) -> None:
    visit = door.enter("student1")
    visit.page.get_by_role("link", name="练习").click()
    expect(visit.page.locator(".sy-why")).to_contain_text("为什么是这题")
    stem = visit.page.locator(".sy-ask-stem").inner_text()
    answer(visit)
    expect(visit.page.locator(".sy-told")).to_contain_text("参考答案")
    expect(visit.page.locator(".sy-told .sy-meter")).to_be_visible()
    visit.page.locator(".sy-told .sy-cited").first.click()
    expect(visit.page.locator(".sy-source mark")).to_be_visible()
    visit.page.keyboard.press("Escape")
    visit.page.get_by_role("button", name="下一题").click()
    expect(visit.page.locator(".sy-told")).to_have_count(0)
    expect(visit.page.locator(".sy-ask-stem")).not_to_have_text(stem)
    visit.page.get_by_role("link", name="掌握与薄弱点").click()
    expect(visit.page.locator(".sy-mastery").first).to_be_visible()


def test_an_employee_rehearses_by_keyboard_and_the_slip_is_a_weak_point(door: Door, document: str) -> None:
    visit = door.enter("staff1", f"/practice?tab=rehearsal&document={document}", width=360)
    page = visit.page
    expect(page.locator(".sy-ask-stem")).to_have_text("下一步做什么？")
    first = page.locator(".sy-move", has_text="主轴停稳")
    first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".sy-told-wrong")).to_contain_text("顺序不对")
    expect(page.locator(".sy-told-wrong")).not_to_contain_text("0.5 MPa")
    for n in range(2, 20):
        expect(page.locator(".sy-walk-top + div")).to_contain_text(f"第 {n} 关")
        asked = page.locator(".sy-ask-stem").inner_text()
        if asked.startswith("填写参数"):
            page.locator(".sy-blank input").fill("500 kPa" if "气源" in asked else "7 kg")
            page.keyboard.press("Enter")
        elif asked.startswith("遇到"):
            page.locator(".sy-move", has_text="不").first.click()
        else:
            step = next(m for m in MOVES if page.locator(".sy-move", has_text=m).count())
            page.locator(".sy-move", has_text=step).click()
        last = n >= int(page.locator(".sy-walk-top + div").inner_text().split("共")[1].split("关")[0])
        if last:
            break
    expect(page.locator(".sy-over")).to_contain_text("预练完成")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("link", name="掌握与薄弱点").first.click()
    expect(page.locator(".sy-slip").first).to_be_visible()
    expect(page.locator(".sy-practice")).to_contain_text("顺序不对")


@pytest.mark.parametrize("tab", ["items", "rehearsal", "progress"])
def test_a_phone_needs_no_sideways_scrolling_to_practise(door: Door, items: list[str], tab: str) -> None:
    visit = door.enter("student1", f"/practice?tab={tab}", width=360)
    expect(visit.page.locator(".sy-ask, .sy-offer, .sy-slip, .sy-mastery").first).to_be_visible()
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_page_is_for_learners_and_the_key_is_not_in_it_before_an_answer(
    door: Door, items: list[str]
) -> None:
    teacher = door.enter("teacher1", "/practice")
    expect(teacher.page.locator(".sy-empty")).to_contain_text("面向学生和企业员工")
    expect(teacher.page.get_by_role("link", name="练习")).to_have_count(0)
    visit = door.enter("student2", "/practice")
    expect(visit.page.locator(".sy-ask, .sy-empty-line").first).to_be_visible()
    shown = visit.page.content()
    assert not any(word in shown for word in ("参考答案", "原文：", "评分要点"))
