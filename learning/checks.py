"""What a process wants checked, and what it must come to: rows of its tables, sentences that give limits. Pure.

Every piece is verbatim. Does not know who checks, or for how many points.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from learning import clue
from learning.called import called
from learning.line import Line
from learning.parameter import Parameter, in_sentence
from learning.stepname import name, told, under
from trust.sources import Passage

_WANTED = re.compile(r"要求|标准|限值|指标|合格|公差|尺寸|允许|验收|判定|粗糙度|规定值|目标|正常")
_ITEM = re.compile(r"项目|部位|指标|内容|参数|工序|检查")
_HOW = re.compile(r"量具|工具|仪器|方法|手段|检测")
_OFTEN = re.compile(r"频次|频率|周期|抽样|时机")
_INCOMING = re.compile(r"原料|原材料|来料|进料|进货|进厂|到厂|收货|毛坯|原奶|生乳")
_STORED = re.compile(r"保质期|保存期|有效期|贮存期|货架期")
"""Nobody can check it while the work is done."""


@dataclass(frozen=True)
class Cited:
    """A verbatim stretch and where it stands."""

    text: str
    passage: Passage


@dataclass(frozen=True)
class Check:
    """What is checked, and what it must come to. Pieces of one verbatim stretch; `under`: the step or section."""

    item: str
    acceptance: str
    how: str
    often: str
    source: Cited
    under: str = ""


def checks(rows: Iterable[Line], said: Iterable[Line]) -> tuple[Check, ...]:
    """Of table rows, and of what steps and sentences say."""
    return _unique([*_table_checks(rows), *_sentence_checks(said)])


def of_result(every: Sequence[Check]) -> tuple[Check, ...]:
    """Those on what the work makes; those on what comes in only where there are no others."""
    made = tuple(c for c in every if not _INCOMING.search(c.under))
    return made or tuple(every)


def how(line: Line) -> list[str]:
    """What the row's cells say things are checked with."""
    return [each for header, value in line.cells if _HOW.search(header) for each in clue.listed(value)]


def _table_checks(every: Iterable[Line]) -> list[Check]:
    made = []
    for line in every:
        wanted = [(h, v) for h, v in line.cells[1:] if _WANTED.search(h) and clue.listed(v)]
        key, item_of = line.cells[0] if wanted else ("", "")
        if not wanted or not _ITEM.search(key) or clue.TOOL_HEADERS.search(key) or _STORED.search(item_of):
            continue
        how = next((v for h, v in line.cells if _HOW.search(h)), "")
        often = next((v for h, v in line.cells if _OFTEN.search(h)), "")
        others = [(h, v) for h, v in line.cells[1:] if v not in (how, often) and (h, v) not in wanted and _limits(v)]
        source = Cited(line.text, line.passage)
        for header, value in [*wanted, *others]:
            item = item_of if len(wanted) + len(others) == 1 else f"{item_of} {header}"
            made.append(Check(item, value, how, often, source, under(line)))
    return made


def _limits(value: str) -> bool:
    return bool(re.search(r"[≤≥<>±]|公差|跳动|圆柱度|圆度|平面度|对称度|同轴度|垂直度|不[大小超低高]", value))


def _sentence_checks(every: Iterable[Line]) -> list[Check]:
    """Sentences that check something and say what it must come to."""
    made = []
    for line in every:
        for sentence in clue.sentences(line.text) if not line.cells else ():
            checked = clue.checking(_GRANTED.split(sentence)[0])
            for parameter in in_sentence(sentence, line.passage):
                if _judged(parameter) or (checked and _bounds(parameter, sentence)):
                    source = Cited(sentence, line.passage)
                    place = name(told(line)) if line.kind == "step" else under(line)
                    item = called(replace(parameter, line=sentence), table=False).name
                    made.append(Check(item, parameter.quote, "", "", source, place))
    return made


def _bounds(parameter: Parameter, sentence: str) -> bool:
    """It says what is good enough; what only says when to act (`低于 95 mS/cm 时补碱`) does not."""
    quantity = parameter.quantity
    after = sentence[quantity.end : quantity.end + 2].strip()
    stated = quantity.relation not in ("=", "≈") or quantity.above is not None or quantity.low is not None
    return (stated or bool(quantity.fit)) and quantity.unit not in _TIMES and not after.startswith(("时", "的"))


_GRANTED = re.compile(r"方可|才可|才能")
"""What is set in front of it comes before the check."""


def _judged(parameter: Parameter) -> bool:
    """What a drawing gives is there to be checked, whether the sentence says so or not."""
    return bool(parameter.quantity.fit or _FORM.search(parameter.name)) or parameter.quantity.unit in _HARD


def drawn(check: Check) -> bool:
    """It is a size with a fit or a form, as a drawing gives it: the finished piece is held against it."""
    return bool(_FORM.search(check.item) or _FIT.search(check.acceptance))


_FIT = re.compile(r"\d[A-Za-z]{1,2}\d{1,2}(?!\d)")
_FORM = re.compile(
    r"圆度|圆柱度|同轴度|对称度|平面度|直线度|垂直度|平行度|倾斜度|位置度|跳动|粗糙度|硬度|接触面$|倒钝|倒角$"
)
_HARD = frozenset({"HBW", "HB", "HRC", "HRB", "HV"})
_TIMES = frozenset({"次", "遍", "件", "h", "min", "s", "d", "周", "个", "班", "人", "个月", "年"})


def _unique(checks: Sequence[Check]) -> tuple[Check, ...]:
    """Each once; a size given in a step and, more closely, in a table, as the table has it."""
    seen: dict[tuple[str, str, str], Check] = {}
    for check in checks:
        closer = any(c.acceptance.startswith(check.acceptance) and c.item != check.item for c in seen.values())
        if not (closer and re.search(r"[A-Za-z]\d", check.acceptance)):
            seen.setdefault((check.item, check.acceptance, check.how), check)
    return tuple(seen.values())
