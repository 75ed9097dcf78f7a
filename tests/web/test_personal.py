"""Taking one's own data away over HTTP, asking to be erased, a name put right."""

from __future__ import annotations

import httpx

from eval.house import Caller, Running


def test_one_takes_ones_own_data_away_as_json_and_as_text(student: Caller, documents: dict[str, str]) -> None:
    student.client.post("/api/chat", json={"message": "进入车间要穿戴什么？"}).raise_for_status()
    answer = student.get("/api/me/export")
    told = answer.raise_for_status().json()
    assert answer.headers["content-disposition"] == 'attachment; filename="my-data.json"'
    assert answer.headers["cache-control"] == "no-store"
    assert told["account"]["username"] == "student1"
    assert any(turn["asked"] == "进入车间要穿戴什么？" for c in told["conversations"] for turn in c["turns"])
    text = student.get("/api/me/export", form="text")
    assert text.headers["content-type"].startswith("text/plain")
    assert "== 对话" in text.text
    assert "进入车间要穿戴什么？" in text.text


def test_without_signing_in_there_is_nothing(house: Running) -> None:
    assert httpx.get(f"{house.url}/api/me/export", timeout=60).status_code == 401
    assert httpx.post(f"{house.url}/api/me/erasure", timeout=60).status_code == 401


def test_a_wish_to_be_erased_is_taken_down(house: Running) -> None:
    caller = house.caller("student2")
    assert caller.client.post("/api/me/erasure").status_code == 202
    assert "student2" in house.house.resources.store.personal.asking()


def test_an_administrator_puts_a_name_right_and_nobody_else_learns_it_can_be(house: Running, student: Caller) -> None:
    admin = house.caller("admin1")
    me = student.get("/api/me").json()
    person = f"/api/people/{me['id']}/name"
    assert student.client.put(person, json={"name": "李"}).status_code == 404
    assert admin.client.put(person, json={"name": "李"}).status_code == 204
    assert student.get("/api/me").json()["name"] == "李"
    assert admin.client.put(person, json={"name": me["name"]}).status_code == 204
