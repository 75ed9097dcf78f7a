"""The verifier's laws, over items made from random tables, and one case for each rule."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.exercise import RIGHT, WRONG, Exercise, Kind, Span
from learning.itemrules import flags
from learning.reasons import Flag, Reason
from learning.verifier import check, verify

LAWS = settings(max_examples=1000 if os.environ.get("SHUANGYUAN_COUNTS") == "full" else 100, deadline=None)
NAMES = ("粗车外圆", "精车内孔", "铣削键槽", "钻中心孔", "磨削轴颈", "滚压螺纹", "镗削底孔", "攻制丝扣")


@st.composite
def tables(draw: st.DrawFn) -> str:
    """A passage: operations with a speed and a feed each, no value twice."""
    n = draw(st.integers(4, len(NAMES)))
    speeds = draw(st.lists(st.integers(100, 3000), min_size=n, max_size=n, unique=True))
    feeds = draw(st.lists(st.integers(11, 99), min_size=n, max_size=n, unique=True))
    rows = zip(NAMES, speeds, feeds, strict=False)
    return "\n".join(f"工步: {a}；转速 r/min: {b}；进给 mm/r: 0.{c}" for a, b, c in rows)


def single(text: str, row: int, shift: int = 0) -> Exercise:
    """The speed of a row, with the other rows' as distractors; `shift` turns the options."""
    lines = text.split("\n")
    speeds = [line.split("；")[1].removeprefix("转速 r/min: ") for line in lines]
    name = lines[row].split("；")[0].removeprefix("工步: ")
    chosen = [speeds[row], *(s for i, s in enumerate(speeds) if i != row)][:4]
    options = tuple(chosen[shift:] + chosen[:shift])
    return Exercise(
        "single", f"“{name}”的“转速 r/min”是（　）。", (speeds[row],), (Span("p", lines[row]),), f"原文：{lines[row]}",
        options, about=(name, "转速 r/min"),
    )  # fmt: skip


TEXT = "\n".join(
    f"工步: {a}；转速 r/min: {b}；进给 mm/r: 0.{c}"
    for a, b, c in zip(NAMES, (800, 1200, 500, 950, 60, 70, 80, 90), (28, 10, 6, 15, 20, 30, 40, 50), strict=True)
)
TEXTS = {"p": TEXT}
GOOD = single(TEXT, 0, 1)


@pytest.mark.laws
@LAWS
@given(tables(), st.data())
def test_what_is_accepted_and_what_is_rejected_make_up_the_whole(text: str, data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.integers(0, text.count("\n")), max_size=12))
    items = [single(text, r, data.draw(st.integers(0, 3))) for r in rows]
    made = verify(items, {"p": text})
    assert sorted(i.stem for i in (*made.accepted, *(r.item for r in made.rejected))) == sorted(i.stem for i in items)
    assert all(r.reasons for r in made.rejected)
    assert sum(made.counts.values()) >= len(made.rejected)


@pytest.mark.laws
@LAWS
@given(tables(), st.data())
def test_what_was_accepted_is_accepted_again_with_nothing_rejected(text: str, data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.integers(0, text.count("\n")), max_size=12))
    made = verify([single(text, r, data.draw(st.integers(0, 3))) for r in rows], {"p": text})
    again = verify(made.accepted, {"p": text})
    assert again.accepted == made.accepted
    assert again.counts == {}


@pytest.mark.laws
@LAWS
@given(tables(), st.integers(0, 3), st.integers(0, 3))
def test_the_order_of_the_options_changes_nothing_about_one_item(text: str, row: int, shift: int) -> None:
    assert check(single(text, row, shift), {"p": text}) == check(single(text, row), {"p": text}) == ()


@pytest.mark.laws
@LAWS
@given(tables(), st.integers(0, 3))
def test_what_the_bank_holds_is_a_duplicate(text: str, row: int) -> None:
    item = single(text, row)
    made = verify([item], {"p": text}, bank=[single(text, row, 2)])
    assert made.counts == {"duplicate": 1}


@pytest.mark.laws
@LAWS
@given(tables(), st.integers(0, 3), st.integers(1, 3))
def test_no_wrong_option_passes_as_the_key(text: str, row: int, other: int) -> None:
    item = single(text, row)
    wrong = replace(item, key=(item.options[other],))
    assert {Reason.NOT_ENTAILED, Reason.UNSOLVED} & set(check(wrong, {"p": text}))


@pytest.mark.laws
@LAWS
@given(tables(), st.integers(0, 3), st.integers(1, 9))
def test_a_number_that_no_source_says_is_not_let_through(text: str, row: int, digit: int) -> None:
    item = single(text, row)
    made = f"{item.key[0]}{digit}"
    changed = replace(item, key=(made,), options=(made, *item.options[1:]))
    assert Reason.NOT_ENTAILED in check(changed, {"p": text})


def test_a_good_item_is_accepted() -> None:
    assert verify([GOOD], TEXTS).accepted == (GOOD,)


