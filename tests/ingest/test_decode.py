"""Encodings are guessed right, or the reader is told; never mojibake."""

from __future__ import annotations

import pytest

from ingest.decode import decode

TEXT = "数控车床操作规程：开机前检查油位，主轴转速不得超过 1200 r/min。\n学生应佩戴护目镜。"
TRADITIONAL = "數控車床操作規程：開機前檢查油位。學生應佩戴護目鏡，不得戴手套。"


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_chinese_text_in_any_usual_encoding(name: str) -> None:
    assert decode(TEXT.encode(name)) == TEXT


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_when_it_holds_latin_words(name: str) -> None:
    assert decode(("spindle speed 转速 1200 r/min, feed 0.2 mm " * 5).encode(name)).startswith("spindle speed 转速")


def test_big5_is_told_from_gb() -> None:
    assert decode((TRADITIONAL * 4).encode("big5")) == TRADITIONAL * 4


def test_a_declared_charset_is_taken_at_its_wider_meaning() -> None:
    assert decode("镕基与喆".encode("gbk"), "gb2312") == "镕基与喆"
    assert decode("转速".encode(), "no-such-charset") == "转速"


def test_line_ends_become_one_kind() -> None:
    assert decode(b"a\r\nb\rc\n") == "a\nb\nc\n"
