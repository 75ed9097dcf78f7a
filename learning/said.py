"""A sentence of a lesson and what it rests on. Pure data."""

from __future__ import annotations

from dataclasses import dataclass

from learning.checks import Cited


@dataclass(frozen=True)
class Said:
    """`source` is None where the sentence is ours."""

    text: str
    source: Cited | None = None
