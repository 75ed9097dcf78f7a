"""Practice and rehearsal over HTTP: chosen by mastery, no key before an answer, counted once, one's own."""

from __future__ import annotations

from typing import Any

import pytest

from eval.house import Caller, Running
from tests.web.practised import key, publish, put

HIDDEN = (
    "镗孔内部考核卷\n一、镗孔步骤\n1. 用内径量表校对基准环规，读数差大于 0.004 mm 时重新校对。\n"
    "2. 镗刀伸出长度不超过 46 mm，压板螺钉按 27 N·m 拧紧。\n3. 试镗深度 3 mm，退刀后测量孔径并记录。\n"
    "4. 按测得的差值补偿刀具，每次补偿不超过 0.06 mm。\n二、镗孔余量\n"
    "工序: 粗镗；余量: 1.4 mm；转速: 380 r/min\n工序: 半精镗；余量: 0.6 mm；转速: 560 r/min\n"
    "工序: 精镗；余量: 0.15 mm；转速: 940 r/min\n"
)


@pytest.fixture(scope="module")
def document(house: Running) -> str:
    return put(house, "teacher1", "school/internal|course:cnc1", "光轴作业指导书")


@pytest.fixture(scope="module")
def items(house: Running, document: str) -> list[str]:
    return publish(house, document)


def chosen(who: Caller, **wish: Any) -> list[dict[str, Any]]:
    answer = who.post("/api/practice", **wish)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def mine(who: Caller, items: list[str]) -> list[dict[str, Any]]:
    """Those of this file's document, whatever other tests have published."""
    parts = (who.post("/api/practice", competency=p, count=20) for p in ("加工步骤", "切削参数", "光轴作业指导书"))
    found = {i["item_id"]: i for part in parts if part.status_code == 200 for i in part.json()["items"]}
    return [found[i] for i in items if i in found]


def say(who: Caller, item: str, answer: list[str], **more: Any) -> Any:
    return who.post("/api/practice/answers", item_id=item, answer=answer, **more)


def test_items_come_with_a_reason_and_without_anything_that_tells_the_key(
    house: Running, student: Caller, items: list[str]
) -> None:
    found = mine(student, items)
    assert {i["item_id"] for i in found} == set(items)
    for item in found:
        assert item["why"]["zh"]
        assert not {"key", "explanation", "origins", "spans", "citations", "points"} & set(item)
        told = key(house, item["item_id"])
        if item["kind"] in ("fill", "calculate", "short", "case"):
            assert not any(k in item["stem"] for k in told)


def test_a_wrong_answer_is_told_with_the_source_and_is_weak_until_it_is_right(
    house: Running, items: list[str]
) -> None:
    staff = house.caller("staff1")
    fill = next(i for i in mine(staff, items) if i["kind"] == "fill")
    told = say(staff, fill["item_id"], ["999 MPa"]).json()
    assert (told["right"], told["points"]) == (False, 0)
    assert told["key"] == list(key(house, fill["item_id"]))
    assert told["citations"][0]["title"] == "光轴作业指导书"
    assert told["citations"][0]["quote"] in told["explanation"]
    assert told["next"]["item_id"] != fill["item_id"]
    weak = staff.get("/api/practice/weak-points").json()["items"]
    assert weak[0]["item_id"] == fill["item_id"]
    (again,) = [i for i in mine(staff, items) if i["item_id"] == fill["item_id"]]
    assert "上次没答对" in again["why"]["zh"]
    better = say(staff, fill["item_id"], told["key"]).json()
    assert better["right"]
    assert better["mastery"][0]["answers"] == told["mastery"][0]["answers"] + 1
    assert fill["item_id"] not in {w["item_id"] for w in staff.get("/api/practice/weak-points").json()["items"]}
    mastery = better["mastery"][0]
    assert mastery in staff.get("/api/practice/mastery").json()["items"]
    assert mastery["estimate"] > told["mastery"][0]["estimate"]


def test_an_attempt_sent_twice_counts_once(house: Running, items: list[str]) -> None:
    student = house.caller("student1")
    item = chosen(student, count=1)[0]
    right = list(key(house, item["item_id"]))
    one = say(student, item["item_id"], right, attempt_id=item["attempt_id"]).json()
    two = say(student, item["item_id"], ["别的"], attempt_id=item["attempt_id"]).json()
    assert two["right"] == one["right"]
    assert two["mastery"] == one["mastery"]
    other = chosen(student, count=5)[0]["item_id"]
    if other != item["item_id"]:
        assert say(student, other, ["x"], attempt_id=item["attempt_id"]).status_code == 409


def test_what_is_hidden_absent_unpublished_or_unanswered_is_refused(
    house: Running, student: Caller, items: list[str]
) -> None:
    hidden = publish(house, put(house, "teacher1", "school/restricted", "镗孔内部考核卷", HIDDEN))
    assert hidden
    gone = say(student, "0" * 32, ["x"])
    assert gone.status_code == 404
    for item in hidden[:2]:
        answer = say(student, item, ["x"])
        assert answer.status_code == 404
        assert answer.json()["detail"] == gone.json()["detail"]
    assert not set(hidden) & {i["item_id"] for i in chosen(student, count=20)}
    for bad in ([""], [" ", ""]):
        assert say(student, items[0], bad).status_code == 422
    assert say(student, items[0], []).status_code == 422


