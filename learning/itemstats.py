"""What answers say of an item: how hard it is, how well it tells good from weak, which wrong options draw. Pure.

Facility and the upper-lower index are those of classical test theory, with groups of 27 % (Kelley, "The selection of
upper and lower groups for the validation of test items", J. Educ. Psychol. 30, 1939, 17-24); the item-rest correlation
is Pearson's, with the item itself left out of the score (Guilford, Psychometrika 18, 1953, 291-299). Nothing is told
below `ENOUGH` people: single answers must not show through.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, sqrt

ENOUGH = 5
GROUP = 0.27
SPREAD = ceil(ENOUGH / GROUP)
"""People it takes before upper and lower groups are told apart: each has ENOUGH then. With fewer people the
item-rest correlation over all of them stands instead.
"""


@dataclass(frozen=True)
class Response:
    """One person's answer. `share`: of the points, 0 to 1. `rest`: the same person's mean share on other items.

    `chosen`: the options taken, of items that have some.
    """

    person: str
    share: float
    rest: float | None = None
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True)
class ItemStatistics:
    """`facility` 0 to 1; `discrimination` and `item_rest` -1 to 1, None where the people are too few or all alike.

    `chosen`: per option how many people took it.
    """

    people: int
    facility: float
    discrimination: float | None
    item_rest: float | None
    chosen: Mapping[str, int]


def statistics(responses: Iterable[Response]) -> ItemStatistics | None:
    """Of the first answer of each person; None below ENOUGH of them."""
    firsts: dict[str, Response] = {}
    for response in responses:
        firsts.setdefault(response.person, response)
    found = list(firsts.values())
    if len(found) < ENOUGH:
        return None
    ranked = [(r.rest, r.share) for r in found if r.rest is not None]
    return ItemStatistics(
        len(found), sum(r.share for r in found) / len(found), upper_lower(ranked), correlation(ranked),
        dict(sorted(Counter(o for r in found for o in dict.fromkeys(r.chosen)).items())),
    )  # fmt: skip


def upper_lower(ranked: Sequence[tuple[float, float]]) -> float | None:
    """Mean share of the best 27 % less that of the weakest 27 %, of (rest, share) pairs.

    Who ties at a group's edge counts by part, so the order of the answers changes nothing.
    """
    if len(ranked) < SPREAD or len({rest for rest, _ in ranked}) == 1:
        return None
    size = GROUP * len(ranked)
    return _mean_of(sorted(ranked, reverse=True), size) - _mean_of(sorted(ranked), size)


def _mean_of(ordered: Sequence[tuple[float, float]], size: float) -> float:
    """The mean share of the first `size`, people of the same rest taking part alike."""
    total, left = 0.0, size
    for rest in dict.fromkeys(rest for rest, _ in ordered):
        shares = [share for r, share in ordered if r == rest]
        part = min(left, len(shares))
        total += part * sum(shares) / len(shares)
        left -= part
        if left <= 0:
            break
    return total / size


def correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Pearson's r of (rest, share); the point-biserial one where items are right or wrong."""
    n = len(pairs)
    if n < ENOUGH:
        return None
    mean_rest, mean_share = sum(r for r, _ in pairs) / n, sum(s for _, s in pairs) / n
    across = sum((r - mean_rest) * (s - mean_share) for r, s in pairs)
    spread = sqrt(sum((r - mean_rest) ** 2 for r, _ in pairs) * sum((s - mean_share) ** 2 for _, s in pairs))
    return max(-1.0, min(1.0, across / spread)) if spread > 1e-12 else None
