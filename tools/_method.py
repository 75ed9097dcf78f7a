"""What the course's books say on how the hard point of a lesson is mastered: the section on it, as far as readable.

For a size the section on measuring and correcting, for a step's setting the section named for the step. Knows where to
look; what is hard is learning's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from learning.alike import bare as plain
from learning.belongs import elsewhere, leans
from learning.clue import sentences
from learning.line import bare
from learning.parameter import Parameter
from tools._prior import ASKED, MARK
from trust.sources import Passage
from trust.turn import Turn

LOOKED, MOST, LENGTH = 6, 3, (12, 110)
_MEASURING = re.compile(r"测量|修正|补偿|检测")
_HOW = re.compile(r"修正|补偿|磨耗|重测|测(?:互相|两|三)|读数")
_WHY = re.compile(r"使|因此|所以|不是|超过|最好|互换|防止|否则|才|越")


def method(turn: Turn, hard: Parameter | None, step: str, own: Sequence[Passage]) -> list[tuple[Passage, str]]:
    """Its telling sentences, in order; none where no section is on it."""
    if hard is None:
        return []
    size = bool(hard.quantity.fit or hard.quantity.symbol) or hard.quantity.unit == "mm"
    query = f"{hard.name} 测量与修正 实测 补偿 磨耗" if size else f"{step} 作用 原理 温度 时间"
    theirs = {p.document_id for p in own}
    for p in turn.originals(query[:200], k=LOOKED, library="course").passages:
        heading = bare((p.locator.heading or "").split(" › ")[-1])
        fits = bool(_MEASURING.search(heading)) if size else bool(step) and plain(step) in plain(heading)
        if p.document_id in theirs or not fits or re.search(r"练习|习题", heading):
            continue
        work = f"{hard.name}{step}{' '.join(o.text for o in own)}"
        said = [MARK.sub("", s) for s in sentences(p.text) if _teaches(s) and not elsewhere(s, p.text, heading, work)]
        telling = sorted(range(len(said)), key=lambda n: (not (_HOW if size else _WHY).search(said[n]), n))[:MOST]
        if telling:
            return [(p, said[n]) for n in sorted(telling)]
    return []


def _teaches(sentence: str) -> bool:
    short, long = LENGTH
    whole = short <= len(sentence) <= long and not leans(sentence)
    plain = not re.search(r"[？?]|练习|本章|\d：", sentence)
    return whole and plain and (sentence.startswith("若") or not ASKED.search(sentence))
