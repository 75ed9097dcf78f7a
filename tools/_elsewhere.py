"""What a process leaves open and other papers tell: gauges for its checks, figures to practise on.

Found by search, as far as the asker may read; where nobody wished for more, only what its own readers read too: an
owner's own papers no stricter than the process, else its learners would lose the work order for a gauge's name. Knows
where to look; which gauge is fit is learning's.
"""

from __future__ import annotations

from collections.abc import Sequence

from learning.checks import Check, Cited
from learning.gauge import Gauge, gauges
from learning.material import listed
from learning.stepname import timed
from learning.structure import tables
from learning.workorder import Step
from tools._school import keeps_in
from trust.labels import Label, join
from trust.sources import Passage
from trust.turn import Turn

LOOKED, ASKED, NAMED, FIGURES = 10, 8, 4, 2
"""Passages looked at for a query; kinds of checks asked for, and those by themselves; figures that a table must share
with a step.
"""
_TAUGHT, _OWN = "course", ("enterprise", "training")


def sample_data(
    turn: Turn, steps: Sequence[Step], own: Sequence[Passage], wanted: bool | None
) -> Cited | None:  # fmt: skip
    """A row of a table of the course that has the figures which a step by the clock looks at; learners work on these
    instead of the real business. `wanted` as for the gauges.
    """
    looked_at = [listed(s.text) for s in steps if timed(s.text)]
    if wanted is False or not any(looked_at):
        return None
    held = join(p.label for p in own)
    best, most = None, FIGURES - 1
    for things in (some for some in looked_at if some):
        query = " ".join(things)[:200]
        found = [p for place in (_TAUGHT, "training") for p in turn.originals(query, k=LOOKED, library=place).passages]
        for p in found:
            for table in tables(p.text) if wanted or narrows_nobody(p, held) else ():
                named = [*table.headers, *(r.name for r in table.rows)]
                told = sum(any(t in n for n in named) for t in things)
                if told > most:
                    best, most = Cited(table.rows[0].text, p), told
    return best


def whole_table(one: Cited) -> Cited:
    """The table that a row stands in."""
    return next((Cited(t.text, one.passage) for t in tables(one.passage.text) if one.text in t.text), one)


def gauges_for(
    turn: Turn, title: str, checks: Sequence[Check], own: Sequence[Passage], wanted: bool | None
) -> dict[Check, Gauge]:
    """For the checks without a method. `wanted` as for the school's rules: True takes them whoever may then read the
    result, False none, None those that keep none of the process's readers out.
    """
    bare = [c for c in checks if not c.how]
    if wanted is False or not bare:
        return {}
    items = " ".join(dict.fromkeys(c.item for c in bare[:ASKED]))
    queries = [f"量具 检验 {items}", f"{title} 检验记录 量具校验", f"量具的选择 测量 检查 {items}"]
    queries += [f"{item} 计 仪 校准 测量" for item in list(dict.fromkeys(c.item for c in bare))[:NAMED]]
    found: dict[str, Passage] = {p.id: p for p in own}
    held = join(p.label for p in own)
    for library in (*_OWN, _TAUGHT):
        for query in queries:
            for p in turn.originals(query[:200], k=LOOKED, library=library).passages:
                if (library == _TAUGHT or own_paper(p, held)) and (wanted or narrows_nobody(p, held)):
                    found.setdefault(p.id, p)
    return gauges(bare, list(found.values()))


def own_paper(p: Passage, held: Label) -> bool:
    """Of an owner of what is `held`."""
    return p.label.owners <= held.owners


def narrows_nobody(p: Passage, held: Label) -> bool:
    """Whoever reads what is `held` reads the passage too."""
    return p.label.flows_to(held) if own_paper(p, held) else keeps_in(held, [p.label])
