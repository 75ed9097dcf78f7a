"""Which gauge or method can check a value, as other papers say it: a method column, a list of gauges, a textbook. Pure.

A gauge is taken only where its own name, or the sentence it stands in, names the kind of quantity that is checked; a
fit or a narrow tolerance takes no vernier calliper. Does not find the papers, nor say who may read them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from learning import clue
from learning.checks import Check, Cited
from learning.project import words
from learning.structure import Row, rows
from learning.tolerance import limits
from trust.sources import Passage

_NAMES = (
    r"外径千分尺|内径千分表|内径千分尺|千分尺|千分表|百分表|杠杆表|游标卡尺|深度尺|高度尺|卡尺|键槽塞规|塞规|环规|跳动仪|粗糙度仪|硬度计|"
    r"三坐标测量机|三坐标|对称度量规|光滑极限量规|pH ?计|黏度计|温度计|电子天平|天平|电子秤"
)
_GAUGE = re.compile(_NAMES)
_HEADER = re.compile(r"(?:量具|仪器|检验方法|测量方法|检测方法)(?!编号)|^方法$|手段")
_WHAT = re.compile(r"项目|部位|指标|参数|内容|检查")
_SHOULD = re.compile(rf"(?:应当?|要)?用[^，。；]{{0,10}}?({_NAMES})")
_MEASURES = re.compile(rf"^({_NAMES})[：:][^。；]*测([^，。；]{{2,10}})")
_COARSE = re.compile("卡尺")
_NARROW = re.compile(r"\d[a-zA-Z]{1,2}\d{1,2}(?!\d)|±0\.0[0-4]")
_KINDS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(checked), re.compile(named)) for checked, named in (
        ("跳动", "跳动"), ("圆柱度", "圆柱度"), ("圆度", "圆度"), ("对称度", "对称度"), ("同轴度", "同轴度"),
        (r"粗糙度|R[az]\s?\d", "粗糙度"), (r"硬度|HBW?|HR[CB]", "硬度"), ("槽宽|键槽宽", "宽度|槽宽|键槽宽"),
        ("槽深|键槽深", "槽深|深度"), ("接触面", "接触印|接触斑|着色"),
        (r"(?<![A-Za-z])pH", r"(?<![A-Za-z])pH"), ("黏度", "黏度"), ("净含量", "净含量"),
        (r"φ?\d[\d.]*[a-z]{1,2}\d", "外径|轴颈|轴径|外圆"), (r"φ?\d[\d.]*[A-Z]{1,2}\d", "内径|孔径|内孔"),
        ("长度|总长|厚度", "长度|一般尺寸"), ("酸度", "酸度"), ("蛋白质", "蛋白质"), ("脂肪", "脂肪"), ("乳温", "乳温"),
    )
)  # fmt: skip
"""What a check is on, by its own words; how a gauge or a sentence names that. The first that fits counts."""
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s?[~～-]\s?(\d+(?:\.\d+)?)")


@dataclass(frozen=True)
class Gauge:
    """`name` is verbatim in `source`."""

    name: str
    source: Cited


def device(name: str) -> bool:
    """Something to fetch, not a method."""
    return _GAUGE.search(name) is not None or clue.instrument(name)


def gauges(checks: Sequence[Check], read: Sequence[Passage]) -> dict[Check, Gauge]:
    """For checks without a method, what the passages name for their kind, earlier passages first."""
    made: dict[Check, Gauge] = {}
    of = {c: kind for c in dict.fromkeys(checks) if not c.how and (kind := _kind(c)) is not None}
    named = {
        kind: [g for p in read for g in _named(p, kind)] or [g for p in read for g in _mentioned(p, kind)]
        for kind in dict.fromkeys(of.values())
    }
    for check, kind in of.items():
        if (found := _fittest(check, named[kind])) is not None:
            made[check] = found
    return made


def at_the_end(named: Mapping[Check, str]) -> tuple[str, ...]:
    """For the teacher: sizes that lie where the range of their gauge begins or ends: a part may fall outside, or all
    good parts do.
    """
    found = []
    for check, gauge in named.items():
        span = _ending(check, gauge)
        if span is None:
            continue
        why = f"合格的尺寸“{check.acceptance}”都在量程之外或正在端点" if _beyond(check, span) else (
            "这个尺寸正在量程的一端，实际尺寸可能落到量程外")
        found.append(f"检验“{check.item}”用的{gauge}：{why}，请教师另备相邻一档。")
    return tuple(found)


def out_of_reach(check: Check, gauge: str) -> str:
    """What a sheet says beside a gauge that takes none of the good sizes."""
    span = _ending(check, gauge)
    return "合格尺寸不在量程内，换相邻一档" if span is not None and _beyond(check, span) else ""


def _ending(check: Check, gauge: str) -> tuple[Decimal, Decimal] | None:
    """The gauge's range, where the size lies at one of its ends."""
    span, size = _SIZE.search(gauge), re.search(r"\d+(?:\.\d+)?", check.acceptance)
    if span is None or size is None or float(size[0]) not in (float(span[1]), float(span[2])):
        return None
    return Decimal(span[1]), Decimal(span[2])


