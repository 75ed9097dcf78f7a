"""The work order 任务工单 of one task: everything a teacher hands out, each stretch with the passage it comes from.

Pure and without a model: what is extracted is verbatim, what is said around it holds no number. Class hours and points
are ours. Prerequisites are found by search, so they are added by the tool.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from learning import clue, outcome
from learning.called import called
from learning.checks import Check, Cited, checks, how
from learning.line import Line
from learning.parameter import Parameter, in_row, in_sentence
from learning.placing import step_of
from learning.project import Outline, Part, named, of_tasks
from learning.scoring import Criterion, sheet
from learning.stepname import name, short, told, under
from learning.structure import row
from learning.tier import LEVELS, Tier, hours

_TROUBLE = re.compile(r"处理|对策|措施|纠偏|异常时|报警")
_WRONG = re.compile(r"异常|故障|报警|应急")
_NUMBERING = re.compile(r"(?:文件)?编号|版本|密级|生效")
_RESULT = re.compile(r"产出|输出|成果|交付|提交")
_HANDLED = "各情况处置的先后、时限和上报对象都符合规定"
_FORM_NAME = re.compile(r"(?:单|表|卡|簿|记录|报告|清单|台账|日志)$")
SCENARIO, SAFETY, LONG_NAME = 240, 16, 8


@dataclass(frozen=True)
class Step:
    """One step as it stands in the source; `vital`: it holds a safety rule nobody may break.

    `beside` are settings that a table gives for it, `notes` what the source says to it elsewhere.
    """

    number: str
    text: str
    source: Cited
    parameters: tuple[Parameter, ...]
    vital: bool
    beside: tuple[Parameter, ...] = ()
    notes: tuple[Cited, ...] = ()

    @property
    def verbatim(self) -> Cited:
        """Its text where that stands so in the source, else the whole line."""
        passage = self.source.passage
        return Cited(self.text, passage) if self.text in passage.text else self.source


@dataclass(frozen=True)
class Rule:
    """A safety point; `vital` ones fail the task."""

    source: Cited
    vital: bool


@dataclass(frozen=True)
class WorkOrder:
    title: str
    tier: Tier
    scenario: tuple[Cited, ...]
    goal: str
    tools: tuple[str, ...]
    steps: tuple[Step, ...]
    parameters: tuple[Parameter, ...]
    safety: tuple[Rule, ...]
    checks: tuple[Check, ...]
    troubles: tuple[Cited, ...]
    notes: tuple[Cited, ...]
    records: tuple[Cited, ...]
    competencies: tuple[str, ...]
    """`remarks` are on the class hours, `missing` what the source leaves to the teacher."""
    hours: dict[Tier, int]
    evidence: tuple[str, ...]
    scoring: tuple[Criterion, ...]
    parallel: bool = False
    """Its steps are cases that may come up, in no order."""
    risky: bool = False
    """Somebody may come to harm."""
    remarks: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def work_orders(plan: Outline, tier: Tier) -> tuple[WorkOrder, ...]:
    """One for each part, in order. General safety rules stand on every one: a work order is read alone."""
    general = [*_safety(plan.general), *(rule for rule in _safety(plan.rules) if rule.vital)]
    return tuple(_order(part, plan, tier, general) for part in named(plan.parts))


def editions(plan: Outline) -> tuple[Cited, ...]:
    """Number and version of the documents, as they say it."""
    told = [Cited(s, line.passage) for line in plan.general if not line.cells for s in clue.sentences(line.text)]
    return tuple(c for c in told if _NUMBERING.match(c.text))


def _order(part: Part, plan: Outline, tier: Tier, general: Sequence[Rule]) -> WorkOrder:
    alone = len(plan.parts) == 1
    before = [line for line in plan.general if alone]
    around = [*part.own, *part.others]
    around_all = [*before, *around]
    checked = checks(around_all, [*part.steps, *around, *before])
    calm = [line for line in around if not _wrong(line)]
    safety = _unique_rules([*_safety([*part.steps, *calm]), *general])
    every = [*part.steps, *around, *plan.general]
    records, results = _records(every), _results([*part.steps, *around])
    tools = _tools([*before, *part.steps, *around])
    troubles = _troubles(part, around)
    notes = _notes([*(line for line in before if not _setting(line)), *around], safety, troubles)
    steps = _placed(part, [_step(line) for line in part.steps], around, notes)
    told = around_all if part.parallel else [line for line in around_all if not _wrong(line)]
    parameters = [p for s in steps for p in s.parameters] + [p for line in told for p in _parameters(line)]
    doing = tuple(outcome.Doing(s.text, (*s.parameters, *s.beside)) for s in steps)
    found = outcome.Found(
        part.title, tier, doing, tools, checked, troubles, records, results, bool(safety), part.parallel
    )
    plain = WorkOrder(
        part.title, tier, _scenario(plan), outcome.goal(found), tools, steps, tuple(parameters), safety, checked,
        troubles, notes, records, outcome.competencies(found),
        {each: hours(each, len(steps), len(checked)) for each in LEVELS}, outcome.evidence(found), (), part.parallel,
        any(clue.bodily(line.text) for line in every), outcome.remarks(found), outcome.lacking(found),
    )  # fmt: skip
    return replace(plain, scoring=_scoring(plain, tier, results))


def _step(line: Line) -> Step:
    text = told(line)
    parameters = tuple(replace(p, under=name(text)) for p in _parameters(line))
    vital = any(clue.vital(s) for s in clue.sentences(line.body))
    return Step(line.number, text, Cited(line.text, line.passage), parameters, vital)


def _placed(part: Part, steps: Sequence[Step], around: Sequence[Line], notes: Sequence[Cited]) -> tuple[Step, ...]:
    """The steps with the rows and notes that are plainly theirs; cases keep to themselves."""
    if part.parallel or len(steps) < 2:
        return tuple(steps)
    named_ = [(name(s.text), s.text) for s in steps]
    rows = [(step_of(line.cells[0][1], named_), line) for line in around if line.cells and not _wrong(line)]
    said = [(step_of(note.text, named_), note) for note in notes]
    return tuple(
        replace(
            step, beside=tuple(p for at, line in rows if at == n for p in _parameters(line)),
            notes=tuple(note for at, note in said if at == n),
        )
        for n, step in enumerate(steps)
    )  # fmt: skip


def _parameters(line: Line) -> list[Parameter]:
    in_line = in_row(line.cells, line.text, line.passage) if line.cells else in_sentence(line.text, line.passage)
    held = [replace(p, line=line.text, under=under(line)) for p in in_line]
    return [called(p, any(p.name.startswith(v) or p.name == h for h, v in line.cells)) for p in held]


def _scenario(plan: Outline) -> tuple[Cited, ...]:
    """The source's own words on what this is about, from before its first step."""
    taken: list[Cited] = []
    for line in plan.general:
        for sentence in clue.sentences(line.text) if not line.cells and _setting(line) else ():
            if not _NUMBERING.match(sentence) and sum(len(c.text) for c in taken) + len(sentence) <= SCENARIO:
                taken.append(Cited(sentence, line.passage))
    return tuple(taken)


