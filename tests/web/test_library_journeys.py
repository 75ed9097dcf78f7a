"""The library and the desk in a real browser: bring, watch over a reload, compare, act on several, decide."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, WebSocket, expect

from eval.house import Caller, Running
from tests.web.visiting import Door, Visit
from trust.labels import parse

pytestmark = pytest.mark.browser
EVIL = '<img src=x onerror="window.hurt=1"><script>window.hurt=1</script>'
ODD = f"{EVIL} 😀 مرحبا بكم " + "长" * 60 + "x" * 90
FOLDER = """() => {
  const given = new DataTransfer(), add = (name, text) => given.items.add(new File([text], name, {type: "text/plain"}));
  add("甲.txt", "甲件要点。"); add(".DS_Store", "x"); add("~$乙.docx", "x"); add("工具.exe", "x");
  const input = document.querySelector('[data-testid="folder"]');
  input.files = given.files;
  input.dispatchEvent(new Event("change", {bubbles: true}));
}"""


def brought(caller: Caller, title: str, text: str, label: str = "school/internal", **more: str) -> str:
    answer = caller.upload(text, owner=label.partition("/")[0], label=label, name="资料.md", title=title, **more)
    document: str = answer.raise_for_status().json()["id"]
    caller.settled(document)
    return document


def waiting(house: Running, title: str) -> str:
    """Received and not read: what the list shows of five hundred needs no reading."""
    store = house.house.resources.store
    document, _ = store.library.receive(
        store.people.principal(house.people["teacher1"]), owner="school", library="course",
        label=parse("school/internal"), title=title, filename=f"{title}.txt", media_type="text/plain",
        data=title.encode(),
    )  # fmt: skip
    return document.id


def narrow(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


@pytest.mark.slow
def test_a_teacher_sees_who_could_read_brings_a_folder_and_finds_what_needs_care(
    door: Door, house: Running, documents: dict[str, str]
) -> None:
    teacher = house.caller("teacher1")
    odd = brought(teacher, ODD, "内容。")
    visit = door.enter("teacher1", "/library", width=390)
    page = visit.page
    page.get_by_role("button", name="添加资料").click()
    expect(page.locator(".sy-reach")).to_contain_text(re.compile(r"学生 \d+"))
    page.get_by_role("radio", name="受限").click()
    expect(page.locator(".sy-reach")).not_to_contain_text("学生")
    expect(page.locator(".sy-reach")).to_contain_text(re.compile(r"教师 \d"))
    page.evaluate(FOLDER)
    expect(page.locator(".sy-sent li")).to_have_count(1)
    expect(page.locator(".sy-sent li")).to_contain_text("已收到")
    page.reload()
    row = page.locator(".sy-row", has_text="甲")
    expect(row.locator(".sy-state")).to_have_text("可以查询")
    expect(page.locator(".sy-queue")).to_contain_text("可以查询")
    expect(page.locator(f'[data-id="{odd}"] .sy-row-title')).to_have_text(ODD)
    narrow(page)
    page.locator(f'[data-id="{odd}"] .sy-row-title').click()
    expect(page.locator(".sy-doc-title")).to_have_text(ODD)
    narrow(page)


@pytest.mark.slow
def test_two_stewards_tabs_of_one_request_and_the_desk_of_an_owner(
    door: Door, house: Running, documents: dict[str, str]
) -> None:
    """The request is withdrawn in one tab; the other is told that it is closed."""
    mentor = house.caller("mentor1")
    title = "放行申请用规程"
    text = "主轴转速800 r/min，协议价三十七元。"
    document = brought(mentor, title, text, "yuchuan/confidential", library="enterprise")
    page = door.enter("mentor1", f"/document?id={document}").page
    page.get_by_role("button", name="申请降低密级").click()
    page.get_by_label("用途和理由").fill("上课用")
    page.get_by_label("要删去的文字").fill("三十七元")
    page.get_by_role("button", name="提交申请").click()
    expect(page.get_by_text("已提交，等待数据专员批准。")).to_be_visible()
    first, second = (door.enter("steward2", "/desk?part=releases").page for _ in range(2))
    card = first.locator(".sy-desk-card", has_text=title)
    card.get_by_role("button", name="查看副本和删改").click()
    expect(first.locator(".sy-change del")).to_have_text("三十七元")
    first.get_by_role("button", name="关闭").click()
    card.get_by_role("button", name="批准").click()
    first.locator(".sy-dialog-buttons").get_by_role("button", name="批准").click()
    expect(card).to_contain_text("还须第二位数据专员批准")
    other = second.locator(".sy-desk-card", has_text=title)
    other.get_by_role("button", name="批准").click()
    second.locator(".sy-dialog-buttons").get_by_role("button", name="批准").click()
    expect(second.get_by_text("您已批准")).to_be_visible()
    strange = door.enter("teacher1", "/desk").page
    expect(strange.get_by_text("这个页面给数据专员使用。")).to_be_visible()
    school = door.enter("steward1", "/desk?part=releases&owner=yuchuan").page
    expect(school.locator(".sy-desk-tabs")).to_be_visible()
    assert title not in school.content()


@pytest.mark.slow
def test_a_reload_in_the_middle_of_an_upload_tells_what_was_not_sent(
    door: Door, documents: dict[str, str], tmp_path: Path
) -> None:
    files = []
    for n in range(4):
        (tmp_path / f"第{n}份.txt").write_text(f"第{n}份内容。" * 50, "utf-8")
        files.append(tmp_path / f"第{n}份.txt")
    visit = door.enter("teacher1", "/library")
    page = visit.page
    page.route("**/api/documents", lambda route: None)  # never answered: the upload hangs
    page.get_by_role("button", name="添加资料").click()
    expect(page.locator(".sy-reach")).to_contain_text("人能看")
    page.get_by_test_id("files").set_input_files(files)
    expect(page.locator(".sy-sent-sending")).to_have_count(2)
    page.reload()
    page.get_by_role("button", name="添加资料").click()
    expect(page.locator(".sy-drop-left")).to_contain_text("有 4 个文件")
    expect(page.locator(".sy-drop-left")).to_contain_text("第3份.txt")
    page.unroute("**/api/documents")
    page.get_by_test_id("files").set_input_files(files)
    expect(page.locator(".sy-sent-done")).to_have_count(4)
    expect(page.locator(".sy-drop-left")).to_have_count(0)


@pytest.mark.slow
def test_a_new_version_is_compared_and_the_old_one_forgotten(
    door: Door, house: Running, documents: dict[str, str], tmp_path: Path
) -> None:
    document = brought(house.caller("teacher1"), "两版", "主轴转速取800 r/min。")
    (tmp_path / "新版.md").write_text("主轴转速取900 r/min。", "utf-8")
    page = door.enter("teacher1", f"/document?id={document}").page
    page.get_by_role("button", name="上传新版本").click()
    with page.expect_response(
        lambda r: r.request.method == "POST" and "/api/documents" in r.url, timeout=60_000
    ) as sent:
        page.get_by_test_id("files").set_input_files(tmp_path / "新版.md")
    assert sent.value.ok  # its line goes when the page is drawn anew, sooner or later
    house.caller("teacher1").settled(document)
    page.reload()
    page.get_by_role("button", name="和现在的版本比较").click()
    expect(page.locator(".sy-change del")).to_have_text("800")
    expect(page.locator(".sy-change ins")).to_have_text("900")
    page.get_by_role("button", name="关闭").click()
    page.get_by_role("button", name="清除旧版本").click()
    page.get_by_role("dialog").get_by_role("button", name="清除旧版本").click()
    expect(page.get_by_text("没有更早的版本。")).to_be_visible()


@pytest.mark.slow
def test_the_steward_confirms_with_reasons_sees_who_reads_and_exports(
    door: Door, house: Running, documents: dict[str, str]
) -> None:
    line = "姓名：陆小川，身份证号：110101199003078515。"
    brought(house.caller("teacher1"), "实习名册", line)
    page = door.enter("steward1", "/desk").page
    card = page.locator(".sy-desk-card", has_text="实习名册")
    expect(card).to_contain_text("含个人信息")
    expect(card.locator(".sy-desk-line")).to_have_text(line)
    card.get_by_role("button", name="确认密级").click()
    page.get_by_role("button", name="确认", exact=True).click()
    expect(card).to_have_count(0)
    page.get_by_role("link", name="谁能看什么").click()
    page.get_by_label("人员").fill("林知夏")
    page.get_by_role("option", name="林知夏").click()
    expect(page.locator(".sy-desk-reads")).to_contain_text("粗车教学要点")
    assert "实习名册" not in page.locator(".sy-desk-reads").inner_text()
    page.go_back()
    expect(page.get_by_text("没有等待确认的资料。")).to_be_visible()
    page.get_by_role("link", name="审计").click()
    page.get_by_role("button", name="核对整条审计链").click()
    expect(page.get_by_text("审计链完整")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="导出 CSV").click()
    assert download.value.suggested_filename == "audit-school.csv"


@pytest.mark.slow
def test_an_erasure_request_is_decided(door: Door, house: Running, documents: dict[str, str]) -> None:
    document = brought(house.caller("teacher1"), "含电话的通知", "请联系王同学。")
    page = door.enter("student1", f"/document?id={document}").page
    page.get_by_role("button", name="申请删除这份资料").click()
    page.get_by_label("理由").fill("里面有我的电话")
    page.get_by_role("button", name="确认", exact=True).click()
    expect(page.get_by_text("已提交，等待数据专员处理。")).to_be_visible()
    desk = door.enter("steward1", "/desk?part=care", width=390).page
    request = desk.locator(".sy-desk-request", has_text="含电话的通知")
    request.get_by_role("button", name="同意并执行").click()
    desk.get_by_role("dialog").get_by_role("button", name="同意并执行").click()
    expect(desk.locator(".sy-desk-request", has_text="已执行").first).to_be_visible()
    narrow(desk)
    page.reload()
    expect(page.get_by_text("没有这份资料，或您不能查阅。")).to_be_visible()


@pytest.mark.slow
@pytest.mark.parametrize("who", ["student1", "teacher1", "staff1", "mentor2", "steward1", "steward3", "admin1"])
def test_no_page_and_no_socket_says_anything_hidden(
    door: Door, house: Running, documents: dict[str, str], who: str
) -> None:
    mentor = house.caller("mentor1")
    title, word = "隐藏标题zqsock", "隐藏正文zqtext"
    hidden = brought(mentor, title, word, "yuchuan/confidential", library="enterprise")
    until = (date.today() + timedelta(days=9)).isoformat()
    asked = mentor.post("/api/releases", document_id=hidden, label="yuchuan/internal", reason="zqreason", until=until)
    visit: Visit = door.enter(who)
    heard: list[str] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: heard.append(frame if isinstance(frame, str) else repr(frame)))

    visit.page.on("websocket", listen)
    desk = [f"/desk?part={p}&owner=yuchuan" for p in ("labels", "releases", "people", "audit", "leaks", "care", "keys")]
    for path in ("/library", f"/document?id={hidden}", *desk):
        visit.page.goto(house.url + path)
        expect(visit.page.locator(".sy-main")).to_be_visible()
        visit.page.wait_for_timeout(400)
        heard.append(visit.page.content())
    if who != "admin1":
        visit.page.goto(f"{house.url}/library")
        visit.page.get_by_placeholder("按标题查找").fill("zqsock")
        expect(visit.page.get_by_text("没有标题相符的资料。")).to_be_visible()
        heard.append(visit.page.content())
    everything = json.dumps(heard, ensure_ascii=False).replace(f"/document?id={hidden}", "")
    for secret in (title, word, "zqreason", asked.json()["id"]):
        assert secret not in everything


@pytest.mark.slow
def test_five_hundred_documents_come_in_pages_and_are_acted_on_together(
    door: Door, house: Running, documents: dict[str, str]
) -> None:
    last = [waiting(house, f"成批{n:03d}") for n in range(500)]
    visit = door.enter("teacher1", "/library")
    page = visit.page
    expect(page.locator(".sy-row")).to_have_count(40)
    page.get_by_role("button", name="显示更多").click()
    expect(page.locator(".sy-row")).to_have_count(80)
    page.get_by_placeholder("按标题查找").fill("成批12")
    expect(page.locator(".sy-row")).to_have_count(10)
    for n in range(3):
        page.locator(".sy-row .q-checkbox").nth(n).click()
    expect(page.locator(".sy-bulk")).to_contain_text("已选 3 份")
    page.locator(".sy-bulk").get_by_role("button", name="移到其他库").click()
    page.get_by_role("radio", name="实训资源库").click()
    page.get_by_role("button", name="确认").click()
    expect(page.get_by_text("完成 3 份")).to_be_visible()
    page.get_by_role("button", name="实训资源库").click()
    expect(page.locator(".sy-row")).to_have_count(3)
    other = door.enter("teacher1", "/library").page
    other.get_by_placeholder("按标题查找").fill("成批499")
    expect(other.locator(".sy-row")).to_have_count(1)
    house.caller("teacher1").client.delete(f"/api/documents/{last[499]}")
    expect(other.locator(".sy-row")).to_have_count(0)
