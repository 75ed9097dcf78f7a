"""A safety rule as a situation one meets, and what one may do there: the rule's own words, or a breach.

A breach says the opposite (`不得短接门开关` → `可以短接门开关`), so it is wrong wherever it is chosen. Rules that
cannot be turned round are not asked. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from learning.alike import bare
from learning.chance import shuffled

MOST, LEAST = 4, 3
CARRIED_ON = "照常往下做，做完这一步再处理"
"""What is offered where a source has too few rules to break."""
_TURNED = (
    (re.compile(r"(?:之?后)，?(?:方可|才可以?|才能)"), "之前即可"),
    (re.compile(r"严禁|严格禁止|禁止|不得|不准|不许|不允许|切勿|切忌"), "可以"),
    (re.compile(r"务必|必须"), "不必"),
    (re.compile(r"应?立即"), "不必马上"),
    (re.compile(r"(?<![必无])须(?=[有戴穿先经由在])"), "不必"),
    (re.compile(r"先([^，。；再]{2,12})再([^，。；]{2,})"), r"先\2再\1"),
)
_LEAD = re.compile(r"^(.{4,60}?)[，,：:]\s*(.+)$")
_NUMBERING = re.compile(r"^\s*(?:\d{1,3}\s?[.．、)）]|[(（]\d{1,3}[)）]|[●•◆■▪·-])\s*")
_ALONE = re.compile(r"^(?:但|并|且|也|还|亦|均|都|其)")


@dataclass(frozen=True)
class Hazard:
    """`situation` is empty where the rule holds always. `options` hold `right`, mixed; `rule` is verbatim."""

    rule: str
    passage_id: str
    situation: str
    right: str
    options: tuple[str, ...]
    vital: bool


def hazards(rules: Sequence[tuple[str, str, bool]]) -> tuple[Hazard, ...]:
    """Of `rules` (sentence, passage id, vital) those that can be asked, in their order."""
    told = [(rule, *parted(rule[0])) for rule in rules]
    breaches = [turned(right) for _, _, right in told]
    made = []
    for n, ((text, passage, vital), situation, right) in enumerate(told):
        own = breaches[n]
        if own is None:
            continue
        others = shuffled([b for b in breaches if b is not None and bare(b) != bare(own)], "breach", text)
        wrong = list(dict.fromkeys([own, *others]))[: MOST - 1]
        wrong += [CARRIED_ON] if len(wrong) < LEAST - 1 else []
        if all(bare(right) != bare(w) for w in wrong):
            made.append(Hazard(text, passage, situation, right, shuffled([right, *wrong], "hazard", text), vital))
    return tuple(made)


def turned(rule: str) -> str | None:
    """The breach of a rule, None where it is not clear what that would be."""
    for pattern, instead in _TURNED:
        said, n = pattern.subn(instead, rule, count=1)
        if n:
            return said
    return None


def parted(rule: str) -> tuple[str, str]:
    """The situation, and what is to be done. A rule with its command in front holds always."""
    text = _NUMBERING.sub("", rule).rstrip("。；; ")
    lead = _LEAD.match(text)
    if lead and turned(lead[1]) is None and turned(lead[2]) is not None and not _ALONE.match(lead[2]):
        return lead[1], lead[2]
    return "", text
