"""Readiness for a project: which of its requirements a learner's evidence meets, and which not yet and why. Pure.

A process is met by a whole rehearsal of it with at least `line` of the moves right and no veto slip, within `days`. A
veto stands, whatever the project asks for, until a later rehearsal of the same process is passed without one by the
one fixed LINE; while any stands nobody is ready. A safety item is met by its newest result, within `days`, if that is
at least `line`. More passed evidence never makes anybody less ready. What learners
tell of themselves through other programs proves no safety item. Knows nobody's rights and no storage.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from learning.alike import bare
from learning.evidence import CLEAN, SLIPPED, VETOED, Evidence, Kind
from learning.portfolio import worth
from trust.day import day
from trust.errors import BadInput

SAFETY_KINDS = (Kind.ASSIGNMENT, Kind.CERTIFICATE, Kind.ATTENDANCE)
"""What staff enter."""
LINE = Decimal("0.8")
"""Usual for a project, and the one by which alone a veto ends: no project moves that."""
MOST, LONGEST_NAME, MOST_DAYS = 20, 80, 1095
"""Items of a list, characters of a name, days that evidence may be old."""


@dataclass(frozen=True)
class Requirement:
    """What a project asks for before somebody works in it: processes rehearsed, safety items passed."""

    processes: tuple[str, ...]
    safety: tuple[str, ...]
    days: int = 180
    line: Decimal = LINE

    def __post_init__(self) -> None:
        """BadInput for one that asks nothing, or twice the same."""
        for names in (self.processes, self.safety):
            once = len({bare(n) for n in names}) == len(names) <= MOST
            _need(once, f"每类最多 {MOST} 项，不得重复", f"At most {MOST} of a kind, each once")
            fits = all(bare(n) and len(n) <= LONGEST_NAME for n in names)
            _need(fits, f"名称须为 1 至 {LONGEST_NAME} 字", f"A name has 1 to {LONGEST_NAME} characters")
        _need(bool(self.processes or self.safety), "至少写明一项要求", "Something has to be asked for")
        _need(1 <= self.days <= MOST_DAYS, f"有效期须为 1 至 {MOST_DAYS} 天", f"From 1 to {MOST_DAYS} days")
        _need(0 < self.line <= 1, "合格线须大于 0、不超过 1", "The line lies above 0 and is at most 1")


class Why(StrEnum):
    """`unstated`: the project says nothing yet. `old`: passed, but too long ago."""

    MET = "met"
    UNSTATED = "unstated"
    MISSING = "missing"
    OLD = "old"
    FAILED = "failed"
    VETO = "veto"


@dataclass(frozen=True)
class Point:
    """One requirement, or a standing veto on a process that none names, and how it stands. `evidence`: ids of the
    pieces that decided it; `on`: the newest one's day.
    """

    what: Literal["project", "process", "safety"]
    name: str
    why: Why
    evidence: tuple[str, ...] = ()
    on: date | None = None


@dataclass(frozen=True)
class Readiness:
    points: tuple[Point, ...]

    @property
    def ready(self) -> bool:
        return all(p.why is Why.MET for p in self.points)

    @property
    def vetoed(self) -> bool:
        return any(p.why is Why.VETO for p in self.points)


def readiness(wanted: Requirement | None, told: Iterable[Evidence], today: date) -> Readiness:
    """Of one learner's evidence. The order in which it comes decides nothing."""
    held = sorted(told, key=lambda e: (e.at, e.id))
    if wanted is None:
        return Readiness((Point("project", "", Why.UNSTATED), *_unasked((), held)))
    since = today - timedelta(days=wanted.days)
    walked = [e for e in held if e.kind is Kind.REHEARSAL]
    taken = [e for e in held if e.kind in SAFETY_KINDS]
    return Readiness((
        *(_process(name, _of(name, walked), wanted.line, since) for name in wanted.processes),
        *(_safety(name, _of(name, taken), wanted.line, since) for name in wanted.safety),
        *_unasked(wanted.processes, held),
    ))  # fmt: skip


def vetoes(told: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Rehearsals with a veto slip that no later one of the same process, passed without, has answered; first first."""
    held = sorted((e for e in told if e.kind is Kind.REHEARSAL), key=lambda e: (e.at, e.id))
    passed = {bare(e.activity): e for e in held if _passed(e, LINE)}
    return tuple(
        e for e in held if e.result.outcome == VETOED
        and ((last := passed.get(bare(e.activity))) is None or e.at >= last.at)
    )  # fmt: skip


def _unasked(processes: Sequence[str], held: Sequence[Evidence]) -> Iterable[Point]:
    """Standing vetoes on what the project does not ask for, each process once."""
    known, others = {bare(name) for name in processes}, dict[str, list[Evidence]]()
    for one in vetoes(held):
        if bare(one.activity) not in known:
            others.setdefault(bare(one.activity), []).append(one)
    return [_point("process", found[-1].activity, Why.VETO, found) for found in others.values()]


def _of(name: str, held: Sequence[Evidence]) -> list[Evidence]:
    return [e for e in held if bare(e.activity) == bare(name)]


def _process(name: str, held: Sequence[Evidence], line: Decimal, since: date) -> Point:
    passed = [e for e in held if _passed(e, line)]
    last = passed[-1] if passed else None
    if standing := vetoes(held):
        return _point("process", name, Why.VETO, standing)
    if last is not None:
        return _point("process", name, Why.MET if day(last.at) >= since else Why.OLD, [last])
    return _point("process", name, Why.FAILED if held else Why.MISSING, held[-1:])


def _passed(told: Evidence, line: Decimal) -> bool:
    """Of what was kept before vetoes were counted only a walk without any slip is sure to hold none."""
    share = told.result.share
    return told.result.outcome in (CLEAN, SLIPPED) and share is not None and share >= line


def _safety(name: str, held: Sequence[Evidence], line: Decimal, since: date) -> Point:
    counted = [(e, value) for e in held if (value := worth(e)) is not None]
    if not counted:
        return _point("safety", name, Why.MISSING, [])
    newest = counted[-1][0].at
    last, value = min((c for c in counted if c[0].at == newest), key=lambda c: (c[1], c[0].id))
    if value < line:
        return _point("safety", name, Why.FAILED, [last])
    return _point("safety", name, Why.MET if day(last.at) >= since else Why.OLD, [last])


def _point(what: Literal["process", "safety"], name: str, why: Why, held: Sequence[Evidence]) -> Point:
    return Point(what, name, why, tuple(e.id for e in held), day(held[-1].at) if held else None)


def _need(holds: bool, zh: str, en: str) -> None:
    if not holds:
        raise BadInput(zh, en)
