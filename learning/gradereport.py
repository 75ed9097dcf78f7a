"""What a standing release tells of a grade: the named pure function `grade_report`. Pure.

Per criterion and side the value that counts and its weight, the rule used, what is waited for; no rater, no row, no
reason in a rater's words. Knows no person and no agreement.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from learning.bounds import Bounds, rounded
from learning.grading import Grade, Need
from learning.provenance import Node
from learning.release import Described
from learning.scheme import Criterion, Scheme

GRADE_REPORT = Described(
    "grade_report", "grade", ("成绩与构成", "Grade and what it is made of"),
    ("学生本人、现任任课教师、学生同意的企业导师可见：各指标、双方各自的得分与权重、采用的规则；没有评分人、评分理由和原始记录",
     "To the student, the teachers now, the mentors the student consented to: each criterion and side with its value "
     "and weight, and the rule; no rater, no reasons, no raw record"),
    "GradeReport",
)  # fmt: skip


@dataclass(frozen=True)
class SideShown:
    """`low` and `high` are the same once nothing is missing; None: all of it was excused."""

    side: str
    weight: Decimal
    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True)
class CriterionShown:
    """`weight` as agreed; `counted` what it weighs where others were excused. `process`: its weight and value."""

    id: str
    title: str
    dimension: str
    weight: Decimal
    counted: Decimal | None
    low: Decimal | None
    high: Decimal | None
    rule: str
    sides: tuple[SideShown, ...]
    moderated: bool
    process: tuple[Decimal, Decimal, Decimal] | None
    needs: tuple[Need, ...]


@dataclass(frozen=True)
class GradeReport:
    scheme: str
    final: Decimal | None
    low: Decimal
    high: Decimal
    unsafe: bool | None
    cap: Decimal
    carried: int
    criteria: tuple[CriterionShown, ...]


def grade_report(scheme: Scheme, made: Grade) -> GradeReport:
    """Of one student; numbers are rounded as the scheme rounds, for reading only."""
    shown = tuple(_criterion(scheme, c, n, made) for c, n in zip(scheme.criteria, made.tree.parts, strict=True))
    return GradeReport(
        made.scheme, made.final, made.low, made.high, made.unsafe, scheme.cap, len(made.carried), shown
    )


def _criterion(scheme: Scheme, criterion: Criterion, node: Node, made: Grade) -> CriterionShown:
    human = next(part for part in node.parts if part.kind == "human")
    agreed: dict[str, Decimal] = {share.side: share.weight for share in criterion.shares}
    sides = tuple(
        SideShown(part.key, agreed[part.key], *_ends(scheme, part.value))
        for part in human.parts if part.kind == "side"
    )  # fmt: skip
    counted = None if node.weight is None else rounded(node.weight, 4, "half_up").normalize()
    return CriterionShown(
        criterion.id, criterion.title, criterion.dimension, criterion.weight, counted, *_ends(scheme, node.value),
        human.rule, sides, any(part.kind == "judgement" for part in human.parts), _process(scheme, criterion, node),
        tuple(need for need in made.needs if need.criterion == criterion.id),
    )  # fmt: skip


def _process(scheme: Scheme, criterion: Criterion, node: Node) -> tuple[Decimal, Decimal, Decimal] | None:
    found = next((part for part in node.parts if part.kind == "process"), None)
    if found is None or found.value is None:
        return None
    low, high = found.value.low, found.value.high
    return criterion.process, _round(scheme, low), _round(scheme, high)


def _ends(scheme: Scheme, value: Bounds | None) -> tuple[Decimal | None, Decimal | None]:
    return (None, None) if value is None else (_round(scheme, value.low), _round(scheme, value.high))


def _round(scheme: Scheme, value: Fraction) -> Decimal:
    return rounded(value, scheme.places, scheme.rounding)
