"""Who is calling: sessions, CSRF, tokens, `me`. Over real HTTP."""

import httpx
import pytest

from eval.house import Caller, Running


def test_signing_in_gives_a_principal_a_csrf_token_and_a_cookie_scripts_cannot_read(house: Running) -> None:
    answer = httpx.post(
        f"{house.url}/api/sessions", json={"username": "student1", "password": house.passwords["student1"]},
        timeout=60,
    )
    body = answer.json()
    assert answer.status_code == 200
    assert body["principal"]["roles"] == ["student"]
    assert body["principal"]["memberships"] == [{"owner": "school", "role": "student"}]
    assert body["csrf_token"]
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


def test_an_unknown_name_and_a_wrong_password_get_the_same_answer(house: Running) -> None:
    said = []
    for name in ("student2", "nobody-at-all"):
        tried = {"username": name, "password": "wrong-password"}
        answer = httpx.post(f"{house.url}/api/sessions", json=tried, timeout=60)
        body = answer.json()
        assert body.pop("request_id")
        said.append((answer.status_code, body, "set-cookie" in answer.headers))
    assert said[0] == said[1]
    assert said[0][0] == 401


def test_me_tells_who_one_is(student: Caller) -> None:
    me = student.get("/api/me").json()
    assert set(me) == {"id", "name", "roles", "memberships", "language"}
    assert me["name"] == "林知夏"
    assert me["language"] == "zh"


@pytest.mark.parametrize(
    "path", ["/api/me", "/api/documents", "/api/search?q=x", "/api/threads", "/api/tools", "/v1/models"]
)
def test_without_identity_every_call_is_401(house: Running, path: str) -> None:
    answer = httpx.get(house.url + path, timeout=60)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/api/chat"), ("POST", "/api/tools/search"), ("POST", "/api/tokens"), ("POST", "/api/documents"),
     ("DELETE", "/api/documents/x"), ("POST", "/api/documents/x/label"), ("DELETE", "/api/threads/x"),
     ("DELETE", "/api/sessions/current"), ("POST", "/v1/chat/completions")],
)  # fmt: skip
def test_a_writing_call_with_the_cookie_alone_is_403(house: Running, student: Caller, method: str, path: str) -> None:
    for sent in ({}, {"X-CSRF-Token": "forged"}):
        cookies = dict(student.client.cookies)
        answer = httpx.request(method, house.url + path, cookies=cookies, headers=sent, json={}, timeout=60)
        assert answer.status_code == 403, path


def test_signing_out_ends_the_session(house: Running) -> None:
    with httpx.Client(base_url=house.url, timeout=60) as client:
        given = {"username": "staff2", "password": house.passwords["staff2"]}
        client.headers["X-CSRF-Token"] = client.post("/api/sessions", json=given).json()["csrf_token"]
        stolen = dict(client.cookies)
        assert client.delete("/api/sessions/current").status_code == 204
        assert httpx.get(f"{house.url}/api/me", cookies=stolen, timeout=60).status_code == 401


def test_a_token_is_shown_once_works_without_csrf_and_ends_when_revoked(house: Running, student: Caller) -> None:
    made = student.post("/api/tokens", name="脚本", days=7)
    assert made.status_code == 201
    token, token_id = made.json()["token"], made.json()["id"]
    bearer = {"Authorization": f"Bearer {token}"}
    assert httpx.get(f"{house.url}/api/me", headers=bearer, timeout=60).json()["name"] == "林知夏"
    assert httpx.post(f"{house.url}/api/chat", headers=bearer, json={"message": "你好"}, timeout=60).status_code == 200
    rows = student.get("/api/tokens")
    assert [r["name"] for r in rows.json()["items"] if r["id"] == token_id] == ["脚本"]
    assert token not in rows.text
    assert student.get(f"/api/tokens/{token_id}").json()["name"] == "脚本"
    assert student.client.delete(f"/api/tokens/{token_id}").status_code == 204
    assert httpx.get(f"{house.url}/api/me", headers=bearer, timeout=60).status_code == 401


def test_another_persons_token_is_one_that_does_not_exist(house: Running, student: Caller, mentor: Caller) -> None:
    token_id = mentor.post("/api/tokens", name="x", days=1).json()["id"]
    assert student.get(f"/api/tokens/{token_id}").status_code == 404
    assert student.client.delete(f"/api/tokens/{token_id}").status_code == 404
    assert student.client.delete("/api/tokens/none").status_code == 404


def test_only_administrators_find_the_people_calls(house: Running, student: Caller) -> None:
    admin = house.caller("admin1")
    assert student.get("/api/people").status_code == 404
    assert student.post("/api/people", username="").status_code == 404
    assert student.post("/api/people/x/memberships", role="emperor").status_code == 404
    assert student.client.delete("/api/people/x/memberships/school/emperor").status_code == 404
    assert admin.post("/api/people", username="").status_code == 422
    made = admin.post("/api/people", username="newcomer", name="新同学", home="school")
    assert made.status_code == 201
    person = made.json()["id"]
    assert admin.post(f"/api/people/{person}/memberships", owner="school", role="student").status_code == 204
    given = {"username": "newcomer", "password": made.json()["password"]}
    assert httpx.post(f"{house.url}/api/sessions", json=given, timeout=60).json()["principal"]["roles"] == ["student"]
    assert admin.client.delete(f"/api/people/{person}/memberships/school/student").status_code == 204
    assert admin.client.delete(f"/api/people/{person}").status_code == 204
    assert httpx.post(f"{house.url}/api/sessions", json=given, timeout=60).status_code == 401
    assert any(p["username"] == "newcomer" and p["disabled"] for p in admin.get("/api/people").json()["items"])
