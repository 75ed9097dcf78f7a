"""The findings page: a teacher sees what is weak, makes a task of it, moves it on; a mentor is told why nothing is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from eval.house import Running
from tests.web.test_findings import enrolled, give
from tests.web.visiting import Door


@pytest.fixture(scope="module")
def learners(house: Running) -> Iterator[list[str]]:
    ids = enrolled(house, 6, "shown")
    for n, one in enumerate(ids):
        give(house, one, n == 0)
    yield ids
    for one in ids:
        house.house.resources.store.people.unenrol(one, "cnc1")


@pytest.mark.slow
def test_a_teacher_turns_a_weak_point_into_a_task_and_asks_what_came_of_it(door: Door, learners: list[str]) -> None:
    visit = door.enter("teacher1", "/findings?course=cnc1")
    page = visit.page
    card = page.locator('[data-kind="competency"]')
    expect(card.locator(".sy-findings-row").first).to_contain_text("装夹找正")
    expect(card).to_contain_text("6 人")
    expect(card).to_contain_text("汇总于 20")
    card.get_by_role("button", name="转为修订任务").first.click()
    page.get_by_label("打算怎么改").fill("加一次找正练习")
    page.get_by_role("button", name="建立任务").click()
    task = page.locator("[data-task]").first
    expect(task).to_contain_text("加一次找正练习")
    task.get_by_role("button", name="看效果").click()
    expect(task).to_contain_text("还看不出：修订还没有标为完成")
    task.get_by_role("combobox").click()
    page.get_by_role("option", name="已完成").click()
    expect(page.locator("[data-task]").first.get_by_role("combobox")).to_have_value("已完成")
    expect(page.locator("[data-task]").first).not_to_contain_text("还看不出")  # drawn anew
    page.locator("[data-task]").first.get_by_role("button", name="看效果").click()
    expect(page.locator("[data-task]").first).to_contain_text("下一届还没有数据")
    page.set_viewport_size({"width": 390, "height": 844})
    assert visit.narrow


@pytest.mark.slow
def test_a_mentor_who_is_told_nothing_yet_is_told_why(door: Door, learners: list[str]) -> None:
    page = door.enter("mentor1", "/findings").page
    expect(page.locator(".sy-state-box")).to_contain_text("还没有可以显示的发现")
    expect(page.get_by_role("button", name="转为修订任务")).to_have_count(0)
