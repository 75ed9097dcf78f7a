"""A look at a class: what its learners give, and of that what may be told today (telling.py), written down and audited.

Findings and the record of lesson plans both look this way, so together they tell no more than either.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from records.acts import Act
from records.cells import Cells, Source, ToldTable
from records.classfacts import ClassFacts
from records.classgroup import ClassGroup, group_of
from records.shelf import Shelf
from records.telling import Telling
from trust.errors import Stale
from trust.principal import Principal, Scope

Reading = Callable[[Connection, ClassGroup], list[Cells]]
"""What the learners of a group give."""


@dataclass(frozen=True)
class Drawn:
    """A table with what was told of it."""

    cells: Cells
    told: ToldTable


class ClassTold:
    def __init__(self, shelf: Shelf, facts: ClassFacts) -> None:
        self.facts, self.telling = facts, Telling(shelf)
        self._shelf = shelf

    def everything(
        self, principal: Principal, scope: Scope, course: str, looked: Callable[[ClassGroup], Act]
    ) -> tuple[ClassGroup, list[Drawn]]:
        """NotFound where this person neither teaches nor mentors it. `looked`: what the audit is to say."""
        group, drawn = self._told(principal, course, lambda conn, g: self.facts.of(conn, principal, scope, g), looked)
        return group, sourced(drawn)

    def competencies(
        self, principal: Principal, scope: Scope, course: str, looked: Callable[[ClassGroup], Act]
    ) -> tuple[ClassGroup, list[Drawn]]:
        """The same of mastery alone, without what it rests on: no answer is opened."""
        return self._told(principal, course, lambda conn, g: self.facts.competencies(conn, principal, scope, g), looked)

    def _told(
        self, principal: Principal, course: str, reading: Reading, looked: Callable[[ClassGroup], Act]
    ) -> tuple[ClassGroup, list[Drawn]]:
        """Stale where the reader's own part in the course changed meanwhile."""
        with self._shelf.database.read() as conn:  # opening a class's answers takes long: nobody's write waits for it
            group = group_of(conn, principal, course, self._shelf.now())
            given = [one for one in reading(conn, group) if principal.reads(one.label)]
        with self._shelf.database.write() as conn:
            now = group_of(conn, principal, course, self._shelf.now(), lock=True)
            if now.audience != group.audience:
                raise Stale()
            given = [_of(one, now.cohorts) for one in given]
            told = self.telling.tell(conn, now.course, now.audience, given)
            self._shelf.audit.append(conn, now.course.owner, looked(now))
        return now, [Drawn(cells, table) for cells, table in zip(given, told, strict=True)]


def _of(cells: Cells, cohorts: Mapping[str, str]) -> Cells:
    """Of those alone who still are where they were when it was read: a consent may have ended meanwhile."""
    groups = {
        name: {person: value for person, value in group.items() if cohorts.get(person) == name}
        for name, group in cells.groups.items()
    }
    return replace(cells, groups={name: group for name, group in groups.items() if group})


def sourced(drawn: Sequence[Drawn]) -> list[Drawn]:
    """A competency's exercises and sources are those of tables told themselves: one learner's answer is no link."""
    told = [one for one in drawn if one.told.total is not None]
    items = {one.cells.items[0]: one.cells.sources for one in told if one.cells.kind == "item"}
    steps: dict[str, list[Source]] = defaultdict(list)
    for one in told:
        if one.cells.kind == "step":
            steps[one.cells.origin] += one.cells.sources
    return [
        replace(one, cells=_resting(one.cells, items, steps)) if one.cells.kind == "competency" else one
        for one in drawn
    ]


def _resting(cells: Cells, items: Mapping[str, Sequence[Source]], steps: Mapping[str, Sequence[Source]]) -> Cells:
    mine = tuple(item for item in cells.items if item in items)
    sources = [source for item in mine for source in items[item]] + list(steps.get(cells.origin, ()))
    return replace(cells, items=mine, sources=tuple({source.passage_id: source for source in sources}.values()))
