"""From a grade down to the rows it rests on: a tree that says what went in, at which weight, and which rule was used.
Pure.

Knows no names: rows and raters are told by id. Its digest is what a replay must give again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from learning.bounds import Bounds

Kind = Literal["grade", "criterion", "human", "side", "seat", "judgement", "process", "event"]


@dataclass(frozen=True)
class Node:
    """`key`: the id of a criterion, side or row. `weight` within its parent; None where it is no sum. `rule`: what
    was done.
    """

    kind: Kind
    key: str
    value: Bounds | None
    weight: Fraction | None = None
    rule: str = ""
    parts: tuple[Node, ...] = ()

    def under(self, weight: Fraction) -> Node:
        return Node(self.kind, self.key, self.value, weight, self.rule, self.parts)

    def walk(self) -> Iterator[Node]:
        yield self
        for part in self.parts:
            yield from part.walk()

    def plain(self) -> dict[str, Any]:
        """For JSON; exact values as fractions, `7/3`."""
        value = None if self.value is None else [str(self.value.low), str(self.value.high)]
        return {
            "kind": self.kind, "key": self.key, "value": value, "rule": self.rule,
            "weight": None if self.weight is None else str(self.weight), "parts": [part.plain() for part in self.parts],
        }  # fmt: skip

    @property
    def digest(self) -> str:
        text = json.dumps(self.plain(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def rows(self) -> tuple[str, ...]:
        """Ids of the judgements and events below, in order."""
        return tuple(n.key for n in self.walk() if n.kind in ("judgement", "event"))
