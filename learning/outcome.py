"""What a work order leads to: goal, competencies, what is handed in, what hours leave out, what the source leaves open.

Pure. What is worded is worded out of the order's own names and values, so no number comes in that is not its own.
Does not know how an order is made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from learning import clue
from learning.checks import Check, Cited
from learning.inventory import serves
from learning.parameter import Parameter
from learning.stepname import clock, name, short, without_cells
from learning.tier import LEVELS, Tier

NAMED, PAPERS, SETTINGS, GOALS = 4, 6, 4, 2
"""How many things, settings and acceptance values a sentence names."""
CALLED = 20
_RAW = re.compile(r"原料|来料|进料|毛坯|到货|材料")
_LONG = frozenset({"h", "d", "天", "周"})
_NO_WAIT = re.compile(r"时限|频次|间隔|预警|周期$")
_VIRTUAL = re.compile(r"账号|软件|系统|平台|表$")
"""Nothing to take into the hand."""
_OUTSIDE = re.compile(r"外协|委外|外包|送外")
"""Done by others: nothing to do or score here."""


@dataclass(frozen=True)
class Doing:
    """A step as far as this file needs it; `kit`: a table names its tools."""

    text: str
    parameters: tuple[Parameter, ...]
    kit: bool = False


@dataclass(frozen=True)
class Found:
    """What the source gave to one task. `cases`: its steps are situations in no order; `risks`: dangers to people that
    its rules say nothing to; `simulated`: learners only watch the real business; `unplaced`: rows of its tables that
    belong to none of its steps.
    """

    title: str
    tier: Tier
    steps: tuple[Doing, ...]
    tools: tuple[str, ...]
    checks: tuple[Check, ...]
    troubles: tuple[Cited, ...]
    records: tuple[Cited, ...]
    results: tuple[str, ...]
    safe: bool
    cases: bool
    risks: tuple[str, ...] = ()
    simulated: bool = False
    unplaced: tuple[str, ...] = ()
    unworn: bool = False
    """Somebody may come to harm, and no rule says what to wear."""
    standards: tuple[str, ...] = ()
    """Papers that say what the result must come to, beside the source."""
    locked: bool = False
    """Learners have no phones at work."""


def outside(text: str) -> bool:
    return _OUTSIDE.search(text) is not None


def goal(found: Found) -> str:
    """What is done, and the values or papers that show it."""
    manner = LEVELS[found.tier].manner
    if found.cases:
        return f"{manner}处理“{found.title}”所列的各种情况，处置、时限和上报都符合规定。"
    product = [c for c in found.checks if not _RAW.search(c.under)] or list(found.checks)
    values = [_value(c) for n, c in enumerate(product) if _head(c) not in {_head(p) for p in product[:n]}]
    papers = [*(r.text for r in found.records), *found.results]
    if values:
        told = _spaced("、".join(values[:GOALS]))
        end = f"达到{told}{' ' if told[-1:].isascii() else ''}{'等' if len(values) > GOALS else '的'}验收要求。"
    else:
        end = f"按要求交出{'、'.join(papers[:PAPERS])}。" if papers else "操作符合规程。"
    return f"{manner}完成“{found.title}”，步骤不缺不乱，{end}"


def competencies(found: Found) -> tuple[str, ...]:
    """Each names what it is about in this task."""
    made = [_doing(found)]
    if kit := [t for t in found.tools if not clue.material(t)]:
        manner = "按权限和用途使用" if all(_VIRTUAL.search(t) for t in kit) else "正确选用和使用"
        made.append(f"能{manner}{_spaced('、'.join(kit[:NAMED]))}。")
    if settings := _settings(found.steps):
        made.append(f"能从规程中查出并核对{'、'.join(settings[:SETTINGS])}等参数。")
    if found.checks:
        raw = tuple(c for c in found.checks if _RAW.search(c.under))
        items = dict.fromkeys(_head(c) for c in found.checks if not _RAW.search(c.under) or found.checks == raw)
        made.append(f"能检验{_spaced('、'.join([*items][:NAMED]))}，对照合格标准判定合格与否。")
    if found.troubles:
        heads = [re.split(r"[：:，,；;。]|应停机|视为", t.text)[0].strip() for t in found.troubles]
        made.append(f"能按规定处理{'、'.join(f'“{h}”' for h in heads[:GOALS])}等异常。")
    papers = [r.text for r in found.records]
    kept = f"填写{'、'.join(papers[:NAMED])}" if papers else "记录过程和结果"
    made.append(f"能如实{kept}，使过程可追溯。")
    return (*made, "能说出本任务的安全与禁止事项并自觉遵守。") if found.safe else tuple(made)


def _head(check: Check) -> str:
    """What is checked, without which of its sizes."""
    return re.split(r" (?![^（]*）)", check.item)[0]


def _value(check: Check) -> str:
    """What is checked, and what it comes to; a size in the first keeps apart from the second."""
    return f"{check.item}{'：' if check.item[-1:].isascii() else ' '}{check.acceptance}"


def _spaced(text: str) -> str:
    """With room in front of Latin letters."""
    return f" {text}" if text[:1].isascii() else text


def _doing(found: Found) -> str:
    names = [n for step in found.steps if (n := heading(step.text))]
    if found.cases:
        told = "".join(f"“{n}”" for n in names[:NAMED])
        return f"能按规定处理{told}等情况。" if told else f"能按规定处理“{found.title}”所列的情况。"
    if len(names) == len(found.steps) > 1:
        return f"能读懂规程，按顺序完成从“{names[0]}”到“{names[-1]}”的全部步骤。"
    return f"能读懂规程，按顺序完成“{found.title}”。"


@lru_cache(maxsize=4096)
def heading(text: str) -> str:
    """A step's name, else its first clause if that is short."""
    called = name(text) or re.split(r"[，。；：:；（(]", without_cells(short(text)))[0]
    return called if len(called) <= CALLED else ""


