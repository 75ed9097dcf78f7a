"""What is kept about one person, for themselves: all of it in one piece, and their wish to be erased.

Only what they may read today: an answer made from what they may no longer read is withheld here as in their
conversations. Passwords and secrets are kept as hashes alone and are not told. Erasing itself is erasing.py's.
"""

from __future__ import annotations

import dataclasses
import json
from base64 import b64encode
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import Connection, and_, or_, select

from records.accounts import Accounts
from records.columns import among
from records.editions import visible
from records.keys import person_key
from records.learners import Learners
from records.schema import (
    artefacts,
    assignments,
    audit,
    consents,
    documents,
    editions,
    enrolments,
    erasure_requests,
    grants,
    learnt,
    memberships,
    path_shares,
    people,
    revisions,
    sessions,
    told_people,
)
from records.shelf import OnShelf, Shelf
from records.threads import Threads
from trust.errors import NotFound
from trust.labels import Label
from trust.principal import Principal, Scope

THREADS = 100_000


class Personal(OnShelf):
    def __init__(self, shelf: Shelf, accounts: Accounts, threads: Threads, held: Learners) -> None:
        super().__init__(shelf)
        self._accounts, self._threads, self._held = accounts, threads, held

    def export(self, principal: Principal, scope: Scope) -> dict[str, Any]:
        """By kind, as JSON knows it: the account, what was given, conversations, practice, uploads, own acts."""
        self._own(principal, scope)
        self._shelf.audit.flush()
        with self._shelf.database.read() as conn:
            self._shelf.keys.sealer(conn, [person_key(principal.id)])  # NotFound for who was erased
            told: dict[str, Any] = {"made_at": self._shelf.now(), "account": _account(conn, principal)}
            told |= _given(conn, principal)
            told["uploads"] = self._uploads(conn, principal, scope)
            told["artefacts"] = _made(conn, principal, scope)
            told |= _revised(conn, principal, scope)
            told["acts"] = _acts(conn, principal)
        told["tokens"] = self._accounts.tokens(principal)
        mine = self._threads.list(principal, THREADS)
        told["conversations"] = [self._threads.get(principal, thread.id) for thread in mine]
        told["answers"] = self._held.attempts.every(principal, scope)
        told["mastery"] = self._held.attempts.mastery(principal, scope)
        told["rehearsals"] = self._held.rehearsals.every(principal, scope)
        told |= self._graded(principal, scope)
        told["evidence"] = self._held.evidences.every(principal, scope)
        told["objections"] = self._held.objections.every(principal, scope)
        told["works"] = self._shown(principal, scope)
        told |= self._held.intern_kept.export(principal, scope)
        consents = self._held.enterprise_consents.page(principal)
        told["enterprise_consents"] = [c for c in consents if c.student == principal.id]
        told["looks"] = [look for look in self._held.looks.page(principal) if look.student == principal.id]
        plain: dict[str, Any] = _plain(told)
        return plain

    def _shown(self, principal: Principal, scope: Scope) -> list[dict[str, Any]]:
        """Works of the portfolio, each picture as a data address."""
        works = self._held.showpieces.page(principal, scope)
        pictures = self._held.showpieces.pictures(principal, scope, principal.id, [w.id for w in works])
        return [
            {"id": w.id, "at": w.at, **vars(w.words),
             "picture": f"data:image/jpeg;base64,{b64encode(pictures[w.id]).decode()}"}
            for w in works
        ]  # fmt: skip

    def asking(self) -> list[str]:
        """User names of those whose wish to be erased (erasures.py) waits, the first first. For the system."""
        waits = and_(erasure_requests.c.document.is_(None), erasure_requests.c.granted.is_(None))
        found = select(people.c.id, people.c.username).join(
            erasure_requests, people.c.id == erasure_requests.c.requester
        )
        with self._shelf.database.read() as conn:
            rows = conn.execute(found.where(waits).order_by(erasure_requests.c.at)).all()
        return list(dict.fromkeys(str(r.username) for r in rows if r.username != f"erased-{r.id}"))

    def _graded(self, principal: Principal, scope: Scope) -> dict[str, Any]:
        """Published grades as they are told, and own appeals; never a rater or a row that a grade rests on."""
        grades = [
            {"id": m.published.id, "edition": m.published.edition, "at": m.published.at, "report": m.report}
            for m in self._held.grades.mine(principal, scope)
        ]
        appeals = [
            {"criterion": a.criterion, "at": a.at, "reason": a.reason, "decided_at": a.decided_at, "answer": a.answer}
            for a in self._held.appeals.page(principal, scope) if a.student == principal.id
        ]  # fmt: skip
        comments = [
            {"tone": c.tone, "edition": c.edition, "at": c.at, "sentences": c.sentences, "written_by": c.written_by}
            for c in self._held.comments.mine(principal, scope)
        ]
        return {"grades": grades, "appeals": appeals, "comments": comments}

    def _uploads(self, conn: Connection, principal: Principal, scope: Scope) -> list[dict[str, Any]]:
        rows = conn.execute(visible(scope).where(editions.c.uploader == principal.id).order_by(documents.c.created_at))
        return [
            {"id": d.id, "title": d.title, "filename": d.filename, "label": str(d.label), "state": d.state,
             "created_at": d.created_at}
            for d in self._shelf.opened.documents(conn, rows.all())
        ]  # fmt: skip


