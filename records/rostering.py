"""People entered from a list, row by row: good rows go in, bad ones are named, a row that is in already stays.

A row may be entered again: what is missing of it is added, nothing is taken away, no password changes. Knows no file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from records.people import Listed, People
from trust.errors import BadInput, Fault
from trust.principal import Principal
from trust.roles import Role

PART_OF = {Role.STUDENT: "learner", Role.TEACHER: "teacher", Role.MENTOR: "mentor", Role.STAFF: "opened"}
"""As what each role takes part in a course."""
Outcome = Literal["added", "completed", "unchanged", "bad"]


@dataclass(frozen=True)
class Wanted:
    """One person as a list wants them."""

    username: str
    name: str
    home: str
    role: Role
    courses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entered:
    """What came of one row. `password` only for somebody new; `why` (Chinese, English) only where it is bad."""

    outcome: Outcome
    password: str | None = None
    why: tuple[str, str] = ("", "")


class Rostering:
    """Over what is known when the list begins; one per list."""

    def __init__(self, people: People, by: Principal) -> None:
        self._people, self._by = people, by
        self._known = {p.username: p for p in people.listed(by)}
        self._taking = {(person, course, part) for course, person, part in people.taking_part(by)}
        self._courses = {course for course, _, _ in people.courses()}

    def enter(self, wanted: Wanted) -> Entered:
        """Faults become words: the other rows are not to suffer."""
        try:
            return self._enter(wanted)
        except Fault as fault:
            return Entered("bad", why=(fault.zh, fault.en))

    def _enter(self, wanted: Wanted) -> Entered:
        unknown = [c for c in wanted.courses if c not in self._courses]
        if unknown:
            raise BadInput(f"没有这门课程：{'、'.join(unknown)[:100]}", f"No such course: {', '.join(unknown)[:100]}")
        if wanted.courses and wanted.role not in PART_OF:
            raise BadInput("这个角色不加入课程", "This role takes part in no course")
        known = self._known.get(wanted.username)
        password = None
        if known is None:
            self._fits(wanted)
            person, password = self._people.add_person(wanted.username, wanted.name, wanted.home, by=self._by)
            known = Listed(person, wanted.username, wanted.name, wanted.home, (), disabled=False)
        self._same(known, wanted)
        added = self._role(known, wanted) + self._parts(known.id, wanted)
        outcome: Outcome = "added" if password else "completed" if added else "unchanged"
        return Entered(outcome, password)

    def _fits(self, wanted: Wanted) -> None:
        """Before somebody is made: a role their owner has no place for would leave them half entered."""
        self._people.role_fits(wanted.home, wanted.role)

    def _same(self, known: Listed, wanted: Wanted) -> None:
        if (known.name, known.home) != (wanted.name, wanted.home):
            raise BadInput("这个用户名已有别人在用（姓名或单位不同）", "This user name is somebody else's")
        if known.disabled:
            raise BadInput("这个账号已停用，请先恢复", "This account is disabled: enable it first")

    def _role(self, known: Listed, wanted: Wanted) -> int:
        """How many were missing."""
        role = (wanted.home, wanted.role.value)
        if role in known.roles:
            return 0
        self._people.add_membership(known.id, wanted.home, wanted.role, by=self._by)
        roles = (*known.roles, role)
        self._known[known.username] = Listed(known.id, known.username, known.name, known.home, roles, known.disabled)
        return 1

    def _parts(self, person: str, wanted: Wanted) -> int:
        part = PART_OF.get(wanted.role, "")
        missing = [c for c in wanted.courses if (person, c, part) not in self._taking]
        for course in missing:
            self._people.enrol(person, course, part, by=self._by)
            self._taking.add((person, course, part))
        return len(missing)


def split(courses: str) -> tuple[str, ...]:
    """`cnc1、ecom1` as people write it."""
    for mark in "、,，;；\n\t":
        courses = courses.replace(mark, " ")
    return tuple(dict.fromkeys(courses.split()))


def counts(entered: Sequence[Entered]) -> dict[str, int]:
    """Rows by outcome."""
    return {o: sum(e.outcome == o for e in entered) for o in ("added", "completed", "unchanged", "bad")}