def _settings(steps: Iterable[Doing]) -> list[str]:
    """Names of what is set, those with a range or tolerance first."""
    every = [p for step in steps for p in step.parameters]
    bound = [p for p in every if p.tolerance or p.quantity.low is not None]
    names = (p.name.split(" ")[-1] for p in [*bound, *every])
    return list(dict.fromkeys(n for n in names if 2 <= len(n) <= 8 and not re.search(r"\d", n)))


def evidence(found: Found) -> tuple[str, ...]:
    """What the student hands in."""
    kept = "各情况的处置记录" if found.cases else "按步骤填写的实施记录"
    made = [f"填写完整的{_spaced(cited.text)}" for cited in found.records] or [kept]
    if found.checks:
        made.append("自检结果与判定（对照质量检验各项）")
    last = "每种情况的处置说明（怎样发现、怎样处置、报给谁）" if found.cases else _kind(found.steps)
    return (*made, _SHOWN[_kind(found.steps) == ON_SCREEN, found.locked], *(found.results or [last]))


PIECE, SAMPLE, ON_SCREEN = "完成的工件", "完成的样品", "完成的页面、文件或作品"
_SHOWN = {
    (True, False): "关键步骤的截图或录屏", (True, True): "关键步骤的截图",
    (False, False): "关键步骤的照片或录像", (False, True): "关键步骤的照片（由教师统一拍）或纸质过程记录",
}  # fmt: skip
"""How the steps are shown: (on a screen, phones locked away)."""
_MORE = {PIECE: "成批加工、重做和清场另计", SAMPLE: "成批生产、重做和清洗另计", ON_SCREEN: "修改重做和讲评另计"}


def _kind(steps: Iterable[Doing]) -> str:
    """By what the steps set: sizes make a workpiece, temperatures and the like a sample."""
    every = [p.quantity for step in steps for p in step.parameters]
    if any(q.fit or q.unit in ("mm", "μm") for q in every):
        return PIECE
    return SAMPLE if any(q.unit in ("℃", "MPa", "g", "kg") for q in every) else ON_SCREEN


def waited(one: Parameter) -> bool:
    """Hours or days that nobody can wait in class."""
    return (
        one.quantity.unit in _LONG and one.quantity.relation in ("=", ">=", "≈") and not _NO_WAIT.search(one.name)
    )


def remarks(found: Found) -> tuple[str, ...]:
    """What the class hours leave out: long waits, what others do, a day's hours, the real business."""
    waits = [f"{p.name} {p.quote}" for step in found.steps for p in step.parameters if waited(p) and not found.cases]
    told = "；".join(dict.fromkeys(waits))
    made = [f"建议学时不含等待时间：{told}。等待期间用备好的样品、数据或前一批的结果接着做。"] if waits else []
    made = made if found.cases else [f"建议学时按步骤和检验项目估算，{_MORE[_kind(found.steps)]}。", *made]
    away = [heading(s.text) for s in found.steps if outside(s.text) and heading(s.text)]
    made += [f"“{'”“'.join(away)}”由外单位完成，不计入学时也不评分，用备好的半成品接续。"] if away else []
    return (*made, *_stood_in(found))


