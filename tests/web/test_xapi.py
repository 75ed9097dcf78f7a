"""xAPI 1.0.3: statements of an independent library come in and go out, malformed ones get the standard's errors."""

from __future__ import annotations

import base64
import copy
import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from tincan import (
    Activity,
    ActivityDefinition,
    Agent,
    AgentAccount,
    LanguageMap,
    RemoteLRS,
    Result,
    Score,
    Statement,
    StatementRef,
    Verb,
)

from eval.house import Running
from tests.web.evidenced import shared

ANSWERED = "http://adlnet.gov/expapi/verbs/answered"
TASK = "https://lms.example.cn/tasks/rough-turning"


@pytest.fixture(scope="module", autouse=True)
def standing(house: Running) -> Iterator[None]:
    with shared(house):
        yield


@pytest.fixture(scope="module")
def speaking(house: Running, standing: None) -> Any:
    """A client of the person, and the library's own."""
    tokens: dict[str, str] = {}

    def of(name: str) -> tuple[httpx.Client, RemoteLRS]:
        if name not in tokens:
            made = house.caller(name).post("/api/tokens", name="学习平台", days=3)
            tokens[name] = made.raise_for_status().json()["token"]
        headers = {"X-Experience-API-Version": "1.0.3", "Authorization": f"Bearer {tokens[name]}"}
        client = httpx.Client(base_url=house.url, headers=headers, timeout=60)
        lrs = RemoteLRS(version="1.0.3", endpoint=f"{house.url}/xapi/", username=name, password=tokens[name])
        return client, lrs

    return of


def made(who: str = "student1", **changes: Any) -> Statement:
    """By the library."""
    return Statement(
        actor=Agent(account=AgentAccount(home_page="https://lms.example.cn", name=who)),
        verb=Verb(id=ANSWERED, display=LanguageMap({"zh-CN": "作答"})),
        object=Activity(id=TASK, definition=ActivityDefinition(
            name=LanguageMap({"zh-CN": "粗车外圆", "en-US": "rough turning"}),
            type="http://adlnet.gov/expapi/activities/simulation",
        )),
        result=Result(score=Score(raw=85, min=0, max=100), success=True, duration="PT30M"),
        **changes,
    )  # fmt: skip


def raw(who: str = "student1", **changes: Any) -> dict[str, Any]:
    told = {
        "id": str(uuid.uuid4()), "verb": {"id": ANSWERED}, "object": {"id": TASK},
        "actor": {"account": {"homePage": "https://lms.example.cn", "name": who}},
    }  # fmt: skip
    return told | changes


def test_statements_of_the_library_round_trip_and_are_evidence(house: Running, speaking: Any) -> None:
    _, lrs = speaking("student1")
    one = made(id=str(uuid.uuid4()), timestamp="2026-11-01T10:00:00+08:00")
    saved = lrs.save_statement(one)
    assert saved.success, saved.data
    back = lrs.retrieve_statement(str(one.id))
    assert back.success, back.data
    told = back.content
    assert (str(told.id), told.verb.id, told.object.id, told.result.score.raw) == (str(one.id), ANSWERED, TASK, 85)
    assert told.timestamp == one.timestamp
    assert told.authority.account.name == "student1"
    many = lrs.save_statements([made(), made()])
    assert many.success, many.data
    found = lrs.query_statements({"verb": Verb(id=ANSWERED), "limit": 2})
    assert found.success, found.data
    assert len(found.content.statements) == 2
    more = lrs.more_statements(found.content)
    assert more.success, more.data
    assert len(more.content.statements) == 1
    items = house.caller("student1").get("/api/evidence", kind="xapi").json()["items"]
    assert {(e["activity"], e["points"], e["out_of"], e["outcome"], e["minutes"]) for e in items} == {
        ("粗车外圆", "85.0", "100.0", "通过", 30)
    }


