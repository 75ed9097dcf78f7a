"""What a school and an enterprise both sign: its states, its signatures, and whether it stands on a day.

Knows no kind of paper: agreements (agreementrows.py), registers of evidence (registerrows.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Column, ColumnElement, Table, and_, func, select

PROPOSED, ACTIVE, EXPIRED, REVOKED = "proposed", "active", "expired", "revoked"
BOTH = 2


@dataclass(frozen=True)
class Signature:
    owner: str
    person: str
    at: datetime


def state_on(
    today: date, until: date, revoked_at: datetime | None, signatures: Sequence[Signature]
) -> str:
    """One of the four; `until` is the last day on which it stands."""
    if revoked_at is not None:
        return REVOKED
    if until < today:
        return EXPIRED
    return ACTIVE if len(signatures) == BOTH else PROPOSED


def standing(of: Table, signed: Column[str], today: date) -> ColumnElement[bool]:
    """The rows of a table that stand that day; `signed` is the column of their signatures that names the row."""
    count = select(func.count()).where(signed == of.c.id)
    both = count.correlate(of).scalar_subquery() == BOTH
    return and_(of.c.revoked_at.is_(None), of.c.until >= today, both)
