"""Alerts on the placements somebody sees: gathered from logs, attendance, work orders and rehearsals as they see them.

One query for each kind of record, whoever many they are about, and no limit on what runs or waits for an answer. Judges
nothing itself (learning/alert.py). A look at others is kept, once an hour.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from learning.alert import Alert, Day, Watched, alerts, unanswered
from learning.evidence import Evidence, Kind
from learning.placement import Entry, Mark, State, Told
from records.attendances import Attendances, Marked
from records.evidences import Evidences
from records.internlogrows import Logged
from records.internlogs import InternLogs
from records.looks import Looks
from records.placementdays import WHY
from records.placementrows import Placement
from records.placements import Placements
from records.shelf import OnShelf, Shelf
from records.workplans import Of, Plan
from trust.day import day
from trust.principal import Principal, Scope


@dataclass(frozen=True)
class Line:
    """One placement on the board. `done` of `steps` of its work order as it stands; `waiting`: entries handed in;
    `mark`: today's.
    """

    placement: Placement
    alerts: tuple[Alert, ...]
    done: int
    steps: int
    days: int
    waiting: int
    mark: Mark | None
    mark_version: int


@dataclass(frozen=True)
class _Found:
    """By placement, by student, by work order."""

    logs: Mapping[str, list[Logged]]
    marks: Mapping[str, dict[date, Marked]]
    walked: Mapping[str, list[Evidence]]
    plans: Mapping[str | None, Plan | None]
    editions: Mapping[Of, Plan]


class InternWatch(OnShelf):
    def __init__(
        self, shelf: Shelf, placements: Placements, logs: InternLogs, attendances: Attendances, evidences: Evidences,
        looks: Looks,
    ) -> None:  # fmt: skip
        super().__init__(shelf)
        self._placements, self._logs, self._attendances = placements, logs, attendances
        self._evidences, self._looks = evidences, looks

    def board(self, principal: Principal, scope: Scope) -> list[Line]:
        """Every placement this person sees, of those over and answered the newest: those with something unsafe first,
        then with any alert.
        """
        held = self._placements.watched(principal, scope)
        others = {p.student for p in held} - {principal.id}
        self._looks.once_each(principal, others, WHY, placed=others)
        found = self._found(principal, scope, held)
        lines = [self._line(p, found) for p in held]
        return sorted(lines, key=lambda n: (not any(a.unsafe for a in n.alerts), not n.alerts))

    def _found(self, principal: Principal, scope: Scope, held: list[Placement]) -> _Found:
        logs: dict[str, list[Logged]] = defaultdict(list)
        marks: dict[str, dict[date, Marked]] = defaultdict(dict)
        walked: dict[str, list[Evidence]] = defaultdict(list)
        running = sorted({p.student for p in held if p.state is State.ACTIVE})
        ids = [p.id for p in held]
        with self._shelf.database.read() as conn:
            for entry in self._logs.told(conn, ids):
                logs[entry.placement].append(entry)
            for one in self._attendances.of(conn, ids):
                marks[one.placement][one.on] = one
            for kept in self._evidences.of_many(conn, principal, scope, running, (Kind.REHEARSAL,)):
                walked[kept.evidence.student].append(kept.evidence)
        orders = {p.work_order for p in held}
        plans = {o: self._placements.plan(principal, scope, o) for o in orders}
        stand = {p.of for p in plans.values() if p is not None}
        written = {e.told.of for entries in logs.values() for e in entries if e.told.of and e.told.of[0] in orders}
        return _Found(logs, marks, walked, plans, self._placements.plans(principal, scope, written - stand))

    def _line(self, held: Placement, found: _Found) -> Line:
        today = day(self._shelf.now())
        log, marks, plan = found.logs[held.id], found.marks[held.id], found.plans[held.work_order]
        days = tuple(
            Day(e.id, e.on, e.state, e.told, e.answered, _carried(plan, found.editions, e.told)) for e in log
        )
        told = unanswered(days)
        if held.state is State.ACTIVE and not held.left:
            told = alerts(Watched(
                held.since, held.until, held.terms, days, {on: one.mark for on, one in marks.items()},
                tuple(len(t.steps) for t in plan.tasks) if plan else (), plan.of if plan else None,
                tuple(found.walked[held.student]),
            ), today)  # fmt: skip
        there = [d for d in days if d.state in (Entry.HANDED_IN, Entry.CONFIRMED)]
        waiting = sum(e.state is Entry.HANDED_IN for e in log)
        steps = frozenset(s for e in there for s in e.done(plan.of)) if plan else frozenset()
        done, all_ = plan.done(steps) if plan else (0, 0)
        mark = marks.get(today)
        return Line(
            held, told, done, all_, len(there), waiting, mark.mark if mark else None, mark.version if mark else 0
        )  # fmt: skip


def _carried(plan: Plan | None, editions: Mapping[Of, Plan], told: Told) -> frozenset[tuple[int, int]]:
    before = editions.get(told.of) if told.of is not None else None
    return plan.carried(before, told.done(told.of)) if plan is not None and before is not None else frozenset()
