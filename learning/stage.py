"""One row of a lesson's process table. Plain data; how rows come about is stages.py's and rounds.py's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from learning.checks import Cited

Phase = Literal["before", "during", "after"]


@dataclass(frozen=True)
class Stage:
    phase: Phase
    name: str
    teacher: str
    student: str
    intent: str
    minutes: int
    sources: tuple[Cited, ...]
