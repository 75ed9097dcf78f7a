"""Owners and people: who there is, in which role, with which grants. Courses and projects are courses.py's.

`by` is the administrator or steward who acts; None is the system itself (set-up, command line). Every change is
audited. Knows passwords only as hashes.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from records import acts, adminacts
from records.administering import changed, new, who
from records.audit import SYSTEM, Audit
from records.columns import once
from records.courses import Courses
from records.database import Database
from records.keys import Keys, Place, owner_key, person_key
from records.passwords import Passwords
from records.principals import Principals
from records.schema import grants, memberships, owners, people, sessions, tokens
from trust.errors import BadInput, Forbidden, NotFound
from trust.labels import RESERVED, is_name
from trust.principal import Principal
from trust.roles import ROLES, Act, Role

KINDS = ("school", "enterprise")
SHORTEST_PASSWORD = 8
_USERNAME = re.compile(r"[^\s\x00-\x1f]{1,128}\Z")


@dataclass(frozen=True)
class Owner:
    """The school, or an enterprise: owns data and decides who may know it."""

    id: str
    name: str
    kind: str


@dataclass(frozen=True)
class Listed:
    """A person in a list: who, where, in which roles."""

    id: str
    username: str
    name: str
    home: str
    roles: tuple[tuple[str, str], ...]
    disabled: bool


class People(Courses):
    def __init__(
        self,
        database: Database,
        keys: Keys,
        principals: Principals,
        passwords: Passwords,
        audit: Audit,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        super().__init__(database, audit, now)
        self._keys = keys
        self._principals = principals
        self._passwords = passwords
        self._new_id = new_id

    def principal(self, person_id: str) -> Principal:
        with self._database.read() as conn:
            return self._principals.of(conn, person_id)

    def find(self, username: str) -> str | None:
        """A person's id by user name."""
        with self._database.read() as conn:
            return conn.execute(select(people.c.id).where(people.c.username == username)).scalar()

    def add_owner(self, owner_id: str, name: str, kind: str, by: Principal | None = None) -> None:
        if not is_name(owner_id) or owner_id in {*RESERVED, SYSTEM} or kind not in KINDS:
            raise BadInput("所有者编号用字母和数字，类型为 school 或 enterprise", "Bad owner id or kind")
        with self._writing(by, Act.MANAGE_PEOPLE, None) as conn:
            new(conn, owners, {"id": owner_id, "name": name, "kind": kind}, "已有这个所有者", "This owner exists")
            self._keys.make(conn, owner_key(owner_id), self._now())
            self._audit.append(conn, SYSTEM, acts.OwnerAdded(who(by), owner_id))

    def reviewers(self, owner: str) -> list[Principal]:
        """Those who review for an owner today: for the system, which tells no more than whether there are any."""
        query = select(memberships.c.person).distinct().join(people, people.c.id == memberships.c.person)
        query = query.where(memberships.c.owner == owner, people.c.disabled_at.is_(None))
        with self._database.read() as conn:
            found = [self._principals.of(conn, person) for person in conn.execute(query).scalars().all()]
        return [p for p in found if p.may(Act.REVIEW, owner)]

    def owners(self) -> list[Owner]:
        with self._database.read() as conn:
            return [Owner(*row) for row in conn.execute(select(owners).order_by(owners.c.id))]

    def add_person(
        self,
        username: str,
        name: str,
        home: str,
        password: str | None = None,
        *,
        language: str = "zh",
        by: Principal | None = None,
    ) -> tuple[str, str]:
        """The person's id and password; a random one is made if none is given."""
        if not _USERNAME.match(username):
            raise BadInput("用户名不能为空、不能含空格", "A user name has no spaces and is not empty")
        password = password or secrets.token_urlsafe(12)
        hashed = self._hashed(password)
        person_id = self._new_id()
        with self._writing(by, Act.MANAGE_PEOPLE, None) as conn:
            self._enter(conn, person_id, username, name, home, hashed, language)
            self._tell(conn, {home}, acts.PersonAdded(who(by), person_id, home))
        return person_id, password

    def _enter(
        self, conn: Connection, person_id: str, username: str, name: str, home: str, hashed: str | None, language: str
    ) -> None:
        self._known(conn, home)
        if conn.execute(select(people.c.id).where(people.c.username == username)).first() is not None:
            raise BadInput("已有这个用户名", "This user name is taken")
        self._keys.make(conn, person_key(person_id), self._now())
        sealed = self._keys.sealer(conn, [person_key(person_id)]).seal(Place("people", person_id), "name", name)
        row = {"id": person_id, "username": username, "name": sealed, "home": home, "language": language}
        new(conn, people, row | {"password_hash": hashed}, "已有这个用户名", "This user name is taken")

    def steward(self, owner: str) -> Principal:
        """The owner's own hand on the command line: a steward nobody can sign in as, made at first use."""
        username = f"steward@{owner}"
        known = self.find(username)
        if known is None:
            person_id = self._new_id()
            with self._database.write() as conn:
                self._enter(conn, person_id, username, username, owner, None, "zh")
                conn.execute(insert(memberships).values(person=person_id, owner=owner, role=Role.STEWARD.value))
                self._audit.append(conn, SYSTEM, acts.PersonAdded(SYSTEM, person_id, owner))
                self._audit.append(conn, owner, acts.RoleGiven(SYSTEM, person_id, owner, Role.STEWARD.value))
            known = person_id
        return self.principal(known)

    def set_password(self, person_id: str, password: str, by: Principal | None = None) -> None:
        """Also ends the person's sessions. People may set their own.

        Whoever sets another's may then sign in as them: the owners they have a role at are told.
        """
        hashed = self._hashed(password)
        own = by is not None and by.id == person_id
        with self._writing(None if own else by, Act.MANAGE_PEOPLE, None) as conn:
            changed(conn, update(people).where(people.c.id == person_id).values(password_hash=hashed))
            conn.execute(delete(sessions).where(sessions.c.person == person_id))
            at = select(memberships.c.owner).where(memberships.c.person == person_id)
            told = set() if own else set(conn.execute(at).scalars())
            self._tell(conn, told, acts.PasswordSet(who(by), person_id))

    def reset_password(self, person_id: str, by: Principal) -> str:
        """A random one, told this once; as `set_password`. Nobody resets their own this way."""
        if by.id == person_id:
            raise Forbidden("不能重置自己的密码", "Nobody resets their own password")
        with self._database.read() as conn:
            self._person(conn, person_id)
        password = secrets.token_urlsafe(12)
        self.set_password(person_id, password, by)
        return password

    def set_language(self, principal: Principal, language: str) -> None:
        if language not in ("zh", "en"):
            raise BadInput("语言可用 zh 或 en", "Languages: zh, en")
        with self._database.write() as conn:
            conn.execute(update(people).where(people.c.id == principal.id).values(language=language))

    def rename(self, person_id: str, name: str, by: Principal | None = None) -> None:
        """A name entered wrong, put right; the old one is gone."""
        if not name.strip():
            raise BadInput("姓名不能为空", "A name is not empty")
        with self._writing(by, Act.MANAGE_PEOPLE, None) as conn:
            sealer = self._keys.sealer(conn, [person_key(person_id)])
            sealed = sealer.seal(Place("people", person_id), "name", name.strip())
            changed(conn, update(people).where(people.c.id == person_id).values(name=sealed))
            self._audit.append(conn, SYSTEM, adminacts.PersonRenamed(who(by), person_id))

    def disable(self, person_id: str, by: Principal | None = None) -> None:
        """No sign-in, no session, no token from now on; what they made stays."""
        if by is not None and by.id == person_id:
            raise Forbidden("不能停用自己", "Nobody disables themself")
        with self._writing(by, Act.MANAGE_PEOPLE, None) as conn:
            changed(conn, update(people).where(people.c.id == person_id).values(disabled_at=self._now()))
            conn.execute(delete(sessions).where(sessions.c.person == person_id))
            conn.execute(delete(tokens).where(tokens.c.person == person_id))
            self._audit.append(conn, SYSTEM, adminacts.PersonDisabled(who(by), person_id))

    def enable(self, person_id: str, by: Principal | None = None) -> None:
        """They may sign in again. NotFound for somebody erased."""
        held = people.c.password_hash.is_not(None)
        with self._writing(by, Act.MANAGE_PEOPLE, None) as conn:
            changed(conn, update(people).where(people.c.id == person_id, held).values(disabled_at=None))
            self._audit.append(conn, SYSTEM, adminacts.PersonEnabled(who(by), person_id))

    def rename_owner(self, owner_id: str, name: str, by: Principal | None = None) -> None:
        with self._writing(by, Act.MANAGE_PEOPLE, None) as conn:
            changed(conn, update(owners).where(owners.c.id == owner_id).values(name=name))
            self._audit.append(conn, SYSTEM, adminacts.OwnerRenamed(who(by), owner_id))

    def listed(self, by: Principal | None = None) -> list[Listed]:
        """Everybody, by user name."""
        if by is not None and not by.may(Act.MANAGE_PEOPLE):
            raise NotFound()
        with self._database.read() as conn:
            rows = conn.execute(select(people).order_by(people.c.username)).all()
            held: dict[str, list[tuple[str, str]]] = {}
            for row in conn.execute(select(memberships).order_by(memberships.c.owner, memberships.c.role)):
                held.setdefault(row.person, []).append((row.owner, row.role))
            return [self._listed(conn, row, tuple(held.get(row.id, ()))) for row in rows]

    def _listed(self, conn: Connection, row: Any, roles: tuple[tuple[str, str], ...]) -> Listed:
        try:
            sealer = self._keys.sealer(conn, [person_key(row.id)])
            name = sealer.open(Place("people", row.id), "name", row.name)
        except NotFound:
            name = ""
        return Listed(row.id, row.username, name, row.home, roles, row.disabled_at is not None)

    def role_fits(self, owner: str, role: Role) -> None:
        """BadInput where the owner has no such role, NotFound where there is no such owner."""
        with self._database.read() as conn:
            self._fits(conn, owner, role)

    def _fits(self, conn: Connection, owner: str, role: Role) -> None:
        if ROLES[role].at not in ("either", self._known(conn, owner)):
            raise BadInput(f"角色 {role.value} 不适用于这个所有者", f"No {role.value} at this owner")

    def add_membership(self, person_id: str, owner: str, role: Role, by: Principal | None = None) -> None:
        """A role at an owner, with the levels it brings."""
        if by is not None and by.id == person_id:
            raise Forbidden("不能给自己加角色", "Nobody gives themself a role")
        with self._writing(by, Act.MANAGE_PEOPLE, None) as conn:
            self._fits(conn, owner, role)
            self._person(conn, person_id)
            once(conn, memberships, {"person": person_id, "owner": owner, "role": role.value})
            self._audit.append(conn, owner, acts.RoleGiven(who(by), person_id, owner, role.value))

    def remove_membership(self, person_id: str, owner: str, role: Role, by: Principal | None = None) -> None:
        mine = (memberships.c.person == person_id) & (memberships.c.owner == owner) & (memberships.c.role == role.value)
        with self._writing(by, Act.MANAGE_PEOPLE, None) as conn:
            changed(conn, delete(memberships).where(mine))
            self._audit.append(conn, owner, acts.RoleTaken(who(by), person_id, owner, role.value))

    def grant(
        self, person_id: str, owner: str, level: int, until: datetime | None = None, by: Principal | None = None
    ) -> None:
        """Levels 1 … `level` of an owner for a person, until a time. The owner's steward gives them."""
        if level not in (1, 2, 3):
            raise BadInput("级别为 1 至 3", "Levels are 1 to 3")
        row = {"person": person_id, "owner": owner, "level": level, "until": until}
        with self._writing(by, Act.GRANT, owner) as conn:
            self._known(conn, owner)
            self._person(conn, person_id)
            conn.execute(delete(grants).where(grants.c.person == person_id, grants.c.owner == owner))
            conn.execute(insert(grants).values(row))
            ends = None if until is None else until.isoformat()
            self._audit.append(conn, owner, acts.Granted(who(by), person_id, owner, level, ends))

    def revoke(self, person_id: str, owner: str, by: Principal | None = None) -> None:
        with self._writing(by, Act.GRANT, owner) as conn:
            changed(conn, delete(grants).where(grants.c.person == person_id, grants.c.owner == owner))
            self._audit.append(conn, owner, acts.Revoked(who(by), person_id, owner))

    def _tell(self, conn: Connection, told: set[str], act: acts.Act) -> None:
        """In the system's chain and in those owners'; always in one order, for each chain is locked."""
        for chain in sorted({SYSTEM, *told}):
            self._audit.append(conn, chain, act)

    def _hashed(self, password: str) -> str:
        if len(password) < SHORTEST_PASSWORD:
            raise BadInput("密码至少 8 位", "A password has at least 8 characters")
        return self._passwords.hash(password)
