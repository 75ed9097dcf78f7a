"""A class that is graded by two sides: seconds to score, to look at the board, to publish, to replay; what differs.

`python -m eval grading --students 60`. Works on the store itself in a throw-away folder; no server, no model. Every
published grade is reckoned again by hand (means, weights, one rounding in whole numbers) beside the replay.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from eval.report import show, write_json
from learning.scheme import Criterion, Scheme, Share
from records.judgements import Said
from records.passwords import Passwords
from records.schemerows import Held
from records.store import Store, utc_now
from trust.day import day
from trust.principal import Principal, Scope
from trust.roles import Role
from trust.settings import Settings

T = TypeVar("T")
_CHEAP = Passwords(time=1, memory=8, lanes=1)
_NAMES = ("c1", "c2", "c3", "c4")
_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class School:
    """A course with its judges, and what they will say of each student by criterion and judge."""

    store: Store
    judges: dict[str, str]
    students: list[str]
    held: Held
    points: dict[tuple[str, str, str], Decimal]
    stewards: tuple[Principal, ...]

    def who(self, name: str) -> tuple[Principal, Scope]:
        principal = self.store.people.principal(self.judges[name])
        return principal, self.store.labels.scope(principal)


def run(students: int, seed: int = 1) -> dict[str, Any]:
    """Seconds by step, how many grades differ from the replay and from the reckoning by hand."""
    with tempfile.TemporaryDirectory(prefix="shuangyuan-grading-") as folder:
        store = Store.open(Settings(data=Path(folder) / "data"), passwords=_CHEAP)
        try:
            return _measured(schooled(store, students, random.Random(seed)))
        finally:
            store.close()


def _measured(school: School) -> dict[str, Any]:
    store, held = school.store, school.held
    scored, _ = _timed(lambda: score(school))
    board, (_, rows) = _timed(lambda: store.grades.board(*school.who("teacher1"), held.id))
    teacher = school.who("teacher1")
    published, _ = _timed(lambda: [store.grades.publish(*teacher, held.id, s) for s in school.students])
    replayed, found = _timed(lambda: [one for one in store.replaying.every() if one.wrong])
    last = store.grades.board(*school.who("teacher1"), held.id)[1]
    wrong = [r for r in last if r.report.final != _by_hand(school, r.student)]
    return {
        "students": len(rows), "scores": len(school.points), "score_s": round(scored, 2), "board_s": round(board, 2),
        "publish_s": round(published, 2), "replay_s": round(replayed, 2), "replay_wrong": len(found),
        "by_hand_wrong": len(wrong),
    }  # fmt: skip


def score(school: School) -> None:
    """Every judge says what they think of everybody."""
    for judge in school.judges:
        principal, scope = school.who(judge)
        for student in school.students:
            for criterion in _NAMES:
                said = Said(school.points[(student, criterion, judge)])
                school.store.scores.give(principal, scope, school.held.id, student, criterion, 0, said)


def _by_hand(school: School, student: str) -> Decimal:
    """Four criteria of a quarter each, half by either side, two judges a side: the mean of all sixteen scores."""
    total = sum((school.points[(student, c, j)] for c in _NAMES for j in school.judges), Decimal(0))
    return (total / 16).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _timed(act: Callable[[], T]) -> tuple[float, T]:
    begun = time.perf_counter()
    made = act()
    return time.perf_counter() - begun, made


def schooled(store: Store, students: int, chance: random.Random) -> School:
    """A course of that many learners, its scheme signed and its grades released."""
    people = store.people
    for owner, kind in (("school", "school"), ("firm", "enterprise")):
        people.add_owner(owner, owner, kind)
    people.add_course("course", "school", "course")
    judges = {}
    for role, owner in ((Role.TEACHER, "school"), (Role.MENTOR, "firm")):
        for n in (1, 2):
            judges[f"{role.value}{n}"] = _person(store, f"{role.value}{n}", owner, role, role.value)
    stewards = [_person(store, f"{owner}-steward", owner, Role.STEWARD, None) for owner in ("school", "firm")]
    learners = [_person(store, f"s{n}", "school", Role.STUDENT, "learner") for n in range(students)]
    for learner in learners:
        for n in (1, 2):
            people.consent(learner, judges[f"mentor{n}"])
    signing = tuple(people.principal(steward) for steward in stewards)
    _agree(store, *signing)
    points = {}
    for learner in learners:
        skill = chance.randint(60, 92)
        for criterion in _NAMES:
            for judge in judges:
                points[(learner, criterion, judge)] = Decimal(skill + chance.randint(0, 6)) + Decimal(
                    chance.choice(["0", "0.5"])
                )
    return School(store, judges, learners, _signed(store, judges), points, signing)


def _person(store: Store, username: str, owner: str, role: Role, part: str | None) -> str:
    person, _ = store.people.add_person(username, username, owner)
    store.people.add_membership(person, owner, role)
    if part is not None:
        store.people.enrol(person, "course", part)
    return person


def _agree(store: Store, school: Principal, firm: Principal) -> None:
    until = day(utc_now()) + _YEAR
    made = store.agreements.propose(
        school, school="school", enterprise="firm", title="x", terms=[("grade_report", "school/self:each")], until=until
    )
    store.agreements.sign(firm, made.id, made.hash)


def _signed(store: Store, judges: dict[str, str]) -> Held:
    half = Decimal("0.5")
    shares = (Share("school", half, 2), Share("enterprise", half, 2))
    criteria = tuple(Criterion(c, c, "skill", Decimal("0.25"), shares) for c in _NAMES)
    today = day(utc_now())
    scheme = Scheme(
        "course", "training", 0, criteria, Decimal(15), Decimal(59), today - _YEAR, today + _YEAR
    )  # fmt: skip
    teacher, mentor = (store.people.principal(judges[name]) for name in ("teacher1", "mentor1"))
    made = store.schemes.draft(teacher, "firm", scheme)
    store.schemes.sign(teacher, made.id, made.scheme.digest)
    return store.schemes.sign(mentor, made.id, made.scheme.digest)


def grading(
    students: Annotated[int, typer.Option(min=1, max=500)] = 60,
    json: Annotated[Path | None, typer.Option("--json")] = None,
) -> None:
    """Score, publish and replay a class of two sides with two judges each."""
    found = run(students)
    show("grading", found)
    write_json(json, found)


def register(app: typer.Typer) -> None:
    app.command()(grading)
