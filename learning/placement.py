"""An internship placement 顶岗实习 and its log: states and which moves there are, what a day's entry may say. Pure.

Working hours follow the law on working time, 8 hours a day and 40 a week, below which an agreement may go; interns work
neither overtime nor on days of rest (职业学校学生实习管理规定, 2021). Knows nobody's rights and no storage.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from trust.errors import BadInput

DAY_MINUTES, WEEK_MINUTES, MOST_MINUTES = 480, 2400, 1440
"""By law, in a day and in a week; all that a day has."""
LONGEST_DID, LONGEST_NOTE, LONGEST_WORD, MOST_STEPS = 80, 1000, 300, 200
WORKDAYS = (1, 2, 3, 4, 5)


class State(StrEnum):
    """Of a placement. What is over stays over."""

    ACTIVE = "active"
    ENDED = "ended"


class Entry(StrEnum):
    """Of a day's entry: its student writes and hands in, the mentor confirms or gives back with a reason."""

    DRAFT = "draft"
    HANDED_IN = "handed_in"
    CONFIRMED = "confirmed"
    RETURNED = "returned"


OPEN = (Entry.DRAFT, Entry.RETURNED)
"""The student may still write."""


class Incident(StrEnum):
    """What the day's safety remark tells of."""

    NONE = "none"
    NEAR = "near"
    ACCIDENT = "accident"


class Mark(StrEnum):
    PRESENT = "present"
    LATE = "late"
    LEAVE = "leave"
    ABSENT = "absent"


OUTCOMES = {Mark.PRESENT: "出勤", Mark.LATE: "迟到", Mark.LEAVE: "请假", Mark.ABSENT: "缺勤"}
"""The words attendance has among evidence."""
CONFIRMED = "已确认"
"""What a confirmed entry says as evidence; it judges nothing."""


@dataclass(frozen=True)
class Terms:
    """What was agreed on: minutes a day, days of the week that are worked (1 is Monday)."""

    minutes: int = DAY_MINUTES
    workdays: tuple[int, ...] = WORKDAYS

    def __post_init__(self) -> None:
        """BadInput for more than the law allows."""
        days = self.workdays
        _need(0 < self.minutes <= DAY_MINUTES, "每天不得超过 8 小时", "At most 8 hours a day")
        once = tuple(sorted(set(days))) == days and set(days) <= set(range(1, 8))
        _need(once and 1 <= len(days) <= 6, "工作日按周一至周日写，每周至少休息一天", "Days of the week, one of rest")


@dataclass(frozen=True)
class Told:
    """A day's entry in the student's words. `task` and `steps` are places, from 0, in the work order and edition `of`;
    None: in none that is known.
    """

    did: str
    minutes: int
    task: int | None = None
    steps: tuple[int, ...] = ()
    note: str = ""
    safety: str = ""
    incident: Incident = Incident.NONE
    of: tuple[str, int] | None = None

    def __post_init__(self) -> None:
        """BadInput for what cannot be."""
        _need(1 <= len(self.did) <= LONGEST_DID, f"今天做了什么：1 至 {LONGEST_DID} 字", "What was done, in a line")
        short = max(len(self.note), len(self.safety)) <= LONGEST_NOTE
        _need(short, f"说明不超过 {LONGEST_NOTE} 字", f"A note has {LONGEST_NOTE} characters at most")
        _need(0 < self.minutes <= MOST_MINUTES, "时长须在 0 到 24 小时之间", "Between 0 and 24 hours")
        places = len(self.steps) <= MOST_STEPS and all(s >= 0 for s in (*self.steps, self.task or 0))
        _need(places and (self.task is not None or not self.steps), "步骤须属于一项任务", "Steps belong to a task")
        quiet = self.incident is Incident.NONE
        _need(quiet or bool(self.safety), "有险情或事故时请写明经过", "An incident is told in words")

    def done(self, of: tuple[str, int] | None) -> frozenset[tuple[int, int]]:
        """The steps of that work order and edition."""
        if self.task is None or of is None or self.of != of:
            return frozenset()
        return frozenset((self.task, step) for step in self.steps)


def workdays(first: date, last: date, days: Sequence[int]) -> list[date]:
    """Those of the week's `days` from `first` to `last`, both counted."""
    span = (last - first).days + 1
    return [d for n in range(max(0, span)) if (d := first + timedelta(days=n)).isoweekday() in days]


def _need(holds: bool, zh: str, en: str) -> None:
    if not holds:
        raise BadInput(zh, en)
