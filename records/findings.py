"""Findings of a course: what is weak in a class, told in figures of at least five people, ranked by what it costs.

Every figure comes of classtold.py; a look writes down what it told, so that the next one tells nothing beside it that
it must not. Requirements come of the newest matrix on the course, of the 20 newest that the reader may see. Each look
is in the audit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection

from learning.finding import Finding, Kind, poor_item, ranked, weak
from learning.suppression import Figure
from learning.untaught import COSTS, Reason, untaught
from records.artefactrows import Artefact
from records.artefacts import Artefacts
from records.cells import Cell, Cells, Source, ToldTable
from records.classgroup import ClassGroup, courses_of, group_of
from records.classtold import ClassTold, Drawn
from records.findinglinks import Link, Links, items_named, links_of
from records.foundacts import FindingsLooked, FindingsTaken
from records.shelf import OnShelf, Shelf
from trust.labels import Label
from trust.principal import Principal, Scope

MATRIX, RECENT, MOST = "match_requirements", 20, 20
KINDS: tuple[Kind, ...] = ("competency", "criterion", "item", "step", "requirement")


@dataclass(frozen=True)
class Found:
    """One finding. `cohorts`: the level of each that has one; `told`: the row that told it, `told_at` when; `reason`:
    why a requirement is one. `nearest`: nothing names its sources; they were searched for by its words.
    """

    finding: Finding
    about: str
    origin: str
    label: Label
    told: str = ""
    told_at: datetime | None = None
    cohorts: Mapping[str, Figure] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    links: tuple[Link, ...] = ()
    reason: Reason | None = None
    nearest: bool = False

    @property
    def id(self) -> str:
        return self.finding.about


@dataclass(frozen=True)
class Board:
    """`cohorts`: those that anything is told of; `cohort`: the one asked for, or none: the class as a whole."""

    course: str
    title: str
    audience: Literal["teacher", "mentor"]
    cohorts: tuple[str, ...]
    cohort: str
    found: tuple[Found, ...]


class Findings(OnShelf):
    def __init__(self, shelf: Shelf, told: ClassTold, artefacts: Artefacts) -> None:
        super().__init__(shelf)
        self._class, self._artefacts = told, artefacts
        self.telling = told.telling

    def courses(self, principal: Principal, scope: Scope) -> list[tuple[str, str]]:
        """Ids and titles of those this person teaches or mentors now."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            return [(row.id, row.title) for row in courses_of(conn, principal, self._shelf.now())]

    def page(self, principal: Principal, scope: Scope, course: str, cohort: str = "") -> Board:
        """Ranked within each kind, what costs most first. NotFound where this person neither teaches nor mentors it."""
        group, drawn = self._told(principal, scope, course)
        found = [one for kind in KINDS[:-1] for one in _ranked([d for d in drawn if d.cells.kind == kind], cohort)]
        found += self._requirements(principal, scope, group, [d.cells.about for d in drawn if d.told.total])
        named = sorted({name for d in drawn for name in d.told.cohorts})
        audience: Literal["teacher", "mentor"] = "teacher" if group.teaching else "mentor"
        linked = self.reached(principal, scope, found)
        return Board(course, group.course.title, audience, tuple(named), cohort, tuple(linked))

    def table(self, principal: Principal, scope: Scope, course: str, finding: str) -> ToldTable | None:
        """The one of a finding as it is told to this person today; a look like `page`'s."""
        _, drawn = self._told(principal, scope, course)
        return next((d.told for d in drawn if d.cells.key == finding), None)

    def _told(self, principal: Principal, scope: Scope, course: str) -> tuple[ClassGroup, list[Drawn]]:
        """What is told today, written down and audited."""
        self._own(principal, scope)
        return self._class.everything(
            principal, scope, course, lambda group: FindingsLooked(principal.id, course, group.audience)
        )

    def reached(self, principal: Principal, scope: Scope, found: Sequence[Found]) -> list[Found]:
        """The same with what their sources lead to."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            return self._linked(conn, principal, scope, found)

    def taken(self, principal: Principal, board: Board) -> None:
        with self._shelf.database.write() as conn:
            group = group_of(conn, principal, board.course, self._shelf.now())
            self._shelf.audit.append(conn, group.course.owner, FindingsTaken(principal.id, board.course))

    def _requirements(self, principal: Principal, scope: Scope, group: ClassGroup, told: Sequence[str]) -> list[Found]:
        made = self._matrix(principal, scope, group)
        if made is None:
            return []
        cited = {c.n: c for c in made.citations}
        found = []
        for row in untaught(made.result, told):
            if row.reason == "no_evidence" and not group.teaching:
                continue  # a mentor is not told of practice, so its absence says nothing
            quoted = cited.get(row.citation)
            key = self._class.facts.key("requirement", row.source, row.text)
            of = Finding("requirement", key, 0, None, COSTS[row.reason])
            sources = [] if quoted is None else [Source(quoted.document_id, quoted.passage_id, quoted.quote)]
            sources += [Source(document, "", "") for document in row.modules]
            found.append(
                Found(of, row.text, row.source, made.label, sources=tuple(sources), reason=row.reason,
                      links=(Link("matrix", made.id, made.title),))
            )  # fmt: skip
        return sorted(found, key=lambda f: -f.finding.cost)[:MOST]

    def _matrix(self, principal: Principal, scope: Scope, group: ClassGroup) -> Artefact | None:
        """The newest one whose label names the course, else the reader's own that names no other."""
        atom = f"course:{group.course.id}"
        made = self._artefacts.page(principal, scope, tool=MATRIX, limit=RECENT)[:RECENT]
        atoms = {one.id: {a for clause in one.label.clauses for a in clause} for one in made}
        on = next((m for m in made if atom in atoms[m.id]), None)
        on = on or next(
            (m for m in made if m.author == principal.id and not any(a.startswith("course:") for a in atoms[m.id])),
            None,
        )
        return None if on is None else self._artefacts.get(principal, scope, on.id)

    def _linked(self, conn: Connection, principal: Principal, scope: Scope, found: Sequence[Found]) -> list[Found]:
        wanted = [s.document_id for one in found for s in one.sources]
        by_document = links_of(self._shelf, conn, principal, scope, wanted)
        items = items_named(self._shelf, conn, principal, scope, [i for one in found for i in _items(one)])
        return [_with_links(one, by_document, items) for one in found]


