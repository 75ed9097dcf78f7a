"""What to do when something goes wrong, as prose says it: `铁屑缠绕时先停主轴…`, `缺货：2 h 内…`. Pure; verbatim.

A response is cut where its sentence pauses, so that each part can be a point of an answer. Judges no exercise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from learning.structure import row, sentences

_WHEN = re.compile(
    r"^(?:若|如果|如|当|一旦|发现|遇到?|出现|凡)?(?P<name>[^，,。；：:]{2,22}?)(?:(?<!小)时(?!间|刻|长)|的)?[，,]?\s*"
    r"(?P<response>(?:先|应(?!用)|须|必须|立即|马上|停(?!留|机共)|不得|不要|禁止|退回|要(?=退|先|停|立即|用)|转(?!速)|报|改用|用).{4,})$"
)
_NAMED = re.compile(r"^(?P<name>[^：:，,。；]{2,16})[：:]\s*(?P<response>.{6,})$")
_WRONG = re.compile(
    r"异常|报警(?!号)|撞刀|断[锥刀电指]|缠绕|振[纹动]|(?<!不)超[过差出限]|低于|高于|不合格|破损|胀气|错误|违规|故障|缺货|错发|漏发|拒收|"
    r"过期|失效|火情|着火|冒烟|受伤|溅入|停电|泄漏|漏[油液水]|堵|偏[离移差]|不能打单|不能到达|差异|红疹|腹泻|用尽|漂移|"
    r"投诉|异物|变质|污染|卡死|跳闸|损坏"
)
_DOING = re.compile(
    r"先|立即|马上|停|报|换|查|退|补|改|调离|隔离|撤|冲洗|上报|不得|销毁|登记|启用|用|转|申诉|下架|联系|封存|扑救|复测|处理"
)
_NO_NAME = re.compile(
    r"[【】/{}()（）;=<>]|处理|不得|忘记|常见|示意|应该|不能直接|为了|缺课|学分|学期|^(?:去年|今年|上月|本月|不)|"
    r"[使将把给到要、与和为是后]$"
)
_PAUSE = re.compile(r"[；;。]|，(?=(?:再|然后|并|不得|不要|报|由|才|方可|记|贴|按|用))")
_EVERY = re.compile(r"[；;。，]")
_SHORTEST, TELLING, MOST, LONGEST = 2, 4, 4, 160


@dataclass(frozen=True)
class Situation:
    """`parts` are verbatim pieces of `text`, the whole sentence, in order."""

    name: str
    parts: tuple[str, ...]
    text: str

    @property
    def response(self) -> str:
        return self.text[self.text.index(self.parts[0]) :]


@lru_cache(maxsize=4096)
def situations(text: str) -> tuple[Situation, ...]:
    """Those of the lines that are no rows, in order; a name told twice stands for nothing."""
    found = [s for line in text.split("\n") if row(line.strip()) is None for s in _of_line(line)]
    names = [s.name for s in found]
    return tuple(s for s in found if names.count(s.name) == 1)


def _of_line(line: str) -> Iterator[Situation]:
    """A line `name：response` is one, to its end; else each sentence by itself."""
    said = re.sub(r"^\s*(?:[●•·\-–*]|\d{1,2}[.．、)）]|[（(]\d{1,2}[)）])\s*", "", line).strip().rstrip("。；;")
    named = _NAMED.match(said)
    if named and _WRONG.search(named["name"]) and _DOING.search(named["response"]):
        yield from _made(named, said, line)
        return
    for sentence in sentences(line):
        when = _WHEN.match(sentence)
        if when and _WRONG.search(when["name"]) and not named:
            yield from _made(when, sentence, line)


def _parted(response: str) -> tuple[str, ...]:
    """At every pause where that gives a few points that say something each, else only where a new deed begins."""
    for pause in (_EVERY, _PAUSE):
        parts = tuple(p for part in pause.split(response) if (p := part.strip()))
        if len(parts) <= MOST and min(map(len, parts), default=0) >= TELLING:
            break
    return parts


def _made(found: re.Match[str], said: str, line: str) -> Iterator[Situation]:
    name = found["name"].strip()
    parts = _parted(found["response"])
    whole = len(parts) <= MOST and min(map(len, parts), default=0) >= _SHORTEST
    if whole and said in line and len(said) <= LONGEST and not _NO_NAME.search(name):
        yield Situation(name, parts, said)
