"""Papers and records that an enterprise or the school opened to the courses: found for what no book says, read whole.

Everything goes through the turn's scope. Judges nothing (learning/opened.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from learning.module import Module
from learning.opened import main_courses, noted, paper
from learning.requirement import Requirement
from tools._sought import whole
from tools._taught import ranked, votes
from trust.sources import Passage
from trust.turn import Turn

WHERE = ("enterprise", "training")
MOST = 12


@dataclass(frozen=True)
class Opened:
    """`papers` may teach an item, `records` only show it; `texts` are both, whole, in one order."""

    papers: tuple[Module, ...] = ()
    records: tuple[Module, ...] = ()
    texts: tuple[tuple[Passage, ...], ...] = ()


def opened(
    turn: Turn, rows: Sequence[Requirement], read: Sequence[tuple[Passage, ...]], close: Mapping[str, float]
) -> Opened:
    """Those found near these rows whose label names the course that the documents read are labelled with. `close`: how
    close each of the documents read is.
    """
    courses = main_courses(read, close)
    home = frozenset(o for ps in read for p in ps for o in p.label.owners)
    if not courses or not rows:
        return Opened()
    found: dict[str, float] = {}
    for library in WHERE:
        for document_id, speaks in votes(ranked(turn, rows, library)).items():
            found[document_id] = found.get(document_id, 0.0) + speaks
    papers: list[Module] = []
    records: list[Module] = []
    texts: list[tuple[Passage, ...]] = []
    for document_id, _ in sorted(found.items(), key=lambda pair: (-pair[1], pair[0])):
        passages = whole(turn, document_id)
        for made, into in ((paper(passages, courses, home), papers), (noted(passages, courses, home), records)):
            if made and len(into) < MOST:
                into += made
                texts.append(passages)
    return Opened(tuple(papers), tuple(records), tuple(texts))
