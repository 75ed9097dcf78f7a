"""Agreements as rows: which of them a person sees, opened, and whether they stand today.

Stewards of either owner see theirs in every state; those who review or publish there see the ones in force. All of it
is in the query. Knows no rule of proposing, signing or releasing (agreements.py).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from records.columns import AnyRow, among
from records.keys import Place, Sealer, owner_key
from records.schema import agreement_signatures, agreements
from records.twosided import Signature, standing, state_on
from trust.principal import Principal
from trust.roles import Act


@dataclass(frozen=True)
class Term:
    """One standing release: the named function of learning/release.py, its output type, and the output's label."""

    function: str
    output: str
    label: str


@dataclass(frozen=True)
class Agreement:
    """Between a school and an enterprise. In force when both have signed, until the end of the day `until`.

    `hash` is over everything that is signed.
    """

    id: str
    school: str
    enterprise: str
    title: str
    terms: tuple[Term, ...]
    until: date
    proposed_at: datetime
    revoked_at: datetime | None
    signatures: tuple[Signature, ...]

    @property
    def hash(self) -> str:
        signed = [self.id, self.school, self.enterprise, self.until.isoformat(), self.title, _told(self.terms)]
        return hashlib.sha256(json.dumps(signed, ensure_ascii=False).encode()).hexdigest()

    def state(self, today: date) -> str:
        return state_on(today, self.until, self.revoked_at, self.signatures)

    def allows(self, function: str) -> Term | None:
        return next((t for t in self.terms if t.function == function), None)


def visible(principal: Principal, today: date) -> Select[Any]:
    """Those of the owners this person is a steward of; of those they teach or review for, the ones in force."""
    stewards = [m.owner for m in principal.memberships if principal.may(Act.APPROVE_RELEASE, m.owner)]
    reviews = [m.owner for m in principal.memberships if principal.may(Act.REVIEW, m.owner)]
    return select(agreements).where(or_(_between(stewards), and_(_between(reviews), in_force(today))))


def in_force(today: date) -> ColumnElement[bool]:
    return standing(agreements, agreement_signatures.c.agreement, today)


def holders(row: AnyRow) -> tuple[str, ...]:
    """The names of the data keys that seal it."""
    return keys_of(row.school, row.enterprise)


def keys_of(school: str, enterprise: str) -> tuple[str, ...]:
    return tuple(owner_key(owner) for owner in sorted((school, enterprise)))


def sealed(sealer: Sealer, agreement_id: str, version: int, title: str, terms: Sequence[Term]) -> bytes:
    body = json.dumps({"title": title, "terms": _told(terms)}, ensure_ascii=False)
    return sealer.seal(_place(agreement_id, version), "body", body)


def opened(row: AnyRow, sealer: Sealer, signatures: Sequence[Signature]) -> Agreement:
    body: Mapping[str, Any] = json.loads(sealer.open(_place(row.id, row.key_version), "body", row.body))
    terms = tuple(Term(*told) for told in body["terms"])
    return Agreement(
        row.id, row.school, row.enterprise, body["title"], terms, row.until, row.proposed_at, row.revoked_at,
        tuple(signatures),
    )  # fmt: skip


def _between(owners: Sequence[str]) -> ColumnElement[bool]:
    mine = sorted(set(owners))
    return or_(among(agreements.c.school, mine), among(agreements.c.enterprise, mine))


def _told(terms: Sequence[Term]) -> list[list[str]]:
    return [[t.function, t.output, t.label] for t in terms]


def _place(agreement_id: str, version: int) -> Place:
    return Place("agreements", agreement_id, "", version)
