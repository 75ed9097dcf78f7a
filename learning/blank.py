"""A text without its numbers. Fails closed: every sign that can stand for a number goes, in digits, in Chinese, in
English or Roman, unless it stands in one of a fixed list of words where it counts nothing.

Knows no document and no label.
"""

from __future__ import annotations

import re
import unicodedata

from learning.scan import quantities

BLANK = "____"
_MORE = "两半俩仨"
"""Numerals that Unicode does not know as such."""
_WORDS = (
    "什么|什麼|零件|零部件|零配件|零散|零售|零星|回零|归零|对零|零位|零点|参数|参考|参加|参赛|参与|参照|参见|参观|三角|三爪|四爪|三坐标|三维|"
    "二维|五金|千分尺|千分表|百分表|百分尺|千斤顶|半成品|半径|半精|半自动|半导体|一般|一定|一律|一致|一样|一起|一旦|一直|一切|一并|一同|"
    "统一|逐一|唯一|单一|万能|万向|万用表|十字|十分|一票否决|一体化|哪一点|最差的一步|重做一次|二氧化|队伍|拾取|收拾|陆续|大陆"
)
_PLAIN = re.compile(_WORDS)
_ENGLISH = re.compile(
    r"(?<![a-z])(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|"
    r"twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|half|halves|quarter|"
    r"dozen|single|double|triple|once|twice|thrice|first|second|third|(?:four|fif|six|seven|eigh|nin|ten|eleven|twelf|"
    r"(?:thir|four|fif|six|seven|eigh|nine)teen|hundred|thousand)th|(?:twent|thirt|fort|fift|sixt|sevent|eight|ninet)ieth)s?(?![a-z])",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"(?<![A-Za-z])(?=[IVX]{2})X{0,3}(?:IX|IV|V?I{0,3})(?![A-Za-z])")
_LISTED = re.compile(r"^\s*(?:[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}[、.．])\s*")
_RUNS = re.compile(rf"{BLANK}(?:(?:[\s~～\-−–—－±+×/.,．:：^]|分之|点|又|and)*{BLANK})+")


def blanked(text: str) -> str:
    """The text with everything that is or may be a number left blank, and without the numeral that lists it.

    `主轴转速 700 r/min，每十件抽检一件` → `主轴转速 ____，每____件抽检____`.
    """
    text = _LISTED.sub("", text)
    spans = [(q.start, q.end) for q in quantities(text)] + [(at, at + 1) for at in _signs(text)]
    spans += [m.span() for pattern in (_ENGLISH, _ROMAN) for m in pattern.finditer(text)]
    out, reached = "", 0
    for start, end in sorted(spans):
        if start >= reached:
            out += text[reached:start] + BLANK
        reached = max(reached, end)
    return _RUNS.sub(BLANK, out + text[reached:]).strip()


def numeral(sign: str) -> bool:
    """Whether one character can stand for a number: digits and fractions of any script, numerals of Chinese."""
    return sign in _MORE or unicodedata.category(sign).startswith("N") or unicodedata.numeric(sign, None) is not None


def _signs(text: str) -> list[int]:
    """Where numerals stand, but for those of a word that no numeral touches on either side."""
    plain = set[int]()
    for word in _PLAIN.finditer(text):
        touching = text[max(0, word.start() - 1) : word.start()] + text[word.end() : word.end() + 1]
        if not any(numeral(c) for c in touching):
            plain.update(range(*word.span()))
    return [at for at, sign in enumerate(text) if numeral(sign) and at not in plain]
