"""The evidence page in a browser: a sheet in by the teacher, the learner's own with consent, the steward's register."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from eval.house import Running
from tests.web.evidenced import book, row, shared
from tests.web.visiting import Door

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_sheet_comes_in_with_a_report_and_the_learner_sees_it_and_takes_consent_back(
    house: Running, door: Door, tmp_path: Path
) -> None:
    with shared(house):
        file = tmp_path / "证据.xlsx"
        log = row(类型="实习日志", 活动="跟岗日志", 企业编号="yuchuan", 备注="首件送检合格")
        file.write_bytes(book([row(活动="轴的粗车", 得分=91), log, row(类型="体检")]))
        teacher = door.enter("teacher1", "/evidence").page
        teacher.get_by_test_id("sheet").set_input_files(file)
        expect(teacher.get_by_text("共 3 行：新增 2")).to_be_visible()
        expect(teacher.get_by_text("第 5 行（student1）")).to_be_visible()
        student = door.enter("student1", "/evidence", width=390).page
        expect(student.get_by_text("轴的粗车")).to_be_visible()
        expect(student.get_by_text("91 / 100")).to_be_visible()
        student.locator('[data-enterprise="yuchuan"]').get_by_role("button", name="撤回").click()
        student.locator(".sy-dialog-buttons").get_by_role("button", name="撤回").click()
        expect(student.get_by_text("跟岗日志")).to_have_count(0)
        expect(student.get_by_text("轴的粗车")).to_be_visible()
        assert student.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_steward_reads_the_register_and_what_was_turned_away(house: Running, door: Door) -> None:
    with shared(house):
        page = door.enter("steward1", "/evidence", width=390).page
        expect(page.get_by_text("生效中")).to_be_visible()
        expect(page.locator("[data-register]")).to_contain_text("实习过程管理与安全")
        expect(page.get_by_text("没有被拒收的。")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_learner_objects_on_the_page_and_the_teacher_puts_it_right(
    house: Running, door: Door, tmp_path: Path
) -> None:
    with shared(house):
        file = tmp_path / "证据.xlsx"
        file.write_bytes(book([row(活动="轴的粗车", 得分=19)]))
        teacher = door.enter("teacher1", "/evidence").page
        teacher.get_by_test_id("sheet").set_input_files(file)
        expect(teacher.get_by_text("共 1 行：新增 1")).to_be_visible()
        student = door.enter("student1", "/evidence", width=390).page
        student.locator(".sy-evidence-line", has_text="轴的粗车").get_by_role("button", name="有误").click()
        student.get_by_label("哪里不对？").fill("我得的是 91 分")
        student.get_by_role("button", name="提交申请").click()
        mine = student.locator("[data-objection]")
        expect(mine).to_contain_text("处理中")
        assert student.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        teacher.reload()
        asked = teacher.locator("[data-objection]")
        expect(asked).to_contain_text("林知夏")
        expect(asked).not_to_contain_text("我得的是 91 分")
        asked.get_by_role("button", name="处理").click()
        expect(teacher.get_by_role("dialog")).to_contain_text("我得的是 91 分")
        expect(teacher.get_by_role("dialog")).to_contain_text("轴的粗车")
        teacher.get_by_role("button", name="不更正").click()
        expect(teacher.get_by_text("不更正要写明理由。")).to_be_visible()
        teacher.get_by_label("得分").fill("9e99999")
        teacher.get_by_role("button", name="更正", exact=True).click()
        expect(teacher.get_by_text("请填 0 到 1000000 的数")).to_be_visible()
        teacher.get_by_label("得分").fill("91")
        teacher.get_by_label("给学生的答复").fill("录入时写错了")
        teacher.get_by_role("button", name="更正", exact=True).click()
        expect(asked).to_have_count(0)
        student.reload()
        expect(student.get_by_text("91 / 100")).to_be_visible()
        expect(mine).to_contain_text("已更正")
        expect(mine).to_contain_text("答复：录入时写错了")
        expect(student.get_by_text("处理学生的更正申请")).to_be_visible()
