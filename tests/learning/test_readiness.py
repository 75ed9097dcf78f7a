"""Readiness: worked by hand; more passed evidence never makes less ready, a veto is never bypassed, order decides
nothing.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.evidence import CLEAN, SLIPPED, VETOED, Evidence, Kind, Result
from learning.readiness import Point, Requirement, Why, readiness, vetoes
from trust.errors import BadInput

TODAY = date(2026, 3, 31)
NOON = datetime(2026, 3, 31, 4, tzinfo=UTC)
WANTED = Requirement(("开机与对刀", "粗车外圆"), ("车间安全考核",), 60)


def walk(n: int, ago: float, outcome: str = CLEAN, right: int = 10, activity: str = "粗车外圆") -> Evidence:
    return Evidence(f"r{n}", "s", Kind.REHEARSAL, NOON - timedelta(days=ago), activity,
                    Result(Decimal(right), Decimal(10), outcome))  # fmt: skip


def exam(n: int, ago: float, points: int = 95, kind: Kind = Kind.ASSIGNMENT) -> Evidence:
    result = Result(Decimal(points), Decimal(100))
    return Evidence(f"e{n}", "s", kind, NOON - timedelta(days=ago), "车间 安全考核", result, source="sheet")


def whys(*told: Evidence) -> list[Why]:
    return [p.why for p in readiness(WANTED, told, TODAY).points]


def test_worked_by_hand() -> None:
    both = (walk(1, 3, activity="开机与对刀"), walk(2, 2, SLIPPED, 8))
    assert readiness(WANTED, (*both, exam(1, 9)), TODAY).points == (
        Point("process", "开机与对刀", Why.MET, ("r1",), date(2026, 3, 28)),
        Point("process", "粗车外圆", Why.MET, ("r2",), date(2026, 3, 29)),
        Point("safety", "车间安全考核", Why.MET, ("e1",), date(2026, 3, 22)),
    )
    assert whys() == [Why.MISSING] * 3
    assert whys(*both, exam(1, 9, 79))[2] is Why.FAILED
    assert whys(*both, exam(1, 61))[2] is Why.OLD
    assert whys(*both, exam(1, 9), exam(2, 1, 40))[2] is Why.FAILED, "the newest result counts"
    assert whys(*both, exam(1, 9, kind=Kind.XAPI))[2] is Why.MISSING, "learners tell of themselves there"
    assert whys(walk(1, 2, SLIPPED, 7))[1] is Why.FAILED
    assert whys(walk(1, 2, "不对", 9))[1] is Why.FAILED, "whether there was a veto was not kept then"
    assert whys(walk(1, 61))[1] is Why.OLD
    assert readiness(None, (), TODAY).points == (Point("project", "", Why.UNSTATED),)


def test_a_veto_stands_until_the_process_is_passed_without_one() -> None:
    assert whys(walk(1, 5), walk(2, 4, VETOED, 9))[1] is Why.VETO
    assert whys(walk(1, 5), walk(2, 4, VETOED, 9), walk(3, 3, SLIPPED, 7))[1] is Why.VETO, "not passed"
    assert whys(walk(1, 5), walk(2, 4, VETOED, 9), walk(3, 3, activity="开机与对刀"))[1] is Why.VETO
    assert whys(walk(1, 5), walk(2, 4, VETOED, 9), walk(3, 3))[1] is Why.MET
    assert whys(walk(2, 400, VETOED, 9))[1] is Why.VETO, "time alone ends none"


def test_a_veto_is_judged_whatever_the_project_asks_for() -> None:
    held = (walk(1, 4, VETOED, 9, "切断"), walk(2, 3), walk(3, 3, activity="开机与对刀"), exam(1, 9))
    for wanted in (WANTED, None, replace(WANTED, line=Decimal("0.5"))):
        found = readiness(wanted, held, TODAY)
        assert found.points[-1] == Point("process", "切断", Why.VETO, ("r1",), date(2026, 3, 27))
        assert (found.vetoed, found.ready) == (True, False)
    low = replace(WANTED, line=Decimal("0.5"))
    for right, vetoed in ((6, True), (7, True), (8, False)):
        again = walk(4, 1, SLIPPED, right, "切断")
        assert readiness(low, (*held, again), TODAY).vetoed is vetoed, "one line for all, not the project's"


@pytest.mark.parametrize(
    "wrong",
    [((), ()), (("", ), ()), (("甲", "甲 "), ()), (tuple(f"{n}" for n in range(21)), ()), (("长" * 81,), ())],
)  # fmt: skip
def test_a_requirement_asks_for_something_once(wrong: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
    with pytest.raises(BadInput):
        Requirement(*wrong)


pieces = st.builds(
    lambda n, kind, hours, outcome, right, activity: Evidence(
        f"x{n}", "s", kind, NOON - timedelta(hours=hours), activity, Result(Decimal(right), Decimal(10), outcome)
    ),
    st.integers(0, 10**6), st.sampled_from([Kind.REHEARSAL, Kind.ASSIGNMENT, Kind.CERTIFICATE, Kind.XAPI]),
    st.integers(0, 2400), st.sampled_from([CLEAN, SLIPPED, VETOED, "不对", "合格"]), st.integers(0, 10),
    st.sampled_from([*WANTED.processes, *WANTED.safety, "别的"]),
)  # fmt: skip
histories = st.lists(pieces, max_size=8, unique_by=lambda e: e.id)
passes = st.builds(
    lambda hours, name, rehearsed: Evidence(
        "new", "s", Kind.REHEARSAL if rehearsed else Kind.ASSIGNMENT, NOON - timedelta(hours=hours), name,
        Result(Decimal(10), Decimal(10), CLEAN),
    ),
    st.integers(0, 2400), st.sampled_from([*WANTED.processes, *WANTED.safety]), st.booleans(),
)  # fmt: skip


@given(histories, passes)
def test_more_passed_evidence_never_makes_less_ready(told: list[Evidence], more: Evidence) -> None:
    before, after = readiness(WANTED, told, TODAY), readiness(WANTED, [*told, more], TODAY)
    assert after.ready or not before.ready
    asked = len(WANTED.processes) + len(WANTED.safety)
    for old, new in zip(before.points[:asked], after.points[:asked], strict=True):
        assert new.why is Why.MET or old.why is not Why.MET
    assert {p.name for p in after.points[asked:]} <= {p.name for p in before.points[asked:]}


@given(histories)
def test_a_veto_is_never_bypassed(told: list[Evidence]) -> None:
    standing = vetoes(told)
    for one in standing:
        later = [e for e in told if e.kind is Kind.REHEARSAL and e.activity == one.activity and e.at > one.at]
        assert not any(e.result.outcome == CLEAN and e.result.share == 1 for e in later)
    asking = (None, WANTED, replace(WANTED, processes=("别处",)), replace(WANTED, line=Decimal("0.1")))
    for found in (readiness(wanted, told, TODAY) for wanted in asking):
        assert found.vetoed == bool(standing), "whatever the project asks for"
        assert not (found.vetoed and found.ready)
    walked = [e for e in told if e.kind is Kind.REHEARSAL]
    for held in walked:
        if held.result.outcome == VETOED and held not in standing:
            later = [e for e in walked if e.activity == held.activity and e.at > held.at]
            assert any(e.result.outcome != VETOED for e in later)


@given(histories, st.randoms(use_true_random=False))
def test_each_reason_names_its_evidence_and_order_decides_nothing(told: list[Evidence], mixed: random.Random) -> None:
    found = readiness(WANTED, told, TODAY)
    other = list(told)
    mixed.shuffle(other)
    assert readiness(WANTED, other, TODAY) == found
    ids = {e.id for e in told}
    for point in found.points:
        assert set(point.evidence) <= ids
        assert bool(point.evidence) == (point.why is not Why.MISSING)
