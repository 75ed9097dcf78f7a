"""How far raters of a scheme agree, for those who judge by it: figures of learning/raters.py over the rows they see.

Raters of one's own side are named by id; the other side is one voice, the mean of its raters, for a release tells no
rater. Nothing is corrected by it. Knows no formula.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from learning.effective import shares
from learning.raters import Severity, alpha, icc, severity
from records.grades import Grades
from records.judgements import Score
from records.schemerows import Held
from records.scores import Scores
from records.shelf import OnShelf, Shelf
from trust.errors import Forbidden
from trust.principal import Principal, Scope


@dataclass(frozen=True)
class CriterionQuality:
    """`works`: students whom at least two judged, of those seen."""

    criterion: str
    title: str
    works: int
    icc: tuple[float, float] | None
    alpha: float | None
    raters: tuple[Severity, ...]


class RaterQuality(OnShelf):
    def __init__(self, shelf: Shelf, scores: Scores, grades: Grades) -> None:
        super().__init__(shelf)
        self._scores, self._grades = scores, grades

    def of(
        self, principal: Principal, scope: Scope, scheme_id: str
    ) -> tuple[list[CriterionQuality], dict[str, float] | None]:
        """By criterion; and what each really weighed, from five students on. For teachers of the course."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            held = self._scores.judging(conn, principal, scheme_id)
            if "school" not in held.sides:
                raise Forbidden("评分一致性由任课教师查看", "For teachers of the course")
            names = self._scores.learners(conn, principal, held)
            given, _ = self._grades.rows(conn, principal, scope, held, sorted(names))
        return [_quality(held, c.id, c.title, given) for c in held.scheme.criteria], _weighs(held, given)


def _quality(held: Held, criterion: str, title: str, given: Sequence[Score]) -> CriterionQuality:
    rows = [row for row in _works(held, criterion, given) if len(row) >= 2]
    return CriterionQuality(criterion, title, len(rows), icc(rows), alpha(rows), severity(rows))


def _works(held: Held, criterion: str, given: Sequence[Score]) -> list[dict[str, float]]:
    """Per student what each rater gave, in the order it was judged."""
    works: dict[str, dict[str, list[Decimal]]] = {}
    for score in sorted(given, key=lambda s: (s.at, s.id)):
        if score.criterion == criterion and score.said.points is not None and score.side is not None:
            voice = score.rater if score.side in held.sides else score.side
            works.setdefault(score.student, {}).setdefault(voice, []).append(score.said.points)
    return [{voice: float(sum(found) / len(found)) for voice, found in work.items()} for work in works.values()]


def _weighs(held: Held, given: Sequence[Score]) -> dict[str, float] | None:
    """From students of whom every criterion was judged."""
    by_criterion = {c.id: _means(c.id, given) for c in held.scheme.criteria}
    whole = set.intersection(*(set(means) for means in by_criterion.values()))
    values = {key: [means[student] for student in sorted(whole)] for key, means in by_criterion.items()}
    return shares({c.id: c.weight for c in held.scheme.criteria}, values)


def _means(criterion: str, given: Sequence[Score]) -> dict[str, Fraction]:
    points: dict[str, list[Fraction]] = {}
    for score in given:
        if score.criterion == criterion and score.said.points is not None:
            points.setdefault(score.student, []).append(Fraction(score.said.points))
    return {student: sum(found, Fraction(0)) / len(found) for student, found in points.items()}
