"""Artefacts over HTTP: made on the server, handed in, approved, published, each step with the version last seen."""

from __future__ import annotations

from typing import Any

import pytest

from eval.house import Caller, Running

TEXT = "齿轮轴作业指导书\n一、准备\n1. 检查气源压力 0.5 MPa 以上。\n2. 装夹后复测跳动，不超过 0.02 mm。\n"


@pytest.fixture(scope="module")
def document(house: Running) -> str:
    mentor = house.caller("mentor1")
    about = {"name": "齿轮轴指导书.txt", "title": "齿轮轴指导书", "library": "enterprise"}
    sent = mentor.upload(TEXT, owner="yuchuan", label="yuchuan/internal|course:cnc1", **about)
    found: str = sent.raise_for_status().json()["id"]
    assert mentor.settled(found)["state"] == "ready"
    return found


def make(who: Caller, document: str) -> dict[str, Any]:
    answer = who.post("/api/artefacts", tool="decompose_project", arguments={"document_ids": [document]})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def patch(who: Caller, made: dict[str, Any], **change: Any) -> Any:
    version = change.pop("version", made["version"])
    return who.client.patch(f"/api/artefacts/{made['id']}", json={"version": version, **change})


def test_from_draft_to_published_and_retired(house: Running, teacher: Caller, student: Caller, document: str) -> None:
    made = make(teacher, document)
    url = f"/api/artefacts/{made['id']}"
    assert (made["state"], made["written_by"], made["stale"]) == ("draft", "extract", False)
    assert made["result"]["tasks"][0]["steps"][0]["text"] == "检查气源压力 0.5 MPa 以上。"
    assert student.get(url).status_code == 404
    reviewed = patch(teacher, made, state="in_review").json()
    assert reviewed["label"] == "yuchuan/internal|course:cnc1"
    refused = patch(teacher, reviewed, state="published")
    assert refused.status_code == 409
    assert "yuchuan" in refused.json()["detail"]
    mentor = house.caller("mentor1")
    approved = mentor.post(f"{url}/approval", version=reviewed["version"]).json()
    assert approved["approved_by"] == ["yuchuan"]
    published = patch(teacher, approved, state="published").json()
    assert student.get(url).json()["state"] == "published"
    assert made["id"] in {a["id"] for a in student.get("/api/artefacts", state="published").json()["items"]}
    assert house.caller("mentor2").get(url).status_code == 404
    assert patch(teacher, published, state="retired").status_code == 200
    assert student.get(url).status_code == 404


def test_an_old_version_is_a_409_and_keeps_what_is_there(teacher: Caller, document: str) -> None:
    made = make(teacher, document)
    edited = patch(teacher, made, title="改过的标题").json()
    assert (edited["title"], edited["edition"], edited["edited"]) == ("改过的标题", 2, True)
    assert patch(teacher, made, title="另一个标题").status_code == 409
    assert teacher.get(f"/api/artefacts/{made['id']}").json()["title"] == "改过的标题"
    assert teacher.get(f"/api/artefacts/{made['id']}", edition=1).json()["title"] == made["title"]


def test_edited_content_keeps_its_shape(teacher: Caller, document: str) -> None:
    made = make(teacher, document)
    changed = made["result"]
    changed["tasks"][0]["goal"] = "独立完成准备工作。"
    assert patch(teacher, made, result=changed).json()["result"]["tasks"][0]["goal"] == "独立完成准备工作。"
    broken = patch(teacher, made, result={"title": "x"}, version=2)
    assert broken.status_code == 422
    for change in ({}, {"state": "in_review", "title": "x"}, {"state": "gone"}, {"title": ""}, {"owner": "x"}):
        assert patch(teacher, made, version=2, **change).status_code == 422


def test_only_tools_that_make_something_are_kept(teacher: Caller, student: Caller, document: str) -> None:
    for name in ("search", "nothing"):
        assert teacher.post("/api/artefacts", tool=name, arguments={"query": "粗车"}).status_code == 404
    sent = {"tool": "decompose_project", "arguments": {"document_ids": [document]}}
    assert student.post("/api/artefacts", **sent).status_code == 404
    assert teacher.post("/api/artefacts", tool="decompose_project", arguments={"label": "x"}).status_code == 422


def test_lists_have_pages(teacher: Caller, document: str) -> None:
    ids = [make(teacher, document)["id"] for _ in range(3)]
    first = teacher.get("/api/artefacts", limit=2).json()
    assert [a["id"] for a in first["items"]] == ids[:0:-1]
    second = teacher.get("/api/artefacts", limit=1, cursor=first["next"]).json()
    assert [a["id"] for a in second["items"]] == ids[:1]
    assert teacher.get("/api/artefacts", cursor="x").status_code == 422


def test_a_scoring_sheet_that_makes_no_hundred_is_refused(teacher: Caller, document: str) -> None:
    made = make(teacher, document)
    result = made["result"]
    result["tasks"][0]["scoring"][0]["points"] += 7
    refused = patch(teacher, made, result=result)
    assert (refused.status_code, "tasks.0" in refused.json()["detail"]) == (422, True)
