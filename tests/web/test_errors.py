"""Errors: one shape, two languages, nothing told that must not be. Also limits, headers, health."""

import dataclasses
import json
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from fastapi.testclient import TestClient

from agent.graph import Agent
from eval.house import Caller, Running
from knowledge.generations import Generations
from trust.errors import PartDown
from web.app import build
from web.limits import Allowance

SHAPE = {"type", "title", "status", "detail", "request_id"}


@contextmanager
def another(house: Running, **changes: object) -> Iterator[TestClient]:
    """The same house behind a second front with other resources; signed in as the student."""
    app = build(dataclasses.replace(house.house.resources, **changes), pages=False)  # type: ignore[arg-type]
    with TestClient(app, raise_server_exceptions=False) as client:
        given = {"username": "student1", "password": house.passwords["student1"]}
        client.headers["X-CSRF-Token"] = client.post("/api/sessions", json=given).json()["csrf_token"]
        yield client


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/api/nothing", 404), ("GET", "/api/documents/none", 404), ("GET", "/api/passages/none", 404),
     ("GET", "/api/threads/none", 404), ("POST", "/api/tools/none", 404), ("PUT", "/api/documents", 405),
     ("GET", "/api/search", 422), ("GET", "/api/search?q=x&k=999", 422),
     ("GET", "/api/documents?library=nonsense", 422), ("POST", "/api/chat", 422), ("GET", "/v1/nothing", 404)],
)  # fmt: skip
def test_every_error_has_the_one_shape_in_the_callers_language(
    student: Caller, method: str, path: str, status: int
) -> None:
    for language, wanted in (("zh-CN", True), ("en", False)):
        answer = student.client.request(method, path, json={}, headers={"Accept-Language": language})
        body = answer.json()
        assert answer.status_code == status == body["status"]
        assert answer.headers["content-type"] == "application/problem+json"
        assert set(body) >= SHAPE
        assert any("一" <= c <= "龥" for c in body["title"] + body["detail"]) is wanted
        assert answer.headers["x-request-id"] == body["request_id"]


def test_bad_input_is_told_by_name_and_never_repeated(student: Caller) -> None:
    answer = student.client.post("/api/chat", json={"message": ["机密内容"], "label": "school/public"})
    assert answer.status_code == 422
    assert "message" in answer.json()["detail"]
    assert "label" in answer.json()["detail"]
    assert "机密内容" not in answer.text


def test_broken_json_is_422(student: Caller) -> None:
    answer = student.client.post("/api/chat", content=b"{", headers={"Content-Type": "application/json"})
    assert answer.status_code == 422


def test_a_body_past_the_limit_is_413_declared_or_not(student: Caller) -> None:
    large = b"x" * (1024 * 1024 + 1)
    assert student.client.post("/api/chat", content=large).status_code == 413
    assert student.client.post("/api/chat", content=iter([large])).status_code == 413


def test_a_flood_of_questions_waits_with_retry_after(house: Running) -> None:
    with another(house, chats=Allowance(2)) as client:
        answers = [client.post("/api/chat", json={"message": "你好"}) for _ in range(3)]
    assert [a.status_code for a in answers] == [200, 200, 429]
    assert 1 <= int(answers[2].headers["retry-after"]) <= 60


class DownIndex:
    def count(self) -> int:
        raise PartDown("index")


class Broken:
    """Stands for a defect of ours whose message quotes content."""

    def find(self, *args: object, **more: object) -> None:
        raise RuntimeError("机密：三十七元 /srv/data/x.db")


def test_ready_names_the_part_that_is_down(house: Running) -> None:
    assert httpx.get(f"{house.url}/readyz", timeout=60).json()["ready"] is True
    with another(house, generations=Generations.of(DownIndex())) as client:
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "index" in answer.json()["detail"]
    with another(house, checks={"sample": lambda: False}) as client:
        assert "sample" in client.get("/readyz").json()["detail"]
        assert client.get("/healthz").json() == {"alive": True}


def test_a_defect_is_a_500_without_details_and_leaves_no_content_in_the_log(
    house: Running, capfd: pytest.CaptureFixture[str]
) -> None:
    with another(house, searcher=Broken()) as client:
        answer = client.get("/api/search", params={"q": "价格"})
    assert answer.status_code == 500
    assert set(answer.json()) == SHAPE
    logged = "".join(capfd.readouterr())
    for told in ("三十七元", "x.db", "价格"):
        assert told not in answer.text
        assert told not in logged
    assert answer.json()["request_id"] in logged


