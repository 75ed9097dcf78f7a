"""The few data of some steps that learners must have: values to keep, and values at which something is done. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from learning.parameter import Parameter
from learning.workorder import Step

NOTED, LIMITS = 6, 3
_MARK = re.compile(r"^\s*\d{1,2}[.、．)）]\s*(?!\d)")


def important(parameters: Sequence[Parameter]) -> list[Parameter]:
    """The few with tolerances, then bounds, then the rest, in the source's order."""
    when = {_clause(p) for p in parameters if trigger(p)}
    worth = sorted(
        (p for p in parameters if len(p.name) > 1 and not trigger(p) and _clause(p) not in when),
        key=lambda p: (not p.tolerance, not p.quantity.fit, p.quantity.relation == "=" and p.quantity.low is None),
    )[:NOTED]
    return [p for p in parameters if p in worth]


def limited(steps: Sequence[Step]) -> list[str]:
    """The clauses that say at which value something is to be done."""
    return list(dict.fromkeys(_clause(p) for s in steps for p in s.parameters if trigger(p)))[:LIMITS]


def _clause(p: Parameter) -> str:
    return next((_MARK.sub("", c).strip() for c in re.split(r"[，。；]", p.line) if p.quote in c), p.quote)


def written(p: Parameter) -> str:
    """A setting's name and value."""
    return f"{p.name} {p.quote}" if p.name not in p.quote else p.quote


def settings(step: Step) -> list[Parameter]:
    """What a step sets, and what tables set for it; what a table wants checked is no setting."""
    return [*step.parameters, *(p for p in step.beside if not _CHECKED.search(p.line))]


_CHECKED = re.compile(r"(?:要求|标准|限值|量具|频次)\s?[:：]")


def noted(p: Parameter) -> str:
    """A setting as one writes it down: of a table's cell its column, value and unit as they stand."""
    if re.match(r"[^：:]{1,24}[：:]", p.quote):
        return p.quote
    return written(p)


def trigger(p: Parameter) -> bool:
    """It says when to act (`低于 5% 时重做`), not what is good enough."""
    behind = p.line.partition(p.quote)[2].lstrip()
    if behind.startswith(("内", "之内", "以内")):
        return False  # by when something is to be done
    return behind.startswith(("时", "仍", "就", "即", "应停", "应立即")) or bool(_UNTIL.match(behind))


_UNTIL = re.compile(r"[^，。；]{0,8}(?:报[补告修店工]|启用|重做|重新|停机|退回|降价|补货)")
