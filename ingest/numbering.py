"""Word's automatic numbers as text: counters per list and level, in the formats Chinese documents use.

Knows numbering.xml and styles' list settings; nothing of paragraphs' text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(frozen=True)
class Level:
    start: int
    style: str
    pattern: str
    tight: bool


@dataclass
class Numbering:
    """Lists by number id. `label` advances the counters, so call it once per paragraph, in order."""

    lists: dict[str, str] = field(default_factory=dict)
    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def read(cls, root: Any) -> Numbering:
        made = cls()
        for abstract in root.iter(f"{W}abstractNum"):
            made.levels[abstract.get(f"{W}abstractNumId")] = dict(map(_level, abstract.iter(f"{W}lvl")))
        for num in root.iter(f"{W}num"):
            number, abstract = num.get(f"{W}numId"), num.find(f"{W}abstractNumId")
            made.lists[number] = abstract.get(f"{W}val") if abstract is not None else ""
            made.restarts[number] = {
                int(o.get(f"{W}ilvl")): int(s.get(f"{W}val"))
                for o in num.iter(f"{W}lvlOverride")
                if (s := o.find(f"{W}startOverride")) is not None
            }
        return made

    def label(self, number: str, depth: int) -> str | None:
        """`2.1 `, `（一）` …; empty for a bullet; None when there is no such list."""
        abstract = self.lists.get(number)
        level = self.levels.get(abstract or "", {}).get(depth)
        if abstract is None or level is None:
            return None
        if level.style in ("bullet", "none") and "%" not in level.pattern:
            return ""
        counts = self._advance(number, abstract, depth, level)
        levels = self.levels[abstract]

        def shown(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            return numeral(counts.get(at, 1), levels[at].style if at in levels else "decimal")

        text = re.sub(r"%(\d)", shown, level.pattern)
        return text if not text or level.tight or text[-1] in "、）】．" else f"{text} "

    def _advance(self, number: str, abstract: str, depth: int, level: Level) -> dict[int, int]:
        counts = self._counts.setdefault(abstract, {})
        if (number, depth) not in self._begun and depth in self.restarts.get(number, {}):
            counts[depth] = self.restarts[number][depth]
        else:
            counts[depth] = counts.get(depth, level.start - 1) + 1
        self._begun.add((number, depth))
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        for above in range(depth):
            counts.setdefault(above, self.levels[abstract][above].start if above in self.levels[abstract] else 1)
        return counts


def _level(node: Any) -> tuple[int, Level]:
    def value(name: str, default: str) -> str:
        found = node.find(f"{W}{name}")
        return default if found is None else found.get(f"{W}val") or default

    return int(node.get(f"{W}ilvl")), Level(
        int(value("start", "1")), value("numFmt", "decimal"), value("lvlText", ""), value("suff", "tab") == "nothing"
    )


def numeral(n: int, style: str) -> str:
    if style.startswith(("chinese", "taiwanese", "japaneseCounting", "ideographDigital")):
        return _chinese(n, _LEGAL if "Legal" in style else _DIGITS)
    if style.startswith("decimalEnclosedCircle") and 1 <= n <= 20:
        return chr(0x2460 + n - 1)
    if style == "ideographTraditional" and 1 <= n <= 10:
        return "甲乙丙丁戊己庚辛壬癸"[n - 1]
    if style.endswith("Letter"):
        text = chr(ord("a") + (n - 1) % 26) * ((n - 1) // 26 + 1)
        return text.upper() if style.startswith("upper") else text
    if style.endswith("Roman"):
        return _roman(n).upper() if style.startswith("upper") else _roman(n)
    return f"{n:02d}" if style == "decimalZero" else str(n)


def _chinese(n: int, digits: str) -> str:
    """1–99 as counted (十二), beyond that digit by digit."""
    if not 0 < n < 100:
        return "".join(digits[int(d)] for d in str(n))
    tens, ones = divmod(n, 10)
    ten = "拾" if digits == _LEGAL else "十"
    return (("" if tens < 2 else digits[tens]) + ten if tens else "") + (digits[ones] if ones else "")


def _roman(n: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        while n >= value:
            text, n = text + letters, n - value
    return text


def list_of(properties: Iterable[Any]) -> tuple[str, int] | None:
    """(number id, depth) from the first of the given `pPr` nodes (paragraph, style, base style …) that has one."""
    number: str | None = None
    depth: int | None = None
    for node in properties:
        found = None if node is None else node.find(f"{W}numPr")
        if found is None:
            continue
        ilvl, num = found.find(f"{W}ilvl"), found.find(f"{W}numId")
        depth = depth if depth is not None or ilvl is None else int(ilvl.get(f"{W}val"))
        number = number if number is not None or num is None else num.get(f"{W}val")
    return (number, depth or 0) if number and number != "0" else None
