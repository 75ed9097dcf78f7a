"""What two things joined by `与` share, said with each: `A 的 B 与 C` asks for `A 的 C` too. Pure.

A deed before both (`填写 A 和 B`), an owner before 的, an object or a kind behind both. Words only; does not know the
language's grammar: what does not look so stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_DEED = re.compile(
    r"填写|填报|写出|写明|编写|编制|识读|读懂|看懂|核对|计算|换算|算清|口算|选择|选用|确定|判断|安排|控制|设计|检查|检验|"
    r"测量|修改|更换|说明|访谈|投放|建立|取消|绘制|制定|培养|组织"
)
_KIND = re.compile(r"(?:原因|顺序|比例)$")
_WITHIN = re.compile(rf"中(?:{_DEED.pattern})")
_BARE = re.compile(r"清洗|测量|维护|保养|镜检|调试")
SHORT, OBJECT, SHORT_NAME = 6, 5, 3


def whole(joined: Sequence[str]) -> list[str]:
    """The parts of one clause, each with what it shares with the first or the last."""
    parts = [p.strip() for p in joined]
    if len(parts) < 2 or any("、" in p for p in parts):
        return parts
    first, last = parts[0], parts[-1]
    if _WITHIN.search(first) and len(last) <= SHORT:  # `在系统中投放甲与乙`
        return ["与".join(parts)]
    return [_led(_tailed(p, last), first) for p in parts]


def _led(part: str, first: str) -> str:
    """With the deed or the owner that the first part opens with."""
    if _BARE.fullmatch(part) and len(first) > SHORT_NAME:  # `设备原理与清洗`
        return f"{first[:-2]}{part}"
    if part == first or part.startswith(first) or _DEED.match(part):
        return part
    owner, of, _ = first.rpartition("的")
    if of and "的" not in part and len(part) <= SHORT:
        return f"{owner}的{part}"
    deed = _DEED.match(first)
    return f"{deed[0]}{part}" if deed and len(first) > len(deed[0]) else part


def _tailed(part: str, last: str) -> str:
    """With the object or the kind that the last part ends with."""
    if part == last:
        return part
    deed, kind = _DEED.match(last), _KIND.search(last)
    if deed and _DEED.fullmatch(part) and len(last) >= OBJECT:
        return part + last[deed.end() :]
    _, of, tail = last.rpartition("的")
    if of and "的" not in part and len(tail) <= SHORT and not part.endswith(tail):
        return f"{part}的{tail}"
    return part + kind[0] if kind and not _KIND.search(part) else part
