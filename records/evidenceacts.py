"""What is audited of process evidence: ids, kinds and counts only, as in acts.py."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RegisterProposed:
    person: str
    register: str
    hash: str


@dataclass(frozen=True)
class RegisterSigned:
    person: str
    register: str
    owner: str
    hash: str


@dataclass(frozen=True)
class RegisterRevoked:
    person: str
    register: str


@dataclass(frozen=True)
class EnterpriseConsented:
    by: str
    student: str
    enterprise: str
    basis: str


@dataclass(frozen=True)
class EnterpriseConsentWithdrawn:
    """`withdrawn`: how many pieces of evidence became tombstones."""

    by: str
    student: str
    enterprise: str
    withdrawn: int


@dataclass(frozen=True)
class EvidenceKept:
    """`pieces` new ones, `corrected` changed ones, of as many people as `students`."""

    by: str
    source: str
    pieces: int
    corrected: int
    students: int


@dataclass(frozen=True)
class EvidenceRefused:
    """At the door; `pieces` of them."""

    by: str
    source: str
    pieces: int


@dataclass(frozen=True)
class EvidenceCorrected:
    by: str
    student: str
    evidence: str
    version: int


@dataclass(frozen=True)
class EvidenceVoided:
    by: str
    student: str
    evidence: str


@dataclass(frozen=True)
class EvidenceLooked:
    """Staff at one learner's evidence; the reason is kept sealed beside it."""

    by: str
    student: str
    look: str


@dataclass(frozen=True)
class ObjectionRaised:
    by: str
    student: str
    objection: str


@dataclass(frozen=True)
class ObjectionAnswered:
    """`outcome`: changed or kept."""

    by: str
    student: str
    objection: str
    outcome: str


@dataclass(frozen=True)
class ShowpieceAdded:
    person: str
    showpiece: str


@dataclass(frozen=True)
class ShowpieceRemoved:
    person: str
    showpiece: str


@dataclass(frozen=True)
class PortfolioTaken:
    """A learner's portfolio as a file; `form`: docx or pdf."""

    by: str
    student: str
    form: str


EvidenceAct = (
    RegisterProposed | RegisterSigned | RegisterRevoked | EnterpriseConsented | EnterpriseConsentWithdrawn
    | EvidenceKept | EvidenceRefused | EvidenceCorrected | EvidenceVoided | EvidenceLooked
    | ObjectionRaised | ObjectionAnswered | ShowpieceAdded | ShowpieceRemoved | PortfolioTaken
)  # fmt: skip
