"""What the course library teaches about some work, as far as the asker may read it: one sentence a document.

Shared by tools that say what to know beforehand. Knows search and words; no tool.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from learning.clue import sentences
from learning.project import words
from trust.sources import Passage
from trust.turn import Turn

LOOKED, BEFORE, LONGEST = 4, 3, 120
"""Passages looked at for a query; sentences given; characters of one."""
SHARED = 4
"""Words that what is taught before must share with the work."""
KINDS = words("加工、工艺规程、作业指导书、操作说明、工艺文件、项目、流程、标准、资料、规范、手册、教学任务、任务工单")
"""Words that say what kind of document is meant, not which."""
ASKED = re.compile(
    r"[？?]|[^：:；;]{1,24}[:：][^；;。]*[；;]|题干|选项|答案|^\W*\d+[.、].*[求算]|"
    r"^\W*(?:\d+[.、]\s*)?(?:比较|说明|简述|试|计算|分析|列举|解释)"
)
"""A question or exercise teaches nothing beforehand."""

MARK = re.compile(r"^(?:[●•◆■▪·]|\d{1,2}[.、．)）])\s*(?!\d)")


def prior(
    turn: Turn, queries: Sequence[str], work: Iterable[str], own: Sequence[Passage]
) -> list[tuple[Passage, str]]:
    """The sentences that share most words with the texts of the `work`, best first; `own` documents are left out."""
    told = {w for w in words(" ".join(work)) - KINDS if not w.isascii()}
    theirs = {p.document_id for p in own}
    best: dict[str, tuple[int, Passage, str]] = {}
    for query in queries:
        for p in turn.originals(query[:200], k=LOOKED, library="course").passages:
            said = [MARK.sub("", s) for s in sentences(p.text) if not ASKED.search(s)]
            taught = [s for s in said if len(s) <= LONGEST]
            shared, _, best_of = max(((len(words(s) & told), -len(s), s) for s in taught), default=(0, 0, ""))
            if p.document_id not in theirs and shared >= SHARED:
                known = best.get(p.document_id, (0, p, ""))
                best[p.document_id] = max(known, (shared, p, best_of), key=lambda found: found[0])
    ranked = sorted(best.values(), key=lambda found: -found[0])
    return [(passage, said) for _, passage, said in ranked[:BEFORE]]
