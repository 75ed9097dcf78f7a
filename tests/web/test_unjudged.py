"""An upload whose content is stricter than its label is at no moment open to those the label names."""

import time
from typing import Any

import pytest

from eval.house import SETTLED, Caller, Running

MARKED = "密级：机密\n\n阀体淬火曲线编号KX-88，保温四十分钟。".encode()


def sent(caller: Caller, name: str, data: bytes, **form: str) -> str:
    given = {"owner": "school", "library": "course", "label": "school/public", **form}
    answer = caller.client.post("/api/documents", data=given, files={"file": (name, data)})
    assert answer.status_code == 202
    return str(answer.json()["id"])


def looks(caller: Caller, document: str, words: str) -> list[object]:
    """What tells of it, if anything does."""
    listed = caller.get("/api/documents", limit=200).json()["items"]
    by_title = caller.get("/api/documents", q=words).json()["items"]
    codes = [caller.get(f"/api/documents/{document}{path}").status_code for path in ("", "/file")]
    found = document in caller.get("/api/search", q=words).text
    return [document in {row["id"] for row in [*listed, *by_title]}, codes, found]


NOTHING: list[object] = [False, [404, 404], False]


def watched(house: Running, reader: Caller, document: str, words: str) -> dict[str, Any]:
    """Its row once it is settled; meanwhile two who may not read it kept looking, and then once more."""
    others = [house.caller("student1"), house.caller("mentor2")]
    end = time.monotonic() + 60
    while time.monotonic() < end:
        row: dict[str, Any] = reader.get(f"/api/documents/{document}").json()
        for other in others:
            assert looks(other, document, words) == NOTHING
        if row.get("state") in SETTLED:
            return row
    raise TimeoutError(row)


@pytest.mark.parametrize(
    ("name", "title", "data"),
    [("工艺说明.txt", "工艺说明甲", MARKED), ("客户名单.txt", "工艺说明乙", "阀体淬火曲线编号KX-89。".encode()),
     ("工艺说明.txt", "工艺说明丙【机密】", "阀体淬火曲线编号KX-90。".encode())],
)  # fmt: skip
def test_a_mark_in_the_text_the_file_name_or_the_title_is_never_public(
    house: Running, teacher: Caller, name: str, title: str, data: bytes
) -> None:
    document = sent(teacher, name, data, title=title)
    row = watched(house, house.caller("steward1"), document, title)
    assert (row["state"], row["proposed_label"]) == ("awaiting_label", "school/confidential")


def test_a_file_that_fails_stays_with_its_uploader(house: Running, teacher: Caller) -> None:
    document = sent(teacher, "机密配方表.docx", b"PK\x03\x04 broken", title="机密配方表")
    row = watched(house, teacher, document, "机密配方表")
    assert (row["state"], row["label"]) == ("failed", "school/public")
    assert row["error"]
    assert house.caller("steward1").get(f"/api/documents/{document}").json()["state"] == "failed"


def test_a_failed_new_version_leaves_the_old_one_as_it_was_for_others(house: Running, teacher: Caller) -> None:
    document = sent(teacher, "钳工须知.txt", "划线前先检查基准面QG-31。".encode(), title="钳工须知")
    teacher.settled(document)
    student = house.caller("student1")
    before = student.get(f"/api/documents/{document}").text, student.get(f"/api/documents/{document}/file").content
    answer = sent(teacher, "机密.docx", b"PK\x03\x04 broken", title="机密", replaces=document)
    assert answer == document
    end = time.monotonic() + 60
    while teacher.get(f"/api/documents/{document}").json()["state"] != "failed":
        now = student.get(f"/api/documents/{document}").text, student.get(f"/api/documents/{document}/file").content
        assert now == before
        assert time.monotonic() < end
    now = student.get(f"/api/documents/{document}").text, student.get(f"/api/documents/{document}/file").content
    assert now == before


def test_the_uploader_follows_it_from_received_to_ready(house: Running, teacher: Caller) -> None:
    document = sent(teacher, "锉削要点.txt", "锉削时推力与压力随位置变化CX-12。".encode())
    first = teacher.get(f"/api/documents/{document}")
    assert first.status_code == 200
    assert teacher.settled(document)["state"] == "ready"
    assert house.caller("student1").get(f"/api/documents/{document}").status_code == 200
