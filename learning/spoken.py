"""A row of a table as a learner reads it: who it is about, then each column with its unit beside the value. Pure."""

from __future__ import annotations

from learning.scan import quantities, unit_in
from learning.structure import NONE, row


def spoken(line: str) -> str:
    """`工步: 粗车；转速 r/min: 800` as `工步：粗车；转速：800 r/min`; other lines as they are."""
    found = row(line)
    if found is None:
        return line
    return "；".join(f"{bared(h)}：{worded(h, v)}" for h, v in found.cells if v not in NONE)


def worded(header: str, value: str) -> str:
    """A cell's value with the unit of its column: `800` under `转速 r/min` as `800 r/min`."""
    return f"{value}{_unit(header, value)}"


def bared(header: str) -> str:
    """A header's words without the unit at its end."""
    unit = unit_in(header)
    words = header.removesuffix("）").removesuffix(")")
    return words.removesuffix(unit).rstrip(" （(/") or header if unit else header


def asked(header: str) -> str:
    """`转速 r/min` as a question writes it: `转速（r/min）`."""
    return f"{bared(header)}（{unit_in(header)}）" if bared(header) != header else header


def _unit(header: str, value: str) -> str:
    unit = unit_in(header)
    return f" {unit}" if unit and bared(header) != header and not any(q.unit for q in quantities(value)) else ""
