"""A class's recorded mastery in a teacher's plan: from five learners on, rightly labelled, nobody else's to see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from eval.house import Caller, Running
from records.attempts import ITEM, Given
from tests.web.practised import put
from trust.labels import Label, parse
from trust.roles import Role
from web.reviewing import opened

COURSE = "数控车削与铣削"
TEACHERS = parse("school/restricted+course:cnc1")


@pytest.fixture(scope="module")
def learners(house: Running) -> Iterator[list[str]]:
    """Five more of the course, as long as this file runs."""
    people = house.house.resources.store.people
    ids = [people.add_person(f"record{n}", f"学员{n}", "school", "correct horse")[0] for n in range(5)]
    for one in ids:
        people.add_membership(one, "school", Role.STUDENT)
        people.enrol(one, "cnc1", "learner")
    yield ids
    for one in ids:
        people.unenrol(one, "cnc1")


@pytest.fixture(scope="module")
def document(house: Running) -> str:
    return put(house, "teacher1", "school/internal", "光轴加工作业指导书")


def answer(house: Running, person: str, competency: str, label: str = "school/internal", right: bool = False) -> None:
    store = house.house.resources.store
    who = store.people.principal(person)
    given = Given(ITEM, "item", parse(label), ("x",), right, 1.0 * right, 1.0, (competency,), 0.25)
    store.attempts.keep(who, store.labels.scope(who), None, given)


def planned(teacher: Caller, document: str, **more: Any) -> tuple[str, Label]:
    """The first line of 学情分析, and the label."""
    asked = {"document_ids": [document], "course": COURSE} | more
    made = teacher.post("/api/tools/plan_lesson", **asked).raise_for_status().json()
    return made["result"]["plan"]["analysis"][0]["text"], parse(made["label"])


def test_a_plan_tells_what_the_class_knows_from_five_learners_on(
    house: Running, teacher: Caller, learners: list[str], document: str
) -> None:
    before, label = planned(teacher, document)
    assert "没有可用的班级作答记录" in before
    for person in learners[:4]:
        answer(house, person, "加工步骤")
    answer(house, house.people["staff1"], "加工步骤", "school/public")
    assert planned(teacher, document) == (before, label)
    answer(house, learners[4], "加工步骤", "school/internal|course:cnc1")
    assert planned(teacher, document) == (before, label), "what stands under two labels is two tables"
    answer(house, learners[4], "加工步骤")
    told, raised = planned(teacher, document)
    assert "“加工步骤”有 5 人练习过" in told
    assert "薄弱" in told
    assert (label | TEACHERS).flows_to(raised)
    assert planned(teacher, document, course="cnc1")[0] == told
    assert planned(teacher, document, class_record=False) == (before, label)
    assert planned(teacher, document, course="网店运营") == (before, label)


def test_others_than_the_teacher_of_the_course_are_told_nothing(
    house: Running, learners: list[str], document: str
) -> None:
    mine = put(house, "mentor1", "yuchuan/internal", "光轴加工作业指导书（屿川）", library="enterprise")
    said, label = planned(house.caller("mentor1"), mine)
    assert "没有可用的班级作答记录" in said
    assert not TEACHERS.flows_to(label)


def test_answers_the_teacher_may_not_read_change_no_plan(
    house: Running, teacher: Caller, learners: list[str], document: str
) -> None:
    before = planned(teacher, document)
    for person in learners:
        answer(house, person, "切削参数", "hemu/confidential", right=True)
    assert planned(teacher, document) == before


def test_handing_in_keeps_the_label_of_the_record(
    house: Running, teacher: Caller, learners: list[str], document: str
) -> None:
    for person in learners:
        answer(house, person, "加工步骤", "school/internal|course:cnc1")
    arguments = {"document_ids": [document], "course": COURSE}
    kept = teacher.post("/api/artefacts", tool="plan_lesson", arguments=arguments).raise_for_status().json()
    sent = teacher.client.patch(
        f"/api/artefacts/{kept['id']}", json={"version": kept["version"], "state": "in_review"}
    ).raise_for_status().json()  # fmt: skip
    assert "self:" not in sent["label"]
    assert TEACHERS.flows_to(parse(sent["label"]))
    for who in ("student1", "mentor1"):
        assert house.caller(who).get(f"/api/artefacts/{kept['id']}").status_code == 404


def test_a_plan_that_no_mentor_may_read_is_told_to_wait_in_vain(
    house: Running, teacher: Caller, learners: list[str], document: str, documents: dict[str, str]
) -> None:
    parts = house.house.resources
    principal = parts.store.people.principal(house.people["teacher1"])
    for person in learners:
        answer(house, person, "加工步骤", "school/internal|course:cnc1")
    for with_record, vain in ((True, ("yuchuan",)), (False, ())):
        wish = {"document_ids": [documents["lesson"], documents["card"]], "course": COURSE, "class_record": with_record}
        kept = teacher.post("/api/artefacts", tool="plan_lesson", arguments=wish).raise_for_status().json()
        change = {"version": kept["version"], "state": "in_review"}
        sent = teacher.client.patch(f"/api/artefacts/{kept['id']}", json=change).raise_for_status().json()
        assert sent["waits_for"] == ["yuchuan"]
        assert opened(parts, principal, parts.store.labels.scope(principal), kept["id"]).out_of_reach == vain
