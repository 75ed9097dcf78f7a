"""A scheme and what was judged as text to keep, and back: decimals stay decimals, so a replay gives the same. Pure.

`read_scheme` takes back exactly what `Scheme.text` gave; its digest is the same. Knows no storage.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from learning.judged import Event, Judged, Judgement
from learning.scheme import Criterion, Level, Scheme, Share
from trust.errors import BadInput


def read_scheme(text: str) -> Scheme:
    """Raises BadInput where the text is no scheme or does not fit together."""
    try:
        told = json.loads(text)
        criteria = tuple(_criterion(c) for c in told["criteria"])
        days = (date.fromisoformat(told["valid_from"]), date.fromisoformat(told["valid_to"]))
        return Scheme(
            told["course"], told["stage"], told["version"], criteria, Decimal(told["threshold"]), Decimal(told["cap"]),
            *days, told["absent"], told["excused"], told["places"], told["rounding"],
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, InvalidOperation):
        raise BadInput("读不出评分方案", "this is no scheme") from None


def _criterion(told: Mapping[str, Any]) -> Criterion:
    shares = tuple(Share(s["side"], Decimal(s["weight"]), s["raters"]) for s in told["shares"])
    levels = tuple(Level(v["name"], Decimal(v["at_least"]), v["descriptor"]) for v in told["levels"])
    line = None if told["unsafe_below"] is None else Decimal(told["unsafe_below"])
    return Criterion(
        told["id"], told["title"], told["dimension"], Decimal(told["weight"]), shares, levels,
        Decimal(told["process"]), Decimal(told["expected"]), line,
    )  # fmt: skip


def plain(judged: Judged) -> dict[str, Any]:
    """For JSON."""
    return {
        "student": judged.student, "open": sorted(judged.open_process),
        "excused": [list(e) for e in judged.excused_process],
        "events": [[e.id, e.criterion, str(e.earned)] for e in judged.events],
        "judgements": [
            {**{name: getattr(j, name) for name in _NAMES}, "points": None if j.points is None else str(j.points),
             "evidence": list(j.evidence)}
            for j in judged.judgements
        ],
    }  # fmt: skip


def read_judged(told: Mapping[str, Any]) -> Judged:
    judgements = tuple(
        Judgement(**{name: j[name] for name in _NAMES}, points=None if j["points"] is None else Decimal(j["points"]),
                  evidence=tuple(j["evidence"]))
        for j in told["judgements"]
    )  # fmt: skip
    events = tuple(Event(i, criterion, Decimal(earned)) for i, criterion, earned in told["events"])
    excused = tuple((criterion, why) for criterion, why in told["excused"])
    return Judged(told["student"], judgements, events, frozenset(told["open"]), excused)


_NAMES = ("id", "criterion", "rater", "side", "missing", "seat", "reason")
