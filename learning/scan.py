"""Reads quantities out of a text, from each number outwards: what stands before it, what follows, its unit.

Knows the notations; `learning/quantity.py` says what a quantity is. A number nobody gave a unit, symbol, fit or
deviation is none, and nothing is cut out of a part number, a date, an ordinal or a fraction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from learning.numeral import NUMERAL, read
from learning.quantity import Quantity
from learning.units import COUNTED, UNIT, named
from learning.widths import Narrow

_WORDS = {
    ">=": "≥ ⩾ ≧ >= 不小于 不少于 不低于 不短于 不得少于 不得低于 不得小于 不应小于 不应少于 不应低于 大于等于 "
    "大于或等于 至少",
    "<=": "≤ ⩽ ≦ <= 不大于 不超过 不高于 不多于 不超出 不长于 不得超过 不得大于 不得高于 不得多于 不应超过 "
    "不应大于 不应高于 小于等于 小于或等于 至多",
    ">": "> 大于 高于 超过 多于 超出",
    "<": "< 小于 低于 少于 不足 不到 短于",
    "≈": "≈ 约 大约 约为 大约为 约等于",
}
_RELATION = {word: sign for sign, words in _WORDS.items() for word in words.split()}
_TAIL = {"以内": "<=", "之内": "<=", "以下": "<=", "及以下": "<=", "以上": ">=", "及以上": ">=", "左右": "≈"}
_REL = "|".join(sorted(map(re.escape, _RELATION), key=lambda w: (-len(w), w)))
_NUM = r"(?:\d{1,3}(?:,\d{3})+(?![\d])|\d+)(?:\.\d+)?(?![\d])"
_LETTERS = r"SR|R[az]|S[φΦ]|[φΦØ∅⌀]|pH(?:\s?值)?|[RMC]"

_NUMBER = re.compile(rf"(?<![\d.]){_NUM}")
_LEFT = re.compile(
    rf"(?:(?P<relation>{_REL})\s?)?(?:(?<![\d.A-Za-z-])(?P<count>[1-9]\d{{0,2}})\s?[×xX*-]\s?(?=[φΦØ∅M]))?(?P<open>\()?"
    rf"(?:(?<![A-Za-z0-9_])(?P<symbol>{_LETTERS})\s?[:：]?(?:\s?(?P<inner>{_REL})\s?)?)?(?P<sign>(?<![0-9A-Za-z)\]%])[-+]|零下)?$"
)
_FIT = re.compile(r"\s?((?:[A-Z]{1,2}|[a-z]{1,2})\d{1,2}(?:/[a-z]{1,2}\d{1,2})?)(?![A-Za-z0-9])")
_POWER = re.compile(r"\s?[×xX*]\s?10(⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
_UNIT = re.compile(rf"\s?({UNIT})")
_TO = re.compile(rf"\s?(?:~|-|–|—|至|到)\s?(-?{_NUM})")
_PLUS = re.compile(rf"\s?±\s?({_NUM})")
_SIDES = re.compile(rf"(?:\s?[×xX*]\s?{_NUM}(?![φΦØM⁰-⁹]))+")
_DEV = rf"[+-]\s?{_NUM}|0"
_PAIR = re.compile(rf"\s?(?:\(\s?({_DEV})\s?[/,，、\s]\s?({_DEV})\s?\)|([+-]\s?{_NUM})\s?/\s?({_DEV}))(?![\d/])")
_ALONE = re.compile(
    rf"(?<![0-9A-Za-z.%)\]/])(?:±\s?(?P<dev>{_NUM})|(?P<above>{_DEV})\s?/\s?(?P<below>{_DEV})(?![\d/]))"
)
_CLOSE = re.compile(r"\s?\)")
_AFTER = re.compile(r"\s?(以内|之内|及?以[下上]|左右)")
_HEADER = re.compile(rf"[\s/(\[,，]\s*\(?(?:(?<=\()({UNIT})\)?|({UNIT}))[)\]]*\s*$")
_SPELT = re.compile(
    rf"(?:(?P<relation>{_REL})\s?)?(?:百分之(?P<percent>{NUMERAL})|"
    rf"(?<![第十百千万零〇一二两三四五六七八九几数每上下同另逐唯统])"
    rf"(?P<number>{NUMERAL})(?P<unit>{UNIT}))"
)
_NOT = re.compile(
    r"(?<!\d)\d{4}\s?[年.-]\s?\d{1,2}\s?[月.-](?:\s?\d{1,2}\s?日?)?|(?<!\d)\d{4}\s?年(?!限)|"
    r"(?<!\d)\d{4}/\d{1,2}/\d{1,2}|"
    r"每月\s?\d{1,2}\s?日|(?<!\d)\d{1,2}\s?日前|(?<!\d)\d{1,2}\s?月\s?\d{1,2}\s?[日号]|(?<!\d)\d{1,2}\s?月(?!\d)|"
    r"(?<!\d)\d{1,2}:\d{2}(?::\d{2})?(?!\d)|"
    r"(?<!\d)\d{1,2}\s?[点时]\s?\d{1,2}\s?分(?!钟)|第\s?(?:\d+|[一二三四五六七八九十百]+)\s?(?:[~至-]\s?\d+)?|"
    r"(?<![\d.])\d+(?:\.\d+){2,}|(?<!\d)\d{3,4}-\d{7,8}(?!\d)|(?<!\d)\d{8,}(?!\d)|"
    r"(?<![A-Za-z0-9])(?!(?:[RMC]|Ra|Rz|pH)\d)[A-Za-z]+[-_]?\d[\dA-Za-z.]*(?:[-–][\dA-Za-z.]+)+|"
    r"(?<![A-Za-z0-9])[A-Z]{1,4}(?:/[A-Z]+)?\s\d[\d.]*[-–]\d{2,4}(?!\d)|"
    r"(?<![A-Za-z0-9])[A-Za-z]{1,6}-\d[\dA-Za-z]*|(?<![\d/+.-])[1-9]\d*/[1-9]\d*(?![\d/])"
)
"""Dates, clock times, ordinals, section, part and telephone numbers, fractions."""
_SIZE = re.compile(
    r"M\s?(?:1|1\.2|1\.6|2|2\.5|3|3\.5|4|5|6|8|10|12|14|16|18|20|22|24|27|30|33|36|39|42|45|48|52|56|60|64)(?![\d.])"
)
"""Threads have these sizes; `M03` and `M98` are words of a program."""
_PROGRAM_END, _SHIFTS = 30, 100
_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def quantities(text: str) -> tuple[Quantity, ...]:
    """Every quantity of `text`, in order, none inside another."""
    narrow = Narrow.of(text)
    plain = _NOT.sub(lambda m: "\0" * len(m[0]), narrow.plain)
    found = sorted([*_numbers(plain), *_alone(plain), *_spelt(plain)], key=lambda f: (f[0], -f[1]))
    kept, reached = [], 0
    for start, end, quantity in found:
        if start >= reached:
            at, written = narrow.place(start, end)
            kept.append(replace(quantity, text=written, start=at))
            reached = end
    return tuple(kept)


def cell(text: str, unit: str | None) -> Quantity | None:
    """The quantity a table's cell begins with; `unit` is its column's, for a cell without one."""
    own = quantities(text)
    if own and not text[: own[0].start].strip(" （("):
        return own[0]
    if unit is None:
        return None
    narrow = Narrow.of(text)
    lead = len(narrow.plain) - len(narrow.plain.lstrip())
    found = _number(narrow.plain, lead, unit)
    if found is None:
        return None
    at, written = narrow.place(found[0], found[1])
    return replace(found[2], text=written, start=at) if not text[:at].strip() else None


def unit_in(header: str) -> str | None:
    """The unit a column's header ends with: `主轴转速 r/min`, `温度（℃）`; None if it names none."""
    found = _HEADER.search(Narrow.of(header).plain)
    return named(found[1] or found[2]) if found else None


