"""What a textbook says beforehand is about the work at hand, not about another kind of part."""

from __future__ import annotations

import pytest

from learning.belongs import elsewhere, leans

BOOK = "薄壁件怕夹紧力。夹紧时夹圆了，松开又弹回椭圆。\n两顶尖装夹须用鸡心夹头。\n搅拌型先破乳再冷却。"


@pytest.mark.parametrize("sentence", ["常用办法是增大接触面。", "因此要等冷却。", "其对策有四条。", "它的刚性差。"])
def test_a_sentence_that_leans_on_the_one_before_says_nothing_alone(sentence: str) -> None:
    assert leans(sentence)


def test_a_whole_sentence_stands_alone() -> None:
    assert not any(leans(s) for s in ("工件要等到室温再测。", "两顶尖装夹须用鸡心夹头。", "常温下黏度回升。"))


def test_a_paragraph_on_another_kind_is_left_out_with_all_its_sentences() -> None:
    work = "传动轴 粗车 精车 双顶尖装夹 搅拌桨"
    assert elsewhere("夹紧时夹圆了，松开又弹回椭圆。", BOOK, "", work)
    assert not elsewhere("两顶尖装夹须用鸡心夹头。", BOOK, "", work)
    assert not elsewhere("搅拌型先破乳再冷却。", BOOK, "", work)
    assert elsewhere("两顶尖装夹须用鸡心夹头。", BOOK, "第二章 › 薄壁件的加工", work)
    assert not elsewhere("工件装夹要稳。", "工件装夹要稳。", "零件装夹", work)
