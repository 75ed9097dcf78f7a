"""What a requirement asks for, item by item: `A 与 B`, `A、B 和 C`, clauses, the cells of its row. Pure.

Each item keeps the words of the requirement; what two share (learning/shared.py) each says whole. Points, hours and
counts of an examination are no items, nor what is handed out for it. What a job only likes to see is `liked`. Does not
know what is taught.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from learning.requirement import Requirement
from learning.shared import whole
from learning.structure import row

_AMOUNT = re.compile(r"[\d.]+\s?(?:min|h|分钟|小时|分|学时|天|%|人)?|[—-]?")
_CODE = re.compile(r"[一二三四五六七八九十A-Z\d]+")
_CODED = re.compile(r"^(?:[A-Z一二三四五六七八九十]\s|(?:任务|模块)\s?[A-Z一二三四五六七八九十\d]+\s*[:：]\s*)")
_COUNTED = re.compile(
    r"[，,]?\s?\d+\s?分(?=[：:。，,]|$)|[（(]\d+\s?%[)）]|限时\s?\d+\s?分钟|(?<=做)\s?\d+\s?min\s?|\s?\d+\s?min(?=[，,。；]|$)"
)
_ASIDE = re.compile(r"时长|分值|学时|周次|编号|序号|权重|占比|题型")
"""Columns of hours and points."""
_LIKED = re.compile(r"加分|优先|优选")
_DAY = re.compile(
    r"^给[定出]|^(?:现场)?抽[题签]|^限时|^按要求$|(?:该项|该题|本项)?记\s?[零0]分?$|扣\s?[\d.]+\s?分$"
)
"""What is handed out or drawn by lot, and what costs points."""
_GIVEN = re.compile(r"用给定[\u4e00-\u9fff]{2}")
_ONE_OF = re.compile(r"^(.+或.+?)(?:中?[任选]*一[种类个项]|之一)$")
_CLAUSE = re.compile(r"[，,。；;：:（）()]")
_JOINT = re.compile(r"(?<!有)[与和及或](?!其他|有关)|并(?=[\u4e00-\u9fff]{3})|以及")
_WITH = re.compile(r"^(?:[与和跟同]|把与|将与)")
"""A clause that says with whom or with what: its names are no list of what is asked for."""
_KINDS = re.compile(r"((?:[\u4e00-\u9fff]、)+)([\u4e00-\u9fff])类")
_UNDER = re.compile(r"([^：:。；]{2,16}?)[，,]?[：:]")
_FOR = re.compile(r"(?:一次)?为期\s?\d+\s?[天周月年]的|采取(?:有效)?措施")
_TALLY = re.compile(r"^(?:完成|做出|做好)?(.+、.+?)[两二三四五六七八九十\d]+(?:类信息|个?方面|项|种|样)$")
"""A list that says behind it how many it names: `完成 A、B 和 C 三项`."""
_HOLDS = re.compile(r"^([\u4e00-\u9fff]{2,6}?)(?:必须|须|应当?|要)(?:有|含|包括|包含|写明)(?=.+、)")
"""What the things of a list are of: `首页须有 A、B`."""
_MEANS = re.compile(r"^用([\u4e00-\u9fff]{2,6}?)(说清|写清|讲清)(.+)$")
"""`用甲说清 A、B`: A and B, and by what."""
_REASON = re.compile(r"(?<=[\u4e00-\u9fff]{4})(?:并|且)(?:写[明出]?|说明|注明)(?:理由|原因)$")
"""Part of what is told with reasons, nothing apart."""
_WHEN = re.compile(r"^(?:发现|出现|遇到?).{2,10}时(?=[先应须要立])")
"""When something is done."""
_FROM = re.compile(r"^(?:根据|依据|按照?)")
_BETWEEN = re.compile(r"(?:关系|区别|间隙)$")
_VALUE = re.compile(r"(?<=[\u4e00-\u9fff])\s?\d[\d.~±～-]*\s?(?:mm|MPa|℃|r/min)$")
"""The value a thing is to have, behind it."""
_USING = re.compile(r"^(?:使用|采用|利用|用(?!户|途|量|语))")
_BY = re.compile(r"^(?:按照?|根据|依据)[^，、]{2,8}?(?:完成|进行|开展)")
_ABLE = re.compile(
    r"^(?:能够|能(?!源|耗)|会(?!计|议|员)|要(?!求|点)|须|可|独立|熟练|正确|负责)+(?=[\u4e00-\u9fff]{2}|\s?\d)"
)
_LOOSE = re.compile(
    r"^(?:的|[为在](?=[\u4e00-\u9fff ]{3})|用(?!户|途|量|语)|一[个次份种]|\s?\d[\d~.]*\s?[个位条天]的?)+|的$"
)
_LEVEL = re.compile(r"[能会]?(?:读|懂|用|做|看)|完成|掌握|了解|熟悉|会用|能用")
_BARE = re.compile(r"解释|修订|修改|优化|评价")
_OPENING = re.compile(r"^(?:读懂|看懂|识读|掌握|熟悉|了解)")
"""How well the thing is known that the row is named for; a deed done to it; and the deed such a name opens with."""
SHORT, LIST, NAME = 2, 3, 16


@dataclass(frozen=True)
class Item:
    """`text` is one thing asked for, `clause` the words it stands in, `name` whether it heads the rest of its row;
    `using`: it opens with what the thing is done with. `under` is what stands before a colon, told in detail here;
    `headed`: it is what stands there. `either`: the words of which one thing is enough. `liked`: not asked for.
    """

    text: str
    clause: str
    name: bool = False
    using: bool = False
    under: str = ""
    headed: bool = False
    either: str = ""
    liked: bool = False


def items(one: Requirement) -> tuple[Item, ...]:
    """Each once, in the requirement's order; at least one where it has words at all."""
    found, whole_name = [], ""
    for text, name, liked in _stretches(one):
        whole_name = text if name else whole_name
        under = _UNDER.match(text)
        before = text[: under.end(1)] if under and len(text) > under.end() + SHORT else ""
        for clause in _clauses(text):
            headed = bool(before) and clause in before
            named = _OPENING.sub("", whole_name) if _BARE.fullmatch(clause) else ""
            done = [Item(f"{clause}{thing}", clause) for thing in _JOINT.split(named) if thing]
            for item in done or _parted(clause, name):
                of = under[1] if under and item.text not in under[1] else ""
                found.append(replace(item, under=of, headed=headed, liked=liked))
    return tuple({item.text: item for item in reversed(found)}.values())[::-1]


