"""How much of a lesson's units its hours hold: which are taken, which steps of a task learners do by hand. Pure.

The first task is always taken, if need be in part; what else has no room stays for another lesson. Steps that nobody
can wait for in class, or that are done elsewhere, begin from what the teacher has prepared.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from learning.material import Material, Section
from learning.quantity import Quantity
from learning.scan import quantities
from learning.stepname import name, short
from learning.tidying import lasting as lasting_end
from learning.tier import HOUR, LEVELS, Tier
from learning.workorder import Step, WorkOrder

Unit = Section | WorkOrder
LEAST, STEP, HANDS = 10, 5, 2
"""Minutes of the shortest row, those all are multiples of, and how many times longer a step at a machine takes."""
AT_MACHINE = 3
"""How many times longer a step takes with its tools set and its first piece confirmed."""
SENTENCE = 5
"""Minutes for one point that is explained beside work."""
WAIT = 30
"""Minutes that class can wait for one step; longer ones begin from what is prepared."""
KEPT = 3
"""Sections that keep their place beside work where there are hours."""
HOURS = 2
"""From which a step takes longer than a lesson has."""
SHOWN = 0.25
"""The share of a task's time that the teacher shows."""
_OUTSIDE = re.compile(r"外协|委外|外包|送外")
_LAST = re.compile(r"检|验|复盘")
_JUDGES = re.compile(r"判定|终点|确认")
"""Where it is decided how to go on."""
_EVERY = re.compile(r"频次|频率|间隔|每")
_DUE, _BEFORE = re.compile("的时限$"), re.compile("[\u4e00-\u9fff]前")
"""By when something is told or handed in: nobody waits."""
_TWO = re.compile(r"一人操作一人监护")
_TURN = re.compile(r"每\s?(\d+)\s?min\s?轮换")
_LASTS = {"s": 1 / 60, "秒": 1 / 60, "min": 1.0, "分钟": 1.0}


@dataclass(frozen=True)
class Portion:
    """Of a task's steps, each in order: `done` by the learners, `shown` by the teacher, `ready` beforehand."""

    done: tuple[Step, ...]
    shown: tuple[Step, ...]
    ready: tuple[Step, ...]


def room(hours: int, tidying: int = 0) -> tuple[int, int, int]:
    """Minutes for the opening, for the units, and for the test at the end; five more sum up. `tidying` come after all.
    """
    opening, closing = (STEP, STEP) if hours == 1 else (2 * STEP, 3 * STEP)
    return opening, hours * HOUR - opening - closing - STEP - tidying, closing


def cleared(tasks: Sequence[WorkOrder], hours: int) -> int:
    """Minutes at the end in which machines are stopped and things put back."""
    return lasting_end(hours, bool(tasks), any(t.tools and t.risky for t in tasks))


def turn(task: WorkOrder) -> int | None:
    """Minutes after which two at one machine change places, as a rule of the task gives them."""
    rules = [r.source.text for r in task.safety] if task.tools else []
    if not any(_TWO.search(r) for r in rules):
        return None
    return next((int(m[1]) for r in rules if (m := _TURN.search(r))), None)


