"""What to get ready is sorted as a lesson form has it."""

from __future__ import annotations

from learning.kit import kit, listed


def test_names_are_sorted_by_what_they_are_and_none_is_lost() -> None:
    names = ("CK6140 数控车床", "带锯", "鸡心夹头", "快检条", "插入式温度计", "冷库")
    names = (*names, "45 钢", "乳化液", "发酵罐", "铁钩")
    made = kit((*names, "铁钩"))
    assert made.devices == ("CK6140 数控车床", "带锯", "冷库", "发酵罐")
    assert made.tools == ("鸡心夹头", "快检条", "插入式温度计", "铁钩")
    assert made.materials == ("45 钢", "乳化液")
    assert sorted((*made.devices, *made.tools, *made.materials)) == sorted(names)


def test_a_kind_without_anything_has_no_line() -> None:
    assert listed(kit(("打单软件",)), [], ["情境卡"]) == ("设备：打单软件", "资料：情境卡")
