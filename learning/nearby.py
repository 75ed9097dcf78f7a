"""The sentence nearest to what no module covers, in whatever may be used for the course: a person judges it.

What it shows is neither covered nor missing: a firm word either way would be a guess. Books, papers opened to the
course, situations and records of work are looked through alike. Pure; knows no search and no permission.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from learning.attested import Section, done, sections
from learning.coverage import Coverage, Hint, Judged
from learning.demand import Item
from learning.module import Module, Unit
from learning.quoting import passing
from learning.requirement import Requirement
from learning.term import Place, Terms
from learning.unlike import often, unlike

SAID, HEADED = 0.45, 0.5
"""The share of an item that a sentence must say with its heading; what a word counts that only the heading says."""
PLAIN, MOST = 0.3, 0.8
"""What a word must tell to be near at all; the share of the most telling word's that one in the sentence must tell."""
NAMED = 0.44
"""The share of an item's characters that the words in the sentence must make up."""
_SIGNS = re.compile(r"[、，,\s]")
SHORT, LONG = 2, 160
"""Characters up to which an item is too plain to be looked for; characters of a sentence worth quoting for one."""


def mentioned(
    coverage: Coverage, wanted: Sequence[Requirement], judged: Sequence[Judged], read: Sequence[Module]
) -> tuple[Judged, ...]:
    """Each requirement with a hint for what it misses, where a sentence comes near."""
    every = [section for m in read if not m.topics for section in sections(m)]
    return tuple(_with(coverage, one, told, every) for one, told in zip(wanted, judged, strict=True))


def _with(coverage: Coverage, one: Requirement, told: Judged, every: Sequence[Section]) -> Judged:
    known = {h.item for h in told.hints}
    asked = [(i, t) for i, t in coverage.asked(one) if i in told.missing and i not in known]
    terms = {i: t for i, t in asked if len(i.text) > SHORT}
    found = ((i, nearest(i, t, every)) for i, t in terms.items())
    hints = tuple(Hint(i, -1, unit) for i, unit in found if unit is not None)
    return replace(told, hints=(*told.hints, *hints)) if hints else told


def nearest(item: Item, terms: Terms, every: Iterable[Section]) -> Unit | None:
    """The sentence that says most of the item, the first of equals; None where none says enough."""
    best, found = 0.0, None
    for section in every:
        headed = terms.held(section.heading)
        for spot in section.spots:
            own = terms.held(spot.said)
            share = _share(terms, own, headed)
            if share <= best or not _near(item, terms, own, spot.said, spot.unit):
                continue
            best, found = share, spot.unit
    return found if best >= SAID else None


def _share(terms: Terms, own: frozenset[str], headed: frozenset[str]) -> float:
    return terms.of(own) + HEADED * terms.of(headed - own)


def _near(item: Item, terms: Terms, own: frozenset[str], said: Place, unit: Unit) -> bool:
    """What tells most of it stands there, not in passing."""
    telling = {w for w in own if terms.told.get(w, 0.0) >= max(PLAIN, MOST * terms.most)}
    if not telling or len(said.text) > LONG or not done(item.text, said.text):
        return False
    if unlike(item.text, said.text) and not often(item.text):  # how often: a person may judge
        return False
    named = sum(map(len, own)) >= NAMED * len(_SIGNS.sub("", item.text)) or terms.of(own) >= 1
    return named and not passing(unit, terms)
