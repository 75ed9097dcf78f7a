"""Which step of a task a note or a table's row belongs to, by the words they share; none where that is not plain.

Pure. Knows texts only, and moves nothing: what belongs to no step stays with the task.
"""

from __future__ import annotations

from collections.abc import Sequence

from learning.project import words

PLAIN = 3
"""Points that tie a text to a step: a word of the step's name counts three, one of its text one."""


def step_of(text: str, steps: Sequence[tuple[str, str]]) -> int | None:
    """The one of the steps (name, text) that the text shares most with; None if none is plain or two are alike."""
    told = words(text)
    points = [2 * len(told & words(name)) + len(told & words(step)) for name, step in steps]
    best = max(points, default=0)
    return points.index(best) if best >= PLAIN and points.count(best) == 1 else None
