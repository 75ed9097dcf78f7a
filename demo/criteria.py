"""The sample's two grading schemes: the foundation judged by the school alone, the training by both sides. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from learning.scheme import Criterion, Level, Scheme, Share, Stage


@dataclass(frozen=True)
class Drafted:
    """What of a scheme does not depend on the day."""

    stage: Stage
    criteria: tuple[Criterion, ...]

    def scheme(self, course: str, begin: date, end: date) -> Scheme:
        return Scheme(course, self.stage, 0, self.criteria, Decimal(15), Decimal(59), begin, end)


def _shares(school: str, enterprise: str) -> tuple[Share, ...]:
    both = (Share("school", Decimal(school)), Share("enterprise", Decimal(enterprise)))
    return tuple(share for share in both if share.weight)


def _levels(best: str, good: str, enough: str) -> tuple[Level, ...]:
    named = (("优秀", 90, best), ("良好", 75, good), ("合格", 60, enough))
    return tuple(Level(name, Decimal(line), words) for name, line, words in named)


BASE = Drafted("base", (
    Criterion("theory", "工艺知识", "knowledge", Decimal("0.4"), _shares("1", "0"),
              _levels("能说明参数取值的依据", "参数取值正确", "能查表取值")),
    Criterion("practice", "基本操作", "skill", Decimal("0.4"), _shares("1", "0"),
              _levels("独立完成，尺寸全部合格", "独立完成，个别尺寸返修", "在指导下完成")),
    Criterion("conduct", "职业素养", "conduct", Decimal("0.2"), _shares("1", "0")),
))  # fmt: skip
TRAINING = Drafted("training", (
    Criterion("turning", "车削操作", "skill", Decimal("0.4"), _shares("0.4", "0.6"),
              _levels("按节拍独立完成", "独立完成，略超节拍", "在指导下完成")),
    Criterion("measuring", "尺寸检测", "skill", Decimal("0.2"), _shares("0.5", "0.5")),
    Criterion("order", "现场整理与记录", "conduct", Decimal("0.2"), _shares("0.5", "0.5")),
    Criterion("safety", "安全操作", "safety", Decimal("0.2"), _shares("0", "1"), unsafe_below=Decimal(60)),
))  # fmt: skip
