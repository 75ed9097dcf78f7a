"""At which value something is to be done: `压力波动超过 2 MPa 应停机`, `低于 5% 时重新做主图`. Pure; pieces verbatim.

Also what questions of it look like, so that maker and blind solver read them alike. Makes no exercise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from learning.alike import bare
from learning.structure import sentences, tables
from learning.tolerance import Limits, number

_RULE = re.compile(
    r"(?P<of>[^，。；：]{0,16}?)(?P<rel>超过|高于|大于|低于|小于)(?P<base>[\u4e00-\u9fff]{0,6}?)\s?(?P<value>\d+(?:\.\d+)?)"
    r"\s?(?P<unit>%|℃|MPa|mm|s|min|h|天)(?:时|(?=应))(?P<deed>[^，。；]{2,14})"
)
_RULE_SPACED = re.compile(_RULE.pattern.replace("(?:时|(?=应))", r"\s?(?:时|(?=应))"))
_LEAD = re.compile(r"^(?:每天|每日|定时|随时)?(?:查看|查|看|核对|检查|记录|观察)")
_ASKED = re.compile(r"“(?P<of>[^”]+)”为下列各值(?:（[^）]*）)?时，应当“(?P<deed>[^”]+)”的有（　）。$")


@dataclass(frozen=True)
class Trigger:
    """`text` is the verbatim sentence or row it stands in; `limits` are those at which `deed` is due, strictly."""

    of: str
    base: str
    deed: str
    unit: str
    limits: Limits
    text: str


@lru_cache(maxsize=1024)
def triggers(text: str) -> tuple[Trigger, ...]:
    """In the order of the text."""
    units = [(s, s) for s in sentences(text)]
    units += [(v, r.text) for t in tables(text) for r in t.rows for _, v in r.cells]
    return tuple(t for said, whole in units for t in _of(said, whole))


def _of(said: str, whole: str) -> Iterator[Trigger]:
    for found in _RULE_SPACED.finditer(said):
        before = re.split(r"[，。；：]", said[: found.start()].rstrip("，。；："))[-1]
        of = _LEAD.sub("", found["of"].strip() or before.strip())
        value = Decimal(found["value"])
        above = found["rel"] in ("超过", "高于", "大于")
        low, high = (value, None) if above else (None, value)
        if 1 < len(of) <= 16:
            deed = found["deed"].removeprefix("应").strip()
            yield Trigger(of, found["base"], deed, found["unit"], Limits(low, high, found["unit"], False, True), whole)


def asks_due(stem: str) -> bool:
    return _ASKED.search(stem) is not None


def due(stem: str, options: Sequence[str], texts: Sequence[str]) -> tuple[str, ...] | None:
    """Of some values those at which the deed that the question names is due."""
    asked = _ASKED.search(stem)
    if asked is None:
        return None
    every = (t for text in texts for t in triggers(text))
    of, deed = bare(asked["of"]), bare(asked["deed"])
    rule = next((t for t in every if bare(t.of) == of and bare(t.deed) == deed), None)
    values = [number(o) for o in options]
    if rule is None or None in values:
        return None
    return tuple(o for o, v in zip(options, values, strict=True) if v is not None and rule.limits.holds(v))
