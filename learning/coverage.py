"""Which course modules teach what a requirement asks for: modules × requirements, each cell with what is quoted for it.

A requirement's words are weighed by how rare they are in the modules read, as BM25 weighs them (Robertson & Spärck
Jones 1976), the rarest being 1. A passage covers it by the weight of the words it holds, its best sentence counting as
much as the whole, lessened by the share it does not hold: long requirements are rarely repeated word by word. The two
lines were drawn by eye on the sample school. Pure; knows no person and no search.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from learning.clue import sentences
from learning.project import words
from learning.requirement import Requirement
from learning.structure import row, rows
from trust.sources import Passage

Strength = Literal["full", "partial"]
FULL, PARTIAL = 1.15, 0.56
"""Weights of common words from which a module covers a requirement, or part of it."""
LEAST = 2
"""Words of a requirement that a covering passage must hold."""
MOST_QUOTED = 3
_MODULE = re.compile(r"项目|模块|单元|章|任务")
_STANDARD = re.compile(r"课程标准|教学大纲|授课计划")
_NO_COURSE = re.compile(r"动员|指南|题库|自测|试题|习题|试卷|名单|名册|成绩|纪要|预约|手册|学分|协议|预算|工资|通知")
_UNITS = frozenset(["mm", "min", "ml", "kg", "cm", "km", "mg"])
_EMPTY = _UNITS | words(
    "能够 可以 需要 掌握 熟悉 了解 具备 具有 能力 独立 完成 进行 根据 按照 正确 负责 相关 不少 入职 一年后 三年后 "
    "能用 会用 会做 能做 学会 要会 一处 一次 一项 每次 每项 每处 分值 时长 内容"
)


@dataclass(frozen=True)
class Unit:
    """A sentence or row of a passage, verbatim."""

    passage: Passage
    text: str
    words: frozenset[str]


@dataclass(frozen=True)
class Module:
    """A chapter or a course's project: `units` by passage. `title` is its document's, `name` its own."""

    name: str
    document_id: str
    title: str
    units: tuple[tuple[Unit, ...], ...]

    @cached_property
    def held(self) -> tuple[frozenset[str], ...]:
        """The words of each passage with its headings."""
        return tuple(
            frozenset().union(*(u.words for u in run), words(f"{run[0].passage.locator.heading or ''}"))
            for run in self.units
        )


@dataclass(frozen=True)
class Cell:
    """What in one module covers one requirement: verbatim sentences, best first."""

    requirement: int
    module: int
    strength: Strength
    quoted: tuple[Unit, ...]


def modules(passages: Sequence[Passage]) -> tuple[Module, ...]:
    """Of one course document: a course standard's projects, else the document itself; none of a roster or test."""
    if not passages or _NO_COURSE.search(passages[0].title):
        return ()
    title, document = passages[0].title, passages[0].document_id
    if _STANDARD.search(title):
        listed = [(p, r) for p in passages for r in rows(p.text) if _MODULE.search(r.cells[0][0])]
        named = tuple(
            Module(f"{r.name} {r.cells[1][1]}".strip(), document, title, ((_unit(p, r.text),),)) for p, r in listed
        )
        if len(named) > 1:
            return named
    units = tuple(run for p in passages if (run := tuple(_units(p))))
    return (Module(title, document, title, units),) if units else ()


def _units(passage: Passage) -> Iterable[Unit]:
    for line in passage.text.split("\n"):
        said = [line.strip()] if row(line.strip()) is not None else sentences(line)
        yield from (_unit(passage, s) for s in said if s)


def _unit(passage: Passage, text: str) -> Unit:
    return Unit(passage, text, asked(text))


def asked(text: str) -> frozenset[str]:
    """The words of a text that tell; of a row its values', not its headers'."""
    table = row(text)
    return words(" ".join(v for _, v in table.cells) if table is not None else text) - _EMPTY


def cells(wanted: Sequence[Requirement], taught: Sequence[Module]) -> tuple[Cell, ...]:
    """Every covered cell, by requirement, then module."""
    weight, holders = _weights(taught)
    found = []
    for r, one in enumerate(wanted):
        told = asked(one.text) | asked(one.task)
        whole = sum(weight(w) for w in told)
        near = {m for w in told for m in holders.get(w, ())} if whole else set()
        for m in sorted(near):
            cell = _cell(r, m, told, whole, taught[m], weight)
            if cell is not None:
                found.append(cell)
    return tuple(found)


class _Weight:
    """Of a word: ln((N + 1) / (n + .5)) over the passages read, as a share of a word's that none holds."""

    def __init__(self, counts: Mapping[str, int], passages: int) -> None:
        self._counts, self._passages, self._most = counts, passages, math.log(2 * (passages + 1))

    def __call__(self, word: str) -> float:
        return max(0.02, math.log((self._passages + 1) / (self._counts.get(word, 0) + 0.5)) / self._most)


def _weights(taught: Sequence[Module]) -> tuple[_Weight, Mapping[str, set[int]]]:
    counts: Counter[str] = Counter()
    holders: dict[str, set[int]] = defaultdict(set)
    for m, module in enumerate(taught):
        for held in module.held:
            counts.update(held)
            for w in held:
                holders[w].add(m)
    return _Weight(counts, sum(len(m.held) for m in taught)), holders


def _cell(
    r: int, m: int, told: frozenset[str], whole: float, module: Module, weight: _Weight
) -> Cell | None:
    ranked = []
    for run, held in zip(module.units, module.held, strict=True):
        if len(told & held) < LEAST:
            continue
        mass, best = _best(run, told, weight)
        share = sum(weight(w) for w in told & held)
        ranked.append(((share + mass) / 2 * math.sqrt(share / whole), best))
    ranked.sort(key=lambda pair: (-pair[0], pair[1].passage.ordinal))
    quoted = [u for strength, u in ranked if strength >= PARTIAL and u.words & told][:MOST_QUOTED]
    if not quoted:
        return None
    return Cell(r, m, "full" if ranked[0][0] >= FULL else "partial", tuple(quoted))


def _best(run: Sequence[Unit], told: frozenset[str], weight: _Weight) -> tuple[float, Unit]:
    """The sentence that holds most of it, the shorter of equals."""
    mass, _, unit = max(((sum(weight(w) for w in told & u.words), -len(u.text), u) for u in run), key=lambda t: t[:2])
    return mass, unit
