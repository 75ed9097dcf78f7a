"""Numbers and units are the same across widths, notations and languages."""

from __future__ import annotations

from decimal import Decimal

import pytest

from learning.numbers import Number, numbers, unsupported


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("８００ｒ／ｍｉｎ", "800 r/min"), ("800转/分", "800rpm"), ("０.２０㎜", "0.2 mm"), ("１２１℃", "121 摄氏度"),
        ("1,200 元", "1200元"), ("85％", "85%"), ("0.15毫米/转", "0.15 mm/r"), ("30分钟", "30 min"),
    ],
)
def test_one_quantity_however_it_is_written(left: str, right: str) -> None:
    assert numbers(left) == numbers(right)


def test_a_range_is_two_numbers() -> None:
    assert [q.value for q in numbers("转速 800~1200 r/min")] == [Decimal(800), Decimal(1200)]
    assert numbers("800～1200转/分") == numbers("800 rpm 至 1200 rpm")
    assert numbers("φ50h7")[0] == Number(Decimal(50), None)


def test_a_number_the_source_does_not_say_is_named() -> None:
    assert unsupported("转速为 900 r/min", ["转速 800~1200 r/min"]) == (Number(Decimal(900), "r/min"),)
    assert unsupported("转速为 1200rpm", ["转速 800~1200 转/分"]) == ()


def test_the_same_number_with_another_unit_is_another_claim() -> None:
    assert unsupported("公差 0.2 cm", ["公差 0.2 mm"])
    assert unsupported("公差 0.2 mm", ["公差（mm）：0.2"]) == ()


def test_nothing_is_cut_out_of_a_longer_number() -> None:
    assert unsupported("5", ["0.5", "15", "5.1"])
