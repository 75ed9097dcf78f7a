"""The page of internships: placed by a teacher, logged and confirmed on a phone, seen on the board."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from eval.house import Running
from tests.web.evidenced import shared
from tests.web.interned import TODAY, examined, order, walk
from tests.web.test_axe import graved
from tests.web.visiting import Door

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE = 390


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def choose(page: Page, field: str, option: str) -> None:
    page.get_by_label(field).click()
    page.get_by_role("option", name=option).click()


def state(page: Page, words: str) -> None:
    expect(page.get_by_text(words, exact=True).first).to_be_visible()


def place(page: Page) -> None:
    """What the project asks for, who meets it, and the placement."""
    ready = page.locator('[data-part="ready"]')
    expect(page.get_by_text("还没有实习安排。")).to_be_visible()
    ready.get_by_label("须预练通过的工序，每行一个").fill("粗车外圆")
    ready.get_by_label("须通过的安全项，每行一个").fill("车间安全考核")
    ready.get_by_role("button", name="保存要求").click()
    state(page, "要求已保存。")
    ready.get_by_role("button", name="查看名单").click()
    expect(ready.get_by_text("1 人可以上岗，共 1 人")).to_be_visible()
    expect(ready.locator('[data-why="met"]')).to_have_count(2)
    ready.get_by_role("button", name="安排", exact=True).click()
    page.get_by_label("开始").fill(f"{TODAY - timedelta(days=1)}")
    choose(page, "任务工单", "阶梯轴")
    page.get_by_role("checkbox", name="周六也上班").click()
    page.locator(".sy-dialog-buttons").get_by_role("button", name="安排").click()
    expect(page.locator('[data-part="board"] [data-placement]')).to_contain_text("林知夏")


def log(page: Page) -> None:
    """A day that was cleared is asked for; then the whole of today."""
    on = page.get_by_label("日期")
    on.evaluate("field => { field.value = ''; field.dispatchEvent(new Event('input', {bubbles: true})); }")
    page.get_by_role("button", name="上交").click()
    state(page, "请填日期。")
    page.reload()
    choose(page, "今天的任务（工单）", "粗车外圆")
    page.get_by_role("checkbox", name="主轴转速取 600").click()
    page.get_by_label("一句话：做了什么").fill("粗车阶梯轴外圆")
    page.get_by_label("安全情况").fill("切屑飞溅，差点伤到眼睛")
    choose(page, "有没有险情", "有险情，没有伤害")
    page.get_by_role("button", name="上交").click()
    state(page, "已上交，等导师确认。")
    expect(page.locator("[data-entry]")).to_contain_text("待确认")
    expect(page.get_by_text("工单已完成 1 / 5 步")).to_be_visible()


def test_placed_logged_confirmed_and_seen(house: Running, door: Door) -> None:
    with shared(house):
        walk(house)
        examined(house)
        order(house)
        teacher = door.enter("teacher1", "/internship")
        place(teacher.page)
        assert graved(teacher) == []
        student = door.enter("student1", "/internship", width=PHONE)
        log(student.page)
        assert fits(student.page)
        assert graved(student) == []
        mentor = door.enter("mentor1", "/internship", width=PHONE)
        page = mentor.page
        entry = page.locator('[data-part="queue"] [data-entry]')
        expect(entry).to_contain_text("差点伤到眼睛")
        expect(page.locator('[data-alert="incident"]')).to_be_visible()
        assert fits(page)
        assert graved(mentor) == []
        entry.get_by_role("button", name="退回").click()
        state(page, "退回须写明理由")
        entry.get_by_label("意见（退回或有险情时必填）").fill("已停机检查并重新讲解防护")
        entry.get_by_role("button", name="确认").click()
        expect(page.get_by_text("没有待确认的日志。")).to_be_visible()
        expect(page.locator('[data-alert="incident"]')).to_have_count(0)
        page.get_by_role("button", name="迟到").click()
        expect(page.get_by_role("button", name="迟到")).to_have_attribute("aria-pressed", "true")
        teacher.page.reload()
        board = teacher.page.locator('[data-part="board"] [data-placement]')
        expect(board.get_by_role("button", name="迟到")).to_have_attribute("aria-pressed", "true")
        board.get_by_role("button", name="查看日志").click()
        expect(board.locator("[data-entry]")).to_contain_text("已停机检查并重新讲解防护")
        board.get_by_role("button", name="结束实习").click()
        teacher.page.locator(".sy-dialog-buttons").get_by_role("button", name="结束实习").click()
        expect(board.get_by_text("已结束", exact=True)).to_be_visible()
        student.page.reload()
        expect(student.page.locator("[data-entry]")).to_contain_text("已确认")
        expect(student.page.get_by_role("button", name="上交")).to_have_count(0)
