"""The shape of a decomposed project as it leaves: pydantic models, and citations numbered as they come up.

Knows how learning's work orders look from outside. Finds and judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from pydantic import BaseModel, model_validator

from learning import clue
from learning.checks import Check, Cited
from learning.companion import Companion, chapters, opening, why
from learning.fixture import Fixture
from learning.gauge import Gauge, at_the_end, device
from learning.inspected import inspected
from learning.outcome import heading, lacking, unmeasured
from learning.parameter import Parameter
from learning.project import Outline
from learning.stepname import clock, under
from learning.tier import LEVELS, Level, Tier
from learning.workorder import WorkOrder, editions
from trust.sources import Citation, Passage

NOTHING_BEFORE = "必备知识：没有配上课程段落，请教师指定。"
FULL = 100
"""Points of a scoring sheet."""
NO_GAUGES: Mapping[Check, Gauge] = MappingProxyType({})
NO_DATA: Mapping[int, Cited] = MappingProxyType({})


class Quoted(BaseModel):
    """Verbatim words and the number of the citation they stand in."""

    text: str
    citation: int


class ParameterOut(BaseModel):
    """`value`, `tolerance` and `unit` are pieces of `quote`; `relation` is one of `= >= > <= < ≈`; `under`: the step
    or heading it stands under.
    """

    under: str = ""
    name: str
    value: str
    tolerance: str
    unit: str
    relation: str
    quote: str
    citation: int


class StepOut(BaseModel):
    """`text` is the step without its mark. `vital`: it holds a safety rule that fails the task when broken.

    `parameters` are its own and those a table gives for it, tools and the like too; `notes` what the source, or the
    school, says to it elsewhere.
    """

    number: str
    text: str
    quote: str
    citation: int
    vital: bool
    parameters: list[ParameterOut]
    notes: list[Quoted] = []
    inspects: list[str] = []
    """What is checked at it: where checking is the step what tables want, else what it says of itself."""


class CheckOut(BaseModel):
    """`how_citation` and `how_title`: where else than in the check's own source the gauge is named."""

    under: str = ""
    item: str
    acceptance: str
    how: str
    often: str
    quote: str
    citation: int
    how_title: str = ""
    how_citation: int | None = None


class RuleOut(Quoted):
    """`about`: what it speaks of, or is for, where its words do not say so; `entry`: to be met before one begins."""

    vital: bool
    about: str = ""
    entry: bool = False


class Prerequisite(BaseModel):
    """What to know beforehand, from the course library."""

    title: str
    document_id: str
    passage_id: str
    quote: str
    citation: int


class CriterionOut(BaseModel):
    area: str
    text: str
    points: int
    veto: bool


class TierOut(BaseModel):
    tier: Tier
    name: str
    hours: int
    support: str
    demand: str


class TaskOut(BaseModel):
    """A work order 任务工单. `introduction`, `goal` and `competencies` are worded, all else is the source's own.

    `remarks` are on the class hours, `missing` is what the source leaves to the teacher.
    `scoring` makes a hundred points. `parallel`: the steps are cases that may come up, in no order.
    """

    title: str
    filled: str = ""
    """What the head of the sheet has room for."""
    introduction: str
    scenario: list[Quoted]
    goal: str
    prerequisites: list[Prerequisite]
    tools: list[str]
    steps: list[StepOut]
    parameters: list[ParameterOut]
    safety: list[RuleOut]
    checks: list[CheckOut]
    troubles: list[Quoted]
    notes: list[Quoted]
    records: list[Quoted]
    equipment: list[Quoted] = []
    """What the school's own paper says there is to work with."""
    competencies: list[str]
    hours: int
    tiers: list[TierOut]
    evidence: list[str]
    remarks: list[str] = []
    missing: list[str] = []
    scoring: list[CriterionOut]
    parallel: bool = False
    data: list[Quoted] = []
    """Rows of the course's tables to work on where learners only watch the real business."""

    @model_validator(mode="after")
    def _hundred(self) -> TaskOut:
        if self.scoring and sum(c.points for c in self.scoring) != FULL:
            raise ValueError(f"the points of a sheet make {FULL}")
        return self


class RuleBeside(Quoted):
    """`under`: the heading it stands under."""

    under: str = ""


class CompanionOut(BaseModel):
    """A paper of the same place: `why` it belongs, `parts` its chapters, and where it says so itself."""

    title: str
    why: str
    parts: list[str]
    citation: int


class SourceOut(BaseModel):
    id: str
    title: str


