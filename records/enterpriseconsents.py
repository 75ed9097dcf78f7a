"""Consents of learners that an enterprise's mentors take part in their records, each with its basis, and withdrawals.

The learner gives it, or their school's steward records what lies on paper (a guardian's consent, a signed training
contract). Only the learner, or a steward for a guardian, withdraws. Withdrawn: what came from that enterprise becomes
tombstones, whatever rests on it is flagged, internships keep nothing of it (internwithdrawn.py), and its mentors see
nothing of the learner's from that moment on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, or_, select, update

from records import evidenceacts as acts
from records.columns import AnyRow, among
from records.evidencekeeping import WITHDRAWN, tombstone
from records.internwithdrawn import withdraw_internships
from records.schema import agreements, consents, enterprise_consents, evidence, memberships, owners, people
from records.shelf import OnShelf
from trust.errors import BadInput, NotFound, Stale
from trust.principal import Principal
from trust.roles import Act, Role

SELF, GUARDIAN, CONTRACT = "self", "guardian", "contract"
BASES = (SELF, GUARDIAN, CONTRACT)


@dataclass(frozen=True)
class Consent:
    id: str
    student: str
    enterprise: str
    basis: str
    given_by: str
    given_at: datetime
    withdrawn_at: datetime | None


class EnterpriseConsents(OnShelf):
    """What is hidden and what is absent are one NotFound."""

    def partners(self, principal: Principal) -> list[str]:
        """Enterprises with which this person's house ever had an agreement: whom one may consent to."""
        known = select(agreements.c.enterprise).where(agreements.c.school == principal.home).distinct()
        with self._shelf.database.read() as conn:
            return sorted(conn.execute(known).scalars())

    def page(self, principal: Principal) -> list[Consent]:
        """Newest first: one's own, and for stewards those of their school's learners or for their enterprise."""
        query = _visible(principal).order_by(enterprise_consents.c.given_at.desc(), enterprise_consents.c.id)
        with self._shelf.database.read() as conn:
            return [_consent(row) for row in conn.execute(query)]

    def give(self, principal: Principal, enterprise: str, student: str | None = None, basis: str = SELF) -> Consent:
        """One's own by `self`; a steward of the learner's school records the other bases. Stale while one stands."""
        about = student or principal.id
        if basis not in BASES or (basis == SELF) != (about == principal.id):
            raise BadInput("同意的依据与记录人不符", "The basis does not fit whoever records it")
        with self._shelf.database.write() as conn:
            learner = self._learner(conn, principal, about)
            kind = conn.execute(select(owners.c.kind).where(owners.c.id == enterprise)).scalar()
            if kind != "enterprise":
                raise BadInput("没有这家企业", "There is no such enterprise")
            if conn.execute(standing(about, enterprise)).first() is not None:
                raise Stale("同意已经有效，无需再次给出", "The consent stands already")
            made = Consent(
                self._shelf.new_id(), about, enterprise, basis, principal.id, self._shelf.now(), None
            )  # fmt: skip
            conn.execute(insert(enterprise_consents).values(vars(made)))
            told = acts.EnterpriseConsented(principal.id, about, enterprise, basis)
            self._tell(conn, learner.home, enterprise, told)
        return made

    def withdraw(self, principal: Principal, enterprise: str, student: str | None = None) -> int:
        """How many pieces of evidence became tombstones. NotFound where none stands."""
        about, now = student or principal.id, self._shelf.now()
        with self._shelf.database.write() as conn:
            learner = self._learner(conn, principal, about)
            held = conn.execute(standing(about, enterprise)).first()
            if held is None:
                raise NotFound()
            this = enterprise_consents.c.id == held.id
            conn.execute(update(enterprise_consents).where(this).values(withdrawn_at=now))
            theirs = select(memberships.c.person).where(
                memberships.c.owner == enterprise, memberships.c.role == Role.MENTOR.value
            )
            conn.execute(delete(consents).where(consents.c.student == about, consents.c.mentor.in_(theirs)))
            mine = (evidence.c.student == about) & (evidence.c.enterprise == enterprise)
            rows = conn.execute(select(evidence).where(mine, evidence.c.withdrawn_at.is_(None))).all()
            tombstone(conn, rows, WITHDRAWN, now)
            withdraw_internships(conn, self._shelf.keys, about, enterprise)
            told = acts.EnterpriseConsentWithdrawn(principal.id, about, enterprise, len(rows))
            self._tell(conn, learner.home, enterprise, told)
        return len(rows)

    def _learner(self, conn: Connection, principal: Principal, about: str) -> AnyRow:
        """Oneself where one is a student, or a learner of the school this person is a steward of; locked."""
        stewards = sorted({m.owner for m in principal.memberships if principal.may(Act.GRANT, m.owner)})
        learns = select(memberships.c.person).where(memberships.c.role == Role.STUDENT.value)
        mine = or_(people.c.id == principal.id, among(people.c.home, stewards))
        query = select(people.c.id, people.c.home).where(people.c.id == about, people.c.id.in_(learns), mine)
        row = conn.execute(query.with_for_update()).first()
        if row is None:
            raise NotFound()
        return row

    def _tell(self, conn: Connection, home: str, enterprise: str, act: acts.EvidenceAct) -> None:
        for owner in sorted({home, enterprise}):
            self._shelf.audit.append(conn, owner, act)


def standing(student: str, enterprise: str) -> Select[Any]:
    """The consent that stands, if one does."""
    of = (enterprise_consents.c.student == student) & (enterprise_consents.c.enterprise == enterprise)
    return select(enterprise_consents).where(of, enterprise_consents.c.withdrawn_at.is_(None))


def _visible(principal: Principal) -> Select[Any]:
    stewards = sorted({m.owner for m in principal.memberships if principal.may(Act.READ_AUDIT, m.owner)})
    query = select(enterprise_consents).join(people, people.c.id == enterprise_consents.c.student)
    return query.where(
        or_(enterprise_consents.c.student == principal.id, among(people.c.home, stewards),
            among(enterprise_consents.c.enterprise, stewards))
    )  # fmt: skip


def _consent(row: AnyRow) -> Consent:
    return Consent(
        row.id, row.student, row.enterprise, row.basis, row.given_by, row.given_at, row.withdrawn_at
    )  # fmt: skip
