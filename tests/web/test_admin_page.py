"""The administrator's page and the introduction, in a real browser; hostile words on every page."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook
from playwright.sync_api import Browser, expect

from eval import browsing
from eval.browsing import Visit
from eval.house import Running
from eval.pagelist import PAGES
from tests.web.hostile import EVIL, evil_course, evil_post
from tests.web.test_portfolio_calls import photo
from tools._formats.roster import HEADERS
from web.identity import COOKIE
from web.pages.tour import STEPS

pytestmark = pytest.mark.browser


def enter(browser: Browser, house: Running, who: str, path: str, width: int = 1280) -> Visit:
    cookie = house.caller(who).client.cookies[COOKIE]
    visit = browsing.visit(browser, house.url, cookie, width=width)
    visit.page.goto(browsing.address(house.url, path, cookie))
    return visit


def left(visit: Visit) -> None:
    """Nothing was asked of another host, nothing went wrong in the console."""
    visit.close()
    assert visit.strayed == []
    assert visit.complained == []


@pytest.mark.slow
def test_an_administrator_imports_a_sheet_and_reads_which_row_is_wrong(
    browser: Browser, house: Running, documents: dict[str, str]
) -> None:
    book, out = Workbook(), io.BytesIO()
    for row in (HEADERS, ("b9001", "单一行", "school", "学生", "cnc1"), ("b9002", "双一行", "school", "院长", "")):
        book.worksheets[0].append(row)
    book.save(out)
    visit = enter(browser, house, "admin1", "/admin?tab=people")
    browsing.settled(visit.page, ".sy-admin")
    file = {"name": "人员.xlsx", "mimeType": "application/octet-stream", "buffer": out.getvalue()}
    visit.page.locator('[data-testid="sheet"]').set_input_files(files=[file])
    expect(visit.page.get_by_text("共 2 行：新增 1 人")).to_be_visible()
    expect(visit.page.get_by_text("第 3 行 b9002：角色“院长”不认识")).to_be_visible()
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name="下载初始密码表").click()
    assert download.value.suggested_filename == "初始密码.xlsx"
    expect(visit.page.get_by_text("单一行", exact=True)).to_be_visible()
    left(visit)


@pytest.mark.slow
def test_an_administrator_backs_up_and_drills_and_changes_a_setting(
    browser: Browser, house: Running, documents: dict[str, str]
) -> None:
    visit = enter(browser, house, "admin1", "/admin?tab=system")
    browsing.settled(visit.page, ".sy-admin")
    visit.page.get_by_role("button", name="立即备份").click()
    expect(visit.page.locator('[data-run="backup"][data-state="done"]').first).to_be_visible()
    visit.page.get_by_role("button", name="恢复演练").click()
    expect(visit.page.get_by_text("恢复成功").first).to_be_visible()
    visit.page.get_by_label("登录有效天数").fill("5")
    visit.page.get_by_role("button", name="保存").click()
    expect(visit.page.get_by_text("已完成。")).to_be_visible()
    assert house.house.resources.store.switching.start.session_days == 7
    assert house.caller("admin1").get("/api/admin/settings").json()["items"][2]["value"] == 5
    house.caller("admin1").client.patch("/api/admin/settings", json={"session_days": 7}).raise_for_status()
    left(visit)


@pytest.mark.slow
def test_the_introduction_is_walked_by_keyboard_remembered_and_put_away_for_good(
    browser: Browser, house: Running, documents: dict[str, str]
) -> None:
    store = house.house.resources.store
    student = store.people.principal(house.people["student1"])
    store.tours.again(student)
    visit = enter(browser, house, "student1", "/")
    panel = visit.page.locator(".sy-tour")
    expect(panel).to_contain_text("第 1 步，共 5 步")
    readable = [d["title"] for d in house.caller("student1").get("/api/documents").json()["items"]]
    assert any(title in panel.inner_text() for title in readable)
    panel.get_by_role("button", name="下一步").focus()
    visit.page.keyboard.press("Enter")
    expect(panel).to_contain_text("第 2 步")
    visit.page.reload()
    expect(panel).to_contain_text("第 2 步")
    panel.get_by_role("button", name="不再显示").click()
    expect(panel).to_be_hidden()
    visit.page.reload()
    browsing.settled(visit.page, ".sy-main")
    visit.page.wait_for_timeout(2000)
    expect(panel).to_be_hidden()
    assert store.tours.step(student) is None
    left(visit)


def test_every_role_has_five_steps_on_pages_that_there_are() -> None:
    for steps in STEPS.values():
        assert len(steps) == 5
        assert {page.partition("?")[0] for _, page in steps} <= {page.route for page in PAGES}


def used(visit: Visit, name: str) -> None:
    """What shows nothing until it is used."""
    if name == "ask":
        visit.page.get_by_role("textbox", name="提问").fill(f"主轴转速取多少？{EVIL[0]}")
        visit.page.get_by_role("textbox", name="提问").press("Enter")
        visit.page.wait_for_selector(".sy-offered, .sy-refused")
    if name == "search":
        for box, words in zip(visit.page.locator(".sy-trying-box input").all(), (EVIL[0], EVIL[6]), strict=True):
            box.fill(f"主轴转速 {words}")
        visit.page.get_by_role("button", name="检索", exact=True).click()
        visit.page.wait_for_selector(".sy-trying-one")
    if name == "portfolio" and visit.page.get_by_label("学生用户名").count():
        visit.page.get_by_label("学生用户名").fill("student1")
        visit.page.get_by_label("查看理由").fill(EVIL[0])
        visit.page.get_by_role("button", name="查看").click()
        visit.page.wait_for_selector("[data-work]")
    if name == "path":
        visit.page.wait_for_selector(".sy-path-one")


@pytest.mark.slow
def test_hostile_words_run_nowhere_and_fetch_nothing_on_any_page(
    browser: Browser, house: Running, documents: dict[str, str]
) -> None:
    store = house.house.resources.store
    teacher = house.caller("teacher1")
    store.people.add_owner("evil", EVIL[0], "enterprise")
    store.people.add_course("evil1", "school", EVIL[1])
    store.people.add_project("evil2", "school", EVIL[4])
    for n, words in enumerate(EVIL):
        store.people.add_person(f"evil{n}", words, "school")
        about = {"owner": "school", "label": "school/internal", "name": f"{n}{words[:60]}.md".replace("/", "_")}
        sent = teacher.upload(f"# {words}\n\n主轴转速取 {800 + n} r/min。{words}", title=f"{n} {words}", **about)
        assert teacher.settled(sent.raise_for_status().json()["id"], 300)["state"] in ("ready", "awaiting_label")
        teacher.post("/api/chat", message=f"主轴转速取多少？{words}").raise_for_status()
    evil_post(house)
    evil_course(house, photo())
    for listed in PAGES:
        for who in listed.who[:2]:
            visit = enter(browser, house, who, listed.path)
            browsing.settled(visit.page, listed.stands)
            if who != "admin1":
                used(visit, listed.name)
            assert visit.page.evaluate("() => window.pwned") is None, (listed.name, who)
            assert visit.page.evaluate("() => document.querySelectorAll('img[src^=http], iframe, object').length") == 0
            left(visit)