class Project(BaseModel):
    """`steps` counts all steps of all tasks; `rules` are sections of their own topic beside the tasks."""

    title: str
    tier: Tier
    sources: list[SourceOut]
    tasks: list[TaskOut]
    steps: int
    rules: list[RuleBeside] = []
    editions: list[Quoted] = []
    companions: list[CompanionOut] = []


@dataclass
class Numbered:
    """Citations in the order they are first used: the same stretch of a passage keeps its number."""

    made: list[Citation] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    """What is cited, each once."""
    known: dict[tuple[str, str], int] = field(default_factory=dict)

    def of(self, quote: str, passage: Passage) -> int:
        key = (passage.id, quote)
        if key not in self.known:
            n = self.known[key] = len(self.made) + 1
            self.passages += [passage] if passage not in self.passages else []
            self.made.append(
                Citation(n, passage.id, passage.document_id, passage.title, passage.locator, quote)
            )
        return self.known[key]


def shown(
    order: WorkOrder, before: Sequence[tuple[Passage, str]], numbered: Numbered,
    gauges: Mapping[Check, Gauge] = NO_GAUGES, equipment: Sequence[Cited] = (), data: Mapping[int, Cited] = NO_DATA,
) -> TaskOut:  # fmt: skip
    """`before` are (passage, quote) of what to know first; `gauges` what other papers name for its checks, `equipment`
    what the school's own paper says there is, `data` rows to work on, by the place of their step.
    """
    at_hand = inspected(order)
    steps = [
        StepOut(
            number=s.number, text=s.text, quote=s.source.text, vital=s.vital,
            citation=numbered.of(s.source.text, s.source.passage),
            parameters=[*_parameters([*s.parameters, *s.beside], numbered), *_fixtures(s.fixtures, numbered)],
            notes=_quoted(s.notes, numbered), inspects=at_hand[n],
        )
        for n, s in enumerate(order.steps)
    ]  # fmt: skip
    placed = [note for s in order.steps for note in s.notes]
    tools = _with([g.name for c, g in gauges.items() if c in order.checks and device(g.name)], order.tools)
    return TaskOut(
        title=order.title, introduction="", scenario=_quoted(order.scenario, numbered), goal=order.goal,
        prerequisites=[_prerequisite(p, quote, numbered) for p, quote in before], tools=tools, steps=steps,
        parameters=_rows(order, numbered),
        safety=[RuleOut(**_one(r.source, numbered), vital=r.vital, about=r.about, entry=r.entry) for r in order.safety],
        checks=[_check(c, numbered, gauges.get(c)) for c in (*order.checks, *order.borrowed)],
        equipment=_quoted(equipment, numbered),
        troubles=_quoted(order.troubles, numbered),
        notes=_quoted([n for n in order.notes if n not in placed], numbered),
        records=_quoted(order.records, numbered), competencies=list(order.competencies), hours=order.hours[order.tier],
        tiers=[
            TierOut(
                tier=t, name=level.name, hours=order.hours[t], support=_support(level, order),
                demand=_demand(level, order),
            )
            for t, level in LEVELS.items()
        ],
        evidence=list(order.evidence), remarks=list(order.remarks),
        missing=[
            *_missing(order, tools), *unmeasured([c for c in order.checks if c not in gauges]),
            *_without_data(order, data), *at_the_end({c: g.name for c, g in gauges.items() if c in order.checks}),
            *(() if before else [NOTHING_BEFORE]),
        ],
        scoring=[CriterionOut(area=c.area, text=c.text, points=c.points, veto=c.veto) for c in order.scoring],
        parallel=order.parallel, filled=_filled(order), data=_quoted(dict.fromkeys(data.values()), numbered),
    )  # fmt: skip


def _without_data(order: WorkOrder, data: Mapping[int, Cited]) -> list[str]:
    """What stands for a day of the real business has to be made ready where the course has no table for it."""
    if order.found is None or not order.found.simulated:
        return []
    bare = [at for n, s in enumerate(order.steps) if (at := clock(s.text)) and n not in data]
    return [f"“{'”“'.join(bare)}”的样例数据：没有配上现成的表，请教师备好再上课。"] if bare else []


def _filled(order: WorkOrder) -> str:
    batch = any("批" in c.text for c in (*order.records, *order.scenario))
    names = ("班级", "组别", "姓名", "学号", "日期", *(("批号",) if batch else ()))
    return "　".join(f"{name}＿＿＿" for name in names)


def _with(gauges: Iterable[str], tools: Sequence[str]) -> list[str]:
    """The tools with the gauges that other papers name, materials last."""
    return sorted(clue.unlike([*tools, *dict.fromkeys(gauges)]), key=clue.material)


