"""What is published is found and cited under its label, goes when its ground goes; nothing is made from it again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from eval.house import Caller, Running

PROCESS = (
    "锥齿轮毛坯铣面作业指导书\n一、操作步骤\n1. 检查气源压力 0.5 MPa 以上。\n"
    "2. 装夹锥齿轮毛坯后复测端面跳动，不超过 0.02 mm。\n"
    "3. 启动主轴铣削基准面，主轴转速 700 r/min。\n二、安全注意\n铣削锥齿轮毛坯时严禁戴手套。\n"
)
TOPIC = "锥齿轮毛坯铣面"


@pytest.fixture
def process(house: Running) -> Iterator[str]:
    mentor = house.caller("mentor1")
    about = {"name": "铣面指导书.txt", "title": "锥齿轮毛坯铣面指导书", "library": "enterprise"}
    sent = mentor.upload(PROCESS, owner="yuchuan", label="yuchuan/internal|course:cnc1", **about)
    found: str = sent.raise_for_status().json()["id"]
    assert mentor.settled(found)["state"] == "ready"
    yield found
    mentor.client.delete(f"/api/documents/{found}")


def patch(who: Caller, made: dict[str, Any], **change: Any) -> Any:
    return who.client.patch(f"/api/artefacts/{made['id']}", json={"version": made["version"], **change})


def make(who: Caller, tool: str, **arguments: Any) -> dict[str, Any]:
    answer = who.post("/api/artefacts", tool=tool, arguments=arguments)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def publish(house: Running, made: dict[str, Any], mentors: tuple[str, ...] = ("mentor1",)) -> dict[str, Any]:
    teacher = house.caller("teacher1")
    at = patch(teacher, made, state="in_review").json()
    for mentor in mentors:
        at = house.caller(mentor).post(f"/api/artefacts/{made['id']}/approval", version=at["version"]).json()
    published = patch(teacher, at, state="published")
    assert published.status_code == 200, published.text
    found: dict[str, Any] = published.json()
    assert teacher.settled(found["document_id"])["state"] == "ready"
    return found


def hits(who: Caller, document: str, query: str = TOPIC) -> list[dict[str, Any]]:
    found = who.get("/api/search", q=query, k=20).json()["passages"]
    return [p for p in found if p["document_id"] == document]


def gone(who: Caller, document: str) -> bool:
    """Within a moment: what is erased is erased by a job."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if who.get(f"/api/documents/{document}").status_code == 404 and not hits(who, document):
            return True
        time.sleep(0.05)
    return False


def test_a_published_work_order_is_found_and_cited_under_its_label(house: Running, process: str) -> None:
    made = publish(house, make(house.caller("teacher1"), "decompose_project", document_ids=[process]))
    student, stranger = house.caller("student1"), house.caller("mentor2")
    row = student.get(f"/api/documents/{made['document_id']}").json()
    assert (row["library"], row["label"], row["generated"]) == ("training", "yuchuan/internal|course:cnc1", True)
    assert "系统生成" in row["title"]
    assert any("700 r/min" in p["text"] and "系统生成" in p["title"] for p in hits(student, made["document_id"]))
    assert "【生成内容】" in student.get(f"/api/documents/{made['document_id']}/file").text
    told = student.post("/api/chat", message="锥齿轮毛坯铣面工单里铣削基准面的主轴转速是多少？").json()
    assert "700 r/min" in told["answer"]
    assert hits(stranger, made["document_id"]) == []
    assert stranger.get(f"/api/documents/{made['document_id']}").status_code == 404


def test_what_stood_in_a_draft_is_read_by_its_author_and_reviewers_alone(house: Running, process: str) -> None:
    teacher, mentor, student = (house.caller(name) for name in ("teacher1", "mentor1", "student1"))
    made = make(teacher, "decompose_project", document_ids=[process])
    noted = {**made["result"], "tasks": [{**made["result"]["tasks"][0], "introduction": "旁注：先别外传。"}]}
    second = patch(teacher, made, result=noted).json()
    published = publish(house, patch(teacher, second, result=made["result"]).json())
    where = f"/api/artefacts/{made['id']}"
    assert student.get(where).json()["edition"] == published["edition"] == 3
    for edition, status in ((1, 404), (2, 404), (3, 200)):
        assert student.get(where, edition=edition).status_code == status
        assert student.get(f"{where}/files/docx", edition=edition).status_code == status
    for who in (teacher, mentor):
        assert "旁注" in who.get(where, edition=2).text


def test_retiring_takes_it_out_of_the_library(house: Running, process: str) -> None:
    teacher, student = house.caller("teacher1"), house.caller("student1")
    made = publish(house, make(teacher, "decompose_project", document_ids=[process]))
    passage = hits(student, made["document_id"])[0]["id"]
    retired = patch(teacher, made, state="retired").json()
    assert retired["document_id"] is None
    assert student.get(f"/api/passages/{passage}").status_code == 404
    assert gone(student, made["document_id"])


