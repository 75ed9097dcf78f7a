"""What is audited of internships: ids and days alone, as in acts.py; no word of a log."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RequirementSet:
    person: str
    project: str
    version: int


@dataclass(frozen=True)
class Placed:
    """`ready`: by the project's requirements; else it was done with a reason, which is sealed. In the school's chain
    alone: it is judged from the student's records, so the enterprise's says None.
    """

    person: str
    student: str
    placement: str
    enterprise: str
    ready: bool | None = None


@dataclass(frozen=True)
class PlacementChanged:
    person: str
    student: str
    placement: str
    version: int
    state: str


@dataclass(frozen=True)
class LogHandedIn:
    person: str
    placement: str
    entry: str
    version: int


@dataclass(frozen=True)
class LogDecided:
    """`state`: confirmed or returned; `evidence` it became."""

    person: str
    student: str
    entry: str
    version: int
    state: str
    evidence: str


@dataclass(frozen=True)
class AttendanceMarked:
    person: str
    student: str
    placement: str
    day: str
    version: int


InternAct = RequirementSet | Placed | PlacementChanged | LogHandedIn | LogDecided | AttendanceMarked
