"""The blind solver: answers an exercise from passages alone, or by guessing where it is given none.

It sees what a learner sees and never the key; it knows nothing of how exercises are made, and the verifier's rules are
none of its business (an import contract holds that). It reads the way a careful student does: find the row or sentence
that the question is about, then look which option stands there.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from learning.alike import bare, holds, named, pairs, plain
from learning.derived import derived
from learning.exercise import BLANK, RIGHT, WRONG, Asked
from learning.formula import Formula, answered, formulas, wanted
from learning.situation import situations
from learning.spoken import bared, worded
from learning.structure import Row, lists, placed, rows, sentences

_QUOTED = re.compile(r"“([^”]+)”")
_SAYS = re.compile(r"(?:为|是)“([^”]+)”。?$")
_GIVEN = re.compile(r"(?:已知)?([\u4e00-\u9fffA-Za-z]+)＝(\d+(?:\.\d+)?)(%?)")
_LEAD = re.compile(r"^[^，。]*《[^》]*》[^，]*，")


def solve(asked: Asked, texts: Sequence[str]) -> tuple[str, ...] | None:
    """The answer in the shape of an exercise's key; None where the passages do not tell."""
    if (found := derived(asked, texts)) is not None:
        return found
    if asked.kind == "single":
        return _single(asked, texts)
    if asked.kind == "multiple":
        said = tuple(o for o in asked.options if _true(o, texts))
        return said or None
    if asked.kind == "judge":
        return (RIGHT if _true(_LEAD.sub("", asked.stem), texts) else WRONG,)
    if asked.kind == "fill":
        return _fill(asked.stem, texts)
    if asked.kind == "order":
        return _order(asked.options, texts)
    if asked.kind == "match":
        return _match(asked, texts)
    return _calculate(asked.stem, texts) if asked.kind == "calculate" else _tell(asked.stem, texts)


def _single(asked: Asked, texts: Sequence[str]) -> tuple[str, ...] | None:
    """The option whose row or sentence holds most of the question's telling pairs; a tie is no answer."""
    if not texts:
        return None
    quoted = _QUOTED.findall(asked.stem)
    found = [v for v in _cells(quoted, texts) if v in asked.options]
    if len(set(found)) == 1:
        return (found[0],)
    units = [u for text in texts for u in _units(text)]
    weight = _weights(units)
    wanted = pairs(asked.stem)
    best = {o: max((_worth(u, wanted, weight) for u in units if holds(u, o)), default=0.0) for o in asked.options}
    order = sorted(best.values(), reverse=True)
    if not order or order[0] <= 0 or (len(order) > 1 and order[0] - order[1] < 1e-9):
        return None
    return (max(best, key=lambda o: best[o]),)


def _units(text: str) -> list[str]:
    return [*(r.text for r in rows(text)), *sentences(text)]


def _weights(units: Sequence[str]) -> dict[str, float]:
    """Pairs that few units hold tell more."""
    among = Counter(p for u in units for p in pairs(u))
    return {p: math.log(1 + len(units) / n) for p, n in among.items()}


def _worth(unit: str, wanted: frozenset[str], weight: dict[str, float]) -> float:
    return sum(weight[p] for p in pairs(unit) & wanted)


def _cells(quoted: Sequence[str], texts: Sequence[str]) -> list[str]:
    """What stands in the cell of a row's name and a column's header, both quoted in the question."""
    heads = {named(q) for q in quoted}
    return [
        value for text in texts for r in rows(text) if any(q in (v for _, v in r.cells) for q in quoted)
        for header, value in r.cells if named(header) in heads and value not in quoted
    ]  # fmt: skip


def _true(statement: str, texts: Sequence[str]) -> bool:
    """Whether a row says so of what is quoted, or a sentence says it word by word."""
    said = _SAYS.search(statement)
    if said:
        others = _QUOTED.findall(statement[: said.start()])
        return any(_says(r, others, said[1]) for text in texts for r in rows(text))
    wanted = plain(statement)
    return bool(wanted) and any(wanted in plain(text) for text in texts)


def _says(one: Row, quoted: Sequence[str], value: str) -> bool:
    cells = {named(h): (v,) for h, v in one.cells} | {named(bared(h)): (v, worded(h, v)) for h, v in one.cells}
    heads = [named(q) for q in quoted if named(q) in cells]
    known = all(named(q) in cells or any(q in said for said in cells.values()) for q in quoted)
    return known and any(bare(said) == bare(value) for h in heads for said in cells[h])


def _fill(stem: str, texts: Sequence[str]) -> tuple[str, ...] | None:
    found = _cells(_QUOTED.findall(stem), texts)
    if stem.count(BLANK) == 1 and found:
        return (found[0],)
    parts = _LEAD.sub("", stem).rstrip("。").split(BLANK)
    pattern = "(.{1,60}?)".join(re.escape(p.strip()) if i in (0, len(parts) - 1) else re.escape(p) for i, p in
                               enumerate(parts))  # fmt: skip
    last = r"\s*(?=[。；;！\n]|$)"
    for text in texts:
        if hit := re.search(pattern.replace(r"(.{1,60}?)", r"\s*(.{1,60}?)\s*") + last, text):
            return tuple(g.strip() for g in hit.groups())
    return None


def _order(options: Sequence[str], texts: Sequence[str]) -> tuple[str, ...] | None:
    for text in texts:
        if all(o in text for o in options):
            return tuple(sorted(options, key=lambda o: placed(text, o)))
    return None


def _match(asked: Asked, texts: Sequence[str]) -> tuple[str, ...] | None:
    every = [[v for _, v in r.cells] for text in texts for r in rows(text)]
    found = []
    for name in asked.left:
        near = [o for cells in every if name in cells for o in asked.options if o in cells and o != name]
        if not near:
            return _measures(asked, texts)
        found.append(near[0])
    return tuple(found)


def _measures(asked: Asked, texts: Sequence[str]) -> tuple[str, ...] | None:
    """What the sentences say is to be done in each of the situations."""
    told = {s.name: s.response for text in texts for s in situations(text)}
    found = tuple(told.get(name, "") for name in asked.left)
    return found if set(found) <= set(asked.options) else None


def _calculate(stem: str, texts: Sequence[str]) -> tuple[str, ...] | None:
    given = {name: Decimal(number) / (100 if share else 1) for name, number, share in _GIVEN.findall(stem)}
    for text in texts:
        for formula in formulas(text):
            value = _worked(formula, wanted(stem), given)
            if value is not None:
                return (answered(stem, value),)
    return None


def _worked(formula: Formula, asked: str, given: dict[str, Decimal]) -> Decimal | None:
    """Forwards for the result, or backwards for one of the things it is made of."""
    if asked == formula.result and set(formula.names) == set(given):
        return formula.value(given)
    if {asked, *given} == {formula.result, *formula.names} and asked not in given:
        return formula.solved(asked, given)
    return None


def _tell(stem: str, texts: Sequence[str]) -> tuple[str, ...] | None:
    """The points under the heading that is quoted, else what else the row of the quoted words says."""
    quoted = _QUOTED.findall(stem)
    for text in texts:
        for listed in lists(text):
            if any(bare(q) and bare(listed.head).endswith(bare(q)) for q in quoted):
                return listed.points
    for text in texts:
        for r in rows(text):
            values = [v for _, v in r.cells]
            if any(q in values for q in quoted):
                return tuple(v for v in values if v not in quoted)
    told = (s for text in texts for s in situations(text))
    return next((s.parts for s in told if s.name in quoted), None)
