"""A growth portfolio's figures from one learner's evidence: five dimensions, months, results to show. No storage.

Each dimension is the plain mean of what was earned of what could be, over the kinds that speak of it; nothing is
weighed further, nothing missing is zero, a dimension without evidence has no figure. It describes and grades nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from learning.evidence import Evidence, Kind
from trust.day import day


class Dimension(StrEnum):
    KNOWLEDGE = "knowledge"
    SKILL = "skill"
    CONDUCT = "conduct"
    INNOVATION = "innovation"
    SAFETY = "safety"


SPEAKS: dict[Kind, Dimension] = {
    Kind.PRACTICE: Dimension.KNOWLEDGE, Kind.XAPI: Dimension.KNOWLEDGE, Kind.REHEARSAL: Dimension.SKILL,
    Kind.ASSIGNMENT: Dimension.SKILL, Kind.CERTIFICATE: Dimension.SKILL, Kind.ATTENDANCE: Dimension.CONDUCT,
    Kind.INTERNSHIP: Dimension.CONDUCT, Kind.COMPETITION: Dimension.INNOVATION,
}  # fmt: skip
SAFE_WORDS = ("安全", "防护", "劳保", "应急", "safety")
"""A piece whose activity or competency says so speaks of safety instead."""
WORTH: dict[str, Decimal] = {
    **dict.fromkeys(("出勤", "完成", "合格", "通过", "优秀", "一等奖", "对"), Decimal(1)),
    **dict.fromkeys(("良好", "二等奖"), Decimal("0.85")), **dict.fromkeys(("中等", "三等奖"), Decimal("0.75")),
    **dict.fromkeys(("迟到", "早退", "及格"), Decimal("0.6")),
    **dict.fromkeys(("缺勤", "旷课", "未完成", "不合格", "未通过", "不对"), Decimal(0)),
}  # fmt: skip
"""What a word counts where there are no points. Other words, such as 请假, count nothing."""
SHOWN = (Kind.CERTIFICATE, Kind.COMPETITION)
_STEP = Decimal("0.01")


@dataclass(frozen=True)
class Figure:
    """`share` from 0 to 1 in steps of .01, over `pieces` that could be counted; None over none."""

    share: Decimal | None
    pieces: int


@dataclass(frozen=True)
class Portfolio:
    """`months` (such as 2026-03) in order, each with the dimensions that have evidence then; `shown`: certificates and
    contests, latest first; `timeline`: everything, latest first.
    """

    dimensions: dict[Dimension, Figure]
    months: dict[str, dict[Dimension, Figure]]
    shown: tuple[Evidence, ...]
    timeline: tuple[Evidence, ...]


def portfolio(told: Iterable[Evidence]) -> Portfolio:
    """The order in which it comes decides nothing."""
    timeline = sorted(told, key=lambda e: (-e.at.timestamp(), e.id))
    by_month: dict[str, list[Evidence]] = {}
    for one in timeline:
        by_month.setdefault(f"{day(one.at):%Y-%m}", []).append(one)
    months = {month: {d: f for d, f in _figures(held).items() if f.pieces} for month, held in sorted(by_month.items())}
    shown = tuple(e for e in timeline if e.kind in SHOWN)
    return Portfolio(_figures(timeline), months, shown, tuple(timeline))


def dimension(told: Evidence) -> Dimension:
    said = " ".join((told.activity, *told.competencies)).lower()
    return Dimension.SAFETY if any(word in said for word in SAFE_WORDS) else SPEAKS[told.kind]


def worth(told: Evidence) -> Decimal | None:
    """From 0 to 1; None where it says nothing that counts."""
    share = told.result.share
    return WORTH.get(told.result.outcome) if share is None else share


def _figures(told: Sequence[Evidence]) -> dict[Dimension, Figure]:
    earned: dict[Dimension, list[Decimal]] = {d: [] for d in Dimension}
    for one in told:
        value = worth(one)
        if value is not None:
            earned[dimension(one)].append(value)
    return {d: Figure(_mean(values), len(values)) for d, values in earned.items()}


def _mean(values: Sequence[Decimal]) -> Decimal | None:
    """Summed in one order, so that the same pieces give the same figure to the last digit."""
    if not values:
        return None
    return (sum(sorted(values), Decimal(0)) / len(values)).quantize(_STEP, ROUND_HALF_UP)