def turned(task: WorkOrder, minutes: int) -> int | None:
    """Minutes that each of two has at the machine, in whole turns, where the task's time holds one for both."""
    own = turn(task)
    if own is None or own % STEP or minutes < 2 * own + 2 * LEAST:
        return None
    return own * max(1, int(minutes * (1 - SHOWN)) // (2 * own))


def within(material: Material, hours: int, tier: Tier) -> tuple[Material, tuple[Unit, ...]]:
    """The material with the units that the hours hold, in order, and those left for another lesson."""
    sections, tasks = material.sections, material.tasks
    free = room(hours, cleared(tasks, hours))[1]
    taken: list[Unit] = []
    kept = LEAST * min(len(sections), KEPT if free >= 10 * LEAST else 1) if sections and free >= 3 * LEAST else 0
    for task in tasks:
        if task is tasks[0] or free - kept >= needed(task, tier):
            taken.append(task)
            free -= min(needed(task, tier), free - kept)
    for section in sections:
        if free >= LEAST:
            taken.append(section)
            free -= LEAST
    units = tuple(u for u in material.units if u in taken)
    return replace(material, units=units), tuple(u for u in material.units if u not in taken)


def allotment(units: Sequence[Unit], minutes: int, tier: Tier) -> list[int]:
    """Each unit's minutes; they sum to `minutes`. Beside work an explanation takes what its points need."""
    tasks = [u for u in units if isinstance(u, WorkOrder)]
    least = [LEAST if isinstance(u, Section) else 2 * LEAST for u in units]
    if not tasks:
        return allotted(minutes, [3] * len(units), least)
    wanted = [SENTENCE * len(u.told) if isinstance(u, Section) else n for u, n in zip(units, least, strict=True)]
    needs = [max(w, n) for w, n in zip(wanted, least, strict=True)]
    needs = needs if sum(needs) + 2 * LEAST * len(tasks) <= minutes else least
    some = any(not t.parallel for t in tasks)

    def weight(u: Unit) -> int:  # cases take what their cards need, where there is other work
        return 0 if isinstance(u, Section) or (u.parallel and some) else needed(u, tier)

    needs = [
        max(n, min(needed(u, tier), minutes // 4 // STEP * STEP)) if isinstance(u, WorkOrder) and u.parallel and some
        else n for u, n in zip(units, needs, strict=True)
    ]  # fmt: skip
    return allotted(minutes, [weight(u) for u in units], needs)


def allotted(total: int, weights: Sequence[int], least: Sequence[int]) -> list[int]:
    """`total` (a multiple of five) by weight, in fives, each at least its `least`; the largest remainders round up."""
    free = (total - sum(least)) // STEP
    whole = sum(weights)
    exact = [free * w / whole for w in weights]
    parts = [int(e) for e in exact]
    for n in sorted(range(len(parts)), key=lambda n: parts[n] - exact[n])[: free - sum(parts)]:
        parts[n] += 1
    return [low + STEP * part for low, part in zip(least, parts, strict=True)]


def needed(task: WorkOrder, tier: Tier) -> int:
    """Minutes in which every step that can be done in class is shown and done; cases take no machine, a card each."""
    if task.parallel:
        return 2 * LEAST + STEP * (len(task.steps) - 1)
    return max(2 * LEAST, LEAST + sum(takes(s, pace(task, tier)) for s in task.steps if not waits(s, WAIT)))


def pace(task: WorkOrder, tier: Tier) -> int:
    """Minutes for a step by hand; where there are tools, groups take turns at them."""
    return LEVELS[tier].minutes * (HANDS if task.tools else 1)


def takes(step: Step, pace: int) -> int:
    """Minutes of one step by hand: its waits run while half of the hands' work is done."""
    spans = [_minutes(p.quantity) for p in step.parameters if not _EVERY.search(p.name) and not _DUE.search(p.name)]
    spans += [_minutes(q) for q in begun_early(step)]
    return max(pace, pace // 2 + int(sum(spans)))


def lasting(step: Step) -> float:
    """Minutes that its own settings run."""
    return sum(_minutes(p.quantity) for p in step.parameters if not _EVERY.search(p.name) and not _DUE.search(p.name))


def begun_early(step: Step) -> list[Quantity]:
    """What has to run before a step begins, as its notes say: `精车前主轴空运转 15 min`."""
    return [
        q for n in step.notes if _BEFORE.search(n.text) and not _EVERY.search(n.text) for q in quantities(n.text)
        if _minutes(q)
    ]  # fmt: skip


def portion(task: WorkOrder, minutes: int, tier: Tier) -> Portion:
    """What is done in so many minutes for the whole task: the steps that matter most, in their order, as many as they
    hold with their waits.
    """
    ready = [s for s in task.steps if waits(s, WAIT)]
    able = [s for s in task.steps if s not in ready] or list(task.steps)
    left = sum(takes(s, pace(task, tier)) for s in able)
    left = left if minutes >= needed(task, tier) else int(minutes * (1 - SHOWN))
    own = turned(task, minutes)
    left = left if own is None else own  # what needs no machine is done while the other has it

    def cost(step: Step) -> int:
        if own is None:
            return takes(step, pace(task, tier))
        if step.risks:
            return AT_MACHINE * LEVELS[tier].minutes
        return 0 if _LAST.search(short(step.text)) else pace(task, tier)

    best: list[Step] = []
    for step in sorted(able, key=lambda s: -_worth(task, s)):
        if not best or cost(step) <= left:
            best.append(step)
            left -= cost(step)
    done = tuple(s for s in task.steps if s in best)
    return Portion(
        done, tuple(s for s in able if s not in best and s in task.steps), tuple(s for s in ready if s not in done)
    )


def waits(step: Step, minutes: int) -> bool:
    """Whether no lesson can wait for it: hours and days, more minutes than there are, or work done elsewhere."""
    spans = [p.quantity for p in step.parameters if not _EVERY.search(p.name)]
    return _OUTSIDE.search(step.text) is not None or any(_long(q) or _over(q, minutes) for q in spans)


def _long(time: Quantity) -> bool:
    least = time.low if time.value is None else time.value
    lasts = time.relation not in ("<", "<=", "≤", ">")  # a bound from above, or a condition
    return time.unit in ("h", "d") and lasts and least is not None and least >= HOURS


def _over(time: Quantity, minutes: int) -> bool:
    """Longer than these minutes; a bound from above counts, for as long it may take."""
    most = time.high if time.value is None else time.value
    return time.unit in ("min", "分钟") and time.relation not in (">", ">=") and most is not None and most > minutes


def _minutes(time: Quantity) -> float:
    most = time.high if time.value is None else time.value
    bound = time.relation in (">", ">=") or most is None
    return 0.0 if bound or most is None else float(most) * _LASTS.get(time.unit or "", 0.0)


def _worth(task: WorkOrder, step: Step) -> int:
    """How much of the task hangs on a step: what it is named for, what the source says to it, how tight it is."""
    called = name(step.text) or short(step.text)
    bound = sum(bool(p.tolerance or p.quantity.fit) for p in step.parameters)
    named = bool({c for c in called if "\u4e00" <= c <= "\u9fff"} & set(task.title) - set("的和与工序步骤流程"))
    ends = step is task.steps[-1] and bool(_LAST.search(called))
    return (
        6 * step.critical + 4 * named + 8 * ends + 4 * bool(_JUDGES.search(called)) + 2 * step.vital
        + 2 * min(len(step.beside), 1) + min(len(step.notes), 2)
        + 2 * min(bound, 2) + min(len(step.parameters), 2)
    )  # fmt: skip
