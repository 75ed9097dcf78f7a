"""Search tried out, suggestions, the account: over HTTP and on the pages; what is hidden changes none of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from agent.suggest import suggestions
from eval.house import Caller, Running
from tests.web.visiting import ASKED, Door

HIDDEN = "粗车外圆的主轴转速按协议不得高于777 r/min，进给量与冷却液另行约定。"
EVIL = '<img src=x onerror="alert(1)">😀مرحبا' + "长" * 60


def ask(caller: Caller) -> str:
    return str(caller.post("/api/chat", message=ASKED).raise_for_status().json()["thread_id"])


def test_what_is_found_is_told_with_its_reasons_and_without_scores(
    student: Caller, documents: dict[str, str]
) -> None:
    found = student.get("/api/search/explained", q=ASKED).raise_for_status().json()
    first = found["chosen"][0]
    assert first["passage"]["document_id"] == documents["lesson"]
    assert first["lexical"] >= 1
    assert first["held"]
    assert set(first["held"]) | set(first["missing"]) == set(found["counted"])
    assert not any(isinstance(v, float) for v in first.values())


@pytest.fixture
def hidden(house: Running, documents: dict[str, str]) -> Iterator[None]:
    mentor = house.caller("mentor1")
    made = mentor.upload(HIDDEN, owner="yuchuan", label="yuchuan/confidential", name="约定.txt", library="enterprise")
    document = made.raise_for_status().json()["id"]
    assert mentor.settled(document)["state"] == "ready"
    yield
    mentor.client.delete(f"/api/documents/{document}")


def test_a_hidden_document_changes_neither_reasons_nor_suggestions(
    house: Running, student: Caller, documents: dict[str, str], request: pytest.FixtureRequest
) -> None:
    def seen() -> tuple[object, object]:
        tried = student.get("/api/search/explained", q=ASKED).json()
        return tried, student.get(f"/api/threads/{ask(student)}/next").json()

    before = seen()
    request.getfixturevalue("hidden")
    assert seen() == before
    theirs = house.caller("mentor1").get("/api/search/explained", q=ASKED).json()
    assert any("777" in c["passage"]["text"] for c in theirs["chosen"])


def test_suggestions_come_from_the_passages_alone_and_ask_nothing_twice(
    house: Running, student: Caller, documents: dict[str, str]
) -> None:
    items = student.get(f"/api/threads/{ask(student)}/next").json()["items"]
    assert items
    assert len(items) == len(set(items)) <= 3
    assert suggestions(ASKED, ()) == ()
    assert all("主轴转速" not in item for item in items)


@pytest.mark.slow
@pytest.mark.browser
def test_a_search_is_tried_on_a_phone_with_two_wordings(door: Door, documents: dict[str, str]) -> None:
    visit = door.enter("student1", "/search", width=390)
    visit.page.get_by_label("问题", exact=True).fill(ASKED)
    visit.page.get_by_label("另一种问法").fill("粗车转速 " + EVIL)
    visit.page.get_by_role("button", name="检索").click()
    expect(visit.page.locator(".sy-trying-column")).to_have_count(2)
    expect(visit.page.locator(".sy-trying-one").first).to_contain_text("粗车教学要点")
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390
    visit.page.locator(".sy-trying-one a").first.click()
    expect(visit.page.locator(".sy-read-here")).to_be_visible()
    visit.page.go_back()
    expect(visit.page.locator(".sy-trying-form")).to_be_visible()


@pytest.mark.slow
@pytest.mark.browser
def test_an_account_shows_sessions_and_makes_and_revokes_a_token(door: Door, documents: dict[str, str]) -> None:
    other = door.sign_in("staff1")
    visit = door.enter("staff1", "/account", width=390)
    expect(visit.page.get_by_text("当前", exact=True)).to_be_visible()
    visit.page.get_by_label("用途").fill(EVIL[:90])
    visit.page.get_by_role("button", name="生成令牌").click()
    expect(visit.page.locator(".sy-account-token")).to_be_visible()
    visit.page.keyboard.press("Escape")
    row = visit.page.locator(".sy-account-row", has_text="😀")
    expect(row).to_be_visible()
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390
    row.get_by_role("button", name="撤销").click()
    visit.page.get_by_role("dialog").get_by_role("button", name="撤销").click()
    expect(row).to_have_count(0)
    visit.page.get_by_role("button", name="退出其他所有地方").click()
    expect(visit.page.get_by_role("button", name="退出其他所有地方")).to_have_count(0)
    other.page.goto(f"{door.house.url}/")
    other.page.wait_for_url("**/sign-in")


@pytest.mark.slow
@pytest.mark.browser
def test_an_answer_is_judged_its_thread_named_pinned_found_and_a_suggestion_followed(
    door: Door, documents: dict[str, str]
) -> None:
    visit = door.enter("student2")
    visit.ask(ASKED)
    visit.page.locator(".sy-answer-text .sy-chip").first.hover()
    expect(visit.page.locator(".sy-quote")).to_contain_text("800 r/min")
    visit.page.get_by_role("button", name="没有帮助").click()
    visit.page.get_by_role("dialog").get_by_role("textbox").fill(EVIL)
    visit.page.get_by_role("button", name="保存").click()
    expect(visit.page.get_by_role("button", name="没有帮助")).to_have_attribute("aria-pressed", "true")
    visit.page.locator(".sy-thread-here button").click()
    visit.page.get_by_role("menu").get_by_text("重命名").click()
    visit.page.get_by_role("dialog").get_by_role("textbox").fill(EVIL)
    visit.page.get_by_role("button", name="保存").click()
    expect(visit.page.locator(".sy-thread-here")).to_contain_text("😀")
    visit.page.locator(".sy-thread-here button").click()
    visit.page.get_by_role("menu").get_by_text("置顶").click()
    expect(visit.page.locator(".sy-thread-pinned")).to_have_count(1)
    visit.page.get_by_label("查找对话").fill("800 r/min")
    expect(visit.page.locator(".sy-thread")).to_have_count(1)
    visit.page.locator(".sy-next-ask").first.click()
    expect(visit.page.locator(".sy-answer")).to_have_count(2)
    expect(visit.page.locator(".sy-offered")).to_have_count(1)
