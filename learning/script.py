"""The script of a virtual rehearsal 虚拟预练: a task's steps with their values blanked, and the hazards met on the way.

Made from the outline of a whole document, like a work order, and from nothing else; the same text gives the same
script. Knows nobody who rehearses; what one does with a script is learning/rehearsal.py's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from learning import clue
from learning.alike import bare
from learning.exercise import BLANK
from learning.hazard import Hazard, hazards, parted, turned
from learning.line import Line
from learning.options import quantity
from learning.parameter import Parameter, in_row, in_sentence
from learning.project import Outline, Part, words
from learning.scan import quantities

LEAST, ASKED, DANGERS, GENERAL = 3, 2, 4, 2
"""Steps a task needs, values asked for in a step, dangers met in a task, of these from the whole document's rules."""
_NUMBER_CELL = re.compile(r"^\s*(?:第\s?)?\d{1,3}\s*[步张项段页]?\s*[.、:：)）]?\s*")
_PLACE = re.compile(r"^\s*(?:工序|工步|步骤|阶段)\s?(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s*[.、:：]?\s*(?=\S)")
"""What would tell a step's place."""
_PROCESS = re.compile(
    r"步骤|流程|工序|工步|程序|操作|开机|关机|对刀|装夹|找正|清洗|点检|保养|更换|加工|检验|验收|处理|应急|异常|准备|发货|"
    r"指导书|规程|工艺|SOP|做法|配料|发酵|包装"
)
_STUDY = re.compile(
    r"练习|习题|思考|自测|小结|试[题卷]|题库|大纲|课程标准|几个|画像|规则|目标|使命|面试|备考|报考|理论|考核|健康|评分|情境|原理"
)
"""Numbered lists that are no process: nobody walks through a syllabus."""


@dataclass(frozen=True)
class Setting:
    """One value to enter. `key` is as the source has it, with its unit; `place` says where the blank stands."""

    name: str
    key: str
    quote: str


@dataclass(frozen=True)
class Act:
    """One step: `shown` with blanks, `quote` verbatim in the passage; `dangers` are met in it."""

    shown: str
    quote: str
    passage_id: str
    settings: tuple[Setting, ...] = ()
    dangers: tuple[Hazard, ...] = ()


@dataclass(frozen=True)
class Script:
    title: str
    acts: tuple[Act, ...]

    @property
    def values(self) -> int:
        return sum(len(a.settings) for a in self.acts)

    @property
    def dangers(self) -> int:
        return sum(len(a.dangers) for a in self.acts)


def scripts(plan: Outline) -> tuple[Script, ...]:
    """One for each task with enough steps, in the document's order."""
    return tuple(script(part, plan) for part in plan.parts if rehearsable(part))


def rehearsable(part: Part) -> bool:
    """A process, by its titles, with enough steps that differ once their values are gone."""
    titles = f"{part.steps[0].passage.title} {part.title}"
    if _STUDY.search(titles) or not _PROCESS.search(titles):
        return False
    if any(re.search(r"[？?]|答案", s.text) for s in part.steps):
        return False
    return len({bare(_shown(s)) for s in part.steps}) >= LEAST


def script(part: Part, plan: Outline) -> Script:
    at = _dangers(part, plan)
    acts = tuple(
        Act(_shown(s), s.text, s.passage.id, _settings(s), tuple(at.get(n, ()))) for n, s in enumerate(part.steps)
    )
    return Script(part.title, acts)


def _shown(step: Line) -> str:
    """Without its number, its values and the safety rules in it."""
    said = step.body
    if step.cells:
        first = _NUMBER_CELL.sub("", step.cells[0][1])
        cells = [("", first), *step.cells[1:]] if first else step.cells[1:]
        said = "；".join(f"{h}：{v}" if h else v for h, v in cells)
    else:
        said = _PLACE.sub("", said)
        kept = "".join(s for s in clue.sentences(said) if not clue.dangerous(s))
        said = kept if len(kept) >= 6 else "".join(_asking(s) for s in clue.sentences(said))
    return _blanked(said.strip())


def _asking(sentence: str) -> str:
    """A rule that is all its step says: the situation stays, what to do there is asked."""
    situation, rule = parted(sentence)
    return f"{situation}，{BLANK}" if situation and clue.dangerous(sentence) and turned(rule) else sentence


def _blanked(text: str) -> str:
    for q in reversed(quantities(text)):
        if re.search(r"\d", q.text):
            text = f"{text[: q.start]}{BLANK}{text[q.end :]}"
    return text


def _settings(step: Line) -> tuple[Setting, ...]:
    """The named values of a step that stand in it once and can be read."""
    found = in_row(step.cells, step.text, step.passage) if step.cells else in_sentence(step.text, step.passage)
    made: dict[str, Setting] = {}
    for p in found:
        key = _key(p)
        fit = len(p.name) > 1 and re.search(r"\d", key) and not re.match(r"[（(第]", key)
        if fit and quantity(key) is not None and p.name not in made:
            made[p.name] = Setting(p.name, key, step.text)
    return tuple(made.values())[:ASKED]


def _key(p: Parameter) -> str:
    """As the source has it; a unit that stands in the column's header is put behind."""
    if p.quantity.text.strip() == p.quote or not p.unit or p.unit in p.quantity.text:
        return p.quantity.text.strip()
    return f"{p.quantity.text.strip()} {p.unit}"


def _dangers(part: Part, plan: Outline) -> dict[int, list[Hazard]]:
    """By step: each rule at the step it says most of; those of the whole document at the start."""
    own = _rules([*part.steps, *part.own, *part.others])
    general = [r for r in _rules(plan.general) if r[0] not in {text for text, _, _ in own}]
    told = [words(s.text) for s in part.steps]
    placed: dict[int, list[Hazard]] = {}
    chosen = sorted(hazards(own + general), key=lambda h: not h.vital)
    early = {text for text, _, _ in general}
    met = [h for h in chosen if h.rule in early][:GENERAL]
    met += [h for h in chosen if h.rule not in early][: DANGERS - len(met)]
    for hazard in met:
        shared = [len(words(hazard.rule) & t) for t in told]
        at = 0 if hazard.rule in early else shared.index(max(shared))
        placed.setdefault(at, []).append(hazard)
    return placed


def _rules(every: Sequence[Line]) -> list[tuple[str, str, bool]]:
    """The safety rules of lines that are no rows. One that is all its step says stays a step."""
    found: dict[str, tuple[str, str, bool]] = {}
    for line in every:
        for s in clue.sentences(line.body or line.text) if not line.cells else ():
            alone = line.kind == "step" and bare(_shown(line)) and bare(_blanked(s)) in bare(_shown(line))
            if clue.dangerous(s) and len(s) <= 80 and not alone:
                found.setdefault(s, (s, line.passage.id, clue.vital(s)))
    return list(found.values())
