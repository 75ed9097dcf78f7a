"""The work order 任务工单 of one task: everything a teacher hands out, each stretch with the passage it comes from.

Pure and without a model: what is extracted is verbatim, what is said around it holds no number. Class hours and points
are ours. Prerequisites are found by search, so they are added by the tool.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from learning import clue, inventory, judging, outcome, schoolrule
from learning.called import called
from learning.checks import Check, Cited, checks
from learning.companion import Beside
from learning.companion import beside as said_beside
from learning.fixture import Fixture, fixtures
from learning.line import Line
from learning.papers import NONE, Papers
from learning.parameter import Parameter, in_row, in_sentence
from learning.placing import step_of
from learning.project import Outline, Part, named, of_tasks
from learning.risk import Risks, gathered, risks, spoken_of
from learning.rule import Rule, forbidden, safety, unique
from learning.scheduled import checked_at, concerns, incoming, kept_at
from learning.schoolrule import SchoolRule
from learning.scoring import Criterion, sheet
from learning.stepname import name, told, under
from learning.tier import LEVELS, Tier, hours

_TROUBLE = re.compile(r"处理|对策|措施|纠偏|异常时|报警")
_WRONG = re.compile(r"异常|故障|报警|应急")
_NUMBERING = re.compile(r"(?:文件)?编号|版本|密级|生效")
_WORN = re.compile(r"戴|穿|护目|防护镜|手套|工作服")
_KEPT = "各项记录当场填写、签名齐全"
_HANDLED = "各情况处置的先后、时限和上报对象都符合规定"
SCENARIO, MANY = 240, 12
"""Characters of a scenario; tasks above which bans of sections beside them stand in these alone."""


@dataclass(frozen=True)
class Step:
    """One step as it stands in the source; `vital`: it holds a safety rule nobody may break.

    `beside` are settings and `fixtures` tools and the like that a table gives for it, `notes` what the source, or the
    school, says to it elsewhere.
    """

    number: str
    text: str
    source: Cited
    parameters: tuple[Parameter, ...]
    vital: bool
    beside: tuple[Parameter, ...] = ()
    notes: tuple[Cited, ...] = ()
    fixtures: tuple[Fixture, ...] = ()
    methods: tuple[str, ...] = ()
    """How what is checked at it is measured."""
    critical: bool = False
    """A control plan sets a limit for it, or papers call it critical."""
    noted: bool = False
    """Its own source says more of it elsewhere."""

    @property
    def risks(self) -> Risks:
        """Kinds of danger to people, each with the setting it shows in."""
        return risks(" ".join([self.text, *self.methods]), (*self.parameters, *self.beside))

    @property
    def waits(self) -> bool:
        """It runs longer than class does."""
        return any(outcome.waited(p) for p in self.parameters)

    @property
    def verbatim(self) -> Cited:
        """Its text where that stands so in the source, else the whole line."""
        passage = self.source.passage
        return Cited(self.text, passage) if self.text in passage.text else self.source


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
    fixtures: tuple[Fixture, ...] = ()
    """Of all rows of its tables, those of its steps too."""
    results: tuple[str, ...] = ()
    """What the work leaves behind that is no form."""
    borrowed: tuple[Check, ...] = ()
    """What standards that a step names want of its result."""
    found: outcome.Found | None = None
    """What it was worded from; `missing` is told anew when more is known."""

    @property
    def dangerous(self) -> tuple[str, ...]:
        """The names of the steps where somebody may come to harm."""
        return tuple(n for s in self.steps if s.risks and (n := outcome.heading(s.text)))


def work_orders(
    plan: Outline, tier: Tier, school: Sequence[Cited] = (), papers: Papers = NONE
) -> tuple[WorkOrder, ...]:  # fmt: skip
    """One for each part, in order. General safety rules stand on every one: a work order is read alone. `school` are
    what the school's own papers bid learners; they go to the steps they concern. `papers`: what others say beside.
    """
    banned = forbidden(plan.rules)
    general = safety(plan.general)
    kept = [r for r in banned if r.vital or len(plan.parts) <= MANY]
    return tuple(
        _order(part, plan, tier, [*general, *_concerning(kept, part)], school, papers) for part in named(plan.parts)
    )


def _concerning(rules: Sequence[Rule], part: Part) -> Iterator[Rule]:
    """Those that the task has to do with, and what harms anywhere."""
    texts = [part.title, *(s.text for s in part.steps)]
    yield from (r for r in rules if r.vital or concerns(r, texts))


def editions(plan: Outline) -> tuple[Cited, ...]:
    """Number and version of the documents, as they say it."""
    told = [Cited(s, line.passage) for line in plan.general if not line.cells for s in clue.sentences(line.text)]
    return tuple(c for c in told if _NUMBERING.match(c.text))


def _order(
    part: Part, plan: Outline, tier: Tier, general: Sequence[Rule], school: Sequence[Cited], papers: Papers
) -> WorkOrder:  # fmt: skip
    before = [line for line in plan.general if len(plan.parts) == 1]
    around = [*part.own, *part.others]
    around_all = [*before, *around]
    checked = checks(around_all, [*part.steps, *around, *before])
    troubles = _troubles(part, around)
    own = _own_rules(part, around, general)
    notes = _notes([*(line for line in before if not _setting(line)), *around], own, troubles)
    steps, unplaced = _placed(part, [_step(line) for line in part.steps], around, notes)
    steps = _measuring(steps, checked)
    beside = said_beside(papers.companions, [s.text for s in steps])
    bidden = _bidden(part, plan, steps, school)
    rules = unique([*own, *_school_rules(bidden, steps), *beside.rules, *_assessed(papers, part)])
    steps = _annotated(steps, rules, bidden, beside)
    every = [*part.steps, *around, *plan.general]
    records = inventory.kept(inventory.records(every), beside.records, papers.forms)
    results = inventory.results([*part.steps, *around])
    tools = inventory.tools([*before, *part.steps, *around])
    tools = inventory.fetched(tools, [c.how for c in checked], papers.rooms, [s.text for s in steps])
    said = around_all if part.parallel else [line for line in around_all if not _wrong(line)]
    parameters = [p for s in steps for p in s.parameters] + [p for line in said for p in _parameters(line)]
    doing = tuple(outcome.Doing(s.text, (*s.parameters, *s.beside), bool(s.fixtures)) for s in steps)
    found = outcome.Found(
        part.title, tier, doing, tools, checked, troubles, records, results, bool(own), part.parallel,
        _unguarded(steps, own), schoolrule.simulated(bidden), unplaced,
        any(s.risks for s in steps) and not any(_WORN.search(r.source.text) for r in rules), beside.standards,
        papers.phones is not None,
    )  # fmt: skip
    plain = WorkOrder(
        part.title, tier, _scenario(plan), outcome.goal(found), tools, steps, tuple(parameters), rules, checked,
        troubles, (*notes, *beside.notes), records, outcome.competencies(found),
        {each: hours(each, len(steps), len(checked)) for each in LEVELS}, outcome.evidence(found), (), part.parallel,
        any(clue.bodily(line.text) for line in every) or any(s.risks for s in steps), outcome.remarks(found),
        outcome.lacking(found), tuple(f for line in said for f in _fixtures(line)), results, beside.checks, found,
    )  # fmt: skip
    return replace(plain, scoring=scored(plain, plain.steps))


def _measuring(steps: Sequence[Step], checked: Sequence[Check]) -> tuple[Step, ...]:
    """Each with how what is checked at it is measured; a thing that is checked twice is measured alike."""
    acting = [(s.text, s.parameters) for s in steps]
    known = {c.item: c.how for c in checked if c.how}
    at = [(known[c.item], checked_at(c, acting)) for c in checked if c.item in known]
    return tuple(
        replace(s, methods=tuple(dict.fromkeys(how for how, places in at if n in places))) for n, s in enumerate(steps)
    )


def _assessed(papers: Papers, part: Part) -> Iterator[Rule]:
    """The course's vetoes and tests, those of a sentence where the task has to do with it; phones are nobody's mark."""
    texts = [part.title, *(line.text for line in (*part.steps, *part.own, *part.others))]
    yield from (r for r in papers.vetoes if r.about or r.entry or concerns(r, texts))
    if papers.phones is not None:
        yield Rule(papers.phones, vital=False, marked=False)


def _annotated(
    steps: Sequence[Step], rules: Sequence[Rule], bidden: Sequence[SchoolRule], beside: Beside
) -> tuple[Step, ...]:  # fmt: skip
    """With what is bidden of what comes in, where somebody may only watch, and what a control plan says."""
    acting = [(s.text, s.parameters) for s in steps]
    met = [(r.source, kept_at(r, acting)) for r in rules if incoming(r.about)]
    return tuple(
        replace(
            s, critical=s.critical or n in beside.critical, notes=(
                *s.notes, *(source for source, at in met if at and n in at),
                *(b.source for b in bidden if n in b.steps and b.watching), *(c for at, c in beside.at if at == n),
            ),
        )
        for n, s in enumerate(steps)
    )  # fmt: skip


def _own_rules(part: Part, around: Sequence[Line], general: Sequence[Rule]) -> tuple[Rule, ...]:
    calm = [line for line in around if not _wrong(line)]
    return unique([*safety([*part.steps, *calm]), *general])


def _bidden(part: Part, plan: Outline, steps: Sequence[Step], school: Sequence[Cited]) -> tuple[SchoolRule, ...]:
    work = f"{plan.title} {part.title} {' '.join(s.text for s in steps)}"
    return schoolrule.applied(school, work, [(s.text, frozenset(s.risks)) for s in steps])


def _school_rules(bidden: Sequence[SchoolRule], steps: Sequence[Step]) -> Iterator[Rule]:
    """With the steps they are for, where these are some of the task's and have names."""
    for rule in bidden:
        some = len(rule.steps) < len(steps) and not rule.everywhere
        names = [outcome.heading(steps[n].text) for n in rule.steps if some]
        yield Rule(rule.source, rule.vital, "、".join(names) if all(names) else "", rule.entry, rule.marked)


