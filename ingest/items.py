"""Listed items on a page: what their marks look like, and whether a line hangs under the text after the mark. Pure.

Knows words and left edges; nothing of PDF, nor of what else begins a paragraph (layout.py).
"""

from __future__ import annotations

import re

_CHINESE = "一二三四五六七八九十百"
_MARK = re.compile(
    r"(?:[•●◆■▪➢○◇□▶◎▲‣*·–—-]\s*(?=\S)|[①-⑳]|\d{1,3}[.．、)）](?!\d)|[（(](?:\d{1,3}|[A-Za-z])[）)]|[A-Za-z][.、)）](?=\s)"
    rf"|[{_CHINESE}]+、|[（(][{_CHINESE}]+[）)]|(?:步骤\s*|第)[{_CHINESE}\d]+步?[：:、.\s]|Step\s*\d+[：:.]?)\s*",
    re.IGNORECASE,
)
NEAR, CLOSE = 0.75, 0.3
"""Of a letter's size: how far from the item's text a line may begin, and how far after the end of a sentence."""


def mark_length(text: str) -> int:
    """How many glyphs the item's mark has, spaces aside; 0 for a line that is no item."""
    found = _MARK.match(text)
    if not found or found.end() == len(text) or (text[0] in "*·–—-" and not text[1:2].isspace()):
        return 0
    return len("".join(found.group().split()))


def hangs(under: float | None, left: float, size: float, *, ended: bool) -> bool:
    """A line beginning at `left` goes on under an item whose text begins at `under`."""
    return under is not None and abs(left - under) <= size * (CLOSE if ended else NEAR)


def outdented(first: float, before: float, left: float, size: float) -> bool:
    """After lines that hung under an item beginning at `first`, one that does not hang is no part of it."""
    return before - first > size * CLOSE and before - left > size * CLOSE