def _stood_in(found: Found) -> Iterator[str]:
    """How class stands in for a day's hours, and for business that learners may only watch."""
    hours = [at for s in found.steps if (at := clock(s.text))]
    if len(hours) > 1:
        yield (
            f"资料按一天的时刻（{hours[0]} 至 {hours[-1]}）安排：课内不等钟点，用备好的一天样例数据，按时刻先后逐项做，"
            "做完一项交出该项的产出；每项可一人一岗轮换。"
        )
    if found.simulated:
        yield "学生不在真实店铺上操作：用教学平台的练习店或备好的样例数据代替，真实店铺只看不动。"


def lacking(found: Found) -> tuple[str, ...]:
    """What a work order needs and the source does not give: the teacher fills it in."""
    made = []
    bare = [
        h for s in found.steps
        if not outside(s.text) and not _equipped(s, found.tools) and (h := heading(s.text)) and not _LOOKS.search(h)
    ]  # fmt: skip
    if not found.tools:
        made.append("所用的设备、软件和材料：本文件没有写明。")
    elif 2 * len(bare) > len(found.steps) and not found.cases:
        made.append("多数步骤所用的设备、工具或软件：本文件没有写明，按本校条件填写。")
    elif bare and not found.cases:
        made.append(f"“{'”“'.join(bare)}”所用的设备或工具：本文件没有写明，按本校条件填写。")
    if not found.checks and not found.standards:
        made.append(_unchecked(found))
    if not found.safe:
        made.append("安全要求：本文件没有写到，按实训室规定补充。")
    if found.risks:
        made.append(f"人身安全：本文件没有写到，而本任务有{'、'.join(found.risks)}，请教师按实训室规定补充防护要求后再开工。")
    if found.unworn:
        made.append("防护用品（防护镜、工作服等）：本文件没有写明，按实训室规定穿戴。")
    made += [f"“{told}”：同一句里又说逐件、又说抽检，请与资料所属单位核实按哪一个做。" for told in _torn(found.steps)]
    if found.unplaced:
        made.append(f"参数表中的“{'”“'.join(found.unplaced)}”：本文件没有写明在哪一步做，请教师安排。")
    if not found.records:
        made.append("记录表：本文件没有指定，可用本工单的参数和检验两栏。")
    return tuple(made)


def unmeasured(every: Sequence[Check]) -> tuple[str, ...]:
    """What is to be checked without a gauge or method named anywhere that was read."""
    items = dict.fromkeys(_on(c) for c in every if not c.how and c.item)
    if not items:
        return ()
    return (f"检验{_spaced('、'.join(items))}用的量具或方法：本文件没有写明，请教师按本校条件指定。",)


def _on(check: Check) -> str:
    """Which tolerance, where the acceptance says so."""
    kind = re.match(r"[\u4e00-\u9fff]{2,12}(?=\s?\d)", check.acceptance)
    of = kind[0] if kind and "不" not in kind[0] and kind[0] not in check.item else ""
    return f"{_head(check)} {of}" if of else check.item


def _unchecked(found: Found) -> str:
    """Values to act by are no acceptance of a product, yet they are there."""
    bound = [p for s in found.steps for p in s.parameters]
    if bound:
        return "成果的合格标准：本文件没有单列检验项目，按各步写明的数值、时限和要交的材料评判。"
    return "合格标准：本文件没有给出可以测量的要求。"


def _torn(steps: Iterable[Doing]) -> Iterator[str]:
    for step in steps:
        for sentence in clue.sentences(step.text):
            if _EACH_ONE.search(sentence) and _SOME.search(sentence):
                yield sentence.rstrip("。；")


_LOOKS = re.compile(r"检$|检验|验收|检查")
"""What it is done with stands beside the checks."""
_EACH_ONE, _SOME = re.compile(r"逐[件个批台]"), re.compile(r"每[批班]抽|抽\s?\d+\s?[件个]")
_CUTTERS = (
    (re.compile(r"钻(?!床|头)"), re.compile(r"钻头|中心钻|麻花钻")),
    (re.compile(r"铣(?!床|刀)"), re.compile("铣刀|球刀")),
)
"""What is done, and the tool it cannot be done without."""


def _equipped(step: Doing, tools: Sequence[str]) -> bool:
    own = step.kit or any(serves(t, step.text) for t in tools) or bool(clue.tools(step.text))
    told = " ".join([*tools, step.text])
    return own and not any(deed.search(step.text) and not tool.search(told) for deed, tool in _CUTTERS)
