"""The bank over HTTP: brought in, verified, published; keys for reviewers alone, whatever a learner asks."""

from __future__ import annotations

import json
from typing import Any

import pytest

from eval.house import Caller, Running
from learning.itemstats import ItemStatistics
from web.bank import StatisticsOut

TEXT = (
    "支座铣削规程\n粗铣平面时主轴转速取640 r/min，进给量取0.22 mm/r，背吃刀量取1.5 mm。\n"
    "精铣平面时主轴转速取1150 r/min，进给量取0.08 mm/r，背吃刀量取0.2 mm。\n"
    "钻孔时主轴转速取720 r/min，进给量取0.12 mm/r，背吃刀量取0.6 mm。\n"
    "一、操作\n1. 清理虎钳并装夹工件。\n2. 粗铣两侧面。\n3. 精铣平面到尺寸。\n4. 去毛刺并检验。\n"
)
HAND = {"kind": "judge", "stem": "离开车间前须关闭机床总电源。", "key": ["对"]}
TOLD = {"key", "explanation", "spans", "origins", "about", "points", "label", "author"}


def entered(house: Running, label: str = "school/internal|course:cnc1", by: str = "teacher1", text: str = TEXT) -> str:
    who = house.caller(by)
    owner, title = label.partition("/")[0], "支座铣削规程"
    sent = who.upload(text, owner=owner, label=label, name=f"{owner}.txt", title=title)
    found: str = sent.raise_for_status().json()["id"]
    assert who.settled(found)["state"] == "ready"
    return found


@pytest.fixture(scope="module")
def document(house: Running) -> str:
    return entered(house)


@pytest.fixture(scope="module")
def brought(house: Running, document: str) -> list[dict[str, Any]]:
    """A set written, kept and accepted by the teacher."""
    teacher = house.caller("teacher1")
    kept = teacher.post(
        "/api/artefacts", tool="write_exercises", arguments={"document_ids": [document], "count": 8}
    ).raise_for_status().json()
    answer = teacher.post("/api/bank/items", artefact_id=kept["id"])
    assert answer.status_code == 201, answer.text
    assert not answer.json()["rejected"]
    items: list[dict[str, Any]] = answer.json()["items"]
    assert [i["stem"] for i in items] == [i["stem"] for i in kept["result"]["items"]]
    again = teacher.post("/api/bank/items", artefact_id=kept["id"], numbers=[1]).json()
    assert [(r["n"], r["reasons"]) for r in again["rejected"]] == [(1, ["duplicate"])]
    assert not again["items"]
    return items


def patch(who: Caller, held: dict[str, Any], **change: Any) -> Any:
    return who.client.patch(f"/api/bank/items/{held['id']}", json={"version": held["version"], **change})


def content(item: dict[str, Any], **change: Any) -> dict[str, Any]:
    names = (
        "kind", "stem", "key", "options", "left", "points", "explanation", "difficulty", "bloom", "tags", "origins",
        "about", "spans",
    )  # fmt: skip
    return {n: item[n] for n in names} | change


def test_a_bad_item_comes_back_with_its_reasons(teacher: Caller, brought: list[dict[str, Any]]) -> None:
    bad = content(brought[0], stem="另一道题", spans=[{"passage_id": "nothing", "quote": "没有"}])
    answer = teacher.post("/api/bank/items", items=[bad, HAND]).json()
    assert [i["label"] for i in answer["items"]] == ["school/internal"]
    assert [(r["n"], r["stem"]) for r in answer["rejected"]] == [(1, "另一道题")]
    assert "出处不是原文" in answer["rejected"][0]["words"]


def test_no_learner_s_answer_holds_a_key(
    house: Running, teacher: Caller, student: Caller, brought: list[dict[str, Any]], document: str
) -> None:
    published = [patch(teacher, i, state="published").json() for i in brought]
    assert {i["state"] for i in published} == {"published"}
    listed = student.get("/api/bank/items", limit=200).json()["items"]
    assert {i["id"] for i in listed} >= {i["id"] for i in brought}
    for question in [*listed, student.get(f"/api/bank/items/{brought[0]['id']}").json()]:
        assert not TOLD & set(question)
    for item in brought:
        assert item["explanation"] not in json.dumps(listed, ensure_ascii=False)
    made = student.post("/api/tools/write_exercises", document_ids=[document], count=50)
    written = made.json().get("result", {}).get("items", [])
    keys = {(i["stem"], *i["key"]) for i in brought}
    assert not keys & {(i["stem"], *i["key"]) for i in written}
    assert not {i["stem"] for i in brought} & {i["stem"] for i in written}
    for who in (house.caller("staff2"), house.caller("mentor2"), house.caller("steward1"), house.caller("admin1")):
        assert who.get(f"/api/bank/items/{brought[0]['id']}").status_code == 404
    assert student.get("/api/bank/tags").status_code == 404
    assert student.post("/api/bank/items", items=[HAND]).status_code == 404
    assert patch(student, brought[0], state="retired").status_code == 404


def test_a_set_is_the_same_whatever_stricter_items_the_bank_holds(house: Running, mentor: Caller) -> None:
    """Also for who may read both: the set can be handed to others under its own label."""
    text = TEXT.replace("支座", "滑块").replace("640", "580")
    open_one = entered(house, "yuchuan/public", "mentor1", text)
    secret = entered(house, "yuchuan/confidential", "mentor1", text + "附：内部价三十七元。\n")

    def made() -> tuple[Any, ...]:
        found = mentor.post("/api/tools/write_exercises", document_ids=[open_one], count=6).json()["result"]
        return found["items"], found["missing"], found["rejections"]

    before = made()
    wish = {"document_ids": [secret], "count": 6}
    kept = mentor.post("/api/artefacts", tool="write_exercises", arguments=wish).json()
    taken = mentor.post("/api/bank/items", artefact_id=kept["id"]).json()["items"]
    assert {i["label"] for i in taken} == {"yuchuan/confidential"}
    assert {i["stem"] for i in taken} & {i["stem"] for i in before[0]}
    assert made() == before


