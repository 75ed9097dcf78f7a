"""The work order 任务工单 of one task: everything a teacher hands out, each stretch with the passage it comes from.

Pure and without a model: what is extracted is verbatim, what is said around it holds no number. Class hours and points
are ours. Prerequisites are found by search, so they are added by the tool.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from learning import clue
from learning.line import Line
from learning.parameter import Parameter, in_row, in_sentence
from learning.project import Outline, Part, named
from learning.scoring import Criterion, sheet
from learning.tier import LEVELS, Tier, hours
from trust.sources import Passage

_WANTED = re.compile(r"要求|标准|限值|指标|合格|公差|尺寸|允许|验收|判定|粗糙度|规定值|目标|正常")
_ITEM = re.compile(r"项目|部位|指标|内容|参数|工序|检查")
_HOW = re.compile(r"量具|工具|仪器|方法|手段|检测")
_OFTEN = re.compile(r"频次|频率|周期|抽样|时机")
_TROUBLE = re.compile(r"处理|对策|措施|纠偏|异常时|报警")
_WRONG = re.compile(r"异常|故障|报警|应急")
_NUMBERING = re.compile(r"(?:文件)?编号|版本|密级|生效")
SCENARIO, SAFETY, LONG = 240, 16, 60


@dataclass(frozen=True)
class Cited:
    """A verbatim stretch and where it stands."""

    text: str
    passage: Passage


@dataclass(frozen=True)
class Step:
    """One step as it stands in the source; `vital`: it holds a safety rule nobody may break."""

    number: str
    text: str
    source: Cited
    parameters: tuple[Parameter, ...]
    vital: bool


@dataclass(frozen=True)
class Check:
    """What is checked, and what it must come to. Pieces of one verbatim stretch."""

    item: str
    acceptance: str
    how: str
    often: str
    source: Cited


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
    hours: dict[Tier, int]
    evidence: tuple[str, ...]
    scoring: tuple[Criterion, ...]
    parallel: bool = False
    """Its steps are cases that may come up, in no order."""


def work_orders(plan: Outline, tier: Tier) -> tuple[WorkOrder, ...]:
    """One for each part, in order. General safety rules stand on every one: a work order is read alone."""
    general = _safety(plan.general)
    return tuple(_order(part, plan, tier, general) for part in named(plan.parts))


def _order(part: Part, plan: Outline, tier: Tier, general: Sequence[Rule]) -> WorkOrder:
    steps = tuple(_step(line) for line in part.steps)
    alone = len(plan.parts) == 1
    before = [line for line in plan.general if alone]
    around = [*part.own, *part.others]
    around_all = [*before, *around]
    checks = _unique([*_table_checks(around_all), *_sentence_checks([*part.steps, *around])])
    calm = [line for line in around if not _wrong(line)]
    safety = _unique_rules([*_safety([*part.steps, *calm]), *general])
    records = _records([*part.steps, *around, *plan.general])
    parameters = [p for s in steps for p in s.parameters] + [p for line in around_all for p in _parameters(line)]
    tools = _tools([*before, *part.steps, *around])
    troubles = _troubles(around)
    plain = WorkOrder(
        part.title, tier, _scenario(plan), _goal(part, tier, bool(checks)), tools, steps, tuple(parameters),
        safety, checks, troubles, _notes(around, safety, troubles), records,
        _competencies(part, tools, bool(checks), bool(safety)),
        {each: hours(each, len(steps), len(checks)) for each in LEVELS}, _evidence(records, bool(checks)), (),
        part.parallel,
    )  # fmt: skip
    return replace(plain, scoring=_scoring(plain, tier))


def _step(line: Line) -> Step:
    parameters = tuple(_parameters(line))
    vital = any(clue.vital(s) for s in clue.sentences(line.body))
    return Step(line.number, line.body, Cited(line.text, line.passage), parameters, vital)


def _parameters(line: Line) -> list[Parameter]:
    in_line = in_row(line.cells, line.text, line.passage) if line.cells else in_sentence(line.text, line.passage)
    return [replace(p, line=line.text) for p in in_line]


def _scenario(plan: Outline) -> tuple[Cited, ...]:
    """The source's own words on what this is about, from before its first step."""
    taken: list[Cited] = []
    for line in plan.general:
        for sentence in clue.sentences(line.text) if not line.cells else ():
            if not _NUMBERING.match(sentence) and sum(len(c.text) for c in taken) + len(sentence) <= SCENARIO:
                taken.append(Cited(sentence, line.passage))
    return tuple(taken)