_Found = tuple[int, int, Quantity]


def _numbers(plain: str) -> Iterator[_Found]:
    reached = 0
    while found := _number(plain, reached):
        yield found
        reached = found[1]


def _number(plain: str, floor: int, unit: str | None = None) -> _Found | None:
    """The first quantity from `floor` on; with `unit`, a number that has none gets it."""
    at = floor
    while number := _NUMBER.search(plain, at):
        made = _around(plain, floor, number, unit)
        if made is not None:
            return made
        at = number.end()
    return None


def _around(plain: str, floor: int, number: re.Match[str], given: str | None) -> _Found | None:
    left = _LEFT.search(plain, max(floor, number.start() - 24), number.start())
    if left is None or _inside(plain, left.start(), number.start(), left["symbol"]):
        return None
    symbol = re.sub(r"[ΦØ∅⌀]", "φ", (left["symbol"] or "").replace("值", "").strip())
    value = _decimal(number[0]) * (-1 if left["sign"] in ("-", "零下") else 1)
    relation = _RELATION.get(left["inner"] or left["relation"] or "", "=")
    begun = Quantity(value, None, relation, symbol=symbol, count=int(left["count"]) if left["count"] else None)
    quantity, end = _right(plain, number.end(), begun, bool(left["open"]))
    begin = left.start()
    if left["open"] and ")" not in plain[number.end() : end]:  # the bracket is the sentence's
        begin = left.start("open") + 1
        quantity = replace(quantity, relation=_RELATION.get(left["inner"] or "", "="))
    goes_on = _goes_on(plain, end)
    if (quantity.unit == "班" and value > _SHIFTS) or (symbol and re.match(r"0\d", number[0])):
        return None
    if given is not None and quantity.unit is None and not goes_on:
        quantity = replace(quantity, unit=given)
    if not _says(quantity, plain, begin, end) or (quantity.unit is None and goes_on):
        return None
    return begin + len(plain[begin:end]) - len(plain[begin:end].lstrip()), end, quantity


