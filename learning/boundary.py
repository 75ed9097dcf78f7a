"""The collection boundary: what may be kept about a learner, why, on which legal basis, how long, and who sees it.

A register (目的登记) is a set of entries, one per kind of evidence. What no entry names is not kept. Pure: signing,
counting and storing are records/registers.py's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from learning.evidence import Evidence, Kind, Part


class Basis(StrEnum):
    """On what collecting rests: Personal Information Protection Law of the PRC, article 13."""

    CONSENT = "consent"
    CONTRACT = "contract"
    DUTY = "duty"


class Viewer(StrEnum):
    """Who sees it besides the learner, who always does."""

    TEACHER = "teacher"
    MENTOR = "mentor"


SHORTEST, LONGEST = 30, 3650
"""Days of retention that a register may name."""


@dataclass(frozen=True)
class Entry:
    """Evidence of one kind: which parts may be kept, for what, on which basis, for how many days, seen by whom."""

    kind: Kind
    parts: frozenset[Part]
    purpose: str
    basis: Basis
    days: int
    seen_by: frozenset[Viewer]

    def __post_init__(self) -> None:
        """ValueError for an entry that says nothing or too much."""
        if not self.purpose.strip() or not self.parts:
            raise ValueError("a purpose and the parts kept belong to every entry")
        if not SHORTEST <= self.days <= LONGEST:
            raise ValueError(f"kept from {SHORTEST} to {LONGEST} days")


class Refusal(StrEnum):
    """Why a piece of evidence is turned away at the door."""

    KIND = "kind"
    PART = "part"
    OLD = "old"
    FUTURE = "future"
    BASIS = "basis"
    VERB = "verb"


AHEAD = timedelta(hours=1)
"""How far clocks may differ."""


def refusal(told: Evidence, entries: Iterable[Entry], now: datetime) -> Refusal | None:
    """None where one entry admits the whole of it. Adding entries never turns away what was admitted."""
    mine = [entry for entry in entries if entry.kind is told.kind]
    if not mine:
        return Refusal.KIND
    wide = [entry for entry in mine if told.parts <= entry.parts]
    if not wide:
        return Refusal.PART
    if told.at > now + AHEAD:
        return Refusal.FUTURE
    return None if any(now - told.at < timedelta(days=entry.days) for entry in wide) else Refusal.OLD


def kinds_for(entries: Iterable[Entry], viewer: Viewer) -> frozenset[Kind]:
    """What this viewer may see."""
    return frozenset(entry.kind for entry in entries if viewer in entry.seen_by)


def kept_until(kind: Kind, at: datetime, entries: Iterable[Entry]) -> datetime | None:
    """The day it leaves: by the longest entry of its kind. None where none names it (any more)."""
    days = [entry.days for entry in entries if entry.kind is kind]
    return at + timedelta(days=max(days)) if days else None
