"""What a class knows, over at least K learners, for those who teach it now: told as its findings are (classtold.py), so
that a lesson plan and the findings together tell no more than either.

The figures are not the learners' own any more, but they still speak of what was answered: their label is the join of
every label that was answered under, held to the course's teachers.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from records import acts
from records.classtold import ClassTold, Drawn
from records.columns import AnyRow, among
from records.schema import courses, enrolments
from records.shelf import OnShelf, Shelf
from trust.classes import ClassMastery, ClassRecord
from trust.errors import Forbidden, NotFound
from trust.labels import Label, join, parse
from trust.principal import Principal, Scope
from trust.roles import Act


class Classes(OnShelf):
    """Every query carries the caller's scope; each look is in the course owner's audit, and what it told is kept."""

    def __init__(self, shelf: Shelf, told: ClassTold) -> None:
        super().__init__(shelf)
        self._class = told

    def mastery(self, principal: Principal, scope: Scope, course: str) -> Sequence[ClassMastery]:
        """Of the learners of a course. Competencies of which nothing may be told are left out. NotFound where this
        person does not teach it now.
        """
        record = self._record(principal, scope, course, by_title=False)
        if record is None:
            raise NotFound()
        if not principal.may(Act.REVIEW):
            raise Forbidden()
        return record.known

    def class_record(self, principal: Principal, scope: Scope, course: str) -> ClassRecord | None:
        """The same of a course by id or title, with the label of whatever tells of it."""
        return self._record(principal, scope, course, by_title=True) if principal.may(Act.REVIEW) else None

    def _record(self, principal: Principal, scope: Scope, course: str, *, by_title: bool) -> ClassRecord | None:
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            taught = _taught(conn, principal, course, by_title)
        if taught is None:
            return None
        group, drawn = self._class.competencies(
            principal, scope, taught.id, lambda _: acts.ClassLooked(principal.id, taught.id)
        )
        told = _one_each(drawn) if group.teaching else []
        return ClassRecord(taught.title, _label(taught, told), [_known(one) for one in told])


def _taught(conn: Connection, principal: Principal, course: str, by_title: bool) -> AnyRow | None:
    """The course of this id, else the first of this title, that this person teaches now."""
    named = (courses.c.id == course) | (courses.c.title == course) if by_title else courses.c.id == course
    teaches = (enrolments.c.person == principal.id) & (enrolments.c.part == "teacher")
    today = sorted(a.removeprefix("course:") for a in principal.atoms if a.startswith("course:"))
    query = select(courses).join(enrolments, enrolments.c.course == courses.c.id).where(named, teaches)
    return conn.execute(query.where(among(courses.c.id, today)).order_by(courses.c.id != course, courses.c.id)).first()


def _one_each(drawn: Sequence[Drawn]) -> list[Drawn]:
    """Of a competency practised under several labels the table of most people; by name."""
    best: dict[str, Drawn] = {}
    for one in sorted(drawn, key=lambda d: d.cells.key):
        if one.told.total is not None:
            held = best.get(one.cells.about)
            if held is None or _people(one) > _people(held):
                best[one.cells.about] = one
    return [best[name] for name in sorted(best)]


def _people(one: Drawn) -> int:
    return 0 if one.told.total is None else one.told.total.figure.people


def _known(one: Drawn) -> ClassMastery:
    cell = one.told.total
    if cell is None:
        raise ValueError("nothing is told of it")
    reached = None if cell.reached is None else round(cell.reached, 2)
    return ClassMastery(one.cells.about, cell.figure.people, cell.figure.mean, reached)


def _label(course: AnyRow, told: Sequence[Drawn]) -> Label:
    teachers = parse(f"{course.owner}/restricted+course:{course.id}")
    return join([teachers, *(one.cells.label for one in told)])
