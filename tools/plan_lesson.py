"""A lesson plan 教案, a loose-leaf unit 活页, or both, from what the asker may read.

Knows the tool's arguments, what it reads and how a model may word it; how a lesson is made is learning/'s.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from pydantic import BaseModel, Field, model_validator

from learning import classknown
from learning.around import asks, bad
from learning.checks import Cited
from learning.clause import first
from learning.keydata import trigger
from learning.lesson import Lesson, lesson, practised, tightest
from learning.looseleaf import Leaf, leaf
from learning.material import (
    Material,
    about,
    focused,
    founded,
    gathered,
    listed,
    marked,
    named,
    ties,
)
from learning.numbers import unsupported
from learning.portion import within
from learning.project import outline, words
from learning.stage import Stage
from learning.support import astray
from learning.tier import LEVELS, Tier
from learning.workorder import Step, inspected
from prompts import load
from tools import _lesson as out
from tools import _planned
from tools._around import around
from tools._asked import questions
from tools._beside import beside
from tools._companions import companions
from tools._elsewhere import gauges_for, sample_data
from tools._method import measure, method
from tools._prior import KINDS, prior
from tools._resources import links, resources
from tools._school import bidding, school
from tools._tool import Arguments, ToolResult
from tools._whole import read_whole
from tools._work_order import Numbered
from trust.classes import ClassRecord
from trust.errors import NotEnough, NotFound
from trust.guard import admit
from trust.labels import join
from trust.roles import Act
from trust.sources import Findings, Passage
from trust.turn import Turn

NAME = 12
_QUANTITY = re.compile(r"(?<![A-Za-z])pH(?![A-Za-z])|水分活度|黏度|糖度|浓度")
"""What a step decides by: quantities that books explain."""
FOUND, ASKED_OF_STEPS, SHOWN, RESOURCES, KNOWN = 12, 4, 24, 6, 4


class PlanLessonArguments(Arguments):
    """What the lesson is about, for whom and how long."""

    query: str | None = Field(
        default=None, min_length=2, max_length=200,
        description="The topic, in the documents' own words; may be left out when ids are given.",
    )
    document_ids: list[str] = Field(default=[], max_length=8, description="Documents to teach from, in order.")
    passage_ids: list[str] = Field(default=[], max_length=200, description="Single passages to teach from.")
    hours: int = Field(default=2, ge=1, le=16, description="Class hours of 45 minutes.")
    tier: Tier = Field(default="second_year", description="first_year, second_year, or on_post (interns, employees).")
    course: str = Field(
        default="", max_length=60,
        description="The course's name, for the form's head; of one the asker teaches, the class's record is told.",
    )
    class_record: bool = Field(
        default=True, description="False leaves the class's record out: with it, only the course's teachers may read."
    )
    class_name: str = Field(default="", max_length=60, description="The class, for the form's head.")
    school_rules: bool | None = Field(
        default=None,
        description="Apply what the school's course standard and safety rules bid learners: true always (the plan is "
        "then readable only where those are), false never; left out: where they narrow no reader.",
    )
    form: out.Form = Field(default="plan", description="plan 教案, loose_leaf 活页, or both.")

    @model_validator(mode="after")
    def _about_something(self) -> PlanLessonArguments:
        if not (self.query or self.document_ids or self.passage_ids):
            raise ValueError("a query, documents or passages")
        return self


class WordedStage(BaseModel):
    teacher: str = Field(min_length=4, max_length=300)
    student: str = Field(min_length=4, max_length=300)
    intent: str = Field(min_length=4, max_length=200)


class Wording(BaseModel):
    """`analysis` and `stages` are empty where the rules' words stay."""

    analysis: list[str] = Field(default=[], max_length=6)
    stages: list[WordedStage] = Field(default=[])


