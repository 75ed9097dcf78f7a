"""Papers that an enterprise or the school opened to the courses read: found for what no book says, read whole.

Everything goes through the turn's scope. Judges nothing (learning/opened.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from learning.module import Module
from learning.opened import main_courses, paper
from learning.requirement import Requirement
from tools._sought import whole
from tools._taught import ranked, votes
from trust.sources import Passage
from trust.turn import Turn

WHERE = ("enterprise", "training")
MOST = 12


def opened(
    turn: Turn, rows: Sequence[Requirement], read: Sequence[tuple[Passage, ...]], close: Mapping[str, float]
) -> tuple[list[Module], list[tuple[Passage, ...]]]:
    """The papers found near these rows whose label names the course that the documents read are labelled with, as
    modules and whole, in one order. `close`: how close each of these is.
    """
    courses = main_courses(read, close)
    home = frozenset(o for ps in read for p in ps for o in p.label.owners)
    if not courses or not rows:
        return [], []
    found: dict[str, float] = {}
    for library in WHERE:
        for document_id, speaks in votes(ranked(turn, rows, library)).items():
            found[document_id] = found.get(document_id, 0.0) + speaks
    papers: list[Module] = []
    texts: list[tuple[Passage, ...]] = []
    for document_id, _ in sorted(found.items(), key=lambda pair: (-pair[1], pair[0])):
        passages = whole(turn, document_id)
        if (made := paper(passages, courses, home)) and len(papers) < MOST:
            papers += made
            texts.append(passages)
    return papers, texts
