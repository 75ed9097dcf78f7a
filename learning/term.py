"""The words of an item and what each tells: how rare it is in everyday Chinese, and in the courses read. Pure.

Rarity in general is given (a lexicon's, nats); rarity in the courses is counted, ln((N + 1) / (n + .5)) over their
passages as BM25 does (Robertson & Spärck Jones 1976). A word all trades use tells nearly nothing, however seldom the
courses use it. The word that tells most is the head: what it is about. Does not judge what is covered.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from learning.kin import kin

Telling = Callable[[str], Sequence[tuple[str, float, bool]]]
"""The content words of a text, in its order: each with what it tells, in nats, and whether it is only a deed."""
COMMON, RARE = 7.5, 12.5
"""Nats of a word that all trades use, and of one that few do."""
LEAST = 0.03
HEAD = 0.75
"""The share of the head's weight from which another word is as much what it is about."""
DEED = 0.3
"""What a verb counts where an item opens with it: what it is done with tells more."""
NAMED_LONG = 3


@dataclass(frozen=True)
class Place:
    """One passage of a module with its headings, as one text; `title` is its document's."""

    text: str
    title: str = ""

    @cached_property
    def kin(self) -> frozenset[str]:
        return kin(self.text)


@dataclass(frozen=True)
class Terms:
    """An item's words with their weights; `heads` are those it is about."""

    weights: Mapping[str, float]
    heads: frozenset[str]

    @property
    def weight(self) -> float:
        return sum(self.weights.values())

    def share(self, said: Place) -> float:
        """How much of the item the passage says, 0–1, by weight; 0 where it says no head."""
        held = {w for w in self.weights if holds(said, w)}
        if not held & self.heads:
            return 0.0
        return sum(self.weights[w] for w in held) / self.weight


def holds(said: Place, word: str) -> bool:
    """The word itself, or one that courses use for it."""
    if len(word) == 1 and word not in said.text:
        return False
    return word in said.text or bool(kin(word) & said.kin)


class Weigher:
    """Makes the terms of items against the courses read."""

    def __init__(self, telling: Telling, places: Iterable[Place]) -> None:
        self._telling, self._places = telling, tuple(places)
        self._known: dict[str, float] = {}

    def terms(self, text: str) -> Terms:
        """Raises nothing: a text without content words has no terms and no heads."""
        told = self._telling(text)
        weights = {w: _general(nats) * self.rarity(w) for w, nats, _ in told}
        if len(told) > 1 and told[0][2] and text.startswith(told[0][0]):
            weights[told[0][0]] *= DEED
        many = [w for w in weights if len(w) > 1]
        most = max((weights[w] for w in many or weights), default=0.0)
        heads = frozenset(w for w in (many or weights) if weights[w] >= HEAD * most)
        return Terms(weights, heads)

    def rarity(self, word: str) -> float:
        """1 for a word that no passage says, less the more say it."""
        if word not in self._known:
            n = sum(holds(p, word) for p in self._places)
            whole = math.log(2 * (len(self._places) + 1))
            self._known[word] = max(LEAST, math.log((len(self._places) + 1) / (n + 0.5)) / whole)
        return self._known[word]


def _general(nats: float) -> float:
    return min(1.0, max(LEAST, (nats - COMMON) / (RARE - COMMON)))
