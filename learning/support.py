"""Whether a text is said by its sources: the share of its pairs of characters that stand there. Pure.

Measured by `python -m eval support`. Sees words, not truth: what is said of the same words may still be wrong.
"""

from __future__ import annotations

from collections.abc import Sequence

from learning.alike import pairs

LEAST = 0.3
"""For a sentence that claims what its source says."""
WORDED = 0.2
"""For a sentence that leads to a task and claims nothing: its own words beside the task's."""
_MARKS = str.maketrans("", "", "《》")


def support(text: str, sources: Sequence[str]) -> float:
    """0 to 1; signs alone say nothing and are not supported."""
    said = pairs(text.translate(_MARKS))
    held = frozenset[str]().union(*(pairs(s.translate(_MARKS)) for s in sources))
    return len(said & held) / len(said) if said else 0.0


def astray(texts: Sequence[str], sources: Sequence[str]) -> str | None:
    """The first text that leads away from the sources."""
    return next((t for t in texts if support(t, sources) < WORDED), None)