def _account(conn: Connection, principal: Principal) -> dict[str, Any]:
    row = conn.execute(select(people).where(people.c.id == principal.id)).first()
    if row is None:
        raise NotFound()
    return {"id": principal.id, "username": principal.username, "name": principal.name, "home": principal.home,
            "language": row.language, "password_kept_as": "argon2id" if row.password_hash else None}  # fmt: skip


def _given(conn: Connection, principal: Principal) -> dict[str, Any]:
    """Roles, levels, courses, projects, consents, open sessions: the rows as they are, without secrets."""
    of = principal.id
    queries = {
        "memberships": select(memberships.c.owner, memberships.c.role).where(memberships.c.person == of),
        "grants": select(grants.c.owner, grants.c.level, grants.c.until).where(grants.c.person == of),
        "courses": select(
            enrolments.c.course, enrolments.c.part, enrolments.c.since, enrolments.c.until
        ).where(enrolments.c.person == of),
        "projects": select(assignments.c.project).where(assignments.c.person == of),
        "consents": select(consents.c.mentor, consents.c.given_at).where(consents.c.student == of),
        "learnt": select(learnt.c.step, learnt.c.at).where(learnt.c.person == of),
        "path_shares": select(path_shares.c.mentor, path_shares.c.given_at).where(path_shares.c.person == of),
        "sessions": select(sessions.c.until).where(sessions.c.person == of),
    }
    return {kind: [dict(row._mapping) for row in conn.execute(query)] for kind, query in queries.items()}


def _made(conn: Connection, principal: Principal, scope: Scope) -> list[dict[str, Any]]:
    """Lesson plans, work orders and the like they made: which, not their words, which are the owners'."""
    columns = (artefacts.c.id, artefacts.c.tool, artefacts.c.state, artefacts.c.made_at, artefacts.c.changed_at)
    mine = select(*columns).where(artefacts.c.author == principal.id, among(artefacts.c.label, sorted(scope.ids)))
    return [dict(row._mapping) for row in conn.execute(mine.order_by(artefacts.c.made_at, artefacts.c.id))]


def _revised(conn: Connection, principal: Principal, scope: Scope) -> dict[str, list[dict[str, Any]]]:
    """Revision tasks they made or are to do: which, not their words; courses whose told figures counted them in."""
    r, mine = revisions.c, or_(revisions.c.author == principal.id, revisions.c.who == principal.id)
    tasks = select(r.id, r.course, r.kind, r.state, r.made_at, r.changed_at).where(
        mine, among(r.label, sorted(scope.ids))
    )
    counted = select(told_people.c.course).where(told_people.c.person == principal.id).order_by(told_people.c.course)
    return {
        "revisions": [dict(row._mapping) for row in conn.execute(tasks.order_by(r.made_at, r.id))],
        "counted_in": [dict(row._mapping) for row in conn.execute(counted)],
    }


def _acts(conn: Connection, principal: Principal) -> list[dict[str, Any]]:
    """When they did what, as the audit keeps it: their own acts, without what these were about."""
    query = select(audit.c.at, audit.c.act, audit.c.chain, audit.c.body).where(audit.c.body.contains(principal.id))
    return [
        {"at": row.at, "act": row.act, "chain": row.chain}
        for row in conn.execute(query.order_by(audit.c.at, audit.c.chain, audit.c.seq))
        if principal.id in (json.loads(row.body).get("by"), json.loads(row.body).get("person"))
    ]


def _plain(value: Any) -> Any:
    """As JSON knows it."""
    if isinstance(value, Label):
        return str(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each) for each in value]
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return value if isinstance(value, str | int | float | bool | None) else str(value)
