"""What people do in a browser, in a real one: sign in, ask, open a source, add a file and watch it being read."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from eval import browsing
from eval.house import Running
from tests.web.visiting import ASKED, READY, Door

pytestmark = pytest.mark.browser

STAGES = """() => {
  window.seen = new Set();
  const look = () => document.querySelectorAll(".sy-row").forEach((row) => {
    if (row.innerText.includes("深孔钻削记录")) window.seen.add(row.dataset.state);
  });
  new MutationObserver(look).observe(document.body, {subtree: true, childList: true, attributes: true});
}"""
"""Keeps every state that the new document's row is shown in."""
AT_ONCE = """() => {
  const choose = () => {
    const input = document.querySelector('[data-testid="files"]'), given = new DataTransfer();
    given.items.add(new File(["导向套每三十件更换一次。"], "抢先一步.txt", {type: "text/plain"}));
    input.files = given.files;
    input.dispatchEvent(new Event("change", {bubbles: true}));
  };
  const real = window.setTimeout, waiting = [];
  window.setTimeout = (act, ms, ...rest) => ms === 10 ? waiting.push(act) : real(act, ms, ...rest);
  window.did_handshake = false;
  document.querySelector('[data-level="3"]').click();
  choose();
  real(() => {
    window.did_handshake = true;
    window.setTimeout = real;
    waiting.reverse().forEach((act) => act());
  }, 60);
}"""
"""Picks the highest level and chooses a file before the page's socket stands; what waits for it goes in any order."""


def test_a_student_signs_in_asks_and_opens_a_citation(door: Door, documents: dict[str, str]) -> None:
    visit = door.sign_in("student1")
    expect(visit.page.get_by_text("林知夏，想了解什么？")).to_be_visible()
    visit.ask(ASKED)
    expect(visit.answer).to_contain_text("800 r/min")
    expect(visit.answer.locator(".sy-cited").first).to_contain_text("粗车教学要点")
    expect(visit.answer.locator(".sy-badge")).to_have_text("groups内部")
    visit.answer.get_by_role("button", name="这个回答是怎么来的").click()
    expect(visit.answer.locator(".sy-how-steps")).to_contain_text("检索“")
    expect(visit.answer.locator(".sy-how-steps")).to_contain_text("按规则摘录原文")
    visit.answer.locator(".sy-answer-text .sy-chip").first.click()
    source = visit.page.locator(".sy-source")
    expect(source.locator("mark")).to_contain_text("粗车外圆时主轴转速取800 r/min")
    expect(source).to_contain_text("数控车削与铣削")
    with visit.page.expect_download() as download:
        source.get_by_role("link", name="下载原文件").click()
    assert download.value.suggested_filename == "粗车教学要点.txt"
    source.get_by_role("button", name="关闭").click()
    expect(source).not_to_be_visible()


@pytest.mark.slow
def test_a_follow_up_is_understood_and_its_citation_opens_by_keyboard(door: Door, documents: dict[str, str]) -> None:
    visit = door.enter("student1")
    visit.ask(ASKED)
    expect(visit.answer).to_contain_text("800 r/min")
    visit.ask("那精车余量呢？")
    expect(visit.answer).to_contain_text("0.3 mm")
    visit.answer.locator(".sy-answer-text .sy-chip").first.focus()
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator(".sy-source mark")).to_contain_text("精车余量单边留0.3 mm")
    visit.page.keyboard.press("Escape")
    expect(visit.page.locator(".sy-source")).not_to_be_visible()
    expect(visit.page.locator(".sy-thread-here")).to_contain_text(ASKED)


