"""The review queue: handed in, sent back with a reason, handed in again, approved by the enterprise, published."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from eval.house import Running
from records.schema import artefact_remarks
from tests.web.test_publishing import make, patch
from tests.web.visiting import Door

REASON = "第二步缺少量具型号，请补充。"


@pytest.fixture
def lesson(house: Running, documents: dict[str, str]) -> dict[str, Any]:
    """Handed in; it rests on the enterprise's document too."""
    teacher = house.caller("teacher1")
    made = make(teacher, "plan_lesson", document_ids=[documents["lesson"], documents["card"]])
    handed: dict[str, Any] = patch(teacher, made, state="in_review").json()
    return handed


@pytest.mark.slow
@pytest.mark.browser
def test_a_mentor_sends_back_and_later_approves_and_a_teacher_publishes(
    door: Door, house: Running, lesson: dict[str, Any]
) -> None:
    teacher = house.caller("teacher1")
    mentor = door.enter("mentor1", "/review").page
    mentor.locator(f'[data-artefact="{lesson["id"]}"]').click()
    sheet = mentor.locator(".sy-review-open")
    expect(sheet).to_contain_text("还缺屿川精密制造有限公司导师的认可")
    expect(sheet).to_contain_text("教学重点")
    sheet.get_by_role("button", name="退回").click()
    mentor.get_by_label("退回的原因（作者会看到）").fill(REASON)
    mentor.locator(".sy-dialog-buttons").get_by_role("button", name="退回").click()
    expect(mentor.locator(f'[data-artefact="{lesson["id"]}"]')).to_have_count(0)
    back = teacher.get(f"/api/artefacts/{lesson['id']}").json()
    assert (back["state"], [c["text"] for c in back["comments"]]) == ("draft", [REASON])
    patch(teacher, back, state="in_review")
    mentor.reload()
    mentor.locator(f'[data-artefact="{lesson["id"]}"]').click()
    expect(sheet).to_contain_text(REASON)
    sheet.get_by_role("button", name="代表本企业认可").click()
    expect(sheet).to_contain_text("认可已齐")
    own = door.enter("teacher1", f"/review?id={lesson['id']}", width=390).page
    own.locator(".sy-review-open").get_by_role("button", name="发布").click()
    expect(own.locator('.sy-review-open[data-state="published"]')).to_be_visible()
    assert teacher.get(f"/api/artefacts/{lesson['id']}").json()["state"] == "published"


@pytest.mark.browser
def test_a_mentor_approves_a_bank_item_from_the_queue(door: Door, house: Running, documents: dict[str, str]) -> None:
    teacher = house.caller("teacher1")
    made = make(teacher, "write_exercises", document_ids=[documents["card"]], kinds=["single"], count=1)
    taken = teacher.post("/api/bank/items", artefact_id=made["id"]).json()
    assert taken["items"], taken
    page = door.enter("mentor1", "/review").page
    card = page.locator(f'[data-item="{taken["items"][0]["id"]}"]')
    card.get_by_role("button", name="认可这道题").click()
    expect(card).to_have_count(0)
    assert teacher.get(f"/api/bank/items/{taken['items'][0]['id']}").json()["approved_by"] == ["yuchuan"]


def test_a_reason_is_sealed_and_for_author_and_reviewers_alone(house: Running, lesson: dict[str, Any]) -> None:
    teacher, mentor, student = (house.caller(n) for n in ("teacher1", "mentor1", "student1"))
    url = f"/api/artefacts/{lesson['id']}"
    assert patch(mentor, lesson, state="draft", comment=REASON).status_code == 200
    assert house.caller("mentor2").get(url).status_code == 404
    store = house.house.resources.store
    with store.database.read() as conn:
        bodies = [row.body for row in conn.execute(artefact_remarks.select())]
    assert bodies
    assert not any(REASON.encode() in body for body in bodies)
    handed = patch(teacher, teacher.get(url).json(), state="in_review").json()
    approved = mentor.post(f"{url}/approval", version=handed["version"]).json()
    assert patch(teacher, approved, state="published").status_code == 200
    assert student.get(url).json()["comments"] == []


@pytest.mark.browser
def test_a_student_has_no_review_page(door: Door, lesson: dict[str, Any]) -> None:
    page = door.enter("student1", f"/review?id={lesson['id']}").page
    expect(page.locator(".sy-empty")).to_be_visible()
    expect(page.locator(".sy-review-open")).to_have_count(0)
    expect(page.get_by_text("待评审")).to_have_count(0)


def test_a_reason_goes_with_sending_back_alone(house: Running, lesson: dict[str, Any]) -> None:
    teacher = house.caller("teacher1")
    assert patch(teacher, lesson, title="新名", comment=REASON).status_code == 422
    assert patch(teacher, lesson, state="published", comment=REASON).status_code == 422
    back = patch(teacher, lesson, state="draft", comment=REASON).json()
    handed = patch(teacher, back, state="in_review").json()
    assert (handed["waits_for"], [c["text"] for c in handed["comments"]]) == (["yuchuan"], [REASON])


@pytest.mark.slow
@pytest.mark.browser
def test_a_queue_longer_than_a_page_is_shown_to_its_end(
    door: Door, house: Running, documents: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.reviewing.PAGE", 2)
    teacher = house.caller("teacher1")
    handed = []
    for _ in range(5):
        made = make(teacher, "write_exercises", document_ids=[documents["lesson"]], count=1)
        handed.append(patch(teacher, made, state="in_review").json()["id"])
    page = door.enter("teacher1", "/review").page
    rows, more = page.locator("[data-artefact]"), page.get_by_role("button", name="显示更多")
    expect(rows).to_have_count(2)
    while more.count():
        before = rows.count()
        more.click()
        expect(rows.nth(before)).to_be_visible()
    shown = [rows.nth(n).get_attribute("data-artefact") for n in range(rows.count())]
    assert set(handed) <= set(shown)
    assert len(shown) == len(set(shown))
    page.locator(f'[data-artefact="{handed[0]}"]').click()
    expect(page.locator(".sy-review-open")).to_be_visible()
