"""What a class's recorded answers say about the content of a lesson, in sentences for 学情分析. Pure.

Takes sums over a class, as records tell them; knows no learner. Weak first: that is what a lesson is planned around.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from learning.mastery import MASTERED
from learning.project import words
from trust.classes import ClassMastery

WEAK, MOST = 0.6, 3
"""A mean estimate below it is called weak; sentences told."""


def told(course: str, known: Sequence[ClassMastery], content: Iterable[str]) -> tuple[str, ...]:
    """The weakest first, of the competencies that the content speaks of; none where it speaks of none."""
    spoken = words(" ".join(content))
    about = [one for one in known if _within(one.competency, spoken)]
    about.sort(key=lambda one: (one.mean, one.competency))
    return tuple(_sentence(course, one) for one in about[:MOST])


def silent(course: str) -> str:
    """There is a record, and none of it is this lesson's."""
    return f"《{course}》班级作答记录里还没有与本次内容有关的部分，下面按层次和资料推定；请按班级实际情况修改。"


def _within(competency: str, spoken: frozenset[str]) -> bool:
    """Whether most of its words are spoken of."""
    own = words(competency)
    return bool(own) and 2 * len(own & spoken) >= len(own)


def _sentence(course: str, one: ClassMastery) -> str:
    start = f"《{course}》班级作答记录：“{one.competency}”有 {one.people} 人练习过，平均掌握度 {one.mean:.0%}"
    reached = "" if one.mastered is None else f"，{one.mastered:.0%} 的人达到掌握线"
    if one.mean < WEAK:
        return f"{start}{reached}——薄弱，本次要多给练习和反馈。"
    if one.mean < MASTERED:
        return f"{start}{reached}——基本会，本次重在用准、用熟。"
    return f"{start}{reached}——已掌握，可以少讲。"
