"""Why a sentence that shares words with an item still says another thing. Pure; words only, knows no module.

Rules that a reader applies at once: once a week is not once in two weeks; who asks that somebody be told is not
answered by the thing he is told of; a case and a measured value are part of what is asked for; an example is no rule.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_TIMES = r"[两二三四五六七八九十半\d]{0,2}"
_UNIT = r"天|日|周|星期|月|季|学期|年|班"
_OFTEN = re.compile(rf"(?:每|一)\s?({_TIMES})\s?个?({_UNIT})")
_ONCE = re.compile(rf"(?:每|一)\s?{_TIMES}\s?个?(?:{_UNIT})[^，。；、]{{0,2}}?[一二两三\d]次")
_TELLS = re.compile(r"^(?:通知|告知|告诉|上报|汇报|提醒)")
_TOLD = re.compile(r"通知|告知|告诉|上报|汇报|提醒|报告|转告|报")
_CASE = re.compile(r"(?:发现|出现|遇到?)(.{2,10}?)时(?=[先应须要立])")
_SIZE = re.compile(r"\d[\d.~±～-]*\s?(?:mm|MPa|℃|°C|r/min|m/min|kPa|L|kg|μm)(?![A-Za-z])")
_EXAMPLE = re.compile(r"^\W*(?:例|例如|比如)")

MODIFIER = 0.35
"""What a word tells, in general, that as a name's modifier says which thing it is."""


def unlike(item: str, text: str) -> bool:
    """The sentence says how often otherwise or not at all, or tells nobody where somebody is to be told."""
    asked = often(item)
    if asked and not asked & often(text):
        return True
    return _TELLS.match(item) is not None and _TOLD.search(text) is None


def often(text: str) -> frozenset[str]:
    """How often something is done once: `一周一次` and `每周一次` alike."""
    found = (_OFTEN.match(m[0]) for m in _ONCE.finditer(text))
    return frozenset(f"{m[1].replace('二', '两')}{m[2].replace('星期', '周').replace('日', '天')}" for m in found if m)


def modifier(item: str, last: str, general: Mapping[str, float]) -> str:
    """The word right before the last thing that says which it is, 配合 of `配合间隙`; empty where none does.
    `general`: what each word tells in everyday Chinese.
    """
    before = item.partition(last)[0] if last else ""
    words = [w for w, v in general.items() if len(w) > 1 and v >= MODIFIER and before.endswith(w)]
    return max(words, key=len, default="")


def cases(requirement: str) -> tuple[str, ...]:
    """The cases in which something is to be done: `尺寸趋势异常`."""
    return tuple(m[1] for m in _CASE.finditer(requirement))


def sizes(requirement: str) -> tuple[str, ...]:
    """The measured values it sets, without blanks."""
    return tuple("".join(m[0].split()) for m in _SIZE.finditer(requirement))


def example(text: str) -> bool:
    """Whether a sentence only gives an example."""
    return _EXAMPLE.match(text) is not None
