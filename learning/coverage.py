"""Which course modules teach what a requirement asks for, item by item: each cell with what is quoted for it.

A passage covers an item where it says the item's head, the word that tells most, and by weight the larger part of the
item (learning/term.py); a little less where the search ranks its document first for the requirement, more where it does
not find it or the document is far from the whole matter. A head that all trades use must stand in a heading. A cell is
full where its module covers every item, else partial; what no module covers is missing, and where nothing is covered
the requirement is a gap. A course standard's project has one line: it covers in part what names one of its topics. The
constants were chosen on the marks of `python -m eval matrix`. Pure; knows no person and no search.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from learning.demand import Item, bare_name, items
from learning.kin import kin
from learning.module import Module, Unit
from learning.quoting import HEADING, best
from learning.requirement import Requirement
from learning.term import Place, Telling, Terms, Weigher

Strength = Literal["full", "partial"]
FIRST, RANKED, UNRANKED, FAR = 2, 0.42, 0.6, 0.5
"""The share of an item that a passage must say where its document's place is up to the first, and elsewhere; that of a
far document is divided.
"""
MINOR, PLAIN, SPOKEN = 0.08, 0.35, 2
"""An item of less weight asks for nothing of its own; one of less than the other must be spoken of in a heading. What
one word says must stand in a heading or in so many passages of the module.
"""
TOPIC, OF_ITEM, NAMED_SHORT = 0.6, 0.25, 6
"""The share of a topic's name that an item must say, and of the item's words that the topic must."""
NAMED = 0.5
"""What of its line an item needs in a document whose title names its head."""
TOGETHER = 3
"""Items of one clause that stand in one passage are covered, be each of them plain."""
NEAR = 0.25
"""The least share of its best item at which a module is where a gap would be filled."""
MOST_QUOTED = 3


@dataclass(frozen=True)
class Cell:
    """What in one module covers one requirement: verbatim sentences, best first, and which items it covers."""

    requirement: int
    module: int
    strength: Strength
    quoted: tuple[Unit, ...]
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Judged:
    """One requirement: its cells by module, the items no module covers, and the module nearest to a gap."""

    cells: tuple[Cell, ...]
    missing: tuple[Item, ...]
    nearest: int | None = None


@dataclass(frozen=True)
class Sought:
    """What the search says: `ranks` by requirement, document → place of its best passage (0 is first); `near` by
    document, 0–1. Without it all documents are alike.
    """

    ranks: Sequence[Mapping[str, int]] = ()
    near: Mapping[str, float] = field(default_factory=dict)

    def line(self, requirement: int, document_id: str) -> float:
        """The share of an item that a passage of the document must say."""
        if not self.ranks:
            return RANKED
        at = self.ranks[requirement].get(document_id)
        line = RANKED if at is not None and at <= FIRST else UNRANKED
        return line / min(1.0, FAR + self.near.get(document_id, 1.0))


@dataclass(frozen=True)
class _Passage:
    """A passage of a module as it is compared; `named` are its headings and its document's title."""

    run: tuple[Unit, ...]
    said: Place
    named: Place


