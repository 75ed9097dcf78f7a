"""What a course standard promises, in its goals, methods and assessment, on requirements that no module teaches. Pure.

A promise is no lesson: it says where what is missing would have its place. Knows a few words by hand that requirements
and standards use for the same side of work.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from learning.clue import sentences
from learning.line import bare, lines
from learning.module import Unit, asked, standard
from learning.requirement import Requirement
from trust.sources import Passage

SIDES = tuple(
    tuple(line.split())
    for line in (
        "填写 记录 台账 交接 档案 首件卡 维护记录",
        "检验 检测 测定 验收 理化 感官",
        "安全 防护 违章 烫伤 撞刀 卫生 洁净",
        "沟通 协作 协调 例会 团队 互评",
        "读懂 看懂 工艺规程",
        "异常 偏离 判因 不合格",
        "装配 加工 工件",
        "复盘 改进 答辩",
    )
)
"""Sides of work; the words of one group stand for each other here only."""
_PROMISES = re.compile(r"目标|考核|评价|方法|组织|教学建议|安全")
LEAST = 3
"""Points: two for a side of work that both speak of, one for a pair of characters."""


@dataclass(frozen=True)
class Promise:
    """A verbatim sentence or row, and the heading it stands under."""

    heading: str
    unit: Unit


def promises(read: Sequence[Sequence[Passage]]) -> tuple[Promise, ...]:
    """The sentences and rows of course standards' goals, methods and assessment."""
    found = []
    for line in (line for ps in read if standard(ps) for line in lines(ps)):
        if line.kind == "heading" or len(line.section) < 2 or not _PROMISES.search(line.section[-1]):
            continue
        said = [line.text] if line.cells else sentences(line.body or line.text)
        found += [Promise(bare(line.section[-1]), Unit(line.passage, s, asked(s))) for s in said if len(s) >= LEAST]
    return tuple(found)


def promised(wanted: Sequence[Requirement], which: Sequence[int], told: Sequence[Promise]) -> dict[int, Promise]:
    """Of the requirements `which`, the promise that speaks most of each; none where none plainly does."""
    found = {}
    for r in which:
        text = f"{wanted[r].task} {wanted[r].text}"
        own, sides = asked(text), _sides(text)
        points = [2 * len(sides & _sides(p.unit.text)) + len(own & p.unit.words) for p in told]
        best = max(points, default=0)
        if best >= LEAST:
            found[r] = told[points.index(best)]
    return found


def _sides(text: str) -> frozenset[int]:
    return frozenset(n for n, group in enumerate(SIDES) if any(word in text for word in group))
