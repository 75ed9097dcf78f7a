"""What numbered steps set: each step's name with its values of one kind, as `杀菌：95±2 ℃，保持 300 s` says. Pure.

Of a kind (temperature, pressure, speed) only what a step says once. Does not know who asks for it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from learning.scan import quantities
from learning.structure import sentences, steps

_KINDS = {"℃": "温度", "°C": "温度", "MPa": "压力", "kPa": "压力", "r/min": "转速", "mm/r": "进给量"}
_TIMES = frozenset({"s", "min", "h", "d", "天"})
_NAME = re.compile(r"^(?:(?:工序|工步|步骤|第)\s*\d+\s*步?\s*[：:、]?\s*)?([\u4e00-\u9fffA-Za-z ]{2,12})[：:]")


@dataclass(frozen=True)
class StepValue:
    """`name`: the step's; `quote`: its line's sentence with the value, verbatim behind the number."""

    name: str
    aspect: str
    value: str
    quote: str


@lru_cache(maxsize=256)
def step_values(text: str) -> tuple[StepValue, ...]:
    """In the order of the text."""
    return tuple(v for listed in steps(text) for step in listed.steps for v in _of(step, text))


def _of(step: str, text: str) -> Iterator[StepValue]:
    named = _NAME.match(step)
    first = next(sentences(step), "")
    if named is None or not first or first not in text:
        return
    found = [q for q in quantities(first) if q.unit and re.search(r"\d", q.text)]
    kinds = Counter(_kind(q.unit or "") for q in found)
    for q in found:
        kind = _kind(q.unit or "")
        if kind and kinds[kind] == 1:
            yield StepValue(named[1].strip(), kind, q.text, first)


def _kind(unit: str) -> str:
    return _KINDS.get(unit, "时间" if unit in _TIMES else "")
