"""What a project asks for before somebody works in it, set by its course's teachers, read by everybody in the course;
by mentors only where it is the course's owner's or their own enterprise's, never another one's.

Sealed with the school's key. What meets a requirement is learning/readiness.py's.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Select, and_, false, insert, or_, select, update

from learning.readiness import Requirement
from records.columns import AnyRow, among
from records.evidencereach import courses_as, mentors_at, teaches_at
from records.internacts import RequirementSet
from records.keys import Place, Sealer, owner_key
from records.placementrows import MENTOR, TEACHER
from records.schema import courses, project_requirements, projects
from records.shelf import OnShelf
from trust.errors import Forbidden, NotFound, Stale
from trust.principal import Principal

LEARNER = "learner"


@dataclass(frozen=True)
class Asked:
    """A project and what it asks for, if that is said. `version` 0: not yet. `teaches`: the reader may say it."""

    project: str
    owner: str
    title: str
    course: str
    requirement: Requirement | None
    version: int
    at: datetime | None
    teaches: bool


class Requirements(OnShelf):
    """NotFound for a project of no course of one's own."""

    def page(self, principal: Principal) -> list[Asked]:
        """Of every project of the courses this person is in, by title."""
        with self._shelf.database.read() as conn:
            rows = conn.execute(self._visible(principal).order_by(projects.c.title, projects.c.id)).all()
            return self._opened(conn, rows)

    def one(self, conn: Connection, principal: Principal, project: str) -> Asked:
        row = conn.execute(self._visible(principal).where(projects.c.id == project)).first()
        if row is None:
            raise NotFound()
        return self._opened(conn, [row])[0]

    def put(self, principal: Principal, project: str, version: int, wanted: Requirement) -> Asked:
        """Forbidden for who does not teach the course, Stale where it is not the version that was read."""
        with self._shelf.database.write() as conn:
            this = select(projects.c.id).where(projects.c.id == project)
            conn.execute(this.with_for_update()).all()
            held = self.one(conn, principal, project)
            if not held.teaches:
                raise Forbidden("由任课教师写明项目要求", "A teacher of the course says what it asks for")
            if held.version != version:
                raise Stale()
            sealer = self._shelf.keys.sealer(conn, [owner_key(held.owner)])
            row = {"person": principal.id, "at": self._shelf.now(), "version": version + 1,
                   "body": _sealed(sealer, project, wanted)}  # fmt: skip
            if version:
                mine = project_requirements.c.project == project
                conn.execute(update(project_requirements).where(mine).values(row))
            else:
                conn.execute(insert(project_requirements).values(project=project, owner=held.owner, **row))
            self._shelf.audit.append(conn, held.owner, RequirementSet(principal.id, project, version + 1))
            return self.one(conn, principal, project)

    def _visible(self, principal: Principal) -> Select[Any]:
        now = self._shelf.now()
        teaches = projects.c.course.in_(courses_as(principal.id, now, TEACHER)) if teaches_at(principal) else false()
        query = select(
            projects.c.id, projects.c.owner, projects.c.title, projects.c.course, project_requirements.c.version,
            project_requirements.c.at, project_requirements.c.body, teaches.label("teaches"),
        ).outerjoin(project_requirements, project_requirements.c.project == projects.c.id)  # fmt: skip
        theirs = select(courses.c.owner).where(courses.c.id == projects.c.course).correlate(projects).scalar_subquery()
        mentors = and_(
            projects.c.course.in_(courses_as(principal.id, now, MENTOR)),
            or_(projects.c.owner == theirs, among(projects.c.owner, mentors_at(principal))),
        )  # fmt: skip
        return query.where(or_(projects.c.course.in_(courses_as(principal.id, now, TEACHER, LEARNER)), mentors))

    def _opened(self, conn: Connection, rows: Sequence[AnyRow]) -> list[Asked]:
        sealers = self._shelf.keys.sealers(conn, {(owner_key(r.owner),) for r in rows if r.body is not None})
        return [
            Asked(
                r.id, r.owner, r.title, r.course,
                None if r.body is None else _read(sealers[(owner_key(r.owner),)], r.id, r.body), r.version or 0, r.at,
                bool(r.teaches),
            )
            for r in rows
        ]  # fmt: skip


def _sealed(sealer: Sealer, project: str, wanted: Requirement) -> bytes:
    body = {"processes": wanted.processes, "safety": wanted.safety, "days": wanted.days, "line": str(wanted.line)}
    return sealer.seal(Place("project_requirements", project), "body", json.dumps(body, ensure_ascii=False))


def _read(sealer: Sealer, project: str, sealed: bytes) -> Requirement:
    told = json.loads(sealer.open(Place("project_requirements", project), "body", sealed))
    return Requirement(tuple(told["processes"]), tuple(told["safety"]), told["days"], Decimal(told["line"]))
