"""The log of a placement: one entry a day, written and handed in by its student, confirmed or given back by a mentor.

A confirmed entry becomes evidence in the same transaction, by the entry's id: confirmed again it changes nothing. What
no register admits is not kept. Drafts are the student's alone. What an entry may say is learning/placement.py's.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, or_, select, update

from learning.boundary import refusal
from learning.evidence import Evidence, Kind, Result
from learning.placement import CONFIRMED, LONGEST_WORD, OPEN, Entry, Incident, State, Told
from records.columns import AnyRow
from records.evidencedoor import Brought
from records.evidencekeeping import Keeping
from records.evidencereach import registered, standing
from records.internacts import LogDecided, LogHandedIn
from records.keys import VERSION, Place, Sealer
from records.masteries import keys_of
from records.placementdays import SOURCE, PlacementDays
from records.placementrows import MENTOR, STUDENT, Placement
from records.schema import internship_days
from trust.day import begins, day
from trust.errors import BadInput, Forbidden, NotFound, Stale
from trust.principal import Principal, Scope

MOST = 2000
"""Entries of one look."""


@dataclass(frozen=True)
class Logged:
    """One day's entry. `remark`: the mentor's, or why it was given back. `name`: the student's."""

    id: str
    placement: str
    student: str
    on: date
    state: Entry
    told: Told
    remark: str
    decided_by: str | None
    changed_at: datetime
    version: int


class InternLogs(PlacementDays):
    """Hidden and absent are one NotFound."""

    def page(
        self, principal: Principal, scope: Scope, placement_id: str | None = None, state: Entry | None = None
    ) -> list[Logged]:
        """Latest day first; of one placement or of all one sees. A look at others' is kept, once an hour."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            query = self._visible(conn, principal, scope, placement_id)
            if state is not None:
                query = query.where(internship_days.c.state == state.value)
            found = self._opened(conn, conn.execute(_latest(query)).all())
        self._looked(principal, (f.student for f in found))
        return found

    def write(
        self, principal: Principal, scope: Scope, placement_id: str, on: date, version: int, told: Told
    ) -> Logged:
        """The student's entry of a day, anew where `version` is 0. Stale where it was written meanwhile or is handed
        in; what was told of an incident stays told.
        """
        self._own(principal, scope)
        held = self._mine(principal, scope, placement_id, on)
        _check_places(self._placements.tasks(principal, scope, held), told)
        self._admitted(held, on, told)
        with self._shelf.database.write() as conn:
            self._placements.locked(conn, principal, scope, placement_id)
            row = conn.execute(_of_day(placement_id, on)).first()
            if (row.version if row else 0) != version:
                raise Stale()
            if row is None:
                return self._first(conn, held, on, told)
            before = self._opened(conn, [row])[0]
            if before.state not in OPEN:
                raise Stale("已上交，不能再改；需要修改请让导师退回", "It is handed in: the mentor may give it back")
            if before.state is Entry.RETURNED and _weight(told) < _weight(before.told):
                raise BadInput("已上报的险情不能撤下，由导师处理", "An incident once told stays told")
            return self._changed(conn, row, replace(before, told=told))

    def hand_in(self, principal: Principal, scope: Scope, entry_id: str, version: int) -> Logged:
        """The student's, to the mentor."""
        self._own(principal, scope)
        before = self._entry(principal, scope, entry_id, STUDENT)
        held = self._mine(principal, scope, before.placement, before.on)
        self._admitted(held, before.on, before.told)
        with self._shelf.database.write() as conn:
            row = self._locked(conn, principal, scope, before, version)
            now = self._opened(conn, [row])[0]
            if now.state not in OPEN:
                raise Stale("已经上交", "It is handed in already")
            made = self._changed(conn, row, replace(now, state=Entry.HANDED_IN, remark="", decided_by=None))
            told = LogHandedIn(principal.id, before.placement, entry_id, made.version)
            self._placements.tell(conn, held.home, held.student, held.enterprise, told)
            return made

    def remove(self, principal: Principal, scope: Scope, entry_id: str) -> None:
        """A draft of one's own. Stale once it was handed in."""
        self._own(principal, scope)
        before = self._entry(principal, scope, entry_id, STUDENT)
        with self._shelf.database.write() as conn:
            draft = (internship_days.c.id == before.id) & (internship_days.c.state == Entry.DRAFT.value)
            if conn.execute(delete(internship_days).where(draft)).rowcount == 0:
                raise Stale("已上交的日志不能删除", "What was handed in stays")

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
            keeping = Keeping(conn, self._shelf, self._hasher, principal, [self._username(conn, before.student)])
            held = self._placements.locked(conn, principal, scope, before.placement)
            row = conn.execute(select(internship_days).where(internship_days.c.id == entry_id)).one()
            now = self._opened(conn, [row])[0]
            if now.state is Entry.CONFIRMED and confirm:
                return now
            if now.version != version or now.state is not Entry.HANDED_IN:
                raise Stale()
            _check_said(now, confirm, said)
            came = keeping.keep([_brought(held, now, self._username(conn, now.student))])[0] if confirm else None
            if came is None or came.why is None:
                state = Entry.CONFIRMED if confirm else Entry.RETURNED
                made = self._changed(conn, row, replace(now, state=state, remark=said, decided_by=principal.id))
                act = LogDecided(
                    principal.id, now.student, entry_id, made.version, state.value, came.id if came else ""
                )  # fmt: skip
                self._placements.tell(conn, held.home, held.student, held.enterprise, act)
                return made
        raise self._refused(held, Kind.INTERNSHIP, came.why)

    def every(self, principal: Principal, scope: Scope) -> list[Logged]:
        """All of one's own, the first day first."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            query = self._visible(conn, principal, scope).where(internship_days.c.student == principal.id)
            return self._opened(conn, conn.execute(_latest(query)).all())[::-1]

    def _visible(
        self, conn: Connection, principal: Principal, scope: Scope, placement_id: str | None = None
    ) -> Select[Any]:
        """Of placements this person sees; drafts their student alone."""
        seen = self._seen(conn, principal, scope, placement_id)
        mine = or_(internship_days.c.student == principal.id, internship_days.c.state != Entry.DRAFT.value)
        return select(internship_days).where(internship_days.c.placement.in_(seen), mine)

    def _entry(self, principal: Principal, scope: Scope, entry_id: str, side: str) -> Logged:
        """One that this person sees and has to do with on this side."""
        with self._shelf.database.read() as conn:
            row = conn.execute(self._visible(conn, principal, scope).where(internship_days.c.id == entry_id)).first()
            if row is None:
                raise NotFound()
            held = self._placements.one(conn, principal, scope, row.placement)
            if side not in held.sides:
                raise Forbidden()
            return self._opened(conn, [row])[0]

    def _mine(self, principal: Principal, scope: Scope, placement_id: str, on: date) -> Placement:
        """One's own placement, running on that day, which has come."""
        held = self._placements.get(principal, scope, placement_id)
        if STUDENT not in held.sides:
            raise Forbidden("日志由学生本人填写", "Its student writes the log")
        if held.state is State.ENDED:
            raise Stale("实习已结束，日志不能再写", "The placement is over")
        self._check_day(held, on)
        return held

    def _admitted(self, held: Placement, on: date, told: Told) -> None:
        """Nothing is kept that the register does not name; what is turned away is counted."""
        now = self._shelf.now()
        piece = Evidence("", held.student, Kind.INTERNSHIP, begins(on), told.did, _result(told), (), SOURCE,
                         held.course, held.enterprise)  # fmt: skip
        with self._shelf.database.read() as conn:
            entries = standing(conn, self._shelf.keys, day(now), lasting=True)
        why = refusal(piece, registered(entries, held.home, held.enterprise), now)
        if why is not None:
            raise self._refused(held, Kind.INTERNSHIP, why)

    def _locked(
        self, conn: Connection, principal: Principal, scope: Scope, before: Logged, version: int
    ) -> AnyRow:
        self._placements.locked(conn, principal, scope, before.placement)
        row = conn.execute(select(internship_days).where(internship_days.c.id == before.id)).first()
        if row is None or row.version != version:
            raise Stale()
        return row

    def _first(self, conn: Connection, held: Placement, on: date, told: Told) -> Logged:
        made = Logged(self._shelf.new_id(), held.id, held.student, on, Entry.DRAFT, told, "", None,
                      self._shelf.now(), 1)  # fmt: skip
        sealed_by = json.dumps(sorted({held.home, held.enterprise}))
        sealer = self._shelf.keys.sealer(conn, keys_of(held.student, sealed_by))
        conn.execute(insert(internship_days).values(
            id=made.id, placement=held.id, student=held.student, day=on, state=made.state.value, version=1,
            changed_at=made.changed_at, sealed_by=sealed_by, body=_sealed(sealer, made),
        ))  # fmt: skip
        return made

    def _changed(self, conn: Connection, row: AnyRow, made: Logged) -> Logged:
        made = replace(made, version=row.version + 1, changed_at=self._shelf.now())
        sealer = self._shelf.keys.sealer(conn, keys_of(row.student, row.sealed_by))
        values = {"state": made.state.value, "version": made.version, "changed_at": made.changed_at,
                  "decided_by": made.decided_by, "body": _sealed(sealer, made)}  # fmt: skip
        conn.execute(update(internship_days).where(internship_days.c.id == row.id).values(values))
        return made

    def _opened(self, conn: Connection, rows: Sequence[AnyRow]) -> list[Logged]:
        sealers = self._shelf.keys.sealers(conn, {keys_of(r.student, r.sealed_by) for r in rows})
        return [_read(r, sealers[keys_of(r.student, r.sealed_by)]) for r in rows]


