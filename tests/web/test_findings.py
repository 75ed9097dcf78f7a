"""Findings over HTTP: figures of five people or more however often one asks; who is told what; tasks and effects."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import httpx
import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from eval.house import Running
from learning.suppression import K
from records.attempts import ITEM, MOVE, Given
from records.schema import enrolments
from tests.web.practised import SHAFT, publish, put
from trust.labels import parse
from trust.roles import Role

EVERYBODY = ("student1", "teacher1", "mentor1", "mentor2", "staff1", "steward1", "steward2", "admin1")
TELLERS = {"teacher1", "mentor1"}
SCHOOL = parse("school/internal")


def call(house: Running, by: str, method: str, where: str, version: int | None = None, **body: Any) -> httpx.Response:
    headers = {} if version is None else {"If-Match": f'"{version}"'}
    return house.caller(by).client.request(method, where, json=body or None, headers=headers)


def enrolled(house: Running, count: int, prefix: str) -> list[str]:
    people = house.house.resources.store.people
    ids = [people.add_person(f"{prefix}{n}", f"{prefix}{n}", "school", "correct horse")[0] for n in range(count)]
    for one in ids:
        people.add_membership(one, "school", Role.STUDENT)
        people.enrol(one, "cnc1", "learner")
    return ids


def give(
    house: Running, person: str, right: bool, item: str = "none", kind: str = ITEM, about: str = "装夹找正", **told: Any
) -> None:
    store = house.house.resources.store
    who = store.people.principal(person)
    names = (about,) if kind == ITEM else ()
    given = Given(kind, item, SCHOOL, ("x",), right, 1.0 * right, 1.0, names, 0.25, told)
    store.attempts.keep(who, store.labels.scope(who), None, given)


def board(house: Running, who: str = "teacher1", cohort: str = "") -> dict[str, Any]:
    answer = call(house, who, "GET", f"/api/findings?course=cnc1&cohort={cohort}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def told(house: Running) -> list[tuple[str, int, float]]:
    return [(f["about"], f["people"], f["level"]) for f in board(house)["items"] if f["kind"] == "competency"]


@pytest.fixture(scope="module")
def learners(house: Running) -> Iterator[list[str]]:
    """Six of the course who answered an exercise wrongly and failed a step."""
    document = put(house, "teacher1", "school/internal", "光轴加工作业指导书")
    item = publish(house, document, count=2)[0]
    store = house.house.resources.store
    passage = store.works.indexed_of(document)[0].id
    ids = enrolled(house, 6, "found")
    step = {"document_id": document, "passage_id": passage, "quote": "检查气源压力", "task": "光轴加工", "vital": True}
    for n, one in enumerate(ids):
        give(house, one, n == 0, item, edition=1)
        give(house, one, False, "step", MOVE, **step)
    yield ids
    for one in ids:
        store.people.unenrol(one, "cnc1")


def test_a_finding_is_told_with_what_it_leads_to(house: Running, learners: list[str]) -> None:
    made = board(house)
    assert (made["audience"], made["fewest"], made["title"]) == ("teacher", K, "数控车削与铣削")
    by_kind = {f["kind"]: f for f in made["items"]}
    weak, step = by_kind["competency"], by_kind["step"]
    assert (weak["about"], weak["people"]) == ("装夹找正", 6)
    assert {link["kind"] for link in weak["links"]} == {"item", "document"}
    assert weak["sources"]
    assert weak["sources"][0]["quote"]
    assert (step["level"], step["cost"], step["sources"][0]["quote"]) == (0.0, 12.0, "检查气源压力")
    assert all(f["people"] >= K for f in made["items"] if f["kind"] != "requirement")
    sheet = call(house, "teacher1", "GET", "/api/findings/export?course=cnc1")
    assert "装夹找正" in [row[1].value for row in load_workbook(BytesIO(sheet.content)).active.iter_rows()]


def test_a_teacher_who_asks_around_one_who_joins_answers_and_leaves_is_told_nothing_new(
    house: Running, learners: list[str]
) -> None:
    """The differencing attack: before, after joining, after each answer, after leaving; every kind, every cohort."""
    before = board(house)
    seen = [before]
    [joiner] = enrolled(house, 1, "joiner")
    seen.append(board(house))
    for right in (True, True, False):
        give(house, joiner, right)
        give(house, joiner, right, "step", MOVE, document_id="d", passage_id="p", quote="q", task="t")
        seen.append(board(house))
    house.house.resources.store.people.unenrol(joiner, "cnc1")
    seen.append(board(house))
    figures = [[(f["id"], f["people"], f["level"], f["cohorts"]) for f in one["items"]] for one in seen]
    assert all(one == figures[0] for one in figures)
    cohort = board(house, cohort=before["cohorts"][0])
    assert [f["people"] for f in cohort["items"] if f["kind"] == "competency"] == [6]


def test_one_who_answers_anew_alone_moves_nothing_and_five_together_do(house: Running, learners: list[str]) -> None:
    before = told(house)
    give(house, learners[0], True)
    assert told(house) == before
    for one in learners[1:]:
        give(house, one, True)
    after = told(house)
    assert after != before
    assert after[0][1] == 6


def test_whoever_it_does_not_concern_is_told_the_same_as_of_a_course_that_is_not_there(
    house: Running, learners: list[str]
) -> None:
    task = made_task(house)
    where = f"/api/findings/tasks/{task['id']}"
    house.house.resources.store.people.add_course("foreign1", "school", "别的课程")
    taught = {c["id"] for c in call(house, "teacher1", "GET", "/api/findings/courses").json()["items"]}
    assert "cnc1" in taught
    assert "foreign1" not in taught
    for who in sorted(EVERYBODY, key=lambda name: name in TELLERS):
        asked = [call(house, who, "GET", f"/api/findings{rest}?course=cnc1") for rest in ("", "/export", "/tasks")]
        expected = 200 if who in TELLERS else 404
        assert [a.status_code for a in asked] == [expected] * 3, who
        for course in ("nothere", "foreign1"):
            assert call(house, who, "GET", f"/api/findings?course={course}").status_code == 404
        if who == "teacher1":
            continue
        calls = [
            call(house, who, "GET", where), call(house, who, "PATCH", where, 1, state="done"),
            call(house, who, "GET", f"{where}/effect"),
            call(house, who, "POST", "/api/findings/tasks", course="cnc1", finding=task["finding"]),
        ]  # fmt: skip
        assert [c.status_code for c in calls] == [404] * 4, who
        assert "装夹找正" not in "".join(a.text for a in [*asked, *calls])
    assert board(house, "mentor1")["audience"] == "mentor"


def made_task(house: Running, about: str = "装夹找正") -> dict[str, Any]:
    found = next(f for f in board(house)["items"] if (f["kind"], f["about"]) == ("competency", about))
    made = call(house, "teacher1", "POST", "/api/findings/tasks", course="cnc1", finding=found["id"], note="补一节实操")
    assert made.status_code == 201, made.text
    return dict(made.json())


def test_of_two_who_change_one_task_the_second_is_told_and_nothing_is_lost(
    house: Running, learners: list[str]
) -> None:
    task = made_task(house)
    where = f"/api/findings/tasks/{task['id']}"
    assert (task["state"], task["version"], task["note"]) == ("open", 1, "补一节实操")
    assert {link["kind"] for link in task["links"]} == {"item", "document"}
    first = call(house, "teacher1", "PATCH", where, 1, state="doing")
    assert (first.status_code, first.json()["version"]) == (200, 2)
    late = call(house, "teacher1", "PATCH", where, 1, note="盖掉")
    assert late.status_code == 409
    assert late.headers["content-type"] == "application/problem+json"
    assert call(house, "teacher1", "PATCH", where, state="done").status_code == 422
    assert call(house, "teacher1", "PATCH", where, 2, who=house.people["student1"]).status_code == 422
    kept = call(house, "teacher1", "GET", where).json()
    assert (kept["state"], kept["note"]) == ("doing", "补一节实操")
    told_yet = call(house, "teacher1", "GET", f"{where}/effect").json()
    assert (told_yet["why"], told_yet["after"]) == ("not_done", None)
    assert call(house, "teacher1", "PATCH", where, 2, state="done").status_code == 200
    assert call(house, "teacher1", "GET", f"{where}/effect").json()["why"] == "no_next"
    listed = call(house, "teacher1", "GET", "/api/findings/tasks?course=cnc1").json()["items"]
    assert task["id"] in [t["id"] for t in listed]


def next_year(house: Running, prefix: str, about: str) -> list[str]:
    """Six enrolled last school year who answered wrongly; a task of it, done; six of this year who answered rightly."""
    old = enrolled(house, 6, f"{prefix}old")
    with house.house.resources.store.database.write() as conn:
        then = datetime.now(UTC) - timedelta(days=366)
        conn.execute(update(enrolments).where(enrolments.c.person.in_(old)).values(since=then))
    for one in old:
        give(house, one, False, about=about)
    task = made_task(house, about)
    where = f"/api/findings/tasks/{task['id']}"
    assert call(house, "teacher1", "PATCH", where, 1, state="done").status_code == 200
    assert call(house, "teacher1", "GET", f"{where}/effect").json()["why"] == "no_next"
    new = enrolled(house, 6, f"{prefix}new")
    for one in new:
        give(house, one, True, about=about)
        give(house, one, True, about=about)
    told = call(house, "teacher1", "GET", f"{where}/effect").json()
    assert (told["change"], told["before"]["people"], told["after"]["people"], told["why"]) == ("better", 6, 6, None)
    assert told["before"]["level"] < told["after"]["level"]
    assert told["found_in"] < told["cohort"]
    return [*old, *new]


@pytest.mark.slow
def test_the_next_cohort_shows_what_a_revision_did(house: Running, learners: list[str]) -> None:
    for one in next_year(house, "year", "刀具刃磨"):
        house.house.resources.store.people.unenrol(one, "cnc1")


def test_one_who_joins_is_not_found_by_an_exercise_when_the_class_answers_others(house: Running) -> None:
    """Of a cohort of five without a discrimination the mean was told, then that of six: the newcomer's own answer."""
    document = put(house, "teacher1", "school/internal", "差分指导书", text=f"{SHAFT}差分")
    x, y, *others = publish(house, document, count=4)
    old, new = enrolled(house, 10, "lastyear"), enrolled(house, 5, "thisyear")
    with house.house.resources.store.database.write() as conn:
        then = datetime.now(UTC) - timedelta(days=400)
        conn.execute(update(enrolments).where(enrolments.c.person.in_(old)).values(since=then))
    for n, one in enumerate([*old, *new]):
        give(house, one, n < 5, y, about="差分", edition=1)
        give(house, one, 7 <= n < 10 or n >= 13, x, about="差分", edition=1)
    figures = exercises(house)
    first = max(figures.values(), key=lambda told: told[0])
    assert first[0] == 15
    assert all(-1 <= level < 0.2 for _, level, _ in figures.values())
    assert [cohort["people"] for cohort in first[2]] == [10], "a cohort without a discrimination has no level"
    [victim] = enrolled(house, 1, "newcomer")
    for item, right in ((x, True), (y, False)):
        give(house, victim, right, item, about="差分", edition=1)
    for one in [*old, *new, victim]:
        for n, item in enumerate(others):
            give(house, one, n > 0, item, about="差分", edition=1)
    again = exercises(house)
    assert {key: again.get(key) for key in figures} == figures
    for one in [*old, *new, victim]:
        house.house.resources.store.people.unenrol(one, "cnc1")


def exercises(house: Running) -> dict[str, tuple[int, float, list[dict[str, Any]]]]:
    return {f["id"]: (f["people"], f["level"], f["cohorts"]) for f in board(house)["items"] if f["kind"] == "item"}