def _goal(part: Part, tier: Tier, checked: bool) -> str:
    if part.parallel:
        return f"{LEVELS[tier].manner}处理“{part.title}”所列的各种情况，处置、时限和上报都符合规定。"
    end = "结果达到规程的验收要求。" if checked else "操作符合规程。"
    return f"{LEVELS[tier].manner}完成“{part.title}”，步骤不缺不乱，{end}"


def _tools(every: Iterable[Line]) -> tuple[str, ...]:
    found: list[str] = []
    for line in every:
        cells = [v for h, v in line.cells if clue.TOOL_HEADERS.search(h)]
        found += [name for value in cells for name in clue.listed(value)]
        found += clue.tools(line.body or line.text) if not line.cells else []
    return clue.unlike(found)


def _table_checks(every: Iterable[Line]) -> list[Check]:
    made = []
    for line in every:
        wanted = [(h, v) for h, v in line.cells[1:] if _WANTED.search(h) and clue.listed(v)]
        if not wanted or not _ITEM.search(line.cells[0][0]) or clue.TOOL_HEADERS.search(line.cells[0][0]):
            continue
        how = next((v for h, v in line.cells if _HOW.search(h)), "")
        often = next((v for h, v in line.cells if _OFTEN.search(h)), "")
        others = [(h, v) for h, v in line.cells[1:] if v not in (how, often) and (h, v) not in wanted and _limits(v)]
        source = Cited(line.text, line.passage)
        for header, value in [*wanted, *others]:
            item = line.cells[0][1] if len(wanted) + len(others) == 1 else f"{line.cells[0][1]} {header}"
            made.append(Check(item, value, how, often, source))
    return made


def _limits(value: str) -> bool:
    return bool(re.search(r"[≤≥<>±]|公差|跳动|圆柱度|圆度|平面度|对称度|同轴度|垂直度|不[大小超低高]", value))


def _sentence_checks(every: Iterable[Line]) -> list[Check]:
    """Sentences that check something and say what it must come to."""
    made = []
    for line in every:
        for sentence in clue.sentences(line.text) if not line.cells else ():
            checked = clue.checking(_GRANTED.split(sentence)[0])
            for parameter in in_sentence(sentence, line.passage):
                if _judged(parameter) or (checked and _bounds(parameter, sentence)):
                    source = Cited(sentence, line.passage)
                    made.append(Check(parameter.name, parameter.quote, "", "", source))
    return made


def _bounds(parameter: Parameter, sentence: str) -> bool:
    """It says what is good enough; what only says when to act (`低于 95 mS/cm 时补碱`) does not."""
    quantity = parameter.quantity
    after = sentence[quantity.end : quantity.end + 2].strip()
    stated = quantity.relation not in ("=", "≈") or quantity.above is not None or quantity.low is not None
    return (stated or bool(quantity.fit)) and quantity.unit not in _TIMES and not after.startswith(("时", "的"))


_GRANTED = re.compile(r"方可|才可|才能")
"""What is set in front of it comes before the check."""


def _judged(parameter: Parameter) -> bool:
    """What a drawing gives is there to be checked, whether the sentence says so or not."""
    return bool(parameter.quantity.fit or _FORM.search(parameter.name)) or parameter.quantity.unit in _HARD


