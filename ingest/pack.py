"""Which pieces share a chunk: the division with the least total cost, found by dynamic programming. Pure.

Sizes near the middle of the range are cheapest; cutting inside a paragraph, a list or a table costs a little,
after a lead-in ("步骤如下：") a lot. Same pieces, same division.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.parsed import Kind
from trust.sources import Locator

INSIDE_PARAGRAPH, INSIDE_LIST, AFTER_LEAD, TOO_SHORT = 0.15, 0.08, 2.0, 0.5


@dataclass(frozen=True)
class Piece:
    """`joint` stands before it when it is not first; `lead` means it belongs to what follows."""

    text: str
    joint: str
    lead: bool
    kind: Kind
    locator: Locator


def pack(pieces: Sequence[Piece], least: int, most: int) -> list[Sequence[Piece]]:
    """Runs of pieces, each at most `most` long unless it is a single piece (with its lead-in, where that fits)."""
    ends = [0]
    for piece in pieces:
        ends.append(ends[-1] + len(piece.joint) + len(piece.text))
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(pieces) + 1):
        choices = []
        for start in range(end - 1, -1, -1):
            size = ends[end] - ends[start] - len(pieces[start].joint)
            if size > most and start < end - 1:
                break
            cost = best[start][0] + _size_cost(size, least, most) + _cut_cost(pieces, start)
            choices.append((cost, start))
        best.append(min(choices))
    return _runs(pieces, best)


def _runs(pieces: Sequence[Piece], best: list[tuple[float, int]]) -> list[Sequence[Piece]]:
    runs: list[Sequence[Piece]] = []
    end = len(pieces)
    while end:
        start = best[end][1]
        runs.append(pieces[start:end])
        end = start
    return runs[::-1]


def _size_cost(size: int, least: int, most: int) -> float:
    middle = (least + 2 * most) / 3
    return ((size - middle) / middle) ** 2 + (TOO_SHORT if size < least else 0.0)


def _cut_cost(pieces: Sequence[Piece], start: int) -> float:
    if start == 0:
        return 0.0
    before, after = pieces[start - 1], pieces[start]
    if before.lead:
        return AFTER_LEAD
    if after.joint != "\n":
        return INSIDE_PARAGRAPH
    return INSIDE_LIST if before.kind == after.kind and after.kind in ("step", "row", "code") else 0.0
