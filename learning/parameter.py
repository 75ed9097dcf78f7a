"""Process parameters: what is set to what, every part of it verbatim from one stretch of the source. Pure.

The name is the words that lead up to the quantity, or the column's header; a reader who wants to be sure has the quote.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from learning.quantity import Quantity
from learning.scan import cell, quantities, unit_in
from learning.units import UNIT
from trust.sources import Passage

_BREAK = re.compile(r"[，。；：、,;:（(“”！？\n]")
_LEAD = re.compile(
    r"(?:应|须|要|需|可|再|先|后|则|(?<!延)时|均|都|各|仍|已|并|且|即|又|请)*(?:完成|设定|控制|调整|调节|调|保持|维持|加热|"
    r"冷却|降|升|取|为|达到|达|是|到|至|在|"
    r"于|成|约|留|余|用|按|每|打|拧|铣|(?<![运空旋回])转|停|放|有|共|高|低|超过|大于|小于|接近|多|少|出|不|抬|钻|攻|"
    r"加|量|撑|换|深|经|以|从|由|把|将|对|向|给|等|满)*$"
)
_AFTER = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?<![最以之先前随然落])后(?=[\u4e00-\u9fff]{2})")
"""What is set comes behind it: `净乳后冷却到 4 ℃`."""
_MARK = re.compile(r"^\s*(?:\d{1,3}\s?[.．、)）]|[(（]\d{1,3}[)）]|[①-⑳●•◆■▪-])\s*")
_COUNTS = re.compile(r"[个张根道层处份条套把只支位名行页字单家款组]")
_TAIL_UNIT = re.compile(rf"^(.*?)\s*((?:{UNIT}))\s*((?:以内|之内|及?以[下上]|左右)?)$", re.DOTALL)
_TOLERANCE = re.compile(r"(?:±.*|[（(]\s?[+\-0－].*[)）]|[+\-－]\d.*/.*)$")
_AWAY = re.compile(
    r"^(?:[之以]?内(?=[降升达到冷完])|超过|高于|低于|时(?![间刻段长机])|发现|其中|一般|通常|检查|测量|并|再|用)+"
)
_EACH = re.compile(
    r"\s*(?:(?:做|作|进行|开展|抽)\s?一次(?P<deed>[^，。；、,;]{2,12})|(?P<verb>[^，。；、,;0-9]{1,6}?)一次\s?(?P<what>[^，。；、,;0-9]{0,8}))"
    r"(?=[，。；、,;]|$)"
)
"""What is done each time: `每 30 min 做一次封口试验`, `每 20 min 测一次 pH`."""
_ACID = re.compile(
    r"(?<![A-Za-z])(pH(?:\s?值)?)\s?([\u4e00-\u9fff]{1,5}?)\s?(\d{1,2}(?:\.\d+)?(?:\s?[~～]\s?\d{1,2}(?:\.\d+)?)?)(?![\d.A-Za-z%℃])"
)
"""A pH has no unit: `pH 降到 4.55`."""
_CENTRE = re.compile(r"(?<![A-Za-z0-9])([ABCR]\d{1,2}(?:\.\d{1,2})?)\s?(?:型)?(中心孔)")
_KIND = re.compile(r"[\u4e00-\u9fff]{2,14}")
_SAID = re.compile(r"[，。；]")
_PLAIN = re.compile(r"^(?:要求|标准|尺寸|规定值|指标|数值|标准值|技术要求|内容|参数)$")
_ASIDE = re.compile(r"[（(][^（()）]*[)）]")
"""In a row's name it says when the row holds (`黏度（10 ℃）`); it is no setting of its own."""
_KIT = re.compile(r"刀具|量具|工具|设备|仪器|夹具|编号|型号")
"""Columns that name things: the numbers in them belong to the names."""
_THING = re.compile(r"^\s?(?:[、和及与]\s?\S{2,8})*\s?(?:[一二两三四]处)?([\u4e00-\u9fff]{2,6})(?=[，。；、]|$)")
_DUE = re.compile(
    r"^\s?(?:为(?P<spell>[\u4e00-\u9fff]{1,5}期)|(?:个?工作日)?[之以]?(?P<within>内|后)(?P<act>[\u4e00-\u9fff]{2,12}?))"
    r"(?=\s*(?:[，。；：、,;（(0-9]|$))"
)
"""Behind a time."""
_GIVEN = re.compile(r"^\s?(?:的?条件)?[下时]")
"""Behind what holds while another quantity is kept: `2~6 ℃ 下 21 天`."""
WORKDAYS = "工作日"
LONGEST_NAME, OFTEN = 14, "频次"