def test_an_edit_needs_the_version_last_seen_and_a_sound_item(teacher: Caller) -> None:
    made = teacher.post("/api/bank/items", items=[HAND | {"stem": "清扫切屑时应使用专用钩子。"}]).json()["items"][0]
    edited = patch(teacher, made, item=content(made, explanation="避免割手。")).json()
    assert (edited["version"], edited["edition"], edited["explanation"]) == (2, 2, "避免割手。")
    assert patch(teacher, made, state="published").status_code == 409
    refused = patch(teacher, edited, item=content(edited, key=["也许"]))
    assert refused.status_code == 422
    assert "答案" in refused.json()["detail"]
    for change in ({}, {"state": "draft"}, {"state": "retired", "item": content(made)}):
        assert patch(teacher, edited, **change).status_code == 422


def test_an_enterprise_s_item_waits_for_its_mentor(house: Running, teacher: Caller, mentor: Caller) -> None:
    text = TEXT.replace("支座", "托架").replace("640", "655")
    document = entered(house, "yuchuan/internal|course:cnc1", "mentor1", text)
    made = teacher.post("/api/tools/write_exercises", document_ids=[document], count=8).json()
    cited = {c["n"]: {"passage_id": c["passage_id"], "quote": c["quote"]} for c in made["citations"]}
    one = next(i for i in made["result"]["items"] if "655" in i["key"][0])
    item = content(one | {"spans": [cited[n] for n in one["citations"]]})
    (taken,) = teacher.post("/api/bank/items", items=[item]).json()["items"]
    assert taken["label"] == "yuchuan/internal|course:cnc1"
    refused = patch(teacher, taken, state="published")
    assert (refused.status_code, "yuchuan" in refused.json()["detail"]) == (409, True)
    approved = mentor.post(f"/api/bank/items/{taken['id']}/approval", version=1).json()
    assert approved["approved_by"] == ["yuchuan"]
    assert patch(teacher, approved, state="published").status_code == 200
    assert house.caller("staff1").get(f"/api/bank/items/{taken['id']}").status_code == 200


def test_lists_filter_and_have_pages(teacher: Caller, brought: list[dict[str, Any]]) -> None:
    every = teacher.get("/api/bank/items", limit=200).json()["items"]
    kind = brought[0]["kind"]
    alike = teacher.get("/api/bank/items", kind=kind, limit=200).json()["items"]
    assert [i for i in every if i["kind"] == kind] == alike
    first = teacher.get("/api/bank/items", limit=2).json()
    second = teacher.get("/api/bank/items", limit=200, cursor=first["next"]).json()
    assert [*first["items"], *second["items"]] == every
    assert teacher.get("/api/bank/items", cursor="x").status_code == 422
    tags = {t["tag"]: t["count"] for t in teacher.get("/api/bank/tags").json()["items"]}
    assert set(tags) >= set(brought[0]["tags"])
    for wanted in ({"items": [], "label": "x"}, {"items": [HAND], "artefact_id": "x"}, {"items": [HAND], "label": "x"}):
        assert teacher.post("/api/bank/items", **wanted).status_code == 422


def test_a_paper_in_two_forms_and_its_files(teacher: Caller, student: Caller, brought: list[dict[str, Any]]) -> None:
    cells = [{"count": 2}, {"count": 1, "difficulty": 1}]
    wish = {"title": "支座测验", "points": 20, "forms": 2, "drafts": True, "cells": cells}
    made = teacher.post("/api/bank/papers", **wish).raise_for_status().json()
    assert [f["name"] for f in made["forms"]] == ["A", "B"]
    assert [sum(i["worth"] for i in f["items"]) for f in made["forms"]] == [20, 20]
    assert made["parallel"] in ("disjoint", "partly", "reordered")
    lacking = teacher.post("/api/bank/papers", cells=[{"count": 50, "tag": "没有的能力"}])
    assert (lacking.status_code, "需要 50 题，只能配出 0 题" in lacking.json()["detail"]) == (422, True)
    assert teacher.post("/api/bank/papers", cells=[{"count": 3}], points=1, drafts=True).status_code == 422
    assert student.post("/api/bank/papers", **wish).status_code == 404
    form = made["forms"][0]
    items = [content(i) for i in form["items"]]
    sent = {"title": "A卷", "items": items, "points": [i["worth"] for i in form["items"]]}
    for name in ("word", "excel", "moodle"):
        for part in ("paper", "answers"):
            answer = teacher.post(f"/api/exercises/files/{name}", part=part, **sent)
            assert answer.status_code == 200, answer.text
    assert teacher.post("/api/exercises/files/gift", part="paper", **sent).status_code == 422
    assert teacher.post("/api/exercises/files/word", **(sent | {"points": [1]})).status_code == 422


def test_statistics_are_for_reviewers_and_wait_for_enough_people(
    teacher: Caller, student: Caller, brought: list[dict[str, Any]]
) -> None:
    path = f"/api/bank/items/{brought[0]['id']}/statistics"
    assert teacher.get(path).json() == {
        "enough": False, "people": None, "facility": None, "discrimination": None, "item_rest": None, "chosen": []
    }  # fmt: skip
    assert student.get(path).status_code == 404
    assert teacher.get("/api/bank/items/nothing/statistics").status_code == 404
    told = StatisticsOut.of(ItemStatistics(6, 0.5, None, 0.25, {"800": 4, "900": 2}))
    assert (told.enough, told.people, [c.people for c in told.chosen]) == (True, 6, [4, 2])
