"""Alerts on a placement: idle, stuck or unsafe, each with the day since when and the records it rests on. Pure.

Idle: no entry handed in on the last three working days. Stuck: five entries in a row without a new step of the work
order, all of the edition that stands: of an entry of another or unknown one nobody can say so. Absent: marked so within
five working days. Unsafe: an incident told, until the mentor has answered it; a veto slip in a rehearsal, until the
process is passed without; more hours than agreed or lawful; work on a day of rest.
Drafts are the student's own and count for nothing. Knows nobody's rights and no storage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from learning.evidence import Evidence
from learning.placement import WEEK_MINUTES, Entry, Incident, Mark, Terms, Told, workdays
from learning.readiness import vetoes
from trust.day import day

IDLE_DAYS, STUCK_ENTRIES, ABSENT_DAYS, RECENT = 3, 5, 5, timedelta(days=28)
"""Hours and days of rest are told of for four weeks."""


class About(StrEnum):
    """The unsafe ones first: the order of the list."""

    INCIDENT = "incident"
    VETO = "veto"
    HOURS_DAY = "hours_day"
    HOURS_WEEK = "hours_week"
    REST = "rest"
    IDLE = "idle"
    ABSENT = "absent"
    STUCK = "stuck"


UNSAFE = frozenset([About.INCIDENT, About.VETO, About.HOURS_DAY, About.HOURS_WEEK, About.REST])


@dataclass(frozen=True)
class Day:
    """One entry of the log as it stands."""

    id: str
    on: date
    state: Entry
    told: Told
    answered: bool = False
    """Its incident, by a mentor whose words are gone."""
    carried: frozenset[tuple[int, int]] = frozenset()
    """Steps of the work order as it stands that have the words of those done by an earlier edition."""

    def done(self, of: tuple[str, int] | None) -> frozenset[tuple[int, int]]:
        return self.told.done(of) | self.carried


@dataclass(frozen=True)
class Watched:
    """One placement. `plan`: how many steps each task of the work order and edition `of` has, as far as whoever looks
    may know; `evidence`: the student's, of which only rehearsals count.
    """

    since: date
    until: date
    terms: Terms = field(default_factory=Terms)
    days: tuple[Day, ...] = ()
    marks: Mapping[date, Mark] = field(default_factory=dict)
    plan: tuple[int, ...] = ()
    of: tuple[str, int] | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Alert:
    about: About
    since: date
    rests: tuple[str, ...] = ()
    """Ids of entries or evidence; none where it is the lack of them."""

    @property
    def unsafe(self) -> bool:
        return self.about in UNSAFE


def alerts(watched: Watched, today: date) -> tuple[Alert, ...]:
    """In the order of `About`, then by day. The order in which records come decides nothing."""
    days = sorted((d for d in watched.days if d.state is not Entry.DRAFT), key=lambda d: (d.on, d.id))
    told = [d for d in days if d.state in (Entry.HANDED_IN, Entry.CONFIRMED)]
    made = [
        *unanswered(days), *_vetoes(watched.evidence), *_hours(days, watched.terms, today),
        *_rest(days, watched.terms, today), *_idle(watched, days, today), *_absent(watched, today),
        *_stuck(watched, told),
    ]  # fmt: skip
    order = list(About)
    return tuple(sorted(made, key=lambda a: (order.index(a.about), a.since, a.rests)))


def unanswered(days: Iterable[Day]) -> tuple[Alert, ...]:
    """Incidents told, the first day first, also of a placement that is over. One given back is still told: only a
    confirmation, which takes an answer, ends it.
    """
    closed = (Entry.CONFIRMED, Entry.DRAFT)
    return tuple(
        Alert(About.INCIDENT, d.on, (d.id,)) for d in sorted(days, key=lambda d: (d.on, d.id))
        if d.told.incident is not Incident.NONE and d.state not in closed and not d.answered
    )


def _vetoes(evidence: Sequence[Evidence]) -> Iterable[Alert]:
    return [Alert(About.VETO, day(e.at), (e.id,)) for e in vetoes(evidence)]


def _hours(days: Sequence[Day], terms: Terms, today: date) -> Iterable[Alert]:
    recent = [d for d in days if d.on >= today - RECENT]
    yield from _over(recent, lambda on: on, terms.minutes, About.HOURS_DAY)
    weekly = min(WEEK_MINUTES, terms.minutes * len(terms.workdays))
    whole = [d for d in days if d.on >= _monday(today - RECENT)]
    yield from _over(whole, _monday, weekly, About.HOURS_WEEK)


def _over(days: Sequence[Day], of: Callable[[date], date], most: int, about: About) -> Iterable[Alert]:
    held: dict[date, list[Day]] = {}
    for one in days:
        held.setdefault(of(one.on), []).append(one)
    return [Alert(about, on, tuple(d.id for d in ds)) for on, ds in held.items()
            if sum(d.told.minutes for d in ds) > most]  # fmt: skip


def _rest(days: Sequence[Day], terms: Terms, today: date) -> Iterable[Alert]:
    return [Alert(About.REST, d.on, (d.id,)) for d in days
            if d.on.isoweekday() not in terms.workdays and d.on >= today - RECENT]  # fmt: skip


def _idle(watched: Watched, days: Sequence[Day], today: date) -> Iterable[Alert]:
    """Today is not over yet; whoever is on leave is not idle."""
    last = min(today - timedelta(days=1), watched.until)
    due = [d for d in workdays(watched.since, last, watched.terms.workdays)
           if watched.marks.get(d) is not Mark.LEAVE]  # fmt: skip
    there = {d.on for d in days}
    lately = due[-IDLE_DAYS:]
    if today > watched.until or len(lately) < IDLE_DAYS or any(on >= lately[0] for on in there):
        return []
    first = lately[0]
    for on in reversed(due[:-IDLE_DAYS]):
        if on in there:
            break
        first = on
    before = [d.id for d in days if d.on < first]
    return [Alert(About.IDLE, first, tuple(before[-1:]))]


def _absent(watched: Watched, today: date) -> Iterable[Alert]:
    lately = workdays(watched.since, min(today, watched.until), watched.terms.workdays)[-ABSENT_DAYS:]
    missed = [d for d in lately if watched.marks.get(d) is Mark.ABSENT]
    return [Alert(About.ABSENT, missed[0])] if missed else []


def _stuck(watched: Watched, told: Sequence[Day]) -> Iterable[Alert]:
    """While the work order has steps left."""
    every = {(task, step) for task, steps in enumerate(watched.plan) for step in range(steps)}
    lately, before = told[-STUCK_ENTRIES:], told[:-STUCK_ENTRIES]
    done = {s for d in before for s in d.done(watched.of)}
    new = {s for d in lately for s in d.done(watched.of)} - done
    if any(d.told.task is not None and d.told.of != watched.of for d in lately):
        return []
    if len(lately) < STUCK_ENTRIES or not every - done - new or new & every:
        return []
    return [Alert(About.STUCK, lately[0].on, tuple(d.id for d in lately))]


def _monday(on: date) -> date:
    return on - timedelta(days=on.weekday())
