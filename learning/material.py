"""What passages hold for a lesson: sections whose sentences explain something, and work with its steps. Pure.

A section of a textbook is taught, a task of a process is shown and practised. Exercises of others are left out. Makes
no lesson (lesson.py).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from learning import clue
from learning.checks import Cited
from learning.clause import first
from learning.formula import formulas
from learning.line import Line, bare, lines
from learning.papers import NONE, Papers
from learning.project import outline, words
from learning.tier import Tier
from learning.workorder import WorkOrder, work_orders
from trust.sources import Passage

_EXERCISE = re.compile(r"练习|习题|思考|自测|试题|答案|复习|作业题")
_PROCESS = re.compile(r"步骤|流程|工序|工步|操作|程序|顺序|方法|实施|开机|关机|对刀|清洗|准备|安排")
_ASKED = re.compile(r"[？?]|答案|(?:^|[，。；]\s*)(?:试?求(?!证)|计算|试算|算出)")
_PRACTICAL = ("enterprise", "training")
_DEFINES = re.compile(r"是指|指的是|称为|叫做|叫作|定义为|分为|包括|由.{1,20}(?:组成|构成|决定)|^.{2,14}(?:是|＝|=)")
_EXPLAINS = re.compile(r"因为|因此|所以|原因|影响|取决于|决定|越.{1,8}越|会使|使.{1,10}[升降大小高低多少]|关系|规则|"
r"原则|应|宜|要")
_LOOSE = re.compile(r"^(?:它|其|这|该|此|那|例|如|见|因此|所以|但|而|则|并|也|又|否则|同时|另|答|注|若)|[？?“”]|"
r"________")
_ABOUT_FILE = re.compile(r"(?:文件)?编号|版本|密级|生效|修订|编制|审核|批准")
SENTENCE, TOLD = (10, 100), 3
NAMED, TITLE, BESIDE = 3, 40, 2
TOGETHER, TIED = 3, 4
"""Listed things that a sentence must speak of to tie them together, and what each is worth then."""
_KIND = re.compile(r"\s*(?:(?:工艺)?规程|工艺卡|(?:作业)?指导书|操作说明|说明书|SOP|规范|制度|办法)\S*$")
LEAST = 3
"""Explaining sentences that a lesson without steps needs."""


@dataclass(frozen=True)
class Section:
    """`told` are its explaining sentences in order, verbatim; `lead` the passage it begins in. `aside`: it has a topic
    of its own beside the tasks of its document.
    """

    title: str
    told: tuple[Cited, ...]
    lead: Passage
    aside: bool = False


@dataclass(frozen=True)
class Material:
    """`units` are sections and tasks in the sources' order."""

    title: str
    units: tuple[Section | WorkOrder, ...]
    passages: tuple[Passage, ...]

    @property
    def thin(self) -> bool:
        """Not enough for a lesson: no work, and fewer sentences than one could talk about."""
        return not self.tasks and sum(len(s.told) for s in self.sections) < LEAST

    @property
    def sections(self) -> tuple[Section, ...]:
        return tuple(u for u in self.units if isinstance(u, Section))

    @property
    def tasks(self) -> tuple[WorkOrder, ...]:
        return tuple(u for u in self.units if isinstance(u, WorkOrder))


def gathered(
    passages: Sequence[Passage], tier: Tier, school: Sequence[Cited] = (), papers: Papers = NONE
) -> Material:  # fmt: skip
    """Everything in the passages, given in reading order, that can be taught or practised; `school` are what the
    school's papers bid learners at work, `papers` what others say to it.
    """
    plan = outline(passages)
    tasks = [order for order in work_orders(plan, tier, school, papers) if _practical(order)]
    beside = {line.section for line in plan.rules}
    steps = {(s.source.passage.id, s.source.text) for order in tasks for s in order.steps}
    said = {
        (c.passage.id, c.text) for order in tasks
        for c in (*order.notes, *order.troubles, *order.scenario, *(r.source for r in order.safety))
    }
    sections = [s for s in _sections(lines(passages), steps | said, beside) if not _EXERCISE.search(s.title)]
    place = {p.id: n for n, p in enumerate(passages)}
    every: list[Section | WorkOrder] = [*sections, *tasks]
    units = sorted(every, key=lambda unit: place[_lead(unit).id])
    return Material(passages[0].title if passages else "", tuple(units), tuple(passages))