class PlanLessonTool:
    """Write a lesson plan (教案: goals, key and difficult points, stages with minutes, assessment, resources) or a
    loose-leaf unit (活页) on a topic or on given documents, all cited.

    Call it when a teacher or mentor asks for a lesson plan, teaching design or loose-leaf unit.
    Do not call it for exercises alone, nor to decompose a whole process into work orders.
    """

    name: ClassVar[str] = "plan_lesson"
    needs: ClassVar[Act] = Act.REVIEW
    arguments: ClassVar[type[Arguments]] = PlanLessonArguments
    result: ClassVar[type[BaseModel]] = out.Lesson

    def run(self, turn: Turn, arguments: PlanLessonArguments) -> ToolResult:
        """Raises NotFound for ids that are not there, NotEnough where nothing can be taught from, PartDown."""
        turn.emit("progress", {"stage": "read", "words": "正在通读资料"})
        passages = _sources(turn, arguments)
        near = beside(turn, passages)
        bidden = school(turn, outline(passages), passages, arguments.school_rules)
        rules = bidden.rules
        kin = companions(turn, passages, arguments.school_rules)
        papers = replace(bidden.papers, companions=kin)
        material = about(gathered(passages, arguments.tier, rules, papers), arguments.query or "")
        material = marked(material, near.critical)
        if not arguments.query:
            material = focused(material)
        if material.thin:
            raise _too_thin()
        turn.emit("progress", {"stage": "plan", "words": "正在设计教学过程"})
        first = practised(within(material, arguments.hours, arguments.tier)[0], arguments.hours, arguments.tier)
        taught, way = _before(turn, material, first), _way(turn, material, first)
        before = _one_each(taught, first)
        material = founded(material, taught, *way)
        taught_now = within(material, arguments.hours, arguments.tier)[0]
        done = practised(taught_now, arguments.hours, arguments.tier)
        checks = [c for t in taught_now.tasks for c in inspected(t, done)]
        gauges = gauges_for(turn, material.title, checks, passages, arguments.school_rules)
        topic = arguments.query or named(taught_now)
        record = _record(turn, arguments)
        class_says = _told(record, arguments, material)
        asked = questions(taught_now, topic, done, near.critical)
        real = asks(near.records, bad(near.records)) if taught_now.tasks else []
        asked = [*asked[:2], *real[:1]] if real else asked
        about_it = around(turn, bidden, near, taught_now, done, kin, arguments.school_rules)
        figures = sample_data(turn, done, passages, arguments.school_rules)
        made = lesson(
            material, topic, arguments.hours, arguments.tier, before, asked, class_says, gauges, figures, about_it
        )
        elsewhere = [*(g.source for g in gauges.values()), *([figures] if figures else []), *about_it.used]
        elsewhere += about_it.rooms
        paper = [p for c in kin for p in c.passages] + [c.passage for c in papers.forms]
        paper += [r.source.passage for r in papers.vetoes] + ([papers.phones.passage] if papers.phones else [])
        used = [*bidding(taught_now.tasks, rules), *(c.passage for c in elsewhere), *near.plans, *near.records, *paper]
        told = [p for p, _ in (*taught, *(one for run in way for one in run))]
        every = tuple(dict.fromkeys([*passages, *told, *used]))
        rests = [*(p.label for p in every), *([record.label] if record is not None and record.known else [])]
        read = Findings(topic, every, join(rests), len(every))
        whole = arguments.form == "loose_leaf"
        page = leaf(material if whole else taught_now, before, None if whole else done, gauges, about_it.veto)
        shaped, numbered, written_by = self._shaped(turn, arguments, made, read, page, figures)
        label = join([turn.floor, *rests])
        return ToolResult(shaped, read, tuple(numbered.made), label, written_by)

    def _shaped(
        self, turn: Turn, wanted: PlanLessonArguments, made: Lesson, read: Findings, page: Leaf | None,
        figures: Cited | None,
    ) -> tuple[out.Lesson, Numbered, str]:  # fmt: skip
        numbered = Numbered()
        plan, loose, written_by = None, None, "extract"
        if wanted.form != "loose_leaf":
            words_, written_by = _worded(turn, made, wanted.tier, read)
            plan = _planned.plan(
                made, made.topic, wanted.hours, wanted.tier, wanted.course, wanted.class_name, [], numbered
            )
            plan = _with(plan, words_)
        if wanted.form != "plan":
            if page is None and plan is None:
                raise _too_thin()
            loose = _planned.leaf(page, [], numbered) if page else None
        if figures is not None:
            numbered.of(figures.text, figures.passage)
        every = resources(plan, numbered)
        plan = plan.model_copy(update={"resources": every}) if plan else None
        loose = loose.model_copy(update={"links": links(every, numbered)}) if loose else None
        named = (*read.passages[:1], *numbered.passages)
        titles = {p.document_id: p.title for p in named}
        sources = [out.SourceOut(id=i, title=t) for i, t in titles.items()]
        return out.Lesson(title=made.topic, sources=sources, plan=plan, loose_leaf=loose), numbered, written_by


