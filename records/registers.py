"""Registers of what is kept about learners: a school's steward proposes and so signs, the enterprise's signs the same.

Until both have signed nothing comes in under it; revoked or expired, nothing more does. What was turned away is counted
by kind, reason and day, without a word of whom it was about. Everybody of either side may read what stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, Select, and_, insert, or_, select, update

from learning.boundary import Entry
from records import evidenceacts as acts
from records.agreementrows import keys_of
from records.agreements import LONGEST
from records.columns import among, once
from records.keys import VERSION
from records.registerrows import Register, in_force, opened, sealed
from records.schema import evidence_refusals, owners, register_signatures, registers
from records.shelf import OnShelf
from records.twosided import PROPOSED
from trust.day import day
from trust.errors import BadInput, Forbidden, NotFound, Stale
from trust.principal import Principal
from trust.roles import Act


@dataclass(frozen=True)
class Refused:
    """How many pieces were turned away on a day."""

    day: date
    kind: str
    why: str
    count: int


class Registers(OnShelf):
    """What is hidden and what is absent are one NotFound."""

    def propose(
        self, principal: Principal, *, school: str, enterprise: str, entries: Sequence[Entry], until: date
    ) -> Register:
        """By a steward of the school, whose signature it is. BadInput."""
        if not principal.may(Act.APPROVE_RELEASE, school):
            raise NotFound()
        register_id, now = self._shelf.new_id(), self._shelf.now()
        _check(entries, until, day(now))
        with self._shelf.database.write() as conn:
            _check_parties(conn, school, enterprise)
            sealer = self._shelf.keys.sealer(conn, keys_of(school, enterprise))
            row = {
                "id": register_id, "school": school, "enterprise": enterprise, "proposed_at": now, "until": until,
                "key_version": VERSION, "body": sealed(sealer, register_id, VERSION, entries),
            }  # fmt: skip
            conn.execute(insert(registers).values(row))
            made = self._one(conn, register_id)
            self._tell(conn, made, acts.RegisterProposed(principal.id, register_id, made.hash))
            return self._signed(conn, principal, made, school)

    def page(self, principal: Principal) -> list[Register]:
        """Newest first."""
        with self._shelf.database.read() as conn:
            query = self._visible(principal).order_by(registers.c.proposed_at.desc(), registers.c.id)
            return opened(conn, self._shelf.keys, conn.execute(query).all())

    def get(self, principal: Principal, register_id: str) -> Register:
        with self._shelf.database.read() as conn:
            return self._found(conn, principal, register_id)

    def sign(self, principal: Principal, register_id: str, hash: str) -> Register:
        """For the other side. `hash` is of what they read; another is Stale."""
        with self._shelf.database.write() as conn:
            held = self._locked(conn, principal, register_id)
            signed = {s.owner: s.person for s in held.signatures}
            if held.state(self._today()) != PROPOSED:
                raise Stale("只有待签署的登记表可以签署", "Only a proposed register is signed")
            if hash != held.hash:
                raise Stale("登记表与您看到的不一致，请刷新后再签", "It is not what you read; reload before signing")
            free = [o for o in _stewarded(principal, held) if o not in signed]
            if not free or principal.id in signed.values():
                raise Forbidden("须由另一方的数据专员签署", "A steward of the other side has to sign")
            return self._signed(conn, principal, held, free[0])

    def revoke(self, principal: Principal, register_id: str) -> None:
        """By a steward of either side: nothing more comes in under it; nobody of the enterprise sees by it."""
        with self._shelf.database.write() as conn:
            held = self._locked(conn, principal, register_id)
            if not _stewarded(principal, held):
                raise Forbidden()
            if held.revoked_at is None:
                gone = {"revoked_at": self._shelf.now()}
                conn.execute(update(registers).where(registers.c.id == register_id).values(gone))
                self._tell(conn, held, acts.RegisterRevoked(principal.id, register_id))

    def refused(self, principal: Principal, owner: str) -> list[Refused]:
        """What was turned away of this school's learners, newest day first, for its stewards."""
        if not principal.may(Act.READ_AUDIT, owner):
            raise NotFound()
        query = select(evidence_refusals).where(evidence_refusals.c.owner == owner)
        query = query.order_by(evidence_refusals.c.day.desc(), evidence_refusals.c.kind, evidence_refusals.c.why)
        with self._shelf.database.read() as conn:
            return [Refused(r.day, r.kind, r.why, r._mapping["count"]) for r in conn.execute(query)]

    def count(self, counted: Mapping[tuple[str, str, str], int]) -> None:
        """More were turned away: by school, kind and reason. In a transaction of its own: what was sent is undone."""
        today = self._today()
        with self._shelf.database.write() as conn:
            for (owner, kind, why), n in sorted(counted.items()):
                row = {"owner": owner, "kind": kind, "why": why, "day": today}
                once(conn, evidence_refusals, row | {"count": 0})
                this = and_(*(evidence_refusals.c[name] == value for name, value in row.items()))
                more = {"count": evidence_refusals.c.count + n}
                conn.execute(update(evidence_refusals).where(this).values(more))

    def _visible(self, principal: Principal) -> Select[tuple[object, ...]]:
        """Stewards see theirs in every state; the school's people, and those of the enterprise, what stands."""
        stewards = [m.owner for m in principal.memberships if principal.may(Act.APPROVE_RELEASE, m.owner)]
        member = [m.owner for m in principal.memberships if principal.may(Act.ASK, m.owner)]
        stands = and_(_between(member), in_force(self._today()))
        return select(registers).where(or_(_between(stewards), stands))

    def _found(self, conn: Connection, principal: Principal, register_id: str) -> Register:
        row = conn.execute(self._visible(principal).where(registers.c.id == register_id)).first()
        if row is None:
            raise NotFound()
        return opened(conn, self._shelf.keys, [row])[0]

    def _locked(self, conn: Connection, principal: Principal, register_id: str) -> Register:
        if conn.dialect.name != "sqlite":  # there a writer is alone anyway
            conn.execute(select(registers.c.id).where(registers.c.id == register_id).with_for_update()).all()
        return self._found(conn, principal, register_id)

    def _one(self, conn: Connection, register_id: str) -> Register:
        rows = conn.execute(select(registers).where(registers.c.id == register_id)).all()
        return opened(conn, self._shelf.keys, rows)[0]

    def _signed(self, conn: Connection, principal: Principal, held: Register, owner: str) -> Register:
        row = {"register": held.id, "owner": owner, "person": principal.id, "at": self._shelf.now()}
        once(conn, register_signatures, row)
        self._tell(conn, held, acts.RegisterSigned(principal.id, held.id, owner, held.hash))
        return self._one(conn, held.id)

    def _tell(self, conn: Connection, held: Register, act: acts.EvidenceAct) -> None:
        for owner in sorted((held.school, held.enterprise)):
            self._shelf.audit.append(conn, owner, act)

    def _today(self) -> date:
        return day(self._shelf.now())


def _stewarded(principal: Principal, held: Register) -> list[str]:
    return [o for o in (held.school, held.enterprise) if principal.may(Act.APPROVE_RELEASE, o)]


def _between(mine: Sequence[str]) -> ColumnElement[bool]:
    held = sorted(set(mine))
    return or_(among(registers.c.school, held), among(registers.c.enterprise, held))


def _check_parties(conn: Connection, school: str, enterprise: str) -> None:
    rows = conn.execute(select(owners.c.id, owners.c.kind).where(among(owners.c.id, [school, enterprise])))
    kinds = {row.id: row.kind for row in rows}
    if (kinds.get(school), kinds.get(enterprise)) != ("school", "enterprise"):
        raise BadInput("登记表的双方须是学校和一家企业", "A register is between a school and an enterprise")


def _check(entries: Sequence[Entry], until: date, today: date) -> None:
    if not entries or len({e.kind for e in entries}) < len(entries):
        raise BadInput("请至少登记一类证据，每类一次", "Register at least one kind of evidence, each once")
    if not today <= until <= today + LONGEST:
        raise BadInput("截止日期须在今天之后、三年之内", "It has to end after today and within three years")
