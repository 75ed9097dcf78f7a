"""Which course modules teach what a requirement asks for: modules × requirements, each cell with what is quoted for it.

A requirement's words are weighed by how rare they are in the modules read, as BM25 weighs them (Robertson & Spärck
Jones 1976), the rarest being 1. A passage covers it by the weight of the words it holds, its best sentence counting as
much as the whole, lessened by the share it does not hold: long requirements are rarely repeated word by word. That
counts more in a document the search ranks first for the requirement, and in one close to the whole matter. A course
standard's project has one line: it covers in part what names one of its topics. The constants were chosen on the marks
of `python -m eval matrix`. Pure; knows no person and no search.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from learning.kin import kin
from learning.module import Module, Unit, asked, parts
from learning.project import words
from learning.requirement import Requirement
from learning.structure import row

Strength = Literal["full", "partial"]
FULL, PARTIAL = 2.0, 0.6
"""Weights from which a module covers a requirement, or part of it."""
NEAREST = 0.45
"""The least weight at which a module is where a gap would be filled."""
SAID = 0.15
"""The share of what is asked for that the sentences quoted must say for a full cover."""
NEAR_BEST = 0.3
"""The share of the best module's weight that another one needs."""
ONE_WORD = 0.6
"""What a single shared word counts, against several."""
NAMED, OFTEN = 0.3, 0.25
"""What it adds that a module speaks of what the requirement's short name names, and in which share of its passages for
the whole of it.
"""
RANKS = ((0, 2.5), (2, 1.3), (5, 0.8))
UNRANKED = 0.5
"""How much more or less words count in a document that the search ranks up to there, or not at all."""
NAMED_SHORT = 6
TOPIC = 0.6
"""The share of a topic's name that a requirement must hold in one piece."""
MOST_QUOTED, SHORT, SPEAKING = 3, 10, 2
_JOINING = frozenset("与和及或的")
"""A pair of characters with one of them is no word: it says nothing alone."""
_AMOUNT = re.compile(r"[\d.]+\s?(?:min|h|分钟|小时|分|学时|天|%|人)?|[—-]?")
_HEADING = re.compile(
    r"(?:\d+(?:\.\d+)+|第.{1,3}[章节]|[一二三四五六七八九十]+、|[（(].[）)])\s*[^。；！？]{1,30}|[^。；！？：:，]{1,14}"
)
_COUNTING = re.compile(
    r"(?:每超|每处|每项|一次|一条)?\s?(?:\d[\d.]*\s?(?:mm|枚|%|s|min)\s?)?(?:一条|一次|不合格)?\s?[扣得]\s?\d[\d.]*\s?分|扣完为止"
)
_CODE = re.compile(r"[一二三四五六七八九十A-Z\d]+")


@dataclass(frozen=True)
class Cell:
    """What in one module covers one requirement: verbatim sentences, best first."""

    requirement: int
    module: int
    strength: Strength
    quoted: tuple[Unit, ...]


@dataclass(frozen=True)
class Sought:
    """What the search says: `ranks` by requirement, document → place of its best passage (0 is first); `near` by
    document, 0–1. Without it all documents are alike.
    """

    ranks: Sequence[Mapping[str, int]] = ()
    near: Mapping[str, float] = field(default_factory=dict)

    def factor(self, requirement: int, document_id: str) -> float:
        if not self.ranks:
            return RANKS[0][1]
        place = self.ranks[requirement].get(document_id)
        by_rank = UNRANKED if place is None else next((f for most, f in RANKS if place <= most), UNRANKED)
        return by_rank * min(1.0, 0.5 + self.near.get(document_id, 1.0))


def cells(wanted: Sequence[Requirement], taught: Sequence[Module], sought: Sought | None = None) -> tuple[Cell, ...]:
    """Every covered cell, by requirement, then module."""
    weight, given = _Weight(taught), sought or Sought()
    found: list[Cell] = []
    for r, one in enumerate(wanted):
        told, named = asked(untaught(one.text)) | asked(one.task), names(one)
        weighed = [
            (m, *_weighed(told, named, module, weight, given.factor(r, module.document_id)))
            for m, module in enumerate(taught)
            if not module.topics
        ]
        best = max((strength for _, strength, _ in weighed), default=0.0)
        made = [
            Cell(r, m, "full" if strength >= FULL and _says_most(told, quoted, weight) else "partial", quoted)
            for m, strength, quoted in weighed
            if strength >= max(PARTIAL, NEAR_BEST * best) and quoted
        ]
        made += [Cell(r, m, "partial", t.units[0]) for m, t in enumerate(taught) if _names_topic(one.text, t)]
        if not made and _name_alone(one):
            made = _speaking(r, named, taught, given)
        found += sorted(made, key=lambda c: c.module)
    return tuple(found)


def untaught(text: str) -> str:
    """Without what says only how a contest counts: points, and the measure that each is given or taken for."""
    return _COUNTING.sub("", text) if _COUNTING.search(text) else text


def _says_most(told: frozenset[str], quoted: Sequence[Unit], weight: _Weight) -> bool:
    """Whether what is quoted says enough of it to be shown as its full cover."""
    said = frozenset().union(*(u.words for u in quoted))
    return sum(weight(w) for w in told & said) >= SAID * sum(weight(w) for w in told)


