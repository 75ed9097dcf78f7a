"""Process evidence: kept at the door, read by whom it concerns, corrected, withdrawn, and gone when its time is over.

A look of staff at somebody's evidence takes a reason, which stays readable for the learner and their school's stewards.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select

from learning.boundary import kept_until
from learning.evidence import Kind
from records.attempts import Attempts
from records.columns import AnyRow, among
from records.evidencedoor import Brought
from records.evidencekeeping import EXPIRED, Came, Keeping, silence, tombstone
from records.evidencereach import Columns, registered, seen, standing
from records.evidencerows import Hasher, Kept, opened
from records.looks import Looks
from records.ownevidence import own, wanted
from records.registers import Registers
from records.schema import evidence, evidence_flags, objections, people, statements
from records.shelf import OnShelf, Shelf
from trust.day import day
from trust.errors import BadInput, NotFound
from trust.principal import Principal, Scope

MOST, EACH, ALL = 200, 500, 1_000_000
"""Pieces of one page, of one transaction, and more than anybody has."""


@dataclass(frozen=True)
class Flag:
    """From `version` on, the piece is no more what whoever used it before saw. `why`: corrected, voided, withdrawn,
    expired.
    """

    evidence: str
    version: int
    why: str
    at: datetime


@dataclass(frozen=True)
class Class:
    """Of each of these, everything of these kinds."""

    students: tuple[str, ...]
    kinds: tuple[Kind, ...]
    limit: int = ALL

    def narrow(self, query: Select[Any], student: Any, kind: Any, at: Any, id: Any) -> Select[Any]:
        kinds = among(kind, [k.value for k in self.kinds])
        return query.where(among(student, self.students), kinds).order_by(at.desc(), id)


@dataclass(frozen=True)
class Wish:
    """Of whom, of which kinds (none: all), which ids (None: all), from where on, how many."""

    student: str
    kinds: tuple[Kind, ...] = ()
    ids: tuple[str, ...] | None = None
    cursor: str | None = None
    limit: int = MOST

    def narrow(self, query: Select[Any], student: Any, kind: Any, at: Any, id: Any) -> Select[Any]:
        conditions: list[ColumnElement[bool]] = [student == self.student]
        if self.kinds:
            conditions.append(among(kind, [k.value for k in self.kinds]))
        if self.ids is not None:
            conditions.append(among(id, list(self.ids)))
        if self.cursor is not None:
            last, last_id = _place(self.cursor)
            conditions.append(or_(at < last, and_(at == last, id > last_id)))
        return query.where(*conditions).order_by(at.desc(), id).limit(self.limit + 1)


class Evidences(OnShelf):
    """What is hidden and what is absent are one NotFound."""

    def __init__(
        self, shelf: Shelf, secret: bytes, attempts: Attempts, registers: Registers, looks: Looks
    ) -> None:
        super().__init__(shelf)
        self.hasher = Hasher(secret)
        self._attempts, self._registers, self._looks = attempts, registers, looks

    def keep(self, principal: Principal, brought: Sequence[Brought]) -> list[Came]:
        """Each piece on its own: good ones in, others named and counted. At most EACH at a time."""
        if len(brought) > EACH:
            raise BadInput(f"一次最多 {EACH} 条", f"At most {EACH} at a time")
        with self._shelf.database.write() as conn:
            keeping = Keeping(conn, self._shelf, self.hasher, principal, [b.username for b in brought])
            came = keeping.keep(brought)
            counted: dict[tuple[str, str, str], int] = {}
            for one, told in zip(came, brought, strict=True):
                if one.why is not None:
                    key = (keeping.door.home_of(told), told.kind.value, one.why.value)
                    counted[key] = counted.get(key, 0) + 1
        if counted:
            self._registers.count(counted)
        return came

    def page(
        self, principal: Principal, scope: Scope, wish: Wish, reason: str = ""
    ) -> tuple[list[Kept], str | None]:
        """Latest first. Of somebody else it takes a reason, which is kept; NotFound where they are not theirs."""
        self._own(principal, scope)
        if wish.student != principal.id:
            self._looks.look(principal, wish.student, reason)
        with self._shelf.database.read() as conn:
            found = self._found(conn, principal, scope, wish)
        shown = found[: wish.limit]
        more = len(found) > wish.limit
        return shown, _cursor(shown[-1]) if more else None

    def of(self, principal: Principal, scope: Scope, student: str, ids: Sequence[str]) -> list[Kept]:
        """Those of these that this person sees today, for what cites them: no look of its own, the caller's is one."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            found = self._found(conn, principal, scope, Wish(student, ids=tuple(ids), limit=len(ids)))
        return sorted(found, key=lambda k: k.evidence.id)

    def every(self, principal: Principal, scope: Scope, student: str | None = None, reason: str = "") -> list[Kept]:
        """All of one's own, or all one sees of somebody else, which takes a reason as a page does."""
        self._own(principal, scope)
        if student is not None and student != principal.id:
            self._looks.look(principal, student, reason)
        return self.told(principal, scope, student or principal.id)

    def told(
        self, principal: Principal, scope: Scope, student: str, kinds: tuple[Kind, ...] = ()
    ) -> list[Kept]:
        """The same for what shows it under a look of its own; of these kinds, or of all."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            return self._found(conn, principal, scope, Wish(student, kinds, limit=ALL))

    def of_many(
        self, conn: Connection, principal: Principal, scope: Scope, students: Sequence[str], kinds: tuple[Kind, ...]
    ) -> list[Kept]:
        """The same of many at once, within the caller's transaction and under its looks; latest first."""
        return self._found(conn, principal, scope, Class(tuple(students), kinds))

    def check_cited(
        self, conn: Connection, principal: Principal, scope: Scope, student: str, ids: Collection[str]
    ) -> None:
        """BadInput where one of these names no evidence of this learner that this person sees today."""
        if not ids:
            return
        found = self._found(conn, principal, scope, Wish(student, ids=tuple(sorted(ids)), limit=len(ids)))
        if {k.evidence.id for k in found} != set(ids):
            raise BadInput(
                "所引的证据不是这名学生的，或您现在看不到", "The evidence is not this learner's, or not yours to see"
            )

    def flags(self, principal: Principal, scope: Scope, student: str, ids: Sequence[str]) -> list[Flag]:
        """What became of these since, of one's own or of a learner on duty."""
        self._own(principal, scope)
        if not {f"self:{student}", f"duty:{student}"} & principal.atoms:
            raise NotFound()
        query = select(evidence_flags).where(evidence_flags.c.student == student, among(evidence_flags.c.evidence, ids))
        query = query.order_by(evidence_flags.c.at, evidence_flags.c.evidence)
        with self._shelf.database.read() as conn:
            return [Flag(r.evidence, r.version, r.why, r.at) for r in conn.execute(query)]

    def expire(self) -> int:
        """What has been kept as long as its register says becomes a tombstone, and what was withdrawn or taken out
        before keeps no words of objections for longer either. For the system; how many pieces became one.
        """
        now = self._shelf.now()
        with self._shelf.database.write() as conn:
            entries = standing(conn, self._shelf.keys, day(now), lasting=False)
            query = select(evidence.c.id, evidence.c.student, evidence.c.version, evidence.c.kind, evidence.c.at,
                           evidence.c.enterprise, evidence.c.withdrawn_at, people.c.home)  # fmt: skip
            query = query.join(people, people.c.id == evidence.c.student)
            oldest = now - timedelta(days=30)
            left = or_(evidence.c.withdrawn_at.is_(None), _worded())
            those = query.where(evidence.c.at < oldest, left)
            found = [row for row in conn.execute(those) if _over(row, entries, now)]
            over = [row for row in found if row.withdrawn_at is None]
            tombstone(conn, over, EXPIRED, now)
            silence(conn, [row for row in found if row.withdrawn_at is not None], now)
        return len(over)

    def _found(self, conn: Connection, principal: Principal, scope: Scope, wish: Wish | Class) -> list[Kept]:
        now = self._shelf.now()
        today = day(now)
        entries = standing(conn, self._shelf.keys, today, lasting=False)
        columns = Columns(evidence.c.student, evidence.c.kind, evidence.c.enterprise)
        may = seen(principal, entries, now, today, columns)
        query = select(evidence).where(
            may, evidence.c.withdrawn_at.is_(None), among(evidence.c.label, sorted(scope.ids)), ~voided()
        )
        rows = conn.execute(
            wish.narrow(query, evidence.c.student, evidence.c.kind, evidence.c.at, evidence.c.id)
        ).all()
        found = opened(conn, self._shelf.keys, rows)
        if wanted(wish.kinds):
            found += own(conn, self._attempts, principal, scope, entries, now, today, wish.narrow)
        found.sort(key=lambda k: (-k.evidence.at.timestamp(), k.evidence.id))
        return found[: wish.limit + 1]


