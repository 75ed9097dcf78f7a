"""What a work order's scoring sheet marks, and how much each weighs: nothing twice, nothing that others do. Pure.

A value that is checked is marked where it is checked, not with its step again; a rule is marked as a rule. The sheet
itself is scoring.py's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from learning import clue, outcome
from learning.checks import Check
from learning.parameter import Parameter
from learning.rule import Rule
from learning.scheduled import checked_at, kept_at
from learning.sourced import book
from learning.stepname import short, timed, without_cells
from learning.structure import row

SETTINGS, LONG_NAME, WANTED, CRITICAL = 2, 8, 48, 3
_LONG = frozenset({"h", "d", "天", "周"})
"""A limit of storing something is no skill of the hour."""
FINE, COARSE = Decimal("0.03"), Decimal("0.2")
"""mm of deviation: as narrow as a fit (IT8 at 30 mm is 0.033, ISO 286-1), and easily met."""
_ROUGH = re.compile(r"R[az]\s?(\d+(?:\.\d+)?)")
_DEVIATION = re.compile(r"±\s?(\d+(?:\.\d+)?)|[+\-]\s?(\d+(?:\.\d+)?)")
_FORM = re.compile(r"跳动|圆柱度|圆度|同轴度|对称度|平面度|垂直度|平行度|位置度")
_FITTED = re.compile(r"\d[a-zA-Z]{1,2}\d{1,2}(?!\d)")
_BARE = re.compile(r"[\d０-９+\-±φΦ≥≤<>≈]")
_INCOMING = re.compile(r"原料|来料|进料|毛坯|到货")


@dataclass(frozen=True)
class Marked:
    """A step as it is marked. `risky`: somebody may come to harm; `waits`: it runs longer than class does;
    `critical`: a control plan sets a limit for it; `noted`: its source says more of it elsewhere.
    """

    text: str
    settings: tuple[Parameter, ...]
    risky: bool
    waits: bool
    critical: bool = False
    noted: bool = False


def process(steps: Sequence[Marked], checks: Sequence[Check]) -> list[tuple[str, int]]:
    """(criterion, weight) of the steps learners do."""
    checked = [f"{c.item} {c.acceptance}" for c in checks]
    made = []
    for step in steps:
        if not outcome.outside(step.text):
            own = [p for p in step.settings if not any(p.quote in c for c in checked)]
            own = [p for p in own if not (step.waits and outcome.waited(p))]
            made.append((_judged(step, own, checked), _weight(own, step.risky) + _matters(step)))
    return made


def quality(checks: Sequence[Check], steps: Sequence[Marked]) -> list[tuple[str, int]]:
    """What must come to what; with its table's heading where there are several tables. What comes back from
    elsewhere is not the learners', nor what is checked at none of these steps.
    """
    acting = [(s.text, s.settings) for s in steps]
    checks = [c for c in checks if checked_at(c, acting)]
    away = [outcome.heading(s.text) for s in steps if outcome.outside(s.text)]
    own = [c for c in checks if not any(_of(c, name) for name in away)]
    tables = {c.under for c in own if row(c.source.text) is not None}
    made = []
    for check in own:
        item = f"{check.under} {check.item}" if check.under in tables and len(tables) > 1 else check.item
        told = f"{item}：{check.acceptance}" if item else check.acceptance
        made.append((told, _tight(check)))
    return made


def rules(every: Iterable[Rule], steps: Sequence[Marked]) -> list[tuple[str, bool]]:
    """With their subject; conditions of entry are none of the marks, nor is what concerns none of these steps. Of a
    rule that is a whole step only what it forbids: the rest is marked with the step.
    """
    acting = [(s.text, s.settings) for s in steps]
    kept = [(r, kept_at(r, acting)) for r in every if r.marked and not r.entry]
    return [(_ban(r, steps) or r.told, r.vital) for r, at in kept if at is None or at]


def _ban(rule: Rule, steps: Sequence[Marked]) -> str:
    step = next((s.text for s in steps if rule.source.text.rstrip("。；") in s.text), "")
    clauses = re.split(r"[，。；]", rule.source.text.rstrip("。；"))
    banned = [c for c in clauses if clue.forbidding(c)]
    if not step or not banned or len(banned) == len(clauses):
        return ""
    told = "，".join(banned).removeprefix(short(step)).lstrip("：: ")
    return f"{outcome.heading(step)}：{told}" if outcome.heading(step) else ""


def _of(check: Check, name: str) -> bool:
    """The check is on what a step done elsewhere makes (`工序 40 调质` and `调质硬度`)."""
    deed = re.sub(r"^(?:工序|工步|步骤)\s?\d+\s?", "", name)
    return bool(deed) and check.item.startswith(deed)


def _judged(step: Marked, settings: Sequence[Parameter], checked: Sequence[str]) -> str:
    """A step's name with the settings to keep, else with what is done; without the rules judged as such."""
    called, named = _without_rules(short(step.text)), short(step.text) != step.text
    told = [
        p.quote if len(p.name) < 2 or _says(called, p) else written(p) for p in settings if p.quote not in called
    ]  # fmt: skip
    kept = "；".join(dict.fromkeys(told[:SETTINGS])) if named else ""
    if not kept and named and not step.waits and not timed(step.text):
        kept = _deed(step.text, checked)
    inside = "：".join(x for x in ("设定与记录" if step.waits and named else "", kept) if x)
    return with_(called, inside)


