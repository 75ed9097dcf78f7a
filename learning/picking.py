"""In which order candidates are taken for one paper: kinds in turn, no item telling another's key while others do not.

Sections are drawn on evenly, statements are right and wrong in turn. Pure; judges no item by itself (verifier.py).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from learning.alike import bare, pairs
from learning.chance import dice
from learning.exercise import OPEN, RIGHT, WRONG, Exercise, Kind
from learning.importance import importance
from learning.leak import KEPT, hidden, leaks
from learning.spoken import bared
from learning.structure import row
from learning.trigger import asks_due

LOOK, EVEN, MOSTLY, SEVERAL = 40, 0.5, 0.4, 3
"""Candidates of a kind that are compared at once; the share of a point's words from which it is told; the steps that
tell an order."""
CROWDED = 2
"""Items that one table may give."""


class Taken:
    """The items taken so far, and what they show and hold back."""

    def __init__(self, critical: frozenset[str] = frozenset()) -> None:
        self._critical = critical
        self._facts: set[tuple[str, str]] = set()
        self._sections: Counter[tuple[str, str]] = Counter()
        self._asked: Counter[tuple[str, str]] = Counter()
        self._aspects: Counter[str] = Counter()
        self._judged: Counter[tuple[str, ...]] = Counter()
        self._every: list[Exercise] = []
        self._judging = False
        self._seen: dict[int, tuple[int, bool]] = {}
        self._weights: dict[int, int] = {}

    def add(self, item: Exercise) -> None:
        self._facts |= _facts(item)
        self._every.append(item)
        self._sections[_section(item)] += 1
        self._asked[_section(item)] += _recalls(item)
        self._aspects[item.about[1]] += 1
        self._judging |= item.kind == "multiple" and item.about[1].endswith("判定")
        if item.kind == "judge":
            self._judged[item.key] += 1

    def repeats(self, item: Exercise) -> bool:
        """Asks for a fact again, tells an answer of another, or has its own told. What was once found to stays so, and
        is only held against what was taken since.
        """
        seen, found = self._seen.get(id(item), (0, False))
        if not found and seen < len(self._every):
            found = bool(_facts(item) & self._facts) or any(self._tells(item, o) for o in self._every[seen:])
        self._seen[id(item)] = (len(self._every), found)
        return found

    def _tells(self, item: Exercise, other: Exercise) -> bool:
        return (bool(_lines(item) & _lines(other)) and betray(item, other)) or leaks(item, other)

    def crowded(self, item: Exercise) -> bool:
        """Its table has given enough, or values are judged once already."""
        section = _section(item)
        judging = item.about[1].endswith("判定") and item.kind == "multiple"
        return (_recalls(item) and self._asked[section] >= CROWDED) or (judging and self._judging)

    def cost(self, item: Exercise) -> tuple[bool, bool, int, bool, int, int, int]:
        judged = item.kind == "judge"
        same = self._judged[item.key] if judged else 0
        # Which of the two comes first is drawn: a set of one statement would else always be wrong.
        first = (RIGHT,) if dice("first", item.quote).random() < EVEN else (WRONG,)
        section = _section(item)
        weight = self._weights.get(id(item))
        if weight is None:
            weight = self._weights[id(item)] = importance(item, self._critical)
        again = self._aspects[item.about[1]] if item.about[1] else 0
        held = self.repeats(item), self.crowded(item), same, judged and item.key != first
        return (*held, -weight, self._sections[section], again)


_STATED = re.compile(r"“([^”]+)”(?:的|一项，)“([^”]+)”为“")


def _facts(item: Exercise) -> set[tuple[str, str]]:
    """What is asked for: of a statement about a table, and of pairs to match, each thing with its aspect."""
    told = {(item.quote, item.about[0])}
    if item.kind == "multiple":
        told |= {(m[1], m[2]) for o in item.options for m in _STATED.finditer(o)}
    elif item.kind == "match":
        told |= {(thing, item.about[1]) for thing in item.left}
    elif item.about[1]:
        told.add((item.about[0], bared(item.about[1])))
    return told


def betray(one: Exercise, other: Exercise) -> bool:
    """Whether one shows a part of what the other asks for; both rest on a common line."""
    return _shows(one, other) or _shows(other, one)


def _shows(one: Exercise, other: Exercise) -> bool:
    """A part of the other's key; of an open answer also most of its words: a blank leaves the rest of a point."""
    shown = bare("|".join((one.stem, *one.options, *one.left)))
    if one.kind in OPEN and other.kind in OPEN:
        shown += bare("|".join(one.key))
    if other.kind == "order":  # its steps are there for all to see; who sees several in order sees which comes first
        places = [at for k in other.key if (at := shown.find(bare(k))) >= 0]
        return len(places) >= SEVERAL and places == sorted(places)
    if other.kind in OPEN and one.kind not in OPEN:
        said = pairs(one.stem)
        if any(len(said & words) >= MOSTLY * len(words) for words in map(pairs, other.key)):
            return True
    keys = hidden(other) if other.kind == "judge" else _asked(other)
    return any(len(bare(k)) > 1 and bare(k) in shown for k in keys)


