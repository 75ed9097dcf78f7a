"""The process table of a lesson: before, during and after class, each row about something the material says. Pure.

Minutes during class sum to the class hours exactly, in fives. How much of the units there is time for is portion.py's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from types import MappingProxyType

from learning.around import NOTHING, Around, causes, revealed, told
from learning.checks import Cited, of_result
from learning.clause import case, ended, first
from learning.example import example_of
from learning.formula import formulas
from learning.keydata import trigger
from learning.material import Material, Section, telling
from learning.placing import step_of
from learning.portion import STEP, Unit, allotment, cleared, room
from learning.project import words
from learning.rounds import CARDS, FORMS, Gauges, troubles, worked
from learning.sourced import titled
from learning.stage import Stage
from learning.stepname import without_cells
from learning.tidying import tidy
from learning.tier import Tier
from learning.workorder import Step, WorkOrder, measured, yielded
from trust.sources import Passage

BEFORE, AFTER, ENTRY, PLAIN = 20, 30, 2, 2
"""Minutes before and after; conditions told; words of a step's name that a sentence on it says."""
_NUMBER = re.compile(r"^[\d.]+\s*")
NO_GAUGES: Gauges = MappingProxyType({})
_SCOPE = re.compile(r"(?:本(?:规程|文件|标准|卡|指导书|项目))?(?:适用于|适用|用于)|目的|规定了|范围|(?:文件)?编号")
"""A sentence on what a paper is for; the first of them say where the work is done."""
_FOR = re.compile(r"(?:本(?:规程|文件|标准|卡|指导书|项目))?(?:适用于|用于)")
OWN = "数据由教师给"
"""Where the book has no data for a formula."""


def stages(
    material: Material, hours: int, tier: Tier, questions: Sequence[tuple[str, Cited]],
    before: Sequence[tuple[Passage, str]], left: Sequence[Unit] = (), gauges: Gauges = NO_GAUGES,
    done: Sequence[Step] = (), around: Around = NOTHING,
) -> tuple[Stage, ...]:  # fmt: skip
    """The rows; `material` is what the hours hold, `left` what they do not."""
    clear = cleared(material.tasks, hours)
    opening, minutes, closing = room(hours, clear)
    units, forms = material.units, list(dict.fromkeys(f for t in material.tasks for f in yielded(t, done)[0]))
    risky = any(t.tools and t.risky for t in material.tasks)
    tidied = [tidy(clear, forms[:FORMS], risky, around.ending)] if clear else []
    return (
        _prepare(material, before), _open(material, opening, done, around),
        *_taught(material, minutes, tier, gauges, around), _test(units, questions, closing, around),
        _sum_up(units, STEP, done, around), *tidied, _after(units, left, done),
    )  # fmt: skip


def _taught(material: Material, minutes: int, tier: Tier, gauges: Gauges, around: Around) -> Iterator[Stage]:
    """The units' rows; their minutes sum to `minutes`."""
    for unit, time in zip(material.units, allotment(material.units, minutes, tier), strict=True):
        if isinstance(unit, Section):
            yield _explain(unit, time, material.tasks)
        else:
            yield from worked(unit, time, tier, gauges, around)


def _prepare(material: Material, before: Sequence[tuple[Passage, str]]) -> Stage:
    unit = material.units[0]
    told = telling(unit, material.tasks) if isinstance(unit, Section) else _step(unit, 0)
    known = [Cited(sentence, passage) for passage, sentence in before if sentence != told.text][:1]
    known = [k for k in known if k.passage.document_id != told.passage.document_id]
    heading = (told.passage.locator.heading or "").split(" › ")[-1]
    heading = heading if heading and heading not in told.passage.title else ""
    part = f"“{heading or unit.title}”部分" if heading or unit.title not in told.passage.title else ""
    again = f"复习{titled(known[0].passage)}中“{ended(known[0].text)}”；" if known else ""
    return Stage(
        "before", "课前预习", f"发布{titled(told.passage)}{part}，并提出问题：“{ended(told.text)}”说的是什么"
        f"、为什么要这样？",
        f"{again}阅读指定部分，用自己的话写下答案和一个疑问，课前提交。",
        f"带着关于“{unit.title}”的问题进课堂，教师据提交情况调整讲解重点。",
        BEFORE, (told, *known),
    )  # fmt: skip