@pytest.mark.slow
def test_a_student_who_switches_to_tutoring_is_led_and_answers(door: Door, documents: dict[str, str]) -> None:
    visit = door.enter("student1")
    visit.page.get_by_role("switch", name="辅导").click()
    visit.ask("粗车外圆的进给量取多少？")
    expect(visit.answer).to_contain_text("粗车教学要点")
    expect(visit.answer).not_to_contain_text("0.25")
    expect(visit.answer.get_by_role("button", name="重新回答")).to_be_visible()  # the answer has ended
    visit.ask("0.9 mm/r")
    expect(visit.answer).to_contain_text("____")
    expect(visit.answer).not_to_contain_text("0.25")
    expect(visit.answer.get_by_role("button", name="重新回答")).to_be_visible()
    visit.ask("0.25 mm/r")
    expect(visit.answer).to_contain_text("答对了")
    expect(visit.answer.locator(".sy-cited").first).to_contain_text("粗车教学要点")


def test_a_conversation_is_there_again_after_a_reload(door: Door, documents: dict[str, str]) -> None:
    visit = door.enter("student1")
    visit.ask("精车余量单边留多少？")
    expect(visit.answer).to_contain_text("0.3 mm")
    visit.page.wait_for_url("**/?thread=*")
    expect(visit.page.locator(".sy-thread-here")).to_contain_text("精车余量单边留多少？")
    visit.page.reload()
    expect(visit.page.locator(".sy-asked")).to_have_text("精车余量单边留多少？")
    expect(visit.answer.locator(".sy-cited").first).to_be_visible()
    visit.page.get_by_role("button", name="新对话").click()
    expect(visit.page.locator(".sy-hello")).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/library"])
def test_an_administrator_is_told_that_the_role_reads_nothing(door: Door, documents: dict[str, str], path: str) -> None:
    visit = door.enter("admin1", path)
    expect(visit.page.locator(".sy-empty")).to_contain_text("不查阅资料")
    expect(visit.page.locator(".sy-row")).to_have_count(0)


def test_a_refusal_looks_like_one(door: Door, documents: dict[str, str]) -> None:
    visit = door.enter("student2")
    visit.ask("恐龙为何灭绝？")
    expect(visit.page.locator(".sy-refused")).to_contain_text("没有找到依据")
    expect(visit.page.locator(".sy-refused .sy-cited")).to_have_count(0)


@pytest.mark.slow
def test_an_enterprise_employee_learns_from_a_course(door: Door, documents: dict[str, str]) -> None:
    visit = door.enter("staff1")
    visit.ask(ASKED)
    expect(visit.answer.locator(".sy-cited").first).to_contain_text("粗车教学要点")
    visit.answer.locator(".sy-cited").first.click()
    expect(visit.page.locator(".sy-source")).to_contain_text("临澜职业技术学院")
    visit.page.keyboard.press("Escape")
    visit.page.get_by_role("link", name="资料库").click()
    expect(visit.page.locator(".sy-rows")).to_contain_text("粗车教学要点")
    expect(visit.page.locator(".sy-add")).to_have_count(0)


