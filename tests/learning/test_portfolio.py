"""A portfolio's figures: means of what counts, nothing missing is zero, order decides nothing, safety stands apart."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from learning.evidence import Evidence, Kind, Result
from learning.portfolio import WORTH, Dimension, dimension, portfolio, worth

AT = datetime(2026, 3, 1, 2, tzinfo=UTC)


def piece(n: int, kind: Kind = Kind.ASSIGNMENT, activity: str = "粗车", at: datetime = AT, **result: Any) -> Evidence:
    return Evidence(str(n), "s", kind, at, activity, Result(**result))


def test_worked_by_hand() -> None:
    """86.5 and 90 of 100 make .8825, told as .88; attended, late and absent make (1 + .6 + 0) / 3, told as .53."""
    told = [
        piece(1, points=Decimal("86.5"), out_of=Decimal(100)), piece(2, points=Decimal(90), out_of=Decimal(100)),
        *(piece(n, Kind.ATTENDANCE, outcome=o) for n, o in enumerate(("出勤", "迟到", "缺勤", "请假"), 3)),
        piece(9, Kind.COMPETITION, "市级技能赛", outcome="二等奖"),
        piece(10, Kind.ASSIGNMENT, "车间安全考核", points=Decimal(3), out_of=Decimal(4)),
    ]  # fmt: skip
    made = portfolio(told)
    figures = {d: (f.share, f.pieces) for d, f in made.dimensions.items()}
    assert figures == {
        Dimension.KNOWLEDGE: (None, 0), Dimension.SKILL: (Decimal("0.88"), 2), Dimension.CONDUCT: (Decimal("0.53"), 3),
        Dimension.INNOVATION: (Decimal("0.85"), 1), Dimension.SAFETY: (Decimal("0.75"), 1),
    }  # fmt: skip
    assert [e.id for e in made.shown] == ["9"]
    assert len(made.timeline) == len(told)


def test_months_are_those_of_the_school_and_hold_only_what_has_evidence() -> None:
    late = datetime(2026, 3, 31, 17, tzinfo=UTC)  # already April in China
    made = portfolio([piece(1, outcome="合格"), piece(2, at=late, outcome="不合格")])
    assert {m: {d: f.share for d, f in held.items()} for m, held in made.months.items()} == {
        "2026-03": {Dimension.SKILL: Decimal("1.00")}, "2026-04": {Dimension.SKILL: Decimal("0.00")}
    }  # fmt: skip


pieces = st.lists(
    st.builds(
        lambda kind, outcome, points, words: (kind, outcome, points, words),
        st.sampled_from(Kind), st.sampled_from([*WORTH, "请假", ""]), st.none() | st.decimals(0, 100, places=1),
        st.sampled_from(["粗车", "安全防护"]),
    ), max_size=20,
)  # fmt: skip


@given(pieces, st.randoms(use_true_random=False))
def test_figures_lie_between_nought_and_one_and_know_no_order(drawn: list[Any], mixed: random.Random) -> None:
    told = [
        piece(n, kind, words, outcome=outcome, points=points, out_of=None if points is None else Decimal(100))
        for n, (kind, outcome, points, words) in enumerate(drawn)
    ]
    made = portfolio(told)
    shuffled = list(told)
    mixed.shuffle(shuffled)
    assert portfolio(shuffled) == made
    for figure in made.dimensions.values():
        assert (figure.share is None) is (figure.pieces == 0)
        assert figure.share is None or 0 <= figure.share <= 1
    assert sum(f.pieces for f in made.dimensions.values()) == sum(worth(e) is not None for e in told)


def test_what_says_nothing_that_counts_changes_no_figure() -> None:
    told = [piece(1, outcome="合格")]
    assert portfolio([*told, piece(2, outcome="请假")]).dimensions == portfolio(told).dimensions
    assert dimension(piece(3, Kind.PRACTICE, "劳保用品")) is Dimension.SAFETY
