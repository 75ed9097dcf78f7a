"""What the course's books say on how the hard point of a lesson is mastered: the section on it, as far as readable.

For a size the section on measuring and correcting, for a step's setting the section named for the step. Knows where to
look; what is hard is learning's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from learning.alike import bare as plain
from learning.belongs import elsewhere, leans
from learning.checks import Cited
from learning.clue import sentences
from learning.line import bare
from learning.material import headed
from learning.parameter import Parameter
from learning.rule import whole
from tools._prior import ASKED, MARK
from trust.sources import Passage
from trust.turn import Turn

LOOKED, MEASURED, MOST, LENGTH, NEAR = 6, 10, 3, (12, 110), 0.02
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


def measure(
    turn: Turn, step: str, what: str, at: float | None, own: Sequence[Passage]
) -> list[tuple[Passage, str]]:  # fmt: skip
    """What the books say on the quantity a step decides by: the section that speaks of it most, its telling sentences,
    and the sentence that says what happens at about that value. `what` is the quantity's name, `at` the step's value.
    Nothing where no section speaks of it twice.
    """
    theirs, work = {p.document_id for p in own}, f"{step} {' '.join(o.text for o in own)}"
    under: dict[tuple[str, str], list[Cited]] = {}
    for p in turn.originals(f"{step} {what} 变化 曲线 原理"[:200], k=MEASURED, library="course").passages:
        if p.document_id in theirs or re.search(r"题库|自测|情境|标准|大纲", p.title):
            continue
        for s in whole(p.text):
            told = Cited(MARK.sub("", s), p)
            heading = headed(told)
            if what in s and _explains(told.text) and not re.search(r"练习|习题", heading):
                under.setdefault((p.document_id, heading), []).append(told)
    own_ = [[c for c in some if not elsewhere(c.text, c.passage.text, k[1], work)] for k, some in under.items()]
    fit = [some[:MOST] for some in own_ if len(some) > 1]
    best = max(fit, key=lambda some: sum(c.text.count(what) for c in some), default=[])
    why = [c for some in under.values() for c in some if at and c not in best and _near(c.text, what, at)]
    return [(c.passage, c.text) for c in (*best, *(why[:1] if best else ()))]


def _near(sentence: str, what: str, at: float) -> bool:
    """It names about this value of the quantity."""
    found = re.findall(rf"{re.escape(what)}\s?(\d+(?:\.\d+)?)", sentence)
    return any(abs(float(v) - at) <= NEAR * at for v in found)


def _explains(sentence: str) -> bool:
    """As `_teaches`, but a sentence may list stages behind a colon."""
    short, long = LENGTH
    return short <= len(sentence) <= long and not leans(sentence) and not re.search(r"[？?]|练习|本章|答案", sentence)


def _teaches(sentence: str) -> bool:
    short, long = LENGTH
    whole = short <= len(sentence) <= long and not leans(sentence)
    plain = not re.search(r"[？?]|练习|本章|\d：", sentence)
    return whole and plain and (sentence.startswith("若") or not ASKED.search(sentence))
