"""Comments over HTTP: drawn with progress, edited under a version, signed by both, read by whom, taken away."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import httpx
import pytest
from openpyxl import load_workbook

from eval.house import Running
from tests.web.evidenced import shared
from tests.web.test_grading import EVERYBODY, SEERS, Case, agree, signed


@pytest.fixture(scope="module")
def case(house: Running) -> Iterator[Case]:
    """A graded student who consented; a register and an agreement in force."""
    store, student, mentor = house.house.resources.store, house.people["student1"], house.people["mentor1"]
    store.people.consent(student, mentor)
    with shared(house):
        agree(house)
        made = Case(house, signed(house)["id"], student)
        for given in (("teacher1", "skill", "83"), ("mentor1", "skill", "90"), ("mentor1", "safety", "85")):
            assert made.score(*given).status_code == 200
        assert made.publish().status_code == 201
        yield made


def call(case: Case, who: str, method: str, where: str, version: int | None = None, **body: Any) -> httpx.Response:
    headers = {} if version is None else {"If-Match": f'"{version}"'}
    return case.house.caller(who).client.request(method, where, json=body or None, headers=headers)


@pytest.fixture(scope="module")
def drawn(case: Case) -> dict[str, Any]:
    """By the class's batch; the student's own."""
    answer = call(case, "teacher1", "POST", "/api/comments/batch", scheme=case.scheme)
    assert answer.status_code == 200, answer.text
    told = [json.loads(line) for line in answer.text.splitlines()]
    assert [one["done"] for one in told] == list(range(1, told[0]["total"] + 1))
    mine = next(one for one in told if one["student"] == case.student)
    assert mine["outcome"] == "drawn"
    return dict(call(case, "teacher1", "GET", f"/api/comments/{mine['comment']}").json())


def test_a_comment_goes_from_draft_over_two_signatures_to_its_student(case: Case, drawn: dict[str, Any]) -> None:
    where = f"/api/comments/{drawn['id']}"
    assert (drawn["state"], drawn["stale"], drawn["written_by"]) == ("draft", False, "extract")
    assert all(s["cites"] and s["rests"] for s in drawn["sentences"])
    assert call(case, "student1", "GET", where).status_code == 404
    said = [{"part": s["part"], "text": s["text"], "cites": s["cites"]} for s in drawn["sentences"]]
    wrong = [{**said[0], "text": "综合成绩 99 分。"}, *said[1:]]
    assert call(case, "teacher1", "PATCH", where, drawn["version"], sentences=wrong).status_code == 422
    better = [{**said[0], "text": "这一阶段学得踏实。"}, *said[1:]]
    edited = call(case, "teacher1", "PATCH", where, drawn["version"], sentences=better)
    assert edited.status_code == 200, edited.text
    assert call(case, "teacher1", "PATCH", where, drawn["version"], sentences=better).status_code == 409
    kinds = [c["kind"] for c in call(case, "mentor1", "GET", f"{where}/changes").json()["items"]]
    assert kinds.count("removed") == kinds.count("added") == 1
    again = call(case, "teacher1", "POST", "/api/comments/batch", scheme=case.scheme)
    assert '"outcome": "kept"' in next(line for line in again.text.splitlines() if case.student in line)
    version = edited.json()["version"]
    for who in ("teacher1", "mentor1"):
        made = call(case, who, "POST", f"{where}/signature", version)
        assert made.status_code == 200, made.text
        version = made.json()["version"]
    mine = call(case, "student1", "GET", "/api/comments/mine").json()["items"]
    assert [c["sentences"][0]["text"] for c in mine] == ["这一阶段学得踏实。"]
    sheet = call(case, "teacher1", "GET", f"/api/comments/export?scheme={case.scheme}")
    book = load_workbook(BytesIO(sheet.content))
    assert "这一阶段学得踏实。" in str(book.active["B2"].value)
    assert "AIGC" in str(book.properties.description)
    back = call(case, "mentor1", "DELETE", f"{where}/signature", version)
    assert back.json()["state"] == "signed"
    assert call(case, "student1", "GET", where).status_code == 404


def test_whoever_it_does_not_concern_is_told_the_same_as_of_what_is_not_there(
    case: Case, drawn: dict[str, Any]
) -> None:
    """Every call, every role, with the real ids."""
    where, body = f"/api/comments/{drawn['id']}", {"sentences": [{"part": "weak", "text": "x", "cites": ["grade"]}]}
    for who in set(EVERYBODY) - SEERS:
        calls = [
            call(case, who, "GET", where), call(case, who, "PATCH", where, 1, **body),
            call(case, who, "POST", f"{where}/signature", 1), call(case, who, "DELETE", f"{where}/signature", 1),
            call(case, who, "GET", f"{where}/changes"), call(case, who, "GET", f"/api/comments?scheme={case.scheme}"),
            call(case, who, "GET", f"/api/comments/export?scheme={case.scheme}"),
            call(case, who, "POST", "/api/comments", scheme=case.scheme, student=case.student),
            call(case, who, "POST", "/api/comments/batch", scheme=case.scheme),
        ]  # fmt: skip
        assert [c.status_code for c in calls] == [404] * len(calls), who
        assert call(case, who, "GET", "/api/comments/mine").json() == {"items": []}
    stranger = case.house.people["student2"]
    told = call(case, "mentor1", "POST", "/api/comments", scheme=case.scheme, student=case.student)
    assert told.status_code == 403
    assert call(case, "teacher1", "POST", "/api/comments", scheme=case.scheme, student="nobody").status_code == 404
    assert call(case, "student1", "GET", f"/api/comments?scheme={case.scheme}").status_code == 404
    assert stranger not in call(case, "mentor1", "GET", f"/api/comments?scheme={case.scheme}").text


def test_the_tool_drafts_the_same_words_and_changes_nothing_and_the_chat_keeps_none_of_them(
    case: Case, drawn: dict[str, Any]
) -> None:
    where, name = f"/api/comments/{drawn['id']}", case.house.house.resources.store.people.principal(case.student).name
    before = call(case, "teacher1", "GET", where).json()
    asked = {"student": name, "tone": "student", "scheme": case.scheme}
    made = call(case, "teacher1", "POST", "/api/tools/draft_comment", **asked)
    assert made.status_code == 200, made.text
    result = made.json()["result"]
    assert [s["text"] for s in result["sentences"]] == [s["text"] for s in drawn["sentences"]]
    assert all(s["cites"] and s["rests"] for s in result["sentences"])
    assert (result["name"], made.json()["written_by"]) == (name, "extract")
    assert f"self:{case.student}" in made.json()["label"]
    told = call(case, "teacher1", "POST", "/api/chat", message=f"给{name}写一份评语").json()["answer"]
    assert (name in told, f"共 {len(result['sentences'])} 句" in told) == (True, True)
    assert [s["text"] for s in result["sentences"] if s["text"] in told] == []
    assert call(case, "teacher1", "GET", where).json() == before


def test_the_tool_is_for_teachers_of_the_student_and_tells_nobody_else_that_there_is_one(case: Case) -> None:
    """Every role with the real name and the real id; another's student is as one who is not there."""
    people = case.house.house.resources.store.people
    real = [case.student, people.principal(case.student).name]
    for who in set(EVERYBODY) - {"teacher1"}:
        answers = [call(case, who, "POST", "/api/tools/draft_comment", student=one) for one in (*real, "查无此人")]
        assert [a.status_code for a in answers] == [404] * 3, who
        names = [t["name"] for t in call(case, who, "GET", "/api/tools").json()["items"]]
        assert "draft_comment" not in names
    others = [case.house.people["student2"], people.principal(case.house.people["student2"]).name, "查无此人"]
    told = [call(case, "teacher1", "POST", "/api/tools/draft_comment", student=one) for one in others]
    assert len({(t.status_code, t.json()["detail"]) for t in told}) == 1
    wrong = call(case, "teacher1", "POST", "/api/tools/draft_comment", student=case.student, scheme="nothing")
    assert wrong.json()["detail"] == told[0].json()["detail"]
