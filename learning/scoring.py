"""A scoring sheet out of a task: criteria that make exactly a hundred points; vital safety rules fail all. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from learning.tier import LEVELS, Tier

Area = Literal["process", "quality", "safety", "records"]
AREAS: tuple[Area, ...] = ("process", "quality", "safety", "records")
FULL = 100
_OTHERS: dict[Area, str] = {
    "process": "其余步骤按规程顺序完成", "quality": "其余检查项符合要求", "safety": "其余安全要求全部遵守",
    "records": "其余记录齐全",
}  # fmt: skip
_GENERAL: dict[Area, str] = {
    "process": "按规程顺序完成操作", "quality": "结果符合规程要求", "safety": "遵守安全要求，场地整理到位",
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
    tier: Tier, steps: Sequence[str], checks: Sequence[str], safety: Sequence[tuple[str, bool]], records: Sequence[str]
) -> tuple[Criterion, ...]:
    """`safety` are (rule, vital). Vital rules always stand on the sheet by themselves."""
    wanted: dict[Area, list[tuple[str, bool]]] = {
        "process": [(s, False) for s in steps],
        "quality": [(c, False) for c in checks],
        "safety": sorted(safety, key=lambda rule: not rule[1]),
        "records": [(r, False) for r in records],
    }
    made: list[Criterion] = []
    for area, points in zip(AREAS, LEVELS[tier].weights, strict=True):
        made += _area(area, points, wanted[area])
    return tuple(made)


def _area(area: Area, points: int, wanted: Sequence[tuple[str, bool]]) -> list[Criterion]:
    """The area's points shared evenly; what cannot get a point of its own is judged together, vital rules excepted."""
    if not wanted:
        return [Criterion(area, _GENERAL[area], points)]
    vital = sum(veto for _, veto in wanted)
    room = max(vital, min(len(wanted), points // 2))
    singly = wanted[:room]
    rest = _OTHERS[area] if len(wanted) > room else _GENERAL[area] if len(wanted) == 1 else ""
    shares = _shares(points, len(singly) + bool(rest))
    made = [Criterion(area, text, share, veto, text) for (text, veto), share in zip(singly, shares, strict=False)]
    return [*made, Criterion(area, rest, shares[-1])] if rest else made


def _shares(points: int, parts: int) -> list[int]:
    """As even as whole points allow; the first get what is left over."""
    each, over = divmod(points, parts)
    return [each + (n < over) for n in range(parts)]
