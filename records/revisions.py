"""Revision tasks: what a finding asks to be changed in a course, by whom, how far it is, and what came of it.

A task keeps the words of the finding, sealed under the owners of what the finding was told of, and of what it led to
the ids alone: each reader sees of that what they may see today. The figures stay with the told tables. For those who
teach the course now and may read the finding's label. Every change needs the version its maker saw.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import Connection, Select, insert, select, update

from learning.effect import Effect, effect
from learning.finding import Kind
from records.classgroup import ClassGroup, group_of
from records.columns import AnyRow, among, lasting
from records.editions import holders
from records.evidencereach import courses_as
from records.findinglinks import Link, resolved
from records.findings import Board, Findings, Found
from records.foundacts import RevisionChanged, RevisionMade
from records.keys import Place
from records.schema import courses, enrolments, labels, people, revisions
from records.shelf import OnShelf, Shelf
from trust.errors import BadInput, Forbidden, NotFound, Stale
from trust.principal import Principal, Scope

State = Literal["open", "doing", "done"]
STATES: tuple[State, ...] = get_args(State)
MOST = 200
"""Tasks of a course that a page tells of."""


@dataclass(frozen=True)
class Revision:
    """`who` is to do it. `cohort` empty: none was told when it was found. `links`: what to change, as far as the reader
    sees it today.
    """

    id: str
    course: str
    kind: Kind
    finding: str
    cohort: str
    about: str
    note: str
    links: tuple[Link, ...]
    author: str
    who: str | None
    state: State
    version: int
    made_at: datetime
    changed_at: datetime


class Revisions(OnShelf):
    def __init__(self, shelf: Shelf, findings: Findings) -> None:
        super().__init__(shelf)
        self._findings = findings

    def make(
        self, principal: Principal, board: Board, finding: str, *, note: str = "", who: str | None = None,
        leave_out: Sequence[str] = (),
    ) -> Revision:  # fmt: skip
        """From a finding of a board told to this person just now; `leave_out`: ids of links not to change. For teachers
        of the course.
        """
        found = next((one for one in board.found if one.id == finding), None)
        if found is None:
            raise NotFound()
        if board.audience != "teacher":
            raise Forbidden("修订任务由任课教师建立", "A teacher of the course makes revision tasks")
        course, among_ = board.course, board.cohort or max(found.cohorts, default="")
        with self._shelf.database.write() as conn:
            group = self._group(conn, principal, course)
            self._check_who(conn, course, who)
            row = self._entered(conn, principal, group, found, among_, note, who, leave_out)
            self._shelf.audit.append(conn, group.course.owner, RevisionMade(principal.id, course, row.id))
            kept = tuple(link for link in found.links if link.id not in leave_out)
            return _revision(row, self._body(conn, row), kept)

    def page(self, principal: Principal, scope: Scope, course: str) -> list[Revision]:
        """Newest first, MOST + 1 where there are more. NotFound where they neither teach nor mentor it; a mentor sees
        none.
        """
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            self._group(conn, principal, course, mentors=True)
            query = self._visible(principal, scope).where(revisions.c.course == course)
            rows = conn.execute(query.order_by(revisions.c.made_at.desc(), revisions.c.id).limit(MOST + 1)).all()
            return self._opened(conn, principal, scope, rows)

    def get(self, principal: Principal, scope: Scope, revision: str) -> Revision:
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            return self._opened(conn, principal, scope, [self._one(conn, principal, scope, revision)])[0]

    def change(
        self, principal: Principal, scope: Scope, revision: str, version: int, given: Mapping[str, Any]
    ) -> Revision:
        """Of `state`, `who`, `note` those that are given. Stale where somebody changed it meanwhile."""
        self._own(principal, scope)
        with self._shelf.database.write() as conn:
            row = self._one(conn, principal, scope, revision, lock=True)
            if row.version != version:
                raise Stale("这条修订任务已被别人更新，请刷新后再改", "Somebody changed this task meanwhile: reload it")
            if "who" in given:
                self._check_who(conn, row.course, given["who"])
            values = {name: given[name] for name in ("state", "who") if name in given}
            if "note" in given:
                held = self._body(conn, row)
                told = {**held, "links": _kept(held["links"]), "note": given["note"]}
                values["body"] = self._sealed(conn, row.id, row.sealed_by, told)
            values |= {"version": version + 1, "changed_at": self._shelf.now()}
            conn.execute(update(revisions).where(revisions.c.id == row.id).values(values))
            state = str(values.get("state", row.state))
            changed = RevisionChanged(principal.id, row.course, row.id, version + 1, state)
            self._shelf.audit.append(conn, row.owner, changed)
            return self._opened(conn, principal, scope, [self._one(conn, principal, scope, revision)])[0]

    def effect(self, principal: Principal, scope: Scope, revision: str) -> tuple[Revision, Effect]:
        """Of told figures alone: that of the cohort it was found in, when it was found, and that of the next. Of none
        where the finding's table is not told to this person today: an agreement that ended ends this too.
        """
        held = self.get(principal, scope, revision)
        today = self._findings.table(principal, scope, held.course, held.finding)
        with self._shelf.database.read() as conn:
            row = self._one(conn, principal, scope, revision)
            then = None if row.told is None else self._findings.telling.at(conn, row.told)
        cell = None if then is None or today is None else then.cohorts.get(held.cohort)
        levels = {} if today is None else {name: c.level(held.kind) for name, c in today.cohorts.items()}
        later = {name: level for name, level in levels.items() if level is not None}
        before = None if cell is None else cell.level(held.kind)
        came = effect(held.kind, held.cohort, before, later, done=held.state == "done")
        then_at = None if then is None or came.before is None else then.at
        return held, replace(came, before_at=then_at, after_at=today.at if today and came.after else None)

    def _visible(self, principal: Principal, scope: Scope) -> Select[Any]:
        """Of courses they teach now, under a label they may read."""
        teaches = courses_as(principal.id, self._shelf.now(), "teacher")
        query = select(revisions, courses.c.owner).join(courses, courses.c.id == revisions.c.course)
        query = query.join(labels, labels.c.id == revisions.c.label)
        return query.where(among(revisions.c.label, sorted(scope.ids)), revisions.c.course.in_(teaches))

    def _one(
        self, conn: Connection, principal: Principal, scope: Scope, revision: str, *, lock: bool = False
    ) -> AnyRow:
        query = self._visible(principal, scope).where(revisions.c.id == revision)
        if lock:
            query = query.with_for_update(of=revisions)
        row = conn.execute(query).first()
        if row is None:
            raise NotFound()
        return row

    def _group(self, conn: Connection, principal: Principal, course: str, *, mentors: bool = False) -> ClassGroup:
        group = group_of(conn, principal, course, self._shelf.now())
        if not group.teaching and not mentors:
            raise NotFound()
        return group

    def _check_who(self, conn: Connection, course: str, who: str | None) -> None:
        """Somebody who teaches the course now."""
        query = select(enrolments.c.person).join(people, people.c.id == enrolments.c.person).where(
            enrolments.c.course == course, enrolments.c.person == who, enrolments.c.part == "teacher",
            lasting(enrolments.c.until, self._shelf.now()), people.c.disabled_at.is_(None),
        )  # fmt: skip
        if who is not None and conn.execute(query).first() is None:
            raise BadInput("负责人须是这门课的任课教师", "Who is to do it must teach this course")

    def _entered(
        self, conn: Connection, principal: Principal, group: ClassGroup, found: Found, cohort: str, note: str,
        who: str | None, leave_out: Sequence[str],
    ) -> AnyRow:  # fmt: skip
        row_id, now = self._shelf.new_id(), self._shelf.now()
        sealed_by = json.dumps(sorted({*found.label.owners, group.course.owner}))
        links = [[link.kind, link.id] for link in found.links if link.id not in leave_out]
        body = self._sealed(conn, row_id, sealed_by, {"about": found.about, "note": note, "links": links})
        conn.execute(insert(revisions).values(
            id=row_id, course=group.course.id, label=self._shelf.labels.ensure(conn, found.label),
            kind=found.finding.kind, about=found.id, cohort=cohort, told=found.told or None, author=principal.id,
            who=who, state=STATES[0], version=1, made_at=now, changed_at=now, sealed_by=sealed_by, body=body,
        ))  # fmt: skip
        return conn.execute(select(revisions).where(revisions.c.id == row_id)).one()

    def _sealed(self, conn: Connection, row_id: str, sealed_by: str, told: Mapping[str, Any]) -> bytes:
        sealer = self._shelf.keys.sealer(conn, holders(sealed_by))
        return sealer.seal(Place("revisions", row_id), "body", json.dumps(told, ensure_ascii=False))

    def _body(self, conn: Connection, row: AnyRow) -> dict[str, Any]:
        text = self._shelf.keys.sealer(conn, holders(row.sealed_by)).open(Place("revisions", row.id), "body", row.body)
        told: dict[str, Any] = json.loads(text)
        return told

    def _opened(
        self, conn: Connection, principal: Principal, scope: Scope, rows: Sequence[AnyRow]
    ) -> list[Revision]:
        sealers = self._shelf.keys.sealers(conn, {holders(row.sealed_by) for row in rows})
        told = [
            json.loads(sealers[holders(row.sealed_by)].open(Place("revisions", row.id), "body", row.body))
            for row in rows
        ]
        links = [_kept(one["links"]) for one in told]
        seen = resolved(self._shelf, conn, principal, scope, [link for kept in links for link in kept])
        return [
            _revision(row, one, tuple(seen[link] for link in kept if link in seen))
            for row, one, kept in zip(rows, told, links, strict=True)
        ]


def _revision(row: AnyRow, told: Mapping[str, Any], links: tuple[Link, ...]) -> Revision:
    return Revision(
        row.id, row.course, row.kind, row.about, row.cohort, told["about"], told["note"], links, row.author, row.who,
        row.state, row.version, row.made_at, row.changed_at,
    )


def _kept(links: Sequence[Any]) -> list[tuple[str, str]]:
    """Kinds and ids; tasks made earlier kept titles too, which nobody is shown."""
    return [(one["kind"], one["id"]) if isinstance(one, dict) else (one[0], one[1]) for one in links]