def _unguarded(steps: Sequence[Step], rules: Sequence[Rule]) -> tuple[str, ...]:
    """The dangers of the steps, each with the first setting it shows in, where no rule keeps people from harm."""
    if spoken_of([r.source.text for r in rules]):
        return ()
    found = gathered([s.risks for s in steps]).items()
    return tuple(judging.with_(kind, judging.written(p)) if p is not None else kind for kind, p in found)


def _step(line: Line) -> Step:
    text = told(line)
    parameters = tuple(replace(p, under=name(text)) for p in _parameters(line))
    vital = any(clue.vital(s) for s in clue.sentences(line.body))
    return Step(line.number, text, Cited(line.text, line.passage), parameters, vital)


def _placed(
    part: Part, steps: Sequence[Step], around: Sequence[Line], notes: Sequence[Cited]
) -> tuple[tuple[Step, ...], tuple[str, ...]]:
    """The steps with the rows and notes that are plainly theirs, and the rows with settings that are nobody's; cases
    keep to themselves.
    """
    if part.parallel or len(steps) < 2:
        return tuple(steps), ()
    named_ = [(name(s.text), s.text) for s in steps]
    rows = [(step_of(line.cells[0][1], named_), line) for line in around if line.cells and not _wrong(line)]
    sized = _sized(steps, [line for line in around if line.cells])
    said = [(_noted(note.text, named_, sized), note) for note in notes]
    placed = tuple(
        replace(
            step, beside=tuple(p for at, line in rows if at == n for p in _parameters(line)),
            notes=tuple(note for at, note in said if at == n), noted=any(at == n for at, _ in said),
            fixtures=tuple(f for at, line in rows if at == n for f in _fixtures(line)),
        )
        for n, step in enumerate(steps)
    )  # fmt: skip
    return placed, tuple(line.cells[0][1] for at, line in rows if at is None and _fixtures(line))


