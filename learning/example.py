"""The worked example that a textbook gives for a formula: the line behind it that begins with 例. Pure; verbatim."""

from __future__ import annotations

import re

from trust.sources import Passage

_EXAMPLE = re.compile(r"^(?:例|例题)\s?\d*[：:]")
LONGEST = 120


def example_of(passage: Passage, formula: str) -> str | None:
    """The first one behind the formula in the same passage; None where there is none, or it runs long."""
    behind = passage.text.partition(formula)[2]
    for line in behind.split("\n"):
        said = line.strip()
        if _EXAMPLE.match(said):
            return said if len(said) <= LONGEST else _first(said)
    return None


def _first(said: str) -> str | None:
    head = re.split(r"(?<=。)", said)[0]
    return head if len(head) <= LONGEST else None