def _open(material: Material, minutes: int, done: Sequence[Step], around: Around) -> Stage:
    units, tasks = material.units, material.tasks
    if tasks:
        scene, asked = _scene(tasks[0]), next(iter(_cases(tasks, done)), None)
        names = "、".join(f"“{t.title}”" for t in tasks)
        ask = f"提出问题：遇到“{case(asked.text)}”怎么办？先不作答，学完再回答。" if asked else ""
        entry = list(dict.fromkeys(r.source for t in tasks for r in t.safety if r.entry))[:ENTRY]
        real = _record(around)
        met = f"逐人核对上岗前条件：{''.join(f'{ended(r.text)}。' for r in entry)}" if entry else ""
        return Stage(
            "during", "情境导入",
            f"{real}呈现{_told_of(scene)}。说明本课任务{names}，展示工单与评分要点。{met}{ask}",
            f"听取任务，说出已知条件和不清楚的地方，{_grouped(around)}并确定分工。",
            f"用真实的工作情境引出{names}，明确要交付什么。",
            minutes,
            (*_around_it(around), scene, *entry, *((asked,) if asked else ())),
        )  # fmt: skip
    told = units[0].told[-1] if isinstance(units[0], Section) else _step(units[0], 0)
    return Stage(
        "during", "问题导入", f"点评预习中的疑问，抛出本课问题：怎样理解“{ended(told.text)}”？",
        "说出自己的猜想和理由，记下要解决的问题。",
        f"从学生自己的疑问进入“{units[0].title}”。", minutes, (told,),
    )  # fmt: skip


def _around_it(around: Around) -> Iterator[Cited]:
    shown = (around.bad, around.advice) if around.bad is not None else ()
    yield from (c for c in (*shown, around.syllabus.groups) if c is not None)


def _grouped(around: Around) -> str:
    told_ = around.syllabus.groups
    return f"分组（课程标准：“{ended(told_.text)}”）" if told_ is not None else "分组"


def _record(around: Around) -> str:
    """A real record to open with, as the course standard wants it."""
    if around.bad is None:
        return ""
    advised = f"（课程标准：“{ended(around.advice.text)}”）" if around.advice else ""
    hidden = "”“".join(h for h, _ in causes(around.bad))
    covered = f"（发之前遮住“{hidden}”，总结时再揭示）" if hidden else ""
    what = "先说哪一步可能出了问题、依据是什么" if hidden else "说出最担心哪个数据、会有什么后果"
    return f"先发{titled(around.bad.passage)}{advised}{covered}，找出“{told(around.bad)}”这一行，请学生{what}。"


def _told_of(scene: Cited) -> str:
    text = ended(scene.text)
    return f"工作场所和对象：{_FOR.sub('', text)}" if _FOR.match(text) else f"工作情境：{text}"


def _scene(task: WorkOrder) -> Cited:
    """What the work is on, then where it is done, then what may happen."""
    told = [c for c in task.scenario if not _SCOPE.match(c.text)]
    where = [c for c in task.scenario if _FOR.match(c.text)]
    on = [c for c in told if any(ch.isdigit() for ch in c.text)]
    return (*on, *where, *told, *task.scenario, *task.troubles, task.steps[0].verbatim)[0]


def _cases(tasks: Sequence[WorkOrder], done: Sequence[Step]) -> list[Cited]:
    """What may come up, with what is to be done then."""
    told = [t for task in tasks for t in troubles(task, done)]
    return told or [s.verbatim for task in tasks if task.parallel for s in task.steps]


def _explain(section: Section, minutes: int, tasks: Sequence[WorkOrder]) -> Stage:
    said = section.told
    named = [(first(s.text), s.text) for t in tasks if not t.parallel for s in t.steps]
    at = [_step_of(c, named) for c in said]
    points = "；".join(f"“{ended(c.text)}”{f'（用在“{n}”）' if n else ''}" for c, n in zip(said, at, strict=True))
    found = [(f.text, c, example_of(c.passage, f.text)) for c in said for f in formulas(c.text)]
    reckon = _reckoned([(text, _given(example)) for text, _, example in found])
    plain = [c for c in said if c not in [c for _, c, _ in found]] or said
    apply = "说出这些要点各管住了本课的哪一步、不照做会怎样，" if any(at) else (
        f"用一个身边或岗位上的例子解释“{first(plain[-1].text)}”，")
    worked_ = tuple(Cited(example, c.passage) for _, c, example in found if example)
    return Stage(
        "during", f"新知：{section.title}", f"逐条讲解“{section.title}”的要点：{points}。",
        f"记录要点；{reckon}{apply}同桌互讲互评。",
        f"把“{section.title}”从记住变成能说清、能举例。", minutes, (*said, *worked_),
    )  # fmt: skip


def _reckoned(every: Sequence[tuple[str, str]], before: str = "", behind: str = "；") -> str:
    """Formulas to be worked, those with the same data of the book together: (formula, data)."""
    same: dict[tuple[str, str], str] = {}
    for formula, data in every:
        key = (data, formula if data == OWN else "")
        same[key] = f"{same.get(key, '')}“{formula}”"
    return "".join(f"{before}用{named}算一题（{data}）{behind}" for (data, _), named in same.items())


