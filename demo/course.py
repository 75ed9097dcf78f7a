"""A course under way: what school and enterprise of the sample agreed on, a few classmates, their scores and records.

Knows one course of one school and one enterprise; nothing here concerns another. Classmates consented to the mentor,
the account one tries consented to nobody. Runs once the sample can be asked; every step may be repeated.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from demo.criteria import BASE, TRAINING, Drafted
from learning.evidence import Kind, Result
from learning.gradereport import GRADE_REPORT
from learning.standing import each_label
from learning.usualregister import usual
from records.agreements import LONGEST
from records.evidencedoor import Brought
from records.evidences import Wish
from records.judgements import Said
from records.schemerows import DRAFT, Held
from records.store import Store
from trust.errors import BadInput, NotFound, Stale
from trust.principal import Principal
from trust.roles import Role

SCHOOL, FIRM, COURSE = "school", "yuchuan", "cnc1"
LEARNER, TEACHER, MENTOR, STEWARDS = "student1", "teacher1", "mentor1", ("steward1", "steward2")
CLASSMATES = (("cnc2403", "许听澜"), ("cnc2407", "方怀瑾"), ("cnc2412", "罗星野"))
AGREED = "评价共审协议"
YEAR = timedelta(days=365)
LASTING = LONGEST - timedelta(days=1)
"""What the sample's people agreed on holds for as long as an agreement may: it does not lapse while it is tried out."""
MEANWHILE = (Stale, BadInput, NotFound)
"""What somebody did already, or otherwise: a scheme of their own, a consent withdrawn. It stands."""
Points = Mapping[str, str]
BASED: Mapping[str, Points] = {
    LEARNER: {"theory": "86", "practice": "81", "conduct": "92"},
    "cnc2403": {"theory": "78", "practice": "88", "conduct": "90"},
    "cnc2407": {"theory": "91", "practice": "74"},
}
"""By the teacher alone; who has all of it gets a grade."""
TRAINED: Mapping[str, Mapping[str, Points]] = {
    TEACHER: {
        LEARNER: {"turning": "84"}, "cnc2403": {"turning": "88", "measuring": "82", "order": "90"},
        "cnc2407": {"turning": "90", "measuring": "85"}, "cnc2412": {"turning": "72"},
    },
    MENTOR: {
        "cnc2403": {"turning": "85", "measuring": "86", "order": "88", "safety": "92"},
        "cnc2407": {"turning": "68", "safety": "80"},
    },
}  # fmt: skip
"""By rater. One has everything, one's raters differ too far, of one a side is still missing."""
RECORDED: tuple[tuple[str, int, Kind, str, Result], ...] = (
    (LEARNER, 20, Kind.ATTENDANCE, "粗车外圆实训", Result(outcome="出勤", minutes=180)),
    (LEARNER, 13, Kind.ATTENDANCE, "切槽与切断实训", Result(outcome="迟到", minutes=165)),
    (LEARNER, 6, Kind.ATTENDANCE, "传动轴综合实训", Result(outcome="出勤", minutes=180)),
    (LEARNER, 18, Kind.ASSIGNMENT, "粗车工序卡填写", Result(Decimal(84), Decimal(100))),
    (LEARNER, 4, Kind.ASSIGNMENT, "传动轴尺寸检测记录", Result(Decimal(91), Decimal(100))),
    (LEARNER, 60, Kind.CERTIFICATE, "数控车工（四级）", Result(outcome="合格")),
    (LEARNER, 45, Kind.COMPETITION, "校级数控加工赛项", Result(outcome="二等奖")),
    ("cnc2403", 6, Kind.ATTENDANCE, "传动轴综合实训", Result(outcome="出勤", minutes=180)),
    ("cnc2403", 4, Kind.ASSIGNMENT, "传动轴尺寸检测记录", Result(Decimal(88), Decimal(100))),
    ("cnc2407", 6, Kind.ATTENDANCE, "传动轴综合实训", Result(outcome="出勤", minutes=180)),
)
"""Told by the teacher: of whom, how many days ago, what."""
APPEALED = ("cnc2403", "order", "收尾检查当天我在量具室送检，请按交接记录复核。")


def begin(store: Store, people: Mapping[str, str], now: datetime) -> None:
    """All of it that is not there yet; whatever a person did meanwhile stands: a scheme of their own is neither signed
    nor scored, a consent withdrawn is not given again, a piece told on another day keeps its date.
    """
    _Course(store, dict(people), now).begin()


