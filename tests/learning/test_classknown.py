"""What a class's record says of a lesson: its content alone, the weakest first."""

from __future__ import annotations

from learning.classknown import MOST, told
from trust.classes import ClassMastery

CONTENT = ["粗车外圆与切断", "首件检验的记录"]


def test_only_what_the_lesson_speaks_of_is_told_weakest_first() -> None:
    known = [
        ClassMastery("粗车外圆", 8, 0.7, 0.25), ClassMastery("首件检验", 5, 0.31, 0.0), ClassMastery("直播话术", 9,
        0.1, 0.0),
        ClassMastery("切断", 6, 0.95, 1.0),
    ]  # fmt: skip
    said = told("数控", known, CONTENT)
    assert [s.split("“")[1].split("”")[0] for s in said] == ["首件检验", "粗车外圆", "切断"]
    assert "5 人" in said[0]
    assert "31%" in said[0]
    assert "薄弱" in said[0]
    assert "已掌握" in said[2]


def test_no_more_is_told_than_a_form_has_room_for() -> None:
    known = [ClassMastery(f"粗车外圆{n}", 5, n / 10, 0.0) for n in range(9)]
    assert len(told("数控", known, CONTENT)) == MOST
