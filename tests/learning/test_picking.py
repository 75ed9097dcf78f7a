"""The items of one paper do not tell each other's keys while there are others, and wrong values look likely."""

from __future__ import annotations

from learning.author import candidates, write
from learning.chance import dice
from learning.distractors import values
from learning.exercise import RIGHT, WRONG, Exercise, Span
from learning.leak import leaks
from learning.picking import betray, picked
from learning.situation import situations
from learning.solver import solve
from learning.sourced import Source
from learning.verifier import check, verify
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


STEPS = (
    "工序安排\n1. 工序 10 下料：带锯下料。\n2. 工序 20 粗车：外圆留精车余量。\n"
    "3. 工序 30 精车：双顶尖装夹，直径不小于 25 mm。"
)


def made(text: str) -> list[Exercise]:
    return list(candidates(Source((passage(0, text),))))


def test_a_blank_in_a_point_of_an_open_answer_gives_most_of_it_away() -> None:
    point = "差评 12 h 内由客服首次联系，运营 48 h 内公开解释"
    short = Exercise("short", "写出要求。", (point, "不返现"), (Span("p", point),), "x", points=(5, 5))
    blank = Exercise("fill", "差评 12 h 内由客服首次联系，运营 ____ 内公开解释。", ("48 h",), (Span("p", point),), "x")
    other = Exercise("fill", "每周____把差评汇总。", ("五",), (Span("p", point),), "x")
    assert betray(blank, short)
    assert not betray(other, short)


def test_steps_are_ordered_by_their_whole_names_and_one_of_them_tells_no_order() -> None:
    (order,) = [i for i in made(STEPS) if i.kind == "order"]
    assert order.key == ("下料", "粗车", "精车")  # 精车 stands in the words of the step before too
    assert solve(order.asked, [STEPS]) == order.key
    blanks = [i for i in made(STEPS) if i.kind == "fill"]
    assert blanks
    assert not any("工序 30" in i.stem for i in blanks)
    assert not any(betray(i, order) for i in blanks)
    assert not [i for i in made(STEPS) if i.kind == "short"]


def test_what_bounds_a_value_stays_in_the_question() -> None:
    blank = next(i for i in made(STEPS) if i.kind == "fill")
    assert "不小于 ____" in blank.stem
    assert blank.key == ("25 mm",)


def test_usual_times_are_mistaken_for_usual_times() -> None:
    for n in range(20):
        wrong = [v for v, _ in values("48 h", [], lambda v: False, dice(str(n)))]
        assert {int(v.split()[0]) for v in wrong} <= {12, 16, 20, 24, 36, 72, 96, 120}


def test_a_case_is_handled_wrongly_in_some_parts_and_what_gives_none_is_asked_plainly() -> None:
    text = (
        "六、应急\n1. 标价错误：立即下架该规格，10 min 内报店长，不得取消订单。\n"
        "2. 违规扣分：当天查清原因，材料由法务审过。"
    )
    (wrong,) = (i for i in made(text) if i.kind == "case")
    plain = next(i for i in made(text) if i.kind == "short" and "“违规扣分”应怎样处置" in i.stem)
    assert "先不管" not in wrong.stem
    assert wrong.key == ("10 min 内报店长", "不得取消订单")
    assert not any(part in wrong.stem for part in wrong.key)
    assert "可以取消订单" in wrong.stem
    assert plain.key == ("当天查清原因", "材料由法务审过")
    for one in (wrong, plain):
        assert not check(one, {"p0": text})
        assert set(one.key) <= set(solve(one.asked, [text]) or ())
    assert len(situations(text)) == 2


def test_an_open_question_says_how_many_points_or_which_cases_are_wanted() -> None:
    notes = "注意事项\n1. 先停主轴。\n2. 再用铁钩清理。\n3. 不得用手。"
    cases = "异常处理\n● 断电：料液排回平衡缸。\n● 超温：暂停灌装。"
    stems = {i.stem for text in (notes, cases) for i in made(text) if i.kind == "short"}
    assert any("“注意事项”部分的三点要求" in s for s in stems)
    assert any("下列情况各应怎样处置：断电；超温。" in s for s in stems)


