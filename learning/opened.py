"""What an enterprise's papers, opened to a course, say on items that its books leave out. Pure.

A paper may be used where the course's label stands on it. Its sentences must say an item in its own words: it is
written for the work, not for the class. Records, reports and forms that only hold data teach nothing. Does not look for
papers and does not know who may read them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from learning.attested import STRICT, Attested, Section, attested, sections
from learning.coverage import Cell, Coverage, Judged, told_of
from learning.demand import Item, bare_name
from learning.line import bare
from learning.module import Module, modules
from learning.requirement import Requirement, kind_of
from learning.term import Terms
from trust.labels import Label
from trust.sources import Passage

_WRITTEN = re.compile(r"写[出明]")
_DATA = re.compile(r"记录|台账|报告|统计|明细|一览|周期表|复盘")
_COURSE = "course:"
OPENED = "企业资料"
"""What a paper of another owner than the course's is called in front of its title."""
MAIN = 0.5
"""The share of the best course's closeness that another needs."""
EACH = 2
"""Papers named for one item."""


def courses_of(labels: Iterable[Label]) -> frozenset[str]:
    """The courses that labels name."""
    return frozenset(a for label in labels for clause in label.clauses for a in clause if a.startswith(_COURSE))


def main_courses(read: Sequence[Sequence[Passage]], close: Mapping[str, float]) -> frozenset[str]:
    """The courses that the documents closest to what is asked for are labelled with."""
    speaks: dict[str, float] = {}
    for passages in read:
        for course in courses_of(p.label for p in passages):
            speaks[course] = speaks.get(course, 0.0) + close.get(passages[0].document_id, 1.0)
    most = max(speaks.values(), default=0.0)
    return frozenset(c for c, value in speaks.items() if value >= MAIN * most)


def paper(passages: Sequence[Passage], courses: frozenset[str], home: frozenset[str]) -> tuple[Module, ...]:
    """The paper as a module, if it is opened to one of the courses; one of other owners than `home` says so."""
    if not passages or _DATA.search(passages[0].title):
        return ()
    return _named(passages, courses, home)


def noted(passages: Sequence[Passage], courses: frozenset[str], home: frozenset[str]) -> tuple[Module, ...]:
    """A record or report opened to one of the courses: it teaches nothing, and may still show what is asked for."""
    if not passages or not _DATA.search(passages[0].title):
        return ()
    return _named(passages, courses, home)


def _named(passages: Sequence[Passage], courses: frozenset[str], home: frozenset[str]) -> tuple[Module, ...]:
    label = passages[0].label
    if not courses & courses_of([label]) or kind_of(passages[0].title) is not None:
        return ()
    made = modules(passages)
    return made if label.owners <= home else tuple(replace(m, name=f"{OPENED} {m.name}", opened=True) for m in made)


def filled(
    coverage: Coverage, wanted: Sequence[Requirement], judged: Sequence[Judged], papers: Sequence[Module]
) -> tuple[Judged, ...]:
    """Each requirement with the cells of papers on what no book says; papers stand behind the coverage's modules."""
    said = [sections(m) for m in papers]
    made = []
    for r, (one, told) in enumerate(zip(wanted, judged, strict=True)):
        asked = coverage.asked(one)
        whole = coverage.weigher.terms(one.text)
        left = dict(coverage.untaught(asked, told))
        about = _about([t for i, t in asked if i.name or i.headed], said)
        things = {i: coverage.weigher.terms(t.core, i.using) if _WRITTEN.match(i.text) else t for i, t in asked}
        found = {i: _found(about, i, t, whole, i not in left) for i, t in things.items() if not (i.name or i.headed)}
        found = {i: f for i, f in found.items() if f}
        plain = bare_name(one)
        made.append(_with(told, r, [i for i, _ in asked], found, len(coverage.taught), plain) if found else told)
    return tuple(made)


Found = Mapping[Item, Sequence[tuple[int, Attested]]]
"""Item → the papers that say it, by their place, with their sentences."""


def _about(names: Sequence[Terms], said: Sequence[Sequence[Section]]) -> list[list[Section]]:
    """The sections that speak of what the row is named for."""
    return [[s for s in of if not names or any(t.held(s.all) | t.held(s.title) for t in names)] for of in said]


def _found(
    said: Sequence[Sequence[Section]], item: Item, terms: Terms, whole: Terms, taught: bool
) -> list[tuple[int, Attested]]:
    """The papers that say it, those that say most first; of what a book says too only sections of that very name."""
    chosen = [[s for s in of if bare(s.heading.text) == item.text] for of in said] if taught else said
    every = [(n, attested(of, item, terms, whole, STRICT)) for n, of in enumerate(chosen) if of]
    return sorted(((n, a) for n, a in every if a.units), key=lambda f: (-f[1].share, f[0]))[:EACH]


def _with(told: Judged, r: int, asked: Sequence[Item], found: Found, behind: int, plain: bool) -> Judged:
    cells: list[Cell] = []
    needed = {i for i in asked if not (i.name or i.headed or i.liked)}
    for n in sorted({n for some in found.values() for n, _ in some}):
        own = [(i, a.units[0]) for i, some in found.items() for m, a in some if m == n]
        quoted, items = tuple(dict.fromkeys(u for _, u in own)), tuple(i for i, _ in own)
        cells.append(Cell(r, behind + n, "full" if needed <= set(items) and not plain else "partial", quoted, items))
    covered = {i for c in (*told.cells, *cells) for i in c.items}
    return replace(
        told, cells=(*told.cells, *cells), missing=tuple(i for i in told.missing if not told_of(i, covered, True)),
        nearest=None, section="", hints=tuple(h for h in told.hints if h.item not in covered),
        wished=tuple(i for i in told.wished if i not in covered),
    )  # fmt: skip