def _setting(line: Line) -> bool:
    """It tells what the work is about, and stands under no heading of its own matter."""
    return line.section[-1] == line.passage.title or len(line.section) < 2 or not of_tasks(line)


def _tools(every: Iterable[Line]) -> tuple[str, ...]:
    found: list[str] = []
    for line in every:
        cells = [v for h, v in line.cells if clue.TOOL_HEADERS.search(h)]
        found += [name for value in cells for name in clue.listed(value)]
        found += [name for name in how(line) if clue.instrument(name)]
        found += clue.tools(line.body or line.text) if not line.cells else []
    every_kind = clue.unlike(found)
    return tuple(sorted(every_kind, key=clue.material))


def _safety(every: Iterable[Line]) -> list[Rule]:
    found = []
    for line in every:
        if line.cells:
            stretches = [line.text] if clue.vital(line.text) else []
        else:
            stretches = clue.sentences(line.body or line.text)
        found += [
            Rule(Cited(s, line.passage), clue.vital(s)) for s in stretches if clue.dangerous(s) or clue.forbidding(s)
        ]
    return found


def _troubles(part: Part, around: Iterable[Line]) -> tuple[Cited, ...]:
    """What to do when something is wrong; of steps in order, their sentences on that."""
    told = [line for line in around if _wrong(line)]
    steps = () if part.parallel else part.steps
    within = [
        Cited(s, line.passage) for line in steps if not line.cells for s in clue.sentences(line.body) if clue.upset(s)
    ]
    return (*(Cited(line.text if line.cells else line.body or line.text, line.passage) for line in told), *within)