def test_a_statement_says_a_cell_with_the_unit_of_its_column() -> None:
    rows = "\n".join(f"工步: {n}；转速 r/min: {v}；进给 mm/r: {f}" for n, v, f in (
        ("粗车", 650, "0.28"), ("精车", 1200, "0.10"), ("切槽", 500, "0.06"), ("倒角", 800, "0.15")))  # fmt: skip
    said = [i for i in made(rows) if i.kind == "judge"]
    assert said
    assert all("r/min”。" in i.stem or "mm/r”。" in i.stem for i in said)
    assert all(solve(i.asked, [rows]) == i.key for i in said)


def test_a_name_that_two_tables_have_is_asked_with_its_table() -> None:
    raw = "一、原料要求\n项目: 酸度；要求: 12~17 °T\n项目: 脂肪；要求: ≥3.4 g/100 g\n项目: 乳温；要求: ≤6 ℃"
    whole = f"{raw}\n二、成品指标\n指标: 酸度；限值: ≥70 °T\n指标: pH；限值: 4.3~4.6\n指标: 黏度；限值: 1800~2600 mPa·s"
    stems = [e.stem for e in made(whole) if e.about == ("酸度", "要求")]
    assert stems
    assert all("的原料要求，“酸度”" in s for s in stems)
    assert not any("的原料要求，“脂肪”" in e.stem for e in made(whole))
    assert verify([e for e in made(whole) if e.about == ("酸度", "要求") and e.kind == "fill"],
                  Source((passage(0, whole),)).texts).accepted  # fmt: skip


def test_hours_by_the_clock_are_not_asked_for() -> None:
    day = "\n".join(
        f"时刻: {at}；动作: {deed}；产出: {paper}" for at, deed, paper in (
            ("08:30", "看昨日数据", "结论"), ("09:00", "核对库存预警", "补货单"), ("14:00", "查推广消耗", "调整记录"),
            ("17:30", "核对未揽收单号", "未揽收表"),
        )
    )  # fmt: skip
    every = made(f"每日节奏\n{day}")
    assert every
    assert not any(":" in text for e in every for text in (e.stem, *e.options, *e.left, *e.key))


def test_a_case_and_an_item_whose_key_it_shows_are_not_on_one_paper() -> None:
    text = "应急\n1. 标价错误：立即下架该规格，10 min 内报店长，不得单方面取消。\n2. 断网：先启用备用软件，再说明。"
    case = next(e for e in made(text) if e.kind == "case" and "这样处理" in e.stem)
    blank = Exercise("fill", "标价错误：先____，再报店长。", ("下架该规格",), case.spans, "x")
    assert betray(case, blank)
    assert leaks(case, blank)


def test_a_value_on_another_line_tells_a_key_where_it_is_of_the_same_thing() -> None:
    asked = Exercise("fill", "发酵 ____ 仍未到终点，报工艺员。", ("5.5 h",), (Span("p", "发酵 5.5 h 仍未到终点"),), "x")
    told = Exercise("judge", "静置发酵 4.5~5.5 h。", (RIGHT,), (Span("p", "静置发酵 4.5~5.5 h"),), "x")
    other = Exercise("judge", "冷库后熟 5.5 h。", (RIGHT,), (Span("p", "冷库后熟 5.5 h"),), "x")
    assert leaks(asked, told)
    assert not leaks(asked, other)


def test_a_roughness_is_mistaken_for_another_that_drawings_give() -> None:
    wrong = values("Ra6.3", [], lambda v: False, dice("x"))
    assert {v for v, _ in wrong} <= {f"Ra{n}" for n in ("0.2", "0.4", "0.8", "1.6", "3.2", "12.5", "25")}
