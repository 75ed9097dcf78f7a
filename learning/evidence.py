"""Which sentences of a passage are quoted for an item: those that say it, how it is done before what it is. Pure.

A measure, a step, a rule of the work counts more than a definition or a saying; a heading is none. Does not know
whether the passage covers the item.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from learning.module import Unit
from learning.structure import row
from learning.term import Place, Terms, holds

HEADING = re.compile(
    r"(?:\d+(?:\.\d+)+|第.{1,3}[章节]|[一二三四五六七八九十]+、|[（(].[）)])\s*[^。；！？]{1,30}|[^。；！？：:，,]{1,14}"
)
_DOING = re.compile(
    r"[\d一二三四五六七八九十零百]+(?:\.\d+)?\s?(?:~|到|mm|MPa|℃|%|r/|毫米|微米|度|倍|分钟|小时|天|元|个|成)|"
    r"[＝=]|先.{1,20}[再后]|应当|必须|须|不得|不能|不要|只能|不小于|不少于|对策|办法|方法|写清|步骤|用.{2,12}[检测量查]"
)
_TELLING = re.compile(r"叫做?|称为|是写给|不是.{1,12}而是|好比|就像|[？?]$|决定了|没有意义|毫无意义")
DOING, TELLING, LONG = 0.3, 0.35, 90
"""What is added or taken as a share of the item; characters from which a sentence is long."""


def best(asked: Sequence[tuple[Terms, Sequence[tuple[Unit, ...]]]], most: int) -> tuple[Unit, ...]:
    """Up to `most` sentences: for each item one of its passages, none where an earlier one says it as well."""
    found: list[Unit] = []
    for terms, runs in asked:
        ranked = sorted(
            ((-_worth(unit, terms), n, unit) for n, unit in enumerate(u for run in runs for u in run)),
            key=lambda f: f[:2],
        )
        chosen = next((u for worth, _, u in ranked if worth < 0), None)
        if chosen is not None and chosen not in found:
            found.append(chosen)
    return tuple(found[:most])


def _worth(unit: Unit, terms: Terms) -> float:
    """0 where the sentence says nothing of the item, or is a heading."""
    if HEADING.fullmatch(unit.text) and row(unit.text) is None:
        return 0.0
    place = Place(unit.text.lower())
    held = [w for w in terms.weights if holds(place, w)]
    share = sum(terms.weights[w] for w in held) / terms.weight
    if not share:
        return 0.0
    made = share if terms.heads & set(held) else share / 2
    made += DOING if _DOING.search(unit.text) else 0.0
    made -= TELLING if _TELLING.search(unit.text) else 0.0
    return max(0.01, made - (0.1 if len(unit.text) > LONG else 0.0))
