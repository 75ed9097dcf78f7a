"""The audit: one hash chain per owner and one for the system, appended in the transaction of the act itself.

Each entry's hash covers its place, time, act and the entry before, under a key of the vault: access to the database
alone forges nothing. The chain's head is kept apart, so a missing end shows too. Does not decide who acts; people read
it through `read`.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hmac
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select, update

from records.acts import Act
from records.columns import once
from records.database import Database
from records.schema import audit, chains
from trust.errors import BadInput, Fault, NotFound
from trust.principal import Principal
from trust.roles import Act as Right

SYSTEM = "system"
START = "0" * 64
BATCH, LONGEST = 50, timedelta(seconds=5)


@dataclass(frozen=True)
class Entry:
    seq: int
    at: datetime
    act: str
    body: dict[str, Any]


@dataclass(frozen=True)
class Wanted:
    """A filter. `about` is the id of a person, document or request that the entry names; the days are whole ones."""

    act: str | None = None
    about: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        if self.act is not None:
            found.append(audit.c.act == self.act)
        if self.about is not None:
            found.append(audit.c.body.contains(json.dumps(self.about, ensure_ascii=False), autoescape=True))
        if self.since is not None:
            found.append(audit.c.at >= self.since)
        if self.until is not None:
            found.append(audit.c.at < self.until)
        return found


@dataclass(frozen=True)
class BrokenLink:
    """Where a chain stops holding; `seq` is the first entry that does not fit, or the missing one."""

    chain: str
    seq: int


@dataclass(frozen=True)
class _Noted:
    chain: str
    act: Act
    at: datetime


class Audit:
    def __init__(self, database: Database, key: bytes, now: Callable[[], datetime]) -> None:
        self._database = database
        self._key = key
        self._now = now
        self._noted: list[_Noted] = []
        self._later: threading.Timer | None = None
        self._guard = threading.Lock()
        self._writing = threading.Lock()

    def record(self, chain: str, act: Act) -> None:
        """An act that has no transaction of its own. `chain` is an owner's id or "system"."""
        with self._database.write() as conn:
            self.append(conn, chain, act)

    def note(self, chain: str, act: Act) -> None:
        """For acts that only read: written together with the next few, within seconds or at `close`."""
        with self._guard:
            self._noted.append(_Noted(chain, act, self._now()))
            full = len(self._noted) >= BATCH
            if self._later is None:
                self._later = threading.Timer(LONGEST.total_seconds(), self._flush_late)
                self._later.daemon = True
                self._later.start()
        if full:
            self.flush()

    def flush(self) -> None:
        """Write what was noted: one commit. What cannot be written now is kept for the next time.

        When it returns, whatever was noted before the call is written, also by another thread's flush.
        """
        with self._writing:
            noted = self._taken()
            try:
                self._write(noted)
            except Fault:
                with self._guard:
                    self._noted = noted + self._noted
                raise

    def _taken(self) -> list[_Noted]:
        with self._guard:
            noted, self._noted = self._noted, []
            if self._later is not None:
                self._later.cancel()
                self._later = None
        return noted

    def _write(self, noted: list[_Noted]) -> None:
        if noted:
            with self._database.write() as conn:
                for one in sorted(noted, key=lambda n: n.chain):
                    self._append(conn, one)

    def _flush_late(self) -> None:
        with contextlib.suppress(Fault):  # whoever acts next is told; the notes are still there
            self.flush()

    def append(self, conn: Connection, chain: str, act: Act) -> None:
        """Within the act's own transaction, as its last statement: it locks the chain."""
        self._append(conn, _Noted(chain, act, self._now()))

    def _append(self, conn: Connection, noted: _Noted) -> None:
        chain, name = noted.chain, type(noted.act).__name__
        once(conn, chains, {"name": chain, "length": 0, "head": START})
        length, prev = conn.execute(
            select(chains.c.length, chains.c.head).where(chains.c.name == chain).with_for_update()
        ).one()
        body = _canonical(dataclasses.asdict(noted.act))
        link = self._link(chain, length + 1, noted.at, name, body, prev)
        entry = {"chain": chain, "seq": length + 1, "at": noted.at, "act": name, "body": body}
        conn.execute(insert(audit).values(entry | {"prev": prev, "hash": link}))
        conn.execute(update(chains).where(chains.c.name == chain).values(length=length + 1, head=link))

    def _link(self, chain: str, seq: int, at: datetime, act: str, body: str, prev: str) -> str:
        covered = _canonical([chain, seq, at.isoformat(), act, body, prev])
        return hmac.digest(self._key, covered.encode(), "sha256").hex()

    def verify(self) -> list[BrokenLink]:
        """Walks every chain; one entry per broken chain, none when all hold."""
        self.flush()
        with self._database.read() as conn:
            every = conn.execute(select(chains).order_by(chains.c.name)).all()
            stray = select(audit.c.chain).where(audit.c.chain.not_in(select(chains.c.name))).distinct()
            broken = [BrokenLink(name, 1) for (name,) in conn.execute(stray)]
            broken += [b for c in every if (b := self._walk(conn, c.name, c.length, c.head)) is not None]
        return broken

    def _walk(self, conn: Connection, chain: str, length: int, head: str) -> BrokenLink | None:
        prev, seq = START, 0
        for r in conn.execute(select(audit).where(audit.c.chain == chain).order_by(audit.c.seq)):
            seq += 1
            sound = r.seq == seq and r.prev == prev and r.hash == self._link(chain, r.seq, r.at, r.act, r.body, prev)
            if not sound:
                return BrokenLink(chain, seq)
            prev = r.hash
        return None if (seq, prev) == (length, head) else BrokenLink(chain, seq + 1)

    def verify_of(self, principal: Principal, owner: str) -> BrokenLink | None:
        """The same for the one chain this person reads; None while it holds."""
        _check(principal, owner)
        self.flush()
        with self._database.read() as conn:
            row = conn.execute(select(chains).where(chains.c.name == owner)).first()
            return None if row is None else self._walk(conn, row.name, row.length, row.head)

    def read(
        self, principal: Principal, owner: str, cursor: str | None = None, limit: int = 100,
        wanted: Wanted = Wanted(),
    ) -> tuple[list[Entry], str | None]:  # fmt: skip
        """Newest first. An owner's chain for its steward, the system's for an administrator; else NotFound."""
        _check(principal, owner)
        self.flush()
        query = select(audit).where(audit.c.chain == owner, *wanted.conditions())
        query = query.order_by(audit.c.seq.desc()).limit(limit + 1)
        if cursor is not None:
            if not cursor.isdigit():
                raise BadInput("翻页位置无效，请从第一页重新开始", "Bad cursor, start from the first page")
            query = query.where(audit.c.seq < int(cursor))
        with self._database.read() as conn:
            rows = conn.execute(query).all()
        entries = [Entry(r.seq, r.at, r.act, json.loads(r.body)) for r in rows[:limit]]
        return entries, str(entries[-1].seq) if len(rows) > limit else None


def _check(principal: Principal, owner: str) -> None:
    right = Right.MANAGE_PEOPLE if owner == SYSTEM else Right.READ_AUDIT
    if not principal.may(right, None if owner == SYSTEM else owner):
        raise NotFound()


def _canonical(body: Any) -> str:
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
