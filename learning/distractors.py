"""Wrong options: values of the same kind from the source, and values whose numbers are shifted. Pure.

The key's place among the sorted values is drawn, not left to how distractors come about: otherwise the middle one would
mostly be right. Nothing that the source says of the same thing elsewhere is offered (`right`).
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import partial

from learning.alike import bare
from learning.numbers import numbers
from learning.options import distinct, entailing, kind, quantity, same_kind

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_NEAR, _FAR = [[Decimal(s) for s in group.split()] for group in ("0.1 0.15 0.2 0.25 0.3 0.4", "0.5 0.6 0.8 1")]
_APART = 5
"""How many times the key a value of the source may be before a shifted one is likelier."""
_TIME = re.compile(r"(\d+)\s*(\S+)")
_TIMES: dict[str, tuple[int, ...]] = {
    "h 小时": (1, 2, 3, 4, 6, 8, 10, 12, 16, 20, 24, 36, 48, 72, 96, 120),
    "d 天 日 个工作日": (1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60, 90, 120, 180),
    "min 分钟": (1, 2, 3, 5, 8, 10, 15, 20, 30, 40, 45, 60, 90, 120, 180),
    "s 秒 秒钟": (5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 300, 600),
}
_ROUGH = re.compile(r"(R[az]\s?)(\d+(?:\.\d+)?)")
_ROUGHNESS = ("0.2", "0.4", "0.8", "1.6", "3.2", "6.3", "12.5", "25")
"""The preferred values of GB/T 1031; a drawing gives no others."""
_NEIGHBOURS = 3
SIBLING, SHIFTED = "同类数值", "数值偏移"


def values(
    key: str, others: Sequence[str], right: Callable[[str], bool], chance: random.Random, n: int = 3
) -> tuple[tuple[str, str], ...]:
    """`n` wrong values with their origins, or none; `others` are values of the same column or document."""
    usable = [o for o in dict.fromkeys(others) if _like(o, key) and bare(o) != bare(key) and not right(o)]
    below = chance.randint(0, n)
    side = partial(_side, key, usable, right, chance)
    made = (*side(below, -1), *side(n - below, 1))
    return made if len(made) == n and _fit((key, *(v for v, _ in made))) else ()


def _like(one: str, other: str) -> bool:
    """Of one kind, both bounds or neither: the only bound among values would stand out."""
    a, b = quantity(one), quantity(other)
    return kind(one) == kind(other) and (a and a.relation) == (b and b.relation)


def _fit(options: tuple[str, ...]) -> bool:
    return same_kind(options) and distinct(options) and not entailing(options)


def _side(
    key: str, others: Sequence[str], right: Callable[[str], bool], chance: random.Random, n: int, sign: int
) -> list[tuple[str, str]]:
    """`n` values on one side of the key: the source's of its form and size, then shifted ones, then others."""
    near = [o for o in others if (_size(o) - _size(key)) * sign > 0]
    chance.shuffle(near)
    unlike = [o for o in near if _apart(o, key) or _NUMBER.sub("0", o) != _NUMBER.sub("0", key)]
    close = [o for o in near if o not in unlike]
    drawn = [*((o, SIBLING) for o in close), *((s, SHIFTED) for s in shifted(key, sign, chance)),
             *((o, SIBLING) for o in unlike)]  # fmt: skip
    found: list[tuple[str, str]] = []
    for value, origin in drawn:
        if len(found) < n and not right(value) and _fit((key, *(v for v, _ in found), value)):
            found.append((value, origin))
    return found


def shifted(value: str, sign: int, chance: random.Random) -> Iterator[str]:
    """Usual neighbours of a usual time; the value with all its numbers moved by the same share, digits kept as they
    are written.
    """
    yield from _usual(value, sign, chance)
    for share in (*chance.sample(_NEAR, len(_NEAR)), *chance.sample(_FAR, len(_FAR))):
        factor = 1 + share if sign > 0 else 1 - share * Decimal("0.7")
        yield _NUMBER.sub(lambda m, f=factor: _moved(m[0], f), value)  # type: ignore[misc]


def _usual(value: str, sign: int, chance: random.Random) -> list[str]:
    """The next few times people would set instead: `24 h` beside `48 h`, not `41 h`."""
    rough = _ROUGH.fullmatch(value)
    if rough and rough[2] in _ROUGHNESS:
        at = _ROUGHNESS.index(rough[2])
        near_ = _ROUGHNESS[max(0, at - _NEIGHBOURS) : at] if sign < 0 else _ROUGHNESS[at + 1 : at + 1 + _NEIGHBOURS]
        return [f"{rough[1]}{n}" for n in chance.sample(near_, len(near_))]
    time = _TIME.fullmatch(value)
    steps = next((s for units, s in _TIMES.items() if time and time[2] in units.split()), ())
    if time is None or int(time[1]) not in steps:
        return []
    at = steps.index(int(time[1]))
    near = steps[max(0, at - _NEIGHBOURS) : at] if sign < 0 else steps[at + 1 : at + 1 + _NEIGHBOURS]
    return [value.replace(time[1], str(n), 1) for n in chance.sample(near, len(near))]


def _moved(number: str, factor: Decimal) -> str:
    places = len(number.partition(".")[2])
    moved = Decimal(number) * factor
    unit = Decimal(1).scaleb(-places)
    if not places and len(number) > 1 and number.endswith("0"):
        unit = Decimal(10) if number[-2] != "0" or len(number) < 4 else Decimal(100)
    elif not places and number.endswith("5") and len(number) > 1:
        unit = Decimal(5)
    return f"{(moved / unit).quantize(Decimal(1)) * unit:f}"


def _size(value: str) -> Decimal:
    found = numbers(value)
    return found[0].value if found else Decimal(0)


def _apart(one: str, other: str) -> bool:
    small, large = sorted(abs(_size(v)) for v in (one, other))
    return large > small * _APART


def words(key: str, others: Sequence[str], chance: random.Random, n: int = 3) -> tuple[str, ...]:
    """`n` other phrases, those of about the key's length preferred, or none."""
    usable = [o for o in dict.fromkeys(others) if bare(o) != bare(key) and kind(o) == kind(key)]
    chance.shuffle(usable)
    usable.sort(key=lambda o: abs(len(o) - len(key)) // 4)
    chosen: list[str] = []
    for other in usable:
        if len(chosen) < n and _fit((key, *chosen, other)):
            chosen.append(other)
    return tuple(chosen) if len(chosen) == n else ()
