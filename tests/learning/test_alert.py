"""Alerts on placements: worked by hand; deterministic; an entry handed in ends idleness and never raises it."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.alert import About, Day, Watched, alerts
from learning.evidence import CLEAN, VETOED, Evidence, Kind, Result
from learning.placement import Entry, Incident, Mark, Terms, Told, workdays
from trust.errors import BadInput

MONDAY = date(2026, 3, 2)
SINCE, UNTIL = MONDAY, date(2026, 4, 30)


def entry(n: int, state: Entry = Entry.HANDED_IN, minutes: int = 420, **told: Any) -> Day:
    """The nth day from Monday, 2 March on."""
    return Day(f"d{n}", MONDAY + timedelta(days=n), state, Told("粗车", minutes, **told))


def found(today: int, *days: Day, **more: Any) -> list[tuple[About, int, tuple[str, ...]]]:
    watched = Watched(SINCE, UNTIL, days=days, **more)
    made = alerts(watched, MONDAY + timedelta(days=today))
    return [(a.about, (a.since - MONDAY).days, a.rests) for a in made]


def test_idle_is_three_working_days_without_an_entry() -> None:
    assert found(2) == [], "two days are not three"
    assert found(3) == [(About.IDLE, 0, ())]
    assert found(5, entry(0)) == [(About.IDLE, 1, ("d0",))], "Saturday: Tuesday to Friday"
    assert found(7, entry(0), entry(3)) == [], "the days of rest do not count"
    assert found(8, entry(0), entry(3)) == [], "Friday and Monday"
    assert found(9, entry(0), entry(3)) == [(About.IDLE, 4, ("d3",))]
    assert found(3, entry(1, Entry.DRAFT)) == [(About.IDLE, 0, ())], "a draft is the student's own"
    leave = {MONDAY + timedelta(days=n): Mark.LEAVE for n in (0, 1)}
    assert found(4, marks=leave) == []
    assert found(100) == [], "over"


def test_stuck_is_five_entries_without_a_new_step() -> None:
    of = ("order", 1)
    same = [entry(n, task=0, steps=(0,), of=of) for n in (0, 1, 2, 3, 4, 7)]
    assert found(8, *same, plan=(2, 3), of=of) == [(About.STUCK, 1, ("d1", "d2", "d3", "d4", "d7"))]
    assert found(8, *same, plan=()) == [], "no work order, or none this person may read"
    assert found(8, *same, plan=(1,), of=of) == [], "everything is done"
    assert found(8, *same[:-1], entry(7, task=1, steps=(2,), of=of), plan=(2, 3), of=of) == []
    assert found(8, *same, plan=(1,), of=("order", 2)) == [], "of another edition nobody can say so"
    unknown = [entry(n, task=0, steps=(0,)) for n in (0, 1, 2, 3, 4, 7)]
    assert found(8, *unknown, plan=(2, 3), of=of) == [], "nor where the edition was not kept"


def test_unsafe_is_told_with_what_it_rests_on() -> None:
    told = {"safety": "差点夹手", "incident": Incident.NEAR}
    assert found(1, entry(0, **told)) == [(About.INCIDENT, 0, ("d0",))]
    assert found(1, entry(0, Entry.RETURNED, **told)) == [(About.INCIDENT, 0, ("d0",))]
    assert found(1, entry(0, Entry.CONFIRMED, **told)) == []
    assert found(1, entry(0, minutes=481)) == [(About.HOURS_DAY, 0, ("d0",))]
    assert found(1, entry(0, minutes=361), terms=Terms(360)) == [(About.HOURS_DAY, 0, ("d0",))]
    week = [entry(n, minutes=480) for n in range(6)]
    assert found(6, *week) == [
        (About.HOURS_WEEK, 0, tuple(f"d{n}" for n in range(6))), (About.REST, 5, ("d5",))
    ]  # fmt: skip
    assert found(3, entry(0), marks={MONDAY + timedelta(days=1): Mark.ABSENT}) == [(About.ABSENT, 1, ())]


def walk(n: int, outcome: str) -> Evidence:
    at = datetime(2026, 3, n, 4, tzinfo=UTC)
    return Evidence(f"r{n}", "s", Kind.REHEARSAL, at, "对刀", Result(Decimal(9), Decimal(10), outcome))


def test_a_veto_is_told_until_the_process_is_passed_without() -> None:
    assert found(1, evidence=(walk(1, VETOED),)) == [(About.VETO, -1, ("r1",))]
    assert found(3, entry(0), evidence=(walk(1, VETOED), walk(3, CLEAN))) == []


@pytest.mark.parametrize("wrong", [(481,), (0,), (480, ()), (480, (1, 2, 3, 4, 5, 6, 7)), (480, (2, 1)), (480, (0,))])
def test_terms_stay_within_the_law(wrong: Any) -> None:
    with pytest.raises(BadInput):
        Terms(*wrong)


@pytest.mark.parametrize(
    "wrong",
    [{"did": ""}, {"minutes": 0}, {"minutes": 1441}, {"steps": (1,)}, {"task": -1}, {"incident": Incident.ACCIDENT},
     {"task": 0, "steps": (-1,)}, {"note": "长" * 1001}],
)  # fmt: skip
def test_an_entry_says_what_can_be(wrong: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        Told(**{"did": "粗车", "minutes": 60} | wrong)


entries = st.builds(
    lambda n, state, minutes, near, step: entry(
        n, state, minutes, task=0, steps=(step,), safety="说明", incident=Incident.NEAR if near else Incident.NONE
    ),
    st.integers(0, 40), st.sampled_from(Entry), st.integers(1, 700), st.booleans(), st.integers(0, 4),
)  # fmt: skip
logs = st.lists(entries, max_size=15, unique_by=lambda d: d.on)


@given(logs, st.integers(0, 60))
def test_order_decides_nothing_and_alerts_rest_on_what_was_handed_in(days: list[Day], today: int) -> None:
    on = MONDAY + timedelta(days=today)
    made = alerts(Watched(SINCE, UNTIL, days=tuple(days), plan=(5,)), on)
    mixed = random.Random(1).sample(days, len(days))
    assert alerts(Watched(SINCE, UNTIL, days=tuple(mixed), plan=(5,)), on) == made
    told = {d.id for d in days if d.state is not Entry.DRAFT}
    assert all(set(a.rests) <= told for a in made)
    open_ = {d.id for d in days if d.told.incident is Incident.NEAR and d.id in told and d.state is not Entry.CONFIRMED}
    assert {i for a in made if a.about is About.INCIDENT for i in a.rests} == open_


@given(logs, entries, st.integers(0, 60))
def test_one_more_entry_never_makes_anybody_idle(days: list[Day], more: Day, today: int) -> None:
    on = MONDAY + timedelta(days=today)

    def idle(held: list[Day]) -> bool:
        return any(a.about is About.IDLE for a in alerts(Watched(SINCE, UNTIL, days=tuple(held)), on))

    if not idle(days):
        assert not idle([*[d for d in days if d.on != more.on or d.state is not Entry.DRAFT], more])


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(-3, 60))
def test_working_days_are_those_of_the_week_that_are_worked(first: date, span: int) -> None:
    held = workdays(first, first + timedelta(days=span), (1, 3))
    assert held == [d for d in held if d.isoweekday() in (1, 3)]
    assert len(held) == sum((first + timedelta(days=n)).isoweekday() in (1, 3) for n in range(span + 1))