@dataclass(frozen=True)
class Parameter:
    """`value`, `tolerance` and `unit` are pieces of `quote`, which stands in `line` of `passage`, `under` a step or
    heading.
    """

    name: str
    value: str
    tolerance: str
    unit: str
    quote: str
    passage: Passage
    quantity: Quantity
    line: str = ""
    under: str = ""


def in_sentence(sentence: str, passage: Passage) -> list[Parameter]:
    """The quantities of a sentence that set something; plain counts in words are none."""
    found = []
    reached = 0
    for quantity in quantities(sentence):
        behind = sentence[quantity.end :]
        name = _sized(quantity, sentence) or _due(sentence[: quantity.start], behind)
        name = name or _each(sentence[reached : quantity.start], behind)
        name = name or _named(sentence[:reached], sentence[reached : quantity.start])
        reached = quantity.end
        if not re.search(r"[0-9０-９]", quantity.text) and (quantity.value == 1 or _COUNTS.search(quantity.text)):
            continue
        made = _made(_spun(name, quantity), quantity, quantity.text, passage)
        if behind.startswith(WORKDAYS) and made.unit == "个":
            made = replace(made, unit=made.unit + WORKDAYS, quote=made.quote + WORKDAYS)
        found.append(made)
    return [*found, *_acid(sentence, found, passage), *_centres(sentence, passage)]


def _acid(sentence: str, found: list[Parameter], passage: Passage) -> list[Parameter]:
    """The pH of a sentence, where words stand between it and its value."""
    taken = {p.quantity.start for p in found}
    made = []
    for m in _ACID.finditer(sentence):
        if m.start(3) not in taken:
            low, _, high = re.sub(r"\s", "", m[3]).replace("～", "~").partition("~")
            value = None if high else Decimal(low)
            ends = (Decimal(low), Decimal(high)) if high else (None, None)
            quantity = Quantity(value, None, low=ends[0], high=ends[1], symbol="pH", text=m[3], start=m.start(3))
            made.append(Parameter(f"{m[1]} {m[2]}", m[3], "", "", m[3], passage, quantity))
    return made


def _centres(sentence: str, passage: Passage) -> list[Parameter]:
    """Centre holes by their designation: form and pilot diameter in mm (GB/T 145)."""
    return [
        Parameter(m[2], m[1], "", "", m[1], passage,
                  Quantity(Decimal(m[1][1:]), None, symbol=m[1][0], text=m[1], start=m.start(1)))
        for m in _CENTRE.finditer(sentence)
    ]  # fmt: skip


def _sized(quantity: Quantity, sentence: str) -> str:
    """What a fitted size is the size of, where it stands behind (`φ25h7、φ30k6 两处轴颈`)."""
    behind = _THING.match(sentence[quantity.end :]) if quantity.fit else None
    return behind[1] if behind else ""


def _due(before: str, behind: str) -> str:
    """What a time is the time for, where that stands behind it: `10 min 内报店长`, `72 h 为观察期`; after which
    something is done (`7 天后删除`) only where nothing before says what lasts so long (`搅拌 8 min 后静置`).
    """
    found = _DUE.match(behind)
    if found is None or (found["within"] == "后" and before and not _BREAK.match(before.rstrip()[-1:])):
        return ""
    return found["spell"] or found["act"] + ("的时限" if found["within"] == "内" else "的时间")


