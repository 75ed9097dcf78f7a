"""In which order candidates are taken for one paper: kinds in turn, no item telling another's key while others do not.

Sections are drawn on evenly, statements are right and wrong in turn. Pure; judges no item by itself (verifier.py).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from learning.alike import bare, pairs
from learning.chance import dice
from learning.exercise import OPEN, RIGHT, WRONG, Exercise, Kind
from learning.spoken import bared
from learning.structure import row

LOOK, EVEN, MOSTLY, SEVERAL = 40, 0.5, 0.4, 3
"""Candidates of a kind that are compared at once; the share of a point's words from which it is told; the steps that
tell an order."""


class Taken:
    """The items taken so far, and what they show and hold back."""

    def __init__(self) -> None:
        self._facts: set[tuple[str, str]] = set()
        self._by_line: dict[str, list[Exercise]] = {}
        self._sections: Counter[tuple[str, str]] = Counter()
        self._aspects: Counter[str] = Counter()
        self._judged: Counter[tuple[str, ...]] = Counter()
        self._every: list[Exercise] = []

    def add(self, item: Exercise) -> None:
        self._facts |= _facts(item)
        self._every.append(item)
        for line in _lines(item):
            self._by_line.setdefault(line, []).append(item)
        self._sections[_section(item)] += 1
        self._aspects[item.about[1]] += 1
        if item.kind == "judge":
            self._judged[item.key] += 1

    def repeats(self, item: Exercise) -> bool:
        """Asks for a fact again, tells an answer of another, or has its own told."""
        near = {id(o): o for line in _lines(item) for o in self._by_line.get(line, ())}
        # what a group does wrong in a case is right somewhere else
        near |= {id(o): o for o in self._every if "case" in (o.kind, item.kind)}
        return bool(_facts(item) & self._facts) or any(betray(item, o) for o in near.values())

    def cost(self, item: Exercise) -> tuple[bool, int, bool, int, int]:
        judged = item.kind == "judge"
        same = self._judged[item.key] if judged else 0
        # Which of the two comes first is drawn: a set of one statement would else always be wrong.
        first = (RIGHT,) if dice("first", item.quote).random() < EVEN else (WRONG,)
        return self.repeats(item), same, judged and item.key != first, self._sections[_section(item)], (
            self._aspects[item.about[1]] if item.about[1] else 0
        )


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
    if other.kind == "order":  # its steps are there for all to see, and who sees several sees which comes first
        return sum(bare(k) in shown for k in other.key) >= SEVERAL
    if other.kind in OPEN and one.kind not in OPEN:
        said = pairs(one.stem)
        if any(len(said & words) >= MOSTLY * len(words) for words in map(pairs, other.key)):
            return True
    keys = _true(other) if other.kind == "judge" else other.key
    return any(len(bare(k)) > 1 and bare(k) in shown for k in keys)


def _true(statement: Exercise) -> tuple[str, ...]:
    """What a row says where a statement about it may be wrong."""
    found = row(statement.quote)
    return (found.get(statement.about[1]),) if found and statement.about[1] else ()


def _lines(item: Exercise) -> set[str]:
    """A table's rows, and of all else its sentences: a blank quotes a sentence of what a case quotes whole."""
    lines = item.quote.split("\n")
    parts = [part for line in lines for part in ([line] if row(line.strip()) else re.split("[。；;！!？?]", line))]
    return {said for part in parts if (said := bare(part).lstrip("●•·-–*0123456789.、)）"))}


def _section(item: Exercise) -> tuple[str, str]:
    """The passage, and which of its tables."""
    found = row(item.quote.split("\n")[0])
    return item.spans[0].passage_id, "|".join(h for h, _ in found.cells) if found else ""


def picked(made: dict[Kind, list[Exercise]], wanted: int) -> list[Exercise]:
    """The first `wanted` of them; a kind has its turn only while it has something new to ask. In the first turn those
    with the least choice choose first.
    """
    left, taken = {k: list(v) for k, v in made.items() if v}, Taken()
    # a case asks for what a list of points would have had by heart
    turn: list[Kind] = sorted(left, key=lambda k: (k == "short" and "case" in left, len(left[k])))
    order: list[Exercise] = []
    while left and len(order) < wanted:
        chosen = _turn([k for k in turn if k in left], left, taken)
        order += sorted(chosen, key=lambda i: list(made).index(i.kind))
        turn = list(left)
    return order[:wanted]


def _turn(kinds: Sequence[Kind], left: dict[Kind, list[Exercise]], taken: Taken) -> list[Exercise]:
    """One of each kind that has something new; where none has, the least of a repetition."""
    chosen: list[Exercise] = []
    for kind in kinds:
        best = min(left[kind][:LOOK], key=taken.cost)
        if not taken.repeats(best):
            chosen.append(_take(best, left, taken))
    if not chosen:
        chosen.append(_take(min((i for group in left.values() for i in group[:LOOK]), key=taken.cost), left, taken))
    return chosen


def _take(item: Exercise, left: dict[Kind, list[Exercise]], taken: Taken) -> Exercise:
    left[item.kind].remove(item)
    if not left[item.kind]:
        del left[item.kind]
    taken.add(item)
    return item


def in_turn(columns: Sequence[Sequence[Exercise]], seen: set[int]) -> list[Exercise]:
    """What is left, kinds in turn."""
    longest = max(map(len, columns), default=0)
    return [c[n] for n in range(longest) for c in columns if n < len(c) and id(c[n]) not in seen]
