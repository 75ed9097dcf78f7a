"""What a course standard promises, in its goals, methods and assessment, on requirements that no module teaches. Pure.

A promise is no lesson: it says where what is missing would have its place. So does a question of a published bank.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from learning.attested import PLAIN, done
from learning.clue import sentences
from learning.demand import Item
from learning.line import bare, lines
from learning.module import Unit, asked, goal, standard
from learning.structure import rows
from learning.term import Place, Terms, Weigher
from learning.unlike import unlike
from trust.sources import Passage

_PROMISES = re.compile(r"目标|考核|评价|方法|组织|教学建议|安全")
_BANK = re.compile(r"题库|自测|练习题")
_KNOWN = re.compile(r"能|会|掌握|了解")
_STEM = re.compile(r"题干|题目|问题")
OF_NAME = 0.5
"""What the name of a row counts against what it asks for."""
BANKED, GOALS = "题库", "学习目标"
LEAST, SAID, LOW = 3, 0.5, 0.05
"""Characters of a sentence; the share of an item that a promise must say, its head among it; what a word
must tell that it says as it stands."""


@dataclass(frozen=True)
class Promise:
    """A verbatim sentence or row, and the heading it stands under."""

    heading: str
    unit: Unit


def promises(read: Sequence[Sequence[Passage]]) -> tuple[Promise, ...]:
    """The sentences and rows of course standards' goals, methods and assessment, and what a chapter promises first."""
    found = []
    for line in (line for ps in read if standard(ps) for line in lines(ps)):
        if line.kind == "heading" or len(line.section) < 2 or not _PROMISES.search(line.section[-1]):
            continue
        said = [line.text] if line.cells else sentences(line.body or line.text)
        found += [Promise(bare(line.section[-1]), Unit(line.passage, s, asked(s))) for s in said if len(s) >= LEAST]
    for passages in (ps for ps in read if not standard(ps)):
        for passage in passages:
            goals = (line.strip() for line in passage.text.split("\n") if goal(line) and _KNOWN.search(line))
            found += [Promise(GOALS, Unit(passage, g, asked(g))) for g in goals]
    return tuple(found)


def asked_in(read: Sequence[Sequence[Passage]]) -> tuple[Promise, ...]:
    """The questions of published banks, verbatim up to the stem: what a course asks it means to teach."""
    found = []
    for passage in (p for ps in read if bank(ps) for p in ps):
        for one in rows(passage.text):
            stem = next((v for h, v in one.cells if _STEM.fullmatch(h)), "")
            if stem:
                text = one.text[: one.text.index(stem) + len(stem)]
                found.append(Promise(BANKED, Unit(passage, text, asked(stem))))
    return tuple(found)


def bank(passages: Sequence[Passage]) -> bool:
    """Whether this is a bank of questions."""
    return bool(passages) and bool(_BANK.search(passages[0].title))


def promised(
    missing: Mapping[int, Sequence[Item]], told: Sequence[Promise], weigher: Weigher
) -> dict[int, tuple[tuple[Promise, tuple[Item, ...]], ...]]:
    """Requirement → the promises that speak of what is missing of it, each with these items; none where none speaks of
    the thing itself. What several speak of stands with the one that speaks of most.
    """
    places = [Place(p.unit.text.lower()) for p in told]
    found = {}
    for r, items in missing.items():
        terms = [(i, weigher.terms(i.text, i.using)) for i in items]
        named = {n: [i for i, t in terms if _speaks(p, t, told[n].heading, i)] for n, p in enumerate(places)}
        made: list[tuple[Promise, tuple[Item, ...]]] = []
        left = {i for some in named.values() for i in some}
        while left:
            at = max(named, key=lambda n: (sum(OF_NAME if i.name else 1.0 for i in named[n] if i in left), -n))
            made.append((told[at], tuple(i for i in named[at] if i in left)))
            left -= set(named[at])
        if made:
            found[r] = tuple(made)
    return found


def _speaks(said: Place, terms: Terms, heading: str, item: Item) -> bool:
    """Of the thing itself, in most of its words; of a plain one in a course standard's own words."""
    banked = heading in (BANKED, GOALS)
    if not done(item.text, said.text) or (heading == GOALS and "其" in item.text) or unlike(item.text, said.text):
        return False
    held = terms.held(said)
    if heading == GOALS and not held >= terms.told.keys():  # `反推参数` is not `改参数`
        return False
    if not banked and len(terms.core) > 1 and (terms.core in said.text or terms.verbatim(said)):
        return terms.most >= LOW
    thing = not terms.either or terms.tail in held
    return terms.most >= PLAIN and thing and not terms.lacking(held) and terms.of(held) >= SAID
