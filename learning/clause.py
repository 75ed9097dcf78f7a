"""The clause of a step or sentence that stands for it within a sentence of ours. Pure."""

from __future__ import annotations

import re

from learning.stepname import timed

_MARK = re.compile(r"^(?:\W*\d*[.、)）]\s*)?(?:(?:工序|工步|步骤|第)\s*\d+\s*步?\s*[：:、]?\s*)?")


def case(text: str) -> str:
    """What comes up; behind it stands what is to be done."""
    return re.split(r"[：:]|(?<=[\u4e00-\u9fffA-Za-z%℃])\s?(?=应停机|应立即|视为)", text)[0].strip("● ")


def ended(text: str) -> str:
    """Without the mark at its end, to stand within a sentence of ours."""
    return text.rstrip("。；;，")


def first(text: str) -> str:
    """The first clause, without a number in front; the hour stays."""
    return timed(text.strip()) or re.split(r"[，。；：:,;（(]", _MARK.sub("", text.strip()))[0][:24]