SPAN = GOOD.spans


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (replace(GOOD, key=("800", "1200")), Reason.KEY),
        (replace(GOOD, key=("801",)), Reason.KEY),
        (replace(GOOD, options=("800", "1200")), Reason.KEY),
        (replace(GOOD, options=("800", "1200", "１２００", "500")), Reason.OPTIONS_ALIKE),
        (replace(GOOD, options=("800", "0.28 mm/r", "停机", "500")), Reason.OPTIONS_MIXED),
        (replace(GOOD, options=("800", "700~900", "1200", "500")), Reason.OPTIONS_ENTAIL),
        (replace(GOOD, options=("800", "1200", "500", "以上都不对")), Reason.ALL_OF_THEM),
        (replace(GOOD, stem="转速 800 的“粗车外圆”的“转速 r/min”是（　）。"), Reason.STEM_TELLS),
        (replace(GOOD, stem="不属于“粗车外圆”的“转速 r/min”的是（　）。"), Reason.NEGATIVE),
        (replace(GOOD, spans=(Span("p", "工步: 粗车外圆；转速 r/min: 900"),)), Reason.NOT_VERBATIM),
        (replace(GOOD, spans=(Span("gone", SPAN[0].quote),)), Reason.NOT_VERBATIM),
        (replace(GOOD, spans=(Span("p", TEXT.split("\n")[1]),)), Reason.NOT_ENTAILED),
        (replace(GOOD, stem="“粗车外圆”的“转速 r/min”在 77 号机床上是（　）。"), Reason.NUMBERS),
        (replace(GOOD, explanation=" "), Reason.INCOMPLETE),
        (Exercise("multiple", "哪些正确？", ("a",), SPAN, "x", ("a", "b", "c")), Reason.KEY),
        (Exercise("judge", "“粗车外圆”的“转速 r/min”为“1200”。", (RIGHT,), SPAN, "x"), Reason.UNSOLVED),
        (Exercise("judge", "“粗车外圆”的“转速 r/min”为“800”。", (WRONG,), SPAN, "x"), Reason.UNSOLVED),
        (Exercise("fill", "“粗车外圆”的“转速 r/min”为____，另有____。", ("800",), SPAN, "x"), Reason.KEY),
        (Exercise("order", "排序", ("甲", "乙", "丙"), SPAN, "x", ("甲", "乙", "丙")), Reason.KEY),
        (Exercise("match", "连线", ("800", "500", "950"), SPAN, "x", ("800", "500", "950"), NAMES[:3]),
         Reason.NOT_ENTAILED),
        (Exercise("short", "简述“要点”。", ("要点一",), SPAN, "x"), Reason.INCOMPLETE),
    ],
)  # fmt: skip
def test_each_rule_rejects_with_its_reason(item: Exercise, reason: Reason) -> None:
    assert reason in check(item, TEXTS)


def test_a_stem_that_shares_the_key_s_own_words_hints_at_it() -> None:
    text = "缺陷: 乳清析出；原因: 乳清蛋白变性不足\n缺陷: 质地稀薄；原因: 均质压力过低\n缺陷: 过酸；原因: 冷链中断"
    item = Exercise(
        "single", "乳清蛋白变性不够时出现“乳清析出”，“原因”是（　）。", ("乳清蛋白变性不足",),
        (Span("p", text.split("\n")[0]),), "x",
        ("乳清蛋白变性不足", "均质压力过低", "冷链中断"),
    )  # fmt: skip
    assert Reason.STEM_HINTS in check(item, {"p": text})


def test_a_distractor_that_another_passage_says_of_the_same_thing_is_found() -> None:
    other = "精加工前，粗车外圆的转速 r/min 也可取 1200。"
    assert check(GOOD, {"p": TEXT}) == ()
    assert check(GOOD, {"p": TEXT, "q": other}) == (Reason.ALSO_RIGHT,)


def test_a_marked_negative_stem_is_let_through() -> None:
    item = replace(GOOD, stem="【不是】错觉：“粗车外圆”的“转速 r/min”是（　）。")
    assert Reason.NEGATIVE in check(replace(item, stem=item.stem.replace("【不是】", "不是")), TEXTS)
    assert Reason.NEGATIVE not in check(replace(item, stem=item.stem.replace("错觉", "")), TEXTS)


def test_keys_that_always_stand_in_one_place_are_thinned_out() -> None:
    other = {n: f"粗车外圆{chr(0x4E00 + 97 * n)}{chr(0x5E00 + 31 * n)}" for n in range(30)}
    texts = {f"p{n}": TEXT.replace("粗车外圆", name).replace("800", str(810 + n)) for n, name in other.items()}
    items = [
        replace(single(text, 0), spans=(Span(key, text.split("\n")[0]),)) for key, text in texts.items()
    ]
    made = verify(items, texts)
    assert set(made.counts) <= {"position", "duplicate"}
    assert made.counts["position"] > 5


def test_absolute_words_are_flagged_and_not_rejected() -> None:
    text = "工步: 甲；要求: 一定停机\n工步: 乙；要求: 先清铁屑\n工步: 丙；要求: 戴护目镜"
    item = Exercise("single", "“甲”的“要求”是（　）。", ("一定停机",), (Span("p", text.split("\n")[0]),), "x",
                    ("一定停机", "先清铁屑", "戴护目镜"))  # fmt: skip
    made = verify([item], {"p": text})
    assert made.accepted == (item,)
    assert made.flagged == ((item, Flag.ABSOLUTE),)


@pytest.mark.parametrize("kind", get_args(Kind))
def test_an_item_of_which_next_to_nothing_was_sent_is_incomplete_and_no_error(kind: Kind) -> None:
    empty = Exercise(kind, "0", (), (), "")
    assert Reason.INCOMPLETE in check(empty, {})
    assert list(flags(empty)) == []
