"""One's own over HTTP: conversations named and pinned, a word on an answer, what to ask next, sessions."""

from __future__ import annotations

import httpx
import pytest

from eval.house import Caller, Running
from tests.ingest import made


def asked(caller: Caller, message: str = "急停按钮在哪里？") -> tuple[str, str]:
    """(thread, turn) of one question."""
    answer = caller.post("/api/chat", message=message).raise_for_status().json()
    thread = caller.get(f"/api/threads/{answer['thread_id']}").json()
    return answer["thread_id"], thread["turns"][-1]["id"]


def test_a_conversation_is_named_pinned_first_and_found_by_its_name(student: Caller, documents: dict[str, str]) -> None:
    old, _ = asked(student)
    asked(student, "粗车外圆时主轴转速取多少？")
    row = student.client.patch(f"/api/threads/{old}", json={"name": "安全复习", "pinned": True}).json()
    assert (row["title"], row["pinned"]) == ("安全复习", True)
    assert student.get("/api/threads").json()["items"][0]["id"] == old
    assert [t["id"] for t in student.get("/api/threads", q="安全复习").json()["items"]] == [old]
    back = student.client.patch(f"/api/threads/{old}", json={"name": "", "pinned": False}).json()
    assert (back["title"], back["pinned"]) == ("急停按钮在哪里？", False)


def test_a_word_on_an_answer_is_kept_changed_and_taken_back(student: Caller, documents: dict[str, str]) -> None:
    thread, turn = asked(student)
    for useful in (True, False):
        given = student.client.put(f"/api/feedback/{turn}", json={"useful": useful, "reason": "说得清楚"})
        assert given.status_code == 204
        assert student.get(f"/api/threads/{thread}").json()["turns"][-1]["useful"] is useful
    assert student.client.delete(f"/api/feedback/{turn}").status_code == 204
    assert student.get(f"/api/threads/{thread}").json()["turns"][-1]["useful"] is None
    assert student.client.delete(f"/api/feedback/{turn}").status_code == 404


def test_nobody_reaches_anothers(house: Running, student: Caller, documents: dict[str, str]) -> None:
    thread, turn = asked(student)
    other = house.caller("student2")
    assert other.client.patch(f"/api/threads/{thread}", json={"name": "我的"}).status_code == 404
    assert other.get(f"/api/threads/{thread}/next").status_code == 404
    assert other.client.put(f"/api/feedback/{turn}", json={"useful": True}).status_code == 404
    assert student.get(f"/api/threads/{thread}").json()["title"] == "急停按钮在哪里？"


def test_what_to_ask_next_comes_from_what_one_may_read(
    house: Running, student: Caller, documents: dict[str, str]
) -> None:
    thread, _ = asked(student)
    offered = student.get(f"/api/threads/{thread}/next").raise_for_status().json()["items"]
    for question in offered:
        assert not student.post("/api/chat", message=question).json()["refused"], question
    secret, _ = asked(house.caller("mentor1"), "涂层刀片的年度协议价是多少？")
    told = " ".join(house.caller("mentor1").get(f"/api/threads/{secret}/next").json()["items"])
    assert told != " ".join(offered) or not told
    assert not {"协议价", "返利"} & {word for word in ("协议价", "返利") if any(word in q for q in offered)}


def test_where_one_is_signed_in_is_told_and_ended(house: Running) -> None:
    me = {"username": "student2", "password": house.passwords["student2"]}
    with httpx.Client(base_url=house.url, timeout=60) as here, httpx.Client(base_url=house.url, timeout=60) as there:
        first = here.post("/api/sessions", json=me, headers={"User-Agent": "Here/1.0"}).raise_for_status()
        there.post("/api/sessions", json=me, headers={"User-Agent": "There/1.0"}).raise_for_status()
        token = {"X-CSRF-Token": first.json()["csrf_token"]}
        rows = here.get("/api/me/sessions").json()["items"]
        assert [r["here"] for r in rows].count(True) == 1
        assert here.delete("/api/me/sessions", headers=token).status_code == 204
        assert there.get("/api/me").status_code == 401
        assert here.get("/api/me").status_code == 200
        assert [r["here"] for r in here.get("/api/me/sessions").json()["items"]] == [True]
    house.callers.pop("student2", None)  # ended with the others: the next test signs in anew


def test_what_is_kept_is_counted(student: Caller, documents: dict[str, str]) -> None:
    before = student.get("/api/me/kept").json()
    asked(student)
    after = student.get("/api/me/kept").raise_for_status().json()
    assert (after["threads"], after["questions"]) == (before["threads"] + 1, before["questions"] + 1)


def test_only_a_picture_is_looked_at_for_its_text(student: Caller) -> None:
    answer = student.client.post("/api/pictures/text", files={"file": ("q.gif", b"GIF89a....")})
    assert answer.status_code == 415


def test_a_picture_of_a_question_is_read_apart_from_the_server(house: Running, student: Caller) -> None:
    """A hostile one ends only its own reader: the next is read."""
    if house.house.resources.aids.tesseract is None:
        pytest.skip("tesseract is not installed")
    drawn = made.saved(made.page(["更换刀具前要先停稳主轴"]))
    broken = student.client.post("/api/pictures/text", files={"file": ("q.png", drawn[:400] + b"x" * 9000)})
    assert broken.status_code == 422
    read = student.client.post("/api/pictures/text", files={"file": ("q.png", drawn)})
    assert "更换刀具" in read.raise_for_status().json()["text"]
    assert not list((house.house.resources.settings.data / "tmp" / "pictures").glob("*/*"))
