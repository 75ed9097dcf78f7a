"""Which course modules teach what a requirement asks for, item by item: each cell with what is quoted for it.

A module covers an item where a sentence of it attests it (learning/attested.py); a little less is needed where the
search ranks its document first for the requirement, more where it does not find it or the document is far from the
whole matter. A cell is full where its module covers every item, else partial; what no module covers is missing, with
the sentence that only mentions it, and where nothing is covered the requirement is a gap. A course standard's project
has one line: it covers in part what names one of its topics. The constants were chosen on the marks of `python -m eval
matrix`. Pure; knows no person and no search.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from learning.attested import Attested, Section, attested, calculates, opening, other, sections
from learning.demand import Item, bare_name, items, named
from learning.kin import kin
from learning.module import Module, Unit
from learning.requirement import Requirement
from learning.term import Place, Telling, Terms, Weigher
from learning.unlike import cases, example, sizes

Strength = Literal["full", "partial"]
Asked = Sequence[tuple[Item, Terms]]
Alike = Mapping[str, Sequence[int]]
"""The items of one requirement with their words; the requirements that ask for an item in the same words."""
FIRST, RANKED, UNRANKED, FAR = 2, 0.55, 0.6, 0.5
"""The share of an item that must be said where its document's place is up to the first, and elsewhere; that of a far
document is divided.
"""
HIGHEST, TOGETHER = 0.95, 3
PLAIN = 0.35
"""An item of less weight is too plain to be looked for in plans."""
TOPIC, OF_ITEM, NAMED_SHORT = 0.6, 0.25, 6
"""The share of a topic's name that an item must say, and of the item's words that the topic must."""
COMMON = 0.6
"""The rarity below which a word is one that the courses say everywhere."""
NEAR, SAID = 0.5, 0.5
"""The share of an item that a section says where a gap would be filled, and that a topic says which names all of it."""
MOST_QUOTED = 4
_MAKING = re.compile(r"(?:加工|制作|装配|检修)$")


@dataclass(frozen=True)
class Cell:
    """What in one module covers one requirement: verbatim sentences, best first, and which items it covers."""

    requirement: int
    module: int
    strength: Strength
    quoted: tuple[Unit, ...]
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Hint:
    """A sentence of a module that only mentions an item."""

    item: Item
    module: int
    unit: Unit


@dataclass(frozen=True)
class Judged:
    """One requirement: its cells by module, the items no module covers, and the module and section nearest to a gap.
    `hints` mention what is missing; `wished` are items only liked that nothing covers.
    """

    cells: tuple[Cell, ...]
    missing: tuple[Item, ...]
    nearest: int | None = None
    section: str = ""
    hints: tuple[Hint, ...] = ()
    wished: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Sought:
    """What the search says: `ranks` by requirement, document → place of its best passage (0 is first); `near` by
    document, 0–1. Without it all documents are alike.
    """

    ranks: Sequence[Mapping[str, int]] = ()
    near: Mapping[str, float] = field(default_factory=dict)

    def line(self, requirement: int, document_id: str) -> float:
        """The share of an item that a module of the document must say."""
        if not self.ranks:
            return RANKED
        at = self.ranks[requirement].get(document_id)
        line = RANKED if at is not None and at <= FIRST else UNRANKED
        return min(HIGHEST, line / min(1.0, FAR + self.near.get(document_id, 1.0)))


class Coverage:
    """The modules of the courses read, ready to be compared with requirements."""

    def __init__(self, taught: Sequence[Module], telling: Telling, sought: Sought | None = None) -> None:
        self.taught, self._sought = taught, sought or Sought()
        self._sections = [sections(m) for m in taught]
        self.weigher = Weigher(telling, (_said(run) for m in taught for run in m.units))

    def judged(self, wanted: Sequence[Requirement]) -> tuple[Judged, ...]:
        """Each requirement in its order; rules and conditions of hiring are taught by no module."""
        every = [self.asked(one) for one in wanted]
        alike = _alike(every)
        return tuple(self._one(r, one, every[r], alike) for r, one in enumerate(wanted))

    def asked(self, one: Requirement) -> Asked:
        """Its items that have words that tell; none of a rule or a condition."""
        if one.rule or one.condition:
            return ()
        made = ((item, self.weigher.terms(item.text, item.using)) for item in items(one))
        return tuple((item, terms) for item, terms in made if terms.told)

    def untaught(self, asked: Asked, told: Judged) -> Asked:
        """What is asked for itself and no sentence of a book says: a project's name is no lesson."""
        said = {i for c in told.cells if not self.taught[c.module].topics for i in c.items}
        return tuple((i, t) for i, t in asked if i not in said and not (i.name or i.headed))

    def _one(self, r: int, one: Requirement, asked: Asked, alike: Alike) -> Judged:
        if not asked:
            return Judged((), ())
        whole = self.weigher.terms(one.text)
        told = [self._together(m, asked, self._attested(m, asked, whole, alike)) for m in range(len(self.taught))]
        cells = [c for m, by_item in enumerate(told) if (c := self._cell(r, m, asked, by_item)) is not None]
        cells = [replace(c, strength="partial") if bare_name(one) or self._short(one, c) else c for c in cells]
        covered = {i for c in cells for i in c.items}
        left = [n for n, (i, _) in enumerate(asked) if not told_of(i, covered, bool(cells))]
        missing = tuple(asked[n][0] for n in left if not asked[n][0].liked)
        near, section = (None, "") if cells else self._nearest(asked)
        hints = tuple(h for n in left if (h := _hint(asked[n][0], n, told)) is not None)
        wished = tuple(asked[n][0] for n in left if asked[n][0].liked)
        return Judged(tuple(cells), missing, near, section, hints, wished)

    def _short(self, one: Requirement, cell: Cell) -> bool:
        """What is quoted leaves out the case in which something is to be done or a value it is to have, or is only an
        example.
        """
        text = "\n".join(u.text for u in cell.quoted)
        said, plain = Place(text.lower()), "".join(text.split())
        away = any(t.of(t.held(said)) < 1 for t in map(self.weigher.terms, cases(one.text)))
        return away or any(v not in plain for v in sizes(one.text)) or all(example(u.text) for u in cell.quoted)

    def _attested(self, m: int, asked: Asked, whole: Terms, alike: Alike) -> tuple[Attested, ...]:
        """Of each item; a project of a course standard says nothing but its topics. What is asked for in the same words
        elsewhere is judged by the same line.
        """
        if self.taught[m].topics:
            return tuple(Attested() for _ in asked)
        made: list[Attested] = []
        for n, (item, terms) in enumerate(asked):
            line = min(self._sought.line(r, self.taught[m].document_id) for r in alike[item.text])
            found = attested(self._of(m, item), item, terms, whole, line)
            leaning = "其" in item.text and not (n and made[n - 1].units)  # `说明其要素`: of what stands before
            made.append(replace(found, units=()) if leaning else found)
        return tuple(made)

    def _together(
        self, m: int, asked: Asked, found: Sequence[Attested]
    ) -> tuple[Attested, ...]:
        """Plain words of one clause that stand together in one section are no chance: each where it opens a line, or at
        all.
        """
        made = list(found)
        for clause in {i.clause for i, _ in asked}:
            ns = [n for n, (i, _) in enumerate(asked) if i.clause == clause and not i.headed]
            for section in self._sections[m] if len(ns) >= TOGETHER else ():
                here = [n for n in ns if asked[n][1].core in section.all.text]
                if len(here) >= TOGETHER and not all(made[n].units for n in here):
                    for n in here:
                        made[n] = replace(made[n], units=opening(section, asked[n][1].core) or made[n].units)
        return tuple(made)

    def _of(self, m: int, item: Item) -> list[Section]:
        """The sections that may speak of an item: of a deed told in detail those that speak of the deed."""
        deeds = self.weigher.terms(item.clause).deeds if item.under and not item.headed else ()
        if not any(item.clause.startswith(d) for d in deeds):
            return list(self._sections[m])
        above = self.weigher.terms(item.under)
        return [s for s in self._sections[m] if above.required & (above.held(s.all) | above.held(s.title))]

    def _cell(
        self, r: int, m: int, asked: Asked, by_item: Sequence[Attested]
    ) -> Cell | None:
        module = self.taught[m]
        if module.topics:
            named = tuple(n for i, t in asked for n in self._of_topics(i, t, module))
            return Cell(r, m, "partial", module.units[0], named) if named else None
        held = [(i, t, a) for (i, t), a in zip(asked, by_item, strict=True) if a.units]
        if not held:
            return None
        covered = {i for i, _, _ in held}
        needed = {i for i, _ in asked if not (i.name or i.headed or i.liked)} or {i for i, _ in asked}
        whole = all(told_of(i, covered, True) for i in needed)
        quoted = _quoted([(t, a.units) for _, t, a in held])
        return Cell(r, m, "full" if whole else "partial", quoted, tuple(i for i, _, _ in held))

    def _of_topics(self, item: Item, terms: Terms, module: Module) -> list[Item]:
        """The item where a topic names it, or the topic where it names only what the item is about."""
        named = [t for t in module.topics if self._of_topic(item, terms, t)]
        if not named:
            return []
        if item.text[1] == "类" or terms.of(terms.held(Place(named[0].lower()))) >= SAID:
            return [item]
        return [Item(named[0], item.clause)]

    def _of_topic(self, item: Item, terms: Terms, topic: str) -> bool:
        """The item says most of the topic's name, and the topic what the item is about; `轴类` is told by `阶梯轴`, and
        `零件加工` by any `…加工`.
        """
        if len(item.text) > 1 and item.text[1] == "类":
            return item.text[0] in topic
        alike = topic[-2:] == item.text[-2:] and _MAKING.search(topic) is not None and len(item.text) <= NAMED_SHORT
        if alike and all(self.weigher.rarity(w) < COMMON for w in terms.told):
            return True
        said = _piece(topic, item.text) >= TOPIC * len(topic)
        said = said or (len(topic) <= NAMED_SHORT and bool(kin(topic) & kin(item.text)) and not calculates(item.text))
        told = terms.held(Place(topic))
        return said and terms.of(told) >= OF_ITEM

    def _nearest(self, asked: Asked) -> tuple[int | None, str]:
        """The module and section that say most of all items, one of them half; none where all say little."""
        best, at, where = 0.0, None, ""
        for m, of in enumerate(self._sections):
            for section in () if self.taught[m].topics else of:
                if any(other(section.heading.text, t.tail, i.text) for i, t in asked):
                    continue
                shares = [share for _, t in asked if t.most >= PLAIN and (share := _things(t, section.all))]
                if max(shares, default=0.0) >= NEAR and sum(shares) > best:
                    best, at, where = sum(shares), m, section.heading.text
        return at, where


