"""What other papers say to a piece of work, as far as everybody who may read it may read them: one bundle. Pure.

The school's forms, vetoes and rooms (assessed.py, schoolrule.py) and the papers of the same place (companion.py). Does
not find them.
"""

from __future__ import annotations

from dataclasses import dataclass

from learning.checks import Cited
from learning.companion import Companion
from learning.rule import Rule


@dataclass(frozen=True)
class Papers:
    """`phones`: the sentence that locks them away from the rooms where learners work."""

    forms: tuple[Cited, ...] = ()
    vetoes: tuple[Rule, ...] = ()
    phones: Cited | None = None
    rooms: tuple[Cited, ...] = ()
    companions: tuple[Companion, ...] = ()


NONE = Papers()
