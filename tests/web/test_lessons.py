"""The lesson-plan page: edited in place, sums required, editions kept, nothing overwritten, exported into forms."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from playwright.sync_api import expect

from eval.house import Caller, Running
from learning.tier import HOUR
from tests.tools.exported import properties, words
from tests.tools.lessons import LESSON
from tests.tools.test_templates import form
from tests.web.visiting import READY, Door
from trust.errors import BadInput, NotFound, Stale
from trust.labels import join
from trust.sources import Citation
from web.lessons import due, kept_lesson, saved


@pytest.fixture
def kept(house: Running, documents: dict[str, str]) -> str:
    """A lesson that teacher1 made of a document."""
    store = house.house.resources.store
    person = store.people.principal(house.people["teacher1"])
    scope = store.labels.scope(person)
    read = store.library.whole(person, scope, documents["lesson"])
    cited = [Citation(n, p.id, p.document_id, p.title, p.locator, p.text[:20]) for n, p in enumerate(read, 1)]
    made = store.artefacts.keep(
        person, scope, tool="plan_lesson", title="《传动轴精车》教案", result=LESSON.model_dump(mode="json"),
        citations=cited, sources=read, label=join(p.label for p in read), written_by="extract",
    )  # fmt: skip
    return made.id


def given(house: Running, who: str) -> tuple[Any, Any, Any]:
    parts = house.house.resources
    person = parts.store.people.principal(house.people[who])
    return parts, person, parts.store.labels.scope(person)


def test_a_new_edition_needs_its_sums_right_and_the_version_last_seen(house: Running, kept: str) -> None:
    parts, person, scope = given(house, "teacher1")
    held = kept_lesson(parts, person, scope, kept)
    content = held.lesson.model_dump(mode="json")
    assert due(content) == (2 * HOUR, 2 * HOUR)
    content["plan"]["stages"][1]["minutes"] += 5
    with pytest.raises(BadInput, match="合计 95 分钟，应为 90 分钟"):
        saved(parts, person, scope, held, content)
    content["plan"]["stages"][2]["minutes"] -= 5
    content["plan"]["analysis"].append({"text": " ", "citation": None})
    content["plan"]["reflection"] = "下次多留十分钟检测。"
    second = saved(parts, person, scope, held, content)
    assert second.newest == 2
    assert len(second.lesson.plan.analysis) == 1 if second.lesson.plan else False
    with pytest.raises(Stale):
        saved(parts, person, scope, held, content)
    content["plan"]["assessment"][0]["points"] += 1
    with pytest.raises(BadInput, match="100"):
        saved(parts, person, scope, second, content)
    first = kept_lesson(parts, person, scope, kept, 1)
    assert (first.newest, first.artefact.edition, first.lesson) == (2, 1, LESSON)


def test_another_person_s_draft_is_no_lesson_to_them(house: Running, kept: str) -> None:
    for who in ("student1", "mentor1", "mentor2"):
        with pytest.raises(NotFound):
            kept_lesson(*given(house, who), kept)


def test_every_kind_of_file_comes_out_of_a_lesson(teacher: Caller, kept: str) -> None:
    for suffix, more in (("docx", {"form": "plan"}), ("docx", {"form": "loose_leaf"}), ("pptx", {})):
        answer = teacher.get(f"/api/artefacts/{kept}/files/{suffix}", **more)
        assert answer.status_code == 200, answer.text
        assert properties(answer.content)["written_by"] == "extract"


@pytest.mark.slow
@pytest.mark.browser
def test_a_teacher_edits_saves_exports_and_hands_in(door: Door, kept: str, tmp_path: Path) -> None:
    visit = door.enter("teacher1", f"/lessons?id={kept}")
    page = visit.page
    stages = page.locator('[data-part="lesson_stages"]')
    total = stages.get_by_role("status")
    expect(total).to_have_text("课中合计 90 分钟，应为 90 分钟", timeout=READY)
    minutes = stages.get_by_label("分钟")
    minutes.nth(1).fill("20")
    expect(total).to_have_text("课中合计 100 分钟，应为 90 分钟", timeout=READY)
    page.get_by_role("button", name="保存为新一版").click()
    expect(page.get_by_text("课中时间合计 100 分钟，应为 90 分钟")).to_be_visible(timeout=READY)
    minutes.nth(2).fill("15")
    expect(total).to_have_text("课中合计 90 分钟，应为 90 分钟", timeout=READY)
    page.locator('[data-part="lesson_reflection"]').get_by_role("textbox").fill("下次多留时间检测。")
    expect(page.get_by_text("有未保存的修改")).to_be_visible(timeout=READY)
    page.get_by_role("button", name="保存为新一版").click()
    expect(page.get_by_role("link", name="第 2 版")).to_be_visible(timeout=READY)

    (tmp_path / "校本教案.docx").write_bytes(form("临澜职院教案 {{ 课题 }}", "{{ 教学反思 }}", "{{ 校长寄语 }}"))
    page.get_by_role("button", name="学校的 Word 模板").click()
    page.get_by_test_id("files").set_input_files(tmp_path / "校本教案.docx")
    brought = page.locator(".sy-form").filter(has_text="校本教案").first
    expect(brought).to_contain_text("填不了：校长寄语", timeout=READY)
    page.get_by_label("Word 版式").click()
    page.get_by_role("option", name="校本教案").first.click()
    page.get_by_role("button", name="Word 教案").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="照样导出，留空").click()
    told = words(download.value.path().read_bytes())
    assert "临澜职院教案 传动轴精车" in told
    assert "下次多留时间检测。" in told
    assert "人工修改" in told[0]
    with page.expect_download() as slides:
        page.get_by_role("button", name="幻灯片").click()
    assert slides.value.suggested_filename.endswith(".pptx")

    version = door.house.caller("teacher1").get(f"/api/artefacts/{kept}").json()["version"]
    door.house.caller("teacher1").client.patch(
        f"/api/artefacts/{kept}", json={"version": version, "title": "别处改的"}
    ).raise_for_status()
    minutes.nth(1).fill("25")
    minutes.nth(2).fill("10")
    page.get_by_role("button", name="保存为新一版").click()
    expect(page.get_by_role("alert").filter(has_text="没有覆盖")).to_be_visible(timeout=READY)
    expect(minutes.nth(1)).to_have_value("25", timeout=READY)
    page.goto(f"{door.house.url}/lessons?id={kept}")
    page.get_by_role("button", name="提交审核").click()
    expect(page.locator(".sy-lesson").get_by_text("待审")).to_be_visible(timeout=READY)


@pytest.mark.browser
def test_learners_have_no_lesson_page(door: Door, kept: str) -> None:
    visit = door.enter("student1", f"/lessons?id={kept}")
    expect(visit.page.locator(".sy-empty")).to_contain_text("供教师和企业导师使用", timeout=READY)
    expect(visit.page.get_by_role("link", name="教案", exact=True)).to_have_count(0)
    assert "传动轴精车" not in visit.page.content()


@pytest.mark.slow
@pytest.mark.browser
def test_the_lesson_page_needs_no_sideways_scrolling_on_a_phone(door: Door, kept: str) -> None:
    visit = door.enter("teacher1", f"/lessons?id={kept}", width=360)
    expect(visit.page.locator('[data-part="lesson_stages"]')).to_be_visible(timeout=READY)
    assert visit.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_school_s_form_holds_the_lesson(teacher: Caller, kept: str) -> None:
    sent = teacher.client.post("/api/templates", files={"file": ("a.docx", form("{{ 课题 }}·{{ 班级 }}"))})
    template = sent.raise_for_status().json()["id"]
    made = teacher.get(f"/api/artefacts/{kept}/files/docx", template=template)
    assert "传动轴精车·数控 2401 班" in [p.text for p in Document(BytesIO(made.content)).paragraphs]
