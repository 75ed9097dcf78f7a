"""What a control plan says to a step: its code, its limit, and what is done when that is missed. Pure; verbatim cells.

The rows come to the step as its notes (companion.py); which papers are control plans is told there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from learning.checks import Cited
from learning.structure import row
from learning.workorder import Step

_CODE = re.compile(r"(?<![A-Za-z])[A-Z]{2,5} ?\d{1,2}(?!\d)")
_LIMIT, _REMEDY = re.compile(r"限值"), re.compile(r"纠偏|措施|处理|处置")


def control(step: Step) -> Cited | None:
    """The row that sets the step's limit."""
    return next((n for n in step.notes if _CODE.search(n.text) and _limit(n)), None)


def code(step: Step) -> str:
    found = control(step)
    m = _CODE.search(found.text) if found else None
    return m[0] if m else ""


def said(cited: Cited) -> str:
    """`关键限值“…”，超出时“…”`."""
    found = row(cited.text)
    cells = found.cells if found else ()
    remedy = next((v for h, v in cells if _REMEDY.search(h)), "")
    return f"{_limit(cited)}{f'，偏离时“{remedy}”' if remedy else ''}"


def controlled(steps: Sequence[Step]) -> list[tuple[Step, Cited]]:
    return [(s, c) for s in steps if (c := control(s)) is not None]


def _limit(cited: Cited) -> str:
    found = row(cited.text)
    return next((f"{h}“{v}”" for h, v in found.cells if _LIMIT.search(h)), "") if found else ""
