"""The process table of a lesson: before, during and after class, each row about something the material says. Pure.

Minutes during class sum to the class hours exactly, in fives. Units the hours leave no room for are named, not
squeezed in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from learning.checks import Check, Cited
from learning.material import Material, Section
from learning.parameter import Parameter
from learning.project import words
from learning.quantity import Quantity
from learning.sourced import titled
from learning.stepname import timed
from learning.tier import HOUR, LEVELS, Tier
from learning.workorder import Rule, Step, WorkOrder
from trust.sources import Passage

Phase = Literal["before", "during", "after"]
LEAST, STEP = 10, 5
BEFORE, AFTER = 20, 30
LONG, RUN = 60, 3
"""Minutes and steps from which a task is taught in several rounds."""
_MARK = re.compile(r"^(?:\W*\d*[.、)）]\s*)?(?:(?:工序|工步|步骤|第)\s*\d+\s*步?\s*[：:、]?\s*)?")
_SPANS = frozenset({"h", "min", "s", "d", "天", "周", "次", "件", "个工作日"})
"""Nothing to check oneself by: it was waited for, or not."""
_TIGHT = re.compile(r"±|[+＋]0|φ?\d+[a-zA-Z]{1,2}\d{1,2}(?!\d)|[圆柱同轴对称平面垂直平行位置跳动]{2,}.*0\.")
HOURS = 2
"""From which a step takes longer than a lesson has."""
NOTED, _POINTS = 4, ("", "再讲：", "接着讲：", "还要讲：", "最后讲：")
SHOWN = 0.3
"""The share of a task's time that the teacher shows."""


@dataclass(frozen=True)
class Stage:
    phase: Phase
    name: str
    teacher: str
    student: str
    intent: str
    minutes: int
    sources: tuple[Cited, ...]


def stages(
    material: Material, hours: int, tier: Tier, questions: Sequence[tuple[str, Cited]],
    before: Sequence[tuple[Passage, str]],
) -> tuple[tuple[Stage, ...], tuple[str, ...]]:  # fmt: skip
    """The rows, and the titles of the units left out."""
    whole = hours * HOUR
    opening = STEP if hours == 1 else 2 * STEP
    closing = STEP if hours == 1 else 3 * STEP
    room = whole - opening - closing - STEP
    units, left = _fitting(material.units, room)
    rows = [
        _prepare(units, before), _open(units, opening), *_taught(units, room, tier), _test(units, questions, closing),
        _sum_up(units, STEP), _after(units, left),
    ]  # fmt: skip
    return tuple(rows), tuple(u.title for u in left)


_SCOPE = re.compile(r"(?:本(?:规程|文件|标准|卡|指导书|项目))?(?:适用|目的|用于|规定了|范围)|文件编号|编号")
"""A sentence on what a paper is for."""
Unit = Section | WorkOrder


def _fitting(units: Sequence[Unit], room: int) -> tuple[list[Unit], list[Unit]]:
    """As many units as get ten minutes each; a task needs twenty. Tasks first, in order."""
    taken: list[Unit] = []
    free = room
    for unit in sorted(units, key=lambda u: isinstance(u, Section)):
        need = LEAST if isinstance(unit, Section) else 2 * LEAST
        if free >= need:
            taken.append(unit)
            free -= need
    return [u for u in units if u in taken], [u for u in units if u not in taken]


