"""Guessing a choice item without any source: what a test-wise learner does who has not read the material.

Each rule is one such habit. A set of items is fair when none of them beats chance by much. Knows no sources and no key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from learning.alike import likeness, pairs
from learning.exercise import RIGHT, WRONG, Asked
from learning.numbers import numbers

Guess = Callable[[Asked], str]


def options(asked: Asked) -> tuple[str, ...]:
    return (RIGHT, WRONG) if asked.kind == "judge" else asked.options


def _longest(asked: Asked) -> str:
    return max(options(asked), key=len)


def _shortest(asked: Asked) -> str:
    return min(options(asked), key=len)


def _first_number(option: str) -> Decimal:
    found = numbers(option)
    return found[0].value if found else Decimal(len(option))


def _middle(asked: Asked) -> str:
    ordered = sorted(options(asked), key=_first_number)
    return ordered[(len(ordered) - 1) // 2]


def _largest(asked: Asked) -> str:
    return max(options(asked), key=_first_number)


def _smallest(asked: Asked) -> str:
    return min(options(asked), key=_first_number)


def _like_stem(asked: Asked) -> str:
    wanted = pairs(asked.stem)
    return max(options(asked), key=lambda o: len(pairs(o) & wanted) / max(1, len(pairs(o))))


def _like_others(asked: Asked) -> str:
    """The option that shares most with the other ones: distractors are often made from the key."""
    every = {o: pairs(o) for o in options(asked)}
    return max(every, key=lambda o: sum(likeness(every[o], p) for q, p in every.items() if q != o))


def _at(place: int) -> Guess:
    return lambda asked: options(asked)[place % len(options(asked))]


HABITS: Mapping[str, Guess] = {
    "longest": _longest, "shortest": _shortest, "middle": _middle, "largest": _largest, "smallest": _smallest,
    "like the stem": _like_stem, "like the others": _like_others,
    "first": _at(0), "second": _at(1), "third": _at(2), "last": _at(-1),
}  # fmt: skip


def subsets(asked: Asked) -> dict[str, tuple[str, ...]]:
    """For a multiple choice: the two or three options that each way of looking at them puts first."""
    every = {o: pairs(o) for o in asked.options}
    orders: dict[str, Callable[[str], float]] = {
        "longest": lambda o: -len(o),
        "shortest": len,
        "first": asked.options.index,
        "last": lambda o: -asked.options.index(o),
        "like the others": lambda o: -sum(likeness(every[o], p) for p in every.values()),
    }
    return {f"{n} {name}": tuple(sorted(asked.options, key=key)[:n]) for name, key in orders.items() for n in (2, 3)}
