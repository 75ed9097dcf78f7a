"""Language, label words, markup and answer HTML: the pure parts of the faces."""

import re

import pytest

from trust.labels import parse
from trust.sources import Locator
from web.language import language_of
from web.levels import Names, in_words, label_text, level
from web.markup import safe_html
from web.pages.answers import answer_html, place
from web.pages.frame import marked
from web.words import WORDS, field_fault

NAMES = Names({"school": "职校", "acme": "精工"}, frozenset({"acme"}), {"cnc1": "数控车削"})


@pytest.mark.parametrize(
    ("header", "language"),
    [(None, "zh"), ("", "zh"), ("en", "en"), ("en-US,en;q=0.9,zh;q=0.8", "en"), ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
     ("fr,de", "zh"), ("zh;q=0.1,en;q=0.9", "en"), ("en;q=0", "zh"), (";;q=x,", "zh")],
)  # fmt: skip
def test_chinese_unless_english_is_preferred(header: str | None, language: str) -> None:
    assert language_of(header) == language


def test_every_word_has_both_languages_with_the_same_places() -> None:
    for key, (zh, en) in WORDS.items():
        assert zh, key
        assert en, key
        assert set(re.findall(r"{(\w+)}", zh)) == set(re.findall(r"{(\w+)}", en)), key


def test_a_field_fault_never_repeats_what_was_sent() -> None:
    zh, en = field_fault("k", "int_parsing", {"error": "机密"})
    assert zh == "k 应是整数"
    assert "机密" not in en


@pytest.mark.parametrize(
    ("label", "rank"),
    [("school/public", 0), ("school/internal", 1), ("acme/restricted", 2), ("acme/confidential", 3),
     ("acme/internal|course:cnc1", 1), ("school/public+course:cnc1", 1), ("school/self:p1", 4),
     ("school/self:p1 & acme/confidential", 3)],
)  # fmt: skip
def test_the_strictest_level_of_a_label_is_shown(label: str, rank: int) -> None:
    assert level(parse(label)) == rank


def test_a_label_is_told_in_plain_words() -> None:
    assert in_words(parse("acme/internal|course:cnc1"), NAMES, "zh") == "精工 · 内部，另外向课程“数控车削”开放"
    assert in_words(parse("school/internal+course:cnc1"), NAMES, "zh") == "职校 · 内部，限课程“数控车削”"
    assert in_words(parse("school/public"), NAMES, "en") == "职校 · Public"


@pytest.mark.parametrize("rank", range(4))
@pytest.mark.parametrize(("opened", "inside"), [(None, None), ("cnc1", None), (None, "cnc1")])
def test_every_choice_of_the_label_form_is_a_label(rank: int, opened: str | None, inside: str | None) -> None:
    assert parse(label_text("acme", rank, opened, inside)).owners == {"acme"}


@pytest.mark.parametrize(
    "evil",
    ["<script>alert(1)</script>", "![x](http://evil.example/p.png)", "[x](javascript:alert(1))",
     "<img src=x onerror=alert(1)>",
     "<iframe src='//evil.example'></iframe>", "[x](data:text/html,hi)",
     "<style>*{}</style>", "<a href='x' onclick='y'>z</a>"],
)  # fmt: skip
def test_markdown_can_neither_load_nor_run_anything(evil: str) -> None:
    made = safe_html(evil)
    assert not re.search(r"<(script|img|iframe|style)|<[^>]+\s(on\w+|src)=|href=\"(javascript|data):", made)


def test_a_link_says_nothing_about_where_it_comes_from() -> None:
    assert 'rel="noopener noreferrer nofollow"' in safe_html("[国标](https://example.cn/x)")


def test_quoted_text_keeps_its_stars_and_model_text_is_formatted() -> None:
    assert answer_html("φ20*30*5", (), quoted=True) == "φ20*30*5"
    assert "<strong>重</strong>" in answer_html("**重**", (), quoted=False)
    assert "<script" not in answer_html("<script>", (), quoted=True)


def test_only_numbers_with_a_source_become_buttons() -> None:
    made = answer_html("转速800[1]，见表[7]", (1,), quoted=True)
    assert 'data-n="1"' in made
    assert "[7]" in made


def test_the_quote_is_marked_verbatim_and_escaped() -> None:
    assert marked("甲<b>乙</b>丙", "<b>乙</b>") == '甲<mark id="sy-quote">&lt;b&gt;乙&lt;/b&gt;</mark>丙'
    assert marked("甲\n乙") == "甲<br>乙"


def test_a_place_is_told_in_words() -> None:
    assert place(Locator(page=3, heading="一 › 二"), "zh") == "第 3 页 · 一 › 二"
    assert place(Locator(sheet="参数"), "en") == "sheet “参数”"
