"""What a course consists of: modules with their sentences, each verbatim, and the words that tell. Pure.

A chapter is a module; of a course standard every project is one, and its topics are the names its row gives. Does not
know what is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from learning.clue import sentences
from learning.kin import kin
from learning.project import words
from learning.structure import Row, row, rows
from trust.sources import Passage

_MODULE = re.compile(r"项目|模块|单元|章|任务")
_STANDARD = re.compile(r"课程标准|教学大纲|授课计划")
_NO_COURSE = re.compile(r"动员|指南|题库|自测|试题|习题|试卷|名单|名册|成绩|纪要|预约|手册|学分|协议|预算|工资|通知")
_NAMELESS = re.compile(r"(?:项目|模块|任务|单元)[一二三四五六七八九十\d]+|综合(?:项目)?")
_TESTING = re.compile(r"练习|习题|思考|自测|复习题")
_QUESTION = re.compile(r"[？?]\s*$|^\W*\d{1,2}[.、．]\s*(?!\d).*(?:求|试|简述|计算.*[。]$)")
"""What asks teaches nothing."""
_LABELLED = re.compile(r"\W*\d{1,2}[.、．]\s*[\u4e00-\u9fff]{2,6}[：:]")
"""A part that is named and told by a question: `1. 问题：想决定什么？`."""
_GOALS = re.compile(
    r"(?:学完|学习|通过)(?:本|这一?|该)[章节课单元部分]{1,2}.{0,12}(?:能|会|掌握|了解)|^(?:学习|教学)目标"
)
"""What is promised is not yet taught."""
LAST = 1000
PARTS = re.compile(r"[、，,；;/]|与|和|及")
UNITS = frozenset(["mm", "min", "ml", "kg", "cm", "km", "mg"])
_EMPTY = UNITS | words(
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
    """A chapter or a course's project: `units` by passage. `title` is its document's, `name` its own; `topics` are a
    project's. `opened`: a paper of another owner, opened to the course.
    """

    name: str
    document_id: str
    title: str
    units: tuple[tuple[Unit, ...], ...]
    topics: tuple[str, ...] = ()
    opened: bool = False

    @cached_property
    def held(self) -> tuple[frozenset[str], ...]:
        """The words of each passage with its headings."""
        return tuple(
            frozenset().union(*(u.words for u in run), _telling(run[0].passage.locator.heading or ""))
            for run in self.units
        )


def standard(passages: Sequence[Passage]) -> bool:
    """Whether this is a course standard: a plan of a course, not its content."""
    return bool(passages) and bool(_STANDARD.search(passages[0].title))


def modules(passages: Sequence[Passage]) -> tuple[Module, ...]:
    """Of one course document: a course standard's projects, else the document itself; none of a roster or test."""
    if not passages or _NO_COURSE.search(passages[0].title):
        return ()
    title, document = passages[0].title, passages[0].document_id
    if standard(passages):
        listed = [(p, r) for p in passages for r in rows(p.text) if _MODULE.search(r.cells[0][0])]
        named = tuple(
            Module(f"{r.name} {r.cells[1][1]}".strip(), document, title, ((_unit(p, r.text),),), _topics(r))
            for p, r in listed
        )
        if len(named) > 1:
            return named
    units = tuple(run for p in passages if (run := tuple(_units(p))))
    return (Module(title, document, title, units),) if units else ()


def place(one: Module) -> tuple[int, int]:
    """Where a module stands among others: a course's projects as they come, then chapters by their number."""
    if _STANDARD.search(one.title):
        return 0, 0
    chapter = re.search(r"第([一二三四五六七八九十]{1,3})[章单]", one.title)
    numbered = re.search(r"第\s?(\d{1,2})\s?[章单]", one.title)
    return 1, int(numbered[1]) if numbered else _count(chapter[1]) if chapter else LAST


def _count(numeral: str) -> int:
    """一 to 九十九."""
    tens, ten, ones = numeral.rpartition("十")
    digits = "零一二三四五六七八九"
    return (digits.index(tens or "一") * 10 if ten else 0) + (digits.index(ones) if ones else 0)


def goal(line: str) -> bool:
    """Whether a line promises what will be known."""
    return _GOALS.search(line) is not None


def asked(text: str) -> frozenset[str]:
    """The words of a text that tell, and its kin; of a row its values', not its headers'."""
    table = row(text)
    return _telling(" ".join(v for _, v in table.cells) if table is not None else text) - _EMPTY


def parts(name: str) -> list[str]:
    """What a name names, one by one."""
    return [part for part in PARTS.split(name) if len(part) > 1]


def _telling(text: str) -> frozenset[str]:
    return words(text) | kin(text)


def _topics(listed: Row) -> tuple[str, ...]:
    named = [v for _, v in listed.cells[:2] if not _NAMELESS.fullmatch(v)]
    return tuple(part for name in named for part in parts(name))


def _units(passage: Passage) -> Iterable[Unit]:
    if _TESTING.search((passage.locator.heading or "").split(" › ")[-1]):
        return
    for line in passage.text.split("\n"):
        if goal(line):
            continue
        said = [line.strip()] if row(line.strip()) is not None else sentences(line)
        yield from (_unit(passage, s) for s in said if s and (_LABELLED.match(s) or not _QUESTION.search(s)))


def _unit(passage: Passage, text: str) -> Unit:
    return Unit(passage, text, asked(text))
