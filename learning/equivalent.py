"""When two values are the same though written otherwise: `0.5 MPa` and `500 kPa`, `８００转／分` and `800 r/min`. Pure.

Here units are converted, unlike in learning/units.py: a learner may answer in another unit than the source's. Only by
exact factors; temperatures, hardness and counted things have one unit each. Does not know what is being marked.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from learning.alike import bare, plain
from learning.options import quantity
from learning.quantity import Quantity

_SCALES: tuple[dict[str, str], ...] = (
    {"nm": "0.000001", "μm": "0.001", "mm": "1", "cm": "10", "dm": "100", "m": "1000", "km": "1000000"},
    {"mm²": "1", "cm²": "100", "m²": "1000000"},
    {"mm³": "0.001", "cm³": "1", "μL": "0.001", "mL": "1", "L": "1000", "m³": "1000000"},
    {"μg": "0.000001", "mg": "0.001", "g": "1", "kg": "1000", "t": "1000000"},
    {"Pa": "0.001", "kPa": "1", "bar": "100", "MPa": "1000", "GPa": "1000000"},
    {"ms": "0.001", "s": "1", "min": "60", "h": "3600", "d": "86400"},
    {"mV": "0.001", "V": "1", "kV": "1000"}, {"mA": "0.001", "A": "1"}, {"W": "0.001", "kW": "1"},
    {"Hz": "1", "kHz": "1000", "MHz": "1000000"}, {"N": "0.001", "kN": "1"}, {"元": "1", "万元": "10000"},
    {"‰": "0.1", "%": "1"}, {"KB": "1", "MB": "1024", "GB": "1048576"}, {"J": "0.001", "kJ": "1"},
)  # fmt: skip
_FACTOR = {unit: (str(n), Decimal(by)) for n, scale in enumerate(_SCALES) for unit, by in scale.items()}
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


def measure(unit: str | None) -> tuple[str, Decimal]:
    """What a unit measures, and its size: `mm/min` and `m/h` measure the same."""
    if unit is None:
        return "", Decimal(1)
    head, _, below = unit.partition("/")
    (kind, size), (under, part) = _one(head), _one(below)
    return (f"{kind}/{under}", size / part) if below else (kind, size)


def _one(unit: str) -> tuple[str, Decimal]:
    return _FACTOR.get(unit, (unit, Decimal(1)))


def number(text: str) -> Decimal | None:
    """A number that stands alone."""
    found = bare(text).replace(",", "").replace("+", "")
    return Decimal(found) if _NUMBER.fullmatch(found) else None


def same(one: str, other: str) -> bool:
    """The same words, or the same quantity. A bound (`≥3 次`) may be left unsaid by one of them."""
    if bare(one) == bare(other) or (plain(one) and plain(one) == plain(other) and not re.search(r"\d", one)):
        return True
    a, b = quantity(one), quantity(other)
    return a is not None and b is not None and _equal(a, b)


def within(answer: str, key: str) -> bool:
    """The same, or one value inside the key's range or tolerance: what a machine may be set to."""
    if same(answer, key):
        return True
    a, b = quantity(answer), quantity(key)
    if a is None or b is None or a.value is None or a.above is not None or not _comparable(a, b):
        return False
    low, high = b.limits
    spread = b.low is not None or b.above is not None
    return spread and low is not None and high is not None and _size(low, b) <= _size(a.value, a) <= _size(high, b)


def unitless(answer: str, key: str, equal: Callable[[str, str], bool] = same) -> bool:
    """Only the unit is missing: `800` for `800 r/min`; where `within` is equal enough, `95` for `95±2 ℃`."""
    found, wanted = quantity(answer), quantity(key)
    if found is None or wanted is None or wanted.unit is None or not re.search(r"\d\D*$", bare(answer)):
        return False
    digits = re.fullmatch(r"[^\d]*[\d.,~±+\-/()]+", bare(answer))
    return digits is not None and equal(f"{answer.strip()} {wanted.unit}", key)


def other_unit(answer: str, key: str) -> bool:
    """The right number with a unit of something else or of another size: `800 mm` for `800 r/min`."""
    a, b = quantity(answer), quantity(key)
    if a is None or b is None or a.unit == b.unit:
        return False
    return (a.value, a.low, a.high) == (b.value, b.low, b.high) and not same(answer, key)


def _comparable(a: Quantity, b: Quantity) -> bool:
    same_fit = (a.fit, a.symbol, len(a.sides), a.count) == (b.fit, b.symbol, len(b.sides), b.count)
    return same_fit and measure(a.unit)[0] == measure(b.unit)[0]


def _size(value: Decimal, of: Quantity) -> Decimal:
    return value * measure(of.unit)[1]


def _equal(a: Quantity, b: Quantity) -> bool:
    if not _comparable(a, b) or (a.relation != b.relation and "=" not in (a.relation, b.relation)):
        return False
    pairs = [(a.value, b.value), (a.low, b.low), (a.high, b.high), (a.above, b.above), (a.below, b.below)]
    pairs += list(zip(a.sides, b.sides, strict=True))
    return all(
        x is y if x is None or y is None else _size(x, a) == _size(y, b) for x, y in pairs
    )  # fmt: skip
