"""What came of a revision: the told figure of the cohort a finding was made in beside that of the next. Pure.

Only told figures (suppression.py) go in, so nothing comes out that was not told. Two cohorts differ in more than what
was revised: this is no proof of a cause, and says nothing of significance.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from learning.finding import Kind
from learning.suppression import Figure

Why = Literal["not_people", "not_done", "no_before", "no_next"]
SAME = 0.02
"""The difference of two levels below which they are told as alike."""


@dataclass(frozen=True)
class Effect:
    """`after` is of `cohort`, the first later one that is told. Without both, `why` says what is missing. `before_at`,
    `after_at`: when they were told.
    """

    before: Figure | None
    after: Figure | None = None
    cohort: str = ""
    why: Why | None = None
    before_at: datetime | None = None
    after_at: datetime | None = None

    @property
    def change(self) -> Literal["better", "worse", "same"] | None:
        if self.before is None or self.after is None:
            return None
        gain = self.after.mean - self.before.mean
        return "same" if abs(gain) < SAME else "better" if gain > 0 else "worse"


def effect(kind: Kind, found_in: str, before: Figure | None, later: Mapping[str, Figure], *, done: bool) -> Effect:
    """`later`: what is told today by cohort; those up to `found_in` are left aside. `before` None: that cohort was not
    told by itself when it was found.
    """
    if kind == "requirement":
        return Effect(None, why="not_people")
    if before is None:
        return Effect(None, why="no_before")
    if not done:
        return Effect(before, why="not_done")
    after = min((name for name in later if name > found_in), default=None)
    return Effect(before, why="no_next") if after is None else Effect(before, later[after], after)
