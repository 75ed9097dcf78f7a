"""What is checked at which step of a work order, so that its table of steps agrees with its list of checks. Pure."""

from __future__ import annotations

import re

from learning.checks import drawn
from learning.outcome import heading
from learning.scheduled import INSPECTS, RECEIVES, checked_at
from learning.structure import row
from learning.workorder import WorkOrder

_LOOKS = re.compile(f"{RECEIVES.pattern}|{INSPECTS.pattern}")


def inspected(order: WorkOrder) -> list[list[str]]:
    """By step: where looking is the step, what a table wants looked at; else what the step says of itself. The last
    that inspects looks again at the sizes and forms of steps before it.
    """
    acting = [(s.text, s.parameters) for s in order.steps]
    heads = [heading(s.text) for s in order.steps]
    last = [n for n, head in enumerate(heads) if INSPECTS.search(head)][-1:]
    found: list[list[str]] = [[] for _ in acting]
    for check in order.checks:
        tabled = row(check.source.text) is not None
        at = [n for n in checked_at(check, acting) if not tabled or _LOOKS.search(heads[n])]
        for n in dict.fromkeys([*at, *(last if drawn(check) and not tabled else [])]):
            found[n].append(check.item)
    return [list(dict.fromkeys(filter(None, items))) for items in found]