def _record(turn: Turn, wanted: PlanLessonArguments) -> ClassRecord | None:
    """Of the course named, if the asker teaches it."""
    if not (wanted.course and wanted.class_record):
        return None
    return turn.classes.class_record(turn.principal, turn.scope, wanted.course)


def _told(record: ClassRecord | None, wanted: PlanLessonArguments, material: Material) -> tuple[str, ...]:
    """What the record says about this lesson, or that it says nothing. Where there is no record, no word on why: that
    too would speak of the class.
    """
    if record is None or not record.known:
        return ()
    titles = [u.title for u in material.units]
    said = [c.text for s in material.sections for c in s.told] + [s.text for t in material.tasks for s in t.steps]
    told = classknown.told(record.course, record.known, [wanted.query or "", material.title, *titles, *said])
    return told or (classknown.silent(record.course),)


def _sources(turn: Turn, wanted: PlanLessonArguments) -> tuple[Passage, ...]:
    """Whole documents in reading order, or the given passages in theirs."""
    if wanted.passage_ids:
        given = turn.records.passages(turn.principal, turn.scope, list(dict.fromkeys(wanted.passage_ids)))
        if len(given) < len(set(wanted.passage_ids)):
            raise NotFound()
        documents = list(dict.fromkeys(p.document_id for p in given))
        ordered = sorted(given, key=lambda p: (documents.index(p.document_id), p.ordinal))
        return admit(turn.principal, turn.scope, ordered)
    if wanted.document_ids:
        whole = [read_whole(turn, d) for d in dict.fromkeys(wanted.document_ids)]
        if not all(whole):
            raise NotFound()
        return tuple(p for document in whole for p in document)
    return _best(turn, wanted.query or "", wanted.tier)


def _best(turn: Turn, query: str, tier: Tier) -> tuple[Passage, ...]:
    """The document the topic means: the one whose title says most of it, else the best-ranked that is about it."""
    found = turn.originals(query, k=FOUND)
    sure = turn.search.read(turn.principal, turn.scope, query, found).sure
    telling = words(query) - KINDS
    held: dict[str, int] = {}
    for p in found.passages:
        said = words(f"{p.title}{p.locator.heading or ''}{p.text}")
        held[p.document_id] = max(held.get(p.document_id, 0), 2 * len(telling & words(p.title)) + len(telling & said))
    for document_id, share in sorted(held.items(), key=lambda pair: -pair[1]):
        if not sure and share < max(1, len(telling)):
            continue
        passages = read_whole(turn, document_id)
        if passages and not about(gathered(passages, tier), query).thin:
            return passages
    raise _too_thin()


