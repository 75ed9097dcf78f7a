"""Numbers with their units: equal across widths, notations and languages. Pure; knows no documents.

`８００转／分`, `800 r/min` and `800rpm` are one quantity. Nothing is converted: 0.2 cm is not 2 mm here, because a
quoted parameter must stand as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

_UNITS: dict[str, tuple[str, ...]] = {
    "r/min": ("r/min", "rpm", "转/分钟", "转/分", "转每分钟", "转每分", "rev/min"),
    "mm/r": ("mm/r", "毫米/转", "mm/rev"),
    "mm/min": ("mm/min", "毫米/分钟", "毫米/分"),
    "m/min": ("m/min", "米/分钟", "米/分"),
    "μm": ("μm", "µm", "um", "微米"),
    "mm": ("mm", "毫米", "公厘"),
    "cm": ("cm", "厘米", "公分"),
    "m": ("m", "米", "公尺"),
    "℃": ("°c", "℃", "摄氏度", "攝氏度", "度c"),
    "kg": ("kg", "千克", "公斤"),
    "mg": ("mg", "毫克"),
    "g": ("g", "克"),
    "t": ("吨", "噸"),
    "ml": ("ml", "毫升"),
    "l": ("l", "升"),
    "s": ("秒钟", "秒", "s"),
    "min": ("分钟", "分鐘", "min", "minutes", "minute"),
    "h": ("小时", "小時", "h", "hours", "hour"),
    "d": ("天", "日", "days", "day"),
    "%": ("%", "percent"),
    "MPa": ("mpa", "兆帕"),
    "kPa": ("kpa", "千帕"),
    "kW": ("kw", "千瓦"),
    "W": ("w", "瓦"),
    "kV": ("kv", "千伏"),
    "V": ("v", "伏"),
    "A": ("a", "安"),
    "Hz": ("hz", "赫兹"),
    "N·m": ("n·m", "n*m", "牛米"),
    "元": ("元", "yuan", "rmb"),
    "万元": ("万元", "萬元"),
}
_SPELT = {spelling: unit for unit, spellings in _UNITS.items() for spelling in spellings}
_UNIT = "|".join(re.escape(s) for s in sorted(_SPELT, key=lambda s: (-len(s), s)))
_NUMBER = re.compile(rf"(?<![\d.])(\d+(?:,\d{{3}})*(?:\.\d+)?)\s*(?:({_UNIT})(?![a-z0-9]))?")

_RANGE = re.compile(r"\s*(?:[~\-–—±]|至|到|to)\s*")


@dataclass(frozen=True)
class Number:
    """A number as written, and its unit where one follows that we know."""

    value: Decimal
    unit: str | None

    def said_by(self, other: Number) -> bool:
        """The same number, with the same unit unless one of the two leaves it out (a table's header holds it)."""
        return self.value == other.value and (None in (self.unit, other.unit) or self.unit == other.unit)


def numbers(text: str) -> tuple[Number, ...]:
    """Every number in `text` in order. A range is two numbers, and a unit after it belongs to both."""
    plain = unicodedata.normalize("NFKC", text).lower()
    found = list(_NUMBER.finditer(plain))
    units = [m[2] for m in found]
    for i in range(len(found) - 2, -1, -1):
        if not units[i] and _RANGE.fullmatch(plain, found[i].end(), found[i + 1].start()):
            units[i] = units[i + 1]
    return tuple(_quantity(m[1], unit) for m, unit in zip(found, units, strict=True))


def unsupported(claim: str, sources: Iterable[str]) -> tuple[Number, ...]:
    """The numbers of `claim` that no source says."""
    said = [q for source in sources for q in numbers(source)]
    return tuple(q for q in numbers(claim) if not any(q.said_by(s) for s in said))


def _quantity(digits: str, unit: str | None) -> Number:
    return Number(Decimal(digits.replace(",", "")), _SPELT[unit] if unit else None)