def _beyond(check: Check, span: tuple[Decimal, Decimal]) -> bool:
    """No good size lies within the range."""
    band = limits(check.acceptance)
    if band is None:
        return False
    return (band.high is not None and band.high <= span[0]) or (band.low is not None and band.low >= span[1])


def _kind(check: Check) -> re.Pattern[str] | None:
    said = f"{check.item} {check.acceptance}"
    return next((named for checked, named in _KINDS if checked.search(said)), None)


def _fittest(check: Check, every: Sequence[Gauge]) -> Gauge | None:
    fine = _NARROW.search(check.acceptance) is not None
    fit = [g for g in every if not (fine and _COARSE.search(g.name)) and _reaches(g.name, check.acceptance)]
    own = words(check.source.passage.title)

    def near(g: Gauge) -> tuple[int, int]:
        return len(words(g.source.passage.title) & own), len(words(g.source.text) & words(check.item))

    return max(fit, key=near, default=None)


def _named(passage: Passage, kind: re.Pattern[str]) -> list[Gauge]:
    if kind.search(passage.text) is None:
        return []
    found = [g for row in rows(passage.text) if (g := _of_row(row, passage, kind))]
    for line in passage.text.split("\n"):
        if kind.search(line) is None:
            continue
        bare = re.sub(r"^\s*(?:\d{1,2}[.、)）]|●)\s*", "", line)
        if (stated := _MEASURES.match(bare)) and kind.search(stated[2]):
            found.append(Gauge(stated[1], Cited(line.strip(), passage)))
        for sentence in clue.sentences(line) if not rows(line) else ():
            found += [Gauge(g, Cited(sentence, passage)) for g in _of_sentence(sentence, kind)]
    return found


def _mentioned(passage: Passage, kind: re.Pattern[str]) -> list[Gauge]:
    """A gauge by whose own name it is for this, wherever it is spoken of; a cell that says what to look at."""
    found = []
    for line in passage.text.split("\n"):
        if kind.search(line) is None:
            continue
        told = rows(line)
        source = Cited(told[0].text if told else line.strip(), passage)
        found += [Gauge(m[0], source) for m in _GAUGE.finditer(line) if kind.search(m[0])]
        cells = [v for row in told for _, v in row.cells[1:]]
        found += [Gauge(v, source) for v in cells if _LOOK.match(v) and kind.search(v)]
    return found


_LOOK = re.compile(r"[查看测量]")


def _of_row(row: Row, passage: Passage, kind: re.Pattern[str]) -> Gauge | None:
    """A gauge whose name says what it measures, or the method of what the row is on."""
    for header, value in row.cells:
        named = _GAUGE.search(value) or (clue.instrument(value) and _HEADER.search(header))
        listed = header == row.cells[0][0] and _HEADER.search(header)
        if listed and named and kind.search(value):
            return Gauge(value, Cited(row.text, passage))
    on = any(kind.search(v) for h, v in row.cells if _WHAT.search(h))
    how = next((v for h, v in row.cells[1:] if _HEADER.search(h) and v not in ("—", "-", "")), "")
    told = re.split("[，,]", how)
    named_by = next((t for t in told if _GAUGE.search(t)), told[0])
    return Gauge(named_by, Cited(row.text, passage)) if on and how else None


def _of_sentence(sentence: str, kind: re.Pattern[str]) -> list[str]:
    """`键槽：宽度用键槽塞规`, `…的轴颈，应当用千分尺`: the gauge behind the word for what is measured."""
    found = []
    for clause in re.split(r"[；]", sentence):
        at = kind.search(clause)
        behind = clause[at.end() :] if at else ""
        told = [m[1] for m in _SHOULD.finditer(behind) if not re.search("毫无意义|不能|不得", behind[m.end() :][:12])]
        found += told[:1]
    return found


def _reaches(gauge: str, acceptance: str) -> bool:
    """A gauge with a range measures what lies in it."""
    span, size = _SIZE.search(gauge), re.search(r"\d+(?:\.\d+)?", acceptance)
    return span is None or size is None or float(span[1]) <= float(size[0]) <= float(span[2])
