"""Work orders as placements go by them: the tasks and steps of one edition, as far as somebody may read it.

An entry of a log names its steps by their places in the edition it was written by: in another one of the same work
order they are those with the same words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from records.artefactrows import RETIRED
from records.artefacts import Artefacts
from trust.errors import NotFound
from trust.principal import Principal, Scope

WORK_ORDER = "decompose_project"
"""The tool whose artefacts are work orders."""
Of = tuple[str, int]
"""A work order's id and edition."""


@dataclass(frozen=True)
class Task:
    """One of a work order: its place is its id, its steps' places are theirs."""

    title: str
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    of: Of
    tasks: tuple[Task, ...]

    def done(self, done: frozenset[tuple[int, int]]) -> tuple[int, int]:
        """How many steps are done, of how many."""
        every = {(n, s) for n, task in enumerate(self.tasks) for s in range(len(task.steps))}
        return len(every & done), len(every)

    def carried(self, other: Plan, done: frozenset[tuple[int, int]]) -> frozenset[tuple[int, int]]:
        """Steps done by another edition of this order: here those of the same task and words, a repeated one in its
        turn.
        """
        if other.of[0] != self.of[0] or other.of == self.of:
            return frozenset()
        here = {words: place for place, words in self._words().items()}
        there = other._words()
        return frozenset(here[there[s]] for s in done if s in there and there[s] in here)

    def _words(self) -> Mapping[tuple[int, int], tuple[str, str, int]]:
        """By place: the task, the step, how many of the same stood before it."""
        met: Counter[tuple[str, str]] = Counter()
        found = {}
        for n, task in enumerate(self.tasks):
            for s, step in enumerate(task.steps):
                found[n, s] = (task.title, step, met[task.title, step])
                met[task.title, step] += 1
        return found


def plan(
    artefacts: Artefacts, principal: Principal, scope: Scope, order: str | None, edition: int | None = None
) -> Plan | None:
    """The newest edition or this one; None where this person may not read it, or there is none."""
    if order is None:
        return None
    try:
        found = artefacts.get(principal, scope, order, edition)
    except NotFound:
        return None
    if found.tool != WORK_ORDER or found.state == RETIRED:
        return None
    tasks = tuple(Task(t["title"], tuple(s["text"] for s in t["steps"])) for t in found.result["tasks"])
    return Plan((found.id, found.edition), tasks)


def plans(artefacts: Artefacts, principal: Principal, scope: Scope, wanted: Iterable[Of]) -> Mapping[Of, Plan]:
    """Those of these that this person may read; each is read once."""
    found = {of: plan(artefacts, principal, scope, *of) for of in sorted(set(wanted))}
    return {of: held for of, held in found.items() if held is not None}
