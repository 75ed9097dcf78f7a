"""The log of a placement: one entry a day, written and handed in by its student, confirmed or given back by a mentor.

A confirmed entry becomes evidence in the same transaction, by the entry's id: confirmed again it changes nothing. What
no register admits is not kept. Drafts, and rewrites of what was given back, are the student's alone: rows and editions
are internlogrows.py's. What an entry may say is learning/placement.py's.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, or_, select, update

from learning.boundary import Refusal, refusal
from learning.evidence import Evidence, Kind, Result
from learning.placement import CONFIRMED, LONGEST_WORD, OPEN, Entry, Incident, State, Told
from records.columns import AnyRow, among
from records.evidencedoor import Brought
from records.evidencekeeping import Keeping
from records.evidencereach import registered, standing
from records.internacts import LogDecided, LogHandedIn
from records.internlogrows import Logged, add_edition, alarming, opened, seal, seal_rewrite
from records.masteries import keys_of
from records.placementdays import SOURCE, PlacementDays
from records.placementrows import MENTOR, STUDENT, Placement
from records.schema import internship_days
from records.workplans import Plan
from trust.day import begins, day
from trust.errors import BadInput, Forbidden, NotFound, Stale
from trust.principal import Principal, Scope

MOST = 2000
"""Entries of one look."""


class InternLogs(PlacementDays):
    """Hidden and absent are one NotFound."""

    def page(
        self, principal: Principal, scope: Scope, placement_id: str | None = None, state: Entry | None = None
    ) -> list[Logged]:
        """Latest day first; of one placement or of all one sees: at most MOST, but all of what waits for a mentor. A
        look at others' is kept, once an hour.
        """
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            query = _latest(self._visible(conn, principal, scope, placement_id))
            if state is not None:
                query = query.where(internship_days.c.state == state.value)
            query = query if state is Entry.HANDED_IN else query.limit(MOST)
            found = opened(conn, self._shelf.keys, conn.execute(query).all(), principal.id)
        self._looked(principal, (f.student for f in found))
        return found

    def write(
        self, principal: Principal, scope: Scope, placement_id: str, on: date, version: int, told: Told
    ) -> Logged:
        """The student's entry of a day, anew where `version` is 0; of one given back a private rewrite, what was told
        staying as it is. Stale where it was written meanwhile or is handed in; what was told of an incident stays told.
        """
        self._own(principal, scope)
        plan = self._placements.plan(principal, scope, self._mine(principal, scope, placement_id).work_order)
        _check_places(plan, told)
        told = replace(told, of=plan.of if plan and told.task is not None else None)
        with self._shelf.database.write() as conn:
            held = self._placements.locked(conn, principal, scope, placement_id)
            row = conn.execute(_of_day(placement_id, on)).first()
            before = opened(conn, self._shelf.keys, [row], principal.id)[0] if row is not None else None
            self._check_open(held, on, before)
            moved = told.of is not None and told.of[0] != held.work_order
            if (before.version if before else 0) != version or moved:
                raise Stale()
            why = self._admits(conn, held, on, told)
            if why is None:
                if row is None or before is None:
                    return self._first(conn, held, on, told)
                return self._written(conn, row, before, told)
        raise self._refused(held, Kind.INTERNSHIP, why)

    def hand_in(self, principal: Principal, scope: Scope, entry_id: str, version: int) -> Logged:
        """The student's, to the mentor; what was given back before becomes an earlier edition."""
        self._own(principal, scope)
        seen = self._entry(principal, scope, entry_id, STUDENT)
        with self._shelf.database.write() as conn:
            held = self._placements.locked(conn, principal, scope, seen.placement)
            row, before = self._again(conn, seen, principal.id)
            self._check_open(held, before.on, before)
            if before.version != version:
                raise Stale()
            if before.state not in OPEN:
                raise Stale("已经上交", "It is handed in already")
            why = self._admits(conn, held, before.on, before.told)
            if why is None:
                if before.state is Entry.RETURNED:
                    told = opened(conn, self._shelf.keys, [row])[0]
                    sealer = self._shelf.keys.sealer(conn, keys_of(row.student, row.sealed_by))
                    add_edition(conn, sealer, row, told.told, told.remark)
                made = replace(before, state=Entry.HANDED_IN, remark="", decided_by=None, answered=False, again=False)
                self._changed(conn, row, made)
                act = LogHandedIn(principal.id, before.placement, entry_id, version + 1)
                self._placements.tell(conn, held.home, held.student, held.enterprise, act)
                return self._again(conn, seen, principal.id)[1]
        raise self._refused(held, Kind.INTERNSHIP, why)

    def remove(self, principal: Principal, scope: Scope, entry_id: str, version: int) -> None:
        """A draft of one's own. Stale once it was handed in, or written meanwhile."""
        self._own(principal, scope)
        before = self._entry(principal, scope, entry_id, STUDENT)
        with self._shelf.database.write() as conn:
            self._placements.locked(conn, principal, scope, before.placement)
            _, now = self._again(conn, before, principal.id)
            if now.state is not Entry.DRAFT:
                raise Stale("已上交的日志不能删除", "What was handed in stays")
            if now.version != version:
                raise Stale()
            conn.execute(delete(internship_days).where(internship_days.c.id == before.id))

    def decide(
        self, principal: Principal, scope: Scope, entry_id: str, version: int, confirm: bool, remark: str = ""
    ) -> Logged:
        """A mentor's word. Confirmed again it stays as it is. Giving it back takes a reason, confirming an incident an
        answer; Stale where the register no more admits it.
        """
        self._own(principal, scope)
        said = remark.strip()
        before = self._entry(principal, scope, entry_id, MENTOR)
        self._looked(principal, [before.student])
        with self._shelf.database.write() as conn:
            # the learner first, as whoever keeps evidence does
            name = self._username(conn, before.student)
            keeping = Keeping(conn, self._shelf, self._hasher, principal, [name])
            held = self._placements.locked(conn, principal, scope, before.placement)
            if MENTOR not in held.sides:
                raise Forbidden()
            row, now = self._again(conn, before)
            if now.state is Entry.CONFIRMED and confirm:
                self._renewed(conn, principal, keeping, held, _brought(held, now, name), now)
                return now
            if now.version != version or now.state is not Entry.HANDED_IN:
                raise Stale()
            _check_said(now, confirm, said)
            came = self._kept(conn, keeping, held, _brought(held, now, name)) if confirm else None
            if held.left and came is not None and came.why is not None:
                came = None  # answered, but of who has left the course it is no evidence
            if came is None or came.why is None:
                state = Entry.CONFIRMED if confirm else Entry.RETURNED
                again = now.answered and not confirm  # confirmed, this answer is the one that stands
                made = replace(now, state=state, remark=said, decided_by=principal.id, answered=again)
                self._changed(conn, row, made)
                act = LogDecided(
                    principal.id, now.student, entry_id, version + 1, state.value, came.id if came else ""
                )  # fmt: skip
                self._placements.tell(conn, held.home, held.student, held.enterprise, act)
                return self._again(conn, before)[1]
        raise self._refused(held, Kind.INTERNSHIP, came.why)

    def _renewed(
        self, conn: Connection, principal: Principal, keeping: Keeping, held: Placement, brought: Brought, now: Logged
    ) -> None:
        """Evidence anew where a withdrawn consent took the old; else nothing."""
        came = self._kept(conn, keeping, held, brought)
        if came.outcome == "added":
            act = LogDecided(principal.id, now.student, now.id, now.version, now.state.value, came.id)
            self._placements.tell(conn, held.home, held.student, held.enterprise, act)

    def told(self, conn: Connection, placement_ids: Sequence[str]) -> list[Logged]:
        """What is told to staff of placements that the caller has seen, under the caller's look; latest day first."""
        told = among(internship_days.c.placement, placement_ids) & (internship_days.c.state != Entry.DRAFT.value)
        rows = conn.execute(_latest(select(internship_days).where(told))).all()
        return opened(conn, self._shelf.keys, rows)

    def every(self, principal: Principal, scope: Scope) -> list[Logged]:
        """All of one's own, the first day first."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            query = self._visible(conn, principal, scope).where(internship_days.c.student == principal.id)
            return opened(conn, self._shelf.keys, conn.execute(_latest(query)).all(), principal.id)[::-1]

    def _visible(
        self, conn: Connection, principal: Principal, scope: Scope, placement_id: str | None = None
    ) -> Select[Any]:
        """Of placements this person sees; drafts their student alone; of who has left the course alarms alone."""
        seen = self._seen(conn, principal, scope, placement_id)
        mine = or_(internship_days.c.student == principal.id, internship_days.c.state != Entry.DRAFT.value)
        alarms = internship_days.c.placement.in_(self._alarmed(conn, principal, scope, placement_id))
        shown = or_(internship_days.c.placement.in_(seen), alarms & internship_days.c.alarm.is_(True))
        return select(internship_days).where(shown, mine)

    def _entry(self, principal: Principal, scope: Scope, entry_id: str, side: str) -> Logged:
        """One that this person sees and has to do with on this side."""
        with self._shelf.database.read() as conn:
            row = conn.execute(self._visible(conn, principal, scope).where(internship_days.c.id == entry_id)).first()
            if row is None:
                raise NotFound()
            held = self._placements.one(conn, principal, scope, row.placement)
            if side not in held.sides:
                raise Forbidden()
            return opened(conn, self._shelf.keys, [row], principal.id)[0]

    def _again(self, conn: Connection, seen: Logged, reader: str | None = None) -> tuple[AnyRow, Logged]:
        """As this transaction finds it; NotFound where it went meanwhile."""
        row = conn.execute(select(internship_days).where(internship_days.c.id == seen.id)).first()
        if row is None:
            raise NotFound()
        return row, opened(conn, self._shelf.keys, [row], reader)[0]

    def _mine(self, principal: Principal, scope: Scope, placement_id: str) -> Placement:
        held = self._placements.get(principal, scope, placement_id)
        if STUDENT not in held.sides:
            raise Forbidden("日志由学生本人填写", "Its student writes the log")
        return held

    def _check_open(self, held: Placement, on: date, before: Logged | None) -> None:
        """While it runs, on a day of it; what was handed in once is answered also after its end."""
        if before is not None and (before.state is Entry.RETURNED or before.again):
            return
        if held.state is State.ENDED:
            raise Stale("实习已结束，日志不能再写", "The placement is over")
        self._check_day(held, on)

    def _admits(self, conn: Connection, held: Placement, on: date, told: Told) -> Refusal | None:
        """Why the register does not name it, if so; the words to raise count it."""
        now = self._shelf.now()
        piece = Evidence("", held.student, Kind.INTERNSHIP, begins(on), told.did, _result(told), (), SOURCE,
                         held.course, held.enterprise)  # fmt: skip
        entries = standing(conn, self._shelf.keys, day(now), lasting=True)
        return refusal(piece, registered(entries, held.home, held.enterprise), now)

    def _first(self, conn: Connection, held: Placement, on: date, told: Told) -> Logged:
        made = Logged(self._shelf.new_id(), held.id, held.student, on, Entry.DRAFT, told, "", None,
                      self._shelf.now(), 1)  # fmt: skip
        sealed_by = json.dumps(sorted({held.home, held.enterprise}))
        sealer = self._shelf.keys.sealer(conn, keys_of(held.student, sealed_by))
        conn.execute(insert(internship_days).values(
            id=made.id, placement=held.id, student=held.student, day=on, state=made.state.value, version=1,
            changed_at=made.changed_at, sealed_by=sealed_by, body=seal(sealer, made), rewrites=0, alarm=False,
        ))  # fmt: skip
        return made

    def _written(self, conn: Connection, row: AnyRow, before: Logged, told: Told) -> Logged:
        """A draft anew, or the private rewrite of what was given back."""
        if before.state not in OPEN:
            raise Stale("已上交，不能再改；需要修改请让导师退回", "It is handed in: the mentor may give it back")
        if before.state is Entry.DRAFT:
            self._changed(conn, row, replace(before, told=told))
            return self._again(conn, before, before.student)[1]
        if _weight(told) < _weight(opened(conn, self._shelf.keys, [row])[0].told):
            raise BadInput("已上报的险情不能撤下，由导师处理", "An incident once told stays told")
        sealer = self._shelf.keys.sealer(conn, keys_of(row.student, row.sealed_by))
        values = {"rewrite": seal_rewrite(sealer, row.id, row.student, told), "rewrites": row.rewrites + 1}
        conn.execute(update(internship_days).where(internship_days.c.id == row.id).values(values))
        return self._again(conn, before, before.student)[1]

    def _changed(self, conn: Connection, row: AnyRow, made: Logged) -> None:
        sealer = self._shelf.keys.sealer(conn, keys_of(row.student, row.sealed_by))
        values = {"state": made.state.value, "version": row.version + row.rewrites + 1, "rewrites": 0,
                  "rewrite": None, "changed_at": self._shelf.now(), "decided_by": made.decided_by,
                  "alarm": alarming(made), "body": seal(sealer, made)}  # fmt: skip
        conn.execute(update(internship_days).where(internship_days.c.id == row.id).values(values))


def _brought(held: Placement, entry: Logged, username: str) -> Brought:
    return Brought(
        username, Kind.INTERNSHIP, begins(entry.on), entry.told.did, ("log", entry.id), _result(entry.told), (), SOURCE,
        held.course, held.enterprise,
    )  # fmt: skip


def _result(told: Told) -> Result:
    said = [told.note, f"安全：{told.safety}" if told.safety else ""]
    return Result(outcome=CONFIRMED, minutes=told.minutes, words="\n".join(s for s in said if s))


def _check_places(plan: Plan | None, told: Told) -> None:
    """Against the work order as its student may read it."""
    if told.task is None:
        return
    tasks = plan.tasks if plan else ()
    if told.task >= len(tasks) or any(s >= len(tasks[told.task].steps) for s in told.steps):
        raise BadInput("任务或步骤不在工单里", "The work order has no such task or step")


def _check_said(entry: Logged, confirm: bool, said: str) -> None:
    if len(said) > LONGEST_WORD:
        raise BadInput(f"意见不超过 {LONGEST_WORD} 字", f"A remark has {LONGEST_WORD} characters at most")
    if not confirm and not said:
        raise BadInput("退回须写明理由", "Giving it back takes a reason")
    if confirm and entry.told.incident is not Incident.NONE and not said:
        raise BadInput("有险情的日志须写明如何处理", "An incident takes an answer")


def _weight(told: Told) -> int:
    return list(Incident).index(told.incident)


def _of_day(placement_id: str, on: date) -> Select[Any]:
    return select(internship_days).where(internship_days.c.placement == placement_id, internship_days.c.day == on)


def _latest(query: Select[Any]) -> Select[Any]:
    return query.order_by(internship_days.c.day.desc(), internship_days.c.id)
