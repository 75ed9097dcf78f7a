"""The hours that a course standard allots to the unit a task belongs to. Pure; does not find the standard.

A row of its table of hours is the task's where it shares more with the task than every other row does; where two share
alike, or hardly anything, no row is taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from learning.checks import Cited
from learning.line import lines
from learning.project import words
from learning.structure import row
from trust.sources import Passage

_HOURS = re.compile(r"^(?:学时|课时|理论|实训|实践)(?:学时|课时|数)?$")
_WEEKS = re.compile(r"周次|周数")
_NUMBER = re.compile(r"^\d+(?:\.\d+)?$")
SHARED = 2
"""Pairs of characters that a row and the task share at least."""


@dataclass(frozen=True)
class Allotted:
    """`hours` as the row writes them, `most` of them in all; `source` is the row."""

    name: str
    hours: str
    most: float
    weeks: str
    source: Cited


def allotted(read: Sequence[Passage]) -> tuple[Allotted, ...]:
    """The rows with hours of one course standard, in order."""
    made = []
    for line in lines(read):
        found = row(line.text) if line.cells else None
        cells = found.cells if found else ()
        hours = [(h, v) for h, v in cells[1:] if _HOURS.match(h) and _NUMBER.match(v)]
        if not hours:
            continue
        told = "、".join(f"{v} 学时" if "时" in h else f"{h} {v} 学时" for h, v in hours)
        name = " ".join(v for h, v in cells[:2] if (h, v) not in hours)
        weeks = next((v for h, v in cells if _WEEKS.search(h)), "")
        made.append(Allotted(name, told, sum(float(v) for _, v in hours), weeks, Cited(line.text, line.passage)))
    return tuple(made)


def unit(rows: Sequence[Allotted], title: str, steps: Sequence[str]) -> Allotted | None:
    """The one row that the task is of; its title counts twice."""
    named, work = words(title), words(" ".join([title, *steps]))
    told = [(words(r.name), r) for r in rows]
    ranked = sorted(((len(t & work) + len(t & named), r.source.text, r) for t, r in told), key=lambda x: x[:2])
    if not ranked or ranked[-1][0] < SHARED or (len(ranked) > 1 and ranked[-2][0] == ranked[-1][0]):
        return None
    return ranked[-1][2]


def told(found: Allotted, hours: int, citation: int) -> str:
    """How a task's hours stand to the unit's, in a line for the teacher."""
    weeks = f"，第 {found.weeks} 周" if found.weeks else ""
    stands = (
        f"本任务建议的 {hours} 学时是其中的一段，用在哪几次课请教师安排"
        if hours <= found.most else f"本任务建议的 {hours} 学时超出了它，请教师删减或分开上"
    )  # fmt: skip
    return f"课程标准中的“{found.name}”（{found.hours}{weeks}；出处 {citation}）：{stands}。"
