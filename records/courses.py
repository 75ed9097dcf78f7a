"""Courses and projects: who takes part in which, as what, and which student lets which mentor see their records.

Taking part gives compartments (principals.py turns them into atoms). Does not know what is taught.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, select

from records import acts
from records.administering import Administering, changed, new, who
from records.columns import once
from records.principals import PARTS
from records.schema import assignments, consents, courses, enrolments, projects
from trust.errors import BadInput, Forbidden, NotFound
from trust.labels import is_name
from trust.principal import Principal
from trust.roles import Act


class Courses(Administering):
    def add_course(self, course: str, owner: str, title: str, by: Principal | None = None) -> None:
        _check_name(course)
        with self._writing(by, Act.MANAGE_PEOPLE, None) as conn:
            self._known(conn, owner)
            new(conn, courses, {"id": course, "owner": owner, "title": title}, "已有这门课程", "This course exists")

    def add_project(
        self, project: str, owner: str, title: str, course: str | None = None, by: Principal | None = None
    ) -> None:
        _check_name(project)
        with self._writing(by, Act.MANAGE_PEOPLE, None) as conn:
            self._known(conn, owner)
            if course is not None:
                _owner_of(conn, course)
            row = {"id": project, "owner": owner, "title": title, "course": course}
            new(conn, projects, row, "已有这个项目", "This project exists")

    def enrol(
        self, person_id: str, course: str, part: str, until: datetime | None = None, by: Principal | None = None
    ) -> None:
        """As learner, teacher or mentor; `opened`: an enterprise's employee to whom the course is opened."""
        if part not in PARTS:
            raise BadInput(f"身份可用：{'、'.join(PARTS)}", f"Parts: {', '.join(PARTS)}")
        with self._database.write() as conn:
            owner = _owner_of(conn, course)
            _may(by, owner)
            self._person(conn, person_id)
            mine = (enrolments.c.course == course) & (enrolments.c.person == person_id) & (enrolments.c.part == part)
            began = conn.execute(select(enrolments.c.since).where(mine)).first()
            since = self._now() if began is None else began.since  # enrolling again moves nobody to another cohort
            conn.execute(delete(enrolments).where(mine))
            row = {"course": course, "person": person_id, "part": part, "until": until, "since": since}
            once(conn, enrolments, row)
            self._audit.append(conn, owner, acts.Enrolled(who(by), person_id, course, part))

    def unenrol(self, person_id: str, course: str, part: str | None = None, by: Principal | None = None) -> None:
        """From one part in the course, or from all."""
        mine = (enrolments.c.course == course) & (enrolments.c.person == person_id)
        with self._database.write() as conn:
            owner = _owner_of(conn, course)
            _may(by, owner)
            changed(conn, delete(enrolments).where(mine if part is None else mine & (enrolments.c.part == part)))
            self._audit.append(conn, owner, acts.Unenrolled(who(by), person_id, course, part or "every"))

    def assign(self, person_id: str, project: str, by: Principal | None = None) -> None:
        with self._database.write() as conn:
            owner = _project_owner(conn, project)
            _may(by, owner)
            self._person(conn, person_id)
            once(conn, assignments, {"project": project, "person": person_id})
            self._audit.append(conn, owner, acts.Assigned(who(by), person_id, project))

    def unassign(self, person_id: str, project: str, by: Principal | None = None) -> None:
        mine = (assignments.c.project == project) & (assignments.c.person == person_id)
        with self._database.write() as conn:
            owner = _project_owner(conn, project)
            _may(by, owner)
            changed(conn, delete(assignments).where(mine))
            self._audit.append(conn, owner, acts.Unassigned(who(by), person_id, project))

    def consent(self, student: str, mentor: str, by: Principal | None = None) -> None:
        """The student lets the mentor see what is about them, while the mentor mentors one of their courses."""
        if by is not None and by.id != student:
            raise Forbidden("只有学生本人可以同意", "Only the student can consent")
        with self._database.write() as conn:
            home = self._home(conn, student)
            self._person(conn, mentor)
            once(conn, consents, {"student": student, "mentor": mentor, "given_at": self._now()})
            self._audit.append(conn, home, acts.Consented(who(by), student, mentor))

    def withdraw_consent(self, student: str, mentor: str, by: Principal | None = None) -> None:
        if by is not None and by.id != student:
            raise Forbidden("只有学生本人可以撤回", "Only the student can withdraw")
        with self._database.write() as conn:
            home = self._home(conn, student)
            changed(conn, delete(consents).where(consents.c.student == student, consents.c.mentor == mentor))
            self._audit.append(conn, home, acts.ConsentWithdrawn(who(by), student, mentor))

    def courses(self) -> list[tuple[str, str, str]]:
        """Every course: id, owner, title."""
        with self._database.read() as conn:
            return [(c.id, c.owner, c.title) for c in conn.execute(select(courses).order_by(courses.c.id))]

    def projects(self) -> list[tuple[str, str, str, str | None]]:
        """Every project: id, owner, title, course."""
        query = select(projects.c.id, projects.c.owner, projects.c.title, projects.c.course).order_by(projects.c.id)
        with self._database.read() as conn:
            return [(p.id, p.owner, p.title, p.course) for p in conn.execute(query)]

    def taking_part(self, by: Principal) -> list[tuple[str, str, str]]:
        """Who takes part in which course, as what: course, person, part."""
        if not by.may(Act.MANAGE_PEOPLE):
            raise NotFound()
        query = select(enrolments.c.course, enrolments.c.person, enrolments.c.part)
        with self._database.read() as conn:
            rows = conn.execute(query.order_by(enrolments.c.course, enrolments.c.part, enrolments.c.person))
            return [(r.course, r.person, r.part) for r in rows]

    def assigned(self, by: Principal) -> list[tuple[str, str]]:
        """Who works in which project: project, person."""
        if not by.may(Act.MANAGE_PEOPLE):
            raise NotFound()
        query = select(assignments.c.project, assignments.c.person)
        with self._database.read() as conn:
            return [(r.project, r.person) for r in conn.execute(query.order_by(*query.selected_columns))]


def _check_name(name: str) -> None:
    if not is_name(name):
        raise BadInput("编号用字母和数字", "Ids are letters and digits")


def _may(by: Principal | None, owner: str) -> None:
    if by is not None and not (by.may(Act.MANAGE_PEOPLE) or by.may(Act.GRANT, owner)):
        raise Forbidden()


def _owner_of(conn: Connection, course: str) -> str:
    owner = conn.execute(select(courses.c.owner).where(courses.c.id == course)).scalar()
    if owner is None:
        raise NotFound("没有这门课程", "No such course")
    return str(owner)


def _project_owner(conn: Connection, project: str) -> str:
    owner = conn.execute(select(projects.c.owner).where(projects.c.id == project)).scalar()
    if owner is None:
        raise NotFound("没有这个项目", "No such project")
    return str(owner)
