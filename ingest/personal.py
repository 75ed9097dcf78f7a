"""Is there data about people in a text? Identity numbers, bank cards, phone numbers with names, rosters. Pure.

Numbers are checked (GB 11643, Luhn), so that order numbers and part numbers do not raise a label. Knows no labels.
"""

from __future__ import annotations

import re

_IDENTITY = re.compile(
    r"(?<![\dA-Za-z])([1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx])(?![\dA-Za-z])"
)
_CARD = re.compile(r"(?<!\d)((?:62|4\d|5[1-5]|35)(?:[ -]?\d){13,17})(?!\d)")
_MOBILE = re.compile(r"(?<![\d.])(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?![\d.])")
_ROSTER_NAME = re.compile(r"(?:^|[；;\s])(?:学生|员工|选手|家长|联系人)?姓\s*名\s*[:：]\s*\S")
_ROSTER_FIELD = re.compile(
    r"(?:身份证号?码?|证件号码?|学号|工号|手机号?码?|联系电话|电话|家庭住址|住址|成绩|总分|得分|出生日期|出生年月|籍贯|银行卡号?|体检|工资)\s*[:：]\s*\S"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
FEWEST_ROWS = 3


def is_identity_number(text: str) -> bool:
    """GB 11643: 17 digits and their check character."""
    total = sum(int(d) * w for d, w in zip(text[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == text[17].upper()


def passes_luhn(digits: str) -> bool:
    doubled = [int(d) * (2 if n % 2 else 1) for n, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def holds_personal_data(text: str) -> bool:
    """One checked identity or card number is enough; rosters and phone lists need several rows with names."""
    if any(is_identity_number(m.group(1)) for m in _IDENTITY.finditer(text)):
        return True
    if any(_is_card(m.group(1)) for m in _CARD.finditer(text)):
        return True
    rows = [line for line in text.splitlines() if _ROSTER_NAME.search(line)]
    told = sum(1 for row in rows if _ROSTER_FIELD.search(row) or _MOBILE.search(row))
    return told >= FEWEST_ROWS


def personal_lines(text: str) -> list[str]:
    """The lines that hold it."""
    return [line for line in text.splitlines() if _tells(line)]


def _tells(line: str) -> bool:
    if any(is_identity_number(m.group(1)) for m in _IDENTITY.finditer(line)):
        return True
    if any(_is_card(m.group(1)) for m in _CARD.finditer(line)):
        return True
    row = _ROSTER_NAME.search(line) is not None
    return row and bool(_ROSTER_FIELD.search(line) or _MOBILE.search(line))


def _is_card(found: str) -> bool:
    digits = re.sub(r"\D", "", found)
    return 16 <= len(digits) <= 19 and len(set(digits)) > 3 and passes_luhn(digits)