def test_metrics_tell_everybody_of_the_process_alone(house: Running, student: Caller) -> None:
    for answer in (httpx.get(f"{house.url}/metrics"), student.get("/metrics")):
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/plain")
        assert "process_resident_memory_bytes" in answer.text
        assert "shuangyuan" not in answer.text
        assert "/api" not in answer.text
    stale = httpx.get(f"{house.url}/metrics", headers={"Authorization": "Bearer nothing"}, timeout=60)
    assert "shuangyuan" not in stale.text


def test_metrics_count_requests_for_an_administrator_and_tell_no_address(house: Running, student: Caller) -> None:
    student.get("/api/documents/secret-id-42")
    text = house.caller("admin1").get("/metrics").text
    assert "process_resident_memory_bytes" in text
    assert 'shuangyuan_requests_total{method="GET",route="/api/documents/{document_id}",status="404"}' in text
    assert "secret-id-42" not in text


def test_the_schema_covers_every_call_and_names_the_upload_form(house: Running) -> None:
    schema = httpx.get(f"{house.url}/openapi.json", timeout=60).json()
    calls = {"/api/sessions", "/api/documents", "/api/chat", "/api/search", "/v1/chat/completions"}
    assert calls <= set(schema["paths"])
    form = schema["paths"]["/api/documents"]["post"]["requestBody"]["content"]["multipart/form-data"]["schema"]
    assert {"file", "library", "owner", "label", "title", "valid_from", "review_by"} <= set(form["properties"])


@pytest.mark.parametrize("path", ["/", "/sign-in", "/api/me", "/healthz", "/openapi.json"])
def test_every_answer_carries_the_safety_headers(house: Running, path: str) -> None:
    headers = httpx.get(house.url + path, timeout=60).headers
    policy = headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "http" not in policy.replace("https:", "http:").replace("'", "")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_pages_allow_only_their_own_marked_scripts(house: Running) -> None:
    answer = httpx.get(f"{house.url}/sign-in", timeout=60)
    policy = answer.headers["content-security-policy"]
    nonce = policy.partition("'nonce-")[2].partition("'")[0]
    assert "img-src 'self' data:" in policy
    assert "connect-src 'self'" in policy
    assert "'unsafe-inline'" not in policy.partition("script-src")[2].partition(";")[0]
    assert answer.text.count("<script") == answer.text.count(f'<script nonce="{nonce}"') > 0


def test_a_page_that_is_not_there_says_so_in_words(house: Running) -> None:
    answer = httpx.get(f"{house.url}/nothing-here", timeout=60)
    assert answer.status_code == 404
    assert "没有这个页面" in answer.text
    assert "nothing-here" not in answer.text


class DownSearch:
    """An index that is down, as the search tells it."""

    def find(self, *args: object, **more: object) -> None:
        raise PartDown("index")


def test_a_part_that_is_down_is_named_in_json_and_in_the_stream(house: Running) -> None:
    parts = house.house.resources
    with another(house, agent=Agent(parts.store, DownSearch())) as client:  # type: ignore[arg-type]
        answer = client.post("/api/chat", json={"message": "粗车转速？"})
        assert answer.status_code == 503
        assert "index" in answer.json()["detail"]
        sent = client.post("/api/chat", json={"message": "粗车转速？"}, headers={"Accept": "text/event-stream"})
    kind, data = sent.text.strip().rpartition("\n\n")[2].split("\n")
    assert kind == "event: error"
    assert json.loads(data.removeprefix("data: "))["status"] == 503
    assert set(json.loads(data.removeprefix("data: "))) == SHAPE


def test_what_is_shown_without_a_thread_is_noted_for_its_owners(
    house: Running, student: Caller, documents: dict[str, str]
) -> None:
    student.get("/api/search", q="粗车外圆主轴转速", k=1)
    store = house.house.resources.store
    store.audit.flush()
    steward = store.people.principal(house.people["steward1"])
    entries, _ = store.audit.read(steward, "school")
    noted = [e for e in entries if e.act == "Asked"]
    assert documents["lesson"] in str(noted[0].body)
    assert "主轴转速" not in str(noted)
    assert store.audit.verify() == []
