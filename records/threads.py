"""Conversations: a person's own, sealed under their key. A thread's label floats up with what is said in it.

A turn made from what the person may no longer read (a grant ended, a document was raised or deleted) is withheld,
whether it cites that or not.
Knows no search and no model.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from records import acts
from records.audit import Audit
from records.columns import AnyRow, among
from records.database import Database
from records.editions import served
from records.keys import Keys, Place, Sealer, person_key
from records.labels import Labels
from records.schema import documents, feedback, threads, turns
from trust.errors import NotFound
from trust.labels import MEMBER, Label, self_label
from trust.principal import Principal
from trust.sources import Answer, Citation, Locator

TITLE, LONGEST_NAME = 40, 80


@dataclass(frozen=True)
class Said:
    """One exchange. `answer` is None and `asked` empty when it is withheld today. `useful`: its person's word."""

    id: str
    at: datetime
    asked: str
    answer: Answer | None
    withheld: bool
    trace: Mapping[str, Any]
    ordinal: int = 0
    useful: bool | None = None


Saids = list[Said]


@dataclass(frozen=True)
class Thread:
    """`title` is the name its person gave it, else the first question; None when that turn is withheld, and for a given
    name when any is: it may tell of each. `turns` is empty in lists.
    """

    id: str
    title: str | None
    label: Label
    created_at: datetime
    updated_at: datetime
    pinned: bool = False
    turns: tuple[Said, ...] = ()