def test_the_same_id_with_the_same_content_is_kept_once_and_other_content_conflicts(speaking: Any) -> None:
    client, _ = speaking("student1")
    one = raw()
    query = {"statementId": one["id"]}
    assert client.put("/xapi/statements", params=query, json=one).status_code == 204
    assert client.put("/xapi/statements", params=query, json=one).status_code == 204
    assert client.post("/xapi/statements", json=one).json() == [one["id"]]
    other = one | {"object": {"id": TASK + "-2"}}
    assert client.put("/xapi/statements", params=query, json=other).status_code == 409
    fresh = raw()
    assert client.post("/xapi/statements", json=[fresh, other]).status_code == 409
    assert client.get("/xapi/statements", params={"statementId": fresh["id"]}).status_code == 404
    assert client.get("/xapi/statements", params=query).json()["object"]["id"] == TASK


def test_a_voided_statement_is_told_by_its_own_parameter_alone(house: Running, speaking: Any) -> None:
    client, lrs = speaking("student1")
    one = raw(object={"id": TASK + "-void"})
    client.post("/xapi/statements", json=one).raise_for_status()
    voiding = made(id=str(uuid.uuid4()))
    voiding.verb, voiding.object = Verb(id="http://adlnet.gov/expapi/verbs/voided"), StatementRef(id=one["id"])
    voiding.result = None
    assert lrs.save_statement(voiding).success
    assert client.get("/xapi/statements", params={"statementId": one["id"]}).status_code == 404
    assert client.get("/xapi/statements", params={"voidedStatementId": one["id"]}).json()["id"] == one["id"]
    assert one["id"] not in {s["id"] for s in client.get("/xapi/statements").json()["statements"]}
    assert TASK + "-void" not in house.caller("student1").get("/api/evidence").text
    teacher, _ = speaking("teacher1")
    theirs = raw(verb={"id": "http://adlnet.gov/expapi/verbs/voided"},
                 object={"objectType": "StatementRef", "id": str(voiding.id)})  # fmt: skip
    assert teacher.post("/xapi/statements", json=theirs).status_code == 200  # what voids is never voided
    assert client.get("/xapi/statements", params={"statementId": str(voiding.id)}).status_code == 200


def test_filters_find_what_they_say(speaking: Any) -> None:
    client, _ = speaking("student1")
    registration, parent = str(uuid.uuid4()), "https://lms.example.cn/courses/cnc"
    passed = "http://adlnet.gov/expapi/verbs/passed"
    one = raw(verb={"id": passed}, object={"id": TASK + "-f"}, context={
        "registration": registration, "contextActivities": {"parent": [{"id": parent}]}
    })  # fmt: skip
    client.post("/xapi/statements", json=one).raise_for_status()
    stored = client.get("/xapi/statements", params={"statementId": one["id"]}).json()["stored"]

    def ids(**params: str) -> list[str]:
        told = client.get("/xapi/statements", params=params)
        assert told.status_code == 200, told.text
        assert told.headers["x-experience-api-consistent-through"]
        return [s["id"] for s in told.json()["statements"]]

    account = '{"account": {"homePage": "https://lms.example.cn", "name": "student1"}}'
    for params in ({"verb": passed}, {"activity": TASK + "-f"}, {"registration": registration},
                   {"activity": parent, "related_activities": "true"}, {"agent": account, "verb": passed}):  # fmt: skip
        assert ids(**params) == [one["id"]], params
    assert ids(activity=parent) == []
    assert ids(agent=account.replace("student1", "nobody")) == []
    assert one["id"] in ids(until=stored)
    assert one["id"] not in ids(since=stored)
    assert ids(ascending="true") == list(reversed(ids()))
    assert client.get("/xapi/statements", params={"verb": passed, "format": "ids"}).json()["statements"][0]["actor"]


