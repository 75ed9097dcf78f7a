"""The learning path over HTTP and on its page: both quotes, progress of one's own, shown by choice; no leaks."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from eval.house import Caller, Running
from tests.web.practised import put
from tests.web.visiting import Door

PROFILE = (
    "岗位画像：车工\n一、能力要求\n● 会选粗车外圆的主轴转速。\n● 知道急停按钮在哪里。\n"
    "● 会做传动轴精车的首件检查并记录。\n● 会唱厂歌。\n"
)  # fmt: skip


@pytest.fixture(scope="module")
def post(house: Running, documents: dict[str, str]) -> str:
    return put(house, "mentor1", "yuchuan/internal", "岗位画像：车工", PROFILE, "enterprise")


@pytest.fixture
def staff(house: Running, post: str) -> Iterator[Caller]:
    """Before and after, nothing is learnt and nothing shown; calls made up elsewhere may have left something."""
    caller = house.caller("staff1")
    forget(caller, post)
    yield caller
    forget(caller, post)


def forget(caller: Caller, post: str) -> None:
    for step in caller.get("/api/path", post=post).json()["steps"]:
        caller.client.delete(f"/api/path/steps/{step['id']}")
    for mentor in caller.get("/api/path/mentors").json()["items"]:
        if mentor["shown"]:
            caller.client.delete(f"/api/path/mentors/{mentor['id']}").raise_for_status()


def path(caller: Caller, post: str) -> dict:
    return caller.get("/api/path", post=post).raise_for_status().json()


def test_each_step_quotes_what_is_required_and_what_teaches_it(staff: Caller, post: str) -> None:
    found = path(staff, post)
    by_text = {s["text"]: s for s in found["steps"]}
    assert set(by_text) == {
        "会选粗车外圆的主轴转速。", "知道急停按钮在哪里。", "会做传动轴精车的首件检查并记录。", "会唱厂歌。",
    }
    speed = by_text["会选粗车外圆的主轴转速。"]
    lesson = speed["lessons"][0]
    assert lesson["course"]
    assert "主轴转速取800 r/min" in lesson["citation"]["quote"]
    for cited in (speed["requirement"], lesson["citation"]):
        passage = staff.get(f"/api/passages/{cited['passage_id']}").raise_for_status().json()
        assert cited["quote"] in passage["text"]
    own = by_text["会做传动轴精车的首件检查并记录。"]["lessons"]
    assert any(not one["course"] and one["citation"]["title"] == "传动轴工序卡" for one in own)
    assert by_text["会唱厂歌。"]["lessons"] == []
    assert found["steps"][-1]["text"] == "会唱厂歌。"
    assert found["next"] == found["steps"][0]["id"]


def test_what_is_learnt_is_one_s_own_until_it_is_shown_and_again_once_it_is_not(
    house: Running, staff: Caller, post: str
) -> None:
    mentor = house.caller("mentor1")
    first, second = [s["id"] for s in path(staff, post)["steps"][:2]]
    assert staff.client.put(f"/api/path/steps/{first}").status_code == 204
    assert path(staff, post)["next"] == second
    assert mentor.get("/api/path/shown").json() == {"items": []}
    mentors = staff.get("/api/path/mentors").json()["items"]
    (one,) = [m for m in mentors if m["name"] == "陆衡之"]
    assert not one["shown"]
    staff.client.put(f"/api/path/mentors/{one['id']}").raise_for_status()
    (shown,) = mentor.get("/api/path/shown").json()["items"]
    assert (shown["name"], len(shown["learnt"]), shown["of"]) == ("顾小满", 1, 4)
    assert house.caller("mentor2").get("/api/path/shown").json() == {"items": []}
    staff.client.delete(f"/api/path/mentors/{one['id']}").raise_for_status()
    assert mentor.get("/api/path/shown").json() == {"items": []}


def test_for_everybody_else_there_is_no_path(house: Running, staff: Caller, post: str) -> None:
    step = path(staff, post)["steps"][0]["id"]
    mentor = house.people["mentor1"]
    for who in ("student1", "teacher1", "mentor1", "steward1", "steward2", "admin1"):
        caller = house.caller(who)
        answers = [
            caller.get("/api/path"), caller.get("/api/path/mentors"), caller.client.put(f"/api/path/steps/{step}"),
            caller.client.put(f"/api/path/mentors/{mentor}"),
        ]
        assert {a.status_code for a in answers} == {404}, who
    assert house.caller("staff1").get("/api/path/shown").status_code == 404
    other = house.caller("staff2")
    absent = [(other.get("/api/path", post=i).status_code) for i in (post, "no-such-document")]
    marked = [other.client.put(f"/api/path/steps/{i}").status_code for i in (step, "0" * 48)]
    assert absent == marked == [404, 404]
    assert staff.client.put(f"/api/path/mentors/{house.people['mentor2']}").status_code == 404


def test_nothing_hidden_changes_a_path_or_what_a_mentor_is_shown(house: Running, staff: Caller, post: str) -> None:
    """Paired worlds: confidential profiles, courses and company documents come, and go again."""
    mentor = staff.get("/api/path/mentors").json()["items"][0]["id"]
    staff.client.put(f"/api/path/mentors/{mentor}").raise_for_status()
    staff.client.put(f"/api/path/steps/{path(staff, post)['steps'][0]['id']}").raise_for_status()
    callers = [house.caller(who) for who in ("staff1", "staff2", "mentor2")]
    before = [look(caller, post) for caller in callers]
    hidden = [
        ("steward1", put(house, "steward1", "school/confidential", "主轴转速教材", PROFILE * 3, "course")),
        ("mentor1", put(house, "mentor1", "yuchuan/confidential", "岗位画像：厂歌", PROFILE.replace("厂歌", "校歌"),
                        "enterprise")),
        ("mentor1", put(house, "mentor1", "yuchuan/restricted", "厂歌歌词", "会唱厂歌：第一段。", "enterprise")),
    ]  # fmt: skip
    after = [look(caller, post) for caller in callers]
    for who, document in hidden:
        house.caller(who).client.delete(f"/api/documents/{document}").raise_for_status()
    assert after == before
    assert [look(caller, post) for caller in callers] == before


def look(caller: Caller, post: str) -> str:
    calls = (("/api/path", {}), ("/api/path", {"post": post}), ("/api/path/mentors", {}), ("/api/path/shown", {}))
    answers = [caller.get(url, **given) for url, given in calls]
    return json.dumps([
        (a.status_code, a.json() if a.status_code == 200 else a.json()["detail"]) for a in answers
    ], ensure_ascii=False)  # fmt: skip


@pytest.mark.slow
@pytest.mark.browser
def test_an_employee_learns_a_step_and_shows_it_to_the_mentor_on_their_pages(
    door: Door, house: Running, staff: Caller, post: str
) -> None:
    visit = door.enter("staff1", f"/path?post={post}", width=390)
    page = visit.page
    first = page.locator(".sy-path-next")
    expect(first.locator(".sy-path-quote")).not_to_have_count(0)
    required = first.locator(".sy-path-text").inner_text()
    first.locator(".sy-cited").last.click()
    expect(page.locator(".sy-source mark")).to_be_visible()
    page.keyboard.press("Escape")
    first.get_by_role("button", name="学过了").click()
    expect(page.locator(".sy-path-done")).to_contain_text(required)
    expect(first.locator(".sy-path-text")).not_to_have_text(required)
    assert visit.narrow
    page.get_by_role("switch", name="陆衡之").click()
    expect(page.get_by_text("陆衡之 现在能看到你的进度")).to_be_visible()
    mentor = door.enter("mentor1", "/path").page
    expect(mentor.locator(".sy-path-one")).to_contain_text("顾小满")
    page.get_by_role("switch", name="陆衡之").click()
    expect(page.get_by_text("陆衡之 不再能看到你的进度")).to_be_visible()
    mentor.reload()
    expect(mentor.get_by_text("还没有员工给你看学习进度")).to_be_visible()
