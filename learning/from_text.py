"""Exercises from prose: parameters in sentences, numbered steps, lists under a heading, formulas. Pure.

Knows nothing of tables (from_tables.py) and does not judge what it makes (verifier.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from random import Random

from learning.alike import bare, holds
from learning.chance import dice, mixed, shuffled
from learning.distractors import values
from learning.exercise import BLANK, RIGHT, WRONG, Exercise
from learning.formula import PERCENT, Formula, answered, formulas, unit
from learning.from_tables import shares
from learning.quantity import Quantity
from learning.scan import quantities
from learning.sourced import Source, span, tags, titled
from learning.structure import Listed, Steps, lists, sentences, steps
from trust.sources import Passage

_PROCESS = re.compile(r"步骤|流程|工序|程序|顺序|过程|开机|关机|停机|更换|换刀|换刃|清洗|对刀|交接|启动|做法|操作$")
_IN_ORDER = re.compile(r"装夹|找正|保养|急救|洗手|解冻|准备$|预约|回复|试切|拆检|标定|点检|一天的工作|第.次")
_RULE = re.compile(r"^(?:每|最多|至少|不得|严禁|凡|同一|急救箱|外来)|每 ?\d+ ?(?:min|件|h|天|个月|周|批|小时)")
"""A line among steps that says what always holds, and when is no matter."""
_LOOSE = re.compile(
    r"^(?:它|其|这|该|此|那|例|如|见|因此|所以|但|而|则|并|也|又|否则|同时|另|答|注)|[？?“”《》=＝{}$]|答案|________"
)
_EXAM = re.compile(r"练习|习题|思考|答案|[？?：:]")
_HEAD = re.compile(
    r"^(?:[（(]?(?:[一二三四五六七八九十]+[)）、.．]|\d+(?:\.\d+)+[)）、.．]?|\d+[)）、.．](?!\d))\s*)*(.*?)[：:]?$"
)
_SHARE = re.compile(r"(?<![功频速效])率$|比例$|占比$")
_RATE = re.compile(rf"{_SHARE.pattern}|系数$|因子$")
_MANY = re.compile(r"访客|曝光|浏览|流量")
"""What far more come to than stay."""
_NUMBERED = re.compile(r"^(?:工序|工步|步骤|第)\s*\d+\s*步?\s*[：:、]?\s*")
_CASES, _CASE = re.compile(r"异常|应急|故障|突发|意外"), re.compile(r"([^：:，。；]{2,24})[：:]")
_COUNT = "零一两三四五六七八"
_PERIOD = re.compile(r"工作日|自然日|月|小时|学时|星期|季度|学期")
_DUE = re.compile(r"\s?(?:时(?!间)|仍|后方可)")
"""Behind a value at which something is done."""
_PH = re.compile(r"pH[^\d，。；]{0,5}(\d{1,2}\.\d+)(?![\d~～–-])")
"""A value without a unit."""
_BOUND = re.compile(
    r"(?:不(?:得|应)?)?(?:[大小高低多少长短]于(?:或?等于)?|超过|超出|不足|不到|至少|至多|大?约(?:为|等于)?)\s*(?=\d)"
)
"""Stays in the question: what is asked for is the value."""
_PAUSE = re.compile(r"[：:，。；;,（(]")
_HALF = re.compile(r"^(?:若|如|当|凡|每|在)|[后前时的]$")
"""A clause that says when is no name."""
STEPS, NAMED = (3, 8), 10
DRAWN = 2


def from_text(source: Source, passage: Passage) -> Iterator[Exercise]:
    for sentence in sentences(passage.text):
        yield from _parameter(source, passage, sentence)
    for listed in steps(passage.text):
        yield from _ordering(passage, listed)
    for found in lists(passage.text):
        yield from _short(passage, found)
    yield from calculations(passage)


def calculations(passage: Passage) -> Iterator[Exercise]:
    for formula in formulas(passage.text):
        yield from _calculation(passage, formula)


def _parameter(source: Source, passage: Passage, sentence: str) -> Iterator[Exercise]:
    """One quantity of a sentence as a choice, a blank and a statement."""
    found = [q for q in quantities(sentence) if len(bare(q.text)) > 1 and re.search(r"\d", q.text)]
    found += [Quantity(Decimal(m[1]), text=m[1], start=m.start(1)) for m in _PH.finditer(sentence)]
    found = [q for q in found if not (q.text.endswith("个") and _PERIOD.match(sentence[q.end :]))]
    if not 12 <= len(sentence) <= 70 or _LOOSE.search(sentence) or not found or sentence not in passage.text:
        return
    due = [q for q in found if _DUE.match(sentence[q.end :])]
    q = dice(passage.text, sentence).choice(due or found)
    if sentence.count(q.text) != 1 or q.start < 3:
        return
    lead = _BOUND.match(q.text)
    value = q.text[lead.end() :] if lead else q.text
    before, after = _NUMBERED.sub("", sentence[: q.end - len(value)]), sentence[q.end :]
    by = f"按{titled(passage)}"
    stem = f"{by}，{before}{BLANK}{after}。"
    blank = Exercise("fill", stem, (value,), span(passage, sentence), f"原文：{sentence}。", about=(sentence, ""),
                     difficulty=2, tags=tags(passage))  # fmt: skip
    yield blank
    wrong = _wrong(source, passage, sentence, value)
    if not wrong:
        return
    options = shuffled([value, *(v for v, _ in wrong)], passage.text, sentence)
    origins = dict(wrong) | {value: "原文"}
    stem = f"{by}，下面横线处应填（　）：{before}{BLANK}{after}。"
    yield replace(
        blank, kind="single", stem=stem, options=options, difficulty=1,
        origins=tuple(origins[o] for o in options),
    )  # fmt: skip
    other = dice("judge", passage.text, sentence).choice(wrong)[0]
    judged = replace(blank, kind="judge", difficulty=1, bloom="理解")
    for said, key in ((value, RIGHT), (other, WRONG)):  # one of the two is taken, as the set needs it
        yield replace(judged, stem=f"{by}，{before}{said}{after}。", key=(key,))


def _wrong(source: Source, passage: Passage, sentence: str, value: str) -> tuple[tuple[str, str], ...]:
    """The document's other values of this kind, then shifted ones; else only such as it says nowhere."""
    own = [p.text for p in source.passages if p.document_id == passage.document_id]
    said = frozenset().union(*map(stated, own))
    chance = dice("values", passage.text, sentence)
    siblings = values(value, sorted(said), lambda v: holds(sentence, v), chance)
    return siblings or values(value, [], lambda v: v in said, chance)