def voided() -> ColumnElement[bool]:
    """A statement that was taken back, or that takes one back."""
    this = and_(statements.c.id == evidence.c.id, statements.c.student == evidence.c.student)
    ended = or_(statements.c.voided_by.is_not(None), statements.c.voids.is_not(None))
    return select(statements.c.id).where(this, ended).correlate(evidence).exists()


def _worded() -> ColumnElement[bool]:
    """An objection to it has words still, or nobody's answer."""
    this = and_(objections.c.evidence == evidence.c.id, objections.c.student == evidence.c.student)
    held = or_(objections.c.body.is_not(None), objections.c.decided_at.is_(None))
    return select(objections.c.id).where(this, held).correlate(evidence).exists()


def _over(row: AnyRow, entries: Any, now: datetime) -> bool:
    """What no register names any more stays until somebody decides: a lapsed agreement is no order to erase."""
    until = kept_until(Kind(row.kind), row.at, registered(entries, row.home, row.enterprise))
    return until is not None and until <= now


def _cursor(last: Kept) -> str:
    said = json.dumps([last.evidence.at.isoformat(), last.evidence.id])
    return base64.urlsafe_b64encode(said.encode()).decode()


def _place(cursor: str) -> tuple[datetime, str]:
    try:
        at, last = json.loads(base64.urlsafe_b64decode(cursor))
        return datetime.fromisoformat(at), str(last)
    except (ValueError, TypeError):
        raise BadInput("翻页位置无效，请从第一页重新开始", "Bad cursor, start from the first page") from None
