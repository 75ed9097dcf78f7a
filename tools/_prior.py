"""What the course library teaches about some work, as far as the asker may read it: one sentence a document.

Shared by tools that say what to know beforehand. Knows search and words; no tool.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from learning.belongs import elsewhere, leans
from learning.clue import sentences
from learning.line import bare
from learning.material import TOGETHER, listed, ties
from learning.project import words
from learning.stepname import name
from trust.sources import Passage
from trust.turn import Turn

LOOKED, BEFORE, LONGEST = 4, 3, 120
"""Passages looked at for a query; sentences given; characters of one."""
SHARED, LISTS, HEADED = 4, 3, 2
"""Words that what is taught before must share with the work."""
KINDS = words("加工、工艺规程、作业指导书、操作说明、工艺文件、项目、流程、标准、资料、规范、手册、教学任务、任务工单")
"""Words that say what kind of document is meant, not which."""
ASKED = re.compile(
    r"[？?]|[^：:；;]{1,24}[:：][^；;。]*[；;]|题干|选项|答案|^\W*\d+[.、].*[求算]|"
    r"^例|^(?:若|假如|如果)[^，]*\d|^\W*(?:\d+[.、]\s*)?(?:比较|说明|简述|试|计算|分析|列举|解释)"
)
"""A question or exercise teaches nothing beforehand."""

_OFFICE = re.compile(r"课程标准|教学大纲|人才培养|管理|制度|通知|名册|名单|成绩|问卷|考核|日程|安排表")
"""Papers of the office teach nothing beforehand either."""



def office(title: str) -> bool:
    return _OFFICE.search(title) is not None


MARK = re.compile(r"^(?:[●•◆■▪·]|\d{1,2}[.、．)）])\s*(?!\d)")


def prior(
    turn: Turn, queries: Sequence[str], work: Iterable[str], own: Sequence[Passage], each: int = 1
) -> list[tuple[Passage, str]]:
    """The sentences that share most words with the texts of the `work`, best document first, at most `each` of a
    document in their order; `own` documents are left out.
    """
    whole = " ".join(work := list(work))
    things, names = [some for text in work if (some := listed(text))], [name(text) for text in work]
    told = {w for w in words(whole) - KINDS if not w.isascii()}
    theirs = {p.document_id for p in own}
    best: dict[str, dict[str, tuple[int, Passage]]] = {}
    lists = [" ".join(some) for some in dict.fromkeys(map(tuple, things)) if len(some) >= TOGETHER]
    for query in [*queries, *lists[:LISTS]]:
        for p in turn.originals(query[:200], k=LOOKED, library="course").passages:
            said = [MARK.sub("", s) for s in sentences(p.text) if not ASKED.search(s)]
            above = p.locator.heading or ""
            on = HEADED * _headed(bare(above.split(" › ")[-1]), names)
            taught = {s: on + len(words(s) & told) + ties(s, things) for s in said if len(s) <= LONGEST}
            if p.document_id not in theirs and not _OFFICE.search(p.title):
                held = {
                    s: (shared, p) for s, shared in taught.items()
                    if shared >= SHARED and not leans(s) and not elsewhere(s, p.text, above, whole)
                }  # fmt: skip
                best.setdefault(p.document_id, {}).update(held)
    ranked = sorted(best.values(), key=lambda held: -max((shared for shared, _ in held.values()), default=0))
    return [found for held in ranked[:BEFORE] for found in _first(held, each)]


def _headed(heading: str, names: Sequence[str]) -> bool:
    """The section is on a step, by its name."""
    return len(heading) > 1 and any(n and (n in heading or heading in n) for n in names)


def _first(held: dict[str, tuple[int, Passage]], each: int) -> list[tuple[Passage, str]]:
    chosen = sorted(held, key=lambda s: (-held[s][0], len(s)))[:each]
    at = sorted(chosen, key=lambda s: (held[s][1].ordinal, held[s][1].text.find(s)))
    return [(held[s][1], s) for s in at]
