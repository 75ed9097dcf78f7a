"""One document whole, as far as the asker may read it; empty where it is hidden or absent. Judges nothing."""

from __future__ import annotations

from trust.guard import admit
from trust.sources import Passage
from trust.turn import Turn


def read_whole(turn: Turn, document_id: str) -> tuple[Passage, ...]:
    """Its passages in their order."""
    return admit(turn.principal, turn.scope, turn.records.whole(turn.principal, turn.scope, document_id))