def _right(plain: str, at: int, quantity: Quantity, opened: bool) -> tuple[Quantity, int]:
    """What follows the number, read as far as it goes."""
    quantity, at = _scaled(plain, at, quantity)
    if (fit := _FIT.match(plain, at)) and not quantity.unit and not _UNIT.fullmatch(fit[1]) and _fits(quantity, fit):
        quantity, at = replace(quantity, fit=fit[1]), fit.end()
    own = _UNIT.match(plain, at)
    after_own = own.end() if own else at
    if to := _TO.match(plain, after_own):
        quantity, at = _range(plain, quantity, own, to, at)
    elif plus := _PLUS.match(plain, after_own):
        deviation = _decimal(plus[1])
        quantity, at = replace(quantity, above=deviation, below=-deviation), plus.end()
        quantity = replace(quantity, unit=named(own[1]) if own else None)
    elif sides := _SIDES.match(plain, at):
        quantity, at = replace(quantity, sides=tuple(map(_decimal, re.findall(_NUM, sides[0])))), sides.end()
    if quantity.above is None and (pair := _PAIR.match(plain, at)):
        above, below = (_decimal(p) for p in pair.groups() if p)
        quantity, at = replace(quantity, above=max(above, below), below=min(above, below)), pair.end()
    if opened and (close := _CLOSE.match(plain, at)):
        at = close.end()
    if unit := _UNIT.match(plain, at):
        quantity, at = replace(quantity, unit=named(unit[1])), unit.end()
    if opened and (close := _CLOSE.match(plain, at)) and plain.count(")", 0, at) == plain.count("(", 0, at) - 1:
        at = close.end()
    if quantity.relation == "=" and (after := _AFTER.match(plain, at)) and quantity.low is None:
        quantity, at = replace(quantity, relation=_TAIL[after[1]]), after.end(1)
    return quantity, at


def _scaled(plain: str, at: int, quantity: Quantity) -> tuple[Quantity, int]:
    power = _POWER.match(plain, at)
    if power is None or quantity.value is None:
        return quantity, at
    return replace(quantity, value=quantity.value.scaleb(int(power[1].translate(_RAISED)))), power.end()


