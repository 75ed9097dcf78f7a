"""Internships over HTTP: readiness with reasons, a log that is evidence once, nobody sees what is not theirs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from eval.house import Running
from tests.web.evidenced import shared
from tests.web.interned import BASE, REQUIREMENT, TODAY, WHY, asked, examined, order, place, put, step, walk, wanted

EVERYBODY = ("student1", "student2", "teacher1", "mentor1", "staff1", "mentor2", "steward1", "steward2", "admin1")
SIDES = {"student1": ["student"], "teacher1": ["teacher"], "mentor1": ["mentor"]}
WORDS = ("只在日志里的话", "粗车阶梯轴外圆", "停机后清理切屑")


@pytest.fixture(scope="module", autouse=True)
def standing(house: Running) -> Iterator[None]:
    with shared(house):
        asked(house)
        yield


@pytest.fixture(scope="module")
def lived(house: Running, standing: None) -> dict[str, Any]:
    """student1 placed by a work order; one entry handed in, one a draft."""
    walk(house)
    examined(house)
    made = place(house.caller("teacher1"), wanted(house, work_order=order(house)))
    assert made.status_code == 201, made.text
    student, held = house.caller("student1"), made.json()
    draft = put(student, held["id"], 2, note="只在日志里的话").raise_for_status().json()
    entry = put(student, held["id"], 1, task=1, steps=[0, 1]).raise_for_status().json()
    return {"placement": held["id"], "draft": draft, "entry": step(student, entry, "handing-in").json()}


def test_readiness_is_a_list_with_reasons_and_takes_one(house: Running, lived: dict[str, Any]) -> None:
    path = f"{BASE}/projects/shaft/readiness"
    teacher = house.caller("teacher1")
    assert house.caller("mentor1").get(path).status_code == 422, "nor has an earlier look of theirs one"
    (line,) = teacher.get(path, reason=WHY).json()["items"]
    assert (line["student"], line["ready"]) == (house.people["student1"], True)
    assert [(p["what"], p["name"], p["why"], len(p["evidence"])) for p in line["points"]] == [
        ("process", "粗车外圆", "met", 1), ("safety", "车间安全考核", "met", 1),
    ]  # fmt: skip
    (own,) = house.caller("student1").get(path).json()["items"]
    assert own["points"] == line["points"]
    assert [i["student"] for i in house.caller("mentor1").get(path, reason=WHY).json()["items"]] == [line["student"]]
    for name in ("student2", "staff1", "mentor2", "steward1", "admin1"):
        assert house.caller(name).get(path, reason=WHY).status_code == 404
        assert "shaft" not in house.caller(name).get(f"{BASE}/projects").text


def test_a_requirement_is_put_by_the_version_that_was_read(house: Running, lived: dict[str, Any]) -> None:
    path, client = f"{BASE}/projects/shaft/requirement", house.caller("teacher1").client
    (held,) = [p for p in client.get(f"{BASE}/projects").json()["items"] if p["id"] == "shaft"]
    assert held["requirement"] == REQUIREMENT
    old = {"If-Match": str(held["version"] - 1)}
    assert client.put(path, json=REQUIREMENT, headers=old).status_code == 409
    assert client.put(path, json=REQUIREMENT).status_code == 422
    now = {"If-Match": str(held["version"])}
    for wrong in ({"processes": [], "safety": []}, {"line": "1.5"}, {"processes": ["甲", "甲"]}):
        assert client.put(path, json=REQUIREMENT | wrong, headers=now).status_code == 422
    for name, status in (("student1", 403), ("mentor1", 403), ("student2", 404), ("steward1", 404)):
        assert house.caller(name).client.put(path, json=REQUIREMENT, headers=now).status_code == status


@pytest.mark.parametrize("name", EVERYBODY)
def test_who_sees_a_placement_and_a_stranger_learns_nothing(
    house: Running, lived: dict[str, Any], name: str
) -> None:
    caller, held, entry = house.caller(name), lived["placement"], lived["entry"]["id"]
    answers = {
        path: caller.get(f"{BASE}{path}")
        for path in ("", "/board", "/logs/all", f"/{held}", f"/{held}/log", f"/{held}/attendance")
    }
    if name in SIDES:
        found = answers[f"/{held}"].json()
        assert found["placement"]["sides"] == SIDES[name]
        assert [t["title"] for t in found["tasks"]] == ["装夹找正", "粗车外圆"]
        assert {e["id"] for e in answers[f"/{held}/log"].json()["items"]} >= {entry}
        drafts = sum("只在日志里的话" in a.text for a in answers.values())
        assert drafts == (2 if name == "student1" else 0), "a draft is its student's own"
        return
    for path in ("", "/board", "/logs/all"):
        assert answers[path].json() == {"items": []}
    absent = caller.get(f"{BASE}/nothing").json() | {"request_id": ""}
    for path in (f"/{held}", f"/{held}/log", f"/{held}/attendance"):
        assert (answers[path].status_code, answers[path].json() | {"request_id": ""}) == (404, absent)
    day, version = f"{TODAY}", {"If-Match": "1"}
    refused = [
        caller.client.patch(f"{BASE}/{held}", json={}, headers=version),
        caller.client.put(f"{BASE}/{held}/attendance/{day}", json={"mark": "present"}),
        put(caller, held), step(caller, lived["entry"], "handing-in"),
        step(caller, lived["entry"], "decision", confirm=True),
        caller.client.delete(f"{BASE}/logs/{entry}", headers=version),
        place(caller, wanted(house)), caller.get(f"{BASE}/projects/shaft/mentors"),
    ]  # fmt: skip
    assert [r.status_code for r in refused] == [404] * len(refused)
    assert not any(word in r.text for r in (*answers.values(), *refused) for word in WORDS)


def test_confirmed_twice_it_is_one_piece_of_evidence(house: Running, lived: dict[str, Any]) -> None:
    student, mentor, held = house.caller("student1"), house.caller("mentor1"), lived["placement"]
    entry = put(student, held, 3, note="第三天").json()
    assert put(student, held, 3, note="另一页").status_code == 409
    assert step(mentor, entry, "decision", confirm=True).status_code == 404, "a draft"
    sent = step(student, entry, "handing-in").json()
    assert step(student, entry, "handing-in").status_code == 409
    for name in ("student1", "teacher1"):
        assert step(house.caller(name), sent, "decision", confirm=True).status_code == 403
    assert step(mentor, sent, "decision", confirm=False).status_code == 422
    back = step(mentor, sent, "decision", confirm=False, remark="补上测量结果").json()
    again = put(student, held, 3, back["version"], note="第三天，外径 39.98").json()
    sent = step(student, again, "handing-in").json()
    first = step(mentor, sent, "decision", confirm=True).json()
    assert step(mentor, sent, "decision", confirm=True).json() == first
    pieces = [e for e in student.get("/api/evidence").json()["items"] if "39.98" in e["words"]]
    assert [(e["kind"], e["source"], e["outcome"], e["minutes"]) for e in pieces] == [
        ("internship", "log", "已确认", 450)
    ]  # fmt: skip
    path = f"{BASE}/logs/{entry['id']}"
    assert student.client.delete(path).status_code == 422, "If-Match is missing"
    assert student.client.delete(path, headers={"If-Match": str(first["version"])}).status_code == 409
    (whole,) = [e for e in mentor.get(f"{BASE}/{held}/log").json()["items"] if e["id"] == entry["id"]]
    assert [(e["note"], e["remark"]) for e in whole["earlier"]] == [("第三天", "补上测量结果")]


def test_progress_and_alerts_stand_on_the_board(house: Running, lived: dict[str, Any]) -> None:
    student, held = house.caller("student1"), lived["placement"]
    made = put(student, held, 0, safety="差点夹手", incident="near", minutes=500).json()
    step(student, made, "handing-in").raise_for_status()
    for name in ("teacher1", "mentor1"):
        (line,) = house.caller(name).get(f"{BASE}/board").json()["items"]
        assert (line["done"], line["steps"]) == (2, 5)
        told = {(a["about"], a["unsafe"]): a["rests"] for a in line["alerts"]}
        assert told[("incident", True)] == told[("hours_day", True)] == [made["id"]]
        assert line["waiting"] >= 1
    mentor = house.caller("mentor1")
    sent = {e["id"]: e for e in mentor.get(f"{BASE}/logs/all", state="handed_in").json()["items"]}[made["id"]]
    assert step(mentor, sent, "decision", confirm=True).status_code == 422, "an incident takes an answer"
    step(mentor, sent, "decision", confirm=True, remark="已重新培训").raise_for_status()
    (line,) = mentor.get(f"{BASE}/board").json()["items"]
    assert "incident" not in {a["about"] for a in line["alerts"]}


def test_attendance_is_marked_by_version(house: Running, lived: dict[str, Any]) -> None:
    path = f"{BASE}/{lived['placement']}/attendance/{TODAY}"
    mentor, teacher = house.caller("mentor1").client, house.caller("teacher1").client
    assert mentor.put(path, json={"mark": "late"}).json()["version"] == 1
    assert teacher.put(path, json={"mark": "present"}).status_code == 409
    assert teacher.put(path, json={"mark": "present", "version": 1}).json()["version"] == 2
    assert house.caller("student1").client.put(path, json={"mark": "present", "version": 2}).status_code == 403
    late = path.replace(str(TODAY), str(TODAY + timedelta(days=1)))
    assert mentor.put(late, json={"mark": "present"}).status_code == 422
    assert mentor.put(path, json={"mark": "asleep"}).status_code == 422


def test_a_veto_stops_a_placement_and_words_come_in_both_languages(house: Running, lived: dict[str, Any]) -> None:
    teacher = house.caller("teacher1")
    assert place(teacher, wanted(house)).status_code == 409, "placed already"
    walk(house, vetoes=1)
    for language, said in (("zh", "安全否决项"), ("en", "safety veto")):
        answer = teacher.client.post(
            BASE, json=wanted(house, despite="急需"), params={"reason": WHY}, headers={"Accept-Language": language}
        )
        assert answer.status_code == 409
        assert answer.headers["content-type"].startswith("application/problem+json")
        assert said in answer.json()["detail"]
    walk(house)


def test_an_id_that_no_database_keeps_is_bad_input(house: Running, lived: dict[str, Any]) -> None:
    teacher, bad = house.caller("teacher1"), "a%00b"
    assert place(teacher, wanted(house, student="a\0b")).status_code == 422
    change = {"work_order": "a\0b"}
    path, version = f"{BASE}/{lived['placement']}", {"If-Match": "1"}
    assert teacher.client.patch(path, json=change, headers=version).status_code == 422
    of_projects = [f"/projects/{bad}/{what}" for what in ("mentors", "readiness")]
    for at in (f"/{bad}", f"/{bad}/log", f"/{bad}/attendance", *of_projects):
        answer = teacher.get(f"{BASE}{at}")
        assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json"), at


def test_what_one_takes_away_holds_the_log(house: Running, lived: dict[str, Any]) -> None:
    told = house.caller("student1").get("/api/me/export").json()
    assert "只在日志里的话" in {d["told"]["note"] for d in told["internship_days"]}
    assert "== 实习日志" in house.caller("student1").get("/api/me/export", form="text").text
    assert house.caller("student2").get("/api/me/export").json()["internship_days"] == []
    assert house.caller("student1").get("/api/me/kept").json()["placements"] == 1
