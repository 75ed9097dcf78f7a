"""Cutting: nothing lost, order kept, sizes kept, nothing cut that stands as one; structure followed."""

from __future__ import annotations

import os

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.chunk import HUGE, LEAST, MOST, chunk, plain
from ingest.parsed import WHOLE, Block, Kind, Parsed
from ingest.sentences import sentences
from trust.sources import Locator

EXAMPLES = 1000 if os.environ.get("SHUANGYUAN_COUNTS") == "full" else 60
laws = settings(max_examples=EXAMPLES, deadline=None)

CLAUSES = (
    "工件用三爪卡盘夹紧，伸出长度四十毫米",
    "主轴转速 800 r/min",
    "进给量取 0.2 mm/r",
    "首件必须检验",
    "see ISO 2768-m",
)
kinds: st.SearchStrategy[Kind] = st.sampled_from(
    ["heading", "paragraph", "paragraph", "step", "row", "formula", "code"]
)


@st.composite
def documents(draw: st.DrawFn) -> Parsed:
    """Blocks of every kind and many lengths; each starts with its own number, so that it can be found again."""
    blocks = []
    for n in range(draw(st.integers(0, 25))):
        kind = draw(kinds)
        length = draw(st.integers(1, 60 if kind == "heading" else 900))
        mark = draw(st.sampled_from(["。", "；", "，", " ", "\n", "。\n"]))
        words = (draw(st.sampled_from(CLAUSES)) + mark) * (length // 10 + 1)
        level = draw(st.integers(0, 4)) if kind == "heading" else 0
        slide = draw(st.sampled_from([None, None, 1, 2]))
        blocks.append(Block(kind, f"⟦{n}⟧{words[:length].strip()}", level, Locator(slide=slide)))
    return Parsed(tuple(blocks))


def bare(text: str) -> str:
    return "".join(text.split())


@laws
@given(documents())
def test_no_text_is_lost_and_order_is_kept(parsed: Parsed) -> None:
    made = chunk(parsed, "题目")
    whole = bare("".join(c.text for c in made))
    at = 0
    for block in parsed.blocks:
        if block.kind != "heading":
            at = whole.index(bare(block.text), at) + len(bare(block.text))
        else:
            assert bare(block.text) in whole or any(block.text in c.heading for c in made)
    assert [c.ordinal for c in made] == list(range(len(made)))


@laws
@given(documents())
def test_a_chunk_fits_unless_it_is_one_thing_that_is_never_cut(parsed: Parsed) -> None:
    uncut = {bare(b.text) for b in parsed.blocks if b.kind in WHOLE}
    for each in chunk(parsed, "题目"):
        assert len(each.text) <= MOST or bare(each.text) in uncut


@laws
@given(documents())
def test_steps_rows_and_formulas_stand_whole_in_one_chunk(parsed: Parsed) -> None:
    made = chunk(parsed, "题目")
    for block in parsed.blocks:
        if block.kind in WHOLE and len(block.text) <= HUGE:
            assert sum(block.text in c.text for c in made) == 1


@laws
@given(documents())
def test_a_chunk_lies_on_one_slide_and_cutting_is_repeatable(parsed: Parsed) -> None:
    made = chunk(parsed, "题目")
    assert made == chunk(parsed, "题目")
    slides = {f"⟦{n}⟧": b.locator.slide for n, b in enumerate(parsed.blocks) if b.kind != "heading"}
    for each in made:
        assert {slide for mark, slide in slides.items() if mark in each.text} <= {each.locator.slide}


@laws
@given(st.text(alphabet="工件转速。；，. \n$x+y=z\\[]8", max_size=2000), st.integers(20, 300))
def test_pieces_of_a_paragraph_give_it_back(text: str, limit: int) -> None:
    assert "".join(sentences(text, limit)) == text


def test_a_formula_is_not_cut_even_in_a_long_paragraph() -> None:
    formula = "$v_c = \\frac{\\pi D n}{1000} " + "+ x, " * 20 + "$"
    text = ("切削速度按下式计算，结果取整。" * 38) + formula + ("转速不得超过机床允许值。" * 30)
    made = chunk(Parsed((Block("paragraph", text),)), "切削用量")
    assert len(made) > 1
    assert sum(formula in c.text for c in made) == 1


def test_headings_become_the_path_and_short_sections_share_a_chunk() -> None:
    text = "操作前检查卡盘与防护门。" * 3
    made = chunk(
        Parsed((
            Block("heading", "车削工艺", 1),
            Block("heading", "一、准备", 2), Block("paragraph", text),
            Block("heading", "二、装夹", 2), Block("paragraph", text),
            Block("heading", "三、加工", 2), Block("paragraph", "粗车外圆，留余量半毫米。" * 48),
        )), "车削工艺",
    )  # fmt: skip
    assert made[0].heading == ()
    assert made[0].text.startswith("一、准备\n操作前")
    assert "二、装夹\n操作前" in made[0].text
    assert made[1].heading == ("三、加工",)
    assert made[1].locator.heading == "三、加工"
    assert "三、加工" not in made[1].text


def test_a_heading_with_nothing_under_it_is_text() -> None:
    made = chunk(Parsed((Block("heading", "封面：数控加工实训", 1),)), "封面")
    assert [c.text for c in made] == ["封面：数控加工实训"]


def test_a_lead_in_stays_with_its_steps() -> None:
    blocks = [Block("paragraph", "说明文字，共二十余字，用来占位置。" * 16), Block("paragraph", "操作步骤如下：")]
    blocks += [
        Block("step", f"{n}. 检查第{n}个夹具的紧固情况并记录在表中，发现松动立即报告班组长。") for n in range(1, 12)
    ]
    made = chunk(Parsed(tuple(blocks)), "指导书")
    assert any("操作步骤如下：\n1. 检查" in c.text for c in made)


def test_plain_text_of_ordinary_length_is_one_passage_and_longer_ones_are_even() -> None:
    sentence = "数控车床的主轴转速由工件材料和直径决定，粗加工取低值。"
    assert len(chunk(plain(sentence * 20), "转速")) == 1
    sizes = [len(c.text) for c in chunk(plain(sentence * 100), "转速")]
    assert min(sizes) >= LEAST
    assert max(sizes) <= MOST
