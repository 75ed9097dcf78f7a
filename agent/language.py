"""Which language to answer in. Knows scripts and a few function words, not meanings."""

from __future__ import annotations

import re

_CJK = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_WORD = re.compile(r"(?<![A-Za-z0-9])(?:[A-Za-z]?[a-z]{2,}|[AI]|[a-z]{2})(?![A-Za-z0-9])")
_ENGLISH = re.compile(
    r"\b(what|which|how|why|when|where|who|is|are|was|the|of|for|please|does|do|should|can|could|and|about|tell|list|"
    r"explain|mean|means|give|in|at|to)\b",
    re.IGNORECASE,
)
_CHINESE = re.compile(r"[的是吗嗎呢么麼吧怎哪几幾多少请請为為什谁誰如何]")


def of(text: str, usual: str = "zh") -> str:
    """`zh` or `en`: the language the sentence is built in, whatever terms stand in it.

    `usual` decides when nothing but codes and numbers is there.
    """
    cjk, words, built = len(_CJK.findall(text)), len(_WORD.findall(text)), len(_ENGLISH.findall(text))
    if not cjk and not words:
        return "en" if usual.startswith("en") else "zh"
    if not cjk:
        return "en"
    if built < 2:
        return "zh"
    return "en" if words > cjk or not _CHINESE.search(text) else "zh"
