"""Exercises about what to do when something goes wrong: cases from sentences, and matching of several. Pure.

Knows what situation.py finds in prose; troubles in tables are from_tables.py's. Does not judge what it makes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from learning.alike import holds
from learning.chance import mixed
from learning.exercise import Exercise
from learning.from_tables import shares
from learning.situation import Situation, situations
from learning.sourced import span, tags, titled
from trust.sources import Passage

MATCHED = 5
_UNFIT = re.compile(r"[“”《》]|____|[？?]")


def from_situations(passage: Passage) -> Iterator[Exercise]:
    found = [s for s in situations(passage.text) if not _UNFIT.search(s.text)]
    for at, one in enumerate(found):
        yield _case(passage, one, found[at - 1] if len(found) > 1 else None)
    whole = [s for s in found if len(s.text) <= 80][:MATCHED]
    if len(whole) >= 3 and len({s.response for s in whole}) == len(whole):
        yield _matching(passage, whole)


def _case(passage: Passage, one: Situation, other: Situation | None) -> Exercise:
    """What came up, and two of the group who would do the wrong thing: nothing, or what is right somewhere else."""
    met = f"某小组按{titled(passage)}实训，中途出现“{one.name}”。组员甲说：“先不管它，做完手头的事再说。”"
    if other is not None and not holds(one.text, other.parts[0]):
        met += f"组员乙说：“照出现{other.name}时的办法做，{other.parts[0]}就行。”"
    both = "两人的说法都不合规定。" if "组员乙" in met else "这种说法不合规定。"
    return Exercise(
        "case", f"{met}{both}请依据该资料改正：写出正确的处置，并逐条说明要求。", one.parts,
        span(passage, one.text), f"原文：{one.text}。", points=shares(len(one.parts)), about=(one.name, "处理"),
        difficulty=3, bloom="分析", tags=tags(passage),
    )  # fmt: skip


def _matching(passage: Passage, chosen: list[Situation]) -> Exercise:
    """Hazards or troubles, each with what is to be done."""
    key = tuple(s.response for s in chosen)
    quote = "\n".join(s.text for s in chosen)
    spans = tuple(s for one in chosen for s in span(passage, one.text))
    return Exercise(
        "match", f"按{titled(passage)}，将每种情况与应采取的措施对应起来。", key, spans, f"原文：\n{quote}",
        options=mixed(key, "situations", passage.text), left=tuple(s.name for s in chosen), about=("情况", "措施"),
        difficulty=2, bloom="应用", tags=tags(passage),
    )  # fmt: skip
