"""Whether one item tells a value or phrase of another one's key, on whatever lines the two rest. Pure.

What an item shows is cut into clauses, what it keeps back into phrases and values: these are read once for each item.
Does not know which items are compared, nor why.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from learning.alike import bare, pairs
from learning.exercise import OPEN, Exercise
from learning.scan import quantities
from learning.structure import row
from learning.trigger import asks_due

PHRASE, LONG, KEPT = 4, 8, 8192
"""Characters of a phrase that tells, and of an option that says something itself; items remembered."""
_TITLE = re.compile(r"《[^》]*》")
_CLAUSE = re.compile(r"[，。；：]")
_FINE = re.compile(r"(?<![\d.])\d\.\d{3}(?![\d.])")
"""Thousandths are deviations on a drawing, `φ30k6（+0.015/+0.002）`: in mm though no unit stands there."""
_WORDS = re.compile(r"[^\u4e00-\u9fff]")
Values = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class _Shown:
    """`clauses`: values with the words beside them; `phrases`, `values`: of the key; `beside`: words asked about."""

    text: str
    clauses: tuple[tuple[Values, frozenset[str]], ...]
    phrases: tuple[str, ...]
    values: tuple[Values, ...]
    beside: frozenset[str]


def leaks(one: Exercise, other: Exercise) -> bool:
    """Either way."""
    a, b = _shown(one), _shown(other)
    return _tells(a, b) or _tells(b, a)


def _tells(one: _Shown, other: _Shown) -> bool:
    """`静置发酵 4.5~5.5 h` in one, `发酵 5.5 h 仍未到终点` in the other: the value, beside a word of the same thing."""
    if any(p in one.text for p in other.phrases):
        return True
    return any(v & said and words & other.beside for v in other.values for said, words in one.clauses)


def hidden(item: Exercise) -> tuple[str, ...]:
    """What an item keeps back: of a statement what is true (of a row its cell, of a sentence its values), of values to
    act at the limit.
    """
    if item.kind == "judge":
        found = row(item.quote)
        if found:
            return (found.get(item.about[1]),) if item.about[1] else ()
        return tuple(q.text for q in quantities(item.quote))
    return tuple(q.text for q in quantities(item.quote)) if asks_due(item.stem) else item.key


@lru_cache(maxsize=KEPT)
def _shown(item: Exercise) -> _Shown:
    worded = item.kind in ("match", "order") or (item.kind == "single" and min(map(len, item.options)) > LONG)
    shown = [item.stem, *item.left, *(item.options if worded else ())]
    clauses = [c for text in shown for c in _CLAUSE.split(_TITLE.sub("", text)) if c]
    secret = item.kind not in ("order", "calculate") and not item.about[1].endswith("判定")
    keys = hidden(item) if secret else ()
    return _Shown(
        bare("".join(clauses)),
        tuple((v, pairs(_WORDS.sub("", c))) for c in clauses if (v := values(c))),
        tuple(p for k in keys if len(p := bare(k)) >= PHRASE and not values(k)),
        tuple(v for k in keys if item.kind not in OPEN and (v := values(k))),
        pairs("".join((item.stem, *item.left))),
    )  # fmt: skip


def values(text: str) -> Values:
    """Each number with its unit, both ends of a range."""
    if not any(c.isdigit() for c in text):
        return frozenset()
    made = {
        (f"{n.normalize():f}", q.unit or "")
        for q in quantities(text) for n in (q.value, q.low, q.high) if n is not None
    }  # fmt: skip
    return frozenset(made | {(f"{Decimal(m[0]).normalize():f}", "mm") for m in _FINE.finditer(text)})
