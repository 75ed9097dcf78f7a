"""Reading over the border of passages, and quotes that stay verbatim in the passage they are from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.joined import REACH, Joined
from trust.labels import parse
from trust.sources import Locator, Passage, Quote


def passage(ordinal: int, text: str, document: str = "d", label: str = "school/public") -> Passage:
    return Passage(f"{document}{ordinal}", document, "题", text, Locator(), parse(label), "course", ordinal)


def test_only_the_next_passages_of_the_same_document_are_joined() -> None:
    near = [passage(1, "前。"), passage(3, "后。"), passage(4, "远。"), passage(1, "别。", "e")]
    joined = Joined.of(passage(2, "中。"), near)
    assert joined.whole.text == "前。\n中。\n后。"
    assert joined.whole.id == "d2"


def test_a_long_neighbour_gives_whole_sentences_at_the_border() -> None:
    before = passage(1, "甲" * 300 + "。" + "乙" * 50 + "。")
    after = passage(3, "丙" * 50 + "。" + "丁" * 300 + "。")
    joined = Joined.of(passage(2, "中。"), [before, after])
    assert joined.whole.text == "乙" * 50 + "。\n中。\n" + "丙" * 50 + "。"
    assert Joined.of(passage(2, "中。"), [passage(1, "无" * (REACH + 1))]).whole.text == "中。"


def test_the_joined_label_is_at_least_as_strict_as_each() -> None:
    joined = Joined.of(passage(2, "中。"), [passage(1, "前。", label="acme/internal")])
    assert str(joined.whole.label) == "acme/internal & school/public"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("中间的话", [("d2", "中间的话")]),
        ("前面的话", [("d1", "前面的话")]),
        ("前面的话。\n中间", [("d1", "前面的话。"), ("d2", "中间")]),
        ("从未说过", []),
    ],
)
def test_a_quote_returns_to_the_passages_it_stands_in(said: str, expected: list[tuple[str, str]]) -> None:
    joined = Joined.of(passage(2, "中间的话。"), [passage(1, "前面的话。"), passage(3, "后面的话。")])
    assert joined.returned(Quote("d2", said)) == tuple(Quote(*e) for e in expected)


@given(st.lists(st.text("甲乙丙。\n ", min_size=1, max_size=30), min_size=3, max_size=3), st.data())
def test_every_piece_is_verbatim_and_not_empty(texts: list[str], data: st.DataObject) -> None:
    around = [passage(n, t) for n, t in enumerate(texts)]
    joined = Joined.of(around[1], [around[0], around[2]])
    start = data.draw(st.integers(0, len(joined.whole.text) - 1))
    end = data.draw(st.integers(start + 1, len(joined.whole.text)))
    by_id = {p.id: p for p in around}
    for piece in joined.returned(Quote("d1", joined.whole.text[start:end])):
        assert piece.text
        assert piece.text in by_id[piece.passage_id].text
