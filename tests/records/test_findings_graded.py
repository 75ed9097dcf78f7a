"""Grades among findings: only published ones, while an agreement lets them through, of those who consented."""

from __future__ import annotations

from dataclasses import replace

import pytest

from learning.suppression import K
from records.findings import Board
from records.store import Store
from tests.records.graded import SAFETY, SKILL, Graded, agreed, graded
from tests.records.test_findings import joined, looked
from trust.errors import NotFound

STUDENTS = ("student", "s1", "s2", "s3", "s4")
BY_ONE = replace(SKILL, shares=tuple(replace(share, raters=1) for share in SKILL.shares))


def criteria(board: Board) -> dict[str, int]:
    return {one.about: one.finding.people for one in board.found if one.finding.kind == "criterion"}


def test_criteria_are_told_of_the_published_to_each_side_as_far_as_released_and_consented(store: Store) -> None:
    made = graded(store, criteria=(BY_ONE, SAFETY))
    agreement = agreed(made.cast)
    whole = Graded(joined(made.cast, *STUDENTS[1:]), made.held)
    cast = whole.cast
    for student in STUDENTS:
        cast.store.people.consent(cast.ids[student], cast.ids["mentor"])
        for who, criterion, points in (("teacher", "skill", 70), ("mentor", "skill", 74), ("mentor", "safety", 80)):
            whole.score(who, criterion, points, student=student)
    assert criteria(looked(cast)) == {}
    for student in STUDENTS:
        whole.publish(student=student)
    assert criteria(looked(cast)) == {"操作": K, "安全": K}
    for student in STUDENTS:
        assert criteria(looked(cast, "mentor")) == {}
        cast.store.enterprise_consents.give(cast(student), "acme")
    assert criteria(looked(cast, "mentor")) == criteria(looked(cast, "mentor2")) == {"操作": K, "安全": K}
    with pytest.raises(NotFound):
        looked(replace(cast, ids={**cast.ids, "mentor": cast.ids["student"]}), "mentor")
    assert looked(cast, "rivalmentor").found == ()
    board = looked(cast)
    task = cast.store.revisions.make(cast("teacher"), board, board.found[0].id)
    cast.store.revisions.change(cast("teacher"), cast.scope("teacher"), task.id, 1, {"state": "done"})
    assert cast.store.revisions.effect(cast("teacher"), cast.scope("teacher"), task.id)[1].why == "no_next"
    cast.store.agreements.revoke(cast("steward"), agreement.id)
    for who in ("teacher", "mentor"):
        assert criteria(looked(cast, who)) == {}
    assert cast.store.revisions.effect(cast("teacher"), cast.scope("teacher"), task.id)[1].why == "no_before"
