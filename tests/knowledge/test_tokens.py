"""What a reader takes as the same is the same to the search, and terms are exactly those of the recipe."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC  # type: ignore[import-untyped]

from knowledge.tokens import Terms, length, normalise, simplify, split, term_id, terms

KEY = bytes(range(32))
WORDS = ["乾隆", "乾淨", "瞭望", "瞭解", "答覆", "覆盆子", "藉口", "鍾馗", "皇后", "，", "於", "裡", "麵"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("主軸轉速", "主轴转速"),
        ("直径５０ｍｍ", "直径50mm"),
        ("直径 50 mm", "直径50mm"),
        ("500 r/min", "500r/min"),
        ("180℃", "180 °C"),
        ("民國103年", "2014年"),
        ("中華民國 一百零三 年", "2014年"),
        ("民国元年", "1912年"),
        ("民国三十八年", "1949年"),
        ("民國一〇三年", "2014年"),
        ("二○一八年", "2018年"),
        ("一九九八年", "1998 年"),
        ("1,500元", "1500元"),
        ("数 控\n车 床", "数控车床"),
        ("PLC 编程", "plc编程"),
        ("3.5Mpa", "３．５ MPa"),
    ],
)
def test_two_spellings_have_the_same_terms(one: str, other: str) -> None:
    assert sorted(terms(one)) == sorted(terms(other))


@pytest.mark.parametrize("text", ["三百年", "一千零一十年", "民国三百年", "第1,2,3项", "1,50", "GB45438", "M8×1.25"])
def test_what_only_looks_like_a_year_or_a_number_is_left_alone(text: str) -> None:
    assert normalise(text) == text.lower()


def test_terms_are_characters_pairs_and_whole_latin_and_number_words() -> None:
    assert terms("数控 G71 切 0.5") == ["数", "控", "数控", "g71", "切", "0.5"]
    assert terms("a-b_c 3.14.15") == ["a", "b", "c", "3.14", "15"]
    assert terms("，。！🙂") == []
    assert terms("") == []


@given(st.text(alphabet=st.sampled_from("數控龍體乾隆皇帝瞭解反覆一二三abc12. 年民國,，。\n　"), max_size=60))
def test_splitting_a_normal_text_gives_its_terms(text: str) -> None:
    assert split(normalise(text)) == terms(text)
    assert all(re.fullmatch(r"[a-z0-9]+(\.[0-9]+)?|[^\x00-\x7f]{1,2}", t) for t in terms(text))


@given(st.lists(st.sampled_from(WORDS)))
def test_simplifying_agrees_with_opencc(parts: list[str]) -> None:
    text = "。".join(parts)
    assert simplify(text) == OpenCC("t2s").convert(text)


@given(st.text(max_size=200))
def test_any_text_has_terms_without_an_error(text: str) -> None:
    assert terms(text) == terms(text)


def test_term_ids_are_32_bit_numbers_that_only_the_key_can_make() -> None:
    here, there = Terms(KEY), Terms(KEY[::-1])
    assert here.id("数控") == term_id(KEY, "数控") == Terms(KEY).id("数控")
    assert here.id("数控") != there.id("数控")
    assert 0 <= here.id("数控") < 2**32


def test_counts_add_up_repeated_terms() -> None:
    counts = Terms(KEY).counts("车车床")
    assert counts[term_id(KEY, "车")] == 2
    assert sum(counts.values()) == 5


@given(st.text(alphabet=st.sampled_from("数控车床abc12.5 年，。\n"), max_size=40))
def test_the_length_of_a_text_is_its_number_of_terms(text: str) -> None:
    assert length(normalise(text)) == len(terms(text))
