"""An employee's learning path: their post's requirements, the school's courses and their company's own documents.

No tool of the agent: what somebody is to learn is asked for by themselves, on their page. Everything goes through the
turn's scope. What was learnt already is records/paths.py's.
"""

from __future__ import annotations

from learning.coverage import Sought, cells
from learning.module import modules, place
from learning.path import Step, steps
from learning.requirement import Requirement, kind_of, requirements
from tools._sought import whole
from tools._taught import Ranks, courses, ranked, votes
from trust.errors import NotFound
from trust.sources import Passage
from trust.turn import Turn

MOST, OWN = 60, 6
"""Requirements of one post; the company's documents read."""
OWN_LIBRARIES = ("enterprise", "training")


def asked_of(turn: Turn, post: str) -> tuple[Requirement, ...]:
    """What a post's profile asks to be learnt, in its order; no conditions of hiring. NotFound for hidden, absent, and
    what is no profile of a post.
    """
    read = whole(turn, post)
    if kind_of(read[0].title) != "post":
        raise NotFound()
    taught = (one for one in requirements(read, "post") if not (one.rule or one.condition))
    return tuple(taught)[:MOST]


def path(turn: Turn, post: str, owner: str) -> tuple[Step, ...]:
    """The steps of one post, in order, of `owner`'s documents and the courses this person may read."""
    rows = asked_of(turn, post)
    turn.emit("progress", {"stage": "courses"})
    ranks = ranked(turn, rows)
    read, close = courses(turn, rows, ranks)
    turn.emit("progress", {"stage": "own"})
    theirs = [ranked(turn, rows, library, owner) for library in OWN_LIBRARIES]
    own = _own(turn, theirs)
    turn.emit("progress", {"stage": "match"})
    taught = sorted((m for passages in read for m in modules(passages)), key=place)
    taught += [m for passages in own for m in modules(passages)]
    every = [dict(one) for one in ranks]
    for found in theirs:
        for n, places in enumerate(found):
            every[n] |= places
    found_in = {passages[0].document_id for passages in own}
    return steps(rows, taught, cells(rows, taught, turn.search.telling, Sought(every, close)), found_in)


def _own(turn: Turn, theirs: list[Ranks]) -> list[tuple[Passage, ...]]:
    """The company's documents that speak most for the rows, whole; what itself asks for something teaches nothing."""
    found: dict[str, float] = {}
    for ranks in theirs:
        for document_id, share in votes(ranks).items():
            found[document_id] = found.get(document_id, 0) + share
    ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[: 2 * OWN]
    read = [whole(turn, document_id) for document_id, _ in ordered]
    return [r for r in read if kind_of(r[0].title) is None and modules(r)][:OWN]
