"""Grading in a real browser: a mentor on a phone, a teacher at the board, a student who appeals."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.web.test_grading import Case, case
from tests.web.visiting import Door

pytestmark = pytest.mark.browser
__all__ = ["case"]


@pytest.mark.slow
def test_a_mentor_scores_on_a_phone_a_teacher_publishes_a_student_appeals_and_is_answered(
    door: Door, case: Case
) -> None:
    phone = door.enter("mentor1", f"/scoring?scheme={case.scheme}", width=390).page
    skill, safety = (phone.locator(f'[data-criterion="{name}"]') for name in ("skill", "safety"))
    skill.get_by_role("button", name="优").click()
    expect(skill.get_by_label("分数（0–100）")).to_have_value("95")
    safety.get_by_label("分数（0–100）").fill("85")
    phone.get_by_role("button", name="保存，下一名").click()
    expect(phone.get_by_text("已评 1 / 1")).to_be_visible()
    teacher = door.enter("teacher1", f"/board?scheme={case.scheme}").page
    row = teacher.locator(f'[data-student="{case.student}"]')
    expect(row).to_contain_text("学校还没有评：操作")
    row.get_by_role("button", name="去评分").click()
    teacher.locator('[data-criterion="skill"]').get_by_label("分数（0–100）").fill("85.5")
    teacher.get_by_role("button", name="保存，下一名").click()
    expect(teacher.get_by_text("已评 1 / 1")).to_be_visible()
    teacher.goto(f"{case.house.url}/board?scheme={case.scheme}")
    row = teacher.locator(f'[data-student="{case.student}"]')
    expect(row).to_contain_text("88.7")
    row.get_by_role("button", name="发布").click()
    teacher.locator(".sy-dialog-buttons").get_by_role("button", name="发布").click()
    expect(row).to_contain_text("已发布，第 1 版")
    student = door.enter("student1", "/grades", width=390).page
    expect(student.get_by_text("总评 88.7")).to_be_visible()
    student.get_by_text("申诉", exact=True).click()
    student.get_by_label("对哪一项指标").click()
    student.get_by_role("option", name="操作").click()
    student.get_by_label("理由").fill("第二件的尺寸是合格的")
    student.get_by_role("button", name="提交申诉").click()
    expect(student.get_by_text("复核中")).to_be_visible()
    teacher.reload()
    appeal = teacher.locator("[data-appeal]")
    expect(appeal).to_contain_text("第二件的尺寸是合格的")
    appeal.get_by_role("button", name="复核").click()
    teacher.get_by_label("理由").fill("维持")
    teacher.locator(".sy-dialog-buttons").get_by_role("button", name="复核").click()
    expect(teacher.get_by_text("须由另一名评分人复核")).to_be_visible()


def test_the_pages_are_for_those_they_are_for(door: Door) -> None:
    expect(door.enter("student1", "/board").page.get_by_text("供任课教师和企业导师使用")).to_be_visible()
    expect(door.enter("teacher1", "/grades").page.get_by_text("供学生使用")).to_be_visible()
