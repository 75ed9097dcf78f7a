"""Follow-up questions keep their subject: `那它的公差呢` after a question on 粗车 searches for 粗车的公差.

Rules, no model: pronouns, ellipsis (`…呢`, `and …?`), bare questions (`为什么`, `第二步`). A question with a subject of
its own inherits nothing. Knows only the asker's own earlier questions; no documents, no answers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.route import route
from agent.topic import ASKED, ATTRIBUTE, CJK, Topic, core, topic, words
from agent.wants import wants
from knowledge.tokens import normalise

REMEMBERED = 8

_THING = (
    "工序|工步|零件|设备|产品|机床|材料|工件|文件|规程|课程|岗位|项目|工艺|步骤|店铺|商品|标准|刀具|仪器|环节|任务|比赛|赛项|证书|题目|方法|"
    "公司|企业|规定|活动|平台|机器|食品|原料|配方"
)
_SWITCH = re.compile(
    r"^(?:换(?:一)?个(?:问题|话题)|另(?:外)?(?:问)?一个(?:问题|话题)|不说这个了?|先不管这个|下一个问题|新问题|"
    r"(?:a )?(?:new|different|another) (?:question|topic)|changing (?:the )?(?:subject|topic))[,:;.。\s]*"
)
_LEAD = re.compile(
    r"^(?:(?:那么|那(?![个些里种样道台次项批款])|还有(?![哪什没别其])|另外|此外|同样地?|同理|接下来|顺便问(?:一下)?|再问(?:一下)?)[,\s]*)+"
)
_PRONOUN = re.compile(
    rf"它们?|(?<![尤极与])其(?![他它中余次实间])|(?<!应)[该此](?=(?:{_THING}))|[这那](?:[个些种道台款项批条门]|一(?:个|种|道|项|步))?(?={_THING})|"
    r"[这那](?:个|些|种|道|台|款|项|批|条|门|样|么做)(?!时候|月|星期)|(?<![\w])这(?=[里是会要])|"
    r"上述|上面(?:说的|提到的|那个|这个)?|前面(?:说的|提到的)|刚才(?:说的|那个|的)?|前者|后者"
)
_HOW = re.compile(r"这样|那样|这么|那么做")
_BARE = re.compile(
    r"^(?:(?:这|那)?(?:是|又)?为什么(?:呢|会这样|要这样(?:做)?|这样)?|为何|原因(?:是什么|呢)?|"
    r"(?:怎么|如何|怎样|什么时候|谁来?|由谁|要|能)[\u4e00-\u9fff]?(?:吗|呢)?|怎么操作|如何(?:操作|计算)|谁负责|在哪(?:里|儿)?(?:做|用|查)?|"
    r"(?:多久|多长时间|几天|每天几次|隔多久|什么时候|何时)(?:[\u4e00-\u9fff]{1,2}(?:一)?次)?|几次|"
    r"(?:能|可以)?(?:再)?(?:举|给)(?:个|一个)?例(?:子)?(?:吗|吧)?|什么意思|依据(?:是什么|呢)?)$"
)
_MORE = re.compile(
    r"^(?:是?多少(?:钱|度|时间|天)?(?:呢)?|还有(?:吗|呢|别的吗|什么|其他的?吗|哪些)?|其他的?呢|继续(?:说)?|然后呢|接着呢|后来呢|"
    r"(?:请|能|可以)?(?:再)?(?:说|讲)?(?:得)?(?:更)?(?:详细|具体|清楚|仔细)(?:一)?(?:点|些)?(?:说说|说明|的)?(?:呢|吗|吧)?|"
    r"具体(?:是)?(?:什么|哪些|呢)?|真的吗|确定吗|(?:是|对)吗|(?:能)?(?:再)?解释一下(?:吗)?|出处(?:是|在)?(?:哪里|什么)?)$"
)
_DEFINES = re.compile(
    r"^(?:什么是|什么叫|何为|何谓|what (?:is|are|does) (?:an? )?(?!the\b))|(?:是什么意思|是指什么|的定义|的含义)$"
)
_NEXT = re.compile(r"^(?:那|然后)?(下|上|后|前)(?:面)?一?(?:个)?步(?:骤|呢|是什么|怎么做|要做什么|做什么)*$")
_STEP_ONLY = re.compile(
    r"^(?:那|然后|那么|请问)?(?:第[一二两三四五六七八九十\d]+(?:个)?步|最后一步)(?:骤)?"
    r"(?:是|要|该|应该|具体)*(?:什么|怎么做|做什么|如何做|干什么|怎么操作|怎么办|呢|的内容)*$"
)

_LEAD_EN = re.compile(r"^(?:(?:and|so|then|ok|okay|also|but|now|what about|how about|what of)\b[,\s]*)+")
_SIBLING_EN = re.compile(r"^(?:for|in|with|when|during|on)\s+(.+)$")
_PRONOUN_EN = re.compile(
    r"\b(?:its|it(?!\s+(?:safe|possible|necessary|ok|okay|allowed|important|true|legal|normal|required))|they|them|their|"
    r"this|these|those|that(?=\s*$|\s+(?:one|step|part|process|machine|tool|case|material))|the same|the above)\b"
)
_BARE_EN = re.compile(
    r"^(?:why(?: not| is that| so)?|how(?: so| come| much| many| long| often)?|when|where|who|really|are you sure|"
    r"(?:can you |please )?(?:explain|elaborate|tell me)(?: more| that| it)?(?: please)?|"
    r"more(?: details?)?(?: please)?|(?:give me )?(?:an )?example(?: please)?|go on|continue|anything else|what else|"
    r"and then|then what|what does (?:it|that) mean)$"
)
_NEXT_EN = re.compile(r"^(?:and |then |what(?:'s| is) )?(?:the )?(next|previous) step$")
_STEP_EN = re.compile(
    r"^(?:and |what about |what(?:'s| is) )?(?:the )?(?:step \w+|(?:\w+(?:st|nd|rd|th)|last|second) step)$"
)


@dataclass(frozen=True)
class Understood:
    """`queries` are tried in order until one is answered; `followed` when the conversation was needed."""

    queries: tuple[str, ...]
    topic: Topic
    followed: bool = False


def understand(message: str, questions: Sequence[str]) -> Understood:
    """The question as it stands on its own, after the asker's earlier `questions` (oldest first)."""
    past: Topic | None = None
    for question in questions[-REMEMBERED:]:
        said = route(question)
        if said.kind == "search":
            past = _resolve(said.text, past).topic
    return _resolve(message, past)


