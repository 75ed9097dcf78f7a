"""How much hangs on what an item asks: tolerances, what papers call critical, what must or must not be. Pure.

A column of methods, tools or people is trivia beside the values themselves. Judges no item (verifier.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from learning.exercise import Exercise
from learning.from_tables import over
from learning.structure import rows
from trust.sources import Passage

_TIGHT = re.compile(r"±|[（(][+-]?[\d.]+/[+-]?[\d.]+[）)]|φ\d[\d.]*[a-zA-Z]{1,2}\d")
_MUST = re.compile(
    r"必须|不得|严禁|禁止|方可|视为|停机|立即|首件|终点|否决|一律|当天|关键|隔离|拒收|不合格"
)
_TRIVIAL = re.compile(r"方法|岗位|人员|刀具|冷却|量具|备注|频次|负责|产出|编号|版本")
_HEADING = re.compile(r"关键|重点|控制点|限值|指标|应急|异常|安全")
_CRITICAL = re.compile(r"CCP ?\d|关键控制点|一票否决")
_CODE = re.compile(r"^CCP ?\d+\s*|^(?:生物|化学|物理)[：:]")
_REAL = re.compile(r"实测为“")
_OF = re.compile(r"的“([^”]{2,8})”(?:为|是)")


def importance(item: Exercise, critical: Iterable[str]) -> int:
    """The more, the earlier it is to be asked."""
    said = f"{item.stem}{item.quote[:200]}" if item.kind != "order" else item.stem
    asked = item.about[1]
    shown = f"{item.stem}{item.about[0]}{''.join(item.left)}"
    named = any(name in shown for name in critical)
    head = item.tags[0] if item.tags else ""
    real = item.kind == "case" and bool(_REAL.search(item.stem))
    words = item.kind in ("single", "fill", "judge") and not any(c.isdigit() for c in f"{item.key[0]}{item.stem}")
    tight = _TIGHT.search(f"{item.stem}{''.join(item.key)}")
    trivial = _TRIVIAL.search(f"{asked}{''.join(_OF.findall(item.stem))}")
    matters = 3 * bool(tight) + 4 * named + 2 * bool(_MUST.search(said)) + bool(_HEADING.search(head))
    thought = 4 * real + 3 * (asked == "原因") + 2 * ("这样处理" in item.stem)
    return matters + thought - 4 * bool(trivial) - 2 * words


def critical(passages: Iterable[Passage]) -> frozenset[str]:
    """The names of the steps and things that some papers call critical control points, or veto."""
    found = [
        _CODE.sub("", row.name) for p in passages for row in rows(p.text)
        if any(_CRITICAL.search(v) for _, v in row.cells) or "关键" in over(p, row.text)
    ]  # fmt: skip
    return frozenset(short for name in found for short in (name, name[:2]) if len(short) > 1)
