"""Which sentences of a passage are quoted for an item: those that say it, how it is done before what it is. Pure.

A measure, a step, a rule of the work counts more than a definition or a saying; a heading is none. Does not know
whether the passage covers the item.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from learning.module import Unit
from learning.structure import row
from learning.term import Place, Terms

HEADING = re.compile(
    r"(?:\d+(?:\.\d+)+|第.{1,3}[章节]|[一二三四五六七八九十]+、|[（(].[）)])\s*[^。；！？]{1,30}|[^。；！？：:，,]{1,14}"
)
_DOING = re.compile(
    r"[\d一二三四五六七八九十零百]+(?:\.\d+)?\s?(?:~|到|mm|MPa|℃|%|r/|毫米|微米|度|倍|分钟|小时|天|元)|"
    r"[＝=]|先.{1,20}[再后]|应当|必须|须|不得|不能|不要|只能|不小于|不少于|对策|办法|方法|写清|步骤|用.{2,12}[检测量查]|不超过|不大于|一律|大于|小于|不足|^\s?\d{1,2}[.、．]"
)
_TELLING = re.compile(r"叫做?|称为|是写给|不是.{1,12}而是|好比|就像|[？?]$|决定了|道理就在|的敌人是|两件事|当成")
_POINTING = re.compile(r"^(?:这|它|其|找到了|因此|所以|可见|否则|而|但)")
"""A sentence that leans on the one before it."""
_SUMMARY = re.compile(r"小结|总结|思考|回顾")
_FORMULA = re.compile(r"[＝=≈]")
DOING, FORMULA, LAST, TELLING, SUMMED, LONG = 0.3, 0.2, 0.15, 0.35, 0.1, 90
"""What is added or taken as a share of the item; characters from which a sentence is long."""
CONTEXT = 0.25
"""What the rest of the requirement counts, where the sentence says it too."""
OF_SECTION = 0.65
"""What a measure or a rule in a section that is named for the item counts, whatever it says."""
LEFT = 0.2
"""The share of an item that a word must be to have a sentence of its own."""


def best(
    asked: Sequence[tuple[Terms, Sequence[tuple[Unit, ...]]]], whole: Terms, most: int
) -> tuple[Unit, ...]:
    """Up to `most` sentences: of each item the best, then what says the words of an item that this one leaves out.
    `whole` is the requirement.
    """
    first: list[Unit] = []
    second: list[Unit] = []
    for terms, runs in asked:
        units = [said for run in runs for said in _under(run)]
        chosen = _chosen(units, terms, whole, frozenset())
        if chosen is None:
            continue
        first += [chosen] if chosen not in first else []
        held = terms.held(Place(chosen.text.lower()))
        left = {w for w in terms.weights if w not in held and terms.weights[w] >= LEFT * terms.weight}
        more = _chosen(units, terms, whole, frozenset(left)) if left else None
        second += [more] if more is not None and not _TELLING.search(more.text) else []
    return tuple(dict.fromkeys([*first, *second]))[:most]


@dataclass(frozen=True)
class _Said:
    """A sentence with the heading it stands under."""

    unit: Unit
    under: str


def _under(run: Sequence[Unit]) -> list[_Said]:
    made, under = [], (run[0].passage.locator.heading or "").split(" › ")[-1]
    for unit in run:
        under = unit.text if HEADING.fullmatch(unit.text) and row(unit.text) is None else under
        made.append(_Said(unit, under))
    return made


def _chosen(said: Sequence[_Said], terms: Terms, whole: Terms, left: frozenset[str]) -> Unit | None:
    """The best sentence, of those that say a word of `left` if there are such words."""
    ranked = [(-_worth(s, terms, whole), n, s.unit) for n, s in enumerate(said)]
    able = [r for r in ranked if r[0] < 0 and (not left or left & terms.held(Place(r[2].text.lower())))]
    return min(able, key=lambda r: r[:2])[2] if able else None


def _worth(said: _Said, terms: Terms, whole: Terms) -> float:
    """0 where the sentence says nothing of the item, or is a heading."""
    unit = said.unit
    if HEADING.fullmatch(unit.text) and row(unit.text) is None:
        return 0.0
    held = terms.held(Place(unit.text.lower()))
    share = sum(terms.weights[w] for w in held) / terms.weight
    share = share if terms.heads & held else share / 2
    doing = _DOING.search(unit.text) is not None
    if terms.heads & terms.held(Place(said.under.lower())) and doing:
        share = max(share, OF_SECTION)
    if not share:
        return 0.0
    share += LAST * ((terms.last in held) + (terms.last in unit.text.lower())) / 2
    made = share + CONTEXT * whole.share(Place(unit.text.lower())) + DOING * doing
    made += FORMULA * bool(_FORMULA.search(unit.text)) - TELLING * bool(_TELLING.search(unit.text))
    less = (_POINTING.search(unit.text), _SUMMARY.search(said.under), len(unit.text) > LONG)
    return max(0.01, made - SUMMED * sum(map(bool, less)))