def test_for_others_practice_does_not_exist(house: Running, teacher: Caller, mentor: Caller, document: str) -> None:
    for who in (teacher, mentor, house.caller("admin1"), house.caller("steward1")):
        for path in ("/api/practice/mastery", "/api/practice/weak-points", "/api/rehearsals"):
            assert who.get(path).status_code == 404
        assert who.post("/api/practice", count=1).status_code == 404
        assert who.post("/api/rehearsals", document_id=document).status_code == 404


def test_others_answers_change_nothing_of_one_s_own(house: Running, items: list[str]) -> None:
    one, other = house.caller("student1"), house.caller("staff1")

    def looks() -> list[Any]:
        plain = [{k: v for k, v in i.items() if k != "attempt_id"} for i in chosen(one, count=20)]
        paths = ("mastery", "weak-points")
        return [plain, *(one.get(f"/api/practice/{p}").json() for p in paths)]

    before = looks()
    for item in items[:4]:
        say(other, item, ["全错"])
    assert looks() == before


def walk(who: Caller, document: str, slips: tuple[str, ...] = ()) -> dict[str, Any]:
    """Through a rehearsal; wrong where `slips` says so, right by what the first walk taught."""
    seen = who.post("/api/rehearsals", document_id=document)
    assert seen.status_code == 201, seen.text
    now: dict[str, Any] = seen.json()
    while now["stop"] is not None:
        stop = now["stop"]
        said = RIGHT[stop["asks"]](stop)
        if stop["asks"] in slips:
            said = next((o for o in stop["options"] if o != said), "7 kg")
        now = who.post(f"/api/rehearsals/{now['id']}/moves", n=now["moves"], said=said).json()
    return now


STEPS = ("检查气源压力", "三爪卡盘", "粗车外圆", "切屑缠绕", "主轴停稳")
VALUES = {"气源压力": "500 kPa", "夹紧力": "12 kN", "主轴转速": "820 转/分", "进给量": "0.25 mm/r"}
RIGHT = {
    "step": lambda stop: next(o for s in STEPS for o in stop["options"] if o.startswith(s)),
    "danger": lambda stop: next(o for o in stop["options"] if "必须" in o or "不得" in o),
    "value": lambda stop: next(v for n, v in VALUES.items() if n in stop["name"]),
}


def test_a_process_is_rehearsed_without_a_slip(house: Running, student: Caller, document: str) -> None:
    offered = student.get("/api/rehearsals", q="光轴").json()["items"]
    task = next(o for o in offered if o["document_id"] == document)["tasks"][0]
    assert (task["title"], task["steps"]) == ("加工步骤", 5)
    assert task["dangers"] >= 1
    done = walk(student, document)
    assert done["summary"]["slips"] == []
    assert done["summary"]["right"] == done["of"] == task["steps"] + task["values"] + task["dangers"]
    assert "加工步骤" in {m["competency"] for m in student.get("/api/practice/mastery").json()["items"]}


def test_slips_are_told_with_the_source_kept_as_weak_points_and_vital_ones_veto(house: Running, document: str) -> None:
    staff = house.caller("staff1")
    done = walk(staff, document, slips=("danger", "value"))
    summary = done["summary"]
    assert {s["slip"] for s in summary["slips"]} == {"safety", "value"}
    assert summary["vetoes"] >= 1
    for slip in summary["slips"]:
        assert slip["citation"]["document_id"] == document
    weak = [w for w in staff.get("/api/practice/weak-points").json()["items"] if w["document_id"] == document]
    assert len(weak) == len(summary["slips"])
    assert all(w["citations"] for w in weak)
    walk(staff, document)
    assert document not in {w["document_id"] for w in staff.get("/api/practice/weak-points").json()["items"]}


def test_a_rehearsal_is_one_s_own_and_needs_its_document(house: Running, student: Caller, document: str) -> None:
    begun = student.post("/api/rehearsals", document_id=document).json()
    url = f"/api/rehearsals/{begun['id']}"
    assert student.get(url).json() == begun
    assert house.caller("staff1").get(url).status_code == 404
    assert student.post(f"{url}/moves", n=3, said="x").status_code == 409
    assert student.post(f"{url}/moves", n=0, said="x").status_code == 422
    assert student.post("/api/rehearsals", document_id="0" * 32).status_code == 404
    assert student.post("/api/rehearsals", document_id=document, task=9).status_code == 422
    own = put(house, "teacher1", "school/internal", "光轴作业指导书二", library="course")
    mine = student.post("/api/rehearsals", document_id=own).json()
    house.caller("teacher1").client.delete(f"/api/documents/{own}").raise_for_status()
    assert student.get(f"/api/rehearsals/{mine['id']}").status_code == 404
    assert own not in {o["document_id"] for o in student.get("/api/rehearsals").json()["items"]}
