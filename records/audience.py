"""Who could read under a label: how many, by role; and for an owner's steward the names of that owner's own people.

One query from today's roles, grants, courses and projects, the same rules as principals.py (a test compares them).
Whoever asks must be able to give the label themself. Knows no documents' content.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, and_, distinct, false, func, or_, select, true

from records.columns import among, lasting
from records.editions import one_visible
from records.keys import Place, person_key
from records.naming import check_named
from records.schema import assignments, consents, courses, enrolments, grants, memberships, people, projects
from records.shelf import OnShelf
from trust.errors import BadInput, Forbidden, NotFound
from trust.labels import Clause, Label
from trust.principal import Principal, Scope
from trust.roles import ROLES, Act, Role

MOST_NAMES = 500
_ASKING = sorted(role.value for role, rule in ROLES.items() if Act.ASK in rule.may)


@dataclass(frozen=True)
class Group:
    """`owner` is named where it is the asker's own; None: anywhere else."""

    role: str
    owner: str | None
    people: int


@dataclass(frozen=True)
class Reader:
    id: str
    name: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Readers:
    """`named` are the owner's own people, `others` the rest in numbers; `more`: not all of the names are here."""

    named: tuple[Reader, ...]
    others: tuple[Group, ...]
    more: bool


class Audience(OnShelf):
    def of(self, principal: Principal, owner: str, label: Label) -> tuple[list[Group], int]:
        """By role, and how many people in all. NotFound unless they bring documents here; BadLabel, BadInput."""
        if not principal.may(Act.UPLOAD, owner):
            raise NotFound()
        if label.personal:
            raise BadInput("个人资料的读者不在这里查", "Not for personal labels")
        with self._shelf.database.read() as conn:
            check_named(conn, principal, owner, label)
            if not principal.reads(label):
                raise Forbidden("不能使用超出自己权限的密级", "Above your own clearance")
            holds = self._reads(label)
            own = {m.owner for m in principal.memberships}
            total = conn.execute(_asking(holds).with_only_columns(func.count(distinct(people.c.id)))).scalar_one()
            return _groups(conn, holds, own), int(total)

    def readers(self, principal: Principal, scope: Scope, document_id: str) -> Readers:
        """Of one document, for a steward of its owner."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            row = one_visible(conn, scope, document_id)
            if not principal.may(Act.CONFIRM_LABEL, row.owner):
                raise Forbidden()
            holds = self._reads(self._shelf.opened.label(row))
            here = select(memberships.c.person).where(memberships.c.owner == row.owner)
            named = self._named(conn, and_(holds, people.c.id.in_(here)), row.owner)
            others = _groups(conn, and_(holds, people.c.id.not_in(here)), set())
        return Readers(tuple(named[:MOST_NAMES]), tuple(others), len(named) > MOST_NAMES)

    def _named(self, conn: Connection, which: ColumnElement[bool], owner: str) -> list[Reader]:
        query = _asking(which).with_only_columns(people.c.id, people.c.name).distinct().order_by(people.c.id)
        rows = conn.execute(query.limit(MOST_NAMES + 1)).all()
        roles: dict[str, list[str]] = {}
        theirs = among(memberships.c.person, [r.id for r in rows])
        held = select(memberships).where(memberships.c.owner == owner, theirs)
        for row in conn.execute(held.order_by(memberships.c.role)):
            roles.setdefault(row.person, []).append(row.role)
        sealers = self._shelf.keys.sealers(conn, {(person_key(r.id),) for r in rows})
        names = {r.id: sealers[(person_key(r.id),)].open(Place("people", r.id), "name", r.name) for r in rows}
        return [Reader(r.id, names[r.id], tuple(roles.get(r.id, ()))) for r in rows]

    def _reads(self, label: Label) -> ColumnElement[bool]:
        now = self._shelf.now()
        return and_(true(), *(_holds(clause, now) for clause in label.clauses))


def _asking(which: ColumnElement[bool]) -> Select[tuple[str]]:
    """Those who sign in, may ask at all, and fulfil `which`."""
    query = select(people.c.id).join(memberships, memberships.c.person == people.c.id)
    return query.where(people.c.disabled_at.is_(None), memberships.c.role.in_(_ASKING), which)


def _groups(conn: Connection, which: ColumnElement[bool], own: set[str]) -> list[Group]:
    query = _asking(which).with_only_columns(memberships.c.role, memberships.c.owner, people.c.id)
    found: dict[tuple[str, str | None], set[str]] = {}
    for role, owner, person in conn.execute(query):
        found.setdefault((role, owner if owner in own else None), set()).add(person)
    order = list(Role)
    groups = [Group(role, owner, len(ids)) for (role, owner), ids in found.items()]
    return sorted(groups, key=lambda g: (g.owner is None, order.index(Role(g.role)), g.owner or ""))


def _holds(clause: Clause, now: datetime) -> ColumnElement[bool]:
    return or_(false(), *(_has(atom, now) for atom in sorted(clause)))


def _has(atom: str, now: datetime) -> ColumnElement[bool]:
    kind, _, name = atom.rpartition(":")
    if kind == "course":
        return or_(_in_course(name, now), _stewards(select(courses.c.owner).where(courses.c.id == name)))
    if kind == "project":
        assigned = select(assignments.c.person).where(assignments.c.project == name)
        return or_(people.c.id.in_(assigned), _stewards(select(projects.c.owner).where(projects.c.id == name)))
    if kind == "self":
        return people.c.id == name
    return _on_duty(name, now) if kind == "duty" else _at_level(kind, int(name), now)


def _at_level(owner: str, level: int, now: datetime) -> ColumnElement[bool]:
    roles = [role.value for role, rule in ROLES.items() if rule.level >= level]
    by_role = select(memberships.c.person).where(memberships.c.owner == owner, memberships.c.role.in_(roles))
    granted = select(grants.c.person).where(
        grants.c.owner == owner, grants.c.level >= level, lasting(grants.c.until, now)
    )
    return or_(people.c.id.in_(by_role), people.c.id.in_(granted))


def _in_course(course: str, now: datetime) -> ColumnElement[bool]:
    part = select(enrolments.c.person).where(enrolments.c.course == course, lasting(enrolments.c.until, now))
    return people.c.id.in_(part)


def _stewards(of: Select[tuple[str]]) -> ColumnElement[bool]:
    steward = memberships.c.role == Role.STEWARD.value
    return people.c.id.in_(select(memberships.c.person).where(steward, memberships.c.owner.in_(of)))


def _on_duty(student: str, now: datetime) -> ColumnElement[bool]:
    """Those who teach them now, or mentor them with their consent."""
    learns = enrolments.alias("learns")
    taken = select(learns.c.course).where(
        learns.c.person == student, learns.c.part == "learner", lasting(learns.c.until, now)
    )
    within = select(enrolments.c.person).where(enrolments.c.course.in_(taken), lasting(enrolments.c.until, now))
    consented = select(consents.c.mentor).where(consents.c.student == student)
    teaches = people.c.id.in_(within.where(enrolments.c.part == "teacher"))
    mentors = people.c.id.in_(within.where(enrolments.c.part == "mentor", enrolments.c.person.in_(consented)))
    return and_(people.c.id != student, or_(teaches, mentors))
