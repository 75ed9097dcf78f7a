"""What tests of internships share: a class in which one may be placed, and what makes a student ready."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from learning.evidence import Kind, Result
from learning.placement import Told
from learning.readiness import Requirement
from records.attempts import REHEARSAL, Given
from records.internlogrows import Logged
from records.placementrows import Placement
from records.placements import Wanted
from tests.records.cast import Cast
from tests.records.evidenced import AT, piece, shared
from trust.labels import parse

TODAY = date(2026, 3, 2)
WANTED = Requirement(("粗车外圆",), ("车间安全考核",), 60)
WHY = "安排实习"


def walk(cast: Cast, vetoes: int = 0, slips: int = 0, who: str = "student", task: str = "粗车外圆") -> str:
    """A whole rehearsal of ten moves, as records/rehearsals.py keeps it."""
    told = {"task": task, "slips": slips + vetoes, "vetoes": vetoes}
    right = 10 - slips - vetoes
    given = Given(REHEARSAL, f"task-{task}", parse("school/public"), (), right == 10, right, 10.0, (task,), 0.05, told)
    return cast.store.attempts.keep(cast(who), cast.scope(who), None, given).id


def examined(cast: Cast, points: int = 95, n: int = 1) -> None:
    told = {"activity": "车间安全考核", "result": Result(Decimal(points), Decimal(100)), "kind": Kind.ASSIGNMENT}
    brought = piece(100 + n, at=AT + timedelta(minutes=n), **told)
    assert cast.store.evidences.keep(cast("teacher"), [brought])[0].outcome == "added"


def asked(cast: Cast) -> None:
    """What the project asks for."""
    cast.store.requirements.put(cast("teacher"), "shaft", 0, WANTED)


def ready(cast: Cast) -> None:
    """Register, agreement, consent; the project's requirement, and what meets it."""
    shared(cast)
    asked(cast)
    walk(cast)
    examined(cast)


def wanted(cast: Cast, **changes: Any) -> Wanted:
    told: dict[str, Any] = {
        "student": cast.ids["student"], "project": "shaft", "enterprise": "acme", "mentor": cast.ids["mentor"],
        "since": TODAY - timedelta(days=7), "until": TODAY + timedelta(days=60),
    }  # fmt: skip
    return Wanted(**told | changes)


def placed(cast: Cast, **changes: Any) -> Placement:
    return cast.store.placements.place(cast("teacher"), cast.scope("teacher"), wanted(cast, **changes), WHY)


def written(cast: Cast, held: Placement, ago: int = 0, version: int = 0, **told: Any) -> Logged:
    said = Told(**{"did": "粗车传动轴", "minutes": 420, "note": "换了一次刀片"} | told)
    on = TODAY - timedelta(days=ago)
    return cast.store.intern_logs.write(cast("student"), cast.scope("student"), held.id, on, version, said)


def handed(cast: Cast, held: Placement, ago: int = 0, **told: Any) -> Logged:
    made = written(cast, held, ago, **told)
    return cast.store.intern_logs.hand_in(cast("student"), cast.scope("student"), made.id, made.version)


def decided(cast: Cast, entry: Logged, confirm: bool = True, remark: str = "", who: str = "mentor") -> Logged:
    return cast.store.intern_logs.decide(cast(who), cast.scope(who), entry.id, entry.version, confirm, remark)
