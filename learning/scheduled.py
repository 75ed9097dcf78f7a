"""At which of a task's steps a check is made and a rule is kept: only these steps' work can be marked. Pure.

What comes in is checked where something is received, what is made where it is inspected or set. What belongs to no step
that there is has no place, and nobody is marked on it. Does not know which steps a lesson holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from learning import clue
from learning.checks import Check
from learning.outcome import heading
from learning.parameter import Parameter
from learning.project import words
from learning.rule import Rule
from learning.stepname import name

RECEIVES = re.compile(r"验收|收料|收奶|收货|来料|进料|进货|领料")
INSPECTS = re.compile(r"检验|检测|终检|复检|自检|检查|出厂|总检")
_INCOMING = re.compile(r"原料|原材料|来料|进料|进货|进厂|到厂|收货|毛坯|原奶|生乳")
_SAME = (frozenset({"评价", "好评", "差评", "刷单"}), frozenset({"图片", "主图", "出图", "配图"}))
"""Words for one thing that a rule and a step may name differently."""
_EMPTY = frozenset({"信息", "任何", "出现", "一律", "现在", "发现"})
SHORT = 2
Acting = tuple[str, Sequence[Parameter]]
"""A step's words and what it sets."""


def incoming(under: str) -> bool:
    return _INCOMING.search(under) is not None


def checked_at(check: Check, steps: Sequence[Acting]) -> frozenset[int]:
    """The places of the steps at which it can be checked; none where the task has no such step."""
    named = [n for n, (text, _) in enumerate(steps) if check.under and name(text) == check.under]
    if named:
        return frozenset(named)
    if incoming(check.under):
        return frozenset(n for n, (text, _) in enumerate(steps) if RECEIVES.search(heading(text)))
    deed = [n for n, (text, _) in enumerate(steps) if _deed(text) and check.item.startswith(_deed(text))]
    if deed:
        return frozenset(deed)
    by = [n for n, (_, own) in enumerate(steps) if any(_sets(p, check) for p in own)]
    looks = [n for n, (text, _) in enumerate(steps)
             if INSPECTS.search(heading(text)) and not RECEIVES.search(heading(text))][-1:]  # fmt: skip
    return frozenset([*by, *(looks or [len(steps) - 1])])


def kept_at(rule: Rule, steps: Sequence[Acting]) -> frozenset[int] | None:
    """The places of the steps a rule is for; None where it is for all of them, nothing where it is for none."""
    within = [n for n, (text, _) in enumerate(steps) if rule.source.text.rstrip("。；") in text]
    if within:
        return frozenset(within)
    heads = [heading(text) for text, _ in steps]
    if incoming(rule.about):
        return frozenset(n for n, head in enumerate(heads) if RECEIVES.search(head))
    about = re.split("、(?=.)", rule.about)
    named = [n for n, head in enumerate(heads) if head and head in about]
    if not named:  # a step's name may hold a comma of its own
        named = [n for n, head in enumerate(heads) if len(head) > SHORT and head in rule.about]
    return frozenset(named) if named else None


def concerns(rule: Rule, texts: Iterable[str]) -> bool:
    """Whether a rule from beside the task names something that the task deals with."""
    told, said = words(rule.source.text), words(" ".join(texts))
    return bool((told & said) - _EMPTY) or any(told & same and said & same for same in _SAME)


def _sets(p: Parameter, check: Check) -> bool:
    return len(p.quote) > SHORT and stands(p.quote, check.acceptance) and not clue.upset(p.line)


def stands(quote: str, text: str) -> bool:
    """As a value of its own, not as the end of another one (`0.2 mm` in `185±0.2 mm`)."""
    at = text.find(quote)
    while at >= 0:
        before, behind = text[max(0, at - 1) : at], text[at + len(quote) : at + len(quote) + 1]
        if not (before and before in "0123456789.±+-~/") and not (behind and behind in "0123456789."):
            return True
        at = text.find(quote, at + 1)
    return False


def _deed(text: str) -> str:
    """What is done, without the number in front."""
    return re.sub(r"^(?:工序|工步|步骤)\s?\d+\s?", "", heading(text))
