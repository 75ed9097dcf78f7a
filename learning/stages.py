"""The process table of a lesson: before, during and after class, each row about something the material says. Pure.

Minutes during class sum to the class hours exactly, in fives. How much of the units there is time for is portion.py's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from learning.checks import Check, Cited, of_result
from learning.formula import formulas
from learning.keydata import important, limited, trigger, written
from learning.material import Material, Section, telling
from learning.parameter import Parameter
from learning.placing import step_of
from learning.portion import LEAST, SHOWN, STEP, Portion, Unit, allotment, allotted, portion, room
from learning.project import words
from learning.rule import Rule
from learning.sourced import titled
from learning.stepname import timed, without_cells
from learning.tier import Tier
from learning.virtue import asks
from learning.workorder import Step, WorkOrder
from trust.sources import Passage

Phase = Literal["before", "during", "after"]
BEFORE, AFTER = 20, 30
LONG, RUN, LABEL = 75, 3, 8
"""Minutes and steps from which a task is taught in several rounds; characters of a name that may stand in a title."""
_MARK = re.compile(r"^(?:\W*\d*[.、)）]\s*)?(?:(?:工序|工步|步骤|第)\s*\d+\s*步?\s*[：:、]?\s*)?")
_SPANS = frozenset({"h", "min", "s", "d", "天", "周", "次", "件", "个工作日"})
"""Nothing to check oneself by: it was waited for, or not."""
_TIGHT = re.compile(r"±|[+＋]0|φ?\d+[a-zA-Z]{1,2}\d{1,2}(?!\d)|[圆柱同轴对称平面垂直平行位置跳动]{2,}.*0\.")
FORMS = 3
_SCOPE = re.compile(r"(?:本(?:规程|文件|标准|卡|指导书|项目))?(?:适用于|适用|用于)|目的|规定了|范围|(?:文件)?编号")
"""A sentence on what a paper is for; the first of them say where the work is done."""
_FOR = re.compile(r"(?:本(?:规程|文件|标准|卡|指导书|项目))?(?:适用于|用于)")


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
    before: Sequence[tuple[Passage, str]], left: Sequence[Unit] = (),
) -> tuple[Stage, ...]:  # fmt: skip
    """The rows; `material` is what the hours hold, `left` what they do not."""
    opening, minutes, closing = room(hours)
    units = material.units
    return (
        _prepare(material, before), _open(material, opening), *_taught(material, minutes, tier),
        _test(units, questions, closing), _sum_up(units, STEP), _after(units, left),
    )  # fmt: skip


def _taught(material: Material, minutes: int, tier: Tier) -> Iterator[Stage]:
    """The units' rows; their minutes sum to `minutes`."""
    for unit, time in zip(material.units, allotment(material.units, minutes, tier), strict=True):
        if isinstance(unit, Section):
            yield _explain(unit, time, material.tasks)
        else:
            yield from _worked(unit, time, tier)


