"""The safety rules and prohibitions of a task, verbatim, with what each speaks of where the sentence leaves that out.

Pure. Does not know how many points one is worth.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from learning import clue
from learning.checks import Cited
from learning.line import Line
from learning.outcome import heading
from learning.stepname import told, under

SAFETY, NAMED = 16, 6
_ELIDED = re.compile(r"^(?:[●•\-]\s*)?(?:任何?一[项条个]|有一项|凡有|上述|以上|以下|其中|该|此|其余|各项|均|都|涉及)")
"""How a sentence begins whose subject stands before it."""
_COSTS = re.compile(r"记\s?[零0]\s?分?[。；]?$")


@dataclass(frozen=True)
class Rule:
    """A safety point; `vital` ones fail the task. `about`: what it speaks of; `entry`: to be met before one begins, so
    nobody is marked on it; nor where it is not `marked`: it stands on the order and concerns none of its steps.
    """

    source: Cited
    vital: bool
    about: str = ""
    entry: bool = False
    marked: bool = True

    @property
    def costs(self) -> bool:
        """What a breach costs (`该部分记零`): a rule of marking, that stands on the order and earns nobody points."""
        return _COSTS.search(self.source.text) is not None

    @property
    def told(self) -> str:
        """With what it speaks of in front."""
        return f"{self.about}：{self.source.text}" if self.about else self.source.text


def safety(every: Sequence[Line]) -> list[Rule]:
    """Of the lines, what keeps from harm or forbids."""
    return [
        Rule(Cited(s, line.passage), clue.vital(s), _about(line, s, every))
        for line in every for s in _stretches(line) if clue.dangerous(s) or clue.forbidding(s)
    ]  # fmt: skip


def forbidden(every: Sequence[Line]) -> list[Rule]:
    """Of sections beside the tasks: what harms anywhere, and what may never be done; whole sentences, under the
    heading they stand under.
    """
    return [
        Rule(Cited(s, line.passage), clue.vital(s), under(line)) for line in every if not line.cells
        for s in whole(line.body or line.text) if clue.vital(s) or clue.forbidding(s)
    ]  # fmt: skip


def whole(text: str) -> list[str]:
    """Sentences to their full stop: what stands behind a semicolon leans on what stands before it."""
    return [s.strip() for s in re.findall(r"[^。\n]+。?", text) if re.search(r"\w", s)]


def unique(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Vital rules all; of the others the first few."""
    seen: dict[str, Rule] = {}
    for rule in rules:
        seen.setdefault(rule.source.text, rule)
    return tuple(rule for n, rule in enumerate(seen.values()) if rule.vital or n < SAFETY)


def _stretches(line: Line) -> list[str]:
    if line.cells:
        return [line.text] if clue.vital(line.text) else []
    return clue.sentences(line.body or line.text)


def _about(line: Line, sentence: str, every: Sequence[Line]) -> str:
    """The step it stands in, or the section and its rows, where the sentence names no subject of its own."""
    if not _ELIDED.match(sentence):
        return ""
    if line.kind == "step":
        return heading(told(line)) or f"第 {line.number} 步"
    keys = list(dict.fromkeys(o.cells[0][1] for o in every if o.section == line.section and o.cells))
    rows = f"（{'、'.join(keys[:NAMED])}{'等' if len(keys) > NAMED else ''}）" if keys else ""
    return f"{under(line)}{rows}"
