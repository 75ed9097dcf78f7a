"""Alerts on the placements somebody sees: gathered from logs, attendance, work orders and rehearsals as they see them.

Judges nothing itself (learning/alert.py). A look at others is kept, once an hour.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from learning.alert import Alert, Day, Watched, alerts
from learning.evidence import Kind
from learning.placement import Mark, State
from records.attendances import Attendances
from records.evidences import Evidences
from records.internlogs import InternLogs, Logged
from records.looks import Looks
from records.placementdays import WHY
from records.placementrows import Placement
from records.placements import Placements, done_of
from records.shelf import OnShelf, Shelf
from trust.day import day
from trust.principal import Principal, Scope


@dataclass(frozen=True)
class Line:
    """One placement on the board. `done` of `steps` of its work order; `waiting`: entries handed in; `mark`: today's.
    """

    placement: Placement
    alerts: tuple[Alert, ...]
    done: int
    steps: int
    days: int
    waiting: int
    mark: Mark | None
    mark_version: int


class InternWatch(OnShelf):
    def __init__(
        self, shelf: Shelf, placements: Placements, logs: InternLogs, attendances: Attendances, evidences: Evidences,
        looks: Looks,
    ) -> None:  # fmt: skip
        super().__init__(shelf)
        self._placements, self._logs, self._attendances = placements, logs, attendances
        self._evidences, self._looks = evidences, looks

    def board(self, principal: Principal, scope: Scope) -> list[Line]:
        """Every placement this person sees: those with something unsafe first, then with any alert."""
        self._own(principal, scope)
        found = self._placements.page(principal, scope)
        logs: dict[str, list[Logged]] = defaultdict(list)
        marks: dict[str, dict[date, tuple[Mark, int]]] = defaultdict(dict)
        for entry in self._logs.page(principal, scope):
            logs[entry.placement].append(entry)
        for one in self._attendances.page(principal, scope):
            marks[one.placement][one.on] = (one.mark, one.version)
        lines = [self._line(principal, scope, p, logs[p.id], marks[p.id]) for p in found]
        return sorted(lines, key=lambda n: (not any(a.unsafe for a in n.alerts), not n.alerts))

    def _line(
        self, principal: Principal, scope: Scope, held: Placement, log: list[Logged],
        marks: dict[date, tuple[Mark, int]],
    ) -> Line:  # fmt: skip
        today = day(self._shelf.now())
        tasks = self._placements.tasks(principal, scope, held)
        days = tuple(Day(e.id, e.on, e.state, e.told) for e in log)
        told: tuple[Alert, ...] = ()
        if held.state is State.ACTIVE:
            if held.student != principal.id:
                self._looks.once(principal, held.student, WHY)
            walked = self._evidences.told(principal, scope, held.student, (Kind.REHEARSAL,))
            told = alerts(Watched(
                held.since, held.until, held.terms, days, {on: mark for on, (mark, _) in marks.items()},
                tuple(len(t.steps) for t in tasks), tuple(k.evidence for k in walked),
            ), today)  # fmt: skip
        there = [e for e in log if e.state.value in ("handed_in", "confirmed")]
        done, steps = done_of(tasks, frozenset(s for e in there for s in e.told.done))
        mark, version = marks.get(today, (None, 0))
        waiting = sum(e.state.value == "handed_in" for e in log)
        return Line(held, told, done, steps, len(there), waiting, mark, version)
