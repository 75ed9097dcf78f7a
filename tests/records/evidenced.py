"""What tests of evidence share: a register and an agreement in force, and pieces to bring."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from learning.evidence import Kind, Result
from learning.usualregister import usual
from records.evidencedoor import Brought
from tests.records.cast import Cast

AT = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
UNTIL = date(2028, 12, 31)


def register(cast: Cast, entries: Any = None, enterprise: str = "acme", by: str = "acmesteward") -> str:
    """In force."""
    made = cast.store.registers.propose(
        cast("steward"), school="school", enterprise=enterprise, entries=entries or usual(), until=UNTIL
    )
    cast.store.registers.sign(cast(by), made.id, made.hash)
    return made.id


def agree(cast: Cast) -> str:
    """In force."""
    term = ("work_order_steps", "school/internal+course:cnc1")
    made = cast.store.agreements.propose(
        cast("steward"), school="school", enterprise="acme", title="共建", terms=[term], until=UNTIL
    )
    cast.store.agreements.sign(cast("acmesteward"), made.id, made.hash)
    return made.id


def shared(cast: Cast) -> None:
    """Register, agreement, and the student's consent for acme."""
    register(cast)
    agree(cast)
    cast.store.enterprise_consents.give(cast("student"), "acme")


def piece(n: int = 0, **changes: Any) -> Brought:
    told: dict[str, Any] = {
        "username": "student", "kind": Kind.ASSIGNMENT, "at": AT, "activity": f"粗车外圆 {n}", "key": (str(n),),
        "result": Result(Decimal("86.5"), Decimal(100)), "competencies": ("轴类加工",),
    }  # fmt: skip
    return Brought(**told | changes)
