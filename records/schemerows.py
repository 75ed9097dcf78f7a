"""Grading schemes as rows: who sees which, opened, and on which side somebody stands in it.

A draft is for those who sign: teachers of the course, mentors of the enterprise in it, both owners' stewards. Once both
have signed, the course's learners see it too: what counts. All of it is in the query. Knows no rule of drafting.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from learning.gradereport import GRADE_REPORT
from learning.kept import read_scheme
from learning.scheme import SIDES, Scheme, Side
from records.agreementrows import in_force, keys_of
from records.columns import AnyRow, among, lasting
from records.keys import Keys, Place
from records.schema import agreement_terms, agreements, enrolments, scheme_signatures, schemes
from records.twosided import BOTH
from trust.principal import Principal
from trust.roles import Act

DRAFT, SIGNED, REPLACED = "draft", "signed", "replaced"


@dataclass(frozen=True)
class Signature:
    owner: str
    person: str
    hash: str
    at: datetime


@dataclass(frozen=True)
class Held:
    """`sides`: whose judges this person is among. `released`: an agreement in force lets its grades through today.
    `learns`: they are judged by it. `version` is the draft's; the scheme's own is `scheme.version`.
    """

    id: str
    school: str
    enterprise: str
    scheme: Scheme
    version: int
    author: str
    made_at: datetime
    frozen_at: datetime | None
    signatures: tuple[Signature, ...]
    replaced: bool
    sides: tuple[Side, ...]
    learns: bool
    released: bool

    @property
    def state(self) -> str:
        if len(self.signatures) < BOTH:
            return DRAFT
        return REPLACED if self.replaced else SIGNED

    def owner(self, side: str | None) -> tuple[str, ...]:
        """Whose a judgement of this side is; a moderator's is both's."""
        both = {"school": self.school, "enterprise": self.enterprise}
        return tuple(sorted(both.values())) if side is None else (both[side],)


def visible(principal: Principal, now: datetime, today: date) -> Select[Any]:
    """The schemes this person sees, with what they are in each."""
    teaches, mentors, learns = sides(principal, now)
    stewards = _at(principal, Act.APPROVE_RELEASE)
    mine = or_(among(schemes.c.school, stewards), among(schemes.c.enterprise, stewards))
    query = select(
        schemes, teaches.label("teaches"), mentors.label("mentors"), learns.label("learns"),
        _replaced().label("replaced"), released(today).label("released"),
    )  # fmt: skip
    return query.where(or_(teaches, mentors, mine, and_(learns, _signed(schemes.c.id))))


def sides(
    principal: Principal, now: datetime
) -> tuple[ColumnElement[bool], ColumnElement[bool], ColumnElement[bool]]:
    """Of the scheme at hand: whether they teach by it, mentor for its enterprise, learn by it."""
    teaches = and_(_takes_part(principal, now, "teacher"), among(schemes.c.school, _at(principal, Act.PUBLISH)))
    mentors = and_(_takes_part(principal, now, "mentor"), among(schemes.c.enterprise, _at(principal, Act.SCORE)))
    return teaches, mentors, _takes_part(principal, now, "learner")


def on_duty(principal: Principal) -> list[str]:
    """Students they teach, or mentor with consent, today."""
    return sorted(a.removeprefix("duty:") for a in principal.atoms if a.startswith("duty:"))


def released(today: date) -> ColumnElement[bool]:
    """Whether an agreement in force between the scheme's two owners lets grades through."""
    return standing(today).exists()


def standing(today: date) -> Select[Any]:
    """Those agreements, for the scheme at hand."""
    return select(agreements.c.id).join(agreement_terms, agreement_terms.c.agreement == agreements.c.id).where(
        agreements.c.school == schemes.c.school, agreements.c.enterprise == schemes.c.enterprise,
        agreement_terms.c.function == GRADE_REPORT.name, in_force(today),
    ).correlate(schemes)  # fmt: skip


def opened(conn: Connection, keys: Keys, rows: Sequence[AnyRow]) -> list[Held]:
    """In the order of `rows`."""
    query = select(scheme_signatures).where(among(scheme_signatures.c.scheme, [row.id for row in rows]))
    signed: dict[str, list[Signature]] = {}
    for one in conn.execute(query.order_by(scheme_signatures.c.at)):
        signed.setdefault(one.scheme, []).append(Signature(one.owner, one.person, one.hash, one.at))
    sealers = keys.sealers(conn, {keys_of(row.school, row.enterprise) for row in rows})
    made = []
    for row in rows:
        text = sealers[keys_of(row.school, row.enterprise)].open(place(row.id), "body", row.body)
        mine: list[Side] = [side for side, there in zip(SIDES, (row.teaches, row.mentors), strict=True) if there]
        made.append(Held(
            row.id, row.school, row.enterprise, read_scheme(text), row.version, row.author, row.made_at,
            row.frozen_at, tuple(signed.get(row.id, ())), bool(row.replaced), tuple(mine), bool(row.learns),
            bool(row.released),
        ))  # fmt: skip
    return made


def place(scheme_id: str) -> Place:
    return Place("schemes", scheme_id)


def sealed_by(owners: Sequence[str]) -> str:
    return json.dumps(sorted(owners))


def _takes_part(principal: Principal, now: datetime, part: str) -> ColumnElement[bool]:
    lasts = lasting(enrolments.c.until, now)
    mine = select(enrolments.c.person).where(
        enrolments.c.course == schemes.c.course, enrolments.c.person == principal.id, enrolments.c.part == part, lasts
    )
    return mine.correlate(schemes).exists()


def _at(principal: Principal, act: Act) -> list[str]:
    return sorted({m.owner for m in principal.memberships if principal.may(act, m.owner)})


def _signed(scheme: ColumnElement[str]) -> ColumnElement[bool]:
    count = select(func.count()).select_from(scheme_signatures).where(scheme_signatures.c.scheme == scheme)
    return count.scalar_subquery() == BOTH


def _replaced() -> ColumnElement[bool]:
    later = schemes.alias("later")
    same = and_(
        later.c.course == schemes.c.course, later.c.enterprise == schemes.c.enterprise,
        later.c.stage == schemes.c.stage, later.c.edition > schemes.c.edition,
    )  # fmt: skip
    return select(later.c.id).where(same, _signed(later.c.id)).correlate(schemes).exists()