def with_(name: str, more: str) -> str:
    """The name with more in brackets; a bare value in them would read as a deviation."""
    if not more:
        return name
    return f"{name}：{more}" if _BARE.match(more) else f"{name}（{more}）"


def written(p: Parameter) -> str:
    """A setting's name and value, verbatim; a table's cell has its header in it."""
    return p.quote if re.match(r"[^：:]{1,24}[：:]", p.quote) else f"{p.name} {p.quote}".strip()


def _deed(text: str, checked: Sequence[str]) -> str:
    """The first clause behind a step's name that no check speaks of."""
    behind = text.removeprefix(short(text)).lstrip("：: ")
    clauses = [c.strip() for c in re.split(r"[，。；]", behind) if c.strip()]
    values = [re.split(r" |：", c)[-1] for c in checked]
    return next((c for c in clauses if not any(v and v in c for v in values) and not clue.forbidding(c)), "")


def _says(step: str, one: Parameter) -> bool:
    """The step's name says already what is set; of a long name but for the kind of quantity."""
    return one.name in f"{one.quote} {step}" or (len(one.name) > LONG_NAME and one.name[:-2] in step)


def _without_rules(text: str) -> str:
    kept = [s for s in clue.sentences(text) if not clue.forbidding(s)]
    if not kept:
        clauses = text.rstrip("。；").split("，")
        kept = ["，".join(c for c in clauses if not clue.forbidding(c))]
    return "".join(kept).rstrip("。；") or text


def _weight(settings: Sequence[Parameter], risky: bool) -> int:
    """What is bound by tolerances or limits weighs most, what is dangerous more, what is just done least."""
    bound = sum(
        bool(p.tolerance or p.quantity.fit or p.quantity.low is not None or p.quantity.relation in ("<=", ">="))
        for p in settings if p.quantity.unit not in _LONG
    )
    return 2 + min(len(settings), 1) + min(bound, 2) + risky


def _matters(step: Marked) -> int:
    """What decides over the batch, what makes a fit and what the source dwells on matters more; a wait less."""
    decides = _DECIDES.search(outcome.heading(step.text)) is not None
    fitted = any(p.quantity.fit for p in step.settings)
    return CRITICAL * step.critical + 2 * decides + fitted + step.noted - step.waits


_DECIDES = re.compile(r"判定|终点|放行")


def _tight(check: Check) -> int:
    """1 for what is easily met or comes in, up to 4 for fits and narrow tolerances."""
    if _INCOMING.search(check.under):
        return 1
    if rough := _ROUGH.search(check.acceptance):
        return 2 if Decimal(rough[1]) <= Decimal("1.6") else 1
    sides = [Decimal(a or b) for a, b in _DEVIATION.findall(check.acceptance)]
    fitted = _FITTED.search(check.acceptance) is not None
    if fitted or (sides and max(sides) <= FINE):
        return 4
    if _FORM.search(f"{check.item}{check.acceptance}"):
        return 3
    return 1 if sides and max(sides) >= COARSE else 2


def handed_in(names: Sequence[str], steps: Sequence[str]) -> list[tuple[str, int]]:
    """Without a value to check against, what is handed in is judged by what it says: what the step that makes it asks
    for, where it says so.
    """
    return [(f"{name}内容正确、完整{_wants(name, steps)}", 2) for name in names]


def by_standard(titles: Iterable[str]) -> list[tuple[str, int]]:
    """One line for each paper that a step is done by."""
    return [(f"成果符合{book(title)}的要求（逐条见质量检验）", 3) for title in titles]


def _wants(name: str, steps: Sequence[str]) -> str:
    """In brackets what the step names behind its colon, else behind the clause that makes it."""
    text = next((s for s in steps if name in s), "")
    said = without_cells(text)
    listed = re.search(r"[：:](?!\d)([^：:。]+)", said)
    told = listed[1] if listed else "，".join(re.split("，", said.rstrip("。"))[1:])
    told = told.strip().rstrip("。；")
    return f"（{told}）" if 2 < len(told) <= WANTED and not clue.forbidding(told) else ""
