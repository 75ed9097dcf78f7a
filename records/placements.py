"""Placements: a student works for a time at an enterprise of the course, on one of its projects, with a mentor there.

A teacher of the course places and changes. Nothing is placed that no register admits an internship log of and shows
teachers; nobody with a veto standing, whatever the project asks for, and nobody not ready without a reason that is
kept. The enterprise's audit tells only of students whose consent and agreement stand. Seeing is placementrows.py's.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, or_, select, update

from learning.boundary import Viewer, kinds_for
from learning.evidence import Kind
from learning.placement import LONGEST_WORD, Entry, State, Terms
from learning.readiness import Readiness
from records.artefacts import Artefacts
from records.chains import chains
from records.columns import AnyRow, among, lasting
from records.evidencereach import registered, standing, taught_by, teaches_at
from records.evidencerows import label_of
from records.internacts import InternAct, Placed, PlacementChanged
from records.keys import Place, person_key
from records.masteries import keys_of
from records.placementrows import MENTOR, TEACHER, Placement, opened, seal, visible
from records.readying import Readying
from records.requirements import LEARNER, Asked, Requirements
from records.schema import enrolments, internship_days, memberships, people, placements
from records.shelf import OnShelf, Shelf
from records.workplans import WORK_ORDER, Of, Plan, plan, plans
from trust.day import day
from trust.errors import BadInput, Forbidden, NotFound, Stale
from trust.principal import Principal, Scope
from trust.roles import Role

LONGEST, AROUND, MOST = timedelta(days=366), timedelta(days=3 * 366), 500
"""A placement's length; how far from today it begins; placements of one look, besides the running ones."""


@dataclass(frozen=True)
class Wanted:
    """What a teacher says when they place somebody. `despite`: why, although not ready."""

    student: str
    project: str
    enterprise: str
    mentor: str
    since: date
    until: date
    work_order: str | None = None
    terms: Terms = field(default_factory=Terms)
    despite: str = ""


@dataclass(frozen=True)
class Change:
    """What is left None stays; an empty `work_order` takes it away."""

    until: date | None = None
    mentor: str | None = None
    work_order: str | None = None
    state: State | None = None


@dataclass(frozen=True)
class Mentor:
    id: str
    name: str
    enterprise: str


