"""A register to begin with: what school and enterprise usually keep about learners, for both to change."""

from __future__ import annotations

from learning.boundary import Basis, Entry, Viewer
from learning.evidence import Kind, Part

YEAR = 365
_BOTH = frozenset([Viewer.TEACHER, Viewer.MENTOR])
_SCHOOL = frozenset([Viewer.TEACHER])
_SCORED = frozenset([Part.ACTIVITY, Part.COMPETENCY, Part.SCORE, Part.OUTCOME])
_ATTENDED = frozenset([Part.ACTIVITY, Part.OUTCOME, Part.MINUTES])


def usual() -> tuple[Entry, ...]:
    """One entry per kind; free words are kept of internship logs alone."""
    return (
        Entry(Kind.PRACTICE, _SCORED, "了解掌握情况，安排练习", Basis.DUTY, 3 * YEAR, _SCHOOL),
        Entry(Kind.REHEARSAL, _SCORED, "判断是否可以上岗实操", Basis.DUTY, 3 * YEAR, _BOTH),
        Entry(Kind.ATTENDANCE, _ATTENDED, "记录出勤", Basis.DUTY, 3 * YEAR, _BOTH),
        Entry(Kind.ASSIGNMENT, _SCORED | {Part.MINUTES}, "过程性评价的依据", Basis.DUTY, 3 * YEAR, _BOTH),
        Entry(Kind.INTERNSHIP, frozenset(Part), "实习过程管理与安全", Basis.CONTRACT, 3 * YEAR, _BOTH),
        Entry(Kind.COMPETITION, _SCORED, "成长档案", Basis.CONSENT, 5 * YEAR, _BOTH),
        Entry(Kind.CERTIFICATE, _SCORED, "成长档案", Basis.CONSENT, 5 * YEAR, _BOTH),
        Entry(Kind.XAPI, _SCORED | {Part.MINUTES}, "汇集其他学习平台的过程记录", Basis.CONSENT, YEAR, _BOTH),
    )