def _alike(every: Sequence[Asked]) -> dict[str, list[int]]:
    made: dict[str, list[int]] = {}
    for r, asked in enumerate(every):
        for text in {i.text for i, _ in asked}:
            made.setdefault(text, []).append(r)
    return made


def _things(terms: Terms, said: Place) -> float:
    """The share of an item that stands there as it is, none where only a deed does."""
    plain = {w for w in terms.told if w in said.text}
    return terms.of(plain) if plain - terms.deeds else 0.0


def told_of(item: Item, covered: set[Item], any_cell: bool) -> bool:
    """Nothing is missing of it: covered, or another thing of which one is enough, or only the name of the rest."""
    if item.name and any(kin(named(item.text)) & kin(named(i.text)) for i in covered):
        return True
    if item in covered or (item.either and any(i.either == item.either for i in covered)):
        return True
    return any_cell and (item.headed or (item.name and item.text == item.clause))


def _hint(item: Item, n: int, told: Sequence[Sequence[Attested]]) -> Hint | None:
    """The sentence of the module that says most of it around."""
    found = [(-by_item[n].share, m, hint) for m, by_item in enumerate(told) if (hint := by_item[n].hint) is not None]
    return Hint(item, *min(found, key=lambda f: f[:2])[1:]) if found else None


