"""What was judged of one student: scores, what is missing and why, and recorded process. Pure.

Every row has an id, so that a grade can name what it rests on. Knows no scheme and no grade; ids tell no names.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from learning.scheme import FULL, Side
from trust.errors import BadInput

Missing = Literal["not_due", "pending", "excused", "absent"]
MISSING: dict[Missing, str] = {"not_due": "未到期", "pending": "待评", "excused": "准予免评", "absent": "缺考缺交"}
Seat = Literal["rater", "third", "moderator"]
"""A side's own rater, its third one, or the one both sides called in."""


@dataclass(frozen=True)
class Judgement:
    """One rater's say on one criterion: `points` of a hundred, or why there are none.

    `side` is None for a moderator, who belongs to neither. An excusal names its reason and who recorded it in
    `reason`.
    """

    id: str
    criterion: str
    rater: str
    side: Side | None
    points: Decimal | None = None
    missing: Missing | None = None
    seat: Seat = "rater"
    reason: str = ""
    evidence: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _need((self.points is None) != (self.missing is None), "要么有分，要么写明为什么没有", "points, or why not")
        _need((self.side is None) == (self.seat == "moderator"), "仲裁人不属于任何一方", "a moderator has no side")
        if self.points is not None:
            good = self.points.is_finite() and 0 <= self.points <= FULL
            _need(good, "分数应在 0 到 100 之间", "points must lie between 0 and 100")
        _need(self.missing != "excused" or bool(self.reason), "免评要写明理由", "an excusal needs its reason")


@dataclass(frozen=True)
class Event:
    """A recorded deed that earned something towards a criterion's plan; never less than nothing."""

    id: str
    criterion: str
    earned: Decimal

    def __post_init__(self) -> None:
        good = self.earned.is_finite() and self.earned >= 0
        _need(good, "过程记录的得分不能小于零", "a process record earns nothing or more")


@dataclass(frozen=True)
class Judged:
    """All of one student. `open_process`: criteria whose recording goes on; `excused_process`: (criterion, reason)."""

    student: str
    judgements: tuple[Judgement, ...] = ()
    events: tuple[Event, ...] = ()
    open_process: frozenset[str] = frozenset()
    excused_process: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        _once("评分", (j.id for j in self.judgements))
        _once("过程记录", (e.id for e in self.events))
        _once("评分人在同一指标上", ((j.criterion, j.rater) for j in self.judgements))

    def of(self, criterion: str, side: Side | None) -> tuple[Judgement, ...]:
        """In the order of their ids: the order they came in changes nothing."""
        found = (j for j in self.judgements if j.criterion == criterion and j.side == side)
        return tuple(sorted(found, key=lambda j: j.id))

    def process(self, criterion: str) -> tuple[Event, ...]:
        return tuple(sorted((e for e in self.events if e.criterion == criterion), key=lambda e: e.id))


def _once(what: str, keys: Iterable[object]) -> None:
    found = list(keys)
    _need(len(set(found)) == len(found), f"{what}重复", "a row stands twice")


def _need(holds: bool, zh: str, en: str) -> None:
    if not holds:
        raise BadInput(zh, en)
