"""An item is met when its words are said, in whatever words; never for what is not there, and never by its key."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from learning.exercise import Exercise, Span
from learning.recognise import Recogniser

FEED = Exercise(
    "single", "按《粗车教学要点》，粗车外圆时的进给量应取（　）。", ("0.25 mm/r",), (Span("p1",
    "进给量取0.25 mm/r"),), "",
    ("0.25 mm/r", "0.5 mm/r", "0.15 mm/r"),
)  # fmt: skip
CHIP = Exercise(
    "fill", "按《切削原理》，“深蓝色卷屑”的“说明”为____。", ("切削温度偏高",), (Span("p2",
    "深蓝色卷屑；说明: 切削温度偏高"),), "",
    about=("深蓝色卷屑", "说明"),
)  # fmt: skip
SCOPE = Exercise("single", "按《课程标准》，本课程的“总学时”是（　）。", ("96",), (Span("p3", "总学时 96"),), "",
("96", "64"),
                 about=("本课程", "总学时"))  # fmt: skip
BOTH = Recogniser([FEED, CHIP, SCOPE])


def test_the_stem_alone_and_with_its_options_is_known() -> None:
    for item in (FEED, CHIP, SCOPE):
        options = " ".join(f"{chr(65 + n)}. {o}" for n, o in enumerate(item.options))
        assert BOTH.given(item.stem) == item
        assert BOTH.given(f"{item.stem}\n{options}") == item


def test_paraphrases_are_met_and_other_questions_are_not() -> None:
    assert BOTH.asked("粗车外圆，进给量一般给到多少？") == FEED
    assert BOTH.asked("切屑是深蓝色的卷屑，说明什么？") == CHIP
    for other in ("粗车时主轴转速是多少？", "进给量是什么意思？", "急停按钮在哪里？", "你好", ""):
        assert BOTH.asked(other) is None
        assert BOTH.given(other) is None


def test_a_plain_question_is_not_the_exercise_handed_over() -> None:
    assert BOTH.given("粗车外圆的进给量是多少？") is None


def test_what_would_be_quoted_tells_which_item_is_asked() -> None:
    quotes = [("p1", "粗车外圆时进给量取0.25 mm/r，背吃刀量不超过2 mm。")]
    assert BOTH.answered_by("走刀给多大？进给量", quotes) == FEED
    assert BOTH.answered_by("走刀给多大？进给量", [("other", quotes[0][1])]) is None


@given(st.text(max_size=40), st.sampled_from([FEED, CHIP, SCOPE]))
def test_an_item_that_is_not_there_is_never_met(message: str, hidden: Exercise) -> None:
    rest = [i for i in (FEED, CHIP, SCOPE) if i != hidden]
    for found in (Recogniser(rest).asked(message + hidden.stem), Recogniser(rest).given(message + hidden.stem)):
        assert found != hidden
    assert Recogniser([]).asked(message) is None
    assert Recogniser([]).given(message) is None


@given(st.sampled_from(["0.25 mm/r", "切削温度偏高", "96"]))
def test_the_key_alone_is_no_question(key: str) -> None:
    assert BOTH.asked(key) is None
