"""Standing releases over HTTP: a class reads what an agreement lets through, and nothing else of what it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from eval.house import Caller, Running
from tests.web.test_publishing import gone, hits, make, publish

PROCESS = (
    "镗孔工序规程\n一、操作步骤\n1. 检查气源压力 0.62 MPa 以上。\n2. 装夹箱体后找正，偏差不超过 0.013 mm。\n"
    "3. 镗孔转速 733 r/min，进给 0.07 mm/r。\n二、安全注意\n镗杆转动时严禁测量。\n"
)
SECRETS = ("0.62", "0.013", "733", "0.07")
CLASS = "school/internal+course:cnc1"


@pytest.fixture(scope="module")
def order(house: Running) -> Iterator[dict[str, Any]]:
    """A published work order under a label no student reads."""
    store, mentor = house.house.resources.store, house.caller("mentor1")
    store.people.grant(house.people["teacher1"], "yuchuan", 2)
    about = {"name": "镗孔规程.txt", "title": "镗孔工序规程", "library": "enterprise"}
    sent = mentor.upload(PROCESS, owner="yuchuan", label="yuchuan/restricted", **about)
    source = sent.raise_for_status().json()["id"]
    assert mentor.settled(source)["state"] == "ready"
    yield publish(house, make(house.caller("teacher1"), "decompose_project", document_ids=[source]))
    store.people.revoke(house.people["teacher1"], "yuchuan")


def propose(house: Running, days: int = 30) -> Any:
    until = (datetime.now(UTC) + timedelta(days=days)).date().isoformat()
    return house.caller("steward1").post(
        "/api/agreements", school="school", enterprise="yuchuan", title="校企共建协议", until=until,
        releases=[{"function": "work_order_steps", "label": CLASS}],
    )  # fmt: skip


def sign(house: Running, made: dict[str, Any]) -> dict[str, Any]:
    signed = house.caller("steward2").post(f"/api/agreements/{made['id']}/signature", hash=made["hash"])
    assert signed.status_code == 200, signed.text
    found: dict[str, Any] = signed.json()
    return found


def release(who: Caller, order: dict[str, Any], held: dict[str, Any]) -> Any:
    wish = {"agreement": held["id"], "function": "work_order_steps"}
    return who.post(f"/api/artefacts/{order['id']}/release", **wish)


def test_a_class_reads_what_was_released_and_none_of_its_numbers(house: Running, order: dict[str, Any]) -> None:
    teacher, student = house.caller("teacher1"), house.caller("student1")
    assert student.get(f"/api/artefacts/{order['id']}").status_code == 404
    held = sign(house, propose(house).json())
    assert held["state"] == "active"
    answer = release(teacher, order, held)
    assert answer.status_code == 201, answer.text
    copy = answer.json()
    assert teacher.settled(copy["document_id"])["state"] == "ready"
    assert release(teacher, order, held).status_code == 200
    row = student.get(f"/api/documents/{copy['document_id']}").json()
    assert (row["label"], row["generated"]) == (CLASS, True)
    found = hits(student, copy["document_id"], "镗孔操作步骤")
    reply = student.post("/api/chat", message="镗孔前先怎么装夹箱体？").text
    told = re.sub(r"[0-9a-f]{32}", "", reply)  # ids are random and may spell any number
    everything = "".join(p["text"] for p in found) + told + student.get(f"/api/documents/{row['id']}/file").text
    assert "装夹箱体后找正" in everything
    assert not [s for s in SECRETS if s in everything]
    assert student.get(f"/api/artefacts/{order['id']}").status_code == 404
    assert house.caller("mentor2").get(f"/api/documents/{copy['document_id']}").status_code == 404
    uses = house.caller("steward2").get(f"/api/agreements/{held['id']}/uses").json()["items"]
    assert [u["document_id"] for u in uses] == [copy["document_id"]]
    assert house.caller("steward2").client.delete(f"/api/agreements/{held['id']}").status_code == 204
    assert gone(student, copy["document_id"])
    assert release(teacher, order, held).status_code == 404


def test_before_both_have_signed_it_is_not_yet(house: Running, order: dict[str, Any]) -> None:
    made = propose(house).json()
    assert made["state"] == "proposed"
    assert release(house.caller("teacher1"), order, made).status_code == 404
    wrong = house.caller("steward2").post(f"/api/agreements/{made['id']}/signature", hash="0" * 64)
    assert wrong.status_code == 409


def test_an_agreement_is_hidden_from_whom_it_does_not_concern(house: Running) -> None:
    made = propose(house).json()
    for who in ("student1", "staff1", "mentor2", "admin1", "teacher1", "mentor1"):
        caller = house.caller(who)
        absent = caller.get("/api/agreements/nothing-here").json()
        hidden = caller.get(f"/api/agreements/{made['id']}").json()
        assert (hidden | {"request_id": ""}) == (absent | {"request_id": ""})
        assert caller.client.delete(f"/api/agreements/{made['id']}").status_code == 404
        assert made["id"] not in caller.get("/api/agreements").text


def test_what_an_agreement_cannot_say_is_told_in_words(house: Running) -> None:
    assert propose(house, days=-1).status_code == 422
    assert "今天之后" in propose(house, days=-1).json()["detail"]
    functions = house.caller("steward2").get("/api/release-functions").json()["items"]
    known = {"work_order_outline", "work_order_steps", "learning_sheet", "grade_report"}
    assert {f["function"] for f in functions} == known
    assert all(f["passes"] for f in functions)