def marked(material: Material, critical: Collection[str]) -> Material:
    """With the steps that papers call critical, by the names these give them."""
    def held(unit: Section | WorkOrder) -> Section | WorkOrder:
        if isinstance(unit, Section) or not any(_is(s.text, critical) for s in unit.steps):
            return unit
        return replace(unit, steps=tuple(replace(s, critical=_is(s.text, critical)) for s in unit.steps))

    return replace(material, units=tuple(map(held, material.units))) if critical else material


def _is(text: str, critical: Collection[str]) -> bool:
    return any(n in first(text) for n in critical)


def focused(material: Material) -> Material:
    """What the tasks need, where there are any: sections of another topic stay for lessons of their own."""
    near = tuple(u for u in material.units if not (isinstance(u, Section) and u.aside))
    return replace(material, units=near) if material.tasks else material


def named(material: Material) -> str:
    """What the lesson is on, for want of a topic: its tasks, behind what their document is about where their names do
    not say it; else the document.
    """
    tasks = list(dict.fromkeys(t.title for t in material.tasks))
    said = "、".join(tasks[:NAMED]) + ("等" if len(tasks) > NAMED else "")
    about = _KIND.sub("", material.title).strip()
    if about and len({p.document_id for p in material.passages}) == 1 and not any(
        words(about) & words(t) for t in tasks
    ):
        said = f"{about}：{said}"
    return said if tasks and len(said) <= TITLE else material.title


def telling(section: Section, tasks: Sequence[WorkOrder]) -> Cited:
    """The sentence that says most to the work, what ties listed things together before all; the first where there is
    none.
    """
    work = words(" ".join(s.text for t in tasks for s in t.steps))
    named = words(" ".join(t.title for t in tasks))
    things = [listed(s.text) for t in tasks for s in t.steps]

    return max(
        section.told,
        key=lambda c: len(words(c.text) & work) + 2 * len(words(c.text) & named) + ties(c.text, things),
    )


def halves(section: Section) -> tuple[Cited, ...]:
    """Where the section's title names several (`双重作用`, `三个基本公式`), the points that it numbers, or the formulas
    that it holds, as many as it names and no fewer; nothing for any other section.
    """
    named = _SEVERAL.search(section.title)
    if named is None:
        return ()
    count = _COUNTED[named[0][0]]
    for passage in dict.fromkeys([section.lead, *(c.passage for c in section.told)]):
        here = _under(passage.text, section.title)
        heads = [(m[1], m[2]) for m in _POINT.finditer(here)]
        if [n for n, _ in heads[:count]] == [str(n) for n in range(1, count + 1)]:
            return tuple(Cited(said, passage) for _, said in heads[:count])
        held = [f.text for f in formulas(here)] if "公式" in section.title else []
        if len(held) >= count:
            return tuple(Cited(text, passage) for text in held[:count])
    return ()


def _under(text: str, title: str) -> str:
    """What stands behind a title in a text that holds it; else all."""
    return text.partition(title)[2] or text


_SEVERAL = re.compile(r"[双两二三四]\s?(?:重|个|种|大|方面|项)")
_COUNTED = {"双": 2, "两": 2, "二": 2, "三": 3, "四": 4}
_POINT = re.compile(r"^\s*(\d)[.、．]\s*([^\n]{6,120})$", re.M)


def ties(sentence: str, things: Sequence[Sequence[str]]) -> int:
    """What it is worth that a sentence speaks of several things that one step lists (`访客、转化、客单`): a formula
    that ties them together says more to the step than a sentence that has one of its longer words.
    """
    most = max((sum(t in sentence for t in some) for some in things), default=0)
    return TIED * most if most >= TOGETHER else 0


def listed(text: str) -> list[str]:
    """The short names that a text lists: `访客、转化、客单`."""
    runs = re.findall(r"[\u4e00-\u9fff]{2,6}(?:、[\u4e00-\u9fff]{2,6}){2,}", text)
    return [name for run in runs for name in run.split("、")]