def _asked(item: Exercise) -> tuple[str, ...]:
    """A measured value is no secret, its limits are stated."""
    return () if item.about[1].endswith("判定") or item.kind == "calculate" else item.key


@lru_cache(maxsize=KEPT)
def _lines(item: Exercise) -> frozenset[str]:
    """A table's rows, and of all else its sentences: a blank quotes a sentence of what a case quotes whole."""
    lines = item.quote.split("\n")
    parts = [part for line in lines for part in ([line] if row(line.strip()) else re.split("[。；;！!？?]", line))]
    return frozenset(said for part in parts if (said := bare(part).lstrip("●•·-–*0123456789.、)）")))


def _recalls(item: Exercise) -> bool:
    """It asks for cells of a table by heart."""
    judging = item.kind in ("calculate", "case", "short") or item.about[1].endswith("判定") or asks_due(item.stem)
    return bool(_section(item)[1]) and not judging


def _section(item: Exercise) -> tuple[str, str]:
    """The passage, and which of its tables."""
    found = row(item.quote.split("\n")[0])
    return item.spans[0].passage_id, "|".join(h for h, _ in found.cells) if found else ""


def picked(
    made: dict[Kind, list[Exercise]], wanted: int, critical: frozenset[str] = frozenset()
) -> list[Exercise]:  # fmt: skip
    """The first `wanted` of them; a kind has its turn only while it has something new to ask. In the first turn those
    with the least choice choose first, in the next ones those that ask to think. What matters most comes first.
    """
    left, taken = {k: list(v) for k, v in made.items() if v}, Taken(critical)
    turn: list[Kind] = sorted(left, key=lambda k: (_EARLY.index(k) if k in _EARLY else len(_EARLY), len(left[k])))
    order: list[Exercise] = []
    while left and len(order) < wanted:
        chosen = _turn([k for k in turn if k in left], left, taken)
        order += sorted(chosen, key=lambda i: list(made).index(i.kind))
        turn = sorted(left, key=lambda k: _LATER.index(k) if k in _LATER else len(_LATER))
    return order[:wanted]


_EARLY: tuple[Kind, ...] = ("case", "match", "calculate")
"""A case asks for what a list of points would have had by heart; pairs show much."""
_LATER: tuple[Kind, ...] = ("multiple", "short", "fill", "case", "single", "judge")


def _turn(kinds: Sequence[Kind], left: dict[Kind, list[Exercise]], taken: Taken) -> list[Exercise]:
    """One of each kind that has something new; where none has, the least of a repetition."""
    chosen: list[Exercise] = []
    for kind in kinds:
        best = min(left[kind][:LOOK], key=taken.cost)
        if not taken.repeats(best) and not taken.crowded(best):
            chosen.append(_take(best, left, taken))
    if not chosen:
        chosen.append(_take(min((i for group in left.values() for i in group[:LOOK]), key=taken.cost), left, taken))
    return chosen


def _take(item: Exercise, left: dict[Kind, list[Exercise]], taken: Taken) -> Exercise:
    left[item.kind] = [o for o in left[item.kind] if o is not item and not twins(o, item)]
    if not left[item.kind]:
        del left[item.kind]
    taken.add(item)
    return item


def twins(one: Exercise, other: Exercise) -> bool:
    """One statement, right and wrong: who sees both knows which."""
    return one.kind == other.kind == "judge" and (one.quote, one.about) == (other.quote, other.about)


def in_turn(columns: Sequence[Sequence[Exercise]], seen: set[int]) -> list[Exercise]:
    """What is left, kinds in turn."""
    longest = max(map(len, columns), default=0)
    return [c[n] for n in range(longest) for c in columns if n < len(c) and id(c[n]) not in seen]
