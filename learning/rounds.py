"""The rows in which a task is shown and done: a long one in rounds of neighbouring steps, cases as cards to draw. Pure.

Learners do the steps that portion.py chose; what stands in between is handed to them done, and the row says which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from learning import judging, risk
from learning.around import NOTHING, Around
from learning.checks import Check, Cited, of_result
from learning.clause import case, first
from learning.controlpoint import code, controlled, said
from learning.gauge import Gauge
from learning.keydata import important, limited, noted, settings, trigger, written
from learning.parameter import Parameter
from learning.placing import step_of
from learning.portion import (
    LEAST,
    SHOWN,
    STEP,
    WAIT,
    Portion,
    allotted,
    begun_early,
    lasting,
    portion,
    turn,
    turned,
    waits,
)
from learning.project import words
from learning.rule import Rule
from learning.scheduled import kept_at, stands
from learning.settingup import first_piece, holding, set_up
from learning.spoken import spoken
from learning.stage import Stage
from learning.stepname import timed
from learning.tier import Tier
from learning.virtue import asks
from learning.workorder import Step, WorkOrder, measured, yielded

LONG, RUN, LABEL, TELL = 75, 3, 8, 3
"""Minutes and steps from which a task is taught in several rounds; characters of a name that may stand in a title;
minutes in which one step is shown beside what it lasts."""
FORMS, NOTES, RULES, CARDS, HOT = 6, 4, 5, 2, 4
_SPANS = frozenset({"h", "min", "s", "d", "天", "周", "次", "件", "个工作日"})
"""Nothing to check oneself by: it was waited for, or not."""
_TIGHT = re.compile(r"±|[+＋]0|φ?\d+[a-zA-Z]{1,2}\d{1,2}(?!\d)|[圆柱同轴对称平面垂直平行位置跳动]{2,}.*0\.")
_HARM = {
    risk.HEAT: "烫伤", risk.PRESSURE: "高压喷溅", risk.TURNING: "卷入", risk.CUTTING: "割伤和飞屑", risk.ACID: "灼伤",
    risk.CURRENT: "触电",
}  # fmt: skip
_TWO = re.compile(r"一人操作一人监护")
SETTING, MOST_SHOWN = 2 * STEP, 0.4
"""Minutes in which tools are set and the first piece is shown; the largest share that is shown beside turns."""
_SHARED = "同机两人平分本环节时间：前一半甲操作、乙监护并记录，到一半时互换，各做各的件；"
Gauges = Mapping[Check, Gauge]


def worked(
    task: WorkOrder, minutes: int, tier: Tier, gauges: Gauges, around: Around = NOTHING
) -> Iterator[Stage]:  # fmt: skip
    """A task's rows; their minutes sum to `minutes`. Where two take turns at a machine and the time holds a whole turn
    for both, one round of just that.
    """
    whole, own = portion(task, minutes, tier), turned(task, minutes)
    rounds = _rounds(task, minutes, whole.done) if own is None else _rounds(task, minutes, whole.done[:1])
    for n, (part, time) in enumerate(rounds):
        here = Portion(*(tuple(s for s in run if s in part.steps) for run in (whole.done, whole.shown, whole.ready)))
        if own is not None:  # the machine is for the learners' turns: what they do not do is told
            here = Portion(here.done, (), tuple(s for s in part.steps if s not in here.done))
        begun = around if n == 0 and not task.parallel and any(s.risks for s in here.done) else NOTHING
        shown = max(STEP, int(time * SHOWN) // STEP * STEP)
        shown = time - 2 * own if own is not None and time - 2 * own <= MOST_SHOWN * time else shown
        set_ = SETTING if begun.setting and shown >= 2 * SETTING else 0
        if set_:
            yield set_up(begun, set_)
        yield _show(part, _fitting(here, shown - set_), shown - set_, around)
        yield _practise(task, part, here, time - shown, tier, gauges, begun)


def handed(steps: Sequence[Step], done: Sequence[Step]) -> list[tuple[tuple[Step, ...], Step]]:
    """Steps that somebody else has done before a step that learners do, in order."""
    made, before = [], list[Step]()
    for step in steps:
        if step in done:
            made += [(tuple(before), step)] if before else []
            before = []
        else:
            before.append(step)
    return made


def readied(before: Sequence[Step], step: Step) -> str:
    """In what state a step's sample is handed over: where the end of the step before is to be found, that step still
    runs.
    """
    if not _END.search(first(step.text)):
        return f"已做完{_named(before)}"
    done, runs = before[:-1], before[-1:]
    begins = _BEGINS.search(step.text)
    when = f"（照“{begins[0]}”备到这个时刻）" if begins else ""
    return f"{f'已做完{_named(done)}、' if done else ''}{_named(runs)}正在进行、还没有到终点{when}"


_END = re.compile(r"终点")
_BEGINS = re.compile(r"从第\s?[\d.]+\s?(?:h|min)\s?起")


def ahead(before: Sequence[Step]) -> str:
    """How long what is handed over takes beforehand, as far as it says so: the teacher begins in time."""
    spans = [(s, p) for s in before for p in s.parameters if waits(s, WAIT) and p.quantity.unit in ("h", "d", "天")
             and not p.name.startswith("贮存")]  # fmt: skip
    told = "、".join(f"“{first(s.text)}”{written(p)}" for s, p in spans)
    return f"；提前做：{told}" if told else ""


def _rounds(task: WorkOrder, minutes: int, done: Sequence[Step]) -> list[tuple[WorkOrder, int]]:
    """A long task in two or three rounds of neighbouring steps, some of each done by hand; else the task."""
    count = min(3, minutes // LONG + 1, len(task.steps) // RUN, len(done) // 2)
    if minutes < LONG or count < 2 or task.parallel:
        return [(replace(task, safety=_rules(task, task.steps, first=True)), minutes)]
    runs = _runs(task.steps, done, count)
    parts = [
        replace(
            task, title=f"{task.title}（{_span(run, n, len(runs))}）", steps=run,
            parameters=tuple(p for s in run for p in s.parameters), checks=task.checks if run is runs[-1] else (),
            safety=_rules(task, run, first=run is runs[0]),
        )
        for n, run in enumerate(runs)
    ]  # fmt: skip
    weights = [sum(s in run for s in done) for run in runs]
    return list(zip(parts, allotted(minutes, weights, [2 * LEAST] * len(runs)), strict=True))


def _span(run: Sequence[Step], n: int, among: int) -> str:
    """From which step to which, where their names are short; else which part it is."""
    ends = first(run[0].text), first(run[-1].text)
    if max(map(len, ends)) <= LABEL:
        return "—".join(dict.fromkeys(ends))
    return ("前段", "后段")[n] if among == 2 else ("前段", "中段", "后段")[n]


def _runs(steps: Sequence[Step], done: Sequence[Step], count: int) -> list[tuple[Step, ...]]:
    """So that about as many are done in each; what is not done goes with what is done next, in the end with the last.
    """
    runs: list[list[Step]] = [[]]
    size, held = -(-len(done) // count), 0
    for step in steps:
        if held >= size and len(runs) < count:
            runs.append([])
            held = 0
        runs[-1].append(step)
        held += step in done
    if not held and len(runs) > 1:
        runs[-2] += runs.pop()
    return [tuple(run) for run in runs]


def _rules(task: WorkOrder, run: Sequence[Step], first: bool) -> tuple[Rule, ...]:
    """Those of these steps; what belongs to no step is said at the first of them."""
    acting = [(s.text, s.parameters) for s in task.steps]
    placed = [(r, kept_at(r, acting)) for r in task.safety if r.marked and not r.entry]
    here = [r for r, at in placed if at and any(task.steps[n] in run for n in at)]
    loose = [r for r, at in placed if at is None]
    return (*here, *(loose if first else ()), *(r for r in task.safety if r.entry))


def _show(task: WorkOrder, part: Portion, minutes: int, around: Around) -> Stage:
    rules = sorted((r for r in task.safety if not r.entry), key=lambda r: not r.vital)[:RULES]
    safe = f"强调：{''.join(_sentence(r.source.text) for r in rules)}" if rules else ""
    told = {r.source.text for r in task.safety}
    notes = [n for n in dict.fromkeys(n for s in part.done for n in s.notes) if n.text not in told][:NOTES]
    vital = {c.text: f"“{first(s.text)}”是关键控制点 {code(s)}：{said(c)}" for s, c in controlled(part.done)}
    minded = f"说清：{''.join(_sentence(vital.get(n.text) or spoken(n.text)) for n in notes)}" if notes else ""
    way, held = holding(around, part.done)
    shown = important([p for s in part.done for p in settings(s)]) or important(task.parameters)
    limits = limited(task.steps)
    kept = f"记下关键数据（{'；'.join([*map(noted, shown), *limits])}），" if shown or limits else ""
    told_again = "各种情况的处置" if task.parallel else "步骤顺序"
    return Stage(
        "during", f"示范：{task.title}", f"{_shown(task, part)}{_guarded(part)}{safe}{minded}{way}",
        f"{kept}复述{told_again}，指出最容易出错的一处。", f"先看清“{task.title}”的规范动作和数据，再动手。", minutes,
        (task.steps[0].source, *(r.source for r in rules), *notes, *held,
         *(Cited(p.line or p.quote, p.passage) for p in shown)),
    )  # fmt: skip


def _sentence(text: str) -> str:
    return f"{text.rstrip('。；;')}。"


def _guarded(part: Portion) -> str:
    """What may hurt somebody in what is done and shown here; of heat every setting there is, each may scald."""
    steps = (*part.done, *part.shown)
    found = risk.gathered([s.risks for s in steps])
    if not found:
        return ""
    hot = list(dict.fromkeys(noted(p) for s in steps for p in risk.scalding(s.parameters)))[:HOT]

    def named(kind: str, shown: Parameter | None) -> str:
        if kind == risk.HEAT and len(hot) > 1:
            return f"{kind}（{'；'.join(hot)}）"
        return judging.with_(kind, noted(shown)) if shown is not None else kind

    told = "、".join(named(kind, p) for kind, p in found.items())
    return f"本环节有{told}：先讲清怎样防{'、'.join(_HARM[k] for k in found)}，检查穿戴后再开机。"


def _fitting(part: Portion, minutes: int) -> Portion:
    """Of what is only shown as much as the minutes hold beside what is done; the rest is told. Holds count."""
    left, kept = float(minutes - TELL * len(part.done)), list[Step]()
    for step in sorted(part.shown, key=lambda s: (not s.critical, lasting(s))):
        cost = max(TELL, lasting(step) + 1)
        if cost <= left:
            kept.append(step)
            left -= cost
    shown = tuple(s for s in part.shown if s in kept)
    told = [s for s in (*part.shown, *part.ready) if s not in kept]
    every = sorted(told, key=lambda s: (*part.shown, *part.ready).index(s))
    return Portion(part.done, shown, tuple(every))


def _shown(task: WorkOrder, part: Portion) -> str:
    if task.parallel:
        return f"逐一说明遇到{_named(task.steps)}等情况该怎么处置，边做边说目的和要求。"
    also = f"{_named(part.shown)}只演示或讲解，学生观察、记数据。" if part.shown else ""
    ready = f"{_named(part.ready)}只讲做法和要求。" if part.ready else ""
    return f"按资料的顺序示范{_named(part.done)}，边做边说目的和要求。{also}{ready}"


def _named(steps: Sequence[Step]) -> str:
    return "".join(f"“{first(s.text)}”" for s in steps)


def _practise(
    whole: WorkOrder, task: WorkOrder, part: Portion, minutes: int, tier: Tier, gauges: Gauges, around: Around
) -> Stage:  # fmt: skip
    if task.parallel:
        return _play(task, minutes, tier)
    every = of_result(measured(whole, part.done))
    check = _check(task, part.done, [c for c in every if c.how or c in gauges] or every)
    setting = None if check and (_set_by(check, part.done) or check.how or check in gauges) else _setting(part.done)
    check = None if setting else check
    measured_ = f"自检“{setting.name}”是否符合 {setting.quote}，" if setting else "对照资料自查互查，"
    measured_ = _self_check(check, gauges) if check else measured_
    forms, others = yielded(whole, part.done)
    given, forms = _provided(whole, task, part, minutes), forms[:FORMS]
    record = f"填写{'、'.join(forms)}" if forms else "" if others else "如实填写实施记录"
    record += f"{'，' if forms else ''}交出{'、'.join(others[:FORMS])}" if others else ""
    hard = hardest(part.done)
    return Stage(
        "during", f"实训：{task.title}",
        f"{first_piece(around)}{_led(tier)}重点看“{first(hard.text)}”做得是否到位，发现问题先问依据再纠正。{given}",
        f"分组按工单依次做{_named(part.done)}；{measured_}{record}。",
        f"在做中掌握“{task.title}”，用检查结果说话。", minutes,
        (hard.source, *((around.owed,) if around.first and around.owed else ()),
         *((check.source,) if check else _told(setting)),
         *((gauges[check].source,) if check is not None and check in gauges else ())),
    )  # fmt: skip


def _self_check(check: Check, gauges: Gauges) -> str:
    """With what, where any paper says so."""
    by = gauges[check].name if check in gauges else check.how
    if not by:
        return f"对照“{check.item}：{check.acceptance}”判定教师发的检验数据，"
    return f"用{by}{' ' if by[-1:].isascii() else ''}自检“{check.item}”是否达到 {check.acceptance}，"


def hardest(done: Sequence[Step]) -> Step:
    """What nobody may get wrong, what is to be judged by its data, what is tightest."""

    def weight(s: Step) -> tuple[bool, bool, bool, int, int, bool]:
        bound = sum(bool(p.tolerance or p.quantity.fit) for p in s.parameters)
        acts = any(trigger(p) for p in s.parameters)
        return s.critical, s.vital, acts, bound, len(s.parameters) if acts else 0, asks(s.text)

    return max(done, key=weight)


def troubles(task: WorkOrder, done: Sequence[Step]) -> tuple[Cited, ...]:
    """What may go wrong, at the steps done before the rest."""
    names = [(first(s.text), s.text) for s in task.steps]
    at = {t: step_of(case(t.text), names) for t in task.troubles}

    def far(t: Cited) -> tuple[bool, bool]:
        step = task.steps[n] if (n := at[t]) is not None else None
        return step is None or step not in done, step is None or not step.critical

    return tuple(sorted(task.troubles, key=far))


def _provided(whole: WorkOrder, task: WorkOrder, part: Portion, minutes: int) -> str:
    """What groups get instead of what others do, and what they work with."""
    given = "样品、半成品" if task.tools else "样例记录"
    made = "".join(
        f"做“{first(step.text)}”时换用备好的、{readied(before, step)}的{given}。"
        for before, step in handed(task.steps, part.done)
    )
    made += "".join(
        f"“{first(s.text)}”要等的 {q.text} 从示范时开始计，不另占实训时间。" for s in part.done for q in begun_early(s)
    )
    if any(timed(s.text) for s in task.steps):
        return f"{made}课内不按钟点等，用备好的样例数据逐项模拟。"
    cards = "".join(f"“{case(t.text)}”" for t in troubles(whole, part.done)[:CARDS])
    idle = f"抽情境卡（{cards}）说处置和依据" if cards else "对照规程查数据、互相提问"
    share = _share(whole, minutes)
    return f"{made}{share}轮空的组{idle}。" if task.tools else made


def _share(task: WorkOrder, minutes: int) -> str:
    """How two share a machine: by the minutes a rule gives, as far as the row has them."""
    if not any(_TWO.search(r.source.text) for r in task.safety):
        return "设备不够时分组轮换，"
    own = turn(task)
    if own is None:
        return _SHARED
    told = f"同机两人照“每 {own} min 轮换”：甲先操作、乙监护并记录，满 {own} min 互换，各做各的件；"
    short = 2 * own - minutes
    if short <= 0:
        return told
    return f"{told}两人各一轮要 {2 * own} min，本环节少 {short} min，乙没有做完的由教师另排时间补足；"


def _play(task: WorkOrder, minutes: int, tier: Tier) -> Stage:
    """Cases are met one at a time, in no order."""
    return Stage(
        "during", f"实训：{task.title}",
        f"把{_named(task.steps[:4])}等情况做成情境卡，{_led(tier)}追问处置的依据、时限和该找谁。",
        "分组抽卡，一人处置、一人扮演对方、一人对照原文记录；说错的一条重来，换卡轮换。",
        f"遇到“{task.title}”所列的情况，能按规定处置。", minutes, tuple(s.source for s in task.steps[:4]),
    )  # fmt: skip


def _told(setting: Parameter | None) -> tuple[Cited, ...]:
    return (Cited(setting.line or setting.quote, setting.passage),) if setting else ()


def _setting(done: Sequence[Step]) -> Parameter | None:
    """A setting of these steps with bounds, to check oneself by where the checks are for the end of the task."""
    named = [
        p for s in done for p in s.parameters
        if len(p.name) > 1 and (p.tolerance or p.quantity.relation != "=")
        and not trigger(p) and p.quantity.unit not in _SPANS
    ]  # fmt: skip
    return max(named, key=lambda p: (bool(p.tolerance), named.index(p)), default=None)


def _set_by(check: Check, done: Sequence[Step]) -> bool:
    """Whether it is on what these steps set, and tight."""
    quotes = [p.quote for s in done for p in s.parameters if len(p.quote) > 2]
    return bool(_TIGHT.search(check.acceptance)) and any(stands(q, check.acceptance) for q in quotes)


def _check(task: WorkOrder, done: Sequence[Step], among: Sequence[Check]) -> Check | None:
    """The check on what these steps set themselves, the tightest first; else one that speaks of them; else the first
    that the steps done allow.
    """
    told = words(" ".join(s.text for s in task.steps))
    shared = {c: len(told & words(f"{c.item}{c.acceptance}")) for c in among if c.item}

    def fit(c: Check) -> tuple[bool, bool, int]:
        return _set_by(c, done), bool(shared[c]) and bool(_TIGHT.search(c.acceptance)), shared[c]

    return max(shared, key=fit, default=None)


def _led(tier: Tier) -> str:
    return {
        "first_year": "逐组示范并旁站，", "second_year": "巡回指导，", "on_post": "由师傅确认首次结果后放手，",
    }[tier]  # fmt: skip
