"""Grades: bounded, monotone, the same in any order and on replay, never past safety, and inside their bounds."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.bounds import Bounds, middle, point, rounded
from learning.grading import grade
from learning.judged import Event, Judged, Judgement
from learning.scheme import Criterion, Level, Scheme, Share
from trust.errors import BadInput

LAWS = settings(max_examples=2000 if os.environ.get("SHUANGYUAN_COUNTS") == "full" else 60, deadline=None)
D = Decimal
POINTS = st.integers(0, 1000).map(lambda n: D(n) / 10)
EVERY = ("pending", "not_due", "absent", "excused")
DAYS = (date(2026, 9, 1), date(2027, 7, 31))


def weights(draw: st.DrawFn, parts: int) -> list[Decimal]:
    """So many decimals above zero that sum to exactly one."""
    cuts = sorted(draw(st.lists(st.integers(1, 99), min_size=parts - 1, max_size=parts - 1, unique=True)))
    edges = [0, *cuts, 100]
    return [D(b - a) / 100 for a, b in pairwise(edges)]


@st.composite
def criteria(draw: st.DrawFn, n: int, weight: Decimal) -> Criterion:
    both = draw(st.booleans())
    raters = st.integers(1, 3)
    if both:
        s, e = weights(draw, 2)
        shares = (Share("school", s, draw(raters)), Share("enterprise", e, draw(raters)))
    else:
        shares = (Share(draw(st.sampled_from(["school", "enterprise"])), D(1), draw(raters)),)
    process = draw(st.sampled_from([D(0), D("0.1"), D("0.2")]))
    line = draw(st.none() | POINTS)
    return Criterion(f"c{n}", f"指标{n}", "skill", weight, shares, (), process, D(10) if process else D(0), line)


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    found = [draw(criteria(n, w)) for n, w in enumerate(weights(draw, draw(st.integers(1, 4))))]
    return Scheme(
        "cnc1", "training", 1, tuple(found), draw(POINTS), draw(POINTS), *DAYS,
        draw(st.sampled_from(["zero", "waits"])), draw(st.sampled_from(["others", "waits"])), draw(st.integers(0, 3)),
        draw(st.sampled_from(["half_up", "half_even", "down"])),
    )  # fmt: skip


def said(draw: st.DrawFn, missing: tuple[str, ...]) -> dict[str, Any]:
    why = draw(st.sampled_from((None, None, None, *missing)))
    return {"points": draw(POINTS)} if why is None else {"missing": why, "reason": "记录在案"}


@st.composite
def cases(draw: st.DrawFn, missing: tuple[str, ...] = EVERY) -> tuple[Scheme, Judged]:
    scheme = draw(schemes())
    rows: list[Judgement] = []
    events: list[Event] = []
    for c in scheme.criteria:
        for share in c.shares:
            for n in range(share.raters):
                key = f"{c.id}-{share.side}-{n}"
                rows.append(Judgement(key, c.id, f"r-{share.side}-{n}", share.side, **said(draw, missing)))
            if draw(st.booleans()):
                key = f"{c.id}-{share.side}-third"
                rows.append(Judgement(key, c.id, f"t-{share.side}", share.side, seat="third", **said(draw, missing)))
        if draw(st.booleans()):
            calls = tuple(m for m in missing if m == "pending")
            rows.append(Judgement(f"{c.id}-m", c.id, "m", None, seat="moderator", **said(draw, calls)))
        for n in range(draw(st.integers(0, 3)) if c.process else 0):
            events.append(Event(f"{c.id}-e{n}", c.id, draw(POINTS) / 10))
    going = frozenset(c.id for c in scheme.criteria if c.process and missing and draw(st.booleans()))
    return scheme, Judged("student", tuple(rows), tuple(events), going)


def swapped(judged: Judged, row: Judgement) -> Judged:
    return replace(judged, judgements=tuple(row if j.id == row.id else j for j in judged.judgements))


@pytest.mark.laws
@LAWS
@given(cases())
def test_a_grade_lies_between_nothing_and_everything_and_inside_its_bounds(case: tuple[Scheme, Judged]) -> None:
    found = grade(*case)
    assert 0 <= found.low <= found.high <= 100
    assert found.final is None or (found.final == found.low == found.high and not found.needs)


@pytest.mark.laws
@LAWS
@given(cases(), st.randoms())
def test_the_order_rows_come_in_changes_nothing(case: tuple[Scheme, Judged], chance: Any) -> None:
    scheme, judged = case
    rows, events = list(judged.judgements), list(judged.events)
    chance.shuffle(rows)
    chance.shuffle(events)
    again = grade(scheme, replace(judged, judgements=tuple(rows), events=tuple(events)))
    assert again == grade(scheme, judged)


@pytest.mark.laws
@LAWS
@given(cases())
def test_a_replay_from_stored_text_gives_the_same_to_the_last_digit(case: tuple[Scheme, Judged]) -> None:
    scheme, judged = case
    stored = json.dumps([[j.id, j.criterion, j.rater, j.side, None if j.points is None else str(j.points), j.missing,
                          j.seat, j.reason, list(j.evidence)] for j in judged.judgements])  # fmt: skip
    rows = tuple(
        Judgement(i, c, r, s, None if p is None else D(p), m, seat, why, tuple(ev))
        for i, c, r, s, p, m, seat, why, ev in json.loads(stored)
    )
    first, again = grade(scheme, judged), grade(scheme, replace(judged, judgements=rows))
    assert again.tree.digest == first.tree.digest
    assert (again.final, again.low, again.high) == (first.final, first.low, first.high)


@pytest.mark.laws
@LAWS
@given(cases(), st.integers(0, 30), POINTS)
def test_a_higher_score_never_lowers_a_grade(case: tuple[Scheme, Judged], at: int, more: Decimal) -> None:
    scheme, judged = case
    scored = [j for j in judged.judgements if j.points is not None]
    if not scored:
        return
    row = scored[at % len(scored)]
    assert row.points is not None
    before, after = grade(scheme, judged), grade(scheme, swapped(judged, replace(row, points=max(row.points, more))))
    if before.final is not None and after.final is not None:
        assert after.final >= before.final


@st.composite
def completions(draw: st.DrawFn) -> tuple[Scheme, Judged, Judged]:
    """What is missing comes in, thirds and moderators where they are asked for, some of it excused."""
    scheme, open_ = draw(cases(("pending", "not_due", "excused")))
    rows = []
    for j in open_.judgements:
        if j.missing in ("pending", "not_due"):
            excused = draw(st.booleans()) and j.seat == "rater" and scheme.excused == "others"
            given_ = {"missing": "excused", "reason": "病假"} if excused else {"points": draw(POINTS), "missing": None}
            rows.append(replace(j, **given_))
        else:
            rows.append(j)
    done = replace(open_, judgements=tuple(rows))
    process = [c.id for c in scheme.criteria if c.id in open_.open_process]
    freed = tuple((key, "设备停用") for key in process if draw(st.booleans()) and scheme.excused == "others")
    events = [Event(f"{key}-late", key, draw(POINTS) / 10) for key in process]
    done = replace(done, events=(*done.events, *events), open_process=frozenset(), excused_process=freed)
    for need in grade(scheme, done).needs:
        if need.wanted in ("third", "moderator"):
            side = need.side or None
            key = f"{need.criterion}-{side}-added"
            if any(j.id == key for j in done.judgements):
                continue
            seat = "third" if side else "moderator"
            row = Judgement(key, need.criterion, f"late-{side}", side, draw(POINTS), seat=seat)  # type: ignore[arg-type]
            done = replace(done, judgements=(*done.judgements, row))
    return scheme, open_, done


@pytest.mark.laws
@LAWS
@given(completions())
def test_the_bounds_hold_whatever_comes_of_what_is_missing(case: tuple[Scheme, Judged, Judged]) -> None:
    scheme, open_, done = case
    before, after = grade(scheme, open_), grade(scheme, done)
    assert before.low <= after.low
    assert after.high <= before.high
    if after.final is not None:
        assert before.low <= after.final <= before.high


@pytest.mark.laws
@LAWS
@given(cases(("absent",)), st.integers(0, 40))
def test_withdrawing_evidence_never_raises_a_grade(case: tuple[Scheme, Judged], at: int) -> None:
    scheme, judged = case
    published = grade(scheme, judged).final
    if published is None:
        return
    rows = [*judged.judgements, *judged.events]
    gone = rows[at % len(rows)]
    if isinstance(gone, Event):
        less = replace(judged, events=tuple(e for e in judged.events if e != gone))
    else:  # a withdrawn judgement stays as a row that is pending
        less = swapped(judged, replace(gone, points=None, missing="pending"))
    after = grade(scheme, less)
    assert after.final is None or after.final <= published
    assert after.low <= published


@pytest.mark.laws
@LAWS
@given(cases())
def test_an_unsafe_verdict_is_never_bypassed(case: tuple[Scheme, Judged]) -> None:
    scheme, judged = case
    found = grade(scheme, judged)
    lines = {c.id: c.unsafe_below for c in scheme.criteria if c.unsafe_below is not None}
    for key, line in lines.items():
        rows = [j for j in judged.judgements if j.criterion == key]
        judges = [j for j in rows if j.points is not None]
        if rows and len(judges) == len(rows) and all(j.points is not None and j.points < line for j in judges):
            assert found.unsafe is True
        if all(j.missing == "excused" for j in rows):
            assert found.final is None
    if found.unsafe:
        assert found.high <= rounded(Fraction(scheme.cap), scheme.places, scheme.rounding)


@pytest.mark.laws
@LAWS
@given(cases())
def test_a_grade_names_every_row_that_counted(case: tuple[Scheme, Judged]) -> None:
    scheme, judged = case
    found = grade(scheme, judged)
    there = {*(j.id for j in judged.judgements), *(e.id for e in judged.events if e.criterion)}
    assert set(found.tree.rows()) <= there
    for j in judged.judgements:
        assert j.id in found.tree.rows() or j.id in found.carried


@pytest.mark.laws
@LAWS
@given(st.fractions(0, 100), st.integers(0, 4))
def test_rounding_is_exact(value: Fraction, places: int) -> None:
    half = Fraction(1, 2 * 10**places)
    for rounding in ("half_up", "half_even", "down"):
        found = Fraction(rounded(value, places, rounding))  # type: ignore[arg-type]
        assert abs(found - value) < 2 * half if rounding == "down" else abs(found - value) <= half
        assert rounding != "down" or found <= value


def test_half_goes_where_the_scheme_says() -> None:
    half = Fraction(845, 10)
    assert rounded(half, 0, "half_up") == D(85)
    assert rounded(half, 0, "half_even") == rounded(half, 0, "down") == D(84)
    assert rounded(Fraction(2, 3), 2, "half_up") == D("0.67")


def test_the_median_holds_against_one_rater_and_two_share_the_difference() -> None:
    assert middle([point(D(60)), point(D(70))]) == point(D(65))
    assert middle([point(D(60)), point(D(62)), point(D(100))]) == point(D(62))
    open_ = Bounds(Fraction(0), Fraction(100))
    assert middle([point(D(60)), point(D(70)), open_]) == Bounds(Fraction(60), Fraction(70))


def scheme(**changed: Any) -> Scheme:
    one = Criterion("skill", "操作", "skill", D("0.6"), (Share("school", D("0.4"), 2), Share("enterprise", D("0.6"))))
    two = Criterion("safety", "安全", "safety", D("0.4"), (Share("enterprise", D(1)),), unsafe_below=D(60))
    usual = Scheme("cnc1", "training", 1, (one, two), D(15), D(59), *DAYS)
    return replace(usual, **changed)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"criteria": ()}, "至少"),
        ({"threshold": D(101)}, "阈值"),
        ({"valid_to": date(2026, 1, 1)}, "颠倒"),
        ({"places": 9}, "小数"),
        ({"cap": D("NaN")}, "上限"),
    ],
)
def test_a_scheme_that_does_not_fit_says_what(changed: dict[str, Any], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        scheme(**changed)


def test_weights_that_miss_one_by_a_hair_are_refused() -> None:
    good = scheme().criteria
    with pytest.raises(BadInput, match="应为 1"):
        replace(scheme(), criteria=(good[0], replace(good[1], weight=D("0.4000001"))))
    with pytest.raises(BadInput, match="双方"):
        replace(scheme(), criteria=(replace(good[0], shares=(Share("school", D("0.3")),)), good[1]))
    with pytest.raises(BadInput, match="过程"):
        replace(scheme(), criteria=(replace(good[0], process=D("0.3"), expected=D(1)), good[1]))
    levels = (Level("良", D(75), "…"), Level("优", D(90), "…"))
    with pytest.raises(BadInput, match="等级"):
        replace(scheme(), criteria=(replace(good[0], levels=levels), good[1]))


def test_what_was_signed_is_told_from_anything_else() -> None:
    assert scheme().digest == scheme().digest
    assert scheme(threshold=D("15.0")).digest == scheme().digest
    assert len({scheme().digest, scheme(threshold=D(16)).digest, replace(scheme(), version=2).digest}) == 3


def test_rows_that_are_not_the_schemes_are_refused() -> None:
    with pytest.raises(BadInput, match="没有指标"):
        grade(scheme(), Judged("s", (Judgement("a", "taste", "r", "school", D(1)),)))
    with pytest.raises(BadInput, match="不由这一方"):
        grade(scheme(), Judged("s", (Judgement("a", "safety", "r", "school", D(1)),)))
    with pytest.raises(BadInput, match="重复"):
        Judged("s", (Judgement("a", "skill", "r", "school", D(1)), Judgement("b", "skill", "r", "school", D(2))))
    for wrong in ({"points": D(101)}, {"points": D(1), "missing": "pending"}, {}, {"missing": "excused"}):
        with pytest.raises(BadInput):
            Judgement("a", "skill", "r", "school", **wrong)  # type: ignore[arg-type]