def _resolve(message: str, past: Topic | None) -> Understood:
    plain = normalise(message).strip(" ?!.,;:。、~")
    switched = _SWITCH.sub("", plain)
    if past is None or switched != plain:
        return _alone(message if switched == plain else switched, switched)
    followed = _chinese(plain, past) if CJK.search(plain) else _english(plain, past)
    if followed:
        return followed
    rest = _LEAD_EN.sub("", _LEAD.sub("", plain))
    return _alone(message if rest == plain else rest, rest)


def _alone(message: str, plain: str) -> Understood:
    return Understood((message,), topic(plain, message, wants(plain).step))


def _chinese(plain: str, past: Topic) -> Understood | None:
    if stepped := _stepped(plain, past):
        return stepped
    if _MORE.match(plain):
        return _again(past, "")
    if _BARE.match(plain):
        return _again(past, plain)
    rest = _LEAD.sub("", plain)
    led, asking = rest != plain, rest.endswith("呢")
    body = rest.removesuffix("呢").strip(" ,")
    if not body:
        return _again(past, "")
    pointed = _pointed(body, past)
    if pointed is not None:
        return pointed
    inner = core(body)
    if not inner:
        return _again(past, body)
    if ATTRIBUTE.fullmatch(inner) and not _DEFINES.search(body):
        return _of_subject(past, body, inner)
    if (led or asking) and len(inner) <= 10 and "的" not in inner and not _DEFINES.search(body):
        return _sibling_or_part(past, body, inner)
    return None


def _pointed(body: str, past: Topic) -> Understood | None:
    """A pronoun stands for the past subject, unless its own sentence has said before what it points to."""
    if _HOW.search(body):
        return _again(past, _HOW.sub("", body))
    found = _PRONOUN.search(body)
    if found is None or len(core(body[: found.start()])) > 3:
        return None
    after = body[found.end():].lstrip()
    joined = "的" if ATTRIBUTE.match(after) else ""
    query = f"{body[: found.start()]}{past.subject}{joined}{after}"
    return Understood((query,), Topic(past.subject, core(after.removeprefix("的")), query, wants(body).step), True)


