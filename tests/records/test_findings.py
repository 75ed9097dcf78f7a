"""Findings over rows: each audience is told the same by whoever asks, nothing of fewer than five, erased or not."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select

from learning.suppression import K
from records.attempts import ITEM, Given
from records.findings import Board
from records.schema import enrolments, told_people, told_tables
from records.store import Store
from tests.records.cast import PASSWORD, Cast
from tests.records.conftest import Clock
from trust.errors import BadInput, Forbidden, Leak, NotFound, Stale
from trust.labels import parse
from trust.roles import Role
from trust.sources import Citation

OPEN = parse("acme/internal|course:cnc1")
WRONG = Given(ITEM, "item1", OPEN, ("乙",), False, 0.0, 1.0, ("粗车",), 0.25)


def joined(cast: Cast, *names: str, course: str = "cnc1") -> Cast:
    """More learners of the course."""
    ids, people = dict(cast.ids), cast.store.people
    for name in names:
        ids[name], _ = people.add_person(name, name, "school", PASSWORD)
        people.add_membership(ids[name], "school", Role.STUDENT)
        people.enrol(ids[name], course, "learner")
    return Cast(cast.store, ids)


def answer(cast: Cast, who: str, given: Given = WRONG) -> None:
    cast.store.attempts.keep(cast(who), cast.scope(who), None, given)


def looked(cast: Cast, who: str = "teacher", cohort: str = "") -> Board:
    return cast.store.findings.page(cast(who), cast.scope(who), "cnc1", cohort)


def levels(board: Board) -> list[tuple[str, int, float | None]]:
    return [(one.about, one.finding.people, one.finding.level) for one in board.found]


@pytest.fixture
def grown(cast: Cast) -> Cast:
    """Five learners answered wrongly, `student` among them."""
    made = joined(cast, "s1", "s2", "s3", "s4")
    for who in ("student", "s1", "s2", "s3", "s4"):
        answer(made, who)
    return made


def test_a_competency_is_told_from_five_on_and_one_more_changes_nothing(grown: Cast) -> None:
    first = looked(grown)
    [(about, people, level)] = levels(first)
    assert (about, people) == ("粗车", K)
    assert level is not None
    assert level < 0.5
    more = joined(grown, "s5")
    answer(more, "s5", replace(WRONG, right=True, points=1.0))
    assert levels(looked(more)) == levels(first)
    answer(more, "s5")
    more.store.people.unenrol(more.ids["s5"], "cnc1")
    assert levels(looked(more)) == levels(first)
    more.store.people.unenrol(more.ids["s4"], "cnc1")
    assert looked(more).found == ()


def test_four_are_told_of_by_nothing_and_leave_no_row(cast: Cast) -> None:
    made = joined(cast, "s1", "s2", "s3")
    for who in ("student", "s1", "s2", "s3"):
        answer(made, who)
    assert looked(made).found == ()
    with made.store.database.read() as conn:
        assert conn.execute(select(told_tables)).all() == []
        assert conn.execute(select(told_people)).all() == []


def test_whoever_teaches_is_told_the_same_and_nobody_else_anything(grown: Cast) -> None:
    ids, people = dict(grown.ids), grown.store.people
    ids["teacher2"], _ = people.add_person("teacher2", "t", "school", PASSWORD)
    people.add_membership(ids["teacher2"], "school", Role.TEACHER)
    made = Cast(grown.store, ids)
    with pytest.raises(NotFound):
        looked(made, "teacher2")
    people.enrol(ids["teacher2"], "cnc1", "teacher")
    assert levels(looked(made, "teacher2")) == levels(looked(made))
    assert looked(made, "mentor").found == ()
    for who in ("student", "other", "staff", "rivalmentor", "steward", "acmesteward", "admin"):
        with pytest.raises(NotFound):
            looked(made, who)
    with pytest.raises(Leak):
        made.store.findings.page(made("teacher"), made.scope("student"), "cnc1")


def test_a_learner_who_is_erased_leaves_marks_of_nobody_and_the_figure_stands(grown: Cast) -> None:
    grown = joined(grown, "s5")
    answer(grown, "s5")
    before = levels(looked(grown))
    assert before[0][1] == K + 1
    grown.store.erasing.destroy_person(grown.ids["s5"])
    assert levels(looked(grown)) == before
    with grown.store.database.read() as conn:
        kept = set(conn.execute(select(told_people.c.person)).scalars())
        bodies = [row.body for row in conn.execute(select(told_tables))]
    assert kept == {grown.ids[who] for who in ("student", "s1", "s2", "s3", "s4")}
    assert not any(one.encode() in body for one in grown.ids.values() for body in bodies)
    told = grown.store.personal.export(grown("student"), grown.scope("student"))
    assert told["counted_in"] == [{"course": "cnc1"}]
    assert grown.store.mine.kept(grown("student")).figures == 1
    grown.store.erasing.destroy_owner("acme")
    assert looked(grown).found == ()


def test_two_cohorts_are_told_apart_and_the_next_shows_what_a_revision_did(grown: Cast, clock: Clock) -> None:
    first = looked(grown)
    revisions, teacher = grown.store.revisions, grown("teacher")
    task = revisions.make(teacher, first, first.found[0].id, note="补一节")
    assert (task.cohort, task.state, task.about) == ("2025", "open", "粗车")
    of = (grown("teacher"), grown.scope("teacher"), task.id)
    assert revisions.effect(*of)[1].why == "not_done"
    assert revisions.change(*of, 1, {"state": "done", "who": grown.ids["teacher"]}).version == 2
    with pytest.raises(Stale):
        revisions.change(*of, 1, {"state": "doing"})
    with pytest.raises(BadInput):
        revisions.change(*of, 2, {"who": grown.ids["student"]})
    assert revisions.effect(*of)[1].why == "no_next"
    clock.forward(days=250)
    made = joined(grown, *(f"n{n}" for n in range(K)))
    for n in range(K):
        answer(made, f"n{n}", replace(WRONG, right=True, points=1.0))
    board = looked(made)
    assert board.cohorts == ("2025", "2026")
    told = revisions.effect(made("teacher"), made.scope("teacher"), task.id)[1]
    assert (told.cohort, told.change, told.after and told.after.people) == ("2026", "better", K)
    with pytest.raises(NotFound):
        revisions.get(made("mentor"), made.scope("mentor"), task.id)
    with pytest.raises(Forbidden):
        revisions.make(made("mentor"), replace(first, audience="mentor"), first.found[0].id)
    with pytest.raises(NotFound):
        revisions.make(made("mentor"), first, first.found[0].id)
    assert revisions.page(made("mentor"), made.scope("mentor"), "cnc1") == []


def test_of_two_teachers_who_change_one_task_at_once_one_is_told(grown: Cast) -> None:
    ids, people = dict(grown.ids), grown.store.people
    ids["teacher2"], _ = people.add_person("teacher2", "t", "school", PASSWORD)
    people.add_membership(ids["teacher2"], "school", Role.TEACHER)
    people.enrol(ids["teacher2"], "cnc1", "teacher")
    cast = Cast(grown.store, ids)
    board = looked(cast)
    task = cast.store.revisions.make(cast("teacher"), board, board.found[0].id, note="原来的")

    def act(who: str) -> str:
        given = {"state": "doing"} if who == "teacher" else {"note": "改过的"}
        try:
            cast.store.revisions.change(cast(who), cast.scope(who), task.id, 1, given)
        except Stale:
            return "told"
        return "done"

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(act, ("teacher", "teacher2"))) == ["done", "told"]
    kept = cast.store.revisions.get(cast("teacher2"), cast.scope("teacher2"), task.id)
    assert (kept.version, kept.state, kept.note) in {(2, "doing", "原来的"), (2, "open", "改过的")}


def test_requirements_come_of_the_newest_matrix_on_the_course_that_one_sees(grown: Cast) -> None:
    document = grown.put("teacher", "school/internal+course:cnc1", ("能磨刀",))
    source = grown.store.library.whole(grown("teacher"), grown.scope("teacher"), document.id)
    quoted = Citation(1, source[0].id, document.id, "标题", source[0].locator, "能磨刀")
    matrix = {
        "requirements": [{"n": 1, "text": "能磨刀", "source": "岗位", "citation": 1}], "modules": [], "cells": [],
        "gaps": [1], "partly": [], "rules": [], "conditions": [],
    }  # fmt: skip
    grown.store.artefacts.keep(
        grown("teacher"), grown.scope("teacher"), tool="match_requirements", title="对照", result=matrix,
        citations=[quoted], sources=source, label=parse("school/internal+course:cnc1"), written_by="extract",
    )  # fmt: skip
    found = [one for one in looked(grown).found if one.finding.kind == "requirement"]
    assert [(one.about, one.reason, one.finding.level) for one in found] == [("能磨刀", "gap", None)]
    assert [link.kind for link in found[0].links] == ["matrix", "document"]
    assert found[0].sources[0].quote == "能磨刀"
    task = grown.store.revisions.make(grown("teacher"), looked(grown), found[0].id)
    of = (grown("teacher"), grown.scope("teacher"), task.id)
    assert grown.store.revisions.effect(*of)[1].why == "not_people"
    assert looked(grown, "mentor").found == ()


def test_enrolling_again_moves_nobody_to_another_cohort(store: Store, cast: Cast, clock: Clock) -> None:
    def since() -> object:
        with store.database.read() as conn:
            query = select(enrolments.c.since).where(enrolments.c.person == cast.ids["student"])
            return conn.execute(query).scalar_one()

    before = since()
    clock.forward(days=400)
    store.people.enrol(cast.ids["student"], "cnc1", "learner")
    assert since() == before
