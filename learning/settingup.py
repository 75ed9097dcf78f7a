"""What comes before the machine runs: how it holds the work, tools set, the first piece, in the papers' words. Pure.

The sentences are picked elsewhere (tidying.py from the machine's instruction, the tool from courseware).
"""

from __future__ import annotations

from collections.abc import Sequence

from learning.around import Around
from learning.checks import Cited
from learning.clause import ended
from learning.scan import quantities
from learning.sourced import titled
from learning.spoken import spoken
from learning.stage import Stage
from learning.structure import row
from learning.workorder import Step


def set_up(around: Around, minutes: int) -> Stage:
    """Tools set and the first piece confirmed, as the machine's instruction has it."""
    first = f"再讲首件：{_quoted(around.first)}。" if around.first else ""
    return Stage(
        "during", "示范：对刀与首件",
        f"按{titled(around.setting[0].passage)}示范对刀：{_quoted(around.setting)}。{first}",
        "看清对刀的先后和首件的要求，说出哪些情况要重做首件；各组核对刀补表。",
        "先把刀对准、把首件做对，再加工。", minutes, (*around.setting, *around.first),
    )  # fmt: skip


def first_piece(around: Around) -> str:
    """What each learner's first piece has to go through."""
    if not around.first:
        return ""
    owed = f"（课程标准：“{ended(around.owed.text)}”）" if around.owed is not None else ""
    return f"每人做的第一件按首件做并送检{owed}，签了首件卡再往下做。"


def holding(around: Around, done: Sequence[Step]) -> tuple[str, tuple[Cited, ...]]:
    """What courseware says to the way a step done here holds its work, and where that stands."""
    every = around.holding
    found = row(every[0].text) if every else None
    if found is None or not any(found.name in s.text for s in done):
        return "", ()
    said = "；".join(f"“{ended(spoken(c.text))}”{_passed(c, done)}" for c in every)
    return f"做法参照{titled(every[0].passage)}：{said}，与本步的数据对照着选。", every


def _passed(bound: Cited, done: Sequence[Step]) -> str:
    """Which of the step's own settings pass the bound that a sentence sets."""
    for q in quantities(bound.text):
        at_most = q.limits[1] if q.relation in ("<=", "<") else None
        for p in (p for s in done for p in (*s.parameters, *s.beside) if p.quantity.unit == q.unit and at_most):
            least = p.quantity.limits[0]
            if least is not None and at_most is not None and least > at_most:
                return f"（本步{p.name} {p.value} {p.unit}，超过这一上限，本步不能用，改用别的）"
    return ""


def _quoted(every: Sequence[Cited]) -> str:
    return "；".join(f"“{ended(c.text)}”" for c in every)
