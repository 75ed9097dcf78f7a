"""Agreement of raters: the published examples come out, and nobody is called severe on too little."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from learning.effective import shares
from learning.raters import alpha, icc, severity

SHROUT_FLEISS = [(9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7)]
"""Table 2 of the paper of 1979: six targets, four judges; ICC(2,1) = .29, ICC(2,4) = .62."""
KRIPPENDORFF = {
    "A": "1 2 3 3 2 1 4 1 2 . . .", "B": "1 2 3 3 2 2 4 1 2 5 . 3",
    "C": ". 3 3 3 2 3 4 2 2 5 1 .", "D": "1 2 3 3 2 4 4 1 2 5 1 .",
}  # fmt: skip
"""The example of "Computing Krippendorff's alpha-reliability": interval alpha = .849."""


def test_the_published_intraclass_correlations_come_out() -> None:
    found = icc([dict(zip("abcd", map(float, row), strict=True)) for row in SHROUT_FLEISS])
    assert found is not None
    assert [round(one, 2) for one in found] == [0.29, 0.62]


def test_the_published_alpha_comes_out_with_values_missing() -> None:
    columns = {rater: text.split() for rater, text in KRIPPENDORFF.items()}
    rows = [{r: float(v[n]) for r, v in columns.items() if v[n] != "."} for n in range(12)]
    found = alpha(rows)
    assert found is not None
    assert round(found, 3) == 0.849


def test_nothing_is_said_where_nothing_can_be() -> None:
    assert icc([{"a": 1.0}, {"a": 2.0}]) is None
    assert icc([{"a": 5.0, "b": 5.0}] * 4) is None
    assert alpha([{"a": 1.0}, {"b": 2.0}]) is None
    assert alpha([{"a": 5.0, "b": 5.0}] * 4) is None
    assert severity([{"a": 1.0, "b": 2.0}] * 4) == ()


def test_a_rater_who_becomes_harder_is_seen_to_drift() -> None:
    rows = [{"a": 80.0, "b": 80.0, "c": 80.0} for _ in range(6)] + [{"a": 68.0, "b": 80.0, "c": 80.0} for _ in range(6)]
    found = {one.rater: one for one in severity(rows)}
    assert found["a"].drifting
    assert found["a"].gap == pytest.approx(-6)
    assert found["a"].drift == pytest.approx(-12)
    assert not found["b"].drifting or found["b"].drift == pytest.approx(6)


def test_a_criterion_that_tells_nobody_apart_weighs_nothing() -> None:
    weights = {"a": Decimal("0.8"), "b": Decimal("0.2")}
    values = {"a": [Fraction(80)] * 6, "b": [Fraction(n * 10) for n in range(6)]}
    assert shares(weights, values) == {"a": 0.0, "b": 1.0}
    assert shares(weights, {"a": [Fraction(1)] * 4, "b": [Fraction(n) for n in range(4)]}) is None
    assert shares(weights, {"a": [Fraction(1)] * 6, "b": [Fraction(2)] * 6}) is None
