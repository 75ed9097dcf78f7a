"""Documents that teach what is asked for: named by id, or found for its rows and close to all of them.

Everything goes through the turn's scope. Judges no cell (learning/coverage.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from learning.closeness import near, of_trade
from learning.module import modules, standard
from learning.opened import courses_of, main_courses
from learning.requirement import Requirement
from tools._sought import whole
from trust.sources import Passage
from trust.turn import Turn

FOUND, NEAR, COURSES = 12, 6, 12
"""Passages looked at for each requirement, and those that speak for their document; documents read."""
NEEDED = 0.25
"""The share of the best document's votes and closeness that another one needs."""
Ranks = Sequence[dict[str, int]]
"""For each requirement: the documents found, with the place of their best passage, 0 being first."""


def ranked(turn: Turn, rows: Sequence[Requirement], library: str = "course", owner: str | None = None) -> Ranks:
    """What one library holds for each requirement; of one owner's documents alone, if one is named."""
    made = []
    for row in rows:
        found = turn.originals(row.text[:200], k=FOUND, library=library).passages
        theirs = [p for p in found if owner is None or p.label.owners == {owner}]
        made.append({p.document_id: n for n, p in reversed(list(enumerate(theirs)))})
    return made


def votes(ranks: Ranks) -> dict[str, float]:
    """How much the first passages for all rows speak for each document."""
    made: dict[str, float] = {}
    for places in ranks:
        first = sorted((place, d) for d, place in places.items() if place < NEAR)
        for rank, (_, document_id) in enumerate(first):
            made[document_id] = made.get(document_id, 0) + NEAR - rank
    return made


def courses(
    turn: Turn, rows: Sequence[Requirement], ranks: Ranks, named: Sequence[str] = ()
) -> tuple[list[tuple[Passage, ...]], dict[str, float]]:
    """The named documents, else those found for most rows and closest to all of them, whole; and how close each is.
    Those of other trades are found for few and are far.
    """
    if named:
        return [whole(turn, i) for i in dict.fromkeys(named)], {}
    found = votes(ranks)
    ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[: 2 * COURSES]
    read = [r for r in (whole(turn, document_id) for document_id, _ in ordered) if modules(r)]
    most, close = max(found.values(), default=1.0), near(rows, read)
    score = {r[0].document_id: found[r[0].document_id] / most + close[r[0].document_id] for r in read}
    top = max(score.values(), default=1.0)
    chosen = [r for r in of_trade(rows, read) if score[r[0].document_id] >= NEEDED * top]
    chosen, close = _handouts(read, chosen, {d: s / top for d, s in score.items()})
    chosen.sort(key=lambda r: (-score[r[0].document_id], r[0].document_id))
    return chosen[:COURSES], close


def _handouts(
    read: Sequence[tuple[Passage, ...]], chosen: list[tuple[Passage, ...]], close: dict[str, float]
) -> tuple[list[tuple[Passage, ...]], dict[str, float]]:
    """With what is labelled for the very course, however little it speaks of all that is asked: it is course material,
    and none is far.
    """
    courses = main_courses(chosen, close)
    more = [r for r in read if r not in chosen and not standard(r) and courses & courses_of([r[0].label])]
    return [*chosen, *more], close | {r[0].document_id: 1.0 for r in more}