def _quoted(held: Sequence[tuple[Terms, Sequence[Unit]]]) -> tuple[Unit, ...]:
    """Of each item the best sentence, then what says its words that this one leaves out."""
    first = [units[0] for _, units in held]
    second = []
    for terms, units in held:
        left = terms.lacking(terms.held(Place(units[0].text.lower())))
        second += [u for u in units[1:] if left & terms.held(Place(u.text.lower()))][:1]
    return tuple(dict.fromkeys([*first, *second]))[:MOST_QUOTED]


def _said(run: tuple[Unit, ...]) -> Place:
    heading = run[0].passage.locator.heading or ""
    return Place("\n".join([heading, *(u.text for u in run)]).lower())


def _piece(topic: str, text: str) -> int:
    """The length of the longest piece of a topic, two characters or more, that stands in the text."""
    for size in range(len(topic), 1, -1):
        if any(topic[i : i + size] in text for i in range(len(topic) - size + 1)):
            return size
    return 0


def cells(
    wanted: Sequence[Requirement], taught: Sequence[Module], telling: Telling, sought: Sought | None = None
) -> tuple[Cell, ...]:
    """Every covered cell, by requirement, then module."""
    return tuple(c for one in Coverage(taught, telling, sought).judged(wanted) for c in one.cells)
