"""A process as a project: its tasks in the source's order, each with its steps, and what else the source says to each.

A task is a section with numbered steps; a long one is parted. A document without numbered steps gives the rows of its
process table instead. What stands outside the tasks goes to the task it shares most words with, else to the task
before it. Pure; makes no work order (learning/workorder.py).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from learning.flow import ends
from learning.line import Line, bare, lines
from trust.sources import Passage

MOST, LEAST_SHARED, SHORT = 12, 2, 3
_PROCESS = re.compile(r"工步|工序|步骤|时段|阶段|环节|流程|节点|程序")
_TIMETABLE = re.compile(r"时刻|时段|时间|钟点|班次时间")
_GENERIC = re.compile(
    r"(?:操作|工艺|作业|实施|加工|生产|具体|主要)?(?:步骤|流程|工序|过程|程序|方法|要求|要点|顺序)(?:安排|说明|"
    r"与要求)?(?:（.）)?"
)
_KIND = re.compile(r"(?:生产|操作|作业)?(?:工艺规程|工艺卡|规程|作业指导书|指导书|操作说明|说明书|SOP)\S*$")
_DOING = re.compile(
    r"[车铣钻磨削镗刨焊]削?$|(?:加工|生产|制作|制造|装配|处理|检验|清洗|发酵|复合|成形|焊接|包装)$"
)
_CASES = re.compile(r"异常|故障|应急|突发|事故|报警|意外")
_CASE = re.compile(r"[^：:。；]{2,30}[：:]")
_OF_TASKS = re.compile(
    r"注意|安全|质量|检验|检查|验收|记录|工具|量具|设备|材料|物料|参数|尺寸|指标|要求|标准|缺陷|异常|故障|应急|保养|说明|附[表录注]|公差|用量"
)
"""Headings of sections that say something to the tasks; others beside several tasks have a topic of their own."""
_PARTS = "一二三四五六七八九十"
_WORD = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z][A-Za-z0-9-]*")
_COMMON = frozenset(re.findall("..", "进行操作检查要求使用按照完成处理时间内容工序步骤项目以上以下不得不超超过"))


@dataclass(frozen=True)
class Part:
    """One task as the source has it: `own` lines stand in its section, `others` elsewhere but belong to it."""

    title: str
    steps: tuple[Line, ...]
    own: tuple[Line, ...] = ()
    others: tuple[Line, ...] = ()


    @property
    def parallel(self) -> bool:
        """Its items are cases that may come up, each with what to do then; no order."""
        heading = any(_CASES.search(name) for name in self.steps[0].section[1:])
        cases = sum(_CASE.match(s.body) is not None for s in self.steps)
        return heading and 3 * cases >= 2 * len(self.steps)


@dataclass(frozen=True)
class Outline:
    """`general` is what the source says before the first task and of no task in particular, `rules` sections of their
    own topic beside the tasks.
    """

    title: str
    parts: tuple[Part, ...]
    general: tuple[Line, ...] = ()
    rules: tuple[Line, ...] = ()


@dataclass
class _Open:
    """A part while it is filled."""

    title: str
    document: str
    steps: list[Line]
    own: list[Line] = field(default_factory=list)
    others: list[Line] = field(default_factory=list)


def outline(passages: Sequence[Passage]) -> Outline:
    """The outline of whole documents, given in reading order. No parts where nothing is a step."""
    every = lines(passages)
    marked = {id(line) for line in every if line.kind == "step"} or {id(line) for line in every if _in_process(line)}
    marked |= {id(line) for line in every if _timed(line)}
    title = passages[0].title if passages else ""
    parts: list[_Open] = []
    at_start: list[Line] = []
    loose: list[tuple[Line, int]] = []
    for section, run in groupby(every, key=lambda line: line.section):
        here = list(run)
        steps = [line for line in here if id(line) in marked]
        rest = [line for line in here if id(line) not in marked and line.kind != "heading"]
        if steps:
            parts += _opened(section, steps, rest)
        elif parts and parts[-1].document == section[0]:
            loose += [(line, len(parts) - 1) for line in rest]
        else:
            at_start += rest
    several = Counter(p.document for p in parts)
    rules = [line for line, _ in loose if several[line.section[0]] > 1 and not of_tasks(line)]
    _hand_out(parts, [(line, before) for line, before in loose if line not in rules])
    if len(parts) == 1:
        first, last = ends([*at_start, *parts[0].own, *parts[0].others], parts[0].steps)
        parts[0].steps = [*first, *parts[0].steps, *last]
    made = (Part(p.title, tuple(p.steps), tuple(p.own), tuple(p.others)) for p in parts)
    return Outline(title, tuple(made), tuple(at_start), tuple(rules))


def words(text: str) -> frozenset[str]:
    """Pairs of characters and Latin words, to tell what two stretches have in common."""
    found = [m[0] for m in _WORD.finditer(text)]
    pairs = {w[i : i + 2] for w in found if not w.isascii() for i in range(len(w) - 1)}
    return frozenset((pairs | {w.lower() for w in found if w.isascii()}) - _COMMON)


def of_tasks(line: Line) -> bool:
    """Its heading says something to the tasks."""
    return len(line.section) < 2 or _OF_TASKS.search(line.section[-1]) is not None


def _in_process(line: Line) -> bool:
    return line.kind == "row" and bool(_PROCESS.search(line.cells[0][0]))


def _timed(line: Line) -> bool:
    """What is done at which hour."""
    if line.kind != "row":
        return False
    header, hour = line.cells[0]
    return _TIMETABLE.fullmatch(header) is not None and re.match(r"\d", hour) is not None


def named(parts: Sequence[Part]) -> tuple[Part, ...]:
    """For people who read a task alone: a heading that only says that steps follow gives way to what its document is
    about, where it is the document's only task.
    """
    of = Counter(p.steps[0].passage.document_id for p in parts)
    told = (replace(p, title=_about(p)) if of[p.steps[0].passage.document_id] == 1 else p for p in parts)
    return tuple(replace(p, title=f"{p.title}处置") if p.parallel and len(p.title) <= SHORT else p for p in told)


def _about(part: Part) -> str:
    title = part.steps[0].passage.title
    about = _KIND.sub("", title).strip()
    made = f"{about}的生产" if "工艺" in title[len(about) :] and not _DOING.search(about) else about
    return made if about and _GENERIC.fullmatch(part.title) else part.title


def _opened(section: tuple[str, ...], steps: list[Line], rest: list[Line]) -> list[_Open]:
    """The section as one task, or as several of nearly equal length."""
    title = bare(section[-1]) if len(section) > 1 else steps[0].passage.title
    count = -(-len(steps) // MOST)
    if count == 1:
        return [_Open(title, section[0], steps, rest)]
    size = -(-len(steps) // count)
    runs = [steps[i : i + size] for i in range(0, len(steps), size)]
    opened = [
        _Open(f"{title}（{_PARTS[n]}）" if n < len(_PARTS) else title, section[0], run) for n, run in enumerate(runs)
    ]
    opened[-1].own = rest
    return opened


def _hand_out(parts: list[_Open], loose: Sequence[tuple[Line, int]]) -> None:
    """Each loose line to the part of its document that shares most of its words; by default the one before it.

    The rows of one table stay together.
    """
    held = [words(" ".join([p.title, *(s.text for s in p.steps)])) for p in parts]
    for (_, _, before), run in groupby(enumerate(loose), key=lambda item: _block(*item)):
        block = [line for _, (line, _) in run]
        told = words(" ".join(v for line in block for _, v in line.cells) or block[0].text)
        among = [i for i, p in enumerate(parts) if p.document == parts[before].document]
        shared = {i: len(told & held[i]) for i in among}
        best = max(among, key=lambda i: (shared[i], i == before))
        parts[best if shared[best] >= min(LEAST_SHARED, len(told)) else before].others += block


def _block(at: int, loose: tuple[Line, int]) -> tuple[object, int, int]:
    """What keeps neighbouring lines together: rows of a section do, other lines stand alone."""
    line, before = loose
    return (line.section, -1, before) if line.cells else (line.section, at, before)