def _sized(steps: Sequence[Step], rows: Sequence[Line]) -> dict[str, int]:
    """What a table calls a place → the one step that makes its size."""
    made: dict[str, int] = {}
    for line in rows:
        at = [n for n, s in enumerate(steps) if any(p.quantity.fit and p.quote in line.text for p in s.parameters)]
        if len(at) == 1:
            made[line.cells[0][1]] = at[0]
    return made


def _noted(text: str, steps: Sequence[tuple[str, str]], sized: dict[str, int]) -> int | None:
    """The step a note is plainly about, else the one that makes the size it speaks of."""
    at = step_of(text, steps)
    return at if at is not None else next((n for place, n in sized.items() if place in text), None)


def _fixtures(line: Line) -> tuple[Fixture, ...]:
    """Of a row that sets something."""
    found = fixtures(line)
    return found if found and _parameters(line) else ()


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


def measured(order: WorkOrder, done: Sequence[Step]) -> tuple[Check, ...]:
    """The checks that can be made at the steps done."""
    acting = [(s.text, s.parameters) for s in order.steps]
    here = {n for n, s in enumerate(order.steps) if s in done}
    return tuple(c for c in order.checks if checked_at(c, acting) & here)


def inspected(order: WorkOrder, done: Sequence[Step]) -> tuple[Check, ...]:
    """The checks to have gauges for: all of them where the last step, the inspection, is done."""
    return order.checks if order.steps[-1] in done else measured(order, done)


