"""In which order to learn what a post asks for, and from what. Pure; knows no person and no search.

A step is one requirement. What the courses teach comes first, in the courses' own order, whole before part; then what
only the company's own documents tell; then what nothing tells yet, in the order of the profile.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from learning.coverage import Cell, Strength
from learning.module import Module, Unit, place
from learning.requirement import Requirement

MOST = 3
"""Lessons told for one step."""


@dataclass(frozen=True)
class Lesson:
    """Where something is learnt: `quoted` are its verbatim sentences, best first. `course`: the school's, else the
    company's own document.
    """

    module: Module
    strength: Strength
    quoted: tuple[Unit, ...]
    course: bool


@dataclass(frozen=True)
class Step:
    """One requirement and the lessons for it, best first; none where nothing read tells of it."""

    requirement: Requirement
    lessons: tuple[Lesson, ...]


def steps(
    rows: Sequence[Requirement], taught: Sequence[Module], found: Sequence[Cell], own: Collection[str]
) -> tuple[Step, ...]:
    """Every row once. `found` are the cells of rows and modules; `own` are ids of the company's documents."""
    made = []
    for n, row in enumerate(rows):
        lessons = [
            Lesson(taught[c.module], c.strength, c.quoted, taught[c.module].document_id not in own)
            for c in found if c.requirement == n
        ]  # fmt: skip
        made.append(Step(row, tuple(sorted(lessons, key=_best)[:MOST])))
    numbered = sorted(enumerate(made), key=lambda pair: (_when(pair[1]), pair[0]))
    return tuple(step for _, step in numbered)


def _best(lesson: Lesson) -> tuple[bool, bool, tuple[int, int]]:
    return not lesson.course, lesson.strength != "full", place(lesson.module)


def _when(step: Step) -> tuple[int, tuple[int, int], bool]:
    first = step.lessons[0] if step.lessons else None
    if first is None:
        return 2, (0, 0), False
    return (0 if first.course else 1), place(first.module), first.strength != "full"
