"""A class that is graded: a signed scheme, two teachers, two mentors with the students' consent, an agreement."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from learning.scheme import Criterion, Level, Scheme, Share
from records.agreementrows import Agreement
from records.judgements import Said, Score
from records.schemerows import Held
from records.store import Store
from tests.records.cast import PASSWORD, Cast, enter
from trust.roles import Role

D = Decimal
SKILL = Criterion(
    "skill", "操作", "skill", D("0.6"), (Share("school", D("0.4"), 2), Share("enterprise", D("0.6"))),
    (Level("优", D(90), "独立完成"), Level("合格", D(60), "按规程完成")),
)  # fmt: skip
SAFETY = Criterion("safety", "安全", "safety", D("0.4"), (Share("enterprise", D(1)),), unsafe_below=D(60))
SCHEME = Scheme("cnc1", "training", 0, (SKILL, SAFETY), D(15), D(59), date(2026, 1, 1), date(2030, 12, 31))
UNTIL = date(2028, 12, 31)


@dataclass(frozen=True)
class Graded:
    """The cast, its scheme signed by both."""

    cast: Cast
    held: Held

    @property
    def store(self) -> Store:
        return self.cast.store

    def score(
        self, who: str, criterion: str, points: int | str | None = None, *, student: str = "student", version: int = 0,
        **said: Any,
    ) -> Score:  # fmt: skip
        told = Said(None if points is None else D(points), **said)
        scope, of = self.cast.scope(who), self.cast.ids[student]
        return self.store.scores.give(self.cast(who), scope, self.held.id, of, criterion, version, told)

    def whole(self, student: str = "student", **points: int) -> None:
        """Everything there is to judge of a student."""
        given = {"teacher": 80, "teacher2": 86, "mentor": 90, "safety": 85} | points
        for who in ("teacher", "teacher2", "mentor"):
            self.score(who, "skill", given[who], student=student)
        self.score("mentor", "safety", given["safety"], student=student, reason="看过")

    def publish(self, who: str = "teacher", student: str = "student") -> Any:
        return self.store.grades.publish(self.cast(who), self.cast.scope(who), self.held.id, self.cast.ids[student])

    def look(self, who: str, student: str = "student") -> Any:
        of = self.cast.ids[student]
        return self.store.grades.look(self.cast(who), self.cast.scope(who), self.held.id, of)[1]

    def mine(self, who: str = "student", student: str | None = None) -> Any:
        of = None if student is None else self.cast.ids[student]
        return self.store.grades.mine(self.cast(who), self.cast.scope(who), of)


def join_class(cast: Cast) -> Cast:
    """Second judges on both sides, `other` in the class too, consent given."""
    people, ids = cast.store.people, dict(cast.ids)
    for username, home, role, part in (
        ("teacher2", "school", Role.TEACHER, "teacher"), ("teacher3", "school", Role.TEACHER, "teacher"),
        ("mentor2", "acme", Role.MENTOR, "mentor"),
    ):  # fmt: skip
        ids[username], _ = people.add_person(username, f"{username}的名字", home, PASSWORD)
        people.add_membership(ids[username], home, role)
        people.enrol(ids[username], "cnc1", part)
    people.enrol(ids["other"], "cnc1", "learner")
    people.enrol(ids["rivalmentor"], "cnc1", "mentor")
    made = Cast(cast.store, ids)
    for student in ("student", "other"):
        for mentor in ("mentor", "mentor2", "rivalmentor"):
            people.consent(ids[student], ids[mentor])
    return made


def signed(cast: Cast, scheme: Scheme = SCHEME) -> Held:
    made = cast.store.schemes.draft(cast("teacher"), "acme", scheme)
    cast.store.schemes.sign(cast("teacher"), made.id, made.scheme.digest)
    return cast.store.schemes.sign(cast("mentor"), made.id, made.scheme.digest)


def agreed(cast: Cast) -> Agreement:
    """Grades may be released."""
    made = cast.store.agreements.propose(
        cast("steward"), school="school", enterprise="acme", title="评价共审协议", until=UNTIL,
        terms=[("grade_report", "school/self:each")],
    )  # fmt: skip
    return cast.store.agreements.sign(cast("acmesteward"), made.id, made.hash)


def graded(store: Store, **change: Any) -> Graded:
    cast = join_class(enter(store))
    return Graded(cast, signed(cast, replace(SCHEME, **change)))

