"""Exercises over HTTP: written from what the caller may read, and handed out as files."""

from __future__ import annotations

from typing import Any

import pytest

from eval.house import Caller
from tools._formats import FORMATS

ITEM = {"kind": "single", "stem": "转速是（　）。", "key": ["800"], "options": ["800", "900", "1000"]}
ORDER = {"kind": "order", "stem": "排序", "key": ["下料", "粗车", "精车"], "options": ["精车", "粗车", "下料"]}


def asked(caller: Caller, **arguments: Any) -> dict[str, Any]:
    body: dict[str, Any] = caller.post("/api/tools/write_exercises", **arguments).raise_for_status().json()
    return body


def sendable(body: dict[str, Any]) -> list[dict[str, Any]]:
    """The tool's items as the file call takes them."""
    cited = {c["n"]: {"passage_id": c["passage_id"], "quote": c["quote"]} for c in body["citations"]}
    left_out = ("n", "kind_name", "citations", "flags", "written_by")
    return [
        {k: v for k, v in i.items() if k not in left_out} | {"spans": [cited[n] for n in i["citations"]]}
        for i in body["result"]["items"]
    ]


def test_the_tool_s_items_cite_passages_the_caller_can_open(teacher: Caller, documents: dict[str, str]) -> None:
    body = asked(teacher, document_ids=[documents["lesson"]], count=4)
    assert body["written_by"] == "extract"
    assert "course:cnc1" in body["label"]
    assert body["result"]["items"]
    for citation in body["citations"]:
        assert citation["quote"] in teacher.get(f"/api/passages/{citation['passage_id']}").json()["text"]


def test_a_document_that_is_not_the_caller_s_to_read_is_not_there(student: Caller, documents: dict[str, str]) -> None:
    for hidden in (documents["secret"], "nothing"):
        assert student.post("/api/tools/write_exercises", document_ids=[hidden]).status_code == 404


def test_thin_sources_are_a_problem_in_words(teacher: Caller, documents: dict[str, str]) -> None:
    answer = teacher.post("/api/tools/write_exercises", document_ids=[documents["safety"]], kinds=["calculate"])
    assert (answer.status_code, answer.json()["type"].rpartition(":")[2]) == (422, "not-enough")
    assert "需要" in answer.json()["detail"]


@pytest.mark.parametrize("made", [name for name in FORMATS if name != "aiken"])
def test_a_file_holds_what_the_tool_wrote(teacher: Caller, documents: dict[str, str], made: str) -> None:
    items = sendable(asked(teacher, document_ids=[documents["lesson"]], count=6))
    answer = teacher.post(f"/api/exercises/files/{made}", title="粗车习题", items=items)
    assert answer.status_code == 200, answer.text
    assert FORMATS[made].suffix in answer.headers["content-disposition"]
    back = FORMATS[made].read(answer.content)
    assert back.problems == ()
    assert sorted((i.stem, list(i.key)) for i in back.items) == sorted((i["stem"], i["key"]) for i in items)


def test_what_a_format_cannot_hold_is_refused_or_left_out_when_asked(teacher: Caller) -> None:
    refused = teacher.post("/api/exercises/files/aiken", items=[ITEM, ORDER])
    assert refused.status_code == 422
    assert "第 2 题" in refused.json()["detail"]
    skipped = teacher.post("/api/exercises/files/aiken", items=[ITEM, ORDER], skip=True)
    assert len(FORMATS["aiken"].read(skipped.content).items) == 1


def test_an_item_that_is_not_whole_and_an_unknown_format_are_refused(teacher: Caller) -> None:
    assert teacher.post("/api/exercises/files/excel", items=[{**ITEM, "key": ["7"]}]).status_code == 422
    assert teacher.post("/api/exercises/files/nothing", items=[ITEM]).status_code == 404


def sent(caller: Caller, name: str, data: bytes) -> Any:
    return caller.client.post("/api/exercises/imports", files={"file": (name, data)})


@pytest.mark.parametrize("made", list(FORMATS))
def test_a_file_that_went_out_comes_in_again(teacher: Caller, made: str) -> None:
    file = teacher.post(f"/api/exercises/files/{made}", items=[ITEM, ORDER], skip=True).content
    body = sent(teacher, f"x{FORMATS[made].suffix}", file).raise_for_status().json()
    assert body["format"] == made
    assert [i["key"] for i in body["items"]] == [["800"], ["下料", "粗车", "精车"]][: len(body["items"])]
    assert teacher.post(f"/api/exercises/files/{made}", items=body["items"]).status_code == 200


def test_bad_rows_of_a_typed_paper_are_named_and_bad_files_refused(teacher: Caller, mentor: Caller) -> None:
    body = sent(mentor, "卷.txt", "1. 转速（ A ）\nA. 800 B. 900 C. 1000\n2. 没有答案".encode()).json()
    assert [i["key"] for i in body["items"]] == [["800"]]
    assert [(p["where"], bool(p["words"])) for p in body["problems"]] == [("第 2 题（2. 没有答案）", True)]
    refused = (("a.png", b"\x89PNG\r\n\x1a\n....", 415), ("a.docx", b"PK\x03\x04x", 422), ("a", b" " * 9_000_000, 413))
    for name, data, status in refused:
        assert sent(teacher, name, data).status_code == status
    extra = teacher.client.post("/api/exercises/imports", files={"file": ("a", b"x")}, data={"label": "school/public"})
    assert extra.status_code == 422


def test_learners_import_nothing(student: Caller) -> None:
    assert sent(student, "卷.txt", b"1. a").status_code == 404
