"""Exercises of any kind with any text, as files must carry them."""

from __future__ import annotations

from typing import Any, get_args

from hypothesis import strategies as st

from learning.exercise import BLANK, KINDS, OPEN, RIGHT, WRONG, Bloom, Exercise, Kind, Span
from learning.itemrules import proper_key

TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co"]) | st.sampled_from("\n{}=~#:\\%/<>&|→“”"),
               min_size=1, max_size=24)  # fmt: skip
TRICKY = st.sampled_from([
    "=1+1", "+SUM(A1)", "@SUM(A1)", "-2+3", "ＡＢＣ１２３", "８００ｒ／ｍｉｎ", "<b>粗体</b>&amp;", "]]>",
    "{1:SA:=x}", "~错 =对", "A. 甲", "ANSWER: A", "1. 题", "答案：B", "（1）甲", "甲→乙", "第 1 空", "C:\\", "%100%",
    "#1:2", "a -> b", "$$x$$", "::名::", "// 注", "\"引号\"", "对", "错", "TRUE", "1e5", "0.10", "2026-01-02", "𠮷野家",
    "é̂tude",
])
"""What some format has a use of its own for."""
WORDS = (TEXT | TRICKY).filter(lambda t: t.strip() == t and any(c.isalnum() for c in t) and BLANK not in t)


@st.composite
def items(draw: st.DrawFn, only: Kind | None = None) -> Exercise:
    kind = only or draw(st.sampled_from(KINDS))
    return draw(_of(kind).filter(proper_key))


@st.composite
def _of(draw: st.DrawFn, kind: Kind) -> Exercise:
    words = draw(st.lists(WORDS, min_size=4, max_size=6, unique_by=lambda w: "".join(w.casefold().split())))
    stem: str = draw(WORDS)
    more: dict[str, Any] = {}
    key: tuple[str, ...] = tuple(words[:1])
    if kind in ("single", "multiple"):
        options = tuple(words)
        key = options[:1] if kind == "single" else tuple(o for i, o in enumerate(options) if i in (0, 2))
        more = {"options": options, "origins": tuple(draw(WORDS) for _ in options)}
    elif kind == "judge":
        key = (draw(st.sampled_from([RIGHT, WRONG])),)
    elif kind == "fill":
        key = tuple(words[: draw(st.integers(1, 2))])
        stem = BLANK.join([stem, *(draw(WORDS) for _ in key)])
    elif kind == "order":
        key = tuple(words[:4])
        more = {"options": tuple(reversed(key))}
    elif kind == "match":
        key = tuple(words[:3])
        more = {"options": tuple(sorted(key)), "left": tuple(f"{n}{w}" for n, w in enumerate(words[:3]))}
    elif kind == "calculate":
        key = (draw(st.decimals(-999, 999, places=1).map(str) | WORDS),)
    elif kind in OPEN:
        key = tuple(words[:3])
        more = {"points": (4, 3, 3)}
    spans = tuple(Span(draw(WORDS), draw(WORDS)) for _ in range(draw(st.integers(0, 2))))
    return Exercise(
        kind, stem, key, spans, draw(WORDS | st.just("")), about=(draw(WORDS), draw(WORDS)),
        difficulty=draw(st.integers(1, 3)), bloom=draw(st.sampled_from(get_args(Bloom))),
        tags=tuple(draw(st.lists(WORDS, max_size=2))), **more,
    )  # fmt: skip