def _missing(order: WorkOrder, tools: Sequence[str]) -> tuple[str, ...]:
    return lacking(replace(order.found, tools=tuple(tools))) if order.found else order.missing


def companions_of(every: Iterable[Companion], numbered: Numbered) -> list[CompanionOut]:
    return [
        CompanionOut(title=c.title, why=why(c.tie), parts=chapters(c), citation=numbered.of(*opening(c)))
        for c in every
    ]  # fmt: skip


def _support(level: Level, order: WorkOrder) -> str:
    """With a guard at what is dangerous, by name where the steps have names."""
    if not (order.risky and level.guarded):
        return level.support
    named = f"（{'、'.join(order.dangerous)}）" if order.dangerous else ""
    return level.support + level.guarded.format(steps=named)


def _demand(level: Level, order: WorkOrder) -> str:
    """What is asked for, as far as the task has it."""
    told = level.demand if order.risky else level.demand.replace("危险点", "易错点")
    if not order.troubles:
        told = told.replace("，能处理规程所列异常", "")
    if not order.checks:
        told = told.replace("，自检一项以上", "，完成后自查一遍").replace("对照验收值自检互检", "对照规程自查互查")
        told = told.replace("并判定合格与否", "并自查结果")
    return told


def _one(cited: Cited, numbered: Numbered) -> dict[str, object]:
    return {"text": cited.text, "citation": numbered.of(cited.text, cited.passage)}


def beside(plan: Outline, numbered: Numbered) -> list[RuleBeside]:
    """What the source says beside its tasks."""
    told = [(line, Cited(line.text if line.cells else line.body or line.text, line.passage)) for line in plan.rules]
    return [RuleBeside(under=under(line), text=c.text, citation=numbered.of(c.text, c.passage)) for line, c in told]


def editions_of(plan: Outline, numbered: Numbered) -> list[Quoted]:
    return _quoted(editions(plan), numbered)


def _quoted(every: Iterable[Cited], numbered: Numbered) -> list[Quoted]:
    return [Quoted(text=c.text, citation=numbered.of(c.text, c.passage)) for c in every]


def _parameters(every: Iterable[Parameter], numbered: Numbered) -> list[ParameterOut]:
    return [
        ParameterOut(
            under=p.under, name=p.name, value=p.value, tolerance=p.tolerance, unit=p.unit, relation=p.quantity.relation,
            quote=p.quote, citation=numbered.of(p.line or p.quote, p.passage),
        )
        for p in every
    ]  # fmt: skip


def _rows(order: WorkOrder, numbered: Numbered) -> list[ParameterOut]:
    """The settings, and with each table row's first one what else the row gives."""
    given: dict[str, list[Fixture]] = {}
    for fixture in order.fixtures:
        given.setdefault(fixture.line, []).append(fixture)
    at = {p.line: heading(s.text) for s in order.steps for p in s.beside}
    made: list[ParameterOut] = []
    for parameter in order.parameters:
        told = [*_fixtures(given.pop(parameter.line, []), numbered), *_parameters([parameter], numbered)]
        step = at.get(parameter.line, "")
        made += [p.model_copy(update={"under": f"{step}（{p.under}）"}) if step else p for p in told]
    return made


def _fixtures(every: Iterable[Fixture], numbered: Numbered) -> list[ParameterOut]:
    return [
        ParameterOut(
            under=f.under, name=f"{f.key} {f.header}", value=f.value, tolerance="", unit="", relation="=",
            quote=f.quote, citation=numbered.of(f.line, f.passage),
        )
        for f in every
    ]  # fmt: skip


def _check(check: Check, numbered: Numbered, gauge: Gauge | None) -> CheckOut:
    citation = numbered.of(check.source.text, check.source.passage)
    other = gauge is not None and gauge.source.passage.document_id != check.source.passage.document_id
    return CheckOut(
        under=check.under, item=check.item, acceptance=check.acceptance, how=gauge.name if gauge else check.how,
        often=check.often, quote=check.source.text, citation=citation,
        how_title=gauge.source.passage.title if gauge and other else "",
        how_citation=numbered.of(gauge.source.text, gauge.source.passage) if gauge else None,
    )  # fmt: skip


def _prerequisite(passage: Passage, quote: str, numbered: Numbered) -> Prerequisite:
    return Prerequisite(
        title=passage.title, document_id=passage.document_id, passage_id=passage.id, quote=quote,
        citation=numbered.of(quote, passage),
    )  # fmt: skip
