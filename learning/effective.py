"""What each criterion really weighed in a class: its weight times how much its values spread. Pure.

Where everybody has the same value, a criterion tells nobody apart, whatever weight was agreed (Wang & Stanley,
"Differential weighting: a review of methods and empirical studies", Review of Educational Research 40, 1970,
663-705). Told only from `ENOUGH` people on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import sqrt

ENOUGH = 5


def shares(weights: Mapping[str, Decimal], values: Mapping[str, Sequence[Fraction]]) -> dict[str, float] | None:
    """Per criterion w·σ over the sum of them; None below `ENOUGH` people or where nobody differs from anybody."""
    if min((len(found) for found in values.values()), default=0) < ENOUGH:
        return None
    spread = {key: float(weight) * _deviation(values[key]) for key, weight in weights.items() if key in values}
    total = sum(spread.values())
    return {key: one / total for key, one in spread.items()} if total > 0 else None


def _deviation(values: Sequence[Fraction]) -> float:
    mean = sum(values, Fraction(0)) / len(values)
    return sqrt(sum(((value - mean) ** 2 for value in values), Fraction(0)) / len(values))
