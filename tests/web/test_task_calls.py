"""Decomposing over HTTP: `POST /api/tools/decompose_project` for teachers and mentors, and the same by chat."""

from __future__ import annotations

import pytest

from eval.house import Caller, Running

TEXT = (
    "传动轴粗车作业指导书\n一、准备\n1. 检查液压站压力 3.5~4.0 MPa。\n2. 卡盘防护门未关时不得启动主轴。\n"
    "二、加工\n1. 粗车外圆，主轴 650~800 r/min。\n2. 停车测量，直径偏差不超过 0.05 mm。\n3. 填写工序卡。"
)


@pytest.fixture(scope="module")
def document(house: Running) -> str:
    mentor = house.caller("mentor1")
    label = "yuchuan/internal|course:cnc1"
    about = {"name": "粗车指导书.txt", "title": "粗车指导书", "library": "enterprise"}
    sent = mentor.upload(TEXT, owner="yuchuan", label=label, **about)
    found: str = sent.raise_for_status().json()["id"]
    assert mentor.settled(found)["state"] == "ready"
    return found


def test_a_teacher_gets_work_orders_with_their_citations(teacher: Caller, document: str) -> None:
    answer = teacher.post("/api/tools/decompose_project", document_ids=[document], tier="first_year")
    assert answer.status_code == 200
    made = answer.json()
    assert set(made) == {"result", "citations", "label", "written_by"}
    assert made["written_by"] == "extract"
    assert "yuchuan/internal|course:cnc1" in made["label"]
    assert [t["title"] for t in made["result"]["tasks"]] == ["准备", "加工"]
    quotes = {c["n"]: c for c in made["citations"]}
    for task in made["result"]["tasks"]:
        assert sum(c["points"] for c in task["scoring"]) == 100
        for step in task["steps"]:
            cited = quotes[step["citation"]]
            assert cited["quote"] in teacher.get(f"/api/passages/{cited['passage_id']}").json()["text"]
    assert [c["text"] for c in made["result"]["tasks"][0]["scoring"] if c["veto"]] == ["卡盘防护门未关时不得启动主轴。"]


def test_hidden_documents_and_other_peoples_tools_are_not_there(house: Running, student: Caller, document: str) -> None:
    assert house.caller("mentor2").post("/api/tools/decompose_project", document_ids=[document]).status_code == 404
    assert student.post("/api/tools/decompose_project", document_ids=[document]).status_code == 404
    assert "decompose_project" not in {t["name"] for t in student.get("/api/tools").json()["items"]}


def test_thin_sources_are_a_422_that_says_what_is_needed(teacher: Caller, documents: dict[str, str]) -> None:
    answer = teacher.post("/api/tools/decompose_project", document_ids=[documents["lesson"]])
    assert answer.status_code == 422
    assert answer.json()["type"].endswith("not-enough")
    assert "编号步骤" in answer.json()["detail"]


def test_this_document_can_be_decomposed_in_the_chat(teacher: Caller, document: str) -> None:
    first = teacher.post("/api/chat", message="粗车指导书里粗车外圆的主轴转速是多少").json()
    assert document in {c["document_id"] for c in first["citations"]}
    answer = teacher.post("/api/chat", message="把粗车指导书分解成教学任务", thread_id=first["thread_id"]).json()
    assert answer["tool_calls"] == ["decompose_project"]
    assert "任务 1：准备" in answer["answer"]
    assert "1. 粗车外圆，主轴 650~800 r/min。" in answer["answer"]
    assert {c["document_id"] for c in answer["citations"]} == {document}
