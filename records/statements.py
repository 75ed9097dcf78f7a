"""xAPI statements: stored once by id, voided, found again. A statement is evidence of kind `xapi` with its own JSON.

What is found by (verb, activity, registration) stands as keyed hashes; everything else is sealed with the evidence.
An id means the same only among the learners its sender may tell of: nobody learns of a statement they may not see.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NoReturn

from sqlalchemy import ColumnElement, Connection, Select, and_, insert, or_, select, update

from records import evidenceacts as acts
from records.columns import AnyRow, among
from records.evidencedoor import Brought
from records.evidencekeeping import VOIDED, Came, Keeping, flag
from records.evidencereach import Columns, seen, standing
from records.evidencerows import Hasher, opened
from records.looks import Looks
from records.registers import Registers
from records.schema import evidence, people, statements
from records.shelf import OnShelf, Shelf
from trust.day import day
from trust.errors import BadInput, Forbidden, NotFound, Stale
from trust.principal import Principal, Scope

STEP = 500


@dataclass(frozen=True)
class Sent:
    """One statement: as it is to be kept, and by what it is found. `voids`: the statement it takes back."""

    brought: Brought
    verb: str
    activity: str | None
    registration: str | None
    voids: str | None = None

    @property
    def id(self) -> str:
        return self.brought.id or ""


@dataclass(frozen=True)
class Asked:
    """What is looked for. `fits` judges an opened statement where the columns do not."""

    id: str | None = None
    voided_id: str | None = None
    username: str | None = None
    verb: str | None = None
    activity: str | None = None
    registration: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    ascending: bool = False
    limit: int = STEP
    cursor: str | None = None
    fits: Callable[[Mapping[str, Any]], bool] = lambda _: True


class Refused(Forbidden):
    """The collection boundary or the sender's rights do not admit it."""

    kind = "outside-boundary"
    title_zh, title_en = "超出采集边界", "Outside the collection boundary"


