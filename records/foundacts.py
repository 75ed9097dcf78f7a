"""What is audited of findings and revision tasks: ids alone, as in acts.py; no figure and no learner."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FindingsLooked:
    """`audience`: teachers, or the enterprise whose mentor looked."""

    person: str
    course: str
    audience: str


@dataclass(frozen=True)
class FindingsTaken:
    """As a file."""

    person: str
    course: str


@dataclass(frozen=True)
class RevisionMade:
    person: str
    course: str
    revision: str


@dataclass(frozen=True)
class RevisionChanged:
    person: str
    course: str
    revision: str
    version: int
    state: str


FoundAct = FindingsLooked | FindingsTaken | RevisionMade | RevisionChanged