@lru_cache(maxsize=4096)
def stated(text: str) -> frozenset[str]:
    """Every quantity a text says, as it is written."""
    return frozenset(q.text for q in quantities(text))


def _ordering(passage: Passage, listed: Steps) -> Iterator[Exercise]:
    """Steps of a process, as they stand, mixed."""
    head = _named(listed.head) if len(listed.head) <= 24 else ""
    where = head or _named((passage.locator.heading or "").split(" › ")[-1]) or passage.title
    said = listed.steps if _PROCESS.search(where) else _until_rule(listed.steps) if _IN_ORDER.search(where) else ()
    key = _steps_told(said)
    asked = any(re.search(r"[？?【]|答案", s) for s in listed.steps)
    if asked or len(set(map(bare, key))) != len(key) or len(key) < STEPS[0]:
        return
    part = f"下列 {len(key)} 步" if len(said) > len(key) else "各步"
    leaf = head or (where if where != passage.title and len(where) <= 24 else "")
    topic = f"“{leaf}”的{part}" if leaf else part
    yield Exercise(
        "order", f"按{titled(passage)}，将{topic}按先后次序排列。", key, span(passage, listed.text),
        "原文次序：" + " → ".join(key), options=mixed(key, "order", passage.text), about=(head or key[0], "次序"),
        difficulty=2, bloom="应用", tags=tags(passage),
    )  # fmt: skip


def _until_rule(steps: Sequence[str]) -> Sequence[str]:
    """The steps before the first line that is a rule."""
    first = next((n for n, s in enumerate(steps) if _RULE.search(s)), len(steps))
    return steps[:first]


def _steps_told(said: Sequence[str]) -> tuple[str, ...]:
    """All by their names alone where each has one of its own, which no other step's words hold; else as they stand."""
    names = [_PAUSE.split(_NUMBERED.sub("", s))[0].strip() for s in said[:NAMED]]
    fit = all(2 <= len(n) <= 24 and not _HALF.search(n) for n in names)
    if fit and len(set(map(bare, names))) == len(names):
        return tuple(names)
    return tuple(_short_step(s) for s in said[: STEPS[1]])


def _short_step(step: str) -> str:
    """A step's words as far as its first pause, where it is long; without a number, which would tell its place."""
    step = _NUMBERED.sub("", step).rstrip("。；;")
    if len(step) <= 36:
        return step
    cut = re.match(r".{6,60}?(?=[，；。,;])", step)
    return cut[0] if cut else step[:60]


def _named(head: str) -> str:
    found = _HEAD.match(head)
    return found[1] if found else head