class Statements(OnShelf):
    def __init__(self, shelf: Shelf, hasher: Hasher, registers: Registers, looks: Looks) -> None:
        super().__init__(shelf)
        self._hash, self._registers, self._looks = hasher, registers, looks

    def store(self, principal: Principal, sent: Sequence[Sent]) -> list[str]:
        """All of them or none. The same again is kept once; another content under an id is Stale, what the boundary
        does not admit is Refused and counted.
        """
        counted: dict[tuple[str, str, str], int] = {}
        with self._shelf.database.write() as conn:
            meant = self._meant(conn, principal, sent)
            keeping = Keeping(conn, self._shelf, self._hash, principal, [one.brought.username for one in meant])
            for one in meant:
                found = keeping.door.admit(one.brought)
                if not isinstance(found, tuple):
                    key = (keeping.door.home_of(one.brought), one.brought.kind.value, found.value)
                    counted[key] = counted.get(key, 0) + 1
            if not counted:
                self._check_same(conn, principal, keeping, meant)
                self._insert(conn, principal, keeping, meant)
        if counted:
            self._refuse(principal, counted)
        return [one.id for one in meant]

    def refuse(self, principal: Principal, why: str, pieces: int) -> NoReturn:
        """Counts what the face turned away before it came here, and raises Refused."""
        self._refuse(principal, {(principal.home, "xapi", why): pieces})

    def find(
        self, principal: Principal, scope: Scope, asked: Asked, reason: str = ""
    ) -> tuple[list[Mapping[str, Any]], str | None]:
        """One's own and what one sent in; with a reason, all that one may see of the learner named."""
        self._own(principal, scope)
        if asked.username and asked.username != principal.username and reason:
            self._look(principal, asked.username, reason)
        wide = bool(asked.username and reason)
        found: list[tuple[AnyRow, Mapping[str, Any]]] = []
        with self._shelf.database.read() as conn:
            may = self._may(conn, principal, scope, wide)
            for row, statement in self._each(conn, asked, may):
                if asked.fits(statement):
                    found.append((row, statement))
                if len(found) > asked.limit:
                    break
        shown = found[: asked.limit]
        return [s for _, s in shown], _cursor(shown[-1][0]) if len(found) > asked.limit else None

    def _each(
        self, conn: Connection, asked: Asked, may: ColumnElement[bool]
    ) -> Iterator[tuple[AnyRow, Mapping[str, Any]]]:
        """In order, a step at a time."""
        cursor = asked.cursor
        while True:
            query = self._query(replace(asked, cursor=cursor)).where(may).limit(STEP)
            rows = conn.execute(query).all()
            for row, kept in zip(rows, opened(conn, self._shelf.keys, rows), strict=True):
                yield row, {**(kept.statement or {}), "stored": row.stored.isoformat()}
            if len(rows) < STEP:
                return
            cursor = _cursor(rows[-1])

    def _query(self, asked: Asked) -> Select[Any]:
        stored, id = statements.c.stored, statements.c.id
        query = select(evidence, stored).join(
            statements, and_(statements.c.id == evidence.c.id, statements.c.student == evidence.c.student)
        )
        query = query.where(evidence.c.withdrawn_at.is_(None), *self._conditions(asked))
        if asked.cursor is not None:
            last, last_id = _place(asked.cursor)
            later = or_(stored > last, and_(stored == last, id > last_id))
            earlier = or_(stored < last, and_(stored == last, id < last_id))
            query = query.where(later if asked.ascending else earlier)
        return query.order_by(*((stored, id) if asked.ascending else (stored.desc(), id.desc())))

    def _conditions(self, asked: Asked) -> Iterator[ColumnElement[bool]]:
        if asked.voided_id is not None:
            yield and_(statements.c.id == asked.voided_id, statements.c.voided_by.is_not(None))
            return
        yield statements.c.voided_by.is_(None)
        if asked.id is not None:
            yield statements.c.id == asked.id
        if asked.username is not None:
            yield evidence.c.student.in_(select(people.c.id).where(people.c.username == asked.username))
        for column, name, value in (
            (statements.c.verb, "verb", asked.verb), (statements.c.activity, "activity", asked.activity),
            (statements.c.registration, "registration", asked.registration),
        ):  # fmt: skip
            if value is not None:
                yield column == self._hash(name, value)
        if asked.since is not None:
            yield statements.c.stored > asked.since
        if asked.until is not None:
            yield statements.c.stored <= asked.until

    def _may(self, conn: Connection, principal: Principal, scope: Scope, wide: bool) -> ColumnElement[bool]:
        now = self._shelf.now()
        today = day(now)
        entries = standing(conn, self._shelf.keys, today, lasting=False)
        columns = Columns(evidence.c.student, evidence.c.kind, evidence.c.enterprise)
        within = and_(seen(principal, entries, now, today, columns), among(evidence.c.label, sorted(scope.ids)))
        return within if wide else and_(within, or_(evidence.c.student == principal.id,
                                                    evidence.c.kept_by == principal.id))  # fmt: skip

    def _look(self, principal: Principal, username: str, reason: str) -> None:
        with self._shelf.database.read() as conn:
            student = conn.execute(select(people.c.id).where(people.c.username == username)).scalar()
        if student is None:
            raise NotFound()
        self._looks.look(principal, student, reason)

    def _meant(self, conn: Connection, principal: Principal, sent: Sequence[Sent]) -> list[Sent]:
        """A statement that takes one back is about the learner of that one, whoever it names as its actor."""
        wanted = sorted({one.voids for one in sent if one.voids})
        if not wanted:
            return list(sent)
        query = select(statements.c.id, people.c.username).join(people, people.c.id == statements.c.student)
        mine = among(statements.c.student, _known(principal))
        found = {r.id: r.username for r in conn.execute(query.where(among(statements.c.id, wanted), mine))}
        return [
            replace(one, brought=replace(one.brought, username=found[one.voids])) if one.voids in found else one
            for one in sent
        ]  # fmt: skip

    def _check_same(self, conn: Connection, principal: Principal, keeping: Keeping, sent: Sequence[Sent]) -> None:
        """Stale where one of the ids stands for something else among the learners this person tells of."""
        mine = among(evidence.c.student, _known(principal))
        query = select(evidence.c.id, evidence.c.slot, evidence.c.digest, evidence.c.withdrawn_at)
        rows = conn.execute(query.where(among(evidence.c.id, [s.id for s in sent]), mine)).all()
        by_slot, taken = {row.slot: row for row in rows}, {row.id for row in rows}
        for one in sent:
            found = keeping.door.admit(one.brought)
            if one.id not in taken or not isinstance(found, tuple):
                continue
            row = by_slot.get(keeping.slot(found[1], one.brought))
            if row is None or (row.withdrawn_at is None and row.digest != keeping.digest(found[1], one.brought)):
                raise Stale("这个编号已有内容不同的语句", "This id stands for another statement")

    def _insert(self, conn: Connection, principal: Principal, keeping: Keeping, sent: Sequence[Sent]) -> None:
        came = keeping.keep([one.brought for one in sent])
        new = [(one, c) for one, c in zip(sent, came, strict=True) if c.outcome == "added"]
        if not new:
            return
        stored = keeping.now
        conn.execute(insert(statements), [
            {"id": c.id, "student": c.student, "stored": stored, "verb": self._hash("verb", one.verb),
             "activity": one.activity and self._hash("activity", one.activity),
             "registration": one.registration and self._hash("registration", one.registration),
             "voided_by": None, "voids": one.voids}
            for one, c in new
        ])  # fmt: skip
        for one, c in new:
            if one.voids:
                self._void(conn, principal, one, c, stored)

    def _void(self, conn: Connection, principal: Principal, one: Sent, came: Came, now: datetime) -> None:
        """Of the same learner, by who sent it; what takes back another is never taken back itself."""
        this = and_(statements.c.id == one.voids, statements.c.student == came.student)
        joined = and_(evidence.c.id == statements.c.id, evidence.c.student == statements.c.student)
        row = conn.execute(
            select(statements.c.voids, evidence.c.kept_by, evidence.c.version).join(evidence, joined).where(this)
        ).first()
        if row is None or row.voids is not None:
            return
        if row.kept_by != principal.id:
            raise Forbidden("只有发送者可以作废语句", "Only its sender voids a statement")
        conn.execute(update(statements).where(this).values(voided_by=one.id))
        flag(conn, str(one.voids), came.student, row.version, VOIDED, now)
        self._shelf.audit.append(
            conn, principal.home, acts.EvidenceVoided(principal.id, came.student, str(one.voids))
        )

    def _refuse(self, principal: Principal, counted: Mapping[tuple[str, str, str], int]) -> NoReturn:
        self._registers.count(counted)
        pieces = sum(counted.values())
        self._shelf.audit.note(principal.home, acts.EvidenceRefused(principal.id, "xapi", pieces))
        raise Refused(
            "有语句不在采集边界之内，或不是关于您的学生，整批未存入",
            "A statement is outside the collection boundary or not about a learner of yours; none was stored",
        )


def _known(principal: Principal) -> list[str]:
    return sorted(a.partition(":")[2] for a in principal.atoms if a.startswith(("self:", "duty:")))


def _cursor(row: AnyRow) -> str:
    return base64.urlsafe_b64encode(json.dumps([row.stored.isoformat(), row.id]).encode()).decode()


def _place(cursor: str) -> tuple[datetime, str]:
    try:
        at, last = json.loads(base64.urlsafe_b64decode(cursor))
        return datetime.fromisoformat(at), str(last)
    except (ValueError, TypeError):
        raise BadInput("翻页位置无效", "Bad cursor") from None
