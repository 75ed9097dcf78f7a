"""What each learner gives to one table of a class, and what is told of it. Shapes alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from learning.finding import Kind
from learning.itemstats import ItemStatistics, Response, statistics
from learning.suppression import Figure
from trust.labels import Label

Value = tuple[float, ...]
"""What a person gives, alike many numbers for all of a table: a share from 0 to 1; of an item also their mean share
elsewhere. Whatever changes with each answer is coarse: a figure that no two people give alike is never told anew.
"""


@dataclass(frozen=True)
class Source:
    """A stretch of a document that the learners worked on."""

    document_id: str
    passage_id: str
    quote: str


@dataclass(frozen=True)
class Cells:
    """One table before it is told: by cohort what each person gives. `key` names it for good, `about` in words; below
    `line` it is weak, and `weight` is what that counts. `owners`: whose what is given is; none: the label's.
    """

    kind: Kind
    key: str
    about: str
    label: Label
    groups: Mapping[str, Mapping[str, Value]]
    line: float
    weight: float = 1.0
    sources: tuple[Source, ...] = ()
    items: tuple[str, ...] = ()
    origin: str = ""
    owners: frozenset[str] = frozenset()

    def views(self) -> list[tuple[str, dict[str, dict[str, Value]]]]:
        """All that figures are reckoned of: what is given, and each of its numbers by itself, for a table that is new
        by one number still tells the others of whoever joined. Each with its name.
        """
        width = max((len(value) for group in self.groups.values() for value in group.values()), default=1)
        made = [(self.key, {name: dict(group) for name, group in self.groups.items()})]
        for n in range(width) if width > 1 else ():
            part: dict[str, dict[str, Value]] = {
                name: {p: (value[n],) for p, value in group.items()} for name, group in self.groups.items()
            }
            made.append((f"{self.key}.{n}", part))
        return made

    def tells(self, cell: Mapping[str, Value]) -> float | None:
        """Of an item how well it tells good from weak."""
        if self.kind != "item":
            return None
        found = statistics(Response(p, v[0], v[1] if len(v) > 1 else None) for p, v in sorted(cell.items()))
        if found is None:
            return None
        return found.item_rest if found.discrimination is None else found.discrimination

    def reached(self, cell: Mapping[str, Value]) -> float | None:
        """Of a competency the share of people at the line or above."""
        if self.kind != "competency" or not cell:
            return None
        return sum(value[0] >= self.line for value in cell.values()) / len(cell)


@dataclass(frozen=True)
class Cell:
    """A told one."""

    figure: Figure
    tells: float | None = None
    reached: float | None = None

    @property
    def statistics(self) -> ItemStatistics:
        return ItemStatistics(self.figure.people, self.figure.mean, self.tells, None, {})

    def level(self, kind: Kind) -> Figure | None:
        """What a finding of this kind speaks of: an item's discrimination, where it has one, else the mean."""
        if kind != "item":
            return self.figure
        return None if self.tells is None else Figure(self.figure.people, round(self.tells, 2))


@dataclass(frozen=True)
class ToldTable:
    """What was told, by which row and when; `cohorts` without those too small. `at` None: nothing ever was."""

    id: str
    total: Cell | None
    cohorts: Mapping[str, Cell]
    at: datetime | None = None