def _before(turn: Turn, material: Material, done: Sequence[Step]) -> list[tuple[Passage, str]]:
    """What to know beforehand, of what learners do where they do something."""
    said = [c.text for s in material.sections for c in s.told] + [s.text for s in done]
    said = said or [s.text for t in material.tasks for s in t.steps]
    titles = " ".join(u.title for u in material.units)
    each = -(-len(said) // ASKED_OF_STEPS)
    queries = (f"{material.title} {titles}", *(f"{material.units[0].title} {s}" for s in [said[0], *said[1::each]]))
    taught = prior(turn, queries, said, material.passages, KNOWN)
    return taught or prior(turn, queries, [titles, *said], material.passages, KNOWN)


def _way(turn: Turn, material: Material, done: Sequence[Step]) -> list[list[tuple[Passage, str]]]:
    """What the course's books say on how the hard point is mastered, and on what a step decides by."""
    task = next((t for t in material.tasks if not t.parallel), None)
    if task is None or material.sections:
        return []
    hard, made = tightest(task, done), []
    if hard is not None:
        step = next((first(s.text) for s in task.steps if hard in (*s.parameters, *s.beside)), "")
        made.append(method(turn, hard, step, material.passages))
    by = ((s, p, m[0]) for s in done for p in s.parameters if trigger(p) and (m := _QUANTITY.search(s.text)))
    if (found := next(by, None)) is not None:
        value = found[1].quantity.value
        at = float(value) if value is not None else None
        made.append(measure(turn, first(found[0].text), found[2], at, material.passages))
    return [run for run in made if run]


def _one_each(taught: Sequence[tuple[Passage, str]], done: Sequence[Step]) -> list[tuple[Passage, str]]:
    """Of each document the sentence that says most to the work, in the documents' order."""
    work, things = words(" ".join(s.text for s in done)), [listed(s.text) for s in done]

    def worth(sentence: str) -> int:
        return len(words(sentence) & work) + ties(sentence, things)

    best: dict[str, tuple[Passage, str]] = {}
    for passage, sentence in taught:
        held = best.setdefault(passage.document_id, (passage, sentence))
        if worth(sentence) > worth(held[1]):
            best[passage.document_id] = (passage, sentence)
    return list(best.values())


def _worded(turn: Turn, made: Lesson, tier: Tier, read: Findings) -> tuple[Wording, str]:
    """A model's words for the analysis and the stages, or none."""
    prompt = load(
        "plan_lesson", count=str(len(made.stages)), tier=LEVELS[tier].demand, record=made.analysis[0].text,
        stages="\n".join(f"- {s.name}：{s.teacher}" for s in made.stages),
    )  # fmt: skip
    shown = Findings(read.query, read.passages[:SHOWN], read.label, len(read.passages[:SHOWN]))
    written = turn.write(prompt, Wording, shown, lambda w: _unfit(w, made.stages, shown), lambda _: Wording())
    return written.value, written.written_by


def _unfit(draft: Wording, stages: Sequence[Stage], shown: Findings) -> str | None:
    if len(draft.stages) != len(stages):
        return f"there must be exactly {len(stages)} entries in `stages`"
    if not 2 <= len(draft.analysis) <= 4:
        return "there must be two to four sentences in `analysis`"
    sources = [f"{p.title}\n{p.locator.heading or ''}\n{p.text}" for p in shown.passages]
    own = [t for s in stages for t in (s.name, s.teacher, s.student, s.intent)]
    if off := astray([*draft.analysis, *(f"{s.teacher}{s.student}{s.intent}" for s in draft.stages)], [*sources, *own]):
        return f"this is not about the lesson: {off[:60]}"
    for text in (*draft.analysis, *(t for s in draft.stages for t in (s.teacher, s.student, s.intent))):
        if missing := unsupported(text, sources):
            return f"the number {missing[0].value} is not in the passages"
    return None


def _with(plan: out.LessonPlan, wording: Wording) -> out.LessonPlan:
    """The plan in a model's words where there are any; the first sentence of the analysis, which says what is recorded
    of the class, stays.
    """
    if not wording.stages:
        return plan
    stages = [
        s.model_copy(update=w.model_dump()) for s, w in zip(plan.stages, wording.stages, strict=True)
    ]  # fmt: skip
    analysis = [plan.analysis[0], *(out.Line(text=t) for t in wording.analysis)]
    return plan.model_copy(update={"stages": stages, "analysis": analysis})


def _too_thin() -> NotEnough:
    return NotEnough(
        "你能查阅的资料不足以写成教案：需要讲清概念的教材章节，或带编号步骤的规程、作业指导书。"
        "请写明课题（用资料里的说法），或直接指定资料。",
        "Not enough in what you may read: need a textbook chapter that explains something, or a process with numbered "
        "steps. Name the topic in the documents' words, or name the documents.",
    )