BAD: dict[str, Any] = {
    "no actor": {"actor": ...}, "no verb": {"verb": ...}, "no object": {"object": ...},
    "null": {"result": None}, "unknown name": {"extra": 1}, "verb without iri": {"verb": {"id": "answered"}},
    "two identifiers": {"actor": {"mbox": "mailto:a@b.cn", "account": {"homePage": "https://a.cn", "name": "x"}}},
    "no identifier": {"actor": {"name": "x"}}, "mbox": {"actor": {"mbox": "a@b.cn"}},
    "scaled": {"result": {"score": {"scaled": 1.5}}}, "raw": {"result": {"score": {"raw": 9, "max": 5}}},
    "text for number": {"result": {"score": {"raw": "9"}}}, "text for truth": {"result": {"success": "true"}},
    "duration": {"result": {"duration": "30 minutes"}}, "timestamp": {"timestamp": "yesterday"},
    "offset": {"timestamp": "2026-11-01T10:00:00-00:00"},
    "language": {"verb": {"id": ANSWERED, "display": {"x_": "a"}}},
    "registration": {"context": {"registration": "7"}}, "id": {"id": "7"}, "version": {"version": "2.0"},
    "extension": {"result": {"extensions": {"plain": 1}}}, "group": {"actor": {"objectType": "Group"}},
    "interaction": {"object": {"id": TASK, "definition": {"choices": []}}},
    "voided": {"verb": {"id": "http://adlnet.gov/expapi/verbs/voided"}},
    "platform": {"object": {"objectType": "StatementRef", "id": str(uuid.UUID(int=1, version=4))},
                 "context": {"platform": "x"}},
    "attachments": {"attachments": [{"usageType": "https://a.cn/x", "contentType": "text/plain", "length": 1,
                                     "sha2": "0" * 64, "display": {"zh": "附"}, "fileUrl": "https://a.cn/f"}]},
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_malformed_statement_is_400_and_says_where(speaking: Any, name: str) -> None:
    client, _ = speaking("student1")
    told = {k: v for k, v in (raw() | copy.deepcopy(BAD[name])).items() if v is not ...}
    answer = client.post("/xapi/statements", json=told)
    assert answer.status_code == 400, answer.text
    assert answer.headers["x-experience-api-version"] == "1.0.3"
    assert answer.headers["content-type"] == "application/problem+json"
    assert ("attachments" in answer.json()["detail"]) is (name == "attachments") or name != "attachments"


@pytest.mark.parametrize(
    ("params", "status"),
    [({"statementId": "7"}, 400), ({"nothing": "1"}, 400), ({"limit": "-1"}, 400), ({"since": "x"}, 400),
     ({"agent": "x"}, 400), ({"ascending": "1"}, 400), ({"format": "x"}, 400), ({"attachments": "true"}, 400),
     ({"cursor": "x"}, 400), ({"statementId": str(uuid.uuid4()), "verb": ANSWERED}, 400),
     ({"statementId": str(uuid.uuid4()), "voidedStatementId": str(uuid.uuid4())}, 400),
     ({"statementId": str(uuid.uuid4())}, 404), ({"voidedStatementId": str(uuid.uuid4())}, 404)],
)  # fmt: skip
def test_a_bad_question_is_400_and_nothing_is_404(speaking: Any, params: dict[str, str], status: int) -> None:
    assert speaking("student1")[0].get("/xapi/statements", params=params).status_code == status


def test_who_says_no_version_or_another_is_refused_and_about_needs_none(house: Running, speaking: Any) -> None:
    client, _ = speaking("student1")
    for version in ("", "0.9", "2.0.0", "1.1"):
        headers = {"X-Experience-API-Version": version}
        assert client.get("/xapi/statements", headers=headers).status_code == 400
    assert httpx.get(f"{house.url}/xapi/about", timeout=60).json() == {"version": ["1.0.3"]}
    bare = {"X-Experience-API-Version": "1.0.3"}
    assert httpx.get(f"{house.url}/xapi/statements", headers=bare, timeout=60).status_code == 401
    wrong = base64.b64encode(b"student2:nothing").decode()
    assert client.get("/xapi/statements", headers={"Authorization": f"Basic {wrong}"}).status_code == 401


def test_files_other_kinds_and_broken_json_are_refused(speaking: Any) -> None:
    client, _ = speaking("student1")
    json = "application/json"
    for kind, body in (("multipart/mixed; boundary=x", b"--x--"), ("text/plain", b"{}"), (json, b"{"),
                       (json, b'{"id": NaN}'), (json, b"[1]"), (json, b"7")):  # fmt: skip
        answer = client.post("/xapi/statements", content=body, headers={"Content-Type": kind})
        assert answer.status_code == 400, kind
    one = raw()
    assert client.put("/xapi/statements", params={"statementId": str(uuid.uuid4())}, json=one).status_code == 400
    assert client.post("/xapi/statements", json=[one, one]).status_code == 400
    assert client.put("/xapi/statements", json=one).status_code == 400


def test_what_the_boundary_does_not_admit_is_refused_whole_and_counted(house: Running, speaking: Any) -> None:
    client, _ = speaking("student1")
    good = raw()
    for bad in (
        raw("student2"), raw("nobody"), raw(verb={"id": "https://example.cn/verbs/danced"}),
        raw(actor={"mbox": "mailto:a@b.cn"}), raw(result={"response": "心里话"}),
        raw(object={"id": TASK, "definition": {"type": "https://example.cn/types/diary"}}),
        raw(timestamp="2020-01-01T00:00:00Z"),
    ):  # fmt: skip
        assert client.post("/xapi/statements", json=[good, bad]).status_code == 403, bad
    assert client.get("/xapi/statements", params={"statementId": good["id"]}).status_code == 404
    counted = {r["why"]: r["count"] for r in house.caller("steward1").get(
        "/api/registers/refused", owner="school").json()["items"] if r["kind"] == "xapi"}  # fmt: skip
    assert counted["person"] >= 3
    assert {"verb", "part", "old"} <= set(counted)


WHO = ("student2", "teacher1", "mentor1", "mentor2", "staff1", "steward1", "steward2", "admin1")


@pytest.mark.parametrize("name", WHO)
def test_nobody_finds_anothers_statement_without_duty_and_a_reason(house: Running, speaking: Any, name: str) -> None:
    own, _ = speaking("student1")
    mine = raw()
    own.post("/xapi/statements", json=mine).raise_for_status()
    client, _ = speaking(name)
    agent = '{"account": {"homePage": "https://lms.example.cn", "name": "student1"}}'
    by_id = client.get("/xapi/statements", params={"statementId": mine["id"]})
    assert by_id.status_code == 404
    assert mine["id"] not in client.get("/xapi/statements", params={"agent": agent}).text
    reason = {"X-Access-Reason": "%E6%A0%B8%E5%AF%B9"}
    reasoned = client.get("/xapi/statements", params={"agent": agent}, headers=reason)
    if name in ("teacher1", "mentor1"):
        assert mine["id"] in reasoned.text
    else:
        assert reasoned.status_code == 404
        assert mine["id"] not in reasoned.text
    assert mine["id"] not in client.get("/xapi/statements", headers={"X-Access-Reason": "x"}).text


def test_a_hidden_id_is_no_conflict(speaking: Any) -> None:
    """Whether somebody else's statement has an id is not to be found out by using it."""
    own, _ = speaking("student1")
    mine = raw()
    own.post("/xapi/statements", json=mine).raise_for_status()
    theirs = raw("student2", id=mine["id"])
    other, _ = speaking("student2")
    assert other.post("/xapi/statements", json=theirs).status_code == 200
    teacher, _ = speaking("teacher1")
    assert teacher.post("/xapi/statements", json=theirs).status_code == 200  # it is there already
    assert teacher.post("/xapi/statements", json=theirs | {"object": {"id": TASK + "-3"}}).status_code == 409
