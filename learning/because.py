"""Where a source itself gives the reason for a rule: `…，否则…`, `…，防止…`, `过紧会使…`. Pure; every piece verbatim.

What a reason stands behind is its rule; where a sentence begins with the reason, the sentence before it is. Says
nothing of why beyond these words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from learning.structure import row

_ELSE = re.compile(
    r"^(?P<rule>.{6,80}?)[，,；](?P<effect>(?:否则|以?防止|以免|避免|以防|因为)[^。；]{3,40})$"
)
_TOO = re.compile(
    r"^[^，。；]{0,6}过[紧松快慢高低大小多少长短热冷早晚][^，。；]{0,4}(?:会|容易|易|使|则)[^，。；]{2,20}$"
)
_NUMBER = re.compile(r"^\s*(?:[●•·\-–*]|\d{1,2}[.．、)）])\s*")
_STEP = re.compile(r"^[\u4e00-\u9fffA-Za-z ]{2,12}：")
_LOOSE = re.compile(r"^(?:它|其|这|该|此|那|但|而|则|并|也|又|同时|另|例|若|如)|[？?“”《》]|____")
SHORT, LONG = 6, 80


@dataclass(frozen=True)
class Because:
    """`effects` are what comes of not keeping to `rule`, or what it is kept for; `text` holds all, verbatim."""

    rule: str
    effects: tuple[str, ...]
    text: str
    step: str = ""


@lru_cache(maxsize=4096)
def reasons(text: str) -> tuple[Because, ...]:
    """In the order of the text; lines that are rows give none."""
    return tuple(b for line in text.split("\n") if row(line.strip()) is None for b in _of(line.strip()))


def _of(line: str) -> Iterator[Because]:
    said = _NUMBER.sub("", line)
    named = _STEP.match(said)
    step = named[0].rstrip("：") if named else ""
    parts = [p for p in re.split(r"[。；;]", said) if p.strip()]
    for n, part in enumerate(parts):
        found = _ELSE.match(part)
        if found and not _LOOSE.search(found["rule"]):
            yield Because(found["rule"], (found["effect"],), part, step)
            continue
        clauses = [c for c in re.split(r"[，,]", part) if c]
        effects = [c for c in clauses if _TOO.match(c)]
        before = "，".join(clauses[: len(clauses) - len(effects)])
        if not effects or clauses[-len(effects) :] != effects:
            continue
        rule = before or (re.split(r"[：，,]", parts[n - 1])[-1] if n else "")
        whole = part if before else f"{rule}。{part}"
        if SHORT <= len(rule) <= LONG and not _LOOSE.search(rule) and whole in line:
            yield Because(rule, tuple(effects), whole, step)
