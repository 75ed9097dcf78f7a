"""Sentences in a document that order about whoever reads it by machine. They are data and are never obeyed; here they
are only kept from being quoted as if they were knowledge. Pure.

Sees the usual turns of phrase, no intent: what it misses is still only a quote.
"""

from __future__ import annotations

import re

_ORDER = re.compile(
    r"(?<![得要可能勿])(?:忽略|无视|忘记|忘掉)(?:掉|了)?.{0,4}?(?:之前|以上|上述|上面|前面|先前|此前|前述|所有|一切|全部|规定|你的)|"
    r"(?:系统|开发者|管理员)(?:提示|指令|消息)(?:词)?\s*[:：]|(?:你|您)现在(?:是|扮演)|作为(?:一个|一名)?(?:AI|人工智能|助手|语言模型)|"
    r"\b(?:ignore|disregard|forget)\s+(?:all\s+|any\s+|the\s+|your\s+)*(?:previous|prior|above|earlier|instructions)|"
    r"\bsystem\s*(?:prompt|message|:)|\byou\s+are\s+now\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?:[^。！？!?\n.]|\.(?![\s一-鿿]|$))*[。！？!?\n.]?")


def without_orders(text: str) -> list[str]:
    """The stretches of `text` between such sentences, each verbatim; the whole text where there is none."""
    if not _ORDER.search(text):
        return [text]
    stretches = [""]
    for sentence in _SENTENCE.findall(text):
        if _ORDER.search(sentence):
            stretches.append("")
        else:
            stretches[-1] += sentence
    return [s.strip() for s in stretches if s.strip()]
