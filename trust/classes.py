"""What a tool may know of a class: sums over learners, never a learner. Knows the shapes; records/ counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from trust.labels import Label
from trust.principal import Principal, Scope


@dataclass(frozen=True)
class ClassMastery:
    """How well a class knows one competency: over `people` ≥ K, the mean estimate and the share at the line or above;
    None where that was not kept when the figure was told.
    """

    competency: str
    people: int
    mean: float
    mastered: float | None


@dataclass(frozen=True)
class ClassRecord:
    """All that may be told of one course's learners. `label` is for the course's teachers, joined with everything that
    was answered: whatever tells of the record carries it.
    """

    course: str
    label: Label
    known: Sequence[ClassMastery]


class Classes(Protocol):
    """What a teacher may know of the classes they teach."""

    def class_record(self, principal: Principal, scope: Scope, course: str) -> ClassRecord | None:
        """Of a course by id or title; None where this person teaches no such course now. Audited."""
        ...
