"""Templates over HTTP: brought, listed with what nothing fills, used, deleted; and hidden ones are absent ones."""

from __future__ import annotations

from typing import Any

import pytest

from eval.house import Caller, Running
from tests.tools.exported import words
from tests.tools.test_templates import changed, form
from tests.web.test_files import order, taken

__all__ = ["order"]


def bring(who: Caller, data: bytes, name: str = "校本工单.docx", **fields: str) -> Any:
    return who.client.post("/api/templates", files={"file": (name, data)}, data=fields)


def test_a_template_is_brought_used_and_deleted(teacher: Caller, student: Caller, order: dict[str, Any]) -> None:
    made = bring(teacher, form("校训 {{ 标题 }}", "{{ 校长寄语 }}")).raise_for_status().json()
    assert (made["title"], made["owner"], made["placeholders"]) == ("校本工单", "school", ["标题", "校长寄语"])
    assert made["unknown"] == [{"name": "校长寄语", "nearest": ""}]
    url = f"/api/templates/{made['id']}"
    assert made["id"] in {t["id"] for t in teacher.get("/api/templates").json()["items"]}
    refused = taken(teacher, order, "docx", template=made["id"])
    assert refused.status_code == 422
    assert "校长寄语" in refused.json()["detail"]
    filled = taken(teacher, order, "docx", template=made["id"], skip="true")
    assert filled.status_code == 200, filled.text
    assert f"校训 {order['title']}" in words(filled.content)
    assert words(filled.content)[0].startswith("【生成内容】")
    assert student.client.delete(url).status_code == 404
    assert teacher.client.delete(url).status_code == 204
    assert teacher.get(url).status_code == 404
    assert taken(teacher, order, "docx", template=made["id"]).status_code == 404


def test_hidden_templates_are_absent_ones(house: Running, teacher: Caller, order: dict[str, Any]) -> None:
    theirs = bring(house.caller("mentor1"), form("{{ 标题 }}")).raise_for_status().json()
    assert theirs["owner"] == "yuchuan"
    absent = teacher.get("/api/templates/nothing").json()["detail"]
    assert teacher.get(f"/api/templates/{theirs['id']}").json()["detail"] == absent
    assert taken(teacher, order, "docx", template=theirs["id"]).json()["detail"] == absent
    assert theirs["id"] not in teacher.get("/api/templates").text
    for who in ("student1", "staff1", "admin1"):
        caller = house.caller(who)
        assert caller.get("/api/templates").status_code == 404
        assert bring(caller, form("{{ 标题 }}")).status_code == 404
        assert caller.get("/api/forms/plan").status_code == 404


@pytest.mark.parametrize(
    ("data", "name", "status"),
    [
        (b"hello", "a.docx", 415), (form("{{ 标题 }}"), "a.docm", 415), (form("没有占位符"), "a.docx", 422),
        (changed(form("{{ 标题 }}"), "word/vbaProject.bin", "", "x"), "a.docx", 422),
        (form("{{ 标题.__class__ }}"), "a.docx", 422), (b"PK\x03\x04" + b"0" * (5 * 1024**2), "a.docx", 413),
    ],
)  # fmt: skip
def test_what_cannot_be_a_template_is_told_in_words(teacher: Caller, data: bytes, name: str, status: int) -> None:
    answer = bring(teacher, data, name)
    assert answer.status_code == status, answer.text
    assert answer.json()["detail"]


def test_our_own_forms_are_there_to_start_from(teacher: Caller) -> None:
    for name in ("work_orders", "plan", "loose_leaf"):
        answer = teacher.get(f"/api/forms/{name}")
        assert any("{{" in w for w in words(answer.raise_for_status().content))
        assert bring(teacher, answer.content).raise_for_status().json()["unknown"] == []