def nearest(
    wanted: Sequence[Requirement], taught: Sequence[Module], which: Sequence[int], sought: Sought | None = None
) -> dict[int, int]:
    """Of requirements that no module covers, the module that says most of what is asked; none where all say little."""
    weight, given = _Weight(taught), sought or Sought()
    found = {}
    for r in which:
        told, named = asked(wanted[r].text) | asked(wanted[r].task), names(wanted[r])
        near = [_weighed(told, named, m, weight, given.factor(r, m.document_id))[0] for m in taught]
        best = max(near, default=0.0)
        if best >= NEAREST:
            found[r] = near.index(best)
    return found


def _name_alone(one: Requirement) -> bool:
    """A row that gives a name and else only codes, times and points."""
    table = row(one.quote)
    return table is not None and sum(not _CODE.fullmatch(v) and not _AMOUNT.fullmatch(v) for _, v in table.cells) == 1


def _speaking(r: int, named: Sequence[str], taught: Sequence[Module], sought: Sought) -> list[Cell]:
    """The modules that speak most of what a bare name names, with what they say: in part, a name says no more."""
    shares = {
        m: max((_spoken(name, module) for name in named), default=0.0) * sought.factor(r, module.document_id)
        for m, module in enumerate(taught) if not module.topics
    }
    best = sorted((m for m, share in shares.items() if share > 0), key=lambda m: -shares[m])[:SPEAKING]
    found = []
    for m in sorted(best):
        told = frozenset().union(*(words(name) | kin(name) for name in named))
        said = [u for run in taught[m].units for u in run if u.words & told and not _HEADING.fullmatch(u.text)]
        if said:
            found.append(Cell(r, m, "partial", tuple(sorted(said, key=lambda u: -len(u.words & told))[:1])))
    return found


def names(one: Requirement) -> tuple[str, ...]:
    """What a short name at its head names: of a row its first cell that is no code, else the words before a colon."""
    table = row(one.quote)
    if table is not None:
        head = next((v for _, v in table.cells if not _CODE.fullmatch(v)), "")
    else:
        head = re.split(r"[：:（(，,]", one.text)[0]
    head = re.sub(r"^[A-Z一二三四五六七八九十]\s", "", head)
    return tuple(parts(head)) if len(head) <= SHORT else ()


class _Weight:
    """Of a word: ln((N + 1) / (n + .5)) over the passages read, as a share of a word's that none holds."""

    def __init__(self, taught: Sequence[Module]) -> None:
        self._counts = Counter(w for module in taught for held in module.held for w in held)
        self._passages = sum(len(module.held) for module in taught)
        self._most = math.log(2 * (self._passages + 1))

    def __call__(self, word: str) -> float:
        return max(0.02, math.log((self._passages + 1) / (self._counts.get(word, 0) + 0.5)) / self._most)


def _weighed(
    told: frozenset[str], named: Sequence[str], module: Module, weight: _Weight, factor: float
) -> tuple[float, tuple[Unit, ...]]:
    """How strongly a module covers what is told, and its best sentences."""
    whole = sum(weight(w) for w in told)
    ranked: list[tuple[float, Unit]] = []
    for run, held in zip(module.units, module.held, strict=True):
        both = told & held
        told_by = sum(not _JOINING & set(w) for w in both)
        if not told_by:
            continue
        mass, best = _best(run, told, weight)
        share = sum(weight(w) for w in both)
        strength = (share + mass) / 2 * math.sqrt(share / whole) * (1 if told_by > 1 else ONE_WORD)
        ranked.append((strength, best))
    if not ranked:
        return 0.0, ()
    ranked.sort(key=lambda pair: (-pair[0], pair[1].passage.ordinal))
    top = ranked[0][0]
    quoted = tuple(u for s, u in ranked if u.words & told and s >= top / 2)[:MOST_QUOTED]
    often = max((_spoken(name, module) for name in named), default=0.0)
    return (top + NAMED * min(1.0, often / OFTEN)) * factor, quoted


def _spoken(name: str, module: Module) -> float:
    """The share of a module's passages that speak of a name."""
    own, near = words(name), kin(name)
    return sum((bool(own) and own <= held) or bool(near & held) for held in module.held) / len(module.held)


def _best(run: Sequence[Unit], told: frozenset[str], weight: _Weight) -> tuple[float, Unit]:
    """The sentence that holds most of it, the shorter of equals."""
    weighed = [(sum(weight(w) for w in told & u.words), -len(u.text), u) for u in run]
    mass, _, unit = max(weighed, key=lambda t: t[:2])
    if _HEADING.fullmatch(unit.text) and len(run) > 1:  # what stands under it says what it is about
        said = [t for t in weighed if not _HEADING.fullmatch(t[2].text)]
        unit = max(said, key=lambda t: t[:2])[2] if said else unit
    return mass, unit


def _names_topic(text: str, module: Module) -> bool:
    near = kin(text)
    return any(_piece(t, text) >= TOPIC * len(t) or (len(t) <= NAMED_SHORT and kin(t) & near) for t in module.topics)


def _piece(topic: str, text: str) -> int:
    """The length of the longest piece of a topic, two characters or more, that stands in the text."""
    for size in range(len(topic), 1, -1):
        if any(topic[i : i + size] in text for i in range(len(topic) - size + 1)):
            return size
    return 0
