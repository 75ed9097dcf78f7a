"""Which items the bank takes and why not the others: every one by its own number. Pure.

An item that cites sources passes the whole verifier. One without any (imported, or written by hand) is held to the
rules that need no source: nobody can check its truth but its teacher.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from learning.alike import plain
from learning.exercise import OPEN, Exercise
from learning.itemrules import faults
from learning.reasons import Reason
from learning.sets import Known, surplus
from learning.verifier import check

_SOURCED = {Reason.INCOMPLETE, Reason.NOT_VERBATIM, Reason.NOT_ENTAILED, Reason.ALSO_RIGHT, Reason.NUMBERS}
"""What only a source decides; `_whole` looks at completeness without one."""


@dataclass(frozen=True)
class Admission:
    """`taken` and `refused` by the number the item was given at, from 0."""

    taken: Mapping[int, Exercise]
    refused: Mapping[int, tuple[Reason, ...]]


def admit(items: Sequence[Exercise], texts: Mapping[str, str], bank: Iterable[Exercise] = ()) -> Admission:
    """`texts`: all passages the items cite and their bringer may read, by id."""
    known = Known(bank)
    taken: dict[int, Exercise] = {}
    refused: dict[int, tuple[Reason, ...]] = {}
    for n, item in enumerate(items):
        reasons = check(item, texts) if item.spans else tuple(_unsourced(item))
        if not reasons and known.holds(item):
            reasons = (Reason.DUPLICATE,)
        if reasons:
            refused[n] = reasons
        else:
            known.add(item)
            taken[n] = item
    numbers = {id(item): n for n, item in taken.items()}
    for item, reason in surplus([i for i in taken.values() if i.spans]):
        n = numbers[id(item)]
        refused[n] = (reason,)
        del taken[n]
    return Admission(taken, refused)


def _unsourced(item: Exercise) -> list[Reason]:
    found = [r for r in faults(item, {}) if r not in _SOURCED]
    return found if _whole(item) else [Reason.INCOMPLETE, *found]


def _whole(item: Exercise) -> bool:
    scored = item.kind not in OPEN or (len(item.points) == len(item.key) and min(item.points, default=0) > 0)
    return bool(plain(item.stem) and item.key and scored)