def binding(order: WorkOrder, done: Sequence[Step]) -> tuple[Rule, ...]:
    """The rules to be marked where only these steps are done, each for those of its steps that are."""
    acting = [(s.text, s.parameters) for s in order.steps]
    here = {n for n, s in enumerate(order.steps) if s in done}
    made = []
    for rule in (r for r in order.safety if r.marked and not r.entry and not r.costs):
        at = kept_at(rule, acting)
        names = [h for n in sorted(at or ()) if n in here and (h := outcome.heading(order.steps[n].text))]
        if at is None or at & here:
            some = at is not None and 0 < len(names) < len(at) and rule.about
            made.append(replace(rule, about="、".join(names)) if some else rule)
    return tuple(made)


def yielded(order: WorkOrder, done: Sequence[Step]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Forms and other papers of these steps; of all of them where no step names any."""
    forms, others = tuple(r.text for r in order.records), order.results
    text = " ".join(s.source.text for s in done)
    if len(done) == len(order.steps) or not any(p in s.source.text for p in (*forms, *others) for s in order.steps):
        return forms, others
    loose = {p for p in forms if not any(p in s.source.text for s in order.steps)}  # the course wants them always
    return tuple(f for f in forms if f in text or f in loose), tuple(o for o in others if o in text)


def scored(order: WorkOrder, done: Sequence[Step]) -> tuple[Criterion, ...]:
    """The sheet for the steps done, and for nothing else. Without a value to check against, what is handed in is judged
    by what it says; its forms are not marked again.
    """
    checked, (forms, others) = measured(order, done), yielded(order, done)
    kept = [f"填写{' ' * form[:1].isascii()}{form}" for form in forms]
    kept = [_KEPT] if kept and not checked and not order.parallel else kept
    steps = [
        judging.Marked(s.text, (*s.parameters, *s.beside), bool(s.risks), s.waits, s.critical, s.noted) for s in done
    ]
    standards = tuple(dict.fromkeys(c.source.passage.title for c in order.borrowed)) if done == order.steps else ()
    return sheet(
        order.tier, judging.process(steps, checked),
        judging.quality(checked, steps) or ([(_HANDLED, 2)] if order.parallel else
        [*judging.handed_in([*forms, *others], [s.text for s in done]), *judging.by_standard(standards)]),
        judging.rules(binding(order, done), steps), kept,
    )  # fmt: skip
