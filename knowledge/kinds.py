"""What a question may ask for, and what an answer of that kind tends to look like. Patterns over normalised text."""

from __future__ import annotations

import re

ASKED: dict[str, re.Pattern[str]] = {
    "when": re.compile(
        r"什么时候|何时|几时|哪年|哪一?[年月天日]|几[年月日点]|哪个?(?:年|世纪|时期|朝代)|多久|多长时间|when"
    ),
    "count": re.compile(r"多少|几[个人次种条位名岁]|多[大高长远重深宽厚快]|几(?=[^乎何])|how (?:many|much)"),
    "who": re.compile(r"谁|何人|哪一?[位个]人|哪一?位|什么人|人物|who"),
    "where": re.compile(
        r"哪里|哪儿|何[处地]|在哪|什么地方|哪一?个?(?:国家?|城市|地[方区点]|省|州|县|市|区)|where"
    ),
    "why": re.compile(r"为什么|为何|何以|原因|怎么会|why"),
    "how": re.compile(r"怎么|怎样|如何|how"),
    "which": re.compile(r"哪[些种几]|哪一?[个项类部]|which"),
    "what": re.compile(r"什么|何[种物]|叫做?|是指|what"),
}
"""Tried in this order; the first that matches names the kind."""

ANSWERS: dict[str, re.Pattern[str]] = {
    "when": re.compile(
        r"\d+\s*[年月日天号]|世纪|时代|年代|\d+\s*(?:小时|分钟|秒)|期间|[朝代]末|初期|之?后|周|上午|下午"
    ),
    "count": re.compile(
        r"\d|[一二三四五六七八九十百千万亿两半]+[个人次种条位名岁年月天米元吨倍成座所家台件级层分]|[%‰]"
    ),
    "who": re.compile(
        r"·|先生|女士|人|氏|由.{1,12}(?:[所导编创设建提发制]|担任)|[帝王皇后公主将军总统教授博士]|[是为]"
    ),
    "where": re.compile(r"[省市县区州国镇乡村路街道岛山河湖海港站部侧边岸]|位于|在.{1,8}[里内中上下]"),
    "why": re.compile(r"因为?|由于|所以|导致|以致|为了|使得?|原因|避免|防止"),
    "how": re.compile(r"通过|利用|采用|以.{1,12}[的方来]|使用|先.{1,20}再|方法|方式|用"),
    "which": re.compile(r"[、及和与]|包括|分别|如下|以及|有"),
    "what": re.compile(r"[是指为称叫《「“]"),
}


def asked(normal: str) -> str | None:
    """The kind of answer a normalised question asks for."""
    return next((kind for kind, cue in ASKED.items() if cue.search(normal)), None)


_NUMBER = r"[\d一二三四五六七八九十百千万亿两半]"
_EXPECTED = tuple(
    (re.compile(asks), re.compile(holds))
    for asks, holds in (
        ("学时|课时", "[学课]时"),
        ("多少钱|价|成本|多少元|几块|费用", r"\d\s*(?:元|万|块)|元"),
        (
            "多久|多长时间|几[天周年月点小]|什么时候|何时|哪[天几]|第几周",
            r"\d\s*(?:年|月|日|天|周|h|小时|min|分钟|s|秒|点|个月)|\d:\d|[一二三四五六七八九十两半](?:年|月|日|天|周|小时|分钟|秒|点|学期)"
            "|周[一二三四五六日]|节|期",
        ),
        ("温度|多少度", r"\d\s*(?:±\s*\d+\s*)?(?:℃|°c|度|°)"),
        ("百分之|比例|多少比|率", r"\d\s*%|分之|成"),
        ("多少|几[^乎何]|多[大高长远重深宽厚快]", _NUMBER),
        ("谁|哪位", "[长员人工师者总监理主任组部]"),
        ("颜色", "[红黄蓝绿白黑灰紫橙棕]"),
    )
)


def expected(normal: str) -> re.Pattern[str] | None:
    """What an answer must hold to be one: the unit, a number, a colour. None where nothing can be said."""
    return next((holds for asks, holds in _EXPECTED if asks.search(normal)), None)
