"""Papers of the same place as a piece of work: its machine's instruction, its line's plan, a standard it names.

Found by search, as far as the asker may read, and only what everybody reads who reads the work: an owner's own papers
no stricter than it, else its learners would lose the order. Knows where to look; what belongs and what it says is
learning's.
"""

from __future__ import annotations

from collections.abc import Sequence

from learning.companion import Companion, Tie, belongs, ties, titled_so
from tools._elsewhere import narrows_nobody
from tools._whole import read_whole
from trust.labels import join
from trust.sources import Passage
from trust.turn import Turn

LOOKED, READ, EACH, MOST = 10, 4, 2, 6
"""Passages looked at for a query; papers read for one tie, taken for it, and in all."""
_WHERE = ("enterprise", "training")


def companions(turn: Turn, own: Sequence[Passage], wanted: bool | None) -> tuple[Companion, ...]:
    """`wanted` is that of the school's rules; False takes none."""
    if wanted is False or not own:
        return ()
    held, known = join(p.label for p in own), {p.document_id for p in own}
    made: list[Companion] = []
    for tie in ties(own):
        for document_id in _candidates(turn, tie, own[0].title)[:READ]:
            if document_id in known or sum(c.tie == tie for c in made) >= EACH:
                continue
            paper = read_whole(turn, document_id)
            if paper and belongs(tie, paper, own) and all(narrows_nobody(p, held) for p in paper):
                known.add(document_id)
                made.append(Companion(tie, paper))
    return tuple(made[:MOST])


def _candidates(turn: Turn, tie: Tie, title: str) -> list[str]:
    query = tie.word if tie.kind == "named" else f"{tie.word} {title}"
    found = [p for place in _WHERE for p in turn.originals(query[:200], k=LOOKED, library=place).passages]
    fit = [p for p in found if titled_so(tie, p.title)]
    likely = sorted(fit, key=lambda p: tie.word not in f"{p.title} {p.text}".replace(" ", ""))
    return list(dict.fromkeys(p.document_id for p in likely))