class Placements(OnShelf):
    """Hidden and absent are one NotFound."""

    def __init__(self, shelf: Shelf, requirements: Requirements, readying: Readying, artefacts: Artefacts) -> None:
        super().__init__(shelf)
        self._requirements, self._readying, self._artefacts = requirements, readying, artefacts

    def place(self, principal: Principal, scope: Scope, wanted: Wanted, reason: str = "") -> Placement:
        """`reason` for the look at their evidence. Stale where it cannot be yet: no register, a veto, not ready and no
        `despite`, or placed in this project already.
        """
        self._own(principal, scope)
        _check_days(wanted.since, wanted.until)
        if abs(wanted.since - day(self._shelf.now())) > AROUND:
            raise BadInput("开始日期须在前后三年内", "It begins within three years of today")
        despite = wanted.despite.strip()
        if len(despite) > LONGEST_WORD:
            raise BadInput(f"理由不超过 {LONGEST_WORD} 字", f"A reason has {LONGEST_WORD} characters at most")
        with self._shelf.database.read() as conn:
            self._teaching(conn, principal, wanted.project, wanted.student)
        self._order(principal, scope, wanted.work_order)
        _check_ready(self._readying.one(principal, scope, wanted.project, wanted.student, reason).readiness, despite)
        with self._shelf.database.write() as conn:
            asked, learner = self._teaching(conn, principal, wanted.project, wanted.student, lock=True)
            found = self._readying.judged(conn, principal, scope, asked, wanted.student)
            _check_ready(found, despite)  # again: a rehearsal may have ended meanwhile
            self._check_mentor(conn, asked.course, wanted.enterprise, wanted.mentor)
            self._check_register(conn, learner.home, wanted.enterprise)
            self._check_free(conn, wanted)
            kept = "" if found.ready else despite
            placement_id = self._enter(conn, principal, asked, learner.home, wanted, kept)
            told = Placed(principal.id, wanted.student, placement_id, wanted.enterprise)
            self.tell(conn, learner.home, wanted.student, wanted.enterprise, told, replace(told, ready=found.ready))
        return self.get(principal, self._shelf.labels.scope(principal), placement_id)  # its label may be new

    def page(self, principal: Principal, scope: Scope) -> list[Placement]:
        """Those this person sees, the running ones first, then by day and name; of the others the newest."""
        return self._page(principal, scope, placements.c.state == State.ACTIVE.value)

    def watched(self, principal: Principal, scope: Scope) -> list[Placement]:
        """The same, and all with an entry that waits for an answer."""
        waits = select(internship_days.c.placement).where(
            internship_days.c.state.in_([Entry.HANDED_IN.value, Entry.RETURNED.value])
        )
        whole = or_(placements.c.state == State.ACTIVE.value, placements.c.id.in_(waits))
        return self._page(principal, scope, whole, alarmed=True)

    def mine(self, principal: Principal, scope: Scope) -> list[Placement]:
        """All of one's own, the newest first."""
        return self._page(principal, scope, placements.c.student == principal.id, others=False)

    def _page(
        self, principal: Principal, scope: Scope, whole: ColumnElement[bool], *, others: bool = True,
        alarmed: bool = False,
    ) -> list[Placement]:
        """Without limit where `whole`."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            query = visible(self._shelf, conn, principal, scope, alarmed=alarmed)
            query = query.order_by(placements.c.since.desc(), placements.c.id)
            rows = list(conn.execute(query.where(whole)).all())
            rows += conn.execute(query.where(~whole).limit(MOST)).all() if others else []
            found = opened(self._shelf, conn, rows)
        return sorted(found, key=lambda p: (p.state is not State.ACTIVE, -p.since.toordinal(), p.name, p.id))

    def get(self, principal: Principal, scope: Scope, placement_id: str) -> Placement:
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            return self.one(conn, principal, scope, placement_id)

    def change(
        self, principal: Principal, scope: Scope, placement_id: str, version: int, change: Change
    ) -> Placement:
        """As a teacher of the course, while it runs. Stale where it is not the version that was read, is over,
        or would last longer with a veto standing."""
        self._own(principal, scope)
        self._order(principal, scope, change.work_order or None)
        with self._shelf.database.write() as conn:
            held = self.locked(conn, principal, scope, placement_id)
            if TEACHER not in held.sides:
                raise Forbidden("由任课教师修改", "A teacher of the course changes it")
            if held.version != version or held.state is State.ENDED:
                raise Stale()
            until, mentor = change.until or held.until, change.mentor or held.mentor
            _check_days(held.since, until)
            if until > held.until:
                self._check_unvetoed(conn, principal, scope, held)
            if change.mentor is not None:
                self._check_mentor(conn, held.course, held.enterprise, mentor)
            state = change.state or held.state
            order = held.work_order if change.work_order is None else change.work_order or None
            values = {"until": until, "mentor": mentor, "state": state.value, "work_order": order,
                      "version": version + 1}  # fmt: skip
            conn.execute(update(placements).where(placements.c.id == placement_id).values(values))
            told = PlacementChanged(principal.id, held.student, placement_id, version + 1, state.value)
            self.tell(conn, held.home, held.student, held.enterprise, told)
            return self.one(conn, principal, scope, placement_id)

    def plan(self, principal: Principal, scope: Scope, order: str | None) -> Plan | None:
        """A work order as it stands, as far as this person may read it."""
        return plan(self._artefacts, principal, scope, order)

    def plans(self, principal: Principal, scope: Scope, wanted: Iterable[Of]) -> Mapping[Of, Plan]:
        """Those editions of work orders that this person may read."""
        return plans(self._artefacts, principal, scope, wanted)

    def mentors(self, principal: Principal, project: str) -> list[Mentor]:
        """Those of the project's course, for who teaches it, by enterprise and name."""
        with self._shelf.database.read() as conn:
            asked = self._requirements.one(conn, principal, project)
            if not asked.teaches:
                raise NotFound()
            rows = conn.execute(self._mentoring(asked.course)).all()
            sealers = self._shelf.keys.sealers(conn, {(person_key(r.id),) for r in rows})
            found = [
                Mentor(r.id, sealers[(person_key(r.id),)].open(Place("people", r.id), "name", r.name), r.owner)
                for r in rows
            ]
        return sorted(found, key=lambda m: (m.enterprise, m.name, m.id))

    def one(self, conn: Connection, principal: Principal, scope: Scope, placement_id: str) -> Placement:
        row = conn.execute(
            visible(self._shelf, conn, principal, scope, alarmed=True).where(placements.c.id == placement_id)
        ).first()
        if row is None:
            raise NotFound()
        return opened(self._shelf, conn, [row])[0]

    def locked(self, conn: Connection, principal: Principal, scope: Scope, placement_id: str) -> Placement:
        """Nobody else's until the end of the transaction."""
        if conn.dialect.name != "sqlite":  # there a writer is alone anyway
            conn.execute(select(placements.c.id).where(placements.c.id == placement_id).with_for_update()).all()
        return self.one(conn, principal, scope, placement_id)

    def tell(
        self, conn: Connection, home: str, student: str, enterprise: str, act: InternAct,
        schools: InternAct | None = None,
    ) -> None:  # fmt: skip
        """The school's chain always, by `schools` where it may know more; the enterprise's of whom it may know."""
        for owner in chains(self._shelf, conn, home, student, enterprise):
            self._shelf.audit.append(conn, owner, schools or act if owner == home else act)

    def _teaching(
        self, conn: Connection, principal: Principal, project: str, student: str, *, lock: bool = False
    ) -> tuple[Asked, AnyRow]:
        """The project this person teaches, and its learner. NotFound otherwise."""
        asked = self._requirements.one(conn, principal, project)
        on, now = enrolments.c, self._shelf.now()
        learns = select(on.person).where(
            on.course == asked.course, on.part == LEARNER, lasting(on.until, now)
        )
        query = select(people.c.id, people.c.home).where(
            people.c.id == student, people.c.id.in_(learns), people.c.disabled_at.is_(None),
            taught_by(principal.id, now), among(people.c.home, teaches_at(principal)),
        )  # fmt: skip
        row = conn.execute(query.with_for_update(of=people) if lock else query).first()
        if not asked.teaches or row is None:
            raise NotFound()
        return asked, row

    def _mentoring(self, course: str) -> Any:
        on, now = enrolments.c, self._shelf.now()
        query = select(people.c.id, people.c.name, memberships.c.owner).distinct()
        query = query.join(memberships, memberships.c.person == people.c.id)
        query = query.join(enrolments, on.person == people.c.id)
        return query.where(
            on.course == course, on.part == MENTOR, lasting(on.until, now),
            memberships.c.role == Role.MENTOR.value, people.c.disabled_at.is_(None),
        )  # fmt: skip

    def _check_mentor(self, conn: Connection, course: str, enterprise: str, mentor: str) -> None:
        """Unknown and not a mentor there are one answer."""
        query = self._mentoring(course).where(people.c.id == mentor, memberships.c.owner == enterprise)
        if conn.execute(query).first() is None:
            raise BadInput("导师须是这家企业在本课程的导师", "The mentor is one of that enterprise in this course")

    def _check_register(self, conn: Connection, home: str, enterprise: str) -> None:
        entries = registered(standing(conn, self._shelf.keys, day(self._shelf.now()), lasting=True), home, enterprise)
        if Kind.INTERNSHIP not in kinds_for(entries, Viewer.TEACHER):
            raise Stale(
                "学校与这家企业还没有签订含实习日志且教师可见的采集登记表",
                "No register between the school and this enterprise admits internship logs and shows them to teachers",
            )

    def _check_unvetoed(self, conn: Connection, principal: Principal, scope: Scope, held: Placement) -> None:
        """Of all rehearsals this teacher sees, whatever the project asks for."""
        asked = self._requirements.one(conn, principal, held.project)
        if self._readying.judged(conn, principal, scope, asked, held.student).vetoed:
            raise Stale("有未消除的安全否决项，不能延长实习", "A safety veto stands: nothing is lengthened with one")

    def _check_free(self, conn: Connection, wanted: Wanted) -> None:
        """Of the same project and enterprise alone: others may be hidden from this teacher."""
        same = select(placements.c.id).where(
            placements.c.student == wanted.student, placements.c.project == wanted.project,
            placements.c.enterprise == wanted.enterprise, placements.c.state == State.ACTIVE.value,
        )  # fmt: skip
        if conn.execute(same).first() is not None:
            raise Stale("这名学生已在该企业的这个项目实习", "They are placed in this project there already")

    def _order(self, principal: Principal, scope: Scope, work_order: str | None) -> None:
        """NotFound for what is no work order this person reads."""
        if work_order and self._artefacts.get(principal, scope, work_order).tool != WORK_ORDER:
            raise NotFound()

    def _enter(
        self, conn: Connection, principal: Principal, asked: Asked, home: str, wanted: Wanted, despite: str
    ) -> str:
        placement_id, label = self._shelf.new_id(), label_of(home, wanted.student, wanted.enterprise)
        sealed_by = json.dumps(sorted(label.owners))
        sealer = self._shelf.keys.sealer(conn, keys_of(wanted.student, sealed_by))
        conn.execute(insert(placements).values(
            id=placement_id, student=wanted.student, project=wanted.project, course=asked.course,
            enterprise=wanted.enterprise, mentor=wanted.mentor, since=wanted.since, until=wanted.until,
            state=State.ACTIVE.value, work_order=wanted.work_order or None,
            label=self._shelf.labels.ensure(conn, label), person=principal.id, at=self._shelf.now(), version=1,
            sealed_by=sealed_by, body=seal(sealer, placement_id, wanted.student, wanted.terms, despite),
        ))  # fmt: skip
        return placement_id



def _check_ready(found: Readiness, despite: str) -> None:
    if found.vetoed:
        raise Stale("有未消除的安全否决项，不能安排上岗", "A safety veto stands: nobody is placed with one")
    if not found.ready and not despite:
        raise Stale("尚未达到项目要求，须写明仍要安排的理由", "Not ready yet: placing them takes a reason")


def _check_days(since: date, until: date) -> None:
    if since > until or until - since > LONGEST:
        raise BadInput("实习起止日期有误，最长一年", "The days do not fit; a year at most")