def _given(example: str | None) -> str:
    return f"教材例题：“{ended(example)}”，先遮住结果" if example else OWN


def _step_of(cited: Cited, named: Sequence[tuple[str, str]]) -> str:
    """The step that its heading names, none other; else the one it plainly speaks of."""
    heading = (cited.passage.locator.heading or "").split(" › ")[-1]
    headed = [name for name, _ in named if _named_in(name, heading)]
    if headed:
        return headed[0] if len(headed) == 1 else ""
    n = step_of(cited.text, named)
    return named[n][0] if n is not None and len(words(named[n][0]) & words(cited.text)) >= PLAIN else ""


def _named_in(name: str, heading: str) -> bool:
    bare = _NUMBER.sub("", heading)
    return name in bare or (len(bare) > 1 and bare in name)


def _test(
    units: Sequence[Unit], questions: Sequence[tuple[str, Cited]], minutes: int, around: Around
) -> Stage:  # fmt: skip
    stems = "；".join(ended(stem) for stem, _ in questions) or f"不看资料，写出“{units[-1].title}”的要点"
    taught = [c for u in units if isinstance(u, Section) for c in u.told]
    ready = {formula: f"教材的题：“{c.text}”，答案：{answer}" for formula, answer, c in around.practice}
    known = [f.text for c in taught for f in formulas(c.text)]
    stems += _reckoned([(f, ready.get(f, OWN)) for f in known], "；换一组数据，", "")
    return Stage(
        "during", "检测与评价", f"随堂检测：{stems}。公布结果，就错得多的一题追问依据。",
        "独立作答，交换批改，在资料中找到依据并订正。", "当堂检验本课要点是否学会，为课后辅导提供依据。",
        minutes,
        (*(source for _, source in questions), *(c for _, _, c in around.practice)),
    )  # fmt: skip


def _sum_up(units: Sequence[Unit], minutes: int, done: Sequence[Step], around: Around) -> Stage:
    named = "、".join(f"“{u.title}”" for u in units[:4])
    asked = next(iter(_cases([u for u in units if isinstance(u, WorkOrder)], done)), None)
    again = f"回到导入的问题“{case(asked.text)}”，请学生说出处置和依据。" if asked else ""
    if around.bad is not None and around.again is not None:
        again = f"回到导入的记录，{revealed(around.bad, around.again)}对照学生课前课后的判断。{again}"
    came = (around.again,) if around.again is not None else ()
    return Stage(
        "during", "总结提升", f"{again}对照板书，请学生用一张图把{named}联系起来，点评并补充遗漏。",
        "画出要点图，说出今天改正的一个做法。",
        f"把零散的要点连成整体，固化“{units[-1].title}”的规范。", minutes, (*came, *((asked,) if asked else ())),
    )  # fmt: skip


def _after(units: Sequence[Unit], left: Sequence[Unit], done: Sequence[Step]) -> Stage:
    tasks = [u for u in units if isinstance(u, WorkOrder)]
    wish, told = _homework(units, tasks, done)
    more = f"；预习下次课的“{left[0].title}”" if left else ""
    name = tasks[-1].title if tasks else units[-1].title
    set_ = f"{wish}{more}。".replace("？。", "？").replace("？；", "？")
    return Stage(
        "after", "课后拓展", f"布置：{set_}批改后在下次课用五分钟讲评。",
        "独立完成并提交，对照原文自评，把错处记入错题本。", f"把“{name}”用到新的情形中。", AFTER, (told,),
    )  # fmt: skip


def _homework(units: Sequence[Unit], tasks: Sequence[WorkOrder], done: Sequence[Step]) -> tuple[str, Cited]:
    """A case not asked yet, values to judge, data to act by; else something to explain."""
    cases, last = _cases(tasks, done), units[-1]
    if cases:
        told = (cases[CARDS:] or cases[1:] or cases)[0]
        return f"思考题：“{case(told.text)}”，遇到这种情况怎么办、为什么？", told
    check = next((c for t in tasks for c in of_result(measured(t, done)) if c.item), None)
    if check is not None:
        wish = f"作业：自拟几组实测结果，对照“{check.item}：{check.acceptance}”等标准逐项判断是否合格，写出依据和处理"
        return wish, check.source
    step = next((s for t in tasks for s in t.steps if any(trigger(p) for p in s.parameters)), None)
    if step is not None:
        rule = ended(without_cells(step.text))
        return f"作业：自拟几组数据，按“{rule}”判断要不要动作、怎么动作，写出依据", step.source
    told = last.told[-1] if isinstance(last, Section) else _step(last, -1)
    return f"作业：结合实例说明“{ended(told.text)}”", told


def _step(task: WorkOrder, n: int) -> Cited:
    """A step's words without its number."""
    return task.steps[n].verbatim
