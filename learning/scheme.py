"""A grading scheme: what is judged, by which side, at which weight, and what counts when something is missing. Pure.

School and enterprise sign its `digest`; a grade names it, so a later version changes no earlier grade. Weights are
exact decimals. Knows no student, no rater and no score.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, get_args

from learning.exact import plain
from trust.errors import BadInput

Side = Literal["school", "enterprise"]
SIDES: tuple[Side, ...] = get_args(Side)
Stage = Literal["base", "training", "post"]
STAGES: dict[Stage, str] = {"base": "校内基础", "training": "实训", "post": "顶岗"}
Dimension = Literal["knowledge", "skill", "conduct", "innovation", "safety"]
DIMENSIONS: dict[Dimension, str] = {
    "knowledge": "知识", "skill": "技能", "conduct": "素养", "innovation": "创新", "safety": "安全",
}  # fmt: skip
Rounding = Literal["half_up", "half_even", "down"]

FULL = Decimal(100)
PROCESS_MOST = Decimal("0.2")
"""The most that recorded process may weigh in a criterion: it is evidence, not a judge."""
_LONGEST = 12
"""Digits of a decimal: enough for thirds to ten places, little enough to print."""


@dataclass(frozen=True)
class Level:
    """A step of a criterion: from `at_least` points of a hundred on, work looks as `descriptor` says."""

    name: str
    at_least: Decimal
    descriptor: str


@dataclass(frozen=True)
class Share:
    """What one side's judgement weighs in a criterion, and how many raters it takes."""

    side: Side
    weight: Decimal
    raters: int = 1


@dataclass(frozen=True)
class Criterion:
    """One thing that is judged from 0 to 100.

    `process` is what recorded events weigh and `expected` how much is to be earned by them, the plan's figure, not
    what happened to be recorded. `unsafe_below`: a judgement below it is the verdict "unsafe", which caps the grade.
    """

    id: str
    title: str
    dimension: Dimension
    weight: Decimal
    shares: tuple[Share, ...]
    levels: tuple[Level, ...] = ()
    process: Decimal = Decimal(0)
    expected: Decimal = Decimal(0)
    unsafe_below: Decimal | None = None


@dataclass(frozen=True)
class Scheme:
    """One course and stage. `threshold`: points two judgements may differ by before a third is needed.

    `absent` and `excused` are the policy for what is missing for good: an absence counts zero or waits; what is
    excused is carried by the others or waits. What is merely not there yet always waits. `cap`: the most a grade may
    be after an unsafe verdict.
    """

    course: str
    stage: Stage
    version: int
    criteria: tuple[Criterion, ...]
    threshold: Decimal
    cap: Decimal
    valid_from: date
    valid_to: date
    absent: Literal["zero", "waits"] = "waits"
    excused: Literal["others", "waits"] = "waits"
    places: int = 1
    rounding: Rounding = "half_up"

    def __post_init__(self) -> None:
        _whole(self)

    @property
    def digest(self) -> str:
        """SHA-256 over the canonical form: what both sides sign."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def text(self) -> str:
        """Canonical JSON: sorted keys, decimals as they were agreed, less zeros at the end."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)

    def criterion(self, id_: str) -> Criterion | None:
        return next((c for c in self.criteria if c.id == id_), None)


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _whole(scheme: Scheme) -> None:
    """Raises BadInput naming the first thing that does not fit."""
    ids = [c.id for c in scheme.criteria]
    _need(bool(ids), "评分方案至少要有一项指标", "a scheme needs a criterion")
    _need(len(set(ids)) == len(ids), "指标编号重复", "criterion ids repeat")
    _sums(f"课程“{scheme.course}”各指标", (c.weight for c in scheme.criteria))
    _between("分歧阈值", scheme.threshold, FULL)
    _between("安全否决后的上限", scheme.cap, FULL)
    _need(scheme.valid_from <= scheme.valid_to, "有效期的起止颠倒了", "the validity ends before it begins")
    _need(0 <= scheme.places <= 4, "小数位数应在 0 到 4 之间", "decimal places must be 0 to 4")
    for criterion in scheme.criteria:
        _fits(criterion)


def _fits(c: Criterion) -> None:
    _sums(f"指标“{c.title}”双方", (s.weight for s in c.shares))
    sides = [s.side for s in c.shares]
    _need(len(set(sides)) == len(sides), f"指标“{c.title}”同一方出现两次", f"{c.id}: a side stands twice")
    _need(all(s.raters >= 1 for s in c.shares), f"指标“{c.title}”每方至少一名评分人", f"{c.id}: a side needs a rater")
    _between(f"指标“{c.title}”过程数据的权重", c.process, PROCESS_MOST)
    planned = c.expected > 0 if c.process else True
    _need(planned, f"指标“{c.title}”计过程数据，就要写明应得多少", f"{c.id}: process needs what is to be earned")
    if c.unsafe_below is not None:
        _between(f"指标“{c.title}”的安全线", c.unsafe_below, FULL)
    lines = [level.at_least for level in c.levels]
    _need(lines == sorted(set(lines), reverse=True), f"指标“{c.title}”的等级要从高到低、不重复", f"{c.id}: levels fall")
    for line in lines:
        _between(f"指标“{c.title}”的等级线", line, FULL)


def _sums(what: str, weights: Iterable[Decimal]) -> None:
    found = list(weights)
    for weight in found:
        _between(f"{what}的权重", weight, Decimal(1))
        _need(weight > 0, f"{what}的权重要大于零", "a weight must be above zero")
    total = sum(found, Decimal(0))
    _need(total == 1, f"{what}的权重之和是 {total}，应为 1", f"the weights sum to {total}, not 1")


def _between(what: str, value: Decimal, most: Decimal) -> None:
    good = value.is_finite() and 0 <= value <= most and len(value.as_tuple().digits) <= _LONGEST
    _need(good, f"{what}应在 0 到 {most} 之间，至多 {_LONGEST} 位数字", f"must lie between 0 and {most}")


def _need(holds: bool, zh: str, en: str) -> None:
    if not holds:
        raise BadInput(zh, en)
