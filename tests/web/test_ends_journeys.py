"""What ends or goes on while a page is open: a session, a right, a second tab, the way back, a very long document."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from reportlab.pdfgen.canvas import Canvas

from agent.draft import Draft, Sentence
from agent.line import Exchanger
from agent.model import Model
from eval.house import Running
from tests.fakes import scripted_server, streams
from tests.web.visiting import ASKED, Door, Visit
from web.identity import COOKIE
from web.turns import RECHECK

pytestmark = pytest.mark.browser
FIRST, SECOND = "轴颈公差为0.02 mm以内。", "表面粗糙度Ra1.6"
WRITTEN = Draft(answered=True, sentences=[Sentence(text=t, sources=[1]) for t in (FIRST, f"{SECOND}。")])


@pytest.fixture
def go(house: Running, monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """A model that says its first sentence, and the second once this is set."""
    went, text = threading.Event(), WRITTEN.model_dump_json()
    cut = text.index(SECOND)

    def script(request: dict) -> object:
        return "done" if "tools" in request else streams([text[:cut], went, text[cut:]])

    with scripted_server(script) as server:  # type: ignore[arg-type]
        model = Model(server.url, "slow", seconds=60)
        monkeypatch.setattr(house.house.resources.agent, "exchange", Exchanger(model))
        yield went
        went.set()
        model.close()


def listened(page: Page) -> list[str]:
    """All that comes over the page's socket from its next opening on."""
    heard: list[str] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: heard.append(str(frame))))
    page.reload()
    return heard


def asked_half(visit: Visit) -> list[str]:
    heard = listened(visit.page)
    expect(visit.page.get_by_role("textbox", name="提问")).to_be_visible()
    visit.ask("传动轴轴颈公差为多少？")
    expect(visit.answer).to_contain_text("0.02 mm")
    return heard


@pytest.mark.slow
def test_a_session_that_ends_while_an_answer_is_given_hears_no_more_of_it(
    door: Door, house: Running, documents: dict[str, str], go: threading.Event
) -> None:
    visit = door.sign_in("student1")
    heard = asked_half(visit)
    token = next(c["value"] for c in visit.page.context.cookies() if c["name"] == COOKIE)
    house.house.resources.store.accounts.sign_out(token)
    go.set()
    visit.page.wait_for_url("**/sign-in?expired=1")
    expect(visit.page.get_by_role("alert")).to_contain_text("登录已过期")
    assert not any(SECOND in frame for frame in heard)


@pytest.mark.slow
def test_a_right_taken_back_while_an_answer_is_given_stops_it_in_words(
    door: Door, house: Running, documents: dict[str, str], go: threading.Event
) -> None:
    people = house.house.resources.store.people
    student = house.people["student2"]
    people.grant(student, "yuchuan", 1)
    visit = door.enter("student2")
    try:
        heard = asked_half(visit)
    finally:
        people.revoke(student, "yuchuan")
    time.sleep(RECHECK)
    go.set()
    expect(visit.page.get_by_text("权限有变化")).to_be_visible()
    expect(visit.page.locator(".sy-answer")).to_have_count(0)
    assert not any(SECOND in frame for frame in heard)
    visit.page.reload()
    expect(visit.page.locator(".sy-hello")).to_be_visible()


@pytest.mark.slow
def test_an_answer_that_is_stopped_leaves_the_question_to_be_asked_otherwise_and_nothing_is_kept(
    door: Door, documents: dict[str, str], go: threading.Event
) -> None:
    visit = door.sign_in("student1")
    asked_half(visit)
    visit.page.get_by_role("button", name="停止").click()
    go.set()
    expect(visit.page.get_by_role("textbox", name="提问")).to_have_value("传动轴轴颈公差为多少？")
    expect(visit.page.locator(".sy-answer")).to_have_count(0)
    visit.page.reload()
    expect(visit.page.locator(".sy-hello")).to_be_visible()


