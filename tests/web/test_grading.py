"""Grading over HTTP: two sides score by a signed scheme, a grade comes out and replays; and who never learns of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from pydantic import ValidationError

from eval.house import Caller, Running
from web.scores import ScoreIn

YEAR = timedelta(days=365)
EVERYBODY = (
    "student1", "student2", "teacher1", "mentor1", "mentor2", "staff1", "steward1", "steward2", "steward3", "admin1",
)  # fmt: skip
JUDGES, SEERS = {"teacher1", "mentor1"}, {"student1", "teacher1", "mentor1"}


def scheme(**change: Any) -> dict[str, Any]:
    today = datetime.now(UTC).date()
    skill = {
        "id": "skill", "title": "操作", "dimension": "skill", "weight": "0.6",
        "shares": [{"side": "school", "weight": "0.4"}, {"side": "enterprise", "weight": "0.6"}],
        "levels": [{"name": "优", "at_least": "90", "descriptor": "独立完成"},
                   {"name": "合格", "at_least": "60", "descriptor": "按规程完成"}],
    }  # fmt: skip
    safety = {
        "id": "safety", "title": "安全", "dimension": "safety", "weight": "0.4", "unsafe_below": "60",
        "shares": [{"side": "enterprise", "weight": "1"}],
    }  # fmt: skip
    return {
        "course": "cnc1", "enterprise": "yuchuan", "stage": "training", "criteria": [skill, safety], "threshold": "15",
        "cap": "59", "valid_from": (today - YEAR).isoformat(), "valid_to": (today + YEAR).isoformat(), **change,
    }  # fmt: skip


def signed(house: Running, **change: Any) -> dict[str, Any]:
    made = house.caller("teacher1").post("/api/schemes", **scheme(**change))
    assert made.status_code == 201, made.text
    for who in ("teacher1", "mentor1"):
        answer = house.caller(who).post(f"/api/schemes/{made.json()['id']}/signature", hash=made.json()["hash"])
        assert answer.status_code == 200, answer.text
    return dict(answer.json())


def agree(house: Running) -> dict[str, Any]:
    until = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    made = house.caller("steward1").post(
        "/api/agreements", school="school", enterprise="yuchuan", title="评价共审协议", until=until,
        releases=[{"function": "grade_report", "label": "school/self:each"}],
    ).raise_for_status().json()  # fmt: skip
    sign = f"/api/agreements/{made['id']}/signature"
    return dict(house.caller("steward2").post(sign, hash=made["hash"]).raise_for_status().json())


def put(who: Caller, where: str, body: dict[str, Any], version: int) -> httpx.Response:
    return who.client.put(where, json=body, headers={"If-Match": f'"{version}"'})


@dataclass(frozen=True)
class Case:
    """A graded student, by ids."""

    house: Running
    scheme: str
    student: str

    def score(self, who: str, criterion: str, points: str, version: int = 0) -> httpx.Response:
        where = f"/api/schemes/{self.scheme}/students/{self.student}/scores/{criterion}"
        return put(self.house.caller(who), where, {"points": points}, version)

    def publish(self, who: str = "teacher1") -> httpx.Response:
        return self.house.caller(who).post(f"/api/schemes/{self.scheme}/students/{self.student}/grade")


@pytest.fixture(scope="module")
def case(house: Running) -> Case:
    store, student, mentor = house.house.resources.store, house.people["student1"], house.people["mentor1"]
    store.people.consent(student, mentor)
    agree(house)
    return Case(house, signed(house)["id"], student)


@pytest.fixture(scope="module")
def graded(case: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    """The published grade, and an appeal against it."""
    assert case.score("teacher1", "skill", "83").status_code == 200
    assert case.score("mentor1", "skill", "90").status_code == 200
    assert case.publish().status_code == 409
    assert case.score("mentor1", "safety", "85").status_code == 200
    made = case.publish()
    assert made.status_code == 201, made.text
    student = case.house.caller("student1")
    told = student.post(f"/api/grades/{made.json()['id']}/appeals", criterion="skill", reason="请复核")
    assert told.status_code == 201, told.text
    return made.json(), told.json()


def test_two_sides_score_and_the_student_reads_what_counts_and_why(
    case: Case, graded: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    made, _ = graded
    mine = case.house.caller("student1").get("/api/grades").json()["items"]
    assert [(g["id"], g["edition"]) for g in mine] == [(made["id"], 1)]
    report = mine[0]["report"]
    assert (report["final"], report["unsafe"]) == ("86.3", False)
    sides = {c["id"]: [(s["side"], s["weight"], s["low"]) for s in c["sides"]] for c in report["criteria"]}
    assert sides == {
        "skill": [("school", "0.4", "83.0"), ("enterprise", "0.6", "90.0")], "safety": [("enterprise", "1", "85.0")],
    }  # fmt: skip
    text = str(mine)
    assert case.house.people["mentor1"] not in text
    assert case.house.people["teacher1"] not in text
    replayed = [found.wrong for found in case.house.house.resources.store.replaying.every()]
    assert replayed == [()]


def test_what_one_takes_away_tells_the_grade_as_text_too(case: Case, graded: tuple[dict[str, Any], Any]) -> None:
    text = case.house.caller("student1").get("/api/me/export", form="text")
    assert text.status_code == 200
    assert "已发布的成绩" in text.text
    assert graded[0]["id"] in text.text


def test_ones_published_grades_and_what_they_rest_on_are_counted_and_no_score_in_waiting(
    case: Case, graded: tuple[dict[str, Any], Any]
) -> None:
    def counted(who: str) -> tuple[int, int]:
        told = case.house.caller(who).get("/api/me/kept").raise_for_status().json()
        return told["grades"], told["scores"]

    before = counted("student1")
    assert before == (1, 3)
    waiting = Case(case.house, signed(case.house, stage="base")["id"], case.student)
    assert waiting.score("teacher1", "skill", "70").status_code == 200
    assert counted("student1") == before
    assert counted("student2") == (0, 0)


def test_an_old_version_is_409_and_nothing_is_lost(case: Case) -> None:
    other = Case(case.house, signed(case.house, stage="post")["id"], case.student)
    assert other.score("teacher1", "skill", "70").headers["etag"] == '"1"'
    assert other.score("teacher1", "skill", "75.5", 1).headers["etag"] == '"2"'
    late = other.score("teacher1", "skill", "10", 1)
    assert late.status_code == 409
    assert late.headers["content-type"].startswith("application/problem+json")
    rows = case.house.caller("teacher1").get(f"/api/schemes/{other.scheme}/sheet").json()["items"]
    assert [s["points"] for r in rows for s in r["scores"]] == ["75.5"]
    where = f"/api/schemes/{other.scheme}/students/{other.student}/scores/skill"
    assert case.house.caller("teacher1").client.put(where, json={"points": "1"}).status_code == 422
    assert put(case.house.caller("teacher1"), where, {"points": "1e2"}, 2).status_code == 422


def test_weights_that_do_not_sum_to_one_are_told_in_words(case: Case) -> None:
    skill = scheme()["criteria"][0] | {"weight": "0.5"}
    answer = case.house.caller("teacher1").post("/api/schemes", **scheme(criteria=[skill]))
    assert answer.status_code == 422
    assert "0.5" in answer.json()["detail"]


@pytest.mark.parametrize("who", EVERYBODY)
def test_every_endpoint_gives_each_only_what_is_theirs(
    case: Case, graded: tuple[dict[str, Any], dict[str, Any]], who: str
) -> None:
    """With real ids; what is hidden answers exactly as what is absent."""
    caller, (made, told) = case.house.caller(who), graded
    of, nothing = f"/api/schemes/{case.scheme}", "/api/schemes/0"
    student = f"{of}/students/{case.student}"
    reads: tuple[tuple[str, str, set[str], set[str]], ...] = (
        (of, nothing, {*SEERS, "steward1", "steward2"}, set()),
        (f"{of}/sheet", f"{nothing}/sheet", JUDGES, set()),
        (f"{of}/board", f"{nothing}/board", JUDGES, set()),
        (f"{student}/standing", f"{nothing}/students/0/standing", JUDGES, set()),
        (f"{of}/quality", f"{nothing}/quality", {"teacher1"}, {"mentor1"}),
        (f"/api/grades/{made['id']}", "/api/grades/0", SEERS, set()),
    )
    for path, absent, allowed, known in reads:
        expected = 200 if who in allowed else 403 if who in known else 404
        answer = caller.get(path)
        assert answer.status_code == expected, path
        if expected == 404:
            assert _bare(answer) == _bare(caller.get(absent)), path
    lists = (
        ("/api/schemes", case.scheme, {*SEERS, "steward1", "steward2"}), ("/api/appeals", told["id"], SEERS),
        (f"/api/grades?student={case.student}", made["id"], SEERS), ("/api/grades", made["id"], {"student1"}),
    )  # fmt: skip
    for path, id_, allowed in lists:
        assert (id_ in caller.client.get(path).text) == (who in allowed), path


@pytest.mark.parametrize("who", [w for w in EVERYBODY if w not in JUDGES])
def test_nobody_else_scores_publishes_or_decides(
    case: Case, graded: tuple[dict[str, Any], dict[str, Any]], who: str
) -> None:
    caller, (made, told) = case.house.caller(who), graded
    student = f"/api/schemes/{case.scheme}/students/{case.student}"
    asked = [
        put(caller, f"{student}/scores/skill", {"points": "100"}, 0),
        caller.post(f"{student}/credits", criterion="skill", kind="closed"),
        caller.post(f"{student}/grade"), caller.post("/api/schemes", **scheme()),
        caller.client.delete(f"{student}/credits/0"),
        caller.post(f"/api/appeals/{told['id']}/decision", version=1, points="100", reason="改"),
    ]  # fmt: skip
    if who != "student1":
        asked.append(caller.post(f"/api/grades/{made['id']}/appeals", criterion="skill", reason="我"))
    assert {answer.status_code for answer in asked} == {404}
    seen = who in ("student1", "steward1", "steward2")
    changed = put(caller, f"/api/schemes/{case.scheme}", scheme(), 1)
    assert changed.status_code == (403 if seen else 404)


def test_without_consent_or_agreement_the_other_side_finds_nothing(
    case: Case, graded: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    store, mentor = case.house.house.resources.store, case.house.people["mentor1"]
    store.people.withdraw_consent(case.student, mentor)
    try:
        assert case.house.caller("mentor1").get(f"/api/grades/{graded[0]['id']}").status_code == 404
        rows = case.house.caller("mentor1").get(f"/api/schemes/{case.scheme}/board").json()["items"]
        assert rows == []
    finally:
        store.people.consent(case.student, mentor)
    assert case.house.caller("mentor1").get(f"/api/grades/{graded[0]['id']}").status_code == 200


def _bare(answer: httpx.Response) -> dict[str, Any]:
    return {**answer.json(), "request_id": ""}


def test_a_score_names_at_most_twenty_pieces_by_ids_of_bounded_length() -> None:
    assert ScoreIn(points="80", evidence=["a" * 64] * 20).evidence == ["a" * 64] * 20
    for wrong in (["a" * 65], ["a"] * 21):
        with pytest.raises(ValidationError):
            ScoreIn(points="80", evidence=wrong)
