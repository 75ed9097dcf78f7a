"""What must hold of a set of exercises: none twice, the keys' places and lengths telling nothing. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from math import sqrt

from learning.alike import bare, likeness, pairs
from learning.exercise import Exercise
from learning.reasons import Reason

NEAR = 0.85
SPREAD = 2.0
"""Standard deviations above chance that a habit may reach."""


class Known:
    """Items already there: the bank's, then those accepted."""

    def __init__(self, bank: Iterable[Exercise] = ()) -> None:
        self._facts: set[tuple[str, str, str, str]] = set()
        self._shapes: list[tuple[str, frozenset[str], frozenset[str]]] = []
        for item in bank:
            self.add(item)

    def copy(self) -> Known:
        """The same, to be added to."""
        made = Known()
        made._facts, made._shapes = set(self._facts), list(self._shapes)
        return made

    def add(self, item: Exercise) -> None:
        self._facts.add(_fact(item))
        self._shapes.append((item.kind, pairs(item.stem), _answer(item)))

    def holds(self, item: Exercise) -> bool:
        """The same fact asked in the same way, or nearly the same words with nearly the same options."""
        stem, answer = pairs(item.stem), _answer(item)
        return _fact(item) in self._facts or any(
            kind == item.kind and likeness(stem, s) >= NEAR and likeness(answer, a) >= NEAR
            for kind, s, a in self._shapes
        )


def _fact(item: Exercise) -> tuple[str, str, str, str]:
    return item.kind, bare(item.quote), bare("".join(item.about) or item.stem), bare("|".join(sorted(item.key)))


def _answer(item: Exercise) -> frozenset[str]:
    return pairs("".join(sorted((*item.options, *item.left)) or item.key))


def surplus(items: Sequence[Exercise]) -> list[tuple[Exercise, Reason]]:
    """The fewest last ones without which neither place nor length of the key tells it."""
    kept, gone = list(items), []
    while worst := _worst(kept):
        kept.remove(worst[0])
        gone.append(worst)
    return gone


def _worst(items: Sequence[Exercise]) -> tuple[Exercise, Reason] | None:
    single = [i for i in items if i.kind == "single" and i.key[0] in i.options]
    for chosen, reason in _habits(single):
        among = sum(1 / len(i.options) for i in single)
        if len(chosen) > among + SPREAD * sqrt(among) + 1:
            return chosen[-1], reason
    judged = [i for i in items if i.kind == "judge"]
    for key in {i.key for i in judged}:
        same = [i for i in judged if i.key == key]
        if len(same) > len(judged) / 2 + SPREAD * sqrt(len(judged)) / 2 + 1:
            return same[-1], Reason.POSITION
    return None


def _habits(items: Sequence[Exercise]) -> list[tuple[list[Exercise], Reason]]:
    """For each way of guessing, the items it gets right."""
    at = [i.options.index(i.key[0]) for i in items]
    fixed = [([i for i, p in zip(items, at, strict=True) if p == place], Reason.POSITION) for place in sorted(set(at))]
    moves: list[Callable[[int, int], bool]] = [lambda a, b: b == a, lambda a, b: b == a + 1 or (b == 0 and a >= 2)]
    walks = [
        ([items[n] for n, (a, b) in enumerate(pairwise(at), 1) if move(a, b)], Reason.POSITION) for move in moves
    ]
    longest = [i for i in items if all(len(o) < len(i.key[0]) for o in i.options if o != i.key[0])]
    return [*fixed, *walks, (longest, Reason.LONGEST)]
