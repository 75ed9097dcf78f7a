"""How one learner's competencies grew, and their weak points: when each was found, what was done, whether it is gone.

Replays answers in the order they were given through mastery.py. Knows neither storage nor whose answers they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from learning.mastery import MASTERED, USUAL, Parameters, State, answered
from trust.day import day


@dataclass(frozen=True)
class Answer:
    """One answer. `group`: answers of another group are traced apart; `rehearsed`: a whole rehearsal, else an exercise;
    `guess`: the chance of being right by luck, where it is known.
    """

    id: str
    item: str
    at: datetime
    right: bool
    competencies: tuple[str, ...]
    guess: float | None = None
    group: str = ""
    rehearsed: bool = False


def share(value: float) -> str:
    """Rounded down: what is nearly mastered is not told as mastered."""
    return f"{int(value * 100 + 1e-9)}%"


@dataclass(frozen=True)
class Step:
    """How a day ended: the estimate a person is told, 0 to 1, after so many answers in all."""

    on: date
    shown: float
    answers: int


@dataclass(frozen=True)
class Curve:
    """A competency over time, a step for each day with an answer, first first. `mastered_on`: since when it has been
    mastered without a break; None where it is not.
    """

    competency: str
    steps: tuple[Step, ...]
    right: int

    @property
    def now(self) -> Step:
        return self.steps[-1]

    @property
    def mastered_on(self) -> date | None:
        since = None
        for step in self.steps:
            since = (since or step.on) if step.shown >= MASTERED else None
        return since

    def at(self, on: date) -> float | None:
        """The estimate at the end of a day; None before the first answer."""
        held = [step.shown for step in self.steps if step.on <= on]
        return held[-1] if held else None


@dataclass(frozen=True)
class Weak:
    """A weak point: `found` by the first wrong answer, of `items` in all, `left` of which were not answered rightly
    since; `practised` answers and `rehearsed` rehearsals were done about it; `gone` once nothing was left. `before`:
    how often the competency had been one earlier. `known_then`, `known_now`: the estimates at the end of either day.
    """

    competency: str
    found: date
    items: int
    left: int
    practised: int
    rehearsed: int
    gone: date | None
    before: int
    known_then: float
    known_now: float


@dataclass(frozen=True)
class Growth:
    """`curves` by name; `weak`: those that are left first, then those that are gone, latest first."""

    curves: tuple[Curve, ...]
    weak: tuple[Weak, ...]


def growth(answers: Iterable[Answer], fitted: Mapping[str, Parameters] | None = None) -> Growth:
    """The order in which they come decides nothing; what was never answered is not there, and never zero."""
    by_name: dict[str, list[Answer]] = {}
    for one in sorted(answers, key=lambda a: (a.at, a.id)):
        for name in dict.fromkeys(one.competencies):
            by_name.setdefault(name, []).append(one)
    parameters = fitted or {}
    curves = {name: _curve(name, held, parameters.get(name, USUAL)) for name, held in sorted(by_name.items())}
    weak = [w for name, held in by_name.items() if (w := _weak(held, curves[name])) is not None]
    weak.sort(key=lambda w: (w.gone is not None, -(w.gone or w.found).toordinal(), w.competency))
    return Growth(tuple(curves.values()), tuple(weak))


def _curve(name: str, answers: Sequence[Answer], parameters: Parameters) -> Curve:
    """Of the group with most answers, as mastery is told elsewhere; among equals the first by name."""
    groups: dict[str, list[Answer]] = {}
    for one in answers:
        groups.setdefault(one.group, []).append(one)
    told = min(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))[1]
    state, steps = State(parameters.prior), []
    for on, held in groupby(told, lambda a: day(a.at)):
        for one in held:
            state = answered(state, one.right, parameters, one.guess)
        steps.append(Step(on, state.shown, state.answers))
    return Curve(name, tuple(steps), state.right)


class _Episode:
    """A weak point while answers come."""

    def __init__(self, found: Answer) -> None:
        self.found, self.gone = day(found.at), None
        self.wrong, self.left = {found.item}, {found.item}
        self.practised = self.rehearsed = 0

    gone: date | None

    def add(self, one: Answer) -> None:
        """One more answer to the competency after it was found."""
        self.rehearsed += one.rehearsed
        self.practised += not one.rehearsed
        if one.right:
            self.left.discard(one.item)
        else:
            self.wrong.add(one.item)
            self.left.add(one.item)
        self.gone = None if self.left else day(one.at)


def _weak(answers: Sequence[Answer], curve: Curve) -> Weak | None:
    """The latest one of a competency; None where every answer was right."""
    episodes: list[_Episode] = []
    for one in answers:
        if episodes and episodes[-1].left:
            episodes[-1].add(one)
        elif not one.right:
            episodes.append(_Episode(one))
    if not episodes:
        return None
    last = episodes[-1]
    then, now = curve.at(last.found), curve.now.shown
    return Weak(
        curve.competency, last.found, len(last.wrong), len(last.left), last.practised, last.rehearsed, last.gone,
        len(episodes) - 1, now if then is None else then, now,
    )  # fmt: skip