class _Course:
    def __init__(self, store: Store, people: dict[str, str], now: datetime) -> None:
        self._store, self._people, self._now = store, people, now
        self._today: date = now.astimezone(UTC).date()

    def begin(self) -> None:
        for username, name in CLASSMATES:
            self._enrol(username, name)
        self._agree()
        for username, _ in CLASSMATES:
            self._consent(username)
        base, training = self._sign(BASE), self._sign(TRAINING)
        self._score(base, TEACHER, BASED)
        for rater, given in TRAINED.items():
            self._score(training, rater, given)
        for held, who in ((base, LEARNER), (base, "cnc2403"), (training, "cnc2403")):
            self._publish(held, who)
        self._appeal(training)
        kept = {username: self._recorded(username) for username, *_ in RECORDED}
        told = [self._brought(*one) for one in RECORDED if one[2:4] not in kept[one[0]]]
        if told:
            self._store.evidences.keep(self._who(TEACHER), told)

    def _who(self, username: str) -> Principal:
        return self._store.people.principal(self._people[username])

    def _enrol(self, username: str, name: str) -> None:
        store = self._store
        known = store.people.find(username)
        if known is None:  # nobody signs in as them: their passwords are told to nobody
            known, _ = store.people.add_person(username, name, SCHOOL)
        store.people.add_membership(known, SCHOOL, Role.STUDENT)
        store.people.enrol(known, COURSE, "learner")
        self._people[username] = known

    def _agree(self) -> None:
        """An agreement about grades, and a register of what is kept; signed by both stewards."""
        store, until = self._store, self._today + LASTING
        first, second = (self._who(u) for u in STEWARDS)
        if not any(a.title == AGREED for a in store.agreements.page(first)):
            terms = [(GRADE_REPORT.name, each_label(SCHOOL))]
            made = store.agreements.propose(
                first, school=SCHOOL, enterprise=FIRM, title=AGREED, terms=terms, until=until
            )
            store.agreements.sign(second, made.id, made.hash)
        if not any(r.enterprise == FIRM for r in store.registers.page(first)):
            kept = store.registers.propose(first, school=SCHOOL, enterprise=FIRM, entries=usual(), until=until)
            store.registers.sign(second, kept.id, kept.hash)

    def _consent(self, username: str) -> None:
        """Once; withdrawn, it stays so. The mentor's comes first: with the firm's both are given."""
        student = self._who(username)
        if any(c.enterprise == FIRM and c.student == student.id for c in self._store.enterprise_consents.page(student)):
            return
        self._store.people.consent(student.id, self._people[MENTOR], student)
        self._store.enterprise_consents.give(student, FIRM)

    def _sign(self, drafted: Drafted) -> Held | None:
        """None where people have a scheme of their own for the stage."""
        store, teacher = self._store, self._who(TEACHER)
        known = [h for h in store.schemes.page(teacher) if h.scheme.stage == drafted.stage and h.enterprise == FIRM]
        ours = [h for h in known if h.author == teacher.id and h.scheme.criteria == drafted.criteria]
        if known and not ours:
            return None
        begin, end = self._today - YEAR, self._today + LASTING
        held = ours[-1] if ours else store.schemes.draft(teacher, FIRM, drafted.scheme(COURSE, begin, end))
        for username in (TEACHER, MENTOR) if held.state == DRAFT else ():
            with suppress(*MEANWHILE):
                held = store.schemes.sign(self._who(username), held.id, held.scheme.digest)
        return held

    def _score(self, held: Held | None, rater: str, given: Mapping[str, Points]) -> None:
        if held is None:
            return
        who = self._who(rater)
        scope = self._store.labels.scope(who)
        for student, points in given.items():
            for criterion, value in points.items():
                said = Said(Decimal(value))
                with suppress(*MEANWHILE):
                    self._store.scores.give(who, scope, held.id, self._people[student], criterion, 0, said)

    def _publish(self, held: Held | None, student: str) -> None:
        if held is None:
            return
        teacher = self._who(TEACHER)
        with suppress(*MEANWHILE):
            self._store.grades.publish(teacher, self._store.labels.scope(teacher), held.id, self._people[student])

    def _appeal(self, held: Held | None) -> None:
        username, criterion, reason = APPEALED
        who = self._who(username)
        scope = self._store.labels.scope(who)
        for mine in self._store.grades.mine(who, scope):
            if held is not None and mine.published.scheme.digest == held.scheme.digest:
                with suppress(*MEANWHILE):
                    self._store.appeals.raise_against(who, scope, mine.published.id, criterion, reason)

    def _recorded(self, username: str) -> set[tuple[Kind, str]]:
        """What is kept of them already, by kind and activity."""
        who = self._who(username)
        found, _ = self._store.evidences.page(who, self._store.labels.scope(who), Wish(who.id))
        return {(kept.evidence.kind, kept.evidence.activity) for kept in found}

    def _brought(self, username: str, days: int, kind: Kind, activity: str, result: Result) -> Brought:
        at = datetime.combine(self._today - timedelta(days=days), time(2), UTC)  # ten in the morning there
        return Brought(username, kind, at, activity, (kind.value, activity), result, course=COURSE)
