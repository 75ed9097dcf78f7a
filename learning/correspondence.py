"""Where a document of requirements says itself which course it goes with: its sentences that name a course read. Pure.

Verbatim. Does not judge whether the course keeps the promise; coverage.py looks for that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from learning.checks import Cited
from learning.clue import sentences
from learning.module import Module, standard
from learning.structure import row
from trust.sources import Passage

_OF_A_COURSE = re.compile(r"[《“]?([^《》“”]{4,})[》”]?(?:课程标准|教学大纲|授课计划)")
_PRIZE = re.compile(r"[校市省国]赛|竞赛|大赛|获奖|证书|职业技能等级")
_COUNTS = re.compile(r"[可能]免|免修|免考|替换|抵[免扣]?|折算|置换|对接|认定为")


def courses(taught: Sequence[Module]) -> tuple[str, ...]:
    """The names of the courses whose standards are among the modules."""
    named = (_OF_A_COURSE.match(m.title) for m in taught)
    return tuple(dict.fromkeys(m[1] for m in named if m))


def granted(read: Sequence[Sequence[Passage]]) -> tuple[Cited, ...]:
    """The sentences of course standards that let a prize or a certificate stand for a part of the course."""
    return tuple(
        Cited(sentence, passage)
        for passages in read if standard(passages)
        for passage in passages for line in passage.text.split("\n") if row(line.strip()) is None
        for sentence in sentences(line) if _PRIZE.search(sentence) and _COUNTS.search(sentence)
    )  # fmt: skip


def stated(asking: Sequence[Passage], taught: Sequence[Module]) -> tuple[Cited, ...]:
    """The sentences of documents of requirements that name one of the courses."""
    names = courses(taught)
    return tuple(
        Cited(sentence, passage)
        for passage in asking for line in passage.text.split("\n") if row(line.strip()) is None
        for sentence in sentences(line) if any(name in sentence for name in names)
    )  # fmt: skip
