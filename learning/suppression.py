"""Which tables of a class may be told, so that no figure of fewer than K people can be read or reckoned. Pure.

Statistical disclosure control: minimum frequency, secondary (complementary) suppression, and differencing of tables
told one after another (Hundepool et al., Statistical Disclosure Control, Wiley 2012, chapters 4 and 5). Groups part
their total. Knows no names: a person is an opaque id, and gives a number. Does not guard against K-1 people who put
together what they know of themselves; no frequency rule does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor

K = 5
"""The fewest people that a figure may speak of."""

BANDS = 10
"""Bands of an estimate from 0 to 1: whoever stays in theirs gives the same again."""

Given = Mapping[str, float]
"""What each person gives to a cell, by id."""


@dataclass(frozen=True)
class Told:
    """One told table, with what each person gave when it was told. `total` is None where there are too few people for
    anything; groups that are not told are named in `hidden`.
    """

    total: Given | None
    groups: Mapping[str, Given]
    hidden: tuple[str, ...]


@dataclass(frozen=True)
class Figure:
    """What is shown of a cell: how many people, and the mean of what they give, to two digits."""

    people: int
    mean: float


def told(groups: Mapping[str, Given], k: int = K) -> Told:
    """The table of these groups and their total. ValueError where somebody is in two groups.

    What is left when the told groups are taken from the total is nobody, or at least `k` people: where it would be
    fewer, the smallest told group is hidden as well. Which groups are told depends on sizes alone, never on values.
    """
    _part(groups)
    total = {person: value for cell in groups.values() for person, value in cell.items()}
    if len(total) < k:
        return Told(None, {}, tuple(sorted(groups)))
    by_size = sorted((len(cell), name) for name, cell in groups.items())
    hidden = [one for one in by_size if one[0] < k]
    shown = by_size[len(hidden) :]
    while shown and 0 < sum(size for size, _ in hidden) < k:
        hidden.append(shown.pop(0))
    names = sorted(name for _, name in shown)
    return Told(total, {name: dict(groups[name]) for name in names}, tuple(sorted(name for _, name in hidden)))


def told_again(before: Sequence[Told], groups: Mapping[str, Given], k: int = K) -> Told:
    """What is told after a change: the new table where it may stand beside all those told `before` (first to last),
    else the last one as it was.

    People who give the same and stand in the same cell of every table are one atom. Every told cell is a union of
    atoms, so whatever is reckoned from the tables weighs an atom's people alike: with `k` people or more in each, no
    sum or difference speaks of fewer. One who joins, leaves, moves or gives another value alone is an atom of one.
    """
    now = told_beside(before, groups, k)
    return before[-1] if now is None else now


def told_beside(before: Sequence[Told], groups: Mapping[str, Given], k: int = K) -> Told | None:
    """The table of these groups where it may stand beside all those `before`, whoever they were told and of whichever
    class; None where it may not. They name a person who gives the same alike, or they protect nothing together.
    """
    now = told(groups, k)
    return now if not before or all(people >= k for people in _atoms([*before, now])) else None


def figure(cell: Given) -> Figure:
    """ValueError of a cell without people."""
    if not cell:
        raise ValueError("nobody")
    return Figure(len(cell), round(sum(cell.values()) / len(cell), 2))


def banded(estimate: float, bands: int = BANDS) -> float:
    """The middle of its band, from 0 to 1: the figure's mean is off by half a band at most."""
    return (min(floor(estimate * bands + 1e-9), bands - 1) + 0.5) / bands


def _atoms(tables: Sequence[Told]) -> list[int]:
    """How many people each atom of these tables has."""
    places: dict[tuple[str, float], list[str | None]] = defaultdict(lambda: [None] * len(tables))
    for n, table in enumerate(tables):
        where = {person: name for name, cell in table.groups.items() for person in cell}
        for person, value in (table.total or {}).items():
            places[person, value][n] = where.get(person, "")
    people: dict[tuple[str | None, ...], set[str]] = defaultdict(set)
    for (person, _), at in places.items():
        people[tuple(at)].add(person)
    return [len(atom) for atom in people.values()]


def _part(groups: Mapping[str, Given]) -> None:
    seen: set[str] = set()
    for name, cell in groups.items():
        if not name or seen & cell.keys():
            raise ValueError("groups have names and part their total")
        seen |= cell.keys()
