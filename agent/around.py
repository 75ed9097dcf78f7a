"""What stands around a quote: a list of steps may run over the end of its passage. Admits what it adds."""

from __future__ import annotations

from dataclasses import replace

from agent.gather import fresh
from trust.guard import admit
from trust.labels import join
from trust.sources import Findings
from trust.turn import Turn

NEAR = 3


def widened(turn: Turn, found: Findings) -> Findings:
    """The findings with the passages around the best quote added at the end, and their labels joined."""
    quoted = next((p for q in found.quotes[:1] for p in found.passages if p.id == q.passage_id), None)
    if quoted is None:
        return found
    near = turn.records.neighbours(turn.principal, turn.scope, quoted.document_id, quoted.ordinal, NEAR)
    added = fresh(found, replace(found, passages=admit(turn.principal, turn.scope, near)))
    passages = (*found.passages, *added)
    return replace(found, passages=passages, label=join(p.label for p in passages))
