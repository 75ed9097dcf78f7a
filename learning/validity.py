"""How long a document counts, by its record and by its own words: its version, its end, and what replaces it. Pure.

Knows dates and versions as Chinese titles and standards write them. Does not know what the document asks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

_YEAR = re.compile(r"(20\d{2})\s*(?:版|年版|年度|年)?")
_VERSION = re.compile(
    r"[（(]?(20\d{2}\s*(?:年版|版|年|年度)?)[)）]?|[（(]?(?:[Vv]\s*|版本[:：]?\s*)(\d+(?:\.\d+)*)[)）]?|"
    r"第([一二三四五六七八九十\d]+)版"
)
_DAY = r"(20\d{2})\s*[年\-./]\s*(\d{1,2})\s*[月\-./]\s*(\d{1,2})\s*日?"
_UNTIL = re.compile(
    rf"(?:有效期(?:限)?(?:至|到|截止至?)|有效至|自)\s*[:：]?\s*{_DAY}\s*(?P<ends>起?(?:废止|失效|作废))?"
)


@dataclass(frozen=True)
class Standing:
    """`version` and `quote` are verbatim (the words that say the end, if the text says it)."""

    version: str
    begins: date | None
    ends: date | None
    quote: str = ""

    def expired(self, today: date) -> bool:
        return self.ends is not None and self.ends < today


def standing(title: str, filename: str, texts: Iterable[str], begins: date | None, ends: date | None) -> Standing:
    """The earlier of the record's end and the one the text states."""
    said = next(((d, quote) for text in texts for d, quote in _ends(text)), None)
    version = _version(title) or _version(filename)
    if said is not None and (ends is None or said[0] < ends):
        return Standing(version, begins, said[0], said[1])
    return Standing(version, begins, ends)


def _ends(text: str) -> list[tuple[date, str]]:
    found = []
    for m in _UNTIL.finditer(text):
        if m[0].startswith("自") and not m["ends"]:
            continue
        try:
            found.append((date(int(m[1]), int(m[2]), int(m[3])), m[0]))
        except ValueError:
            continue
    return found


def _version(name: str) -> str:
    found = _VERSION.search(name)
    return found[0].strip("（）()") if found else ""


def newer(title: str, other: str) -> bool:
    """Whether `other` is the same document of a later year or version: `规程（2025）` replaces `规程（2024）`."""
    return title != other and _base(title) == _base(other) and _rank(other) > _rank(title)


def _base(title: str) -> str:
    return re.sub(r"\W|修订|新版", "", _YEAR.sub("", _VERSION.sub("", title)))


def _rank(title: str) -> tuple[int, tuple[int, ...]]:
    year = _YEAR.search(title)
    number = re.search(r"[Vv]\s*(\d+(?:\.\d+)*)|第(\d+)版", title)
    parts = (number[1] or number[2]).split(".") if number else []
    return int(year[1]) if year else 0, tuple(int(p) for p in parts)