def _of_subject(past: Topic, body: str, inner: str) -> Understood:
    query = f"{past.subject}的{body}"
    return Understood((query,), Topic(past.subject, inner, query, wants(body).step), True)


def _sibling_or_part(past: Topic, body: str, inner: str) -> Understood:
    """`精车呢` after 粗车的转速 asks for the same of another; `冷却液呢` for another part of the same."""
    if (twin := _twin(past.query, inner)) is not None:
        query = past.query.replace(twin, inner)
        return Understood((query, inner), Topic(past.subject.replace(twin, inner), past.asked, query), True)
    same_of_another = (past.query.replace(past.subject, inner) if past.subject in past.query
                       else f"{inner}的{past.asked}" if past.asked else inner)
    part = f"{past.subject}的{body}"
    if body.endswith("的") or (inner[-1] == past.subject[-1:] and inner != past.subject):
        return Understood((same_of_another, inner), Topic(inner, past.asked, same_of_another), True)
    found = ATTRIBUTE.search(inner)
    if found and found.end() == len(inner):
        return Understood((part, inner), Topic(past.subject, inner, part), True)
    if past.asked:
        return Understood((same_of_another, part, inner), Topic(inner, past.asked, same_of_another), True)
    return Understood((part, inner), Topic(past.subject, inner, part), True)


def _twin(query: str, inner: str) -> str | None:
    """The two characters of `query` that `inner` stands beside: another word of the same last one (粗车, 精车)."""
    size = len(inner)
    if size != 2 or not CJK.fullmatch(inner[-1]) or ATTRIBUTE.fullmatch(inner) or inner in query:
        return None
    windows = (query[i : i + size] for i in range(len(query) - size, -1, -1))
    return next((w for w in windows if w[-1] == inner[-1] and all(CJK.match(c) for c in w)), None)


def _stepped(plain: str, past: Topic) -> Understood | None:
    """One step of what was asked before."""
    move = _NEXT.match(plain) or _NEXT_EN.match(plain)
    if move:
        by = 1 if move[1] in ("下", "后", "next") else -1
        step = None if past.step is None or past.step < 0 else max(1, past.step + by)
    elif _STEP_ONLY.match(plain) or _STEP_EN.match(plain):
        step = wants(plain).step
    else:
        return None
    base = past.query if wants(past.query).steps else f"{past.query} {'步骤' if CJK.search(past.query) else 'steps'}"
    return Understood((base,), Topic(past.subject, past.asked, base, step), True)


def _again(past: Topic, more: str) -> Understood:
    """The past question once more, with what the short message adds."""
    query = f"{past.query} {more}".strip()
    queries = (query, past.query) if more else (query,)
    return Understood(queries, Topic(past.subject, past.asked, past.query), True)


def _english(plain: str, past: Topic) -> Understood | None:
    if stepped := _stepped(plain, past):
        return stepped
    if _BARE_EN.match(plain):
        return _again(past, plain)
    rest = _LEAD_EN.sub("", plain)
    led, pointed = rest != plain, _PRONOUN_EN.search(rest)
    inner = words(_PRONOUN_EN.sub(" ", rest))
    if not inner:
        return _again(past, "")
    text = " ".join(inner)
    sibling = _SIBLING_EN.match(rest)
    if led and sibling and len(inner) <= 4:
        query = f"{past.asked} {text}".strip()
        return Understood((query, text), Topic(text, past.asked, query), True)
    only_asked = all(w in ASKED for w in inner) and not _DEFINES.search(rest)
    if only_asked or (pointed and len(inner) <= 4):
        query = f"{past.subject} {text}"
        return Understood((query,), Topic(past.subject, text, query, wants(rest).step), True)
    if led and len(inner) <= 3:
        part = f"{past.subject} {text}"
        if not past.asked:
            return Understood((part, text), Topic(past.subject, text, part), True)
        same_of_another = f"{past.asked} {text}"
        return Understood((same_of_another, part, text), Topic(text, past.asked, same_of_another), True)
    return None
