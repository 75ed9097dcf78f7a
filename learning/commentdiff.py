"""What changed from one edition of a comment to the next, sentence by sentence. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from learning.commentcheck import Sentence


@dataclass(frozen=True)
class Change:
    """`kind`: same, added or removed."""

    kind: str
    sentence: Sentence


def changes(before: Sequence[Sentence], after: Sequence[Sentence]) -> list[Change]:
    """In reading order; without those removed it is `after`, without those added `before`."""
    made: list[Change] = []
    for op, a1, a2, b1, b2 in SequenceMatcher(None, list(before), list(after), autojunk=False).get_opcodes():
        if op == "equal":
            made += [Change("same", s) for s in after[b1:b2]]
        else:
            made += [Change("removed", s) for s in before[a1:a2]] + [Change("added", s) for s in after[b1:b2]]
    return made
