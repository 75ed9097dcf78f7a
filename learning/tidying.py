"""The last row of practical work: the machine stopped, things put back, the place cleaned, forms handed in. Pure.

Told by the machine's own instruction where there is one; else in general words, which say that they are ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from learning.checks import Cited
from learning.clause import ended
from learning.companion import Companion
from learning.line import lines
from learning.rule import whole
from learning.sourced import titled
from learning.stage import Stage

SHORT, LONG, HOURS, LONGER = 5, 10, 2, 3
MOST = 3
_ENDS = re.compile(r"关机|停机|收尾|清场|结束|下班|班后")
_UPKEEP = re.compile(r"点检|保养|维护|维修|检修")
_SETS = re.compile(r"对刀")
_FIRST = re.compile(r"首件|首样|首次")


def lasting(hours: int, work: bool, risky: bool) -> int:
    """Minutes at the end of class in which no work is done: none in one hour, where each group has its own few."""
    return 0 if not work or hours < HOURS else LONG if risky and hours >= LONGER else SHORT


def ending(companions: Iterable[Companion]) -> tuple[Cited, ...]:
    """How the machine's instruction ends the work."""
    return _under(companions, _ENDS, MOST)


def setting(companions: Iterable[Companion]) -> tuple[Cited, ...]:
    """How it has the tools set."""
    return _under(companions, _SETS, MOST + 1)


def first_piece(companions: Iterable[Companion]) -> tuple[Cited, ...]:
    """What it bids for the first piece."""
    return _under(companions, _FIRST, MOST)


def tidy(minutes: int, forms: Sequence[str], risky: bool, end: Sequence[Cited]) -> Stage:
    hand_in = "、".join(forms) or "记录"
    if end:
        how = f"按{titled(end[0].passage)}收尾：{'；'.join(f'“{ended(c.text)}”' for c in end)}。"
    else:
        how = "资料没有写收尾的办法，请教师按本校规定补充。"
    place = "停机断电，清点归还工量具，清洁设备和工位" if risky else "退出所用的系统，整理样例资料，恢复座位"
    return Stage(
        "during", "整理收尾", f"{how}组织学生{place}；逐组检查，收齐{hand_in}，合格后方可离开。",
        f"{place}；把{hand_in}填完、签名、上交，和下一组当面交接。",
        "做完不等于结束：把场地、设备和记录交清楚，养成职业习惯。", minutes, tuple(end),
    )  # fmt: skip


def _under(companions: Iterable[Companion], heading: re.Pattern[str], most: int) -> tuple[Cited, ...]:
    """The sentences of the first machine's paper under a chapter of that name."""
    for one in sorted(companions, key=lambda c: _UPKEEP.search(c.title) is not None):
        if one.tie.kind != "machine":
            continue
        found = [
            Cited(s, line.passage) for line in lines(one.passages)
            if line.kind != "heading" and not line.cells
            and any(heading.search(h) for h in line.section[1:] if h != one.title)
            for s in whole(line.body or line.text)
        ]  # fmt: skip
        if found:
            return tuple(found[:most])
    return ()
