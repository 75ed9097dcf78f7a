"""Records of what was measured once, as cases to judge: their readings, and what was done about a bad one. Pure.

A reading is matched with a limit only where its column names the same thing. Which papers are records of the same work
is told by their titles; who may read them is the tool's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from learning.alike import bare
from learning.project import words
from learning.spoken import bared
from learning.structure import rows, sentences, tables
from learning.tolerance import Stated, number
from trust.sources import Passage

_RECORD = re.compile(r"记录|台账|检验报告|抽检")
_BATCH = re.compile(r"批号|批次|编号|样品|件号|炉号|罐号")
_DONE = re.compile(r"原因|措施|纠正|处置|处理")
_VERDICT = re.compile(r"结论|判定|评语")
_CAUSE, _DECIDED = re.compile(r"原因"), re.compile(r"结论|判定")
_MERE = re.compile(r"^(?:不?合格|正常|异常|通过|不通过)")
"""A verdict that decides nothing further."""
_SIDES = re.compile(r"下限|下差|偏低|过低|偏小|低于|小于|不足"), re.compile(r"上限|上差|偏高|过高|偏大|高于|大于|超过")
"""Words of the lower side, and of the upper one."""
_ACTS = re.compile(r"(?:停机|停止|立即|返修|隔离|拒收|复测|重测|复检|重检|报告|报[工班店]).+")
_CODE = re.compile(r"[A-Z]{1,4}-\d{2,}")
_OF_RECORD = words("检验记录、批次、记录、工艺规程、工艺卡、作业指导书、规程")
AKIN, RULE = 3, 60
"""Words that titles must share; characters of a rule."""


@dataclass(frozen=True)
class Reading:
    """`value` of the column `header` for `batch`, named by the column `by`; `text` is the row, verbatim."""

    by: str
    batch: str
    header: str
    value: str
    text: str
    passage: Passage


@dataclass(frozen=True)
class Done:
    """`told` as an answer says it; `line` is the verbatim row or sentence it stands in; `asked`: what it answers."""

    told: str
    line: str
    asked: str


def recorded(title: str) -> bool:
    return _RECORD.search(title) is not None


def akin(title: str, other: str) -> bool:
    """Whether a record is of the work: it names its part number, or where that has none most of its name."""
    codes = set(_CODE.findall(title))
    if codes:
        return bool(codes & set(_CODE.findall(other)))
    return len((words(title) - _OF_RECORD) & (words(other) - _OF_RECORD)) >= AKIN


def readings(passages: Sequence[Passage], of: Stated) -> list[Reading]:
    """All that was measured of a thing, in the records' order."""
    return [r for p in passages for r in _readings(p, of)]


def _readings(passage: Passage, of: Stated) -> Iterator[Reading]:
    for table in tables(passage.text):
        by = table.headers[0]
        header = next((h for h in table.headers[1:] if _same(h, of)), None)
        if header is None or not _BATCH.search(by):
            continue
        for row in table.rows:
            if number(row.get(header)) is not None and re.fullmatch(r"\d+(?:\.\d+)?", row.get(header)):
                yield Reading(by, row.name, header, row.get(header), row.text, passage)


def _same(header: str, of: Stated) -> bool:
    """`轴承位φ30k6` for 轴承位 with this size, `黏度 mPa·s` for `黏度（10 ℃）`."""
    thing, said = bare(re.sub(r"（[^）]*）|\([^)]*\)", "", of.thing)), bare(bared(header))
    if not said.startswith(thing):
        return False
    rest = re.search(r"\d[\d.]*[a-z]?\d*", said[len(thing) :])
    return said == thing or (rest is not None and rest[0] in bare(of.value))


def handled(thing: str, batch: str, header: str, texts: Sequence[str], above: bool) -> tuple[Done, ...]:
    """What rules bid for the thing, what records tell of the batch's cause and remedy, what was decided on it, and what
    it came to when it was measured again. `above`: the value lies beyond the upper limit; what is bidden at the other
    side is no answer.
    """
    every = [r for text in texts for r in rows(text)]
    told = [Done(v, r.text, "原因" if _CAUSE.search(h) else "处置") for r in every if r.name == batch
            for h, v in r.cells[1:] if (_DONE.search(h) and len(v) > 3) or _decided(h, v)]  # fmt: skip
    again = [Done(f"复检（{r.name}）{header} {v}，{verdict(r.text)}", r.text, "复检结果") for r in every
             if r.name != batch and r.name.startswith(batch) and (v := r.get(header)) and verdict(r.text)]  # fmt: skip
    name = re.sub(r"（[^）]*）", "", thing)
    said = (s for text in texts for s in sentences(text) if name in s and len(s) <= RULE)
    ruled = [Done(found[0].rstrip("。"), s, "处置") for s in said
             if (found := _ACTS.search(s)) and _at(s[: found.start()], above)]  # fmt: skip
    return tuple(dict.fromkeys([*ruled[:1], *told, *again]))


def _decided(header: str, value: str) -> bool:
    """`降级作内部品评` and not `不合格，超上差`, which says what was measured."""
    return bool(_DECIDED.search(header)) and len(value) > 3 and not _MERE.match(value)


def _at(condition: str, above: bool) -> bool:
    """Whether a condition is one of this side, or of either."""
    low, high = (bool(side.search(condition)) for side in _SIDES)
    return high or not low if above else low or not high


def verdict(text: str) -> str:
    """What a record's row says it came to."""
    found = next(iter(rows(text)), None)
    told = [(h, v) for h, v in found.cells if _VERDICT.search(h)] if found else []
    return next((v for h, v in told if "结论" in h), told[0][1] if told else "")