_FORM = re.compile(
    r"圆度|圆柱度|同轴度|对称度|平面度|直线度|垂直度|平行度|倾斜度|位置度|跳动|粗糙度|硬度|接触面$|倒钝|倒角$"
)
_HARD = frozenset({"HBW", "HB", "HRC", "HRB", "HV"})
_TIMES = frozenset({"次", "遍", "件", "h", "min", "s", "d", "周", "个", "班", "人", "个月", "年"})


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


def _troubles(every: Iterable[Line]) -> tuple[Cited, ...]:
    """What to do when something is wrong."""
    told = [line for line in every if _wrong(line)]
    return tuple(Cited(line.text if line.cells else line.body or line.text, line.passage) for line in told)


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
            for name in clue.records(sentence):
                found.setdefault(name, Cited(name, line.passage))
    return tuple(found.values())


def _competencies(part: Part, tools: Sequence[str], checked: bool, safe: bool) -> tuple[str, ...]:
    order = f"按规定处理“{part.title}”所列的情况" if part.parallel else f"按顺序完成“{part.title}”"
    made = [f"能读懂规程，{order}。"]
    if tools:
        made.append(f"能正确选用和使用{'、'.join(tools[:4])}。")
    if checked:
        made.append("能对照验收要求自检，并判定合格与否。")
    made.append("能如实填写记录，使过程可追溯。")
    return (*made, "能识别危险点，自觉遵守安全要求。") if safe else tuple(made)


def _evidence(records: Sequence[Cited], checked: bool) -> tuple[str, ...]:
    made = [f"填写完整的{cited.text}" for cited in records] or ["按步骤填写的实施记录"]
    if checked:
        made.append("自检结果与判定（对照质量检查各项）")
    return (*made, "关键步骤的照片或视频", "成果（实物、样品或完成的页面、文件）")


def _scoring(order: WorkOrder, tier: Tier) -> tuple[Criterion, ...]:
    return sheet(
        tier,
        [(_short(step.text), _weight(step)) for step in order.steps if not _OUTSIDE.search(step.text)],
        [f"{check.item}：{check.acceptance}" if check.item else check.acceptance for check in order.checks],
        [(rule.source.text, rule.vital) for rule in order.safety],
        [f"填写{record.text}" for record in order.records],
    )


_OUTSIDE = re.compile(r"外协|委外|外包|送外")
"""Done by others: nothing to score here."""


def _weight(step: Step) -> int:
    """What is bound by tolerances weighs most, what is set at all more than what is just done."""
    bound = sum(bool(p.tolerance or p.quantity.fit or p.quantity.relation != "=") for p in step.parameters)
    return 2 + min(len(step.parameters), 2) + 2 * min(bound, 2)


def _short(text: str) -> str:
    """A step's name, the first clause of a long one, or the first cell of a row: it fits a line of the sheet."""
    if re.match(r"[^:：；;。]{1,24}[:：]\s*([^；;]*)；.*[:：]", text):
        first, *others = [value for _, value in re.findall(r"([^:：；;]{1,24})[:：]\s([^；;]*)", text)]
        return f"{first} {re.split('[，。：]', max(others, key=len, default=''))[0]}".strip()
    if name := re.match(r"([^：:，。；\d]{2,16}(?:\s?\d{1,3}\s?[^：:，。；\d]{1,12})?)(?:：|:(?!\d))", text):
        return name[1]
    if len(text) <= LONG:
        return text
    clause = re.match(r".{6,60}?[，。；：:；]", text)
    return clause[0][:-1] if clause else text


def _unique(checks: Sequence[Check]) -> tuple[Check, ...]:
    seen: dict[tuple[str, str], Check] = {}
    for check in checks:
        seen.setdefault((check.item, check.acceptance), check)
    return tuple(seen.values())


def _unique_rules(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """Vital rules all; of the others the first few."""
    seen: dict[str, Rule] = {}
    for rule in rules:
        seen.setdefault(rule.source.text, rule)
    every = list(seen.values())
    return tuple(rule for n, rule in enumerate(every) if rule.vital or n < SAFETY)
