"""Findings of a course: what is weak, what it costs, and which comes first. Pure; knows no person.

The cost of a weak point is people × how far they are from the line × its weight: the mean distance times those it was
taken over, so that a slight gap of many and a deep gap of few are compared in one unit (people wholly at zero).
Items with poor discrimination are told by the bands of Ebel & Frisbie, Essentials of Educational Measurement (Prentice
Hall 1991, chapter 13): below .2 to be revised or left out, below 0 to be looked at first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from learning.itemstats import ItemStatistics
from learning.mastery import MASTERED

POOR = 0.2
"""The discrimination below which an item tells good from weak too little."""
EASY, HARD = 0.95, 0.05
"""Facilities outside which no item can tell good from weak, so nothing is said of it."""

Kind = Literal["competency", "criterion", "item", "step", "requirement"]


@dataclass(frozen=True)
class Finding:
    """`about`: the competency, criterion, item, step or requirement. `level`: 0 to 1, of `people`; None and 0 where
    it is not about people. `cost`: what it is ranked by among its kind.
    """

    kind: Kind
    about: str
    people: int
    level: float | None
    cost: float


def weak(kind: Kind, about: str, people: int, level: float, line: float = MASTERED, weight: float = 1.0) -> Finding:
    """`level` and `line` 0 to 1, `weight` at least 0; no cost from the line on. ValueError outside of them."""
    if not (0 <= level <= 1 and 0 < line <= 1 and weight >= 0 and people >= 0):
        raise ValueError("outside of its range")
    gap = max(0.0, line - level) / line
    return Finding(kind, about, people, level, round(people * gap * weight, 4))


def poor_item(item: str, found: ItemStatistics) -> Finding | None:
    """An item that tells good from weak too little, by the upper-lower index, else the item-rest correlation."""
    tells = found.item_rest if found.discrimination is None else found.discrimination
    if tells is None or tells >= POOR or not HARD <= found.facility <= EASY:
        return None
    return Finding("item", item, found.people, round(tells, 2), round(found.people * (POOR - tells), 4))


def ranked(found: Iterable[Finding], most: int | None = None) -> list[Finding]:
    """By cost, what costs most first; what costs nothing is no finding. Equal ones by kind and name."""
    telling = [one for one in found if one.cost > 0]
    return sorted(telling, key=lambda f: (-f.cost, f.kind, f.about))[:most]
