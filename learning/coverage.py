"""Which course modules teach what a requirement asks for, item by item: each cell with what is quoted for it.

A passage covers an item where it says the item's head, the word that tells most, and by weight the larger part of the
item (learning/term.py); a little less where the search ranks its document first for the requirement, more where it does
not find it or the document is far from the whole matter. A head that all trades use must stand in a heading. A cell is
full where its module covers every item, else partial; what no module covers is missing, and where nothing is covered
the requirement is a gap. A course standard's project has one line: it covers in part what names one of its topics. The
constants were chosen on the marks of `python -m eval matrix`. Pure; knows no person and no search.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from learning.demand import Item, bare_name, items
from learning.evidence import HEADING, best
from learning.kin import kin
from learning.module import Module, Unit
from learning.requirement import Requirement
from learning.term import Place, Telling, Terms, Weigher, holds

Strength = Literal["full", "partial"]
RANKS = ((2, 0.42), (5, 0.5))
UNRANKED, FAR = 0.6, 0.5
"""The share of an item that a passage must say, by the place of its document; that of a far document is divided."""
MINOR, PLAIN = 0.1, 0.27
"""An item of less weight asks for nothing of its own; one of less than the other must be spoken of in a heading."""
TOPIC, OF_ITEM = 0.6, 0.4
"""The share of a topic's words that an item must hold, and of the item's that the topic must."""
CLAUSE, WORDS = 0.55, 3
"""A clause whose words stand together in one passage is covered, be each of them plain."""
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
            return RANKS[0][1]
        at = self.ranks[requirement].get(document_id)
        by_rank = UNRANKED if at is None else next((line for most, line in RANKS if at <= most), UNRANKED)
        return by_rank / min(1.0, FAR + self.near.get(document_id, 1.0))


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
        self._weigher = Weigher(telling, (p.said for ps in self._passages for p in ps))

    def judged(self, wanted: Sequence[Requirement]) -> tuple[Judged, ...]:
        """Each requirement in its order; rules and conditions of hiring are taught by no module."""
        return tuple(self._one(r, one) for r, one in enumerate(wanted))

    def _one(self, r: int, one: Requirement) -> Judged:
        asked = [(item, terms) for item in items(one) if (terms := self._weigher.terms(item.text)).heads]
        telling = [(i, t) for i, t in asked if t.weight >= MINOR]
        asked = telling or asked
        if one.rule or one.condition or not asked:
            return Judged((), ())
        found = [cell for m in range(len(self._taught)) if (cell := self._cell(r, m, asked)) is not None]
        if bare_name(one):
            found = [replace(c, strength="partial") for c in found]
        covered = {i for c in found for i in c.items}
        missing = tuple(i for i, _ in asked if i not in covered and not (i.name and len(asked) > 1 and found))
        return Judged(tuple(found), missing, None if found else self._nearest(asked))

    def _cell(self, r: int, m: int, asked: Sequence[tuple[Item, Terms]]) -> Cell | None:
        module, line = self._taught[m], self._sought.line(r, self._taught[m].document_id)
        if module.topics:
            held = tuple(i for i, t in asked if self._names_topic(i, t, module))
            return Cell(r, m, "partial", module.units[0], held) if held else None
        by_item = [(i, t, self._places(m, i, t, line)) for i, t in asked]
        by_item = [(i, t, ps) for i, t, ps in by_item if ps]
        if not by_item:
            return None
        quoted = best([(t, [p.run for p in ps]) for _, t, ps in by_item], MOST_QUOTED)
        whole = len(by_item) == sum(not i.name for i, _ in asked) or len(by_item) == len(asked)
        return Cell(r, m, "full" if whole else "partial", quoted, tuple(i for i, _, _ in by_item)) if quoted else None

    def _places(self, m: int, item: Item, terms: Terms, line: float) -> list[_Passage]:
        """The passages of a module that cover the item, that which says most of it first."""
        clause = self._weigher.terms(item.clause)
        shares = [(terms.share(p.said), n, p) for n, p in enumerate(self._passages[m])]
        if terms.weight < PLAIN:
            shares = [(s, n, p) for s, n, p in shares if any(holds(p.named, w) for w in terms.heads)]
        found = [(s, n, p) for s, n, p in shares if s >= line]
        if not found and len(clause.weights) > WORDS and terms.weight < clause.weight:
            found = [
                (s, n, p) for n, p in enumerate(self._passages[m])
                if (s := clause.share(p.said)) >= max(CLAUSE, line) and terms.share(p.said) > 0
            ]
        return [p for _, _, p in sorted(found, key=lambda f: (-f[0], f[1]))]

    def _names_topic(self, item: Item, terms: Terms, module: Module) -> bool:
        return any(self._of_topic(item, terms, topic) for topic in module.topics)

    def _of_topic(self, item: Item, terms: Terms, topic: str) -> bool:
        """The item says most of the topic's name, and the topic what the item is about; `轴类` is told by `阶梯轴`."""
        if len(item.text) > 1 and item.text[1] == "类":
            return item.text[0] in topic
        said, named = Place(item.text), Place(topic)
        own = self._weigher.terms(topic)
        return own.share(said) >= TOPIC and terms.share(named) >= OF_ITEM

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


def cells(
    wanted: Sequence[Requirement], taught: Sequence[Module], telling: Telling, sought: Sought | None = None
) -> tuple[Cell, ...]:
    """Every covered cell, by requirement, then module."""
    return tuple(c for one in Coverage(taught, telling, sought).judged(wanted) for c in one.cells)