def _range(
    plain: str, quantity: Quantity, own: re.Match[str] | None, to: re.Match[str], at: int
) -> tuple[Quantity, int]:
    """`a~b`: only upwards, and with one unit; otherwise what stands before it alone."""
    low, high = quantity.value, _decimal(to[1])
    unit = _UNIT.match(plain, to.end())
    same = own is None or unit is None or named(own[1]) == named(unit[1])
    if low is None or high <= low or not same or (unit is None and own is None and _goes_on(plain, to.end())):
        return quantity, at
    written = unit or own
    end = unit.end() if unit else to.end()
    return replace(quantity, value=None, low=low, high=high, unit=named(written[1]) if written else None), end


def _alone(plain: str) -> Iterator[_Found]:
    """Deviations without the size they belong to: `±0.02 mm`, `+0.05/0`."""
    for found in _ALONE.finditer(plain):
        if found["dev"]:
            above, below = _decimal(found["dev"]), -_decimal(found["dev"])
        else:
            one, two = _decimal(found["above"]), _decimal(found["below"])
            above, below = max(one, two), min(one, two)
        unit = _UNIT.match(plain, found.end())
        if above == below or (unit is None and _goes_on(plain, found.end())):
            continue
        end = unit.end() if unit else found.end()
        yield found.start(), end, Quantity(None, named(unit[1]) if unit else None, above=above, below=below)


def _spelt(plain: str) -> Iterator[_Found]:
    """Chinese numerals, with the units they are usual with."""
    for found in _SPELT.finditer(plain):
        relation = _RELATION.get(found["relation"] or "", "=")
        value = read(found["percent"] or found["number"])
        unit = "%" if found["percent"] else named(found["unit"])
        if value is None or not (found["percent"] or _usual(found["unit"])):
            continue
        end = found.end()
        if relation == "=" and (after := _AFTER.match(plain, end)):
            relation, end = _TAIL[after[1]], after.end(1)
        yield found.start(), end, Quantity(value, unit, relation)


def _usual(unit: str) -> bool:
    """Whether people count this in Chinese numerals (`三次`, `十五分钟`; but `三元乙丙` is a rubber)."""
    return not unit.isascii() and (unit[0] in COUNTED or len(unit) > 1)


def _inside(plain: str, start: int, number: int, symbol: str | None) -> bool:
    """Whether the number is a piece of a longer name (`CK6140`, `G54`, `QT450-10`)."""
    if start == 0 or plain[start:number].strip():
        first = plain[start] if start < len(plain) else ""
        if start == 0 or not (first in "+-" and not symbol):
            return False
    before = plain[start - 1]
    if before.isascii() and (before.isalnum() or before == "_"):
        return True
    return before in "-/." and start > 1 and plain[start - 2].isascii() and plain[start - 2].isalnum()


def _goes_on(plain: str, end: int) -> bool:
    """Whether a name goes on behind the number (`6061-T6`, `3D`)."""
    rest = plain[end : end + 2]
    return bool(re.match(r"[A-Za-z0-9_]|[-/.][A-Za-z0-9]|[:%]\d", rest))


def _fits(quantity: Quantity, fit: re.Match[str]) -> bool:
    return quantity.value is not None and (quantity.symbol in ("φ", "M", "") and fit.start(1) == fit.start())


def _says(quantity: Quantity, plain: str, begin: int, end: int) -> bool:
    """Whether something says what the number measures."""
    if quantity.symbol == "M" and not quantity.unit:
        if not _SIZE.search(plain, begin, end):
            return False
        near = plain[max(0, begin - 8) : end + 8]
        return quantity.value != _PROGRAM_END or bool(quantity.sides or quantity.fit or re.search("[螺攻丝]", near))
    return bool(quantity.unit or quantity.above is not None or quantity.fit or quantity.symbol)


def _decimal(digits: str) -> Decimal:
    return Decimal(digits.replace(",", "").replace(" ", ""))
