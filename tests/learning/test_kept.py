"""What is kept of a scheme and of judgements comes back as it was; the report of a grade tells no row and no rater."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.gradereport import grade_report
from learning.grading import grade
from learning.judged import Judged
from learning.kept import plain, read_judged, read_scheme
from learning.scheme import Scheme
from records.judgements import CLOSED, EARNED, EXCUSED, Credit, judged
from records.schemerows import Held
from tests.learning.test_grading import LAWS, POINTS, cases
from trust.errors import BadInput

_NOW = datetime(2026, 3, 2, tzinfo=UTC)
_WITH_PROCESS = json.dumps({
    "course": "cnc1", "stage": "training", "version": 1, "threshold": "15", "cap": "59", "valid_from": "2026-01-01",
    "valid_to": "2026-12-31", "absent": "waits", "excused": "others", "places": 1, "rounding": "half_up",
    "criteria": [{
        "id": "skill", "title": "操作", "dimension": "skill", "weight": "1", "levels": [], "process": "0.1",
        "expected": "40", "unsafe_below": None, "shares": [{"side": "school", "weight": "1", "raters": 1}],
    }],
})  # fmt: skip


@pytest.mark.laws
@LAWS
@given(cases())
def test_a_grade_from_stored_rows_is_the_same_to_the_last_digit(case: tuple[Scheme, Judged]) -> None:
    scheme, given_ = case
    again = read_scheme(scheme.text)
    back = read_judged(json.loads(json.dumps(plain(given_), ensure_ascii=False)))
    assert (again.digest, again.text) == (scheme.digest, scheme.text)
    first, second = grade(scheme, given_), grade(again, back)
    assert second.tree.digest == first.tree.digest
    assert [str(v) for v in (second.final, second.low, second.high)] == [
        str(v) for v in (first.final, first.low, first.high)
    ]
    assert (second.needs, second.unsafe, second.carried) == (first.needs, first.unsafe, first.carried)


@pytest.mark.laws
@LAWS
@given(cases())
def test_a_report_holds_the_grade_and_neither_rows_nor_raters_nor_reasons(case: tuple[Scheme, Judged]) -> None:
    scheme, given_ = case
    made = grade(scheme, given_)
    told = grade_report(scheme, made)
    assert (told.final, told.low, told.high) == (made.final, made.low, made.high)
    assert [c.id for c in told.criteria] == [c.id for c in scheme.criteria]
    text = json.dumps(asdict(told), ensure_ascii=False, default=str)
    hidden = {j.id for j in given_.judgements} | {j.rater for j in given_.judgements if j.rater != "m"}
    assert not [word for word in (*hidden, "记录在案") if word in text]


@pytest.mark.laws
@LAWS
@given(cases(()), st.lists(POINTS, max_size=4), st.sets(st.integers(0, 3)), st.sets(st.integers(0, 3)))
def test_withdrawn_records_of_process_never_raise_a_grade(
    case: tuple[Scheme, Judged], earned: list[Decimal], before: set[int], more: set[int]
) -> None:
    """Through the rows as they are kept: a withdrawn one counts no more, what was closed stays closed."""
    scheme, given_ = case
    held = Held("s", "school", "acme", scheme, 1, "t", _NOW, None, (), False, (), False, False)
    finals = []
    for gone in (before, before | more):
        rows = [
            Credit(f"{c.id}-{n}", given_.student, c.id, EARNED, points / 10, "", "", _NOW if n in gone else None)
            for c in scheme.criteria if c.process for n, points in enumerate(earned)
        ]  # fmt: skip
        rows += [Credit(f"{c.id}-x", given_.student, c.id, CLOSED, None, "", "", None) for c in scheme.criteria]
        process = judged(held, given_.student, (), rows)
        made = grade(scheme, Judged(given_.student, given_.judgements, process.events, process.open_process))
        finals.append(made.high)
    assert finals[1] <= finals[0]


def test_process_is_open_until_it_is_closed_and_an_excusal_is_named() -> None:
    scheme = read_scheme(_WITH_PROCESS)
    held = Held("s", "school", "acme", scheme, 1, "t", _NOW, None, (), False, (), False, False)
    assert judged(held, "p", (), ()).open_process == {"skill"}
    excused = [Credit("x", "p", "skill", EXCUSED, None, "病假", "", None)]
    assert judged(held, "p", (), excused).excused_process == (("skill", "病假"),)
    assert judged(held, "p", (), [Credit("x", "p", "skill", CLOSED, None, "", "", _NOW)]).open_process == {"skill"}


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"criteria": [{}]}', '{"criteria": 1}'])
def test_what_is_no_scheme_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        read_scheme(text)