def test_the_way_back_leads_from_the_reader_to_the_conversation_and_from_a_document_to_the_shelf(
    door: Door, documents: dict[str, str]
) -> None:
    visit = door.enter("student1")
    visit.ask(ASKED)
    expect(visit.page.locator(".sy-offered")).to_be_visible()
    visit.answer.locator(".sy-cited").first.click()
    visit.page.get_by_role("button", name="在原文中查看").click()
    expect(visit.page.locator(".sy-read-here mark")).to_contain_text("800 r/min")
    visit.page.go_back()
    expect(visit.answer).to_contain_text("800 r/min")
    expect(visit.page.locator(".sy-asked")).to_have_text(ASKED)
    visit.page.go_forward()
    expect(visit.page.locator(".sy-read-here mark")).to_contain_text("800 r/min")


@pytest.mark.slow
def test_two_tabs_of_one_conversation_and_signing_out_in_one_of_them(door: Door, documents: dict[str, str]) -> None:
    visit = door.sign_in("student2")
    visit.ask("急停按钮在哪里？")
    expect(visit.page.locator(".sy-offered")).to_be_visible()
    other = door.beside(visit, visit.page.url.removeprefix(door.house.url))
    expect(other.locator(".sy-asked")).to_have_count(1)
    other.get_by_role("textbox", name="提问").fill("主轴停稳后可以做什么？")
    other.get_by_role("textbox", name="提问").press("Enter")
    expect(other.locator(".sy-asked")).to_have_count(2)
    expect(other.locator(".sy-offered")).to_be_visible()
    visit.page.reload()
    expect(visit.page.locator(".sy-asked")).to_have_count(2)
    other.get_by_role("button", name="周予安").click()
    other.get_by_role("button", name="退出登录").click()
    other.wait_for_url("**/sign-in")
    visit.ask("还能问吗？")
    visit.page.wait_for_url("**/sign-in?expired=1")


@pytest.mark.slow
def test_of_three_hundred_pages_the_one_that_is_cited_opens_marked_and_its_neighbours_turn(
    door: Door, house: Running, documents: dict[str, str]
) -> None:
    teacher = house.caller("teacher1")
    told = pages(300, lambda n, k: f"Rule {n}.{k}: the coolant valve K{n}v{k} is opened {n + k} turns by hand.")
    file = ("手册.pdf", told, "application/pdf")
    form = {"owner": "school", "label": "school/internal", "library": "course", "title": "三百页手册"}
    sent = teacher.client.post("/api/documents", data=form, files={"file": file}).raise_for_status().json()
    row = teacher.settled(sent["id"], 600)
    assert row["state"] == "ready", row
    (first, *_) = teacher.get("/api/search", q="coolant valve K287v7", k=1).json()["passages"]
    number = first["locator"]["page"]
    assert number in (286, 287)  # a passage may begin at the foot of the page before
    assert "K287v7" in first["text"]
    visit = door.enter("teacher1", f"/read/{first['id']}?at=0-8")
    page = visit.page
    expect(page.get_by_text(f"第 {number} 页，共 300 页")).to_be_visible()
    expect(page.locator(".sy-read-mark").first).to_be_visible()
    page.get_by_role("button", name="下一页").click()
    expect(page.get_by_text(f"第 {number + 1} 页，共 300 页")).to_be_visible()
    drawn = "[...document.querySelectorAll('.sy-read-pages img')].every((i) => i.complete && i.naturalWidth)"
    page.wait_for_function(drawn)
    visit.page.set_viewport_size({"width": 390, "height": 844})
    assert visit.narrow


def pages(count: int, said: Callable[[int, int], str], lines: int = 14) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    for n in range(1, count + 1):
        for k in range(lines):
            canvas.drawString(72, 760 - 24 * k, said(n, k))
        canvas.showPage()
    canvas.save()
    return out.getvalue()
