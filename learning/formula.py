"""A formula in words, `安全库存＝日均销量 × 补货天数 × 1.3`: finding it, and working it out. Pure; exact decimals.

Reads names, numbers, percentages, the four operations and brackets; anything else is no formula. Knows no units.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation

_NAME = r"[\u4e00-\u9fffA-Za-z][\u4e00-\u9fffA-Za-z]*"
_NUMBER = r"\d+(?:\.\d+)?%?"
_TERM = rf"(?:\(\s*)*(?:{_NAME}|{_NUMBER})(?:\s*\))*"
_WRITTEN = re.compile(rf"({_NAME})(?:\([^()]{{1,12}}\))?\s*=\s*({_TERM}(?:\s*[+\-*/]\s*{_TERM})+)(?!\s*[\w%+*/\-])")
_TOKEN = re.compile(rf"\s*({_NAME}|{_NUMBER}|[()+\-*/])")
PERCENT = "写成百分数"
_WANTED = re.compile(r"求([^，。（(]+)(?:（[^（）]*）)?。?$")
_UNITS = (
    (re.compile(r"额$|价$|花费$|费用?$|成本$|利润$|金额$|预算$|收入$"), "元"), (re.compile(r"[人客]数$"), "人"),
    (re.compile(r"天数$"), "天"), (re.compile(r"次数$"), "次"), (re.compile(r"销量$|件数$|库存$"), "件"),
)  # fmt: skip
"""What a thing so named is counted in."""
TINY = Decimal("0.000000001")
_SIGNS = str.maketrans("×÷−–—＝·", "*/---=*")


@dataclass(frozen=True)
class Formula:
    """`result` = `tokens`; `text` is verbatim."""

    result: str
    tokens: tuple[str, ...]
    text: str

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(t for t in self.tokens if _named(t)))

    def value(self, given: Mapping[str, Decimal]) -> Decimal | None:
        """None where a name is missing, something is divided by zero, or it cannot be read."""
        try:
            value, rest = _sum(self.tokens, given)
        except (KeyError, IndexError, DivisionByZero, InvalidOperation):
            return None
        return None if rest else value

    def solved(self, name: str, given: Mapping[str, Decimal]) -> Decimal | None:
        """What `name` must be for the result in `given`; None where it stands twice or neither grows nor falls evenly
        with it.
        """
        if self.result not in given or self.tokens.count(name) != 1:
            return None
        one, two, three = (self.value({**given, name: Decimal(n)}) for n in (1, 2, 3))
        if one is None or two is None or three is None:
            return None
        wanted = given[self.result]
        if one != two and abs(one - 2 * two + three) < TINY:
            found = 1 + (wanted - one) / (two - one)
        elif wanted and abs(one - 2 * two) < TINY and abs(one - 3 * three) < TINY:
            found = one / wanted
        else:
            return None
        return found.quantize(TINY).normalize()


def wanted(stem: str) -> str:
    """What a question asks to be worked out: `…，求转化率（写成百分数）。`"""
    found = _WANTED.search(stem)
    return found[1] if found else ""


def answered(stem: str, value: Decimal) -> str:
    """The result as the question wants it."""
    return f"{(value * 100).normalize():f}%" if PERCENT in stem else f"{value.normalize():f}"


def unit(name: str) -> str:
    """Empty where the name does not tell."""
    return next((u for named, u in _UNITS if named.search(name)), "")


def formulas(text: str) -> Iterator[Formula]:
    """Every formula of `text` that multiplies or divides at least two named things, in order."""
    narrow = "".join(_narrow(c) for c in text)
    for found in _WRITTEN.finditer(narrow):
        tokens = tuple(t[1] for t in _TOKEN.finditer(found[2]))
        made = Formula(found[1], tokens, text[found.start() : found.end()])
        if len(made.names) > 1 and {"*", "/"} & set(tokens) and _whole(made):
            yield made


def _whole(one: Formula) -> bool:
    """Named in words, and not by itself."""
    return one.result not in one.names and all(len(name) > 1 for name in (*one.names, one.result))


def _narrow(char: str) -> str:
    plain = unicodedata.normalize("NFKC", char.translate(_SIGNS))
    return plain if len(plain) == 1 else char


def _named(part: str) -> bool:
    return not part[0].isdigit() and part not in "()+-*/"


_Rest = tuple[str, ...]


def _sum(tokens: _Rest, given: Mapping[str, Decimal]) -> tuple[Decimal, _Rest]:
    value, tokens = _product(tokens, given)
    while tokens and tokens[0] in "+-":
        sign, (more, rest) = tokens[0], _product(tokens[1:], given)
        value, tokens = (value + more if sign == "+" else value - more), rest
    return value, tokens


def _product(tokens: _Rest, given: Mapping[str, Decimal]) -> tuple[Decimal, _Rest]:
    value, tokens = _one(tokens, given)
    while tokens and tokens[0] in "*/":
        sign, (more, rest) = tokens[0], _one(tokens[1:], given)
        value, tokens = (value * more if sign == "*" else value / more), rest
    return value, tokens


def _one(tokens: _Rest, given: Mapping[str, Decimal]) -> tuple[Decimal, _Rest]:
    first, rest = tokens[0], tokens[1:]
    if first == "(":
        value, rest = _sum(rest, given)
        if rest[0] != ")":
            raise InvalidOperation
        return value, rest[1:]
    if _named(first):
        return given[first], rest
    return (Decimal(first[:-1]) / 100 if first.endswith("%") else Decimal(first)), rest
