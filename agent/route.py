"""What kind of message this is, by rules: a question to search for, or small talk answered at once.

Every rule matches the whole message, so a question that only starts with a greeting or mentions the weather is
still searched. Knows no documents and no model.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from knowledge.tokens import normalise

LIMIT = 2000
_SMALL_TALK = 60

Kind = Literal["search", "greeting", "thanks", "bye", "abilities", "outside", "empty", "long"]


@dataclass(frozen=True)
class Route:
    """`text` is what is left to search for once a greeting in front of it is taken off."""

    kind: Kind
    text: str = ""


_END = r"[\s!！。.,，~～?？…]*"
_YOU = r"(?:请问)?(?:你|您|这个系统|这个助手|本系统|机器人|助手)"
_HELLO = (
    r"(?:你好|您好|你们好|大家好|老师好|嗨|哈喽|哈啰|在吗|在不在|早上好|上午好|中午好|下午好|晚上好|早安|晚安|早|"
    r"hello|hi|hey|good (?:morning|afternoon|evening)|hello there|hi there)(?:呀|啊|哦|哟|老师|助手)?"
)
_RULES: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    ("greeting", (_HELLO,)),
    ("thanks", (
        r"(?:好的?|嗯|ok)?[,，\s]*(?:非常|十分|太|多)?(?:感谢|谢谢|谢了|多谢|谢啦|谢)"
        r"(?:你|您|老师|啦|了|你的?帮助|您的?帮助|你的?回答)*",
        r"(?:ok(?:ay)?|great|good)?[,\s]*(?:thanks?|thank you|thx|many thanks)"
        r"(?: (?:a lot|very much|so much|for your help|again))*",
        r"(?:好的?|好吧|明白了?|知道了|我知道了|懂了|了解了?|收到|ok(?:ay)?|got it|i see|great)",
    )),
    ("bye", (r"(?:再见|拜拜|bye(?: ?bye)?|goodbye|see you|下次见|回头见)(?:了|啦|老师)?",)),
    ("abilities", (
        _YOU + r"(?:都)?(?:能|会|可以)(?:够)?(?:帮我|为我)?(?:做|干|回答|查|查询|提供)(?:些|点)?(?:什么|啥|哪些).{0,6}",
        _YOU + r"(?:有|都有)(?:什么|哪些|啥)(?:功能|用处|用|本事|能力|作用)",
        _YOU + r"是(?:谁|什么|干什么的|做什么的|干嘛的|哪个|什么东西|什么模型|人工智能吗|机器人吗|真人吗)",
        r"(?:怎么|如何)(?:使用|用)(?:你|您|这个系统|本系统|这个助手)",
        r"(?:帮助|使用说明|功能介绍|介绍一下(?:你|您)自己|(?:请)?自我介绍(?:一下)?|help|help me)",
        r"what (?:can|do|could) you (?:do|help(?: me)? with|answer|know)(?: for me)?",
        r"(?:who|what) are you|how (?:can|could) you help(?: me)?",
        r"how do(?:es)? (?:i use )?(?:you|this)(?: work)?|what is this",
        r"what are you able to do|(?:please )?introduce yourself|are you (?:a )?(?:human|robot|bot|an ai|ai)",
    )),
    ("outside", (
        r"[\u4e00-\u9fff]{0,6}天气(?:预报)?(?:怎么样|如何|好吗|好不好|怎样|是什么|会怎样)?",
        r"(?:今天|明天|后天|周末|今晚)(?:会不会|会|要不要|有没有)?(?:下雨|下雪|刮风|降温|冷|热)(?:吗|么|不)?",
        r"(?:请|再)?(?:给我|跟我|为我)?(?:讲|说)(?:一?个|点|几个|一?段)?(?:笑话|故事|段子|相声)(?:吧|听听|给我听|来听)*",
        r"(?:请)?(?:给我|帮我|为我)?(?:唱|写|作|来)(?:一?首|一?支|一?段|首)?(?:歌|诗|情书|情诗|歌词|小说|藏头诗)(?:吧|听听)*",
        r"(?:现在|今天)?(?:是)?(?:几点|几号|星期几|周几|礼拜几|什么日子|几月几号)(?:了|钟|啊|呀)*",
        r"你(?:喜欢|爱|讨厌|几岁|多大|结婚|有女朋友|有男朋友|吃饭|吃了|累|开心|住在哪).{0,6}",
        r"(?:(?:can|could) you |please )?(?:tell|give|say)(?: me)? (?:a|another|some) (?:jokes?|story|stories|poem)",
        r"(?:can you |please )?(?:sing|write)(?: me)? (?:a|some) (?:song|poem|story|love letter)(?: for me)?",
        r"(?:what(?:'s| is) |how(?:'s| is) )?(?:the )?weather(?: like)?"
        r"(?: (?:today|tomorrow|now|outside|in [a-z ]{2,20}))*",
        r"will it (?:rain|snow)(?: (?:today|tomorrow))?|what(?:'s| is) (?:the )?(?:time|date)"
        r"(?: (?:now|today|is it))*|what time is it(?: now)?",
    )),
)  # fmt: skip
_WHOLE = [(kind, re.compile(f"(?:{'|'.join(rules)}){_END}")) for kind, rules in _RULES]
_GREETED = re.compile(rf"{_HELLO}[\s!！。,，~～、]+|(?:请问|麻烦问一下|想问一下|问一下|请教一下|请教)[\s,，:：]*")
_SAYS = re.compile(r"\w")


def route(message: str) -> Route:
    """The kind of message. Widths, case and script do not matter."""
    text = message.strip()
    if len(text) > LIMIT:
        return Route("long")
    plain = normalise(text).strip()
    if not _SAYS.search(plain):
        return Route("empty")
    kind = _small_talk(plain)
    if kind != "search":
        return Route(kind)
    rest = _without_greeting(plain)
    if rest != plain and (kind := _small_talk(rest)) != "search":
        return Route(kind)
    return Route("search", text if rest == plain else rest)


def _small_talk(plain: str) -> Kind:
    if len(plain) > _SMALL_TALK:
        return "search"
    return next((kind for kind, rule in _WHOLE if rule.fullmatch(plain)), "search")


def _without_greeting(plain: str) -> str:
    rest = plain
    while (greeted := _GREETED.match(rest)) and _SAYS.search(rest[greeted.end():]):
        rest = rest[greeted.end():]
    return rest
