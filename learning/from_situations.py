"""Exercises about what to do when something goes wrong: cases from sentences, and matching of several. Pure.

Knows what situation.py finds in prose; troubles in tables are from_tables.py's. Does not judge what it makes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from learning.chance import dice, mixed
from learning.distractors import shifted
from learning.exercise import Exercise
from learning.from_tables import shares
from learning.hazard import turned
from learning.scan import quantities
from learning.situation import Situation, situations
from learning.sourced import span, tags, titled
from trust.sources import Passage

MATCHED, EACH = 5, 5
_COUNT = "零一两三四"
_VALUE = re.compile(r"\d+(?:\.\d+)?\s?[^\s\d]+")
_BANS = re.compile(r"严禁|禁止|不得|不准|不许")
_UNFIT = re.compile(r"[“”《》]|____|[？?]")


def from_situations(passage: Passage) -> Iterator[Exercise]:
    found = [s for s in situations(passage.text) if not _UNFIT.search(s.text)]
    for one in found:
        yield _case(passage, one)
    whole = [s for s in found if len(s.text) <= 80][:MATCHED]
    if len(whole) >= 3 and len({s.response for s in whole}) == len(whole):
        yield _matching(passage, whole)


def _case(passage: Passage, one: Situation) -> Exercise:
    """What came up, and how one of the group handled it, parts of it wrong. Where nothing can be got wrong there is no
    case, only the question what is to be done.
    """
    flawed = [(part, wrong) for part in one.parts if (wrong := _slip(part, one.name)) is not None]
    met = f"按{titled(passage)}实训，中途出现“{one.name}”。"
    if flawed:
        instead = dict(flawed)
        did = "，".join(instead.get(part, part) for part in one.parts)
        count = _COUNT[len(flawed)]
        stem = f"某小组{met}组员甲这样处理：“{did}”。对照资料，其中有{count}处不合规定，请逐处写出正确的做法。"
        key = tuple(part for part, _ in flawed)
    else:
        stem, key = f"按{titled(passage)}，出现“{one.name}”应怎样处置？请逐条写出。", one.parts
    asked = Exercise(
        "short", stem, key, span(passage, one.text), f"原文：{one.text}。", points=shares(len(key), EACH * len(key)),
        about=(one.name, "处理"), difficulty=2, bloom="理解", tags=tags(passage),
    )  # fmt: skip
    return replace(asked, kind="case", difficulty=3, bloom="分析") if flawed else asked


def _slip(part: str, name: str) -> str | None:
    """The part as somebody gets it wrong: another usual time or value, or what is forbidden; None where neither."""
    breach = turned(part) if _BANS.search(part) else None
    if breach is not None:
        return breach
    found = [m[0] for q in quantities(part) if (m := _VALUE.search(q.text))]
    if len(found) != 1 or part.count(found[0]) != 1:
        return None
    wrong = next(iter(shifted(found[0], 1, dice("slip", name, part))), found[0])
    return part.replace(found[0], wrong) if wrong != found[0] else None


def _matching(passage: Passage, chosen: list[Situation]) -> Exercise:
    """Hazards or troubles, each with what is to be done."""
    key = tuple(s.response for s in chosen)
    quote = "\n".join(s.text for s in chosen)
    spans = tuple(s for one in chosen for s in span(passage, one.text))
    return Exercise(
        "match", f"按{titled(passage)}，将每种情况与应采取的措施对应起来。", key, spans, f"原文：\n{quote}",
        options=mixed(key, "situations", passage.text), left=tuple(s.name for s in chosen), about=("情况", "措施"),
        difficulty=2, bloom="应用", tags=tags(passage),
    )  # fmt: skip
