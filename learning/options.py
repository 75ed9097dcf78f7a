"""The options of a choice: same kind of value, all different, none saying what another says already. Pure."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from itertools import permutations

from learning.alike import bare, plain
from learning.quantity import Quantity
from learning.scan import cell

_CODE = re.compile(r"([A-Z]{1,3})\d+(?:\.\d+)?")
BARE = "1"
"""The unit of a number whose unit stands in its column's header."""
SEEN = 8192
"""Values remembered: the same few are compared over and over while a set is made, a million times for 100 pages."""


@lru_cache(maxsize=SEEN)
def quantity(option: str) -> Quantity | None:
    """The quantity that an option is, if it is nothing else."""
    found = cell(option, BARE)
    return found if found is not None and bare(found.text) == bare(option) else None


@lru_cache(maxsize=SEEN)
def kind(option: str) -> tuple[str, str]:
    """What sort of thing an option is, with its unit or letters: options of one item must agree in it."""
    code = _CODE.fullmatch(option.strip())
    if code:
        return "code", code[1]
    found = quantity(option)
    if found is not None:
        return "quantity", f"{found.symbol}{found.unit or ''}"
    return ("number", "") if re.fullmatch(r"[\d.,~\-–:/]+", bare(option)) else ("words", "")


def same_kind(options: tuple[str, ...]) -> bool:
    return len({kind(o) for o in options}) <= 1


def distinct(options: tuple[str, ...]) -> bool:
    return len({plain(o) or bare(o) for o in options}) == len(options)


def entailing(options: tuple[str, ...]) -> bool:
    """Whether one says no more than another does: `5 mm` where `3~8 mm` stands, `停机` beside `停机并上报`."""
    return any(_within(a, b) for a, b in permutations(options, 2))


def _within(one: str, other: str) -> bool:
    a, b = quantity(one), quantity(other)
    if a is None or b is None:
        return a is None and b is None and kind(one)[0] == "words" and plain(one) != "" and plain(one) in plain(other)
    if a.unit != b.unit or a.symbol != b.symbol or a.fit != b.fit or a.sides != b.sides:
        return False
    (low, high), (least, most) = _limits(a), _limits(b)
    above = least is None or (low is not None and low >= least)
    below = most is None or (high is not None and high <= most)
    return above and below


def _limits(one: Quantity) -> tuple[Decimal | None, Decimal | None]:
    """About five is five here: it bounds nothing, but is no other option's value."""
    return (one.value, one.value) if one.relation == "≈" else one.limits
