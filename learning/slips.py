"""Why an answer may have come out wrong: unit, power of ten, tolerance, the next row or step. Pure.

Looks at the attempt, the key and the passages around it; names a likely slip, never the key.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from learning.alike import bare, holds
from learning.answerkey import AnswerKey, half, tells
from learning.equivalent import other_unit, unitless, within
from learning.options import quantity
from learning.quantity import Quantity
from learning.scan import quantities
from learning.spoken import bared
from learning.structure import row, rows
from trust.sources import Passage

Slip = Literal[
    "part", "half", "no_unit", "unit", "power", "tolerance", "no_tolerance", "sibling", "column", "order", "form",
    "other",
]  # fmt: skip
_POWERS = {Decimal(10) ** n for n in (-3, -2, -1, 1, 2, 3)}
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def slip(attempt: str, key: AnswerKey, share: float, passages: Sequence[Passage]) -> Slip:
    """The likeliest reason. `share`: how much of the key was given."""
    if share > 0:
        return "part"
    given = list(quantities(attempt))
    if any(half(q.text, value) for q in given for value in key.whole):
        return "half"
    for value in key.whole:
        if unitless(attempt, value, within):
            return "no_tolerance" if any(q.above is not None for q in quantities(value)) else "no_unit"
        if any(other_unit(q.text, value) for q in given):
            return "unit"
    wanted = [q for v in key.whole for q in quantities(v)] or _alone(key.whole)
    given = given or _alone([attempt])
    if any(_power(g, w) for g in given for w in wanted):
        return "power"
    if any(w.above is not None and _tolerance(g, w) for g in given for w in wanted):
        return "tolerance"
    return _elsewhere(attempt, key, passages) or ("form" if wanted and not _NUMBER.search(attempt) else "other")


def _alone(values: Sequence[str]) -> list[Quantity]:
    """Numbers that stand alone in their cells: people, pieces."""
    return [q for v in values if (q := quantity(v.strip("。 "))) is not None]


def aside(attempt: str, key: AnswerKey) -> Literal["below", "above"] | None:
    """On which side of the one value asked for an attempt in its unit lies."""
    wanted = [q for v in key.whole for q in quantities(v)]
    given = [q for q in quantities(attempt) if q.value is not None]
    if not given and (alone := _alone([attempt])) and len(wanted) == 1:
        given = [replace(alone[0], unit=wanted[0].unit)]  # a bare number is meant in the unit asked for
    if len(wanted) != 1 or len(given) != 1 or wanted[0].unit != given[0].unit:
        return None
    low, high = wanted[0].limits
    said = given[0].value
    if low is not None and said is not None and said < low:
        return "below"
    return "above" if high is not None and said is not None and said > high else None


def misread(attempt: str, key: AnswerKey, passages: Sequence[Passage]) -> str:
    """The name of the row of the same table whose value, in the key's column, the attempt is or lies within; empty
    where there is none or several.
    """
    own = row(key.line)
    header = next((h for h, v in own.cells if v in key.values), "") if own else ""
    if own is None or not header:
        return ""
    unit = next((u for u in key.units if u), "")
    said = [q.text for q in quantities(attempt)] or [attempt.strip("。 ")]
    near = {
        other.name for passage in passages for other in rows(passage.text)
        if [h for h, _ in other.cells] == [h for h, _ in own.cells] and other.text != own.text
        and any(_lies(s, f"{other.get(header)} {unit}".strip()) for s in said)
    }  # fmt: skip
    return near.pop() if len(near) == 1 and not tells("".join(near), key.values) else ""


def miscolumn(attempt: str, key: AnswerKey) -> str:
    """The header of the same row under which the attempt stands; empty where none or several are."""
    own = row(key.line)
    said = [q.text for q in quantities(attempt)] or [attempt.strip("。 ")]
    others = [(h, v) for h, v in own.cells[1:] if v not in key.values] if own else []
    found = [h for h, v in others if any(bare(s) == bare(v) for s in said)]
    return bared(found[0]) if len(found) == 1 and not tells(found[0], key.values) else ""


def _lies(said: str, value: str) -> bool:
    return within(said, value) or unitless(said, value, within)


def _power(given: Quantity, wanted: Quantity) -> bool:
    """`120` for `1200~1400` too: a bound counts as the value."""
    meant = [v for v in (wanted.value, wanted.low, wanted.high) if v]
    return given.value is not None and any(given.value / v in _POWERS for v in meant)


def _tolerance(given: Quantity, wanted: Quantity) -> bool:
    size = given.above if given.above is not None else given.value
    return size is not None and size in (wanted.above, -(wanted.below or Decimal(0)))


def _elsewhere(attempt: str, key: AnswerKey, passages: Sequence[Passage]) -> Slip | None:
    """Another cell of the row, the same column of another row, or another step or sentence."""
    said = [q.text for q in quantities(attempt)] or [attempt.strip("。 ")]
    said = [s for s in said if len(bare(s)) > 1]
    if misread(attempt, key, passages):
        return "sibling"
    own = row(key.line)
    if own is not None and any(bare(s) == bare(v) for s in said for _, v in own.cells):
        return "column"
    for passage in passages:
        for other in rows(passage.text):
            if other.text != key.line and any(holds(v, s) for s in said for _, v in other.cells):
                return "sibling"
        if own is None and any(holds(passage.text.replace(key.line, ""), s) for s in said):
            return "order"
    return None
