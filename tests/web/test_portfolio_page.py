"""The portfolio page in a browser: a work put in from a phone, the teacher's look with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from eval.house import Running
from records.attempts import ITEM, Given
from tests.web.evidenced import book, row, shared, taken
from tests.web.test_axe import graved
from tests.web.test_portfolio_calls import photo
from tests.web.visiting import Door
from trust.labels import parse

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def lived(house: Running) -> None:
    rows = [
        row(活动="台阶轴的粗车", 得分=86.5, 满分=100), row(类型="竞赛", 活动="市级技能赛", 结果="二等奖"),
        row(类型="考勤", 活动="第一课", 结果="出勤"), row(活动="车间安全考核", 得分=3, 满分=4),
    ]  # fmt: skip
    taken(house.caller("teacher1"), book(rows))
    store = house.house.resources.store
    person = store.people.principal(house.people["student1"])
    for name, rights in (("轴类加工", (False, True, True, True)), ("量具使用", (True, False))):
        for n, right in enumerate(rights):
            label = parse("school/public")
            given = Given(ITEM, f"{name}{n % 2}", label, ("对",), right, float(right), 1.0, (name,), 0.25)
            store.attempts.keep(person, store.labels.scope(person), None, given)


def test_a_learner_puts_a_work_in_from_a_phone_and_their_teacher_sees_it_with_a_reason(
    house: Running, door: Door, tmp_path: Path
) -> None:
    file = tmp_path / "台阶轴.jpg"
    file.write_bytes(photo())
    with shared(house):
        lived(house)
        visit = door.enter("student1", "/portfolio", width=390)
        page = visit.page
        expect(page.get_by_text("还没有作品。")).to_be_visible()
        page.get_by_test_id("sheet").set_input_files(file)
        work = page.locator("[data-work]")
        expect(work).to_contain_text("台阶轴")
        work.scroll_into_view_if_needed()
        expect(work.locator("img")).to_have_js_property("naturalWidth", 480)
        work.get_by_role("button", name="修改作品").click()
        page.get_by_label("说明").fill("第一次独立完成")
        page.get_by_role("button", name="保存").click()
        expect(work).to_contain_text("第一次独立完成")
        expect(page.get_by_role("img", name="知识 67%（6 条）")).to_be_visible()
        expect(page.get_by_role("img", name="创新 85%（1 条）")).to_be_visible()
        expect(page.locator('[data-weak="量具使用"]')).to_contain_text("还有 1 题")
        expect(page.locator('[data-weak="轴类加工"]')).to_contain_text("之后练习 2 次")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert graved(visit) == []
        teacher = door.enter("teacher1", "/portfolio").page
        teacher.get_by_label("学生用户名").fill("student1")
        teacher.get_by_label("查看理由").fill("期末面谈")
        teacher.get_by_role("button", name="查看").click()
        seen = teacher.locator("[data-work]")
        seen.scroll_into_view_if_needed()
        expect(seen.locator("img")).to_have_js_property("naturalWidth", 480)
        expect(seen.get_by_role("button")).to_have_count(0)
        expect(teacher.get_by_role("link", name="下载 PDF")).to_be_visible()
        work.get_by_role("button", name="删除").click()
        page.locator(".sy-dialog-buttons").get_by_role("button", name="删除").click()
        expect(page.locator("[data-work]")).to_have_count(0)
        expect(page.get_by_text("还没有作品。")).to_be_visible()
