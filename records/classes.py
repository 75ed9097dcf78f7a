"""What a class knows, over at least K learners, for those who teach it now. Reads each learner's, tells no one's.

The sum is not the learners' own any more, but it still speaks of what they answered: its label is the join of every
label that was answered under, held to the course's teachers. Nothing below K people is told, so no answer of one
person can be read off.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from records import acts
from records.attempts import K
from records.columns import AnyRow, among
from records.masteries import Masteries, Mastery
from records.schema import courses, enrolments
from records.shelf import OnShelf, Shelf
from trust.classes import ClassMastery, ClassRecord
from trust.errors import Forbidden, NotFound
from trust.labels import Label, join, parse
from trust.principal import Principal, Scope
from trust.roles import Act


class Classes(OnShelf):
    """Every query carries the caller's scope; each look is in the course owner's audit."""

    def __init__(self, shelf: Shelf, masteries: Masteries) -> None:
        super().__init__(shelf)
        self._masteries = masteries

    def mastery(self, principal: Principal, scope: Scope, course: str) -> Sequence[ClassMastery]:
        """Of the learners of a course. Competencies fewer than K people practised are left out. NotFound where this
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
        with self._shelf.database.write() as conn:
            taught = _taught(conn, principal, course, by_title)
            if taught is None:
                return None
            self._shelf.audit.append(conn, taught.owner, acts.ClassLooked(principal.id, taught.id))
            group = self._masteries.of(conn, principal, scope, _learners(conn, principal, taught.id))
        known = summed(group)
        return ClassRecord(taught.title, _label(taught, group, known), known)


def _taught(conn: Connection, principal: Principal, course: str, by_title: bool) -> AnyRow | None:
    """The course of this id, else the first of this title, that this person teaches now."""
    named = (courses.c.id == course) | (courses.c.title == course) if by_title else courses.c.id == course
    teaches = (enrolments.c.person == principal.id) & (enrolments.c.part == "teacher")
    today = sorted(a.removeprefix("course:") for a in principal.atoms if a.startswith("course:"))
    query = select(courses).join(enrolments, enrolments.c.course == courses.c.id).where(named, teaches)
    return conn.execute(query.where(among(courses.c.id, today)).order_by(courses.c.id != course, courses.c.id)).first()


def _learners(conn: Connection, principal: Principal, course: str) -> Sequence[str]:
    """Those whom this person has on duty."""
    duty = sorted(a.removeprefix("duty:") for a in principal.atoms if a.startswith("duty:"))
    query = select(enrolments.c.person).where(enrolments.c.course == course, enrolments.c.part == "learner")
    return conn.execute(query.where(among(enrolments.c.person, duty))).scalars().all()


def _label(course: AnyRow, group: Sequence[Mastery], known: Sequence[ClassMastery]) -> Label:
    told = {one.competency for one in known}
    teachers = parse(f"{course.owner}/restricted+course:{course.id}")
    return join([teachers, *(m.about for m in group if m.competency in told)])


def summed(found: Sequence[Mastery]) -> list[ClassMastery]:
    """By competency, over at least K people each."""
    by_name: dict[str, list[Mastery]] = {}
    for one in found:
        by_name.setdefault(one.competency, []).append(one)
    told = []
    for name, group in sorted(by_name.items()):
        n = len({m.person for m in group})
        if n >= K:
            mean = sum(m.state.shown for m in group) / n
            told.append(ClassMastery(name, n, round(mean, 2), round(sum(m.state.mastered for m in group) / n, 2)))
    return told
