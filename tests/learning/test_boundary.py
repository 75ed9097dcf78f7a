"""The collection boundary: nothing comes in that no entry names; more entries never turn away what was admitted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.boundary import LONGEST, SHORTEST, Basis, Entry, Refusal, Viewer, kept_until, kinds_for, refusal
from learning.evidence import Evidence, Kind, Part, Result
from learning.isotime import minutes, moment
from learning.usualregister import usual

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
entries = st.builds(
    Entry, st.sampled_from(Kind), st.frozensets(st.sampled_from(Part), min_size=1), st.just("用途"),
    st.sampled_from(Basis), st.integers(SHORTEST, LONGEST), st.frozensets(st.sampled_from(Viewer)),
)  # fmt: skip
results = st.builds(
    lambda points, outcome, spent, said: Result(points, None if points is None else Decimal(100), outcome, spent, said),
    st.none() | st.decimals(0, 100, places=1), st.sampled_from(["", "合格"]), st.none() | st.integers(0, 600),
    st.sampled_from(["", "备注"]),
)  # fmt: skip
pieces = st.builds(
    Evidence, st.just("1"), st.just("s"), st.sampled_from(Kind),
    st.datetimes(datetime(2010, 1, 1), datetime(2026, 3, 3)).map(lambda d: d.replace(tzinfo=UTC)),
    st.sampled_from(["", "粗车"]), results, st.sampled_from([(), ("轴类",)]),
)  # fmt: skip


@given(pieces, st.lists(entries, max_size=5))
def test_what_is_admitted_is_named_whole_by_one_entry_and_within_its_time(told: Evidence, held: list[Entry]) -> None:
    if refusal(told, held, NOW) is None:
        assert any(
            e.kind is told.kind and told.parts <= e.parts and NOW - told.at < timedelta(days=e.days) for e in held
        )
        assert told.at <= NOW + timedelta(hours=1)
        until = kept_until(told.kind, told.at, held)
        assert until is not None
        assert until > NOW


@given(pieces, st.lists(entries, max_size=4), entries)
def test_more_entries_never_turn_away_what_was_admitted(told: Evidence, held: list[Entry], more: Entry) -> None:
    if refusal(told, held, NOW) is None:
        assert refusal(told, [*held, more], NOW) is None
        assert kinds_for(held, Viewer.MENTOR) <= kinds_for([*held, more], Viewer.MENTOR)


@given(pieces, st.lists(entries, max_size=4))
def test_the_order_of_entries_decides_nothing(told: Evidence, held: list[Entry]) -> None:
    assert refusal(told, held, NOW) == refusal(told, held[::-1], NOW)


def test_without_an_entry_nothing_comes_in() -> None:
    assert refusal(Evidence("1", "s", Kind.ATTENDANCE, NOW, "第一课"), [], NOW) is Refusal.KIND


def test_the_usual_register_keeps_free_words_of_internship_logs_alone() -> None:
    assert {e.kind for e in usual() if Part.WORDS in e.parts} == {Kind.INTERNSHIP}
    assert {e.kind for e in usual()} == set(Kind)


def test_numbers_that_contradict_each_other_are_no_result() -> None:
    bad = ((Decimal(5), Decimal(4), None), (Decimal(1), None, None), (Decimal(-1), Decimal(4), None), (None, None, -1))
    for points, out_of, spent in bad:
        with pytest.raises(ValueError, match=r"points|time"):
            Result(points, out_of, "", spent)
    with pytest.raises(ValueError, match=r"points"):
        Result(Decimal(0), Decimal(0))


@pytest.mark.parametrize(
    ("text", "spent"),
    [("PT30M", 30), ("PT1H30M", 90), ("P1D", 1440), ("PT90S", 2), ("P2W", 20_160), ("P1Y2M3DT4H5M6.7S", 616_565)],
)
def test_durations_are_read_as_minutes(text: str, spent: int) -> None:
    assert minutes(text) == spent


@pytest.mark.parametrize("text", ["", "P", "PT", "30M", "P-1D", "PT1.5", "1:30", "P1DT"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="duration"):
        minutes(text)


def test_moments_know_their_zone_and_others_are_refused() -> None:
    assert moment("2026-11-01T10:00:00+08:00") == datetime(2026, 11, 1, 2, tzinfo=UTC)
    assert moment("2026-11-01T10:00:00.123Z").microsecond == 123_000
    assert moment("2026-11-01T10:00").tzinfo == UTC
    for text in ("2026-11-01", "now", "2026-13-01T00:00:00Z", "2026-11-01T10:00:00-00:00"):
        with pytest.raises(ValueError, match=r"ISO|time|month|must"):
            moment(text)
