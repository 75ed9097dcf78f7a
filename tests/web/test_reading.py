"""The reader over HTTP: a passage among its neighbours, its page drawn with the quote marked, and nothing of what is
hidden.
"""

from __future__ import annotations

import pytest

from demo.markup import Heading, Paragraph
from demo.pdf import build
from eval.house import Caller, Running

ABSENT = "0" * 32
QUOTE = "磨削时必须站在砂轮侧面"


@pytest.fixture(scope="module")
def drawn(house: Running, documents: dict[str, str]) -> tuple[str, str, str]:
    """(document, passage, START-END) of a PDF for teachers alone."""
    teacher = house.caller("teacher1")
    data = build("砂轮机", [Heading(1, "砂轮机操作"), Paragraph(f"{QUOTE}，不得正对砂轮站立。托架间隙不大于3 mm。")])
    form = {"owner": "school", "library": "training", "label": "school/restricted"}
    answer = teacher.client.post("/api/documents", data=form, files={"file": ("砂轮机.pdf", data)})
    document = answer.raise_for_status().json()["id"]
    assert teacher.settled(document)["state"] == "ready"
    found = teacher.get("/api/search", q=QUOTE).json()["passages"]
    passage = next(p for p in found if p["document_id"] == document)
    at = passage["text"].index(QUOTE)
    return document, passage["id"], f"{at}-{at + len(QUOTE)}"


def test_a_page_is_drawn_and_the_quote_stands_marked_on_it(teacher: Caller, drawn: tuple[str, str, str]) -> None:
    document, passage, at = drawn
    page = teacher.get(f"/api/passages/{passage}/page", at=at).raise_for_status().json()
    assert (page["document_id"], page["page"], page["pages"]) == (document, 1, 1)
    assert page["marks"]
    assert all(0 <= left < right <= 1 and 0 <= top < low <= 1 for left, top, right, low in page["marks"])
    picture = teacher.get(f"/api/documents/{document}/pages/1", width=300).raise_for_status()
    assert picture.headers["content-type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    assert teacher.get(f"/api/documents/{document}/pages/2").status_code == 422


def test_passages_come_in_the_documents_order(student: Caller, documents: dict[str, str]) -> None:
    found = student.get("/api/search", q="急停按钮").json()["passages"][0]
    near = student.get(f"/api/passages/{found['id']}/around").raise_for_status().json()["items"]
    assert found["id"] in [p["id"] for p in near]
    assert {p["document_id"] for p in near} == {documents["safety"]}


@pytest.mark.parametrize("path", ["passages/{p}/around", "passages/{p}/page", "documents/{d}/pages/1"])
def test_hidden_and_absent_are_one_answer(
    student: Caller, mentor: Caller, drawn: tuple[str, str, str], path: str
) -> None:
    document, passage, _ = drawn
    for stranger in (student, mentor):
        answers = [
            stranger.get("/api/" + path.format(p=p, d=d)) for p, d in ((passage, document), (ABSENT, ABSENT))
        ]
        assert [a.status_code for a in answers] == [404, 404]
        hidden, absent = (a.json() | {"request_id": ""} for a in answers)
        assert hidden == absent