class Threads:
    def __init__(
        self,
        database: Database,
        keys: Keys,
        labels: Labels,
        audit: Audit,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._database = database
        self._keys = keys
        self._labels = labels
        self._audit = audit
        self._now = now
        self._new_id = new_id

    def create(self, principal: Principal) -> str:
        thread_id, now = self._new_id(), self._now()
        label = str(self_label(principal.home, principal.id))
        row = {"id": thread_id, "person": principal.id, "label": label, "created_at": now, "updated_at": now}
        with self._database.write() as conn:
            conn.execute(insert(threads).values(row))
        return thread_id

    def append(
        self,
        principal: Principal,
        thread_id: str,
        asked: str,
        answer: Answer,
        trace: Mapping[str, Any] | None = None,
        place: int | None = None,
    ) -> str:
        """Keeps one exchange and returns its id; with `place` instead of what stands there. NotFound when the thread is
        not the caller's own.
        """
        turn_id, now = self._new_id(), self._now()
        with self._database.write() as conn:
            thread = _own(conn, principal, thread_id, lock=True)
            label = self_label(principal.home, principal.id) | answer.label
            ordinal = _next(conn, thread_id) if place is None else place
            conn.execute(delete(turns).where(turns.c.thread == thread_id, turns.c.ordinal == ordinal))
            sealer = self._keys.sealer(conn, [person_key(principal.id)])
            conn.execute(
                insert(turns).values(
                    id=turn_id,
                    thread=thread_id,
                    person=principal.id,
                    ordinal=ordinal,
                    at=now,
                    label=str(label),
                    integrity=label.integrity,
                    sources=json.dumps(answer.sources),
                    **_sealed(sealer, Place("turns", turn_id, thread_id), asked, answer, trace or {}),
                )
            )
            floated = self._labels.parsed(thread.label, MEMBER) | label
            mine = threads.c.id == thread_id
            conn.execute(update(threads).where(mine).values(label=str(floated), updated_at=now))
            self._asked(conn, principal, answer, label)
        return turn_id

    def _asked(self, conn: Connection, principal: Principal, answer: Answer, label: Label) -> None:
        """In the chain of each owner whose documents were used, and in the asker's home's."""
        owned: dict[str, tuple[str, ...]] = dict.fromkeys(label.owners, ())
        sources = select(documents.c.owner, documents.c.id).where(among(documents.c.id, answer.sources))
        for owner, document_id in conn.execute(sources):
            owned[owner] = (*owned.get(owner, ()), document_id)
        for owner in sorted(owned):
            act = acts.Asked(principal.id, str(label.part(owner)), tuple(sorted(owned[owner])), answer.refused)
            self._audit.append(conn, owner, act)

    def list(self, principal: Principal, limit: int = 100, q: str = "") -> Sequence[Thread]:
        """The caller's own, pinned ones first, then latest, without their turns. `q`: those in whose title,
        questions or answers all its words stand, as far as they are shown today.
        """
        words = q.casefold().split()
        with self._database.read() as conn:
            query = select(threads).where(threads.c.person == principal.id)
            pinned = threads.c.pinned_at.is_(None), threads.c.pinned_at.desc()
            rows = conn.execute(query.order_by(*pinned, threads.c.updated_at.desc(), threads.c.id).limit(limit)).all()
            said = self._by_thread(conn, principal, rows, whole=bool(words))
            sealer = self._keys.sealer(conn, [person_key(principal.id)]) if rows else None
        found = [self._thread(row, _title(sealer, row, said[row.id])) for row in rows]
        return [t for t in found if all(w in _told(t.title, said[t.id]) for w in words)]

    def _by_thread(
        self, conn: Connection, principal: Principal, rows: Sequence[AnyRow], whole: bool
    ) -> dict[str, Saids]:
        """The first turns, or of named threads and of all when they are looked through, every one."""
        every = [row.id for row in rows if whole or row.name is not None]
        wanted = select(turns).where(turns.c.person == principal.id).order_by(turns.c.ordinal)
        firsts = among(turns.c.thread, [row.id for row in rows if row.id not in every]) & (turns.c.ordinal == 0)
        held = conn.execute(wanted.where(firsts | among(turns.c.thread, every))).all()
        said: dict[str, Saids] = {row.id: [] for row in rows}
        for turn, one in zip(held, self._said(conn, principal, held), strict=True):
            said[turn.thread].append(one)
        return said

    def get(self, principal: Principal, thread_id: str) -> Thread:
        with self._database.read() as conn:
            row = _own(conn, principal, thread_id)
            query = select(turns).where(turns.c.thread == thread_id, turns.c.person == principal.id)
            said = self._said(conn, principal, conn.execute(query.order_by(turns.c.ordinal)).all())
            title = _title(self._keys.sealer(conn, [person_key(principal.id)]), row, said)
        return self._thread(row, title, tuple(said))

    def rename(self, principal: Principal, thread_id: str, name: str) -> None:
        """A name of one's own for it; an empty one gives the first question back."""
        given = " ".join(name.split())[:LONGEST_NAME]
        with self._database.write() as conn:
            _own(conn, principal, thread_id, lock=True)
            sealer = self._keys.sealer(conn, [person_key(principal.id)])
            sealed = sealer.seal(Place("threads", thread_id), "name", given) if given else None
            conn.execute(update(threads).where(_is(principal, thread_id)).values(name=sealed))

    def pin(self, principal: Principal, thread_id: str, pinned: bool) -> None:
        """On top of the list, or no longer."""
        with self._database.write() as conn:
            _own(conn, principal, thread_id, lock=True)
            at = self._now() if pinned else None
            conn.execute(update(threads).where(_is(principal, thread_id)).values(pinned_at=at))

    def delete(self, principal: Principal, thread_id: str) -> None:
        with self._database.write() as conn:
            _own(conn, principal, thread_id, lock=True)
            conn.execute(delete(turns).where(turns.c.thread == thread_id, turns.c.person == principal.id))
            conn.execute(delete(threads).where(threads.c.id == thread_id, threads.c.person == principal.id))

    def _thread(self, row: AnyRow, title: str | None, said: tuple[Said, ...] = ()) -> Thread:
        label = self._labels.parsed(row.label, MEMBER)
        return Thread(row.id, title, label, row.created_at, row.updated_at, row.pinned_at is not None, said)

    def _said(self, conn: Connection, principal: Principal, rows: Sequence[AnyRow]) -> Sequence[Said]:
        if not rows:
            return []
        wanted = {source for row in rows for source in json.loads(row.sources)}
        readable = served(conn, self._labels, principal, wanted)
        sealer = self._keys.sealer(conn, [person_key(principal.id)])
        mine = (feedback.c.person == principal.id) & among(feedback.c.turn, [row.id for row in rows])
        useful = {f.turn: f.useful for f in conn.execute(select(feedback.c.turn, feedback.c.useful).where(mine))}
        said = [self._one(sealer, principal, row, readable) for row in rows]
        return [one if one.withheld else dataclasses.replace(one, useful=useful.get(one.id)) for one in said]

    def _one(self, sealer: Sealer, principal: Principal, row: AnyRow, readable: set[str]) -> Said:
        label = self._labels.parsed(row.label, row.integrity)
        if not principal.reads(label) or not readable.issuperset(json.loads(row.sources)):
            return Said(row.id, row.at, "", None, True, {}, row.ordinal)
        place = Place("turns", row.id, row.thread)
        answer = _answer(json.loads(sealer.open(place, "answer", row.answer)), label)
        trace = json.loads(sealer.open(place, "trace", row.trace))
        asked = sealer.open(place, "asked", row.asked)
        return Said(row.id, row.at, asked, answer, False, trace, row.ordinal)


def _own(conn: Connection, principal: Principal, thread_id: str, *, lock: bool = False) -> AnyRow:
    query = select(threads).where(threads.c.id == thread_id, threads.c.person == principal.id)
    row = conn.execute(query.with_for_update() if lock else query).first()
    if row is None:
        raise NotFound()
    return row


def _next(conn: Connection, thread_id: str) -> int:
    last = conn.execute(select(func.max(turns.c.ordinal)).where(turns.c.thread == thread_id)).scalar()
    return 0 if last is None else int(last) + 1


def _is(principal: Principal, thread_id: str) -> ColumnElement[bool]:
    return (threads.c.id == thread_id) & (threads.c.person == principal.id)


def _title(sealer: Sealer | None, row: AnyRow, said: Sequence[Said]) -> str | None:
    if row.name is not None and sealer is not None:
        return None if any(one.withheld for one in said) else sealer.open(Place("threads", row.id), "name", row.name)
    return None if not said or said[0].withheld else said[0].asked[:TITLE]


def _told(title: str | None, said: Sequence[Said]) -> str:
    parts = [title or "", *(one.asked for one in said), *(one.answer.text for one in said if one.answer)]
    return "\n".join(parts).casefold()


def _sealed(sealer: Sealer, place: Place, asked: str, answer: Answer, trace: Mapping[str, Any]) -> dict[str, bytes]:
    said = dataclasses.asdict(answer)
    del said["label"]
    return {
        "asked": sealer.seal(place, "asked", asked),
        "answer": sealer.seal(place, "answer", json.dumps(said, ensure_ascii=False)),
        "trace": sealer.seal(place, "trace", json.dumps(trace, ensure_ascii=False)),
    }


def _answer(said: dict[str, Any], label: Label) -> Answer:
    cited = [Citation(**c | {"locator": Locator(**c["locator"])}) for c in said.pop("citations")]
    return Answer(**said | {"citations": tuple(cited), "tool_calls": tuple(said["tool_calls"]), "label": label,
                           "read": tuple(said.get("read", ()))})  # fmt: skip
