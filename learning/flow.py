"""A process in a line, `A → B → C`: what it begins and ends with, where its numbered steps leave that out. Pure.

Taking in and inspecting are work like any other; a document that only names them in its flow has said where they stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from learning.line import Line
from learning.stepname import name

LEAST, HALF, ITEM = 4, 0.5, 12
_ENDS = re.compile(r"验收|检验|检测|检查|领料|收料|入库|出厂")
_ARROW = re.compile(r"\s*(?:→|->|⇒|➔)\s*")


def ends(every: Sequence[Line], steps: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Steps to put in front of `steps` and behind them, verbatim pieces of the flow among `every`; none where there is
    no flow of these steps, or where they have them already.
    """
    names = [name(s.body) or s.body for s in steps]
    for line in every:
        items = [i.strip("。；; ") for i in _ARROW.split(line.body or line.text)]
        if len(items) < LEAST or line.cells or any(len(i) > ITEM for i in items):
            continue
        known = sum(any(n in i or i in n for n in names) for i in items)
        if known >= HALF * len(items):
            return _missing(items[:1], names, line, steps), _missing(items[-1:], names, line, steps)
    return (), ()


def _missing(items: Sequence[str], names: Sequence[str], line: Line, steps: Sequence[Line]) -> tuple[Line, ...]:
    return tuple(
        Line(item, line.passage, "step", steps[0].section, "", item) for item in items
        if _ENDS.search(item) and not any(n in item or item in n for n in names) and item in line.passage.text
    )  # fmt: skip