def _brought(held: Placement, entry: Logged, username: str) -> Brought:
    return Brought(
        username, Kind.INTERNSHIP, begins(entry.on), entry.told.did, ("log", entry.id), _result(entry.told), (), SOURCE,
        held.course, held.enterprise,
    )  # fmt: skip


def _result(told: Told) -> Result:
    said = [told.note, f"安全：{told.safety}" if told.safety else ""]
    return Result(outcome=CONFIRMED, minutes=told.minutes, words="\n".join(s for s in said if s))


def _check_places(tasks: Sequence[Any], told: Told) -> None:
    """Against the work order as its student may read it."""
    if told.task is None:
        return
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
    return query.order_by(internship_days.c.day.desc(), internship_days.c.id).limit(MOST)


def _sealed(sealer: Sealer, entry: Logged) -> bytes:
    body = asdict(entry.told) | {"remark": entry.remark}
    return sealer.seal(_place(entry.id, entry.student), "body", json.dumps(body, ensure_ascii=False))


def _read(row: AnyRow, sealer: Sealer) -> Logged:
    body = json.loads(sealer.open(_place(row.id, row.student), "body", row.body))
    remark = body.pop("remark")
    told = Told(**body | {"steps": tuple(body["steps"]), "incident": Incident(body["incident"])})
    return Logged(row.id, row.placement, row.student, row.day, Entry(row.state), told, remark, row.decided_by,
                  row.changed_at, row.version)  # fmt: skip


def _place(entry_id: str, student: str) -> Place:
    return Place("internship_days", entry_id, student, VERSION)
