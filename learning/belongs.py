"""Whether a sentence of a textbook says something to the work at hand: not of another kind of part or product. Pure.

A sentence that leans on the one before it says nothing alone; under a heading, in a paragraph or with a subject of a
kind that the work does not name (`薄壁件`, `凝固型`) it is about something else.
"""

from __future__ import annotations

import re

_LEANS = re.compile(
    r"(?:常用|常见|通常|一般|主要)?的?(?:办法|方法|做法|对策|措施|原因|目的|好处|缺点|优点)(?:是|有|为)|"
    r"(?:它|其|这|该|此|那|因此|所以|但|而|则|也|又|否则|同时|另|前者|后者|二者|两者|如|例如|再|还|并)"
)
_KIND = re.compile(
    r"([\u4e00-\u9fff]{2})(?:类零件|类件|(?<![工零首文条软邮组附部硬元案事稿证批逐每整成单毛铸锻备配])件|"
    r"(?<![类典模大小微中轻重外造成定原转])型)"
)
_LEAD = 3
"""Characters in front of a subject (`对`, `加工`)."""


def leans(sentence: str) -> bool:
    """It begins with what stands before it."""
    return _LEANS.match(sentence) is not None


def elsewhere(sentence: str, text: str, heading: str, work: str) -> bool:
    """Whether `sentence`, of the passage `text` under `heading`, is about a kind of thing that `work` does not name."""
    paragraph = next((line for line in text.split("\n") if sentence in line), sentence)
    starts = [m for s in (sentence, paragraph) if (m := _KIND.search(s)) and m.start() <= _LEAD]
    above = _KIND.findall(heading.split(" › ")[-1])
    return any(m[1] not in work for m in starts) or (bool(above) and not any(k in work for k in above))
