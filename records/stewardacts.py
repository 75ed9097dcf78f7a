"""What is audited of caring for documents and of a steward's desk: ids and labels only, as in acts.py."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Moved:
    """Into another library."""

    person: str
    document: str
    was: str
    now: str


@dataclass(frozen=True)
class VersionsErased:
    person: str
    document: str


@dataclass(frozen=True)
class ReadersLooked:
    """A steward looked at what a person can read, or at who can read a document."""

    person: str
    of: str


@dataclass(frozen=True)
class AuditTaken:
    """The chain went out as a file."""

    person: str
    entries: int


@dataclass(frozen=True)
class LeaksMeasured:
    """A leak report was started: on a throw-away house, of no content."""

    person: str


@dataclass(frozen=True)
class ReleaseAsked:
    """`was` and `wanted` are this owner's part of the labels."""

    person: str
    request: str
    document: str
    was: str
    wanted: str


@dataclass(frozen=True)
class ReleaseApproved:
    person: str
    request: str
    owner: str


@dataclass(frozen=True)
class ReleaseEnded:
    """`how`: released, refused or withdrawn; `copy` is the document made, if any."""

    person: str
    request: str
    how: str
    copy: str | None


@dataclass(frozen=True)
class ErasureAsked:
    """Of a document, or (None) of all that is kept about the person."""

    person: str
    request: str
    document: str | None


@dataclass(frozen=True)
class ErasureDecided:
    person: str
    request: str
    granted: bool


StewardAct = (
    Moved | VersionsErased | ReadersLooked | AuditTaken | LeaksMeasured | ReleaseAsked | ReleaseApproved | ReleaseEnded
    | ErasureAsked | ErasureDecided
)  # fmt: skip
