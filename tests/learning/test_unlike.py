"""A sentence with an item's words may still say another thing."""

from __future__ import annotations

from learning.unlike import cases, example, modifier, often, sizes, unlike


def test_how_often_is_part_of_what_is_asked() -> None:
    assert often("一周一次碰头会") == often("每周开一次碰头会") != often("每两周一次经营例会")
    assert often("每二周一次") == often("每两周一次")
    assert unlike("一周一次碰头会", "每两周一次经营例会，店长轮换主持。")
    assert unlike("一周一次碰头会", "平时成绩看出勤与例会。")
    assert not unlike("一周一次碰头会", "每周一次碰头会，运营主持。")
    assert not unlike("碰头会", "每两周一次碰头会。")


def test_who_asks_that_somebody_is_told_is_not_answered_by_the_thing() -> None:
    assert unlike("通知灌装", "灌装到进发酵室间隔不超过 25 min")
    assert not unlike("通知灌装", "终点到达后立即报灌装班。")


def test_a_case_and_a_measured_value_belong_to_a_requirement_and_points_do_not() -> None:
    assert cases("发现尺寸趋势异常时先停机，再报班长。") == ("尺寸趋势异常",)
    assert cases("按工艺规程完成车削。") == ()
    assert sizes("轴与套配合间隙 0.03~0.06 mm，超差扣 2 分。") == ("0.03~0.06mm",)


def test_the_word_before_the_thing_says_which_it_is() -> None:
    general = {"配合": 0.6, "间隙": 0.9, "的": 0.0}
    assert modifier("轴与套配合间隙", "间隙", general) == "配合"
    assert modifier("间隙", "间隙", general) == ""


def test_an_example_is_told_from_a_rule() -> None:
    assert example("例：四刃立铣刀，每齿进给 0.05 mm")
    assert not example("进给速度等于每齿进给乘齿数乘转速。")