class Coverage:
    """The modules of the courses read, ready to be compared with requirements."""

    def __init__(self, taught: Sequence[Module], telling: Telling, sought: Sought | None = None) -> None:
        self._taught, self._sought = taught, sought or Sought()
        self._passages = [tuple(_passage(m, run) for run in m.units) for m in taught]
        self._titles = [Place(m.title.lower()) for m in taught]
        self.weigher = Weigher(telling, (p.said for ps in self._passages for p in ps))

    def judged(self, wanted: Sequence[Requirement]) -> tuple[Judged, ...]:
        """Each requirement in its order; rules and conditions of hiring are taught by no module."""
        return tuple(self._one(r, one) for r, one in enumerate(wanted))

    def _one(self, r: int, one: Requirement) -> Judged:
        asked = [(item, terms) for item in items(one) if (terms := self.weigher.terms(item.text, item.using)).heads]
        telling = [(i, t) for i, t in asked if t.weight >= MINOR]
        asked = telling or asked
        if one.rule or one.condition or not asked:
            return Judged((), ())
        whole = self.weigher.terms(one.text)
        found = [cell for m in range(len(self._taught)) if (cell := self._cell(r, m, asked, whole)) is not None]
        if bare_name(one):
            found = [replace(c, strength="partial") for c in found]
        covered = {i for c in found for i in c.items}
        missing = tuple(i for i, _ in asked if i not in covered and not (i.name and i.text == i.clause and found))
        return Judged(tuple(found), missing, None if found else self._nearest(asked))

    def _cell(self, r: int, m: int, asked: Sequence[tuple[Item, Terms]], whole: Terms) -> Cell | None:
        module, line = self._taught[m], self._sought.line(r, self._taught[m].document_id)
        if module.topics:
            told = [(i, t) for i, t in asked if self._names_topic(i, t, module)]
            topics = Place("\n".join(module.topics).lower())
            held = tuple(
                i for i, t in told if i.text[1] == "类" or not self._unheard(t) or t.heads & t.held(topics)
            )  # fmt: skip
            return Cell(r, m, "partial", module.units[0], held) if told else None
        by_item: list[tuple[Item, Terms, list[_Passage]]] = []
        together = self._together(m, asked, line)
        for n, (item, terms) in enumerate(asked):
            alone = "其" not in item.text or (n > 0 and any(i == asked[n - 1][0] for i, _, _ in by_item))
            places = self._places(m, item, terms, line) or ([together[n]] if n in together else [])
            if alone and places:
                by_item.append((item, terms, places))
        if not by_item:
            return None
        quoted = best([(t, [p.run for p in ps]) for _, t, ps in by_item], whole, MOST_QUOTED)
        covered, needed = {i for i, _, _ in by_item}, {i for i, _ in asked if not i.name} or {i for i, _ in asked}
        strength: Strength = "full" if covered >= needed else "partial"
        return Cell(r, m, strength, quoted, tuple(i for i, _, _ in by_item)) if quoted else None

    def _places(self, m: int, item: Item, terms: Terms, line: float) -> list[_Passage]:
        """The passages of a module that cover the item, that which says most of it first."""
        found = []
        for n, passage in enumerate(self._passages[m]):
            named = bool(terms.heads & terms.held(passage.named))
            titled = bool(terms.heads & terms.held(self._titles[m]))
            share = terms.share(passage.said)
            if share >= line * (NAMED if titled else 1.0) and (named or self._spoken(m, terms, passage)):
                found.append((share, n, passage))
        if item.under:
            above = self.weigher.terms(item.under)
            found = [f for f in found if above.heads & above.held(f[2].said)]
        return [p for _, _, p in sorted(found, key=lambda f: (-f[0], f[1]))]

    def _together(self, m: int, asked: Sequence[tuple[Item, Terms]], line: float) -> dict[int, _Passage]:
        """Which items stand with others of their clause in one passage: plain each, together they are no chance."""
        found: dict[int, _Passage] = {}
        for passage in self._passages[m]:
            by_clause: dict[str, list[int]] = {}
            for n, (item, terms) in enumerate(asked):
                if terms.share(passage.said) >= line:
                    by_clause.setdefault(item.clause, []).append(n)
            found |= {n: passage for ns in by_clause.values() if len(ns) >= TOGETHER for n in ns}
        return found

    def _spoken(self, m: int, terms: Terms, passage: _Passage) -> bool:
        """Not in passing: two words of the item stand in the passage, or its head in two sentences of the module."""
        if terms.verbatim(passage.said):
            return True
        if terms.weight < PLAIN:
            return False
        if terms.plainly(passage.said) > 1:
            return True
        said = [Place(u.text.lower()) for p in self._passages[m] for u in p.run]
        return sum(bool(terms.heads & terms.held(s)) for s in said) >= SPOKEN

    def _names_topic(self, item: Item, terms: Terms, module: Module) -> bool:
        return any(self._of_topic(item, terms, topic) for topic in module.topics)

    def _of_topic(self, item: Item, terms: Terms, topic: str) -> bool:
        """The item says most of the topic's name, and the topic what the item is about; `轴类` is told by `阶梯轴`."""
        if len(item.text) > 1 and item.text[1] == "类":
            return item.text[0] in topic
        said = _piece(topic, item.text) >= TOPIC * len(topic)
        said = said or (len(topic) <= NAMED_SHORT and bool(kin(topic) & kin(item.text)))
        told = terms.held(Place(topic))
        return said and sum(terms.weights[w] for w in told) >= OF_ITEM * terms.weight

    def _unheard(self, terms: Terms) -> bool:
        """Its head stands in no passage at all."""
        return any(self.weigher.rarity(w) == 1.0 for w in terms.heads)

    def _nearest(self, asked: Sequence[tuple[Item, Terms]]) -> int | None:
        """The module that says most of one item; none where all say little."""
        shares = [
            max((t.share(p.said) for _, t in asked if t.weight >= PLAIN for p in ps), default=0.0)
            for ps in self._passages
        ]
        most = max(shares, default=0.0)
        return shares.index(most) if most >= NEAR else None


def _passage(module: Module, run: tuple[Unit, ...]) -> _Passage:
    heading = run[0].passage.locator.heading or ""
    inner = "\n".join(u.text for u in run if HEADING.fullmatch(u.text))
    text = "\n".join([heading, *(u.text for u in run)])
    return _Passage(run, Place(text.lower()), Place(f"{module.title}\n{heading}\n{inner}".lower()))


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
