"""Versions, audiences, moves and the desk over HTTP; and every new call refuses what is hidden like what is absent."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest

from eval.house import Caller, Running
from tests.web.test_documents import until

ROLES = ("student1", "student2", "teacher1", "mentor1", "staff1", "mentor2", "steward1", "steward2", "steward3",
         "admin1")  # fmt: skip
DAY = (date.today() + timedelta(days=10)).isoformat()
LEFT = "\u202eexe.文件 😀 " + "长" * 90


def put(caller: Caller, text: str, label: str, title: str, **more: str) -> str:
    owner = label.partition("/")[0]
    answer = caller.upload(text, owner=owner, label=label, name=f"{title[:20]}.md", title=title, **more)
    document: str = answer.raise_for_status().json()["id"]
    caller.settled(document)
    return document


@pytest.fixture(scope="module")
def twice(house: Running, documents: dict[str, str]) -> str:
    """An enterprise document in its second version."""
    mentor = house.caller("mentor1")
    document = put(mentor, "主轴转速取800 r/min。\n\n密语zq91。", "yuchuan/restricted", "两版规程")
    version = mentor.get(f"/api/documents/{document}").json()["version"]
    again = mentor.upload(
        "主轴转速取900 r/min。\n\n密语zq92。", owner="yuchuan", label="yuchuan/restricted", name="两版规程.md",
        title="两版规程", replaces=document,
    )  # fmt: skip
    assert again.status_code == 202, again.text
    for _ in range(600):
        if mentor.get(f"/api/documents/{document}/versions").json()["items"]:
            break
        mentor.settled(document)
    assert mentor.settled(document)["state"] == "ready"
    assert version
    return document


def test_versions_and_what_changed(mentor: Caller, twice: str) -> None:
    (held,) = mentor.get(f"/api/documents/{twice}/versions").json()["items"]
    assert (held["title"], held["label"]) == ("两版规程", "yuchuan/restricted")
    told = mentor.get(f"/api/documents/{twice}/changes", before=held["id"]).json()
    assert (told["added"], told["removed"], told["changed"]) == (0, 0, 1)
    words = {(p["kind"], p["text"]) for c in told["passages"] for p in c["pieces"] if p["kind"] != "same"}
    assert ("removed", "800") in words
    assert ("added", "900") in words
    assert mentor.get(f"/api/documents/{twice}/changes", before="0" * 32).status_code == 404
    assert "zq91" not in mentor.get("/api/search", q="zq91").text


def test_a_moved_document_is_found_in_its_new_library_alone(house: Running, teacher: Caller) -> None:
    document = put(teacher, "量块编号qm31，恒温存放。", "school/internal", "量块台账")
    version = teacher.get(f"/api/documents/{document}").json()["version"]
    moved = teacher.post(f"/api/documents/{document}/library", library="training", version=version)
    assert moved.json()["library"] == "training"
    assert document in teacher.get("/api/search", q="qm31", library="training").text
    assert document not in teacher.get("/api/search", q="qm31", library="course").text
    assert teacher.post(f"/api/documents/{document}/library", library="course", version=version).status_code == 409
    student = house.caller("student1")
    assert student.post(f"/api/documents/{document}/library", library="course", version=1).status_code == 403
    assert document in teacher.get("/api/documents/holding", words="qm31恒温存放").text


def test_several_at_once_each_with_its_outcome(house: Running, teacher: Caller, documents: dict[str, str]) -> None:
    mine = [put(teacher, f"批量{n}。", "school/internal", f"批量{n}") for n in range(2)]
    ids = [*mine, documents["card"], documents["secret"], "0" * 32]
    done = teacher.post("/api/documents/several", act="move", ids=ids, library="training").json()["items"]
    assert [o["done"] for o in done] == [True, True, False, False, False]
    assert done[3]["error"] == done[4]["error"]
    steward = house.caller("steward1")
    raised = steward.post("/api/documents/several", act="label", ids=mine, label="school/restricted").json()["items"]
    assert [o["done"] for o in raised] == [True, True]
    assert house.caller("student1").get(f"/api/documents/{mine[0]}").status_code == 404
    gone = teacher.post("/api/documents/several", act="delete", ids=mine).json()["items"]
    assert [o["done"] for o in gone] == [True, True]
    assert teacher.post("/api/documents/several", act="move", ids=mine).status_code == 422


def test_a_failed_document_is_tried_again(teacher: Caller) -> None:
    form = {"owner": "school", "library": "course"}
    answer = teacher.client.post("/api/documents", data=form, files={"file": ("坏.docx", b"PK\x03\x04 broken")})
    document = answer.json()["id"]
    until(teacher, document, "failed")
    assert teacher.client.post(f"/api/documents/{document}/retry").status_code == 202
    assert until(teacher, document, "failed")["error"]


def test_the_reasons_of_a_proposal_are_told(house: Running, teacher: Caller) -> None:
    text = "姓名：陆小川，身份证号：110101199003078515。"
    document = put(teacher, text, "school/internal", "实习名册")
    (reason,) = teacher.get(f"/api/documents/{document}/reasons").json()["items"]
    assert (reason["rule"], reason["line"]) == ("personal", text)
    assert house.caller("student1").get(f"/api/documents/{document}/reasons").status_code == 404


def test_a_release_over_http_names_what_it_waits_for_and_lowering_points_to_it(
    house: Running, mentor: Caller, twice: str
) -> None:
    steward = house.caller("steward2")
    version = steward.get(f"/api/documents/{twice}").json()["version"]
    lower = steward.post(f"/api/documents/{twice}/label", label="yuchuan/internal", version=version)
    assert lower.status_code == 409
    assert "放行" in lower.json()["detail"]
    wish: dict[str, Any] = {"document_id": twice, "label": "yuchuan/internal", "reason": "上课用", "until": DAY}
    asked = mentor.post("/api/releases", **wish, taken_out=["密语zq92"])
    assert asked.status_code == 201, asked.text
    held = asked.json()
    assert held["waits_for"] == ["yuchuan"]
    assert "zq92" not in held["text"]
    assert mentor.post(f"/api/releases/{held['id']}/approve", hash=held["hash"]).status_code == 403
    once = steward.post(f"/api/releases/{held['id']}/approve", hash=held["hash"]).json()
    assert (once["state"], once["waits_for"], len(once["approvals"])) == ("asked", [], 1)
    assert steward.post(f"/api/releases/{held['id']}/approve", hash=held["hash"]).status_code == 403
    for who in ("staff1", "mentor2", "steward1", "student1", "admin1"):
        assert held["id"] not in house.caller(who).get("/api/releases").text
    assert mentor.client.delete(f"/api/releases/{held['id']}").status_code == 204
    assert mentor.get(f"/api/releases/{held['id']}").json()["state"] == "withdrawn"


def test_grants_count_at_once_and_only_of_the_own_owner(house: Running, twice: str) -> None:
    steward, staff = house.caller("steward2"), house.caller("staff1")
    assert staff.get(f"/api/documents/{twice}").status_code == 404
    assert steward.post("/api/grants", username="staff1", owner="yuchuan", level=2, until=DAY).status_code == 204
    assert staff.get(f"/api/documents/{twice}").status_code == 200
    person = house.people["staff1"]
    assert twice in steward.get(f"/api/members/{person}/reads", owner="yuchuan").text
    assert person in steward.get(f"/api/documents/{twice}/readers").text
    assert steward.client.delete(f"/api/grants/yuchuan/{person}").status_code == 204
    assert staff.get(f"/api/documents/{twice}").status_code == 404
    assert twice not in steward.get(f"/api/members/{person}/reads", owner="yuchuan").text
    assert steward.post("/api/grants", username="staff1", owner="school", level=1).status_code == 404


def test_the_audit_is_filtered_verified_and_exported(house: Running, twice: str) -> None:
    steward = house.caller("steward2")
    page = steward.get("/api/audit", owner="yuchuan", act="Uploaded", about=twice).json()
    assert len(page["items"]) == 2
    assert {e["body"]["document"] for e in page["items"]} == {twice}
    assert steward.get("/api/audit", owner="yuchuan", until="2001-01-01").json()["items"] == []
    assert steward.get("/api/audit/verification", owner="yuchuan").json() == {"whole": True, "broken_at": None}
    file = steward.get("/api/audit/file", owner="yuchuan", act="Uploaded")
    assert file.content.startswith(b"\xef\xbb\xbfseq,at,act,body")
    assert twice in file.text


def calls(twice: str, version: str, release: str) -> list[tuple[str, str, str, dict[str, Any]]]:
    """Method, address with a place for an id, the real id, body: everything new that reads or changes."""
    document = "/api/documents/{}"
    return [
        ("GET", f"{document}/versions", twice, {}), ("DELETE", f"{document}/versions", twice, {}),
        ("GET", f"{document}/changes?before={version}", twice, {}), ("GET", f"{document}/dependants", twice, {}),
        ("POST", f"{document}/library", twice, {"library": "course", "version": 1}),
        ("POST", f"{document}/retry", twice, {}), ("GET", f"{document}/readers", twice, {}),
        ("GET", f"{document}/reasons", twice, {}), ("GET", "/api/releases/{}", release, {}),
        ("POST", "/api/releases/{}/approve", release, {"hash": "0" * 64}),
        ("POST", "/api/releases/{}/refuse", release, {"reason": "x"}), ("DELETE", "/api/releases/{}", release, {}),
    ]  # fmt: skip


def said(caller: Caller, method: str, address: str, body: dict[str, Any]) -> tuple[int, str]:
    answer = caller.client.request(method, address, json=body or None)
    return answer.status_code, re.sub(r'"request_id":"\w+"', "", answer.text)


SLOW = [pytest.param(who, marks=pytest.mark.slow) for who in ("teacher1", "staff1", "steward3", "admin1")]


@pytest.mark.parametrize("who", ["student1", "mentor2", "steward1", *SLOW])
def test_hidden_and_absent_are_one_answer_on_every_new_call(
    house: Running, mentor: Caller, twice: str, who: str
) -> None:
    version = mentor.get(f"/api/documents/{twice}/versions").json()["items"][0]["id"]
    asked = mentor.post("/api/releases", document_id=twice, label="yuchuan/internal", reason="x", until=DAY).json()
    caller = house.caller(who)
    for method, address, real, body in calls(twice, version, asked["id"]):
        hidden = said(caller, method, address.format(real), body)
        assert hidden == said(caller, method, address.format("0" * len(real)), body), address
        assert hidden[0] == 404, address
    for body in ({"document_id": twice, "label": "yuchuan/internal", "reason": "x", "until": DAY},):
        assert said(caller, "POST", "/api/releases", body)[0] == 404
    assert said(caller, "POST", "/api/erasures", {"document_id": twice, "reason": "x"})[0] == 404
    for address in ("/api/documents/holding?words=主轴转速密语zq92", "/api/documents?owner=yuchuan", "/api/releases",
                    "/api/erasures", "/api/documents?late=true"):
        assert twice not in caller.client.get(address).text, address
    mentor.client.delete(f"/api/releases/{asked['id']}")


@pytest.mark.parametrize("who", ROLES)
def test_the_desk_is_of_one_s_own_owner_alone(house: Running, documents: dict[str, str], who: str) -> None:
    caller, person = house.caller(who), house.people["staff1"]
    own = {"steward1": "school", "steward2": "yuchuan", "steward3": "hemu"}.get(who)
    for owner in ("school", "yuchuan", "hemu", "nobody"):
        for address in ("/api/members", "/api/audit", "/api/audit/verification", "/api/audit/file", "/api/keys"):
            assert caller.get(address, owner=owner).status_code == (200 if owner == own else 404), (address, owner)
        read = caller.get(f"/api/members/{person}/reads", owner=owner).status_code
        assert read == (200 if owner == own == "yuchuan" else 404)
        if owner != own:
            assert caller.post("/api/grants", username=who, owner=owner, level=3).status_code == 404
            assert caller.client.delete(f"/api/grants/{owner}/{person}").status_code == 404
    assert caller.get("/api/leak-report").status_code == (200 if own else 404)


def test_nothing_hidden_changes_what_a_student_is_told(house: Running, documents: dict[str, str]) -> None:
    """The same answers before and after a hidden document, its new version, its move and its release request."""
    student, mentor = house.caller("student1"), house.caller("mentor1")
    addresses = (
        "/api/documents", "/api/documents?q=对照", "/api/documents/holding?words=对照试样编号", "/api/releases",
        "/api/erasures", f"/api/documents/{documents['card']}/dependants",
    )  # fmt: skip
    before = [student.client.get(a).text for a in addresses]
    hidden = put(mentor, "对照试样编号hx55。", "yuchuan/confidential", "对照", library="enterprise")
    version = mentor.get(f"/api/documents/{hidden}").json()["version"]
    mentor.post(f"/api/documents/{hidden}/library", library="training", version=version)
    mentor.post("/api/releases", document_id=hidden, label="yuchuan/internal", reason="x", until=DAY)
    assert [student.client.get(a).text for a in addresses] == before


def test_titles_of_any_kind_come_back_as_they_were(teacher: Caller) -> None:
    document = put(teacher, "内容。", "school/internal", LEFT)
    assert teacher.get(f"/api/documents/{document}").json()["title"] == LEFT
