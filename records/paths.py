"""How far employees have come on their learning paths: theirs alone, unless they show it to a mentor of their company.

A step is known by a name that tells nothing (`key`): whoever may not read the requirement cannot tell what was learnt.
Whom somebody shows it to, and who is still an employee and a mentor of one company, stands in the query. Knows no
requirement and no course (learning/path.py).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, select

from records import pathacts
from records.columns import AnyRow, among, once
from records.keys import Place, person_key
from records.pathrows import learnt, path_shares
from records.schema import memberships, people
from records.shelf import OnShelf, Shelf
from trust.errors import NotFound
from trust.principal import Principal
from trust.roles import Role


@dataclass(frozen=True)
class Mentor:
    """A mentor of one's own company; `shown`: they see how far one has come."""

    id: str
    name: str
    shown: bool


@dataclass(frozen=True)
class Learner:
    """An employee who shows this mentor their path; `done`: names of steps, and when."""

    id: str
    name: str
    done: dict[str, datetime]


class Paths(OnShelf):
    def __init__(self, shelf: Shelf, secret: bytes) -> None:
        super().__init__(shelf)
        self._secret = secret

    def key(self, document_id: str, quote: str) -> str:
        """The name of a step: 48 hex digits, the same for everybody, telling nothing."""
        said = "\x1f".join(("path", document_id, quote)).encode()
        return hmac.new(self._secret, said, hashlib.sha256).hexdigest()[:48]

    def done(self, principal: Principal) -> dict[str, datetime]:
        """One's own. NotFound for who is nobody's employee."""
        companies(principal, Role.STAFF)
        with self._shelf.database.read() as conn:
            rows = conn.execute(select(learnt.c.step, learnt.c.at).where(learnt.c.person == principal.id))
            return {row.step: row.at for row in rows}

    def learn(self, principal: Principal, step: str) -> None:
        companies(principal, Role.STAFF)
        with self._shelf.database.write() as conn:
            once(conn, learnt, {"person": principal.id, "step": step, "at": self._shelf.now()})

    def unlearn(self, principal: Principal, step: str) -> None:
        companies(principal, Role.STAFF)
        mine = (learnt.c.person == principal.id) & (learnt.c.step == step)
        with self._shelf.database.write() as conn:
            conn.execute(delete(learnt).where(mine))

    def mentors(self, principal: Principal) -> list[Mentor]:
        """Those of one's own company, by name."""
        with self._shelf.database.read() as conn:
            rows = conn.execute(_mentors(principal)).all()
            shown = select(path_shares.c.mentor).where(path_shares.c.person == principal.id)
            given = set(conn.execute(shown).scalars())
            names = self._names(conn, rows)
        return sorted((Mentor(i, name, i in given) for i, name in names.items()), key=lambda m: (m.name, m.id))

    def share(self, principal: Principal, mentor: str) -> None:
        """Show this mentor how far one has come. NotFound for anybody but a mentor of one's own company."""
        with self._shelf.database.write() as conn:
            if conn.execute(_mentors(principal).where(people.c.id == mentor)).first() is None:
                raise NotFound()
            once(conn, path_shares, {"person": principal.id, "mentor": mentor, "given_at": self._shelf.now()})
            self._shelf.audit.append(conn, principal.home, pathacts.PathShared(principal.id, mentor))

    def unshare(self, principal: Principal, mentor: str) -> None:
        """At once. NotFound where it was not shown to them."""
        mine = (path_shares.c.person == principal.id) & (path_shares.c.mentor == mentor)
        with self._shelf.database.write() as conn:
            if conn.execute(delete(path_shares).where(mine)).rowcount == 0:
                raise NotFound()
            self._shelf.audit.append(conn, principal.home, pathacts.PathUnshared(principal.id, mentor))

    def shown(self, principal: Principal) -> list[Learner]:
        """Employees of a mentor's company who show it to them today, by name. NotFound for who is no mentor."""
        mine = companies(principal, Role.MENTOR)
        with self._shelf.database.read() as conn:
            to_me = select(path_shares.c.person).where(path_shares.c.mentor == principal.id)
            rows = conn.execute(_people(Role.STAFF, mine).where(people.c.id.in_(to_me))).all()
            names = self._names(conn, rows)
            done: dict[str, dict[str, datetime]] = {i: {} for i in names}
            for row in conn.execute(select(learnt).where(among(learnt.c.person, sorted(names)))):
                done[row.person][row.step] = row.at
        for row in rows:
            self._shelf.audit.note(row.home, pathacts.PathLooked(principal.id, row.id))
        return sorted((Learner(i, name, done[i]) for i, name in names.items()), key=lambda one: (one.name, one.id))

    def _names(self, conn: Connection, rows: Sequence[AnyRow]) -> dict[str, str]:
        sealers = self._shelf.keys.sealers(conn, {(person_key(r.id),) for r in rows})
        return {r.id: sealers[(person_key(r.id),)].open(Place("people", r.id), "name", r.name) for r in rows}


def companies(principal: Principal, role: Role) -> list[str]:
    """Where somebody has this role, sorted. NotFound for nowhere."""
    found = sorted({m.owner for m in principal.memberships if m.role is role})
    if not found:
        raise NotFound()
    return found


def _mentors(principal: Principal) -> Select[tuple[str, bytes, str]]:
    return _people(Role.MENTOR, companies(principal, Role.STAFF))


def _people(role: Role, owners: list[str]) -> Select[tuple[str, bytes, str]]:
    """Those who have the role at one of the owners today."""
    held: ColumnElement[bool] = and_(memberships.c.role == role.value, among(memberships.c.owner, owners))
    living = select(people.c.id, people.c.name, people.c.home).where(people.c.disabled_at.is_(None))
    return living.where(people.c.id.in_(select(memberships.c.person).where(held)))
