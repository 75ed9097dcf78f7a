"""The limits that a value sets, and what measured values are by them: limit sizes, within or beyond, by how much. Pure.

Exact decimals; every result shows its computation. What a question of this sort looks like is known here alone, so that
who makes it, who judges it and who answers it blindly read it in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from learning.alike import bare
from learning.quantity import Quantity
from learning.scan import cell, quantities, unit_in
from learning.spoken import worded
from learning.stepvalue import step_values
from learning.structure import rows

UPPER, LOWER, SPAN = "上极限尺寸", "下极限尺寸", "公差"
MOST, LEAST = "允许的最大值", "允许的最小值"
RANGE = "允许范围"
_STATED = re.compile(r"“(?P<thing>[^”]+)”的“(?P<aspect>[^”]+)”为“(?P<value>[^”]+)”")
_WANTED = re.compile(rf"，求它?的?(?P<what>{UPPER}|{LOWER}|{SPAN}|{MOST}|{LEAST})(?:（[^）]*）)?。$")
_FITTING = re.compile(r"下列实测值(?:（[^）]*）)?合格的有（　）。$")
_MEASURED = re.compile(r"实测为“(?P<value>[^”]+)”")
_NONE = "1"
"""The unit of a bare number."""
_DEED = re.compile(r"[，,；。]|时(?!间)")
"""Words around a value that make it more than a limit."""
_CODED = re.compile(r"R[az]\s?\d|^[A-Z]\d")


@dataclass(frozen=True)
class Limits:
    """From `low` to `high`, both included unless `strict`; one of them may be open. `size`: a drawing's dimension."""

    low: Decimal | None
    high: Decimal | None
    unit: str
    size: bool
    strict: bool = False

    def holds(self, value: Decimal) -> bool:
        above = self.low is None or (value > self.low if self.strict else value >= self.low)
        below = self.high is None or (value < self.high if self.strict else value <= self.high)
        return above and below

    @property
    def told(self) -> str:
        unit = f" {self.unit}" if self.unit else ""
        if self.low is not None and self.high is not None:
            return f"{self.low:f}~{self.high:f}{unit}"
        return f"不低于 {self.low:f}{unit}" if self.low is not None else f"不高于 {self.high:f}{unit}"

    def judged(self, value: Decimal) -> str:
        """With the computation: `30.017 大于 30.015，超出 0.002，不合格`."""
        if self.high is not None and value > self.high:
            return f"{value:f} 大于 {self.high:f}，超出 {value - self.high:f}，不合格"
        if self.low is not None and value < self.low:
            return f"{value:f} 小于 {self.low:f}，相差 {self.low - value:f}，不合格"
        return f"{value:f} 符合 {self.told}，合格"


def limits(value: str, unit: str = "") -> Limits | None:
    """Those of a value that is, but for words around it, one quantity with limits; None where it sets none."""
    if _CODED.match(value):
        return None
    whole = cell(value, _NONE)
    found = [whole] if whole is not None and bare(whole.text) == bare(value) else quantities(value)
    if len(found) != 1 or not _bounds(found[0]):
        return None
    q = found[0]
    low, high = q.limits
    if low is None and high is None:
        return None
    own = q.unit if q.unit and q.unit != _NONE else unit
    size = bool(q.fit or q.symbol) or (own == "mm" and q.above is not None)
    return Limits(low, high, own or ("mm" if size else ""), size, q.relation in (">", "<"))


def _bounds(q: Quantity) -> bool:
    toleranced = q.above is not None and q.below is not None
    return toleranced or q.low is not None or q.relation in (">=", "<=", ">", "<")


@dataclass(frozen=True)
class Stated:
    """What a table's row, or a numbered step, sets for a thing; `value` has its unit, `quote` is verbatim."""

    thing: str
    aspect: str
    value: str
    limits: Limits
    quote: str


def stated(text: str) -> Iterator[Stated]:
    """Every value with limits that a text gives a thing, in its order."""
    for row in rows(text):
        for header, value in row.cells[1:]:
            told = worded(header, value)
            found = None if _DEED.search(value) else limits(value, unit_in(header) or "")
            if found is not None:
                yield Stated(row.name, header, told, found, row.text)
    for step in step_values(text):
        found = limits(step.value)
        if found is not None and not found.strict:
            yield Stated(step.name, step.aspect, step.value, found, step.quote)


def asks_limit(stem: str) -> bool:
    return _WANTED.search(stem) is not None and _STATED.search(stem) is not None


def limit_of(stem: str, texts: Sequence[str]) -> str | None:
    """The limit that a question asks for; None where no text states what it says."""
    wanted, said = _WANTED.search(stem), _found(stem, texts)
    if wanted is None or said is None:
        return None
    low, high, what = said.limits.low, said.limits.high, wanted["what"]
    if what in (UPPER, MOST):
        return None if high is None else f"{high:f}"
    if what in (LOWER, LEAST):
        return None if low is None else f"{low:f}"
    return None if low is None or high is None else f"{(high - low).normalize():f}"


def asks_fitting(stem: str) -> bool:
    return _FITTING.search(stem) is not None and _STATED.search(stem) is not None


def fitting(stem: str, options: Sequence[str], texts: Sequence[str]) -> tuple[str, ...] | None:
    """Of measured values those within the limits that the question names and a text states."""
    said = _found(stem, texts)
    values = [number(o) for o in options]
    if said is None or None in values:
        return None
    return tuple(o for o, v in zip(options, values, strict=True) if v is not None and said.limits.holds(v))


def judged(stem: str, texts: Sequence[str]) -> tuple[str, ...] | None:
    """The range, unless the question itself shows it, and what the measured value of a case is by it; None where it
    measures nothing.
    """
    said, measured = _found(stem, texts), _MEASURED.search(stem)
    value = number(measured["value"]) if measured else None
    if said is None or value is None:
        return None
    shown = bare(said.limits.told) in bare(said.value)
    return (*(() if shown else (f"{RANGE}：{said.limits.told}",)), said.limits.judged(value))


def beyond_upper(judgement: str) -> bool:
    """Of a judgement as `Limits.judged` words it."""
    return " 大于 " in judgement


def _found(stem: str, texts: Sequence[str]) -> Stated | None:
    named = _STATED.search(stem)
    if named is None:
        return None
    return next(
        (s for text in texts for s in stated(text)
         if bare(s.thing) == bare(named["thing"]) and bare(s.value) == bare(named["value"])), None,
    )  # fmt: skip


def number(text: str) -> Decimal | None:
    """A bare number, its unit aside."""
    found = re.match(r"-?\d+(?:\.\d+)?", text.strip())
    return Decimal(found[0]) if found else None
