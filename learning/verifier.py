"""The verifier: which exercises may be used, whoever wrote them, and why the others may not. Pure.

Every item passes the rules of itemrules.py, must be answered by the blind solver from the cited passages alone, and
must fit into its set and beside the bank (sets.py). Every rejection has its reasons, counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from learning.alike import bare
from learning.exercise import OPEN, Exercise
from learning.itemrules import faults, flags
from learning.reasons import Flag, Reason
from learning.sets import Known, surplus
from learning.solver import solve


@dataclass(frozen=True)
class Rejected:
    item: Exercise
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Verified:
    """`accepted` keeps the given order; `flagged` holds those of them worth a look."""

    accepted: tuple[Exercise, ...]
    rejected: tuple[Rejected, ...]
    flagged: tuple[tuple[Exercise, Flag], ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many were rejected for each reason; one item may have several."""
        return dict(Counter(reason.name.lower() for r in self.rejected for reason in r.reasons))


def verify(items: Iterable[Exercise], texts: Mapping[str, str], bank: Iterable[Exercise] | Known = ()) -> Verified:
    """`texts`: all passages the items may rest on, by id. The bank's items are only compared with."""
    known = bank.copy() if isinstance(bank, Known) else Known(bank)
    kept: list[Exercise] = []
    rejected: list[Rejected] = []
    for item in items:
        reasons = check(item, texts)
        if not reasons and known.holds(item):
            reasons = (Reason.DUPLICATE,)
        if reasons:
            rejected.append(Rejected(item, reasons))
        else:
            known.add(item)
            kept.append(item)
    for item, reason in surplus(kept):
        kept.remove(item)
        rejected.append(Rejected(item, (reason,)))
    return Verified(tuple(kept), tuple(rejected), tuple((i, f) for i in kept for f in flags(i)))


def check(item: Exercise, texts: Mapping[str, str]) -> tuple[Reason, ...]:
    """The reasons against one item by itself."""
    reasons = tuple(faults(item, texts))
    if {Reason.INCOMPLETE, Reason.NOT_VERBATIM} & set(reasons) or answered(item, texts):
        return reasons
    return (*reasons, Reason.UNSOLVED)


def answered(item: Exercise, texts: Mapping[str, str]) -> bool:
    """Whether the blind solver reaches the key from the cited passages."""
    cited = [texts[i] for i in dict.fromkeys(s.passage_id for s in item.spans) if i in texts]
    found = solve(item.asked, cited)
    if found is None:
        return False
    if item.kind in OPEN:
        return set(map(bare, item.key)) <= set(map(bare, found))
    ordered = item.kind in ("order", "match", "fill")
    return found == item.key if ordered else sorted(map(bare, found)) == sorted(map(bare, item.key))
