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
from learning.spoken import spoken
from learning.structure import row
from trust.sources import Passage

_HOURS = re.compile(r"^(?:学时|课时|理论|实训|实践)(?:学时|课时|数)?$")
_NUMBER = re.compile(r"^\d+(?:\.\d+)?$")
SHARED = 2
"""Pairs of characters that a row and the task share at least."""


@dataclass(frozen=True)
class Allotted:
    """`most` are its hours in all; `source` is the row."""

    name: str
    most: float
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
        name = " ".join(v for h, v in cells[:2] if (h, v) not in hours)
        made.append(Allotted(name, sum(float(v) for _, v in hours), Cited(line.text, line.passage)))
    return tuple(made)


def unit(rows: Sequence[Allotted], title: str, steps: Sequence[str]) -> Allotted | None:
    """The one row that the task is of; its title counts twice."""
    named, work = words(title), words(" ".join([title, *steps]))
    told = [(words(r.name), r) for r in rows]
    ranked = sorted(((len(t & work) + len(t & named), r.source.text, r) for t, r in told), key=lambda x: x[:2])
    if not ranked or ranked[-1][0] < SHARED or (len(ranked) > 1 and ranked[-2][0] == ranked[-1][0]):
        return None
    return ranked[-1][2]


def told(found: Allotted, hours: int) -> str:
    """How a task's hours stand to the unit's, in a line for the teacher: the row as it stands, no number of ours."""
    stands = (
        "本任务建议的学时是其中的一段，用在哪几次课请教师安排"
        if hours <= found.most else "本任务建议的学时超出了它，请教师删减或分开上"
    )  # fmt: skip
    return f"课程标准的“{found.name}”（{spoken(found.source.text)}）：{stands}。"