def _taught(units: Sequence[Unit], room: int, tier: Tier) -> Iterator[Stage]:
    """The units' rows; their minutes sum to `room`."""
    weights = [3 if isinstance(u, Section) else 4 + LEVELS[tier].minutes * len(u.steps) // 10 for u in units]
    needs = [LEAST if isinstance(u, Section) else 2 * LEAST for u in units]
    for unit, minutes in zip(units, allotted(room, weights, needs), strict=True):
        if isinstance(unit, Section):
            yield _explain(unit, minutes)
        else:
            for part, time in _rounds(unit, minutes):
                shown = max(STEP, int(time * SHOWN) // STEP * STEP)
                yield _show(part, shown)
                yield _practise(part, time - shown, tier)


def _rounds(task: WorkOrder, minutes: int) -> list[tuple[WorkOrder, int]]:
    """A long task in two or three rounds of neighbouring steps, each shown and practised; else the task."""
    count = min(3, minutes // LONG + 1, len(task.steps) // RUN)
    if minutes < LONG or count < 2 or task.parallel:
        return [(task, minutes)]
    size = -(-len(task.steps) // count)
    runs = [task.steps[n : n + size] for n in range(0, len(task.steps), size)]
    parts = [
        replace(
            task, title=f"{task.title}（{first(run[0].text)[:12]}—{first(run[-1].text)[:12]}）", steps=run,
            parameters=tuple(p for s in run for p in s.parameters), checks=task.checks if run is runs[-1] else (),
            safety=_rules(task, run, first=run is runs[0]),
        )
        for run in runs
    ]  # fmt: skip
    return list(zip(parts, allotted(minutes, [len(r) for r in runs], [2 * LEAST] * len(runs)), strict=True))


def _rules(task: WorkOrder, run: Sequence[Step], first: bool) -> tuple[Rule, ...]:
    """Those of these steps; what belongs to no step is said at the first of them."""
    here = [r for r in task.safety if any(r.source.text in s.text for s in run)]
    loose = [r for r in task.safety if not any(r.source.text in s.text for s in task.steps)]
    return (*here, *loose) if first else tuple(here)


def allotted(total: int, weights: Sequence[int], least: Sequence[int]) -> list[int]:
    """`total` (a multiple of five) by weight, in fives, each at least its `least`; the largest remainders round up."""
    free = (total - sum(least)) // STEP
    whole = sum(weights)
    exact = [free * w / whole for w in weights]
    parts = [int(e) for e in exact]
    for n in sorted(range(len(parts)), key=lambda n: parts[n] - exact[n])[: free - sum(parts)]:
        parts[n] += 1
    return [low + STEP * part for low, part in zip(least, parts, strict=True)]


def _prepare(units: Sequence[Unit], before: Sequence[tuple[Passage, str]]) -> Stage:
    unit = units[0]
    told = unit.told[0] if isinstance(unit, Section) else _step(unit, 0)
    known = [Cited(sentence, passage) for passage, sentence in before if sentence != told.text][:1]
    part = f"“{unit.title}”部分" if unit.title not in told.passage.title else ""
    again = f"复习{titled(known[0].passage)}中“{known[0].text}”；" if known else ""
    return Stage(
        "before", "课前预习", f"发布{titled(told.passage)}{part}，并提出问题：“{told.text}”说的是什么"
        f"、为什么要这样？",
        f"{again}阅读指定部分，用自己的话写下答案和一个疑问，课前提交。",
        f"带着关于“{unit.title}”的问题进课堂，教师据提交情况调整讲解重点。",
        BEFORE, (told, *known),
    )  # fmt: skip


def _open(units: Sequence[Unit], minutes: int) -> Stage:
    task = next((u for u in units if isinstance(u, WorkOrder)), None)
    if task is not None:
        scene = _scene(task)
        return Stage(
            "during", "情境导入",
            f"呈现工作情境：{scene.text.rstrip('。；')}。说明本课任务“{task.title}”，展示工单与评分要点。",
            "听取任务，说出已知条件和不清楚的地方，分组并确定分工。",
            f"用真实的工作情境引出“{task.title}”，明确要交付什么。",
            minutes, (scene,),
        )  # fmt: skip
    told = units[0].told[-1] if isinstance(units[0], Section) else _step(units[0], 0)
    return Stage(
        "during", "问题导入", f"点评预习中的疑问，抛出本课问题：怎样理解“{told.text}”？",
        "说出自己的猜想和理由，记下要解决的问题。",
        f"从学生自己的疑问进入“{units[0].title}”。", minutes, (told,),
    )  # fmt: skip


def _scene(task: WorkOrder) -> Cited:
    """What happened, before what the paper is for."""
    told = [c for c in task.scenario if not _SCOPE.match(c.text)]
    cases = [task.steps[0].verbatim] if task.parallel else []
    return (*task.troubles, *cases, *told, *task.scenario, task.steps[0].verbatim)[0]


def _explain(section: Section, minutes: int) -> Stage:
    told = section.told
    points = "".join(f"{lead}{c.text}" for lead, c in zip(_POINTS, told, strict=False))
    return Stage(
        "during", f"新知：{section.title}", f"讲解“{section.title}”：{points}",
        f"记录要点，用一个身边或岗位上的例子解释“{first(told[-1].text)}”，同桌互讲互评。",
        f"把“{section.title}”从记住变成能说清、能举例。", minutes, told[: len(_POINTS)],
    )  # fmt: skip


def _show(task: WorkOrder, minutes: int) -> Stage:
    names = "、".join(f"“{first(s.text)}”" for s in task.steps[:3])
    told_again = "各种情况的处置" if task.parallel else "步骤顺序"
    deed = f"逐一说明遇到{names}等情况该怎么处置" if task.parallel else f"按资料的顺序示范{names}等步骤"
    rule = task.safety[0].source if task.safety else None
    safe = f"强调：{rule.text}" if rule else ""
    shown = _important(task.parameters)
    told = [f"{p.name} {p.quote}" if p.name not in p.quote else p.quote for p in shown]
    noted = f"记下关键数据（{'；'.join(told)}），" if told else ""
    return Stage(
        "during", f"示范：{task.title}", f"{deed}，边做边说目的和要求。{safe}",
        f"{noted}复述{told_again}，指出最容易出错的一处。", f"先看清“{task.title}”的规范动作和数据，再动手。", minutes,
        (task.steps[0].source, *((rule,) if rule else ()), *(Cited(p.line or p.quote, p.passage) for p in shown)),
    )  # fmt: skip


def _important(parameters: Sequence[Parameter]) -> list[Parameter]:
    """The few with tolerances, then bounds, then the rest, in the source's order."""
    worth = sorted(
        (p for p in parameters if len(p.name) > 1 and not _trigger(p)),
        key=lambda p: (not p.tolerance, not p.quantity.fit, p.quantity.relation == "=" and p.quantity.low is None),
    )[:NOTED]
    return [p for p in parameters if p in worth]


def _practise(task: WorkOrder, minutes: int, tier: Tier) -> Stage:
    if task.parallel:
        return _play(task, minutes, tier)
    check, setting = _check(task), _setting(task)
    measured = f"自检“{setting.name}”是否符合 {setting.quote}，" if setting else "对照资料自查互查，"
    measured = f"自检“{check.item}”是否达到 {check.acceptance}，" if check else measured
    record = f"填写{task.records[0].text}。" if task.records else "如实填写实施记录。"
    hard = next((s for s in task.steps if s.vital), task.steps[-1])
    return Stage(
        "during", f"实训：{task.title}",
        f"{_led(tier)}重点看“{first(hard.text)}”做得是否到位，发现问题先问依据再纠正。{_waits(task, minutes)}",
        f"分组按工单完成“{task.title}”：从“{first(task.steps[0].text)}”做到“{first(task.steps[-1].text)}”；"
        f"{measured}{record}",
        f"在做中掌握“{task.title}”，用检查结果说话。", minutes,
        (hard.source, *((check.source,) if check else _told(setting))),
    )  # fmt: skip


def _play(task: WorkOrder, minutes: int, tier: Tier) -> Stage:
    """Cases are met one at a time, in no order."""
    names = "、".join(f"“{first(s.text)}”" for s in task.steps[:4])
    return Stage(
        "during", f"实训：{task.title}", f"把{names}等情况做成情境卡，{_led(tier)}追问处置的依据、时限和该找谁。",
        "分组抽卡，一人处置、一人扮演对方、一人对照原文记录；说错的一条重来，换卡轮换。",
        f"遇到“{task.title}”所列的情况，能按规定处置。", minutes, tuple(s.source for s in task.steps[:4]),
    )  # fmt: skip


def _told(setting: Parameter | None) -> tuple[Cited, ...]:
    return (Cited(setting.line or setting.quote, setting.passage),) if setting else ()


def _setting(task: WorkOrder) -> Parameter | None:
    """A setting of these steps with bounds, to check oneself by where the checks are for the end of the task."""
    named = [
        p for p in task.parameters
        if len(p.name) > 1 and (p.tolerance or p.quantity.relation != "=")
        and not _trigger(p) and p.quantity.unit not in _SPANS
    ]  # fmt: skip
    return max(named, key=lambda p: (bool(p.tolerance), named.index(p)), default=None)


def _trigger(p: Parameter) -> bool:
    """It says when to act (`低于 5% 时重做`), not what is good enough."""
    behind = p.line.partition(p.quote)[2].lstrip()
    return behind.startswith(("时", "仍", "就", "即", "应停", "应立即"))


def _long(time: Quantity) -> bool:
    least = time.low if time.value is None else time.value
    lasts = time.relation not in ("<", "<=", "≤", ">")  # a bound from above, or a condition
    return time.unit in ("h", "d") and lasts and least is not None and least >= HOURS


def _over(time: Quantity, minutes: int) -> bool:
    """Longer than these minutes; a bound from above counts, for as long it may take."""
    most = time.high if time.value is None else time.value
    return time.unit in ("min", "分钟") and time.relation not in (">", ">=") and most is not None and most > minutes


def _waits(task: WorkOrder, minutes: int) -> str:
    """What no lesson can wait for: hours and days, more minutes than there are, and what is done elsewhere."""
    names = [
        f"“{first(s.text)}”" for s in task.steps
        if "外协" in s.text or any(_long(p.quantity) or _over(p.quantity, minutes) for p in s.parameters)
    ]
    return f"{'、'.join(names[:3])}课内做不完或不在校内做，用备好的样品或记录代替。" if names else ""


def _check(task: WorkOrder) -> Check | None:
    """The check that shares most words with the steps."""
    said = words(" ".join(s.text for s in task.steps))
    shared = {c: len(said & words(f"{c.item}{c.acceptance}")) for c in task.checks if c.item}
    best = max(shared, key=lambda c: (bool(shared[c]) and bool(_TIGHT.search(c.acceptance)), shared[c]), default=None)
    return best if best is not None and shared[best] else None


def _test(units: Sequence[Unit], questions: Sequence[tuple[str, Cited]], minutes: int) -> Stage:
    asked = questions[:2]
    stems = "；".join(stem.rstrip("。") for stem, _ in asked) or f"不看资料，写出“{units[-1].title}”的要点。"
    return Stage(
        "during", "检测与评价", f"随堂检测：{stems}。公布结果，就错得多的一题追问依据。",
        "独立作答，交换批改，在资料中找到依据并订正。", "当堂检验本课要点是否学会，为课后辅导提供依据。",
        minutes,
        tuple(source for _, source in asked),
    )  # fmt: skip


def _sum_up(units: Sequence[Unit], minutes: int) -> Stage:
    named = "、".join(f"“{u.title}”" for u in units[:4])
    return Stage(
        "during", "总结提升", f"请学生用一张图把{named}联系起来，点评并补充遗漏。",
        "画出要点图，说出今天改正的一个做法。",
        f"把零散的要点连成整体，固化“{units[-1].title}”的规范。", minutes, (),
    )  # fmt: skip


def _after(units: Sequence[Unit], left: Sequence[Unit]) -> Stage:
    trouble = next((t for u in units if isinstance(u, WorkOrder) for t in u.troubles), None)
    last = units[-1]
    told = trouble or (last.told[-1] if isinstance(last, Section) else _step(last, -1))
    more = f"；自学未排入课内的“{left[0].title}”" if left else ""
    case = re.split(r"[：:]", told.text)[0]  # what is to be done stands behind it
    wish = f"作业：结合实例说明“{told.text.rstrip('。')}”。"
    check = next((c for u in units if isinstance(u, WorkOrder) for c in u.checks if c.item), None)
    if check is not None and trouble is None:
        told = check.source
        wish = f"作业：自拟三组实测结果，对照“{check.item}：{check.acceptance}”等标准逐项判断是否合格，写出依据和处理。"
    asked = f"思考题：“{case}”，遇到这种情况怎么办、为什么？" if trouble else wish
    return Stage(
        "after", "课后拓展", f"布置：{asked}{more}。批改后在下次课用五分钟讲评。".replace("。；",
        "；").replace("。。", "。").replace("？。", "？"),
        "独立完成并提交，对照原文自评，把错处记入错题本。", f"把“{last.title}”用到新的情形中。", AFTER, (told,),
    )  # fmt: skip


def _led(tier: Tier) -> str:
    return {
        "first_year": "逐组示范并旁站，", "second_year": "巡回指导，", "on_post": "由师傅确认首次结果后放手，",
    }[tier]  # fmt: skip


def _step(task: WorkOrder, n: int) -> Cited:
    """A step's words without its number."""
    return task.steps[n].verbatim


def first(text: str) -> str:
    """The first clause, without a number in front; the hour stays."""
    return timed(text.strip()) or re.split(r"[，。；：:,;（(]", _MARK.sub("", text.strip()))[0][:24]