def _each(before: str, behind: str) -> str:
    if not before.rstrip().endswith("每") or (found := _EACH.match(behind)) is None:
        return ""
    deed = found["deed"] or " ".join(x for x in (found["verb"], found["what"].strip()) if x)
    deed = deed.strip()
    return f"{deed} {OFTEN}" if deed[-1:].isascii() and deed else f"{deed}{OFTEN}"


def _spun(name: str, quantity: Quantity) -> str:
    return f"{name}转速" if name.endswith("主轴") and quantity.unit == "r/min" else name


def in_row(cells: Iterable[tuple[str, str]], text: str, passage: Passage) -> list[Parameter]:
    """The quantities of a table's row, named by row and column; a column's unit counts for its cells."""
    rows = list(cells)
    key, found = rows[0][1], []
    for header, value in rows[1:] if not quantities(_ASIDE.sub("", key)) else rows:
        if _KIT.search(header):
            continue
        unit = unit_in(header)
        held = cell(value, unit)
        if held is None and _SAID.search(value):
            found += in_sentence(value, passage)
            continue
        column = re.sub(rf"[\s（(/]*{UNIT}[)）]*$", "", header).strip() or header if unit else header
        name = column if header == rows[0][0] else key if _PLAIN.match(column) else f"{key} {column}"
        for quantity in [held] if held and not _conditional(value) else _set(value):
            parameter = _made(_of_kind(key, name, value, quantity), quantity, quantity.text, passage)
            if held and unit and not parameter.unit:
                written = next((m[0] for m in reversed([*re.finditer(UNIT, header)])), "")
                quote = next((q for q in (f"{header}: {value}", f"{header}：{value}") if q in text), text)
                parameter = Parameter(name, parameter.value, parameter.tolerance, written, quote, passage, quantity)
            found.append(parameter)
    return found


def _of_kind(key: str, name: str, value: str, quantity: Quantity) -> str:
    """Which tolerance it is, where the cell says so (`圆柱度 0.008 mm`), tells more than the column."""
    said = value[: quantity.start].strip()
    return f"{key} {said}" if _KIND.fullmatch(said) else name


def _set(value: str) -> list[Quantity]:
    """The quantities of a cell without the conditions they hold under."""
    every = list(quantities(value))
    return [q for q in every if q is every[-1] or not _GIVEN.match(value[q.end :])]


def _conditional(value: str) -> bool:
    return len(_set(value)) < len(list(quantities(value)))


def _made(name: str, quantity: Quantity, text: str, passage: Passage) -> Parameter:
    parts = _TAIL_UNIT.match(text) if quantity.unit else None
    number, unit = (parts[1], text[parts.start(2) :].strip()) if parts else (text, "")
    tolerance = _TOLERANCE.search(number)
    if tolerance and tolerance.start() > 0 and quantity.value is not None:
        return Parameter(name, number[: tolerance.start()].strip(), tolerance[0].strip(), unit, text, passage, quantity)
    if quantity.fit and number.endswith(quantity.fit):
        return Parameter(name, number.removesuffix(quantity.fit), quantity.fit, unit, text, passage, quantity)
    return Parameter(name, number.strip(), "", unit, text, passage, quantity)


def _named(earlier: str, before: str) -> str:
    """The words of the clause in front of a quantity, without the verb; of a clause before if there are none."""
    *others, last = _BREAK.split(_MARK.sub("", before) if not earlier else before)
    if last.rstrip().endswith("每"):
        return OFTEN
    behind = [*_BREAK.split(_MARK.sub("", earlier))[-2:], *others]
    last = _AWAY.sub("", _AFTER.split(last.strip())[-1])
    clauses = [_LEAD.sub("", last), last, *reversed(behind)]
    for clause in clauses:
        name = _AWAY.sub("", clause).strip()
        if len(name) > 1 and not re.search(r"[0-9０-９]", name):
            return name[-LONGEST_NAME:]
    return ""