def founded(
    material: Material, before: Sequence[tuple[Passage, str]], *methods: Sequence[tuple[Passage, str]]
) -> Material:  # fmt: skip
    """With what was taught before, of the document that says most to the work, as a section of its own in front, where
    the material itself explains nothing; each of the `methods`, on what is hard in the work, is another, and
    two of them are enough.
    """
    if material.sections or not (before or any(methods)):
        return material
    told = [[Cited(sentence, passage) for passage, sentence in method] for method in methods]
    taken = {c.text for run in told for c in run}
    more = [Cited(s, p) for p, s in before if p.document_id == before[0][0].document_id and s not in taken]
    work = words(" ".join(s.text for t in material.tasks for s in t.steps))
    best = sorted(more, key=lambda c: -len(words(c.text) & work))[:BESIDE] if taken else more
    first_ = [] if sum(map(bool, told)) > 1 else [c for c in more if c in best]  # what is done by hand comes first
    runs = [run for run in (first_, *told) if run]
    known = tuple(_whole(Section(_where(run), tuple(run), run[0].passage)) for run in runs)
    return Material(material.title, (*known, *material.units), material.passages)


def _whole(section: Section) -> Section:
    """With all the points its title names, in front of what else is told under it."""
    points = halves(section)
    rest = [
        c for c in section.told
        if headed(c) in ("", section.title) and not any(c.text.rstrip("。；") in p.text for p in points)
    ]
    return replace(section, told=(*points, *rest)) if points else section


def _where(run: Sequence[Cited]) -> str:
    """The heading that most of them stand under, else the document."""
    headings = [headed(c) for c in run]
    best = max(headings, key=headings.count)
    return best or chapter(run[0].passage.title)


def headed(cited: Cited) -> str:
    """The heading it stands under within its passage, without its number; else the passage's own."""
    here = (line for line in lines([cited.passage]) if cited.text in line.text and len(line.section) > 1)
    line = next(here, None)
    own = bare((cited.passage.locator.heading or "").split(" › ")[-1])
    return bare(line.section[-1]) if line is not None else own


def chapter(title: str) -> str:
    """What a chapter is on, without its book and number."""
    return re.sub(r"^(?:\S*(?:教材|讲义|课件)\s*)?(?:第[一二三四五六七八九十\d]+[章节讲单元]+\s*)?", "", title) or title


def about(material: Material, topic: str) -> Material:
    """Only the units whose title or words are about the topic, where some clearly are; else all."""
    wanted = words(topic) - words(material.title)
    if not wanted:
        return material
    share = {id(u): len(wanted & words(_text(u))) / len(wanted) for u in material.units}
    best = max(share.values(), default=0.0)
    near = tuple(u for u in material.units if share[id(u)] >= max(0.5, 0.7 * best))
    return Material(material.title, near, material.passages) if near else material


def _practical(order: WorkOrder) -> bool:
    asked = any(_ASKED.search(s.text) for s in order.steps)
    where = order.steps[0].source.passage
    return not _EXERCISE.search(order.title) and not asked and (
        where.library in _PRACTICAL or bool(_PROCESS.search(order.title))
    )


def _sections(
    every: Sequence[Line], taken: set[tuple[str, str]], beside: Container[tuple[str, ...]]
) -> Iterator[Section]:
    for section, run in groupby(every, key=lambda line: line.section):
        here = list(run)
        told = [
            Cited(sentence, line.passage) for line in here
            if not line.cells and line.kind != "heading" and (line.passage.id, line.text) not in taken
            for sentence in clue.sentences(line.body or line.text)
            if _teaches(sentence) and (line.passage.id, sentence) not in taken
        ]  # fmt: skip
        if told:
            title = bare(section[-1]) if len(section) > 1 else chapter(here[0].passage.title)
            yield Section(title, _best(told), here[0].passage, section in beside)


def _teaches(sentence: str) -> bool:
    fits = SENTENCE[0] <= len(sentence) <= SENTENCE[1]
    unfit = _LOOSE.search(sentence) or _EXERCISE.search(sentence) or _ABOUT_FILE.search(sentence)
    return fits and not unfit


def _best(told: Sequence[Cited]) -> tuple[Cited, ...]:
    """The few that define or explain most, in their order."""

    def worth(cited: Cited) -> int:
        return 2 * bool(_DEFINES.search(cited.text)) + bool(_EXPLAINS.search(cited.text))

    chosen = sorted(range(len(told)), key=lambda n: (-worth(told[n]), n))[:TOLD]
    return tuple(told[n] for n in sorted(chosen))


def _lead(unit: Section | WorkOrder) -> Passage:
    return unit.lead if isinstance(unit, Section) else unit.steps[0].source.passage


def _text(unit: Section | WorkOrder) -> str:
    if isinstance(unit, Section):
        return " ".join([unit.title, *(c.text for c in unit.told)])
    return " ".join([unit.title, *(s.text for s in unit.steps)])