def _stretches(one: Requirement) -> Iterator[tuple[str, bool, bool]]:
    """The cells that ask, or the text; whether each only names what the others are about, and whether it is liked."""
    table = row(one.text)
    if table is None:
        yield _COUNTED.sub("", _CODED.sub("", one.text)), False, False
        return
    cells = [(h, v) for h, v in table.cells if not _ASIDE.search(h) and not _CODE.fullmatch(v)]
    asked = [(h, v) for h, v in cells if not _AMOUNT.fullmatch(v)]
    for n, (header, value) in enumerate(asked):
        yield _COUNTED.sub("", _CODED.sub("", value)), n == 0 and len(asked) > 1, bool(_LIKED.search(header))


def _clauses(text: str) -> Iterator[str]:
    for clause in _CLAUSE.split(_KINDS.sub(_each_kind, _FOR.sub("", _GIVEN.sub("", text)))):
        clause = _WHEN.sub("", _REASON.sub("", clause.strip()))
        said = _ABLE.sub("", _BY.sub("", _ABLE.sub("", clause.strip()))).strip()
        if len(said) >= SHORT and not _DAY.search(said) and not _LEVEL.fullmatch(said):
            yield said


def _each_kind(found: re.Match[str]) -> str:
    """`轴、套、盘类` are three kinds."""
    return "、".join(f"{c}类" for c in (*found[1].rstrip("、").split("、"), found[2]))


def _parted(clause: str, name: bool) -> Iterator[Item]:
    if of := _HOLDS.match(clause):
        rest = clause[of.end() :]
        tally = _TALLY.match(rest)
        for part in _listed(tally[1] if tally else rest, True, False):
            yield Item(f"{of[1]}的{part}", clause, name)
        return
    clause = _VALUE.sub("", clause)
    if tally := _TALLY.match(clause):
        clause = tally[1]
    if (by := _MEANS.match(clause)) and "、" in by[3]:
        for part in _listed(by[3], True, False):
            yield Item(part, clause, name)
        yield Item(by[1], clause, name, using=True)
        return
    one_of = _ONE_OF.match(clause)
    said, using = one_of[1] if one_of else clause, _USING.match(clause) is not None
    joined = [said] if _WITH.match(said) or _BETWEEN.search(said) else _JOINT.split(said)
    if len(joined) > 1 and _FROM.match(said):  # `根据材料与粗糙度要求选择用量`: what it goes by is no list
        joined = [said[: len(joined[0]) + 1 + len(joined[1])], *joined[2:]]
    elif "并" not in said and not using:
        joined = whole(joined)
    for part in (p for j in joined for p in _listed(j.strip(), len(joined) > 1, using)):
        text = _LOOSE.sub("", _USING.sub("", part)).strip()
        if len(text) >= SHORT:
            yield Item(text, clause, name, using, either=clause if one_of else "")


def _listed(text: str, joined: bool, using: bool) -> list[str]:
    """`A、B`; one thing where its parts are single characters, `钻、扩、铰、镗的顺序`, or where it says with whom or
    with what.
    """
    parts = [p.strip() for p in text.split("、")]
    led = bool(_WITH.match(text)) or (using and len(parts[0]) <= LIST)
    one = any(len(p) < SHORT for p in parts) or (not joined and led)
    return [text] if one else parts


def named(text: str) -> str:
    """Without how well it is known: `读懂图样` names 图样."""
    return _OPENING.sub("", text) or text


def bare_name(one: Requirement) -> bool:
    """A row that gives a name and else only codes, times and points: in full it says no more."""
    table = row(one.quote)
    if table is None:
        name = _COUNTED.sub("", one.text).rstrip("：:。 ")
        return name != one.text.rstrip("。") and len(name) <= NAME and not _CLAUSE.search(name)
    return table is not None and len(list(_stretches(one))) == 1 and "技能要求" not in one.quote
