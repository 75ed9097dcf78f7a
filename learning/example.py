"""The worked example that a textbook gives for a formula: the line behind it that begins with 例. Pure; verbatim."""

from __future__ import annotations

import re
from collections.abc import Iterable

from trust.sources import Passage

_EXAMPLE = re.compile(r"^(?:例|例题)\s?\d*[：:]")
LONGEST, SHARED = 120, 3
_ASKED = re.compile(r"^\d{1,2}[.、．)）]\s*(.{10,120}?)[（(]答案：(.{1,60}?)[）)]$")


def example_of(passage: Passage, formula: str) -> str | None:
    """The first one behind the formula in the same passage; None where there is none, or it runs long."""
    behind = passage.text.partition(formula)[2]
    for line in behind.split("\n"):
        said = line.strip()
        if _EXAMPLE.match(said):
            return said if len(said) <= LONGEST and not re.search("[？?]", said) else _first(said)
    return None


def _first(said: str) -> str | None:
    head = re.split(r"(?<=。)", said)[0]
    return head if len(head) <= LONGEST else None


def practice_of(read: Iterable[Passage], formula: str) -> tuple[str, str, Passage] | None:
    """A question of the same book that several quantities of the formula stand in, with its printed answer."""
    names = [n for n in re.split(r"[＝=×÷+＋－（）()\s]+", formula) if len(n) > 1]
    for passage in read:
        for line in passage.text.split("\n"):
            m = _ASKED.match(line.strip())
            if m is not None and sum(n in m[1] for n in names) >= min(SHARED, len(names)):
                return m[1], m[2], passage
    return None