def _ranked(drawn: Sequence[Drawn], cohort: str) -> list[Found]:
    by_id: dict[str, Drawn] = {}
    found = []
    for one in drawn:
        cell = one.told.cohorts.get(cohort) if cohort else one.told.total
        finding = None if cell is None else _finding(one.cells, cell)
        if finding is not None:
            by_id[finding.about] = one
            found.append(finding)
    return [_found(one, by_id[one.about]) for one in ranked(found, MOST)]


def _finding(cells: Cells, cell: Cell) -> Finding | None:
    if cells.kind == "item":
        return poor_item(cells.key, cell.statistics)
    return weak(cells.kind, cells.key, cell.figure.people, min(1.0, cell.figure.mean), cells.line, cells.weight)


def _found(finding: Finding, drawn: Drawn) -> Found:
    cells = drawn.cells
    levels = {name: cell.level(cells.kind) for name, cell in sorted(drawn.told.cohorts.items())}
    cohorts = {name: level for name, level in levels.items() if level is not None}
    items = tuple(Link("item", item, "") for item in cells.items)
    told = drawn.told
    return Found(finding, cells.about, cells.origin, cells.label, told.id, told.at, cohorts, cells.sources, items)


def _items(one: Found) -> list[str]:
    return [link.id for link in one.links if link.kind == "item"]


def _with_links(one: Found, by_document: Links, items: Mapping[str, Link]) -> Found:
    """Its own exercises first, then what was made from its documents; nothing the reader may not see."""
    own = [items[i] for i in _items(one) if i in items]
    other = [link for link in one.links if link.kind != "item"]
    read = {d for d, links in by_document.items() if any(link.kind == "document" for link in links)}
    documents = list(dict.fromkeys(s.document_id for s in one.sources if s.document_id in read))
    made = [link for d in documents for link in by_document[d]]
    if own:
        made = [link for link in made if link.kind != "item"]
    sources = tuple(s for s in one.sources if s.document_id in read)
    links = tuple(dict.fromkeys([*other, *own, *made]))
    return replace(one, sources=sources, links=links)
