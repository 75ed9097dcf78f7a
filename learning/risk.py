"""What in a step may hurt somebody, by what it sets and names: heat, pressure, turning parts, cutting, acids. Pure.

Nothing is said of how to be safe: that is the source's, the school's and the teacher's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from learning import clue
from learning.parameter import Parameter

HOT = Decimal(50)
"""℃ from which a touch scalds at once or soon (ISO 13732-1 gives 48 to 70 ℃ by material and time)."""
_PRESSED, _SPEED = frozenset({"MPa", "kPa", "bar"}), frozenset({"r/min", "m/min", "mm/r"})
_CUTS = re.compile(
    r"[粗精半]?[车铣钻磨镗刨锯攻](?:削|床|刀|孔|面|槽|外圆|端面|键)|[粗精]车|[粗精]铣|立铣|带锯|切刀|刀片|刀具"
)
_TURNS = re.compile(r"离心|剪切|绞切|粉碎|斩拌")
_ACID = re.compile(r"酸液|碱液|酸碱|[硝盐硫]酸|烧碱|氢氧化钠|腐蚀|滴定")
_CURRENT = re.compile(r"带电|触电|高压电|配电|接线")
HEAT, PRESSURE, TURNING, CUTTING, ACID, CURRENT = "高温", "压力", "旋转部件", "切削", "酸碱", "带电"
Risks = dict[str, Parameter | None]
"""Kind of danger → the setting it shows in, None where words show it."""


def risks(text: str, parameters: Sequence[Parameter]) -> Risks:
    """Of one step, each kind with its strongest setting."""
    worded = ((CUTTING, _CUTS), (TURNING, _TURNS), (ACID, _ACID), (CURRENT, _CURRENT))
    found: Risks = {kind: None for kind, words in worded if words.search(text)}
    shown: list[Risks] = [{kind: p} for p in parameters if (kind := _kind(p))]
    return gathered([found, *shown])


def gathered(every: Sequence[Risks]) -> Risks:
    """All kinds, in order, each with the strongest setting there is."""
    found: Risks = {}
    for kind in (HEAT, PRESSURE, TURNING, CUTTING, ACID, CURRENT):
        held = [r[kind] for r in every if kind in r]
        if held:
            found[kind] = max((p for p in held if p is not None), key=_most, default=None)
    return found


def _most(p: Parameter) -> Decimal:
    most = p.quantity.high if p.quantity.value is None else p.quantity.value
    return Decimal(0) if most is None else most


def _kind(p: Parameter) -> str:
    unit = p.quantity.unit or ""
    if unit in ("℃", "°C"):
        return HEAT if _most(p) >= HOT else ""
    return PRESSURE if unit in _PRESSED else TURNING if unit in _SPEED else ""


def scalding(parameters: Sequence[Parameter]) -> list[Parameter]:
    """The settings that are hot, in order."""
    return [p for p in parameters if _kind(p) == HEAT]


def spoken_of(texts: Sequence[str]) -> bool:
    """Whether any of the rules keeps a person from harm."""
    return any(clue.bodily(t) for t in texts)
