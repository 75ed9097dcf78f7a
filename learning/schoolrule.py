"""What a school's own papers bid or forbid learners at practical work, and which steps of a task that concerns. Pure.

Course standards and the safety rules of the training rooms: their sections on teaching, conditions and safety, not on
marks or hours. Every rule is a verbatim sentence. Does not find the papers, nor say who may read them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from learning.checks import Cited
from learning.line import lines
from learning.outcome import heading
from learning.risk import ACID, CURRENT, CUTTING, HEAT, TURNING
from learning.rule import whole
from trust.sources import Passage

_WHERE = re.compile(r"安全|卫生|组织|方法|条件|准入|纪律|要求|教学建议")
_BINDS = re.compile(r"不让|不得|严禁|禁止|不准|观摩|方可|须持|须参加|必须|不外传|监护(?!人)")
_OFFICE = re.compile(r"成绩|学分|总评|任课教师每|师生比|重修|考试|记零")
_FORBIDS = re.compile(r"不让|不得|严禁|禁止|不准|不外传")
_REAL = re.compile(r"真实的?[\u4e00-\u9fff]{0,2}(?:店铺|订单|顾客|客户|账号|网店)")
_SHOP = re.compile(r"网店|店铺|订单|单号|上架|顾客|客服|买家")
_ORDER = re.compile(
    r"订单|单号|打单|拍[一两]?单|付款|退款(?!率)|顾客|客户|买家|差评|咨询|收货|发货|推广计划|[降改调]价|上架|下架|补货|公告|申诉"
)
"""What touches the shop itself or its customers; to look at figures does not."""
_TASTES = re.compile(r"品评|品尝|入口|感官")
_INSPECTS = re.compile(r"检验(?!卡|表|单)|出厂")
_PAPERS = re.compile(r"外传|只在课程内")
_ENTERS = re.compile(r"进入|上机|准入|须持|须参加")
_NAMES = ((HEAT, re.compile(r"热|高温")), (TURNING, re.compile(r"旋转|机床|监护(?!人)")),
          (CUTTING, re.compile(r"旋转|机床|刀具|监护(?!人)")),
          (ACID, re.compile(r"酸|碱")), (CURRENT, re.compile("带电")))  # fmt: skip
_HANDLES = re.compile(r"操作|监护(?!人)|设备")
_WATCHED = re.compile("观摩")
_ROOMS, _STANDS = re.compile(r"条件|资源|设备|场地"), re.compile(r"\d+\s?[台套间]|每人一机")
MOST = 6


@dataclass(frozen=True)
class SchoolRule:
    """`steps` are the places of the steps it concerns, none where it concerns them all; `vital`: it forbids something
    in the work, to break it fails the task. What is not has to be met before one begins.
    """

    source: Cited
    vital: bool
    steps: tuple[int, ...]

    @property
    def watching(self) -> bool:
        """Somebody may only watch: it is to be seen at the steps themselves."""
        return _WATCHED.search(self.source.text) is not None

    @property
    def entry(self) -> bool:
        """To be met before one begins; what is to be kept at the work itself is not."""
        return not self.vital and self.marked and (self.watching or not self.steps)

    @property
    def marked(self) -> bool:
        """What papers may be shown to whom is no part of the work."""
        return _PAPERS.search(self.source.text) is None

    @property
    def everywhere(self) -> bool:
        """It is about the whole business, whichever steps touch what it names."""
        return _REAL.search(self.source.text) is not None


def binding(read: Sequence[Passage]) -> tuple[Cited, ...]:
    """The sentences of one paper that bind learners, in order."""
    found = []
    for line in lines(read):
        if line.kind == "heading" or line.cells or not any(_WHERE.search(h) for h in line.section[1:]):
            continue
        said = whole(line.body or line.text)
        found += [Cited(s, line.passage) for s in said if _BINDS.search(s) and not _OFFICE.search(s)]
    return tuple(found)


def equipment(read: Sequence[Passage]) -> tuple[Cited, ...]:
    """The sentences of one paper that say what stands in the training rooms, with how many there are."""
    found = []
    for line in lines(read):
        if line.kind != "heading" and not line.cells and any(_ROOMS.search(h) for h in line.section[1:]):
            said = whole(line.body or line.text)
            found += [Cited(s, line.passage) for s in said if _STANDS.search(s)]
    return tuple(found)


def applied(rules: Sequence[Cited], work: str, steps: Sequence[tuple[str, frozenset[str]]]) -> tuple[SchoolRule, ...]:
    """Those that concern a task: `work` is what it is about, `steps` are (text, kinds of danger; risk.py)."""
    made = []
    for rule in rules:
        held = _concerned(rule.text, work, steps)
        if held is not None:
            vital = _FORBIDS.search(rule.text) is not None and bool(held or _REAL.search(rule.text))
            made.append(SchoolRule(rule, vital, held))
    return tuple(sorted(made, key=lambda r: not r.steps)[:MOST])


def _concerned(rule: str, work: str, steps: Sequence[tuple[str, frozenset[str]]]) -> tuple[int, ...] | None:
    """The steps a rule is about, none of them where it is about the whole task; None where it is about neither. A rule
    of several parts is for whom one of them is for.
    """
    told = (_part(part, work, steps) for part in rule.split("；"))
    return next((at for at in told if at is not None), None)


def _part(rule: str, work: str, steps: Sequence[tuple[str, frozenset[str]]]) -> tuple[int, ...] | None:
    if _REAL.search(rule):
        at = tuple(n for n, (text, _) in enumerate(steps) if _ORDER.search(text))
        return at if at or _SHOP.search(work) else None
    if _TASTES.search(rule):
        return tuple(n for n, (text, _) in enumerate(steps) if _tasted(text)) or None
    kinds = {kind for kind, words in _NAMES if words.search(rule)}
    if kinds and _HANDLES.search(rule):
        return tuple(n for n, (_, risks) in enumerate(steps) if kinds & risks) or None
    if _PAPERS.search(rule):
        return ()
    return () if _ENTERS.search(rule) and any(risks for _, risks in steps) else None


def _tasted(step: str) -> bool:
    """What is tasted is tasted where it is inspected, if no step says so."""
    return _TASTES.search(step) is not None or _INSPECTS.search(heading(step)) is not None


def simulated(rules: Sequence[SchoolRule]) -> bool:
    """Whether learners may only watch the real business, and work on something that stands for it."""
    return any(_REAL.search(r.source.text) and ("观摩" in r.source.text or r.vital) for r in rules)
