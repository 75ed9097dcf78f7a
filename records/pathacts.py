"""What is audited of learning paths: ids only, as in acts.py. What somebody has learnt is theirs and not audited."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PathShared:
    person: str
    mentor: str


@dataclass(frozen=True)
class PathUnshared:
    person: str
    mentor: str


@dataclass(frozen=True)
class PathLooked:
    """A mentor looked at what an employee shows them."""

    person: str
    of: str


PathAct = PathShared | PathUnshared | PathLooked
