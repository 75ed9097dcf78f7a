"""The items of one paper do not tell each other's keys while there are others, and wrong values look likely."""

from __future__ import annotations

from learning.author import candidates, write
from learning.chance import dice
from learning.distractors import values
from learning.exercise import RIGHT, WRONG, Exercise, Span
from learning.picking import betray, picked
from learning.sourced import Source
from tests.agent.given import passage

LINE = "立铣，槽宽 8 mm，对称度 0.04 mm"
BLANKED = Exercise("fill", "立铣，槽宽 8 mm，对称度 ____。", ("0.04 mm",), (Span("p", LINE),), "x", about=(LINE, ""))
SAID = Exercise("judge", f"{LINE}。", (RIGHT,), (Span("p", LINE),), "x", about=(f"{LINE}2", ""))
OTHER = Exercise("judge", "锐边倒钝 C0.5。", (WRONG,), (Span("p", "锐边倒钝 C0.3"),), "x", about=("倒钝", ""))


def test_a_statement_that_fills_another_item_s_blank_gives_it_away_and_comes_last() -> None:
    assert betray(BLANKED, SAID)
    assert not betray(BLANKED, OTHER)
    assert picked({"judge": [SAID, OTHER], "fill": [BLANKED]}, 3)[-1] in (SAID, BLANKED)
    assert set(picked({"judge": [SAID, OTHER], "fill": [BLANKED]}, 2)) != {SAID, BLANKED}


def test_a_small_set_draws_on_every_section() -> None:
    rows = "\n".join(f"部位: 第{n}处；尺寸: {n}5 mm" for n in range(1, 6))
    text = [rows, "烤箱预热到 210 ℃ 后再放入面团，保持 15 min。", "面团中心温度不低于 75 ℃ 时方可出炉冷却。"]
    source = Source(tuple(passage(n, t) for n, t in enumerate(text)))
    assert len(list(candidates(source))) > 6
    assert len({i.spans[0].passage_id for i in write(source, 6).accepted}) == 3


def test_wrong_values_of_the_source_come_first_where_they_are_of_the_key_s_form_and_size() -> None:
    near = ["42±0.05 mm", "2000 mm", "55 mm", "70 mm", "80 mm", "50 mm", "45 mm"]
    made = [v for v, _ in values("60 mm", near, lambda v: False, dice("x"))]
    assert set(made) < {"55 mm", "70 mm", "80 mm", "50 mm", "45 mm"}
