"""Chinese numerals as numbers: `十二`, `两百零五`, `三点五`, `半`. Pure; knows no units."""

from __future__ import annotations

from decimal import Decimal

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_ONE = "一二两三四五六七八九十"
NUMERAL = rf"(?:[{_ONE}](?:[零〇{_ONE}百]|千(?![克瓦帕伏牛米]))*(?:点[零{_ONE}]+)?|半)"
"""A numeral as a pattern; the 千 of a kilogram is not its own."""


def read(text: str) -> Decimal | None:
    """The number, or None when the characters make none (`十几`, `三三两两`)."""
    if text == "半":
        return Decimal("0.5")
    whole, point, part = text.partition("点")
    number = _whole(whole)
    if number is None or not point:
        return None if number is None else Decimal(number)
    if not part or any(c not in _DIGITS for c in part):
        return None
    return Decimal(f"{number}.{''.join(str(_DIGITS[c]) for c in part)}")


def _whole(text: str) -> int | None:
    if len(text) > 1 and all(c in _DIGITS for c in text):
        return None
    total, digit, least = 0, None, 10_000
    for at, c in enumerate(text):
        if c in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[c]
            continue
        size = _TENS.get(c)
        if size is None or size >= least or (digit in (None, 0) and at > 0):
            return None
        total, digit, least = total + (digit or 1) * size, None, size
    if not text or (digit == 0 and total) or (digit and total and least > 10 and "零" not in text and "〇" not in text):
        return None
    return total + (digit or 0)
