"""What an item is worth on a paper: the usual points of its kind, and a total shared out in whole points. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from learning.exercise import OPEN, Exercise

_USUAL = {"single": 3, "multiple": 5, "judge": 2, "calculate": 8}
_MOST = {"single": 8, "multiple": 10, "judge": 5, "calculate": 10, "short": 12, "case": 15}
EACH = 3
"""Points of a blank."""
_PARTED = ("order", "match")


def worth(item: Exercise) -> int:
    """The points a teacher would usually give: an open answer's own, three for a blank, two for a pair, one for a step.
    """
    of_part = {"fill": EACH, "order": 1}.get(item.kind, 2)
    return sum(item.points) or _USUAL.get(item.kind) or of_part * len(item.key)


def _most(item: Exercise) -> int:
    """So that no item is out of proportion where there are enough others."""
    if item.kind in _PARTED:
        return 15 // len(item.key) * len(item.key) or len(item.key)
    return _MOST.get(item.kind, 9 * len(item.key))


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
    """`total` over the items: those of a kind alike as far as it comes out even, pairs and steps in whole parts, none
    above what its kind is worth while others have room. ValueError where it does not suffice.
    """
    least = [len(i.key) if i.kind in (*OPEN, *_PARTED) else 1 for i in items]
    if total < sum(least):
        least = [len(i.key) if i.kind in OPEN else 1 for i in items]
    if not items or total < sum(least):
        raise ValueError("fewer points than the items need")
    parts = [_whole(i, p) for i, p in zip(items, _scaled(total, items, least), strict=True)]
    for room in (True, False):
        parts = _filled(total, items, parts, room)
    return tuple(parts)


def _scaled(total: int, items: Sequence[Exercise], least: Sequence[int]) -> list[int]:
    """By usual worth, those at their most first held there, the rest going to the others."""
    most = [_most(i) for i in items]
    usual = [worth(i) for i in items]
    parts, free = list(least), set(range(len(items)))
    while free:
        spare, weight = total - sum(p for n, p in enumerate(parts) if n not in free), sum(usual[n] for n in free)
        over = {n for n in free if spare * usual[n] >= most[n] * weight}
        if not over or sum(most) <= total:
            for n in free:
                parts[n] = max(least[n], spare * usual[n] // max(1, weight))
            break
        for n in over:
            parts[n] = max(least[n], most[n])
        free -= over
    return parts if sum(parts) <= total else list(least)


def _whole(item: Exercise, points: int) -> int:
    """Pairs and steps in whole points each."""
    n = len(item.key)
    return points // n * n if item.kind in _PARTED and points >= n else points


def _filled(total: int, items: Sequence[Exercise], parts: list[int], room: bool) -> list[int]:
    """What is left: to whole kinds of single parts first, then one by one from the last."""
    parts = list(parts)

    def open_(n: int) -> bool:
        return items[n].kind not in _PARTED and (not room or parts[n] < _most(items[n]))

    groups = {k: [n for n in range(len(items)) if _group(items[n]) == k] for k in dict.fromkeys(map(_group, items))}
    again = True
    while again:
        again = False
        for places in sorted(groups.values(), key=len, reverse=True):
            if all(map(open_, places)) and len(places) <= total - sum(parts):
                again = True
                for n in places:
                    parts[n] += 1
    for n in range(len(parts) - 1, -1, -1):
        parts[n] += sum(parts) < total and open_(n)
    if not room and sum(parts) < total:
        parts[-1] += total - sum(parts)
    return parts


def _group(item: Exercise) -> tuple[str, int]:
    return item.kind, len(item.key) if item.kind in OPEN else 0
