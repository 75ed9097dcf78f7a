"""What a question is about, in words."""

from __future__ import annotations

import pytest

from knowledge.tokens import normalise
from knowledge.words import CODE, RAREST, Lexicon, Word


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon()


def texts(words: tuple[Word, ...], kind: str | None = None) -> set[str]:
    return {w.text for w in words if kind in (None, w.kind)}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("传动轴YC-2208下料要多长？", {"yc-2208", "传动轴"}),
        ("粗车外圆时主轴转速应该是多少？", {"粗车", "主轴", "转速"}),
        ("這個零件怎麼檢驗?", {"零件", "检验"}),
        ("What is the 转速 of T02?", {"转速", "t02"}),
        ("数控车床开机第一步做什么", {"开机"}),
        ("成本３２元，毛利率36%", {"32", "36", "成本", "毛利率"}),
    ],
)
def test_what_asks_or_joins_is_no_content(lexicon: Lexicon, question: str, expected: set[str]) -> None:
    found = texts(lexicon.content(normalise(question)))
    assert expected <= found
    assert not found & {"一步", "第一步", "多少", "什么", "怎么", "应该", "what", "is", "the", "of", "的", "是"}


def test_part_numbers_weigh_most_and_common_words_least(lexicon: Lexicon) -> None:
    weights = {w.text: w.weight for w in lexicon.content("yc-2208的公司曲奇")}
    assert weights["yc-2208"] == CODE
    assert weights["公司"] < weights["曲奇"]


def test_an_unknown_name_is_one_word(lexicon: Lexicon) -> None:
    (name,) = lexicon.content("蔚知遥是谁？")
    assert (name.text, name.weight) == ("蔚知遥", RAREST)


def test_nothing_but_asking_has_no_content(lexicon: Lexicon) -> None:
    assert lexicon.content("为什么？") == ()
    assert lexicon.content("") == ()