def _worked(task: WorkOrder, minutes: int, tier: Tier) -> Iterator[Stage]:
    whole = portion(task, minutes, tier)
    for part, time in _rounds(task, minutes, whole.done):
        shown = max(STEP, int(time * SHOWN) // STEP * STEP)
        here = Portion(*(tuple(s for s in run if s in part.steps) for run in (whole.done, whole.shown, whole.ready)))
        yield _show(part, here, shown)
        yield _practise(part, here, time - shown, tier)


def _rounds(task: WorkOrder, minutes: int, done: Sequence[Step]) -> list[tuple[WorkOrder, int]]:
    """A long task in two or three rounds of neighbouring steps, some of each done by hand; else the task."""
    count = min(3, minutes // LONG + 1, len(task.steps) // RUN, len(done) // 2)
    if minutes < LONG or count < 2 or task.parallel:
        return [(task, minutes)]
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
    here = [r for r in task.safety if any(r.source.text in s.text for s in run)]
    loose = [r for r in task.safety if not any(r.source.text in s.text for s in task.steps)]
    return (*here, *loose) if first else tuple(here)


def _prepare(material: Material, before: Sequence[tuple[Passage, str]]) -> Stage:
    unit = material.units[0]
    told = telling(unit, material.tasks) if isinstance(unit, Section) else _step(unit, 0)
    known = [Cited(sentence, passage) for passage, sentence in before if sentence != told.text][:1]
    known = [k for k in known if k.passage.document_id != told.passage.document_id]
    part = f"“{unit.title}”部分" if unit.title not in told.passage.title else ""
    again = f"复习{titled(known[0].passage)}中“{ended(known[0].text)}”；" if known else ""
    return Stage(
        "before", "课前预习", f"发布{titled(told.passage)}{part}，并提出问题：“{ended(told.text)}”说的是什么"
        f"、为什么要这样？",
        f"{again}阅读指定部分，用自己的话写下答案和一个疑问，课前提交。",
        f"带着关于“{unit.title}”的问题进课堂，教师据提交情况调整讲解重点。",
        BEFORE, (told, *known),
    )  # fmt: skip


def _open(material: Material, minutes: int) -> Stage:
    units, tasks = material.units, material.tasks
    if tasks:
        scene, asked = _scene(tasks[0]), next(iter(_cases(tasks)), None)
        names = "、".join(f"“{t.title}”" for t in tasks)
        ask = f"提出问题：遇到“{case(asked.text)}”怎么办？先不作答，学完再回答。" if asked else ""
        return Stage(
            "during", "情境导入",
            f"呈现{_told_of(scene)}。说明本课任务{names}，展示工单与评分要点。{ask}",
            "听取任务，说出已知条件和不清楚的地方，分组并确定分工。",
            f"用真实的工作情境引出{names}，明确要交付什么。",
            minutes, (scene, *((asked,) if asked else ())),
        )  # fmt: skip
    told = units[0].told[-1] if isinstance(units[0], Section) else _step(units[0], 0)
    return Stage(
        "during", "问题导入", f"点评预习中的疑问，抛出本课问题：怎样理解“{ended(told.text)}”？",
        "说出自己的猜想和理由，记下要解决的问题。",
        f"从学生自己的疑问进入“{units[0].title}”。", minutes, (told,),
    )  # fmt: skip


def _told_of(scene: Cited) -> str:
    text = ended(scene.text)
    return f"工作场所和对象：{_FOR.sub('', text)}" if _FOR.match(text) else f"工作情境：{text}"


def _scene(task: WorkOrder) -> Cited:
    """What the work is on, then where it is done, then what may happen."""
    told = [c for c in task.scenario if not _SCOPE.match(c.text)]
    where = [c for c in task.scenario if _FOR.match(c.text)]
    on = [c for c in told if any(ch.isdigit() for ch in c.text)]
    return (*on, *where, *told, *task.scenario, *task.troubles, task.steps[0].verbatim)[0]


def _cases(tasks: Sequence[WorkOrder]) -> list[Cited]:
    """What may come up, with what is to be done then."""
    told = [t for task in tasks for t in task.troubles]
    return told or [s.verbatim for task in tasks if task.parallel for s in task.steps]


def _explain(section: Section, minutes: int, tasks: Sequence[WorkOrder]) -> Stage:
    told = section.told
    points = "；".join(f"“{ended(c.text)}”" for c in told)
    at = _used(told, tasks)
    used = f"联系本课的{at}，说明这些要点用在哪里。" if at else ""
    formula = next((f for c in told for f in formulas(c.text)), None)
    reckon = f"用“{formula.text}”算一题（数据由教师给）；" if formula else ""
    example = "说出这些要点各管住了本课的哪一步、不照做会怎样，" if at else (
        f"用一个身边或岗位上的例子解释“{first(told[-1].text)}”，")
    return Stage(
        "during", f"新知：{section.title}", f"逐条讲解“{section.title}”的要点：{points}。{used}",
        f"记录要点；{reckon}{example}同桌互讲互评。",
        f"把“{section.title}”从记住变成能说清、能举例。", minutes, told,
    )  # fmt: skip


def _used(told: Sequence[Cited], tasks: Sequence[WorkOrder]) -> str:
    """The steps that the points speak of."""
    named = [(first(s.text), s.text) for t in tasks if not t.parallel for s in t.steps]
    at = dict.fromkeys(n for c in told if (n := step_of(c.text, named)) is not None)
    return "、".join(f"“{named[n][0]}”" for n in sorted(at))


def _show(task: WorkOrder, part: Portion, minutes: int) -> Stage:
    rule = task.safety[0].source if task.safety else None
    safe = f"强调：{rule.text}" if rule else ""
    shown = important(task.parameters)
    limits = limited(task.steps)
    noted = f"记下关键数据（{'；'.join([*map(written, shown), *limits])}），" if shown or limits else ""
    told_again = "各种情况的处置" if task.parallel else "步骤顺序"
    return Stage(
        "during", f"示范：{task.title}", f"{_shown(task, part)}{safe}",
        f"{noted}复述{told_again}，指出最容易出错的一处。", f"先看清“{task.title}”的规范动作和数据，再动手。", minutes,
        (task.steps[0].source, *((rule,) if rule else ()), *(Cited(p.line or p.quote, p.passage) for p in shown)),
    )  # fmt: skip


def _shown(task: WorkOrder, part: Portion) -> str:
    if task.parallel:
        return f"逐一说明遇到{_named(task.steps)}等情况该怎么处置，边做边说目的和要求。"
    also = f"{_named(part.shown)}只演示或讲解，学生观察、记数据。" if part.shown else ""
    ready = f"{_named(part.ready)}只讲做法和要求。" if part.ready else ""
    return f"按资料的顺序示范{_named(part.done)}，边做边说目的和要求。{also}{ready}"


def _named(steps: Sequence[Step]) -> str:
    return "".join(f"“{first(s.text)}”" for s in steps)


def _practise(task: WorkOrder, part: Portion, minutes: int, tier: Tier) -> Stage:
    if task.parallel:
        return _play(task, minutes, tier)
    check = _check(task, part.done)
    setting = None if check and _set_by(check, part.done) else _setting(part.done)
    check = None if setting else check
    measured = f"自检“{setting.name}”是否符合 {setting.quote}，" if setting else "对照资料自查互查，"
    measured = f"自检“{check.item}”是否达到 {check.acceptance}，" if check else measured
    forms = [r.text for r in task.records if any(r.text in s.source.text for s in part.done)][:FORMS]
    record = f"填写{'、'.join(forms)}。" if forms else "如实填写实施记录。"
    hard = hardest(part.done)
    return Stage(
        "during", f"实训：{task.title}",
        f"{_led(tier)}重点看“{first(hard.text)}”做得是否到位，发现问题先问依据再纠正。{_provided(task, part)}",
        f"分组按工单依次做{_named(part.done)}；{measured}{record}",
        f"在做中掌握“{task.title}”，用检查结果说话。", minutes,
        (hard.source, *((check.source,) if check else _told(setting))),
    )  # fmt: skip


def hardest(done: Sequence[Step]) -> Step:
    """What nobody may get wrong, what is to be judged by its data, what is tightest."""

    def weight(s: Step) -> tuple[bool, bool, int, bool]:
        bound = sum(bool(p.tolerance or p.quantity.fit) for p in s.parameters)
        return s.vital, any(trigger(p) for p in s.parameters), bound, asks(s.text)

    return max(done, key=weight)


def _provided(task: WorkOrder, part: Portion) -> str:
    """What groups get instead of what class does not do, and what they work with."""
    names = _named(part.ready)
    given = "样品、半成品" if task.tools else "样例记录"
    made = f"{names}课内等不及或不在校内做：发给备好的{given}，从下一步接着做。" if names else ""
    if any(timed(s.text) for s in task.steps):
        return f"{made}课内不按钟点等，用备好的样例数据逐项模拟。"
    return f"{made}设备不够时分组轮换，轮空的组对照规程查数据、互相提问。" if task.tools else made


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
    return bool(_TIGHT.search(check.acceptance)) and any(q in check.acceptance for q in quotes)


def _check(task: WorkOrder, done: Sequence[Step]) -> Check | None:
    """The check on what these steps set themselves, the tightest first; else one that speaks of them."""
    said = words(" ".join(s.text for s in task.steps))
    among = [c for c in of_result(task.checks) if c.item]
    shared = {c: len(said & words(f"{c.item}{c.acceptance}")) for c in among}

    def fit(c: Check) -> tuple[bool, bool, int]:
        return _set_by(c, done), bool(shared[c]) and bool(_TIGHT.search(c.acceptance)), shared[c]

    best = max(among, key=fit, default=None)
    return best if best is not None and (shared[best] or _set_by(best, done)) else None


def _test(units: Sequence[Unit], questions: Sequence[tuple[str, Cited]], minutes: int) -> Stage:
    stems = "；".join(ended(stem) for stem, _ in questions) or f"不看资料，写出“{units[-1].title}”的要点"
    return Stage(
        "during", "检测与评价", f"随堂检测：{stems}。公布结果，就错得多的一题追问依据。",
        "独立作答，交换批改，在资料中找到依据并订正。", "当堂检验本课要点是否学会，为课后辅导提供依据。",
        minutes,
        tuple(source for _, source in questions),
    )  # fmt: skip


def _sum_up(units: Sequence[Unit], minutes: int) -> Stage:
    named = "、".join(f"“{u.title}”" for u in units[:4])
    return Stage(
        "during", "总结提升", f"对照板书，请学生用一张图把{named}联系起来，点评并补充遗漏。",
        "画出要点图，说出今天改正的一个做法。",
        f"把零散的要点连成整体，固化“{units[-1].title}”的规范。", minutes, (),
    )  # fmt: skip


def _after(units: Sequence[Unit], left: Sequence[Unit]) -> Stage:
    tasks = [u for u in units if isinstance(u, WorkOrder)]
    wish, told = _homework(units, tasks)
    more = f"；预习下次课的“{left[0].title}”" if left else ""
    name = tasks[-1].title if tasks else units[-1].title
    set_ = f"{wish}{more}。".replace("？。", "？").replace("？；", "？")
    return Stage(
        "after", "课后拓展", f"布置：{set_}批改后在下次课用五分钟讲评。",
        "独立完成并提交，对照原文自评，把错处记入错题本。", f"把“{name}”用到新的情形中。", AFTER, (told,),
    )  # fmt: skip


def _homework(units: Sequence[Unit], tasks: Sequence[WorkOrder]) -> tuple[str, Cited]:
    """A case not asked yet, values to judge, data to act by; else something to explain."""
    cases, last = _cases(tasks), units[-1]
    if cases:
        told = cases[1] if len(cases) > 1 else cases[0]
        return f"思考题：“{case(told.text)}”，遇到这种情况怎么办、为什么？", told
    check = next((c for t in tasks for c in of_result(t.checks) if c.item), None)
    if check is not None:
        wish = f"作业：自拟几组实测结果，对照“{check.item}：{check.acceptance}”等标准逐项判断是否合格，写出依据和处理"
        return wish, check.source
    step = next((s for t in tasks for s in t.steps if any(trigger(p) for p in s.parameters)), None)
    if step is not None:
        rule = ended(without_cells(step.text))
        return f"作业：自拟几组数据，按“{rule}”判断要不要动作、怎么动作，写出依据", step.source
    told = last.told[-1] if isinstance(last, Section) else _step(last, -1)
    return f"作业：结合实例说明“{ended(told.text)}”", told


def _led(tier: Tier) -> str:
    return {
        "first_year": "逐组示范并旁站，", "second_year": "巡回指导，", "on_post": "由师傅确认首次结果后放手，",
    }[tier]  # fmt: skip


def _step(task: WorkOrder, n: int) -> Cited:
    """A step's words without its number."""
    return task.steps[n].verbatim


def case(text: str) -> str:
    """What comes up; behind it stands what is to be done."""
    return re.split(r"[：:]|(?<=[\u4e00-\u9fffA-Za-z%℃])(?=应停机|应立即|视为)", text)[0].strip("● ")


def ended(text: str) -> str:
    """Without the mark at its end, to stand within a sentence of ours."""
    return text.rstrip("。；;，")


def first(text: str) -> str:
    """The first clause, without a number in front; the hour stays."""
    return timed(text.strip()) or re.split(r"[，。；：:,;（(]", _MARK.sub("", text.strip()))[0][:24]
