"""How well a passage holds a question's words: laws and plain cases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.coverage import coverage, held, known
from knowledge.prepared import Prepared
from knowledge.words import Word
from trust.labels import parse
from trust.sources import Locator, Passage

WORDS = (Word("yc-2208", "code", 13.0), Word("转速", "word", 12.0), Word("800", "number", 8.0))
some_text = st.text(alphabet="粗车转速主轴yc-2208 0123。\n", max_size=60)


def prepared(text: str, title: str = "规程") -> Prepared:
    return Prepared.of(Passage("p", "d", title, text, Locator(), parse("mill/public"), "course", 0))


@pytest.mark.parametrize(
    ("word", "text", "share"),
    [
        (Word("800", "number", 8.0), "转速 800 r/min", 1.0),
        (Word("800", "number", 8.0), "编号 18001", 0.0),
        (Word("800", "number", 8.0), "0.800", 0.0),
        (Word("yc-2208", "code", 13.0), "零件 yc2208", 1.0),
        (Word("yc-2208", "code", 13.0), "零件 yc-2209", 0.0),
        (Word("转速", "word", 12.0), "主轴转速", 1.0),
        (Word("拽", "word", 6.0), "不得用手", 0.0),
    ],
)
def test_a_word_is_held_where_it_stands_whole(word: Word, text: str, share: float) -> None:
    assert held(word, text) == share


def test_a_word_whose_parts_stand_apart_counts_less() -> None:
    assert 0 < held(Word("转速", "word", 12.0), "转动的速度") < held(Word("转速", "word", 12.0), "转速")


@given(some_text)
def test_more_text_never_holds_less(text: str) -> None:
    for word in WORDS[:2]:  # a number may come to stand inside a longer one
        assert held(word, text) <= held(word, f"{text}。粗车")


@given(st.lists(some_text, max_size=4), st.sets(st.sampled_from(["yc", "2208", "转速", "转", "速", "800"])))
def test_what_a_line_holds_its_surroundings_hold_too(texts: list[str], unknown: set[str]) -> None:
    found = coverage("yc-2208的转速是800吗", WORDS, [prepared(t) for t in texts], unknown)
    reaches = ["line", "framed", "around", "passage", "any", "base"]
    shares = [found[f"c_{reach}"] for reach in reaches]
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 + 1e-9 for share in shares)


def test_the_title_frames_every_line() -> None:
    alone = coverage("q", WORDS[:2], [prepared("主轴转速 900。")], ())
    framed = coverage("q", WORDS[:2], [prepared("主轴转速 900。", title="yc-2208 规程")], ())
    assert alone["c_framed"] < framed["c_framed"] == 1.0
    assert alone["c_line"] == framed["c_line"]


def test_what_nothing_visible_holds_is_unknown() -> None:
    assert known(WORDS[0], {"2208"}) < 1
    assert known(WORDS[1], {"转速"}) == 0
    assert known(WORDS[1], {"速度"}) == 1


@pytest.mark.parametrize(
    ("question", "text", "typed"),
    [
        ("转速是多少", "转速 900。", 1.0),
        ("转速是多少", "转速另行通知。", 0.0),
        ("总共多少学时", "总计 60 学时。", 1.0),
        ("总共多少学时", "2 学分。", 0.0),
        ("为什么要空转", "先热机。", 0.5),
    ],
)
def test_an_answer_has_the_form_that_was_asked_for(question: str, text: str, typed: float) -> None:
    assert coverage(question, (), [prepared(text)], ())["typed"] == typed


def test_nothing_found_covers_nothing() -> None:
    found = coverage("转速", WORDS, [], ())
    assert found["c_passage"] == 0
    assert found["m_passage"] == 12.0
