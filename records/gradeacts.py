"""What is audited of grading: ids alone, as in acts.py; no score, no reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SchemeDrafted:
    """Or changed; `hash` of what it says now."""

    person: str
    scheme: str
    hash: str


@dataclass(frozen=True)
class SchemeSigned:
    person: str
    scheme: str
    owner: str
    hash: str


@dataclass(frozen=True)
class Scored:
    """`version`: how often the row was written."""

    person: str
    scheme: str
    student: str
    criterion: str
    judgement: str
    version: int


@dataclass(frozen=True)
class Credited:
    """A record of process counted, closed, excused or withdrawn."""

    person: str
    scheme: str
    student: str
    criterion: str
    credit: str
    did: str


@dataclass(frozen=True)
class GradesLooked:
    """Under an agreement, somebody was told how one student stands, or (None) a class."""

    person: str
    scheme: str
    student: str | None
    agreement: str


@dataclass(frozen=True)
class GradePublished:
    person: str
    scheme: str
    student: str
    grade: str
    edition: int
    agreement: str
    label: str


@dataclass(frozen=True)
class AppealRaised:
    person: str
    grade: str
    criterion: str
    appeal: str


@dataclass(frozen=True)
class AppealDecided:
    """`changed`: by a judgement of the assessor's own; else the grade was upheld."""

    person: str
    appeal: str
    changed: bool


GradeAct = (
    SchemeDrafted | SchemeSigned | Scored | Credited | GradesLooked | GradePublished | AppealRaised | AppealDecided
)
