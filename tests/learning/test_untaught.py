"""Rows of a matrix that nothing bears out; cohorts by school year; what a revision may be said to have done."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from learning.cohort import EARLIER, cohort
from learning.effect import effect
from learning.suppression import Figure
from learning.untaught import untaught

MATRIX = {
    "requirements": [
        {"n": n, "text": text, "source": "数控车工岗位", "citation": n}
        for n, text in enumerate(("会看零件图", "能装夹找正工件", "会用三坐标测量机", "遵守比赛规则", "能磨刀"), 1)
    ],
    "modules": [{"n": 1, "document_id": "d1"}],
    "cells": [{"requirement": 1, "module": 1}, {"requirement": 2, "module": 1}, {"requirement": 5, "module": 1}],
    "gaps": [3], "partly": [5], "rules": [4], "conditions": [],
}  # fmt: skip


def test_rows_without_a_module_or_a_figure_are_found_and_rules_are_not() -> None:
    found = {one.citation: (one.reason, one.modules) for one in untaught(MATRIX, ["装夹找正"])}
    assert found == {1: ("no_evidence", ("d1",)), 3: ("gap", ()), 5: ("partly", ("d1",))}
    assert 2 in {one.citation for one in untaught(MATRIX, [])}


@pytest.mark.parametrize(
    ("since", "name"),
    [
        (None, EARLIER), (datetime(2026, 8, 31, 15, tzinfo=UTC), "2025"),
        (datetime(2026, 8, 31, 17, tzinfo=UTC), "2026"), (datetime(2027, 3, 1, tzinfo=UTC), "2026"),
    ],
)  # fmt: skip
def test_a_cohort_is_the_school_year_in_china(since: datetime | None, name: str) -> None:
    assert cohort(since) == name


def test_an_effect_compares_with_the_first_later_cohort_or_says_why_not() -> None:
    before, later = Figure(9, 0.5), {"2025": Figure(9, 0.1), "2026": Figure(8, 0.7), "2027": Figure(8, 0.2)}
    told = effect("competency", "2025", before, later, done=True)
    assert (told.cohort, told.change, told.after) == ("2026", "better", Figure(8, 0.7))
    assert effect("competency", "2026", before, later, done=True).change == "worse"
    assert effect("competency", "2025", before, {"2026": Figure(8, 0.51)}, done=True).change == "same"
    assert effect("competency", "2027", before, later, done=True).why == "no_next"
    assert effect("competency", "2025", before, later, done=False).why == "not_done"
    assert effect("competency", "2025", None, later, done=True).why == "no_before"
    assert effect("requirement", "2025", None, {}, done=True).why == "not_people"