def _wrong(line: Line) -> bool:
    return any(_TROUBLE.search(h) for h, _ in line.cells) or any(_WRONG.search(name) for name in line.section[1:])


def _notes(every: Iterable[Line], safety: Sequence[Rule], troubles: Sequence[Cited]) -> tuple[Cited, ...]:
    """The source's other sentences to this task, none that stands on the order already."""
    said = {rule.source.text for rule in safety}
    told = [trouble.text for trouble in troubles]
    return tuple(
        Cited(s, line.passage) for line in every if not line.cells for s in clue.sentences(line.body or line.text)
        if s not in said and not any(s in t for t in told)
    )


def _records(every: Iterable[Line]) -> tuple[Cited, ...]:
    found: dict[str, Cited] = {}
    for line in every:
        for sentence in clue.sentences(line.text):
            for form in clue.records(sentence):
                found.setdefault(form, Cited(form, line.passage))
        for form in _columns(line):
            if _FORM_NAME.search(form):
                found.setdefault(form, Cited(form, line.passage))
    return tuple(found.values())


def _columns(line: Line) -> list[str]:
    return [name for h, v in line.cells[1:] if _RESULT.search(h) for name in clue.listed(v)]


def _results(every: Iterable[Line]) -> tuple[str, ...]:
    """What the work leaves behind that is no form: what the source wants written or kept."""
    found = [name for line in every for name in [*_columns(line), *clue.written(line.body or line.text)]]
    return tuple(dict.fromkeys(name for name in found if not _FORM_NAME.search(name)))


def _scoring(order: WorkOrder, tier: Tier, results: Sequence[str]) -> tuple[Criterion, ...]:
    """Without a value to check against, what is handed in is judged by what it says."""
    handed_in = [*(record.text for record in order.records), *results]
    return sheet(
        tier,
        [(_judged(step), _weight(step)) for step in order.steps if not outcome.outside(step.text)],
        _checked(order.checks) or ([_HANDLED] if order.parallel else [f"{name}内容正确、完整" for name in handed_in]),
        [(rule.source.text, rule.vital) for rule in order.safety],
        [f"填写{record.text}" for record in order.records],
    )


def _checked(every: Sequence[Check]) -> list[str]:
    """What must come to what; with its table's heading where there are several tables."""
    tables = {c.under for c in every if row(c.source.text) is not None}
    made = []
    for check in every:
        item = f"{check.under} {check.item}" if check.under in tables and len(tables) > 1 else check.item
        made.append(f"{item}：{check.acceptance}" if item else check.acceptance)
    return made


def _judged(step: Step) -> str:
    """By which a step is judged: its name with the settings to keep, without the rules judged as such."""
    called_ = _without_rules(short(step.text))
    settings = [
        p.quote if len(p.name) < 2 or _says(called_, p) else f"{p.name} {p.quote}"
        for p in step.parameters
    ]  # fmt: skip
    named_ = short(step.text) != step.text
    return f"{called_}（{'；'.join(settings[:2])}）" if settings and named_ else called_


def _says(step: str, one: Parameter) -> bool:
    """The step's name says already what is set; of a long name but for the kind of quantity."""
    return one.name in f"{one.quote} {step}" or (len(one.name) > LONG_NAME and one.name[:-2] in step)


def _without_rules(text: str) -> str:
    kept = [s for s in clue.sentences(text) if not clue.forbidding(s)]
    if not kept:
        clauses = text.rstrip("。；").split("，")
        kept = ["，".join(c for c in clauses if not clue.forbidding(c))]
    return "".join(kept).rstrip("。；") or text


def _weight(step: Step) -> int:
    """What is bound by tolerances or limits weighs most, what is set at all more than what is just done."""
    bound = sum(
        bool(p.tolerance or p.quantity.fit or p.quantity.low is not None or p.quantity.relation in ("<=", ">="))
        for p in step.parameters
    )
    return 2 + min(len(step.parameters), 1) + min(bound, 2)


def _unique_rules(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """Vital rules all; of the others the first few."""
    seen: dict[str, Rule] = {}
    for rule in rules:
        seen.setdefault(rule.source.text, rule)
    every = list(seen.values())
    return tuple(rule for n, rule in enumerate(every) if rule.vital or n < SAFETY)
