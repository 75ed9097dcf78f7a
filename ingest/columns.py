"""Is a page set in two columns, and where is the gutter? From where its glyphs stand; pure.

Knows boxes only. Prose fills its columns; a table without rules does not, and is left alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

Span = tuple[float, float]
FEWEST, FULL, GRID = 5, 0.6, 2.0
"""Lines that stop at the gutter on both sides; how full their halves are on average; points between tries."""
LEFTMOST, RIGHTMOST = 0.3, 0.7
LEAST_GAP = 9.0


def gutter(lines: Sequence[Sequence[Span]], width: float) -> float | None:
    """The middle of the gap that most lines of glyphs leave near the middle of the page; None for one column."""
    gaps = [[(a[1], b[0]) for a, b in pairwise(line) if b[0] - a[1] >= LEAST_GAP] for line in lines]
    tries = [width * LEFTMOST + n * GRID for n in range(int(width * (RIGHTMOST - LEFTMOST) / GRID))]
    if not tries:
        return None
    counts = {x: sum(any(a < x < b for a, b in line) for line in gaps) for x in tries}
    most = max(counts.values())
    if most < FEWEST:
        return None
    best = [x for x in tries if counts[x] == most]
    middle = best[len(best) // 2]
    crossing = sum(crosses(line, middle) for line in lines)
    return middle if crossing <= most and _filled(lines, middle) else None


def crosses(line: Sequence[Span], at: float) -> bool:
    """A glyph stands over the place, or the words on both sides are too close to be two columns."""
    if any(a <= at <= b for a, b in line):
        return True
    before, after = [b for _, b in line if b < at], [a for a, _ in line if a > at]
    return bool(before) and bool(after) and min(after) - max(before) < LEAST_GAP


def _filled(lines: Sequence[Sequence[Span]], at: float) -> bool:
    """Both halves are mostly filled with text."""
    split = [line for line in lines if line and not crosses(line, at)]
    left = [[s for s in line if s[1] < at] for line in split]
    right = [[s for s in line if s[0] > at] for line in split]
    return _fill(left, at) >= FULL and _fill(right, at) >= FULL


def _fill(halves: Sequence[Sequence[Span]], at: float) -> float:
    """Of the room between the gutter and the outer edge."""
    used = [(half[0][0], half[-1][1]) for half in halves if half]
    if len(used) < FEWEST:
        return 0.0
    room = max(at, *(b for _, b in used)) - min(at, *(a for a, _ in used))
    return sum(b - a for a, b in used) / len(used) / room if room else 0.0
