"""The comments page in a browser: a teacher drafts a class, edits and signs; a mentor signs on a phone; the student
reads it; and nobody is shown what is not theirs.
"""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.web.evidenced import book, row, taken
from tests.web.test_axe import GRAVE, graved
from tests.web.test_comments import call, case
from tests.web.test_grading import Case
from tests.web.visiting import Door

pytestmark = pytest.mark.browser
__all__ = ["case"]


def sure(page: Page, word: str) -> None:
    page.locator(".sy-dialog-buttons").get_by_role("button", name=word).click()


def test_the_page_is_for_those_it_is_for(door: Door) -> None:
    expect(door.enter("staff1", "/comments").page.get_by_text("供任课教师、企业导师和学生使用")).to_be_visible()


@pytest.mark.slow
def test_a_teacher_drafts_and_signs_a_mentor_signs_on_a_phone_and_the_student_reads_it(door: Door, case: Case) -> None:
    rows = [
        row(活动="台阶轴的粗车", 得分=86.5, 满分=100), row(活动="车间安全考核", 得分=3, 满分=4),
        row(类型="竞赛", 活动="市级技能赛", 结果="二等奖"),
    ]  # fmt: skip
    taken(case.house.caller("teacher1"), book(rows))
    where = f"/comments?scheme={case.scheme}"
    visit = door.enter("teacher1", where)
    teacher = visit.page
    mine = teacher.locator(f'[data-student="{case.student}"]')
    expect(mine).to_contain_text("还没有")
    teacher.get_by_role("button", name="为全班起草").click()
    expect(teacher.get_by_text("起草了")).to_be_visible()
    expect(mine).to_contain_text("草稿")
    mine.get_by_role("button", name="打开").click()
    expect(mine.locator("[data-sentence]").first).to_be_visible()
    mine.locator('[data-sentence="1"]').get_by_text("依据（1）").click()
    expect(mine.locator('[data-sentence="1"] [data-fact]')).to_contain_text("86.3")
    expect(mine.locator('[data-sentence="1"] [data-fact]')).to_contain_text("操作")
    assert graved(visit) == []
    mine.get_by_role("button", name="修改").click()
    first = teacher.get_by_label("（第 1 句）")
    first.fill("综合成绩是 99 分。")
    within = Axe().run(teacher, ".sy-dialog", options={"resultTypes": ["violations"]}).response["violations"]
    assert [v["id"] for v in within if v["impact"] in GRAVE] == []
    sure(teacher, "保存")
    expect(teacher.get_by_text("不在所引依据的数据里")).to_be_visible()
    first.fill("这一阶段学得踏实。")
    sure(teacher, "保存")
    expect(mine.locator('[data-sentence="1"]')).to_contain_text("这一阶段学得踏实。")
    mine.get_by_text("与上一版的不同").click()
    expect(mine.locator('[data-change="added"]')).to_contain_text("这一阶段学得踏实。")
    expect(mine.locator('[data-change="removed"]')).to_have_count(1)
    mine.get_by_role("button", name="签名", exact=True).click()
    sure(teacher, "签名")
    expect(mine).to_contain_text("学校：已签")
    expect(mine).to_contain_text("企业：未签")
    student = door.enter("student1", "/comments", width=390)
    expect(student.page.get_by_text("还没有签发的评语。")).to_be_visible()
    held = door.enter("mentor1", where, width=390)
    mentor = held.page
    theirs = mentor.locator(f'[data-student="{case.student}"]')
    theirs.get_by_role("button", name="打开").click()
    expect(theirs.get_by_role("button", name="修改")).to_have_count(0)
    expect(mentor.get_by_role("button", name="为全班起草")).to_have_count(0)
    assert held.narrow
    assert graved(held) == []
    theirs.get_by_role("button", name="签名", exact=True).click()
    sure(mentor, "签名")
    expect(theirs).to_contain_text("双方已签，已签发")
    for path in ("/comments", "/portfolio"):
        student.page.goto(case.house.url + path)
        card = student.page.locator("[data-comment]")
        expect(card).to_contain_text("这一阶段学得踏实。")
        expect(card).to_contain_text("企业：已签")
        card.get_by_text("依据（1）").first.click()
        expect(card.locator("[data-fact]").first).to_be_visible()
        assert student.narrow
        assert graved(student) == []
    _when_grounds_change(door, case, teacher)


def _when_grounds_change(door: Door, case: Case, teacher: Page) -> None:
    """Stale, drawn anew, the other tone, English and dark."""
    taken(case.house.caller("teacher1"), book([row(活动="槽的切断", 得分=40, 满分=100)]))
    mine = teacher.locator(f'[data-student="{case.student}"]')
    teacher.goto(f"{case.house.url}/comments?scheme={case.scheme}&student={case.student}")
    expect(mine).to_contain_text("先重新起草，再修改或签名")
    expect(mine.get_by_role("button", name="签名", exact=True)).to_have_count(0)
    expect(teacher.get_by_role("link", name="下载已签发的评语")).to_be_visible()
    mine.get_by_role("button", name="重新起草").click()
    sure(teacher, "重新起草")
    expect(mine.get_by_text("草稿", exact=True)).to_be_visible()
    mine.get_by_text("与上一版的不同").click()
    expect(mine.locator('[data-change="added"]').first).to_be_visible()
    teacher.get_by_role("link", name="家长").click()
    expect(mine).to_contain_text("还没有")
    mine.get_by_role("button", name="起草").click()
    expect(mine.locator("[data-sentence]").first).to_contain_text("孩子")
    teacher.goto(f"{case.house.url}/language?to=en&back=/comments")
    expect(teacher.get_by_text("The comments themselves are in Chinese.")).to_be_visible()
    teacher.emulate_media(color_scheme="dark")
    teacher.set_viewport_size({"width": 390, "height": 844})
    teacher.locator(f'[data-student="{case.student}"]').get_by_role("button", name="Open").click()
    expect(teacher.get_by_text("Next step").first).to_be_visible()
    assert teacher.evaluate("document.documentElement.scrollWidth") <= 390
    visit = next(v for v in door.visits if v.page is teacher)
    assert graved(visit) == []


@pytest.fixture
def words(case: Case) -> str:
    """The first sentence of the class's comment on the student, in the tone for students."""
    assert call(case, "teacher1", "POST", "/api/comments/batch", scheme=case.scheme).status_code == 200
    held = call(case, "teacher1", "GET", f"/api/comments?scheme={case.scheme}").json()["items"]
    one = next(line["comment"] for line in held if line["student"] == case.student)
    return str(one["sentences"][0]["text"])


@pytest.mark.slow
@pytest.mark.parametrize("who", ["teacher1", "mentor1", "mentor2", "student2", "staff1", "steward1", "admin1"])
def test_an_address_with_anothers_ids_shows_only_what_the_api_would(
    door: Door, case: Case, words: str, who: str
) -> None:
    """Every role at the real scheme and student; the draft's words only for who reads it over HTTP."""
    for tone in ("student", "parent", "enterprise"):
        visit = door.enter(who, f"/comments?scheme={case.scheme}&student={case.student}&tone={tone}")
        expect(visit.page.locator(".sy-main")).to_be_visible()
        expect(visit.page.locator(".sy-state-box-loading")).to_have_count(0)
        told = call(case, who, "GET", f"/api/comments?scheme={case.scheme}&tone={tone}")
        text = visit.page.content()
        if told.status_code != 200:
            assert case.student not in text.replace(f"student={case.student}", "")
            assert words not in text
        else:
            assert (words in text) == (words in told.text)
