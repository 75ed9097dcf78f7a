"""A value that is known, or only known to lie between two: exact arithmetic on both ends. Pure.

All that grading does with scores (means, medians, weighing, capping, rounding) never falls when a score rises, so
working on both ends gives the least and the most that may come of it (interval arithmetic; Moore, "Interval
Analysis", 1966).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import median

from learning.scheme import FULL, Rounding


@dataclass(frozen=True)
class Bounds:
    low: Fraction
    high: Fraction

    @property
    def known(self) -> bool:
        return self.low == self.high

    def capped(self, cap: Fraction, *, surely: bool) -> Bounds:
        """No more than `cap`; where that is not sure, only the lower end."""
        return Bounds(min(self.low, cap), min(self.high, cap) if surely else self.high)


OPEN = Bounds(Fraction(0), Fraction(FULL))
"""Nothing is known yet."""


def point(value: Decimal | Fraction) -> Bounds:
    exact = Fraction(value)
    return Bounds(exact, exact)


def middle(values: Sequence[Bounds]) -> Bounds:
    """The robust mean: of two the mean, of more the median, which one rater cannot carry away (Huber, 1981)."""
    return Bounds(_middle([v.low for v in values]), _middle([v.high for v in values]))


def _middle(values: Sequence[Fraction]) -> Fraction:
    return Fraction(median(values)) if len(values) > 2 else sum(values, Fraction(0)) / len(values)


def hull(values: Sequence[Bounds]) -> Bounds:
    """From the least to the most of them: whatever a further judgement may make of it lies in between."""
    return Bounds(min(v.low for v in values), max(v.high for v in values))


def spread(values: Sequence[Bounds]) -> Fraction:
    """The most by which two of them may differ."""
    return max(v.high for v in values) - min(v.low for v in values)


def weighed(parts: Sequence[tuple[Fraction, Bounds]]) -> Bounds:
    """Their sum by weights, which together are one."""
    return Bounds(
        sum((w * b.low for w, b in parts), Fraction(0)), sum((w * b.high for w, b in parts), Fraction(0))
    )


def rounded(value: Fraction, places: int, rounding: Rounding) -> Decimal:
    """The only rounding there is, exact: no float stands in between."""
    scaled = value * 10**places
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    twice = 2 * rest - scaled.denominator
    if rounding == "half_up":
        up = twice >= 0
    else:
        up = rounding == "half_even" and (twice > 0 or (twice == 0 and whole % 2 == 1))
    return Decimal(whole + up).scaleb(-places)