def _short(passage: Passage, listed: Listed) -> Iterator[Exercise]:
    """What the points under a heading are."""
    if len(_named(listed.head)) < 2 or len(listed.points) > 6 or _EXAM.search(listed.head):
        return
    if any(re.search(r"[？?]|答案", p) or len(p) > 160 for p in listed.points):
        return
    if _PROCESS.search(_named(listed.head)) and steps(f"{listed.head}\n{listed.text}"):
        return  # in which order they come is asked
    yield Exercise(
        "short", _wanted(passage, _named(listed.head), listed.points), listed.points,
        span(passage, listed.text), "评分要点见答案，每点按所示分值给分。", points=shares(len(listed.points)),
        about=(listed.head, "要点"), difficulty=2, bloom="理解", tags=tags(passage),
    )  # fmt: skip


def _wanted(passage: Passage, head: str, points: Sequence[str]) -> str:
    """How many points are wanted; of cases, which."""
    cases = [m[1] for p in points if (m := _CASE.match(p))]
    if _CASES.search(head) and len(cases) == len(points):
        return f"依据{titled(passage)}的“{head}”，写出遇到下列情况各应怎样处置：{'；'.join(cases)}。"
    what = "内容" if re.search(r"要求|规定|须知", head) else "要求"
    return f"依据{titled(passage)}，逐条写出“{head}”部分的{_COUNT[len(points)]}点{what}。"


def _calculation(passage: Passage, formula: Formula) -> Iterator[Exercise]:
    """Numbers for what a formula names, such that the result comes out even; then backwards from the result."""
    made = 0
    for n in range(90):
        given = _given(formula.names, dice(passage.text, formula.text, str(n)))
        value = formula.value(given)
        if value is None or not _plausible(formula.result, value):
            continue
        whole = {formula.result: value.normalize(), **given}
        yield _worked(passage, formula, formula.result, whole)
        back = formula.names[made % len(formula.names)]
        if formula.solved(back, whole) == whole[back]:
            yield _worked(passage, formula, back, whole)
        made += 1
        if made == DRAWN:
            return


def _worked(passage: Passage, formula: Formula, asked: str, whole: Mapping[str, Decimal]) -> Exercise:
    known = "，".join(f"{name}＝{_written(name, value)}" for name, value in whole.items() if name != asked)
    stem = f"依据{titled(passage)}中的公式计算：已知{known}，求{asked}{_form(asked)}。"
    result = answered(stem, whole[asked])
    put = " ".join(_written(t, whole[t]) if t in whole else _SHOWN.get(t, t) for t in formula.tokens)
    way = "代入" if asked == formula.result else f"反求{asked}，代入"
    left = asked if asked == formula.result else _written(formula.result, whole[formula.result])
    return Exercise(
        "calculate", stem, (result,), span(passage, formula.text),
        f"公式：{formula.text}；{way}：{left}＝{put}，得 {asked}＝{_written(asked, whole[asked])}。",
        about=(asked, "计算"), difficulty=3, bloom="应用", tags=tags(passage),
    )  # fmt: skip


_SHOWN = {"*": "×", "/": "÷", "-": "－", "+": "＋"}


def _form(asked: str) -> str:
    """How the result is to be written."""
    if _RATE.search(asked):
        return f"（{PERCENT if _SHARE.search(asked) else '写成小数'}）"
    return f"（单位：{of}）" if (of := unit(asked)) else ""


def _written(name: str, value: Decimal) -> str:
    """With its unit; a rate in per cent."""
    if _SHARE.search(name):
        return f"{(value * 100).normalize():f}%"
    return f"{value.normalize():f} {unit(name)}".strip()


def _given(names: Sequence[str], chance: Random) -> dict[str, Decimal]:
    pick = chance.choice
    small = [Decimal(v) for v in ("0.02", "0.025", "0.03", "0.04", "0.05", "0.06", "0.08")]
    large = [Decimal(v) for v in (20, 40, 50, 80, 100, 200, 400, 500, 800, 1000, 2000)]
    many = [Decimal(v) for v in (800, 1200, 2000, 2400, 4000, 5000)]
    days = [Decimal(v) for v in (2, 3, 4, 5, 6)]
    return {
        n: pick(small if _RATE.search(n) else days if n.endswith("天数") else many if _MANY.search(n) else large)
        for n in names
    }


def _plausible(name: str, value: Decimal) -> bool:
    """A rate below one, anything else above; at most two places."""
    ends = value == value.quantize(Decimal("0.01")) if abs(value) < 10**9 else False
    return ends and (0 < value < 1 if _RATE.search(name) else value >= 1)