@pytest.mark.slow
def test_a_mentor_adds_a_confidential_file_sees_its_stages_and_finds_it_and_the_student_cannot(
    door: Door, documents: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "深孔钻削记录.txt"
    more = "".join(f"\n\n第{n}件抽检合格，孔径与直线度符合图样要求，记录由当班组长签字。" for n in range(3000))
    file.write_text("深孔钻削的冷却液压力为4.2 MPa，每三十件更换一次导向套。" + more, "utf-8")
    mentor = door.enter("mentor1", "/library")
    mentor.page.evaluate(STAGES)
    mentor.page.get_by_role("button", name="添加资料").click()
    mentor.page.get_by_role("radio", name="机密").click()
    expect(mentor.page.get_by_role("radio", name="机密")).to_have_attribute("aria-checked", "true")
    mentor.page.get_by_test_id("files").set_input_files(file)
    expect(mentor.page.locator(".sy-sent li")).to_contain_text("已收到")
    row = mentor.page.locator(".sy-row", has_text="深孔钻削记录")
    expect(row.locator(".sy-badge")).to_contain_text("机密")
    expect(row.locator(".sy-state")).to_have_text("可以查询", timeout=READY)
    shown = mentor.page.evaluate("[...window.seen]")
    assert shown[-1] == "ready"
    assert set(shown[:-1]) & {"received", "parsing", "indexing"}
    mentor.page.get_by_role("link", name="提问").click()
    mentor.ask("深孔钻削的冷却液压力是多少？")
    expect(mentor.answer).to_contain_text("4.2 MPa")
    expect(mentor.answer.locator(".sy-badge")).to_contain_text("机密")

    student = door.enter("student1", "/library")
    expect(student.page.locator(".sy-row").first).to_be_visible()
    student.page.get_by_placeholder("按标题查找").fill("深孔")
    expect(student.page.get_by_text("没有标题相符的资料。")).to_be_visible()
    student.page.goto(f"{door.house.url}/")
    student.ask("深孔钻削的冷却液压力是多少？")
    expect(student.page.locator(".sy-answer-foot > *").first).to_be_attached()
    assert "4.2 MPa" not in student.page.content()
    assert "深孔钻削记录" not in student.page.content()


def test_a_file_chosen_in_the_moment_after_a_label_goes_in_under_that_label(
    door: Door, documents: dict[str, str]
) -> None:
    visit = door.enter("mentor1", "/library")
    visit.page.get_by_role("button", name="添加资料").click()
    expect(visit.page.get_by_role("radio", name="机密")).to_be_visible()
    visit.page.evaluate(AT_ONCE)
    expect(visit.page.locator(".sy-sent li")).to_contain_text("已收到")
    found = door.house.caller("mentor1").get("/api/documents", q="抢先一步").json()["items"]
    assert [d["label"] for d in found] == ["yuchuan/confidential"]


@pytest.mark.slow
def test_a_file_that_cannot_be_read_says_why_in_the_reader_s_language(
    door: Door, documents: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "坏了.docx").write_bytes(b"PK\x03\x04 broken")
    visit = door.enter("teacher1", "/library")
    visit.page.get_by_role("button", name="添加资料").click()
    visit.page.get_by_test_id("files").set_input_files(tmp_path / "坏了.docx")
    row = visit.page.locator(".sy-row", has_text="坏了")
    expect(row.locator(".sy-state")).to_have_text("未能处理", timeout=READY)
    expect(row.locator(".sy-note-bad")).to_contain_text("文件已损坏")
    visit.page.goto(f"{door.house.url}/language?to=en&back=/library")
    expect(row.locator(".sy-note-bad")).to_contain_text("The file is damaged")


@pytest.mark.slow
def test_several_files_at_once_each_with_its_own_outcome(
    door: Door, documents: dict[str, str], tmp_path: Path
) -> None:
    for name, text in (("甲.txt", "甲件检查要点。"), ("乙.md", "# 乙件\n\n乙件检查要点。"), ("丙.rar", "x")):
        (tmp_path / name).write_text(text, "utf-8")
    visit = door.enter("teacher1", "/library")
    visit.page.get_by_role("button", name="添加资料").click()
    visit.page.get_by_test_id("files").set_input_files(sorted(tmp_path.iterdir()))
    expect(visit.page.locator(".sy-sent-done")).to_have_count(2)
    expect(visit.page.locator(".sy-sent-failed")).to_contain_text("不支持")
    expect(visit.page.locator(".sy-row", has_text="甲").locator(".sy-state")).to_have_text("可以查询", timeout=READY)
    visit.complained.clear()


@pytest.mark.slow
def test_a_steward_raises_a_label_and_deletes(door: Door, documents: dict[str, str]) -> None:
    teacher = door.house.caller("teacher1")
    teacher.settled(
        teacher.upload("待定密级的内容。", owner="school", label="school/internal", name="待定.txt").json()["id"]
    )
    visit = door.enter("steward1", "/library")
    row = visit.page.locator(".sy-row", has_text="待定.txt")
    row.get_by_role("button", name="待定.txt").click()
    visit.page.get_by_text("确认密级").click()
    visit.page.get_by_role("radio", name="受限").click()
    visit.page.get_by_role("button", name="确认").click()
    expect(row.locator(".sy-badge")).to_contain_text("受限")
    row.get_by_role("button", name="待定.txt").click()
    visit.page.get_by_role("menu").get_by_text("删除").click()
    visit.page.get_by_role("dialog").get_by_role("button", name="删除").click()
    expect(row).to_have_count(0)


def test_wrong_passwords_and_ended_sessions_are_told_in_words(door: Door) -> None:
    visit = door.open("/library")
    visit.page.wait_for_url("**/sign-in")
    visit.page.get_by_label("用户名").fill("student2")
    visit.page.get_by_label("密码").fill("not-the-password")
    visit.page.get_by_role("button", name="登录").click()
    expect(visit.page.get_by_role("alert")).to_contain_text("用户名或密码不对")
    inside = door.sign_in("student2")
    inside.page.get_by_role("button", name="周予安").click()
    inside.page.get_by_role("button", name="退出登录").click()
    inside.page.wait_for_url("**/sign-in")
    inside.page.goto(f"{door.house.url}/")
    inside.page.wait_for_url("**/sign-in")


def test_the_pages_speak_english_when_asked_to(door: Door) -> None:
    visit = door.open("/sign-in")
    visit.page.get_by_role("link", name="English").click()
    expect(visit.page.get_by_role("button", name="Sign in")).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/library", "/no-such-page"])
def test_a_phone_needs_no_sideways_scrolling(door: Door, documents: dict[str, str], path: str) -> None:
    visit = door.enter("mentor1", path, width=360)
    expect(visit.page.locator(".sy-main, .sy-gate")).to_be_visible()
    if path == "/no-such-page":
        assert visit.complained.pop()  # the browser tells of the 404
    if path == "/library":
        visit.page.get_by_role("button", name="添加资料").click()
        expect(visit.page.locator(".sy-drop")).to_be_visible()
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_page_framework_writes_nothing_down(house: Running, documents: dict[str, str]) -> None:
    from nicegui.storage import Storage

    assert Storage.secret is None
    assert not Storage.path.exists()
    assert not list(house.house.resources.settings.data.rglob("storage-*.json"))


@pytest.mark.slow
def test_an_answer_is_copied_with_its_sources_asked_otherwise_its_thread_deleted_and_a_page_found_by_keyboard(
    door: Door, documents: dict[str, str]
) -> None:
    """The clipboard is written by the page itself: what it would hold is heard there."""
    visit = door.enter("student1")
    page = visit.page
    page.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', {value: {writeText: async (t) => { window.copied = t; }}})"
    )
    page.reload()
    browsing.settled(page, ".sy-main")
    visit.ask(ASKED)
    expect(page.locator(".sy-offered")).to_be_visible()
    page.get_by_role("button", name="复制（含出处）").click()
    page.wait_for_function("() => window.copied")
    copied = page.evaluate("window.copied")
    assert "800 r/min" in copied
    assert "粗车教学要点" in copied
    page.get_by_role("button", name="修改再问").click()
    box = page.get_by_role("textbox", name="提问")
    expect(box).to_have_value(ASKED)
    box.fill("粗车外圆的进给量是多少？")
    box.press("Enter")
    expect(page.locator(".sy-asked")).to_have_text(["粗车外圆的进给量是多少？"])
    expect(page.locator(".sy-answer-text").last).to_contain_text("0.25 mm/r")
    page.locator(".sy-thread-here button").click()
    page.get_by_role("menu").get_by_text("删除这段对话").click()
    page.locator(".sy-dialog-buttons button").last.click()
    page.wait_for_url(f"{door.house.url}/")
    expect(page.locator(".sy-answer")).to_have_count(0)
    browsing.settled(page, ".sy-main")
    page.keyboard.press("Control+k")
    expect(page.locator(".sy-command input")).to_be_focused()
    page.keyboard.type("资料库")
    expect(page.locator(".sy-command-goal").first).to_contain_text("资料库")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/library")
