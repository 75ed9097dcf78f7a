"""The source that the questions of one paper share: said once on top, and left out of each. Pure.

A question of the bank stands alone, so each names its source; on a paper where all do, and most the same, that one is
named in the head. Questions on another source keep theirs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

LEAST = 2
_NAMED = re.compile(r"《[^《》]+》")


def shared(stems: Sequence[str]) -> str:
    """`《…》`, or nothing where a question names no source or no two name the same."""
    named = [m[0] if (m := _NAMED.search(s)) else "" for s in stems]
    if not named or not all(named):
        return ""
    title, count = Counter(named).most_common(1)[0]
    return title if count >= LEAST else ""


def told(title: str) -> str:
    """The line on top of a paper."""
    return f"各题凡没有写明依据的，都以{title}为依据。"


def shortened(stem: str, title: str) -> str:
    """The stem without the source, where that only says what it is answered by."""
    if not title:
        return stem
    by = re.escape(title)
    short = re.sub(rf"^按{by}(?:的表格)?，", "", stem)
    short = re.sub(rf"^按{by}的([^，“]{{2,20}})，(?=“)", r"\1中", short)
    short = re.sub(rf"^依据{by}(?:，|的(?=“))", lambda m: "" if m[0].endswith("，") else "依据", short)
    return re.sub(rf"^下列说法与{by}一致的", "下列说法与依据一致的", short)
