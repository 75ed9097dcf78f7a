"""A scoring sheet out of a task: criteria that make exactly a hundred points; vital safety rules fail all. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from learning.tier import LEVELS, Tier

Area = Literal["process", "quality", "safety", "records"]
AREAS: tuple[Area, ...] = ("process", "quality", "safety", "records")
FULL, UNTOLD, ALONE = 100, 10, 15
"""Points of a sheet; the most for an area the source says nothing to, or one thing: the others go to the steps."""
_OTHERS: dict[Area, str] = {
    "process": "其余步骤按规程顺序完成", "quality": "其余检查项符合要求", "safety": "其余安全要求全部遵守",
    "records": "其余记录齐全",
}  # fmt: skip
_GENERAL: dict[Area, str] = {
    "process": "按规程顺序完成操作", "quality": "结果符合规程要求", "safety": "遵守实训安全与纪律要求",
    "records": "过程与结果记录完整、真实",
}  # fmt: skip


@dataclass(frozen=True)
class Criterion:
    """`basis` is the quote it rests on, empty for the general ones. `veto`: broken once, the task is not passed."""

    area: Area
    text: str
    points: int
    veto: bool = False
    basis: str = ""


def sheet(
    tier: Tier, steps: Sequence[tuple[str, int]], checks: Sequence[tuple[str, int]],
    safety: Sequence[tuple[str, bool]], records: Sequence[str],
) -> tuple[Criterion, ...]:  # fmt: skip
    """`steps` and `checks` are (text, weight), `safety` (rule, vital). Vital rules always stand on the sheet by
    themselves.
    """
    wanted: dict[Area, list[tuple[str, bool, int]]] = {
        "process": [(s, False, weight) for s, weight in steps],
        "quality": [(c, False, weight) for c, weight in checks],
        "safety": sorted([(rule, vital, 1 + vital) for rule, vital in safety], key=lambda rule: not rule[1]),
        "records": [(r, False, 1) for r in records],
    }
    weights = dict(zip(AREAS, LEVELS[tier].weights, strict=True))
    _thin(weights, {area: len(wanted[area]) for area in AREAS})
    return tuple(criterion for area in AREAS for criterion in _area(area, weights[area], wanted[area]))


def _thin(weights: dict[Area, int], counts: dict[Area, int]) -> None:
    """What the source says little to weighs little; the steps take the rest."""
    for area in AREAS[1:]:
        most = (UNTOLD, ALONE)[counts[area]] if counts[area] < 2 else FULL
        if counts["process"]:
            weights["process"] += max(0, weights[area] - most)
            weights[area] = min(weights[area], most)


def _area(area: Area, points: int, wanted: Sequence[tuple[str, bool, int]]) -> list[Criterion]:
    """The area's points by weight. What cannot get a point of its own is judged together, vital rules excepted."""
    if not wanted:
        return [Criterion(area, _GENERAL[area], points)]
    vital = sum(veto for _, veto, _ in wanted)
    room = max(vital, min(len(wanted), points // 2))
    singly = wanted[:room]
    alone = len(wanted) == 1 and points > ALONE
    rest = _OTHERS[area] if len(wanted) > room else _GENERAL[area] if alone else ""
    shares = _shares(points, [*(weight for _, _, weight in singly), *([1] if rest else [])])
    made = [Criterion(area, text, share, veto, text) for (text, veto, _), share in zip(singly, shares, strict=False)]
    return [*made, Criterion(area, rest, shares[-1])] if rest else made


def _shares(points: int, weights: Sequence[int]) -> list[int]:
    """In proportion to the weights as far as whole points allow, none without a point; what is left over goes to the
    heaviest first.
    """
    if points < len(weights):
        return [1] * points + [0] * (len(weights) - points)
    room, whole = points - len(weights), sum(weights)
    shares = [1 + room * weight // whole for weight in weights]
    heaviest = sorted(range(len(weights)), key=lambda n: -weights[n])
    for n in heaviest[: points - sum(shares)]:
        shares[n] += 1
    return shares