@pytest.mark.parametrize("how", ["replaced", "deleted", "raised"])
def test_a_source_that_changes_takes_what_was_made_of_it_away(house: Running, process: str, how: str) -> None:
    mentor, student = house.caller("mentor1"), house.caller("student1")
    made = publish(house, make(house.caller("teacher1"), "decompose_project", document_ids=[process]))
    assert hits(student, made["document_id"])
    if how == "replaced":
        about = {"name": "铣面指导书.txt", "title": "锥齿轮毛坯铣面指导书", "library": "enterprise"}
        label = "yuchuan/internal|course:cnc1"
        mentor.upload(PROCESS.replace("700", "650"), owner="yuchuan", label=label, replaces=process, **about)
    elif how == "deleted":
        assert mentor.client.delete(f"/api/documents/{process}").status_code == 204
    else:
        steward = house.caller("steward2")
        version = steward.get(f"/api/documents/{process}").json()["version"]
        raised = steward.post(f"/api/documents/{process}/label", label="yuchuan/confidential", version=version)
        assert raised.status_code == 200, raised.text
    assert gone(student, made["document_id"])


@pytest.mark.slow
def test_nothing_is_made_from_what_was_made(house: Running, process: str) -> None:
    teacher = house.caller("teacher1")
    made = publish(house, make(teacher, "decompose_project", document_ids=[process]))
    for tool in ("decompose_project", "write_exercises", "plan_lesson"):
        told = teacher.post(f"/api/tools/{tool}", query=TOPIC).json()
        assert {c["document_id"] for c in told["citations"]} & {process}
        assert made["document_id"] not in {c["document_id"] for c in told["citations"]}
        refused = teacher.post(f"/api/tools/{tool}", document_ids=[made["document_id"]])
        assert (refused.status_code, "原始资料" in refused.json()["detail"]) == (422, True), refused.text


def test_a_set_of_exercises_is_published_without_its_keys(house: Running, process: str) -> None:
    teacher, student = house.caller("teacher1"), house.caller("student1")
    made = make(teacher, "write_exercises", document_ids=[process], count=4)
    held = patch(teacher, made, state="in_review").json()
    held = house.caller("mentor1").post(f"/api/artefacts/{made['id']}/approval", version=held["version"]).json()
    refused = patch(teacher, held, state="published")
    assert (refused.status_code, "题库" in refused.json()["detail"]) == (409, True)
    brought = house.caller("mentor1").post("/api/bank/items", artefact_id=made["id"]).json()["items"]
    for item in brought:
        moved = teacher.client.patch(
            f"/api/bank/items/{item['id']}", json={"version": item["version"], "state": "published"}
        )
        assert moved.status_code == 200, moved.text
    published = patch(teacher, held, state="published").json()
    assert teacher.settled(published["document_id"])["state"] == "ready"
    seen = student.get(f"/api/artefacts/{made['id']}").json()
    assert [i["stem"] for i in seen["result"]["items"]] == [i["stem"] for i in made["result"]["items"]]
    assert not any(i["key"] or i["explanation"] or i["citations"] for i in seen["result"]["items"])
    assert seen["citations"] == []
    assert student.get(f"/api/artefacts/{made['id']}/files/docx").status_code == 404
    file = student.get(f"/api/documents/{published['document_id']}/file").text
    for item in made["result"]["items"]:
        assert item["stem"] in file
        assert item["explanation"] not in file
    assert teacher.get(f"/api/artefacts/{made['id']}").json()["result"]["items"][0]["key"]


@pytest.mark.slow
def test_what_was_made_of_a_source_that_was_raised_stays_hidden_when_the_source_is_gone(
    house: Running, process: str
) -> None:
    teacher, mentor, student, steward = (house.caller(n) for n in ("teacher1", "mentor1", "student1", "steward2"))
    made = publish(house, make(teacher, "decompose_project", document_ids=[process]))
    exercises = make(mentor, "write_exercises", document_ids=[process], count=4)
    items = mentor.post("/api/bank/items", artefact_id=exercises["id"]).json()["items"]
    assert items
    seen = [f"/api/artefacts/{made['id']}", *(f"/api/bank/items/{i['id']}" for i in items)]
    assert {teacher.get(path).status_code for path in seen} == {200}
    row = steward.get(f"/api/documents/{process}").json()
    raised = {"label": "yuchuan/confidential", "version": row["version"]}
    assert steward.post(f"/api/documents/{process}/label", **raised).status_code == 200
    for at in ("raised", "deleted", "erased"):
        for who in (teacher, student):
            assert {who.get(path).status_code for path in seen} == {404}, at
        if at == "raised":
            steward.client.delete(f"/api/documents/{process}")
        elif at == "deleted":
            _until(lambda: house.house.resources.store.works.removals() == [])


def _until(true: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    assert true()
