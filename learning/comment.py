"""What a comment on one student may say: facts out of the report of their grade and their evidence. Pure.

A fact holds every figure and every name that a sentence resting on it may use. Of an enterprise's own work it holds
figures and the kind alone, never the enterprise's words; of free words nothing. Knows no text, no reader and no rights.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Literal

from learning.evidence import Evidence, Kind
from learning.exact import plain
from learning.gradereport import CriterionShown, GradeReport
from learning.portfolio import Dimension, dimension, portfolio, worth
from learning.scheme import DIMENSIONS, Criterion, Scheme

Topic = Literal["grade", "criterion", "dimension", "piece"]
FULL = Decimal(100)
KINDS: dict[Kind, str] = {
    Kind.PRACTICE: "练习", Kind.REHEARSAL: "仿真演练", Kind.ATTENDANCE: "考勤", Kind.ASSIGNMENT: "作业",
    Kind.INTERNSHIP: "实习记录", Kind.COMPETITION: "竞赛", Kind.CERTIFICATE: "证书", Kind.XAPI: "学习平台记录",
}  # fmt: skip
LONGEST = 40


@dataclass(frozen=True)
class Fact:
    """`numbers` as they may be written (`86.5`, `72%`), `quotes` what may be quoted, the name first; `rests`: ids of
    criteria and evidence (`criterion:skill`, `evidence:1f…`). `value` from 0 to 100 ranks facts; `unsafe`: below the
    line of safety. `next_level`: name, points and descriptor of the level above.
    """

    id: str
    topic: Topic
    quotes: tuple[str, ...]
    numbers: tuple[str, ...]
    rests: tuple[str, ...]
    value: Decimal
    unsafe: bool = False
    level: str = ""
    next_level: tuple[str, str, str] | None = None
    school_alone: bool = False

    @property
    def name(self) -> str:
        return self.quotes[0] if self.quotes else ""


def facts(scheme: Scheme, report: GradeReport, told: Iterable[Evidence], others: Iterable[str] = ()) -> list[Fact]:
    """In the order of the scheme, then of the dimensions, then of time. The order of `told` decides nothing. What names
    one of the `others` is not quoted.
    """
    found = _grade(report) + _criteria(scheme, report)
    counted = sorted((e for e in told if worth(e) is not None), key=lambda e: (e.at.timestamp(), e.id))
    names = [name for name in others if len(name) > 1]
    return found + _dimensions(counted) + [_piece(e, names) for e in counted]


def digest(found: Sequence[Fact]) -> str:
    """SHA-256: the same facts give the same. Kept sealed, for it would confirm a guess."""
    said = json.dumps([asdict(f) for f in found], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()


def quotable(text: str) -> str:
    """One line without quotation marks, cut where it is too long."""
    line = " ".join(text.translate(str.maketrans("", "", "“”\"「」『』")).split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def _grade(report: GradeReport) -> list[Fact]:
    if report.final is None:
        return []
    rests = tuple(f"criterion:{c.id}" for c in report.criteria)
    return [Fact("grade", "grade", (), (plain(report.final),), rests, report.final)]


def _criteria(scheme: Scheme, report: GradeReport) -> list[Fact]:
    found = []
    for shown in report.criteria:
        criterion = scheme.criterion(shown.id)
        value, alone = _known(shown)
        if criterion is not None and value is not None:
            found.append(_criterion(criterion, value, alone))
    return found


def _known(shown: CriterionShown) -> tuple[Decimal | None, bool]:
    """What counts; where that is open, what the school alone gave."""
    if shown.low is not None and shown.low == shown.high:
        return shown.low, False
    for side in shown.sides:
        if side.side == "school" and side.low is not None and side.low == side.high:
            return side.low, True
    return None, False


def _criterion(criterion: Criterion, value: Decimal, alone: bool) -> Fact:
    reached = next((level for level in criterion.levels if level.at_least <= value), None)
    above = next((level for level in reversed(criterion.levels) if level.at_least > value), None)
    line = criterion.unsafe_below
    after = None if above is None else (quotable(above.name), plain(above.at_least), quotable(above.descriptor))
    level = quotable(reached.name) if reached else ""
    quotes = [quotable(criterion.title), level, *((after[0], after[2]) if after else ())]
    numbers = (plain(value), *((after[1],) if after else ()))
    key = f"criterion:{criterion.id}"
    unsafe = line is not None and value < line
    return Fact(key, "criterion", tuple(q for q in quotes if q), numbers, (key,), value, unsafe, level, after, alone)


def _dimensions(counted: Sequence[Evidence]) -> list[Fact]:
    figures, held = portfolio(counted).dimensions, {d: [e for e in counted if dimension(e) is d] for d in Dimension}
    found = []
    for each, figure in figures.items():
        if figure.share is not None:
            share = figure.share * FULL
            rests = tuple(f"evidence:{e.id}" for e in held[each])
            numbers = (str(figure.pieces), f"{plain(share)}%")
            found.append(Fact(f"dimension:{each}", "dimension", (DIMENSIONS[each.value],), numbers, rests, share))
    return found


def _piece(told: Evidence, others: Sequence[str]) -> Fact:
    value, result = worth(told), told.result
    assert value is not None
    name = KINDS[told.kind] if told.enterprise else quotable(told.activity) or KINDS[told.kind]
    if any(other in name for other in others):
        name = KINDS[told.kind]
    quotes = [name, *([quotable(result.outcome)] if result.points is None and not told.enterprise else [])]
    numbers = () if result.points is None or result.out_of is None else (plain(result.points), plain(result.out_of))
    key = f"evidence:{told.id}"
    return Fact(key, "piece", tuple(q for q in quotes if q), numbers, (key,), value * FULL)
