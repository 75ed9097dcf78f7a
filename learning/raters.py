"""How far raters agree, and who judges harder than the others: figures to look at, never to correct by. Pure.

ICC(2,1) and ICC(2,k), two-way random effects, absolute agreement: Shrout & Fleiss, "Intraclass correlations: uses in
assessing rater reliability", Psychological Bulletin 86 (1979), 420-428. Krippendorff's alpha for interval data, which
bears missing values: Krippendorff, "Computing Krippendorff's alpha-reliability" (2011). Knows raters by id and
nothing of those judged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Row = Mapping[str, float]
"""What each rater gave one piece of work; who did not judge it does not stand there."""
ENOUGH = 5
"""Pieces of work that two of them judged, before anything is said of a rater."""
DRIFT = 5.0
"""Points by which somebody's severity may move between two halves before it is worth a look."""


@dataclass(frozen=True)
class Severity:
    """`gap`: mean points above (+) or below (-) the others on the same work; `drift`: later half less earlier half."""

    rater: str
    works: int
    gap: float
    drift: float | None

    @property
    def drifting(self) -> bool:
        return self.drift is not None and abs(self.drift) > DRIFT


def icc(rows: Sequence[Row]) -> tuple[float, float] | None:
    """(single, average) over the works that all raters judged; None below two raters, two works, or without any
    spread.
    """
    raters = sorted({rater for row in rows for rater in row})
    table = [[row[r] for r in raters] for row in rows if len(row) == len(raters)]
    n, k = len(table), len(raters)
    if n < 2 or k < 2:
        return None
    grand = sum(map(sum, table)) / (n * k)
    between = k * sum((sum(row) / k - grand) ** 2 for row in table)
    judges = n * sum((sum(column) / n - grand) ** 2 for column in zip(*table, strict=True))
    error = sum((value - grand) ** 2 for row in table for value in row) - between - judges
    msr, msc, mse = between / (n - 1), judges / (k - 1), error / ((n - 1) * (k - 1))
    single, average = msr + (k - 1) * mse + k * (msc - mse) / n, msr + (msc - mse) / n
    return ((msr - mse) / single, (msr - mse) / average) if single > 1e-12 and average > 1e-12 else None


def alpha(rows: Sequence[Row]) -> float | None:
    """1: the same on every work; 0: as by chance. None where no two judged the same work or nothing differs at all."""
    units = [list(row.values()) for row in rows if len(row) >= 2]
    values = [value for unit in units for value in unit]
    if len(values) < 2:
        return None
    observed = sum(2 * _squares(unit) / (len(unit) - 1) for unit in units) / len(values)
    expected = 2 * _squares(values) / (len(values) * (len(values) - 1))
    return 1 - observed / expected if expected > 1e-12 else None


def severity(rows: Sequence[Row]) -> tuple[Severity, ...]:
    """For each rater with `ENOUGH` shared works, in the order they were judged."""
    gaps: dict[str, list[float]] = {}
    for row in rows:
        for rater, value in row.items():
            others = [v for r, v in row.items() if r != rater]
            if others:
                gaps.setdefault(rater, []).append(value - sum(others) / len(others))
    return tuple(_severity(rater, found) for rater, found in sorted(gaps.items()) if len(found) >= ENOUGH)


def _severity(rater: str, gaps: Sequence[float]) -> Severity:
    half = len(gaps) // 2
    drift = _mean(gaps[half:]) - _mean(gaps[:half]) if half >= ENOUGH else None
    return Severity(rater, len(gaps), _mean(gaps), drift)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _squares(values: Sequence[float]) -> float:
    """Sum of squared differences over all pairs."""
    mean = _mean(values)
    return len(values) * sum((value - mean) ** 2 for value in values)
