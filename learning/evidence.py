"""One piece of process evidence: what a learner did, when, and what came of it. Knows no storage and nobody's rights.

Evidence supports a judgement and is never one: the grading kernel (grading.py) counts it as recorded process only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What it tells of. `practice` and `rehearsal` are the product's own; `xapi` is a statement of another program."""

    PRACTICE = "practice"
    REHEARSAL = "rehearsal"
    ATTENDANCE = "attendance"
    ASSIGNMENT = "assignment"
    INTERNSHIP = "internship"
    COMPETITION = "competition"
    CERTIFICATE = "certificate"
    XAPI = "xapi"


OWN = (Kind.PRACTICE, Kind.REHEARSAL)
"""Made by the product itself from answers and rehearsals."""
CLEAN, SLIPPED, VETOED = "对", "有失误", "有否决项"
"""What came of a whole rehearsal: no slip, slips, a slip at a danger that fails the task. 不对: slips of a time when
it was not kept which.
"""


MOST_POINTS, PLACES = 1_000_000, 40
"""The most points there are, and how many decimals a number of them may have."""


def fits(points: Decimal) -> bool:
    """Whether it is a number of points that can be kept and shown: finite, not negative, of bounded length."""
    exponent = points.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -PLACES and 0 <= points <= MOST_POINTS


class Part(StrEnum):
    """What a piece of evidence can hold besides whose it is, its kind, its time and where it comes from."""

    ACTIVITY = "activity"
    COMPETENCY = "competency"
    SCORE = "score"
    OUTCOME = "outcome"
    MINUTES = "minutes"
    WORDS = "words"


@dataclass(frozen=True)
class Result:
    """What came of it. `points` of `out_of` are exact and fit (MOST_POINTS, PLACES); `outcome` is a word such as
    出勤 or 一等奖; `words` are free.
    """

    points: Decimal | None = None
    out_of: Decimal | None = None
    outcome: str = ""
    minutes: int | None = None
    words: str = ""

    def __post_init__(self) -> None:
        """ValueError where the numbers contradict each other or are out of bounds."""
        if (self.points is None) != (self.out_of is None):
            raise ValueError("points and what they are out of belong together")
        if not all(fits(number) for number in (self.points, self.out_of) if number is not None):
            raise ValueError(f"points go up to {MOST_POINTS}")
        if self.points is not None and self.out_of is not None and not 0 <= self.points <= self.out_of > 0:
            raise ValueError("points lie between 0 and what they are out of")
        if self.minutes is not None and self.minutes < 0:
            raise ValueError("time is not negative")

    @property
    def share(self) -> Decimal | None:
        """From 0 to 1; None without points."""
        return None if self.points is None or self.out_of is None else self.points / self.out_of


@dataclass(frozen=True)
class Evidence:
    """`source` says who told it (`own`, `sheet`, `xapi`); `enterprise` whose work it was, None for the school's."""

    id: str
    student: str
    kind: Kind
    at: datetime
    activity: str
    result: Result = field(default_factory=Result)
    competencies: tuple[str, ...] = ()
    source: str = "own"
    course: str | None = None
    enterprise: str | None = None

    @property
    def parts(self) -> frozenset[Part]:
        """Which parts it holds."""
        held = {
            Part.ACTIVITY: self.activity, Part.COMPETENCY: self.competencies, Part.OUTCOME: self.result.outcome,
            Part.WORDS: self.result.words,
        }  # fmt: skip
        numbers = {Part.SCORE: self.result.points, Part.MINUTES: self.result.minutes}
        return frozenset(p for p, v in held.items() if v) | frozenset(p for p, v in numbers.items() if v is not None)
