"""What a table gives for a step that is no quantity: its tool, its coolant. Pure; every value is verbatim in its row.

Quantities are parameter.py's. Does not know which step a row belongs to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from learning import clue
from learning.line import Line
from learning.stepname import under
from trust.sources import Passage

_DIGITS = re.compile(r"\d")
_DASH = re.compile(r"[—\-–/无\s]*")
_JUDGES = re.compile(r"要求|标准|限值|指标|合格|量具|方法|手段|频次|频率")
"""Columns that a check has already."""


@dataclass(frozen=True)
class Fixture:
    """`value` is the cell; `quote` header and cell as the row has them."""

    header: str
    value: str
    quote: str
    line: str
    passage: Passage
    key: str = ""
    under: str = ""


def fixtures(line: Line) -> tuple[Fixture, ...]:
    """Of a row that sets quantities: its cells without one, but its name; `不用` tells as much as a name."""
    if not line.cells or any(_JUDGES.search(h) for h, _ in line.cells[1:]):
        return ()
    key = line.cells[0][1]
    return tuple(
        Fixture(header, value, quote, line.text, line.passage, key, under(line))
        for header, value in line.cells[1:]
        if not _DASH.fullmatch(value) and _told(header, value)
        and (quote := next((q for q in (f"{header}: {value}", f"{header}：{value}") if q in line.text), ""))
    )  # fmt: skip


def _told(header: str, value: str) -> bool:
    """A name, whatever figures are in it; a bare number is a quantity."""
    return clue.TOOL_HEADERS.search(header) is not None or not _DIGITS.search(value)
