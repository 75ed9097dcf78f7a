"""What an item is worth on a paper: the usual points of its kind, and a total shared out in whole points. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from learning.exercise import OPEN, Exercise

_USUAL = {"single": 3, "multiple": 4, "judge": 2, "order": 6, "calculate": 8}


def worth(item: Exercise) -> int:
    """The points a teacher would usually give: an open answer's own, three for a blank, two for a pair."""
    return sum(item.points) or _USUAL.get(item.kind) or (3 if item.kind == "fill" else 2) * len(item.key)


def parted(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """`total` in whole parts of at least one, as near to the weights as can be. ValueError below one each."""
    if total < len(weights):
        raise ValueError("fewer points than parts")
    spare, whole = total - len(weights), sum(weights)
    exact = [spare * w / whole for w in weights]
    parts = [1 + int(e) for e in exact]
    rest = sorted(range(len(weights)), key=lambda n: (int(exact[n]) - exact[n], n))
    for n in rest[: total - sum(parts)]:
        parts[n] += 1
    return tuple(parts)


def shared(total: int, items: Sequence[Exercise]) -> tuple[int, ...]:
    """`total` over the items: those of a kind alike as far as it comes out even. ValueError where it does not suffice.

    The remainder goes to whole kinds first, then to the last items, where the longer questions stand.
    """
    least = [len(i.key) if i.kind in OPEN else 1 for i in items]
    if not items or total < sum(least):
        raise ValueError("fewer points than the items need")
    spare, usual = total - sum(least), [worth(i) for i in items]
    scale = spare / max(1, sum(usual))
    parts = [low + int(u * scale) for low, u in zip(least, usual, strict=True)]
    groups = Counter((i.kind, len(i.key) if i.kind in OPEN else 0) for i in items)
    for kind in sorted(groups, key=lambda k: (-groups[k], k)):
        if groups[kind] <= total - sum(parts):
            parts = [
                p + ((i.kind, len(i.key) if i.kind in OPEN else 0) == kind) for p, i in zip(parts, items, strict=True)
            ]
    for n in range(len(parts) - 1, -1, -1):
        parts[n] += sum(parts) < total
    return tuple(parts)
