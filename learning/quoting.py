"""What a sentence is worth as a quote for an item: how it is done before what it is. Pure.

A measure, a step, a rule of the work counts more than a definition or a saying; a heading is none. Does not know
whether the sentence covers the item (learning/attested.py).
"""

from __future__ import annotations

import re

from learning.module import Unit
from learning.structure import row
from learning.term import Place, Terms

HEADING = re.compile(
    r"(?:\d+(?:\.\d+)+|第.{1,3}[章节]|[一二三四五六七八九十]+、|[（(].[）)])\s*[^。；！？]{1,30}|[^。；！？：:，,]{1,14}"
)
DOING = re.compile(
    r"[\d一二三四五六七八九十零百]+(?:\.\d+)?\s?(?:~|到|mm|MPa|℃|%|r/|毫米|微米|度|倍|分钟|小时|天|元)|"
    r"[＝=]|先.{1,20}[再后]|应当|必须|须|不得|不能|不要|只能|不小于|不少于|"
    r"对策|办法|方法|写清|步骤|"
    r"用.{2,12}[检测量查]|不超过|不大于|一律|大于|小于|不足|以上|否则|靠|^\s?\d{1,2}[.、．]"
)
_TELLING = re.compile(
    r"叫做?|称为|是写给|不是.{1,12}而是|好比|就像|[？?]$|决定了|道理就在|的敌人是|两件事|当成|等于把|"
    r"像.{1,8}[：:，]"
)
_CURES, _CURE = re.compile(r"控制|防止|避免|处理|解决|减小"), re.compile(r"对策|办法|措施")
_EXAMPLE = re.compile(r"^(?:● )?例")
_POINTING = re.compile(r"^(?:这|它|其|找到了|因此|所以|可见|否则|而|但)")
"""A sentence that leans on the one before it."""
_SUMMARY = re.compile(r"小结|总结|思考|回顾")
_AGAINST = re.compile(r"反证|没有(?:这样|这种)的")
_PROCESS = re.compile(r"工艺|流程|工序")
_STEPS = re.compile(r"先.{1,10}再|之[前后].{0,10}进行|→")
_LIMIT = re.compile(r"限\s?\d|最多\s?\d")
_FORMULA = re.compile(r"[＝=≈]")
DONE, FORMULA, HEADED, SUMMED, LONG = 0.3, 0.2, 0.6, 0.1, 90
"""What is added or taken as a share of the item; characters from which a sentence is long."""
CURE = 0.5
"""What a remedy is worth where something is to be kept from."""
EXAMPLE, CUT, CUT_AT = 0.3, 0.2, 12
"""What an example loses, and a sentence of so few characters."""
LEADING = 0.3
"""What a line loses that only leads to what follows."""
CONTEXT = 0.1
"""What the rest of the requirement counts, where the sentence says it too."""
STEPS, LIMITS = 0.6, 0.6
"""What is added for the order of steps where a process is asked for; what a mere limit loses."""
PLAINLY = 0.3
"""What is added where the word itself stands there that the item is about."""


def cures(terms: Terms, unit: Unit) -> bool:
    """Whether something is to be kept from, and the sentence gives the remedy."""
    return bool(_CURES.search(terms.text) and _CURE.search(unit.text))


def tells(unit: Unit) -> bool:
    """Whether it is a definition or a saying."""
    return _TELLING.search(unit.text) is not None


def passing(unit: Unit, terms: Terms) -> bool:
    """It argues against, or says the thing only as what something else is for."""
    core = re.escape(terms.core)
    for_it = len(terms.core) > 1 and re.search(rf"(?:保证|用于|为了){core}", unit.text)
    return bool(_AGAINST.search(unit.text) or for_it)


def process(unit: Unit, terms: Terms) -> float:
    """What the order of steps is worth where a process is asked for."""
    return STEPS * bool(_PROCESS.search(terms.text) and _STEPS.search(unit.text))


def worth(unit: Unit, heading: Place, terms: Terms, whole: Terms) -> float:
    """More is better; at least a little."""
    said = Place(unit.text.lower())
    held = terms.held(said)
    own = {w for w in held if w in said.text}
    made = (terms.of(held) + terms.of(own)) / 2 + CURE * cures(terms, unit)
    made += CONTEXT * whole.of(whole.held(said))
    made += HEADED * bool(terms.needed(terms.held(heading)))
    made += PLAINLY * terms.stands(said)
    made += DONE * (DOING.search(unit.text) is not None or row(unit.text) is not None)
    made += FORMULA * bool(_FORMULA.search(unit.text))
    made -= LEADING * unit.text.endswith(("：", ":"))
    made -= EXAMPLE * bool(_EXAMPLE.search(unit.text)) + CUT * (len(unit.text) < CUT_AT)
    made += process(unit, terms)
    made -= LIMITS * bool(_LIMIT.search(unit.text) and not any(c.isdigit() for c in terms.text))
    less = (_POINTING.search(unit.text), _SUMMARY.search(heading.text), len(unit.text) > LONG)
    return max(0.01, made - SUMMED * sum(map(bool, less)))
