"""A paper by its blueprint: how many items of which competency, difficulty and kinds, and forms alike in that. Pure.

No two items of a form come from one source sentence or are nearly the same. The same bank and blueprint give the same
paper, however the bank is ordered. A cell that cannot be filled is named, never filled with something else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from learning.alike import bare
from learning.chance import dice, shuffled
from learning.exercise import KINDS, Exercise, Kind
from learning.sets import Known
from learning.worth import parted, shared

NAMES = ("A", "B")
TELLING = 6
"""Characters from which on a stretch that stands in another one is the same place in the source."""
_END = re.compile(r"[。！？!?\n]+")


@dataclass(frozen=True)
class Cell:
    """`count` items with this tag, difficulty and one of these kinds; None and empty are any."""

    count: int
    tag: str | None = None
    difficulty: int | None = None
    kinds: tuple[Kind, ...] = ()

    def fits(self, item: Exercise) -> bool:
        return (
            self.tag in (None, *item.tags) and self.difficulty in (None, item.difficulty)
            and (not self.kinds or item.kind in self.kinds)
        )  # fmt: skip


@dataclass(frozen=True)
class Lacking:
    """Cell number `cell` (from 0) needs `need` items, and only `have` may stand together in one form."""

    cell: int
    need: int
    have: int


@dataclass(frozen=True)
class Placed:
    """One item of a form: its id, its content as printed there, the points it gives, and the cell it fills."""

    id: str
    item: Exercise
    points: int
    cell: int


@dataclass(frozen=True)
class Form:
    """`again`: per cell how many of its items stand in the first form too, in another order."""

    name: str
    items: tuple[Placed, ...]
    again: tuple[int, ...]


@dataclass(frozen=True)
class Plan:
    """Forms, or what is lacking: never both."""

    forms: tuple[Form, ...]
    lacking: tuple[Lacking, ...]


def plan(bank: Mapping[str, Exercise], cells: Sequence[Cell], points: int, forms: int = 1) -> Plan:
    """`forms` is 1 or 2; `points` is the total of each. ValueError where there are fewer points than items need."""
    items = {i: bank[i] for i in _in_turn(bank)}
    first = _Form(items, cells)
    first.fill()
    if first.lacking:
        return Plan((), first.lacking)
    made = [_form(NAMES[0], items, first.chosen, points, (0,) * len(cells))]
    if forms > 1:
        made.append(_second(items, cells, first, points))
    return Plan(tuple(made), ())


def _in_turn(bank: Mapping[str, Exercise]) -> list[str]:
    """Kinds in turn, within a kind drawn by content: a cell of any kind gets several."""
    drawn = {i: (dice(bare(e.stem), *map(bare, e.key)).random(), i) for i, e in bank.items()}
    columns = [sorted((i for i in bank if bank[i].kind == k), key=drawn.__getitem__) for k in KINDS]
    return [i for row in zip_longest(*columns) for i in row if i is not None]


def _second(items: Mapping[str, Exercise], cells: Sequence[Cell], first: _Form, points: int) -> Form:
    """Other items where there are enough; where not, those of the first form printed in another order."""
    used = {i for chosen in first.chosen for i in chosen}
    second = _Form({i: e for i, e in items.items() if i not in used}, cells)
    second.fill()
    if second.lacking:
        second.borrow(items, first.chosen)
    if second.lacking:  # what is left over clashes with what must come again: then all of it comes again
        second = first
    again = tuple(sum(i in used for i in chosen) for chosen in second.chosen)
    mixed = {i: reordered(e) if i in used else e for i, e in items.items()}
    return _form(NAMES[1], mixed, second.chosen, points, again)


class _Form:
    """Items being chosen for the cells of one form; an item already placed makes room where that helps (Kuhn)."""

    def __init__(self, items: Mapping[str, Exercise], cells: Sequence[Cell]) -> None:
        self._items, self._cells = dict(items), cells
        self._units = {i: _units(e) for i, e in items.items()}
        self._clashes: dict[tuple[str, str], bool] = {}
        self.chosen: list[list[str]] = [[] for _ in cells]

    @property
    def lacking(self) -> tuple[Lacking, ...]:
        short = ((n, c.count, len(self.chosen[n])) for n, c in enumerate(self._cells))
        return tuple(Lacking(n, need, have) for n, need, have in short if have < need)

    def fill(self) -> None:
        """Cells with the least to choose from first, each as far as it goes."""
        room = {n: sum(map(c.fits, self._items.values())) - c.count for n, c in enumerate(self._cells)}
        for n in sorted(room, key=lambda n: (room[n], n)):
            while len(self.chosen[n]) < self._cells[n].count and self._place(n, set()):
                pass

    def borrow(self, items: Mapping[str, Exercise], chosen: Sequence[Sequence[str]]) -> None:
        """What a cell lacks, from the same cell of another form."""
        for n, others in enumerate(chosen):
            for i in others:
                self._items[i], self._units[i] = items[i], _units(items[i])
                if len(self.chosen[n]) < self._cells[n].count and not self._against(i):
                    self.chosen[n].append(i)

    def _place(self, n: int, tried: set[str]) -> bool:
        """One more item into cell `n`, if need be by moving one that is in the way."""
        for i, item in self._items.items():
            if i in tried or not self._cells[n].fits(item):
                continue
            tried.add(i)
            against = self._against(i)
            if not against:
                self.chosen[n].append(i)
                return True
            if len(against) == 1 and self._moved(*against[0], n, i, tried):
                return True
        return False

    def _moved(self, cell: int, other: str, n: int, i: str, tried: set[str]) -> bool:
        """`other` leaves `cell`, `i` comes into `n`, and `cell` finds another item; or all stays as it was."""
        self.chosen[cell].remove(other)
        self.chosen[n].append(i)
        if self._place(cell, tried):
            return True
        self.chosen[n].remove(i)
        self.chosen[cell].append(other)
        return False

    def _against(self, i: str) -> list[tuple[int, str]]:
        """The placed items that `i` may not stand beside; itself, if it is placed."""
        return [(n, o) for n, chosen in enumerate(self.chosen) for o in chosen if o == i or self._clash(i, o)]

    def _clash(self, one: str, other: str) -> bool:
        pair = (min(one, other), max(one, other))
        if pair not in self._clashes:
            a, b = self._units[one], self._units[other]
            same = any(x == y or _inside(x, y) or _inside(y, x) for x in a for y in b)
            self._clashes[pair] = same or self._alike(self._items[one], self._items[other])
        return self._clashes[pair]


    def _alike(self, one: Exercise, other: Exercise) -> bool:
        return one.kind == other.kind and Known([one]).holds(other)


def _inside(short: str, long: str) -> bool:
    return len(short) >= TELLING and short in long


def _units(item: Exercise) -> frozenset[str]:
    """The source sentences an item rests on; one without a source rests on its own words."""
    quoted = [bare(s) for span in item.spans for s in _END.split(span.quote)]
    return frozenset(q for q in quoted if q) or frozenset({bare(item.stem)})


def _form(
    name: str, items: Mapping[str, Exercise], chosen: Sequence[Sequence[str]], points: int, again: tuple[int, ...]
) -> Form:
    """Printed kind by kind, easy before hard; a later form has its own order among equals."""
    placed = [(i, items[i], n) for n, ids in enumerate(chosen) for i in ids]
    mixed = shuffled(sorted(placed, key=lambda p: p[0]), "form", name, *sorted(i for i, _, _ in placed))
    ordered = sorted(mixed, key=lambda p: (KINDS.index(p[1].kind), p[1].difficulty))
    worth = shared(points, [item for _, item, _ in ordered])
    printed = (Placed(i, rescored(e, w), w, n) for (i, e, n), w in zip(ordered, worth, strict=True))
    return Form(name, tuple(printed), again)


def rescored(item: Exercise, points: int) -> Exercise:
    """An open item whose scoring points sum to what it gives here."""
    if not item.points or sum(item.points) == points:
        return item
    return replace(item, points=parted(points, item.points))


def reordered(item: Exercise) -> Exercise:
    """The same item with its options in another order, where that is possible."""
    if item.kind not in ("single", "multiple", "order", "match") or len(item.options) < 2:
        return item
    for turn in range(len(item.options) * 2):
        at = shuffled(range(len(item.options)), "again", str(turn), *item.options)
        options = tuple(item.options[n] for n in at)
        if options != item.options and not (item.kind == "order" and options == item.key):
            origins = tuple(item.origins[n] for n in at) if len(item.origins) == len(at) else item.origins
            return replace(item, options=options, origins=origins, key=_key(item, options))
    return item


def _key(item: Exercise, options: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(o for o in options if o in item.key) if item.kind == "multiple" else item.key
