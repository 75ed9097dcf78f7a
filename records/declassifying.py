"""Release requests: a frozen, redacted copy of a document at a lower label, decided by two people.

Whoever brings documents for the owner asks; every owner in the document's label has a steward approve, at least two
people in all and never the one who asks. All of them read the document's label: nobody approves what they may not
read (an owner's steward grants the other's the level first). The copy becomes a document of its own; the original
keeps its label. A request lapses after its last day, or when the document is replaced, relabelled or deleted.
Knows no HTTP and no way to the index.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import Connection, Select, exists, insert, or_, select, update

from records import stewardacts as acts
from records.asked import ASKED, REFUSED, RELEASED, WITHDRAWN, Approval, Asked, body_place, opened, redacted
from records.columns import AnyRow, among
from records.editions import Edition, holders, lock, one_visible, visible
from records.entering import Entering, Upload
from records.keys import VERSION
from records.naming import check_named
from records.schema import documents, editions, labels, release_approvals, release_parties, release_requests
from records.versions import texts_of
from trust.day import day
from trust.errors import BadInput, Forbidden, NotFound, Stale
from trust.labels import Label
from trust.principal import Principal, Scope
from trust.roles import Act
from trust.sources import Document

TWO = 2
LONGEST = timedelta(days=92)
MEDIA = "text/markdown"


@dataclass(frozen=True)
class Wish:
    """`taken_out` are stretches as they stand in the text, `left_out` ids of passages; `until` the last day."""

    label: Label
    reason: str
    until: date
    taken_out: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


class Declassifying(Entering):
    """What is hidden and what is absent are one NotFound."""

    def ask(self, principal: Principal, scope: Scope, document_id: str, wish: Wish) -> Asked:
        """Freeze the document as it stands. BadInput, BadLabel, Forbidden; Stale where it is not ready."""
        self._own(principal, scope)
        with self._shelf.database.write() as conn:
            lock(conn, document_id)
            row = one_visible(conn, scope, document_id)
            if not principal.may(Act.UPLOAD, row.owner):
                raise Forbidden("须由能为这个所有者上传资料的人申请", "Asked by those who bring documents here")
            if row.state != "ready" or row.serving != row.generation:
                raise Stale("资料处理完、密级确认后才能申请放行", "Only what is ready can be asked for")
            held = self._shelf.opened.label(row)
            self._check(conn, principal, row, held, wish)
            request_id = self._freeze(conn, principal, row, wish)
            self._tell(conn, held.owners, lambda o: acts.ReleaseAsked(
                principal.id, request_id, document_id, str(held.part(o)), str(wish.label.part(o))
            ))  # fmt: skip
            return self._one(conn, principal, scope, request_id)

    def page(self, principal: Principal, scope: Scope, state: str | None = None) -> list[Asked]:
        """Newest first: the person's own, and those their owner decides. Without the frozen words."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            query = _seen(principal, scope).order_by(release_requests.c.at.desc(), release_requests.c.id)
            found = self._opened(conn, conn.execute(query).all())
        return [replace(a, passages=()) for a in found if state in (None, a.state(self._today()))]

    def get(self, principal: Principal, scope: Scope, request_id: str) -> Asked:
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            return self._one(conn, principal, scope, request_id)

    def approve(
        self, principal: Principal, scope: Scope, request_id: str, hash: str
    ) -> tuple[Asked, Document | None]:
        """For an owner this person is a steward of; `hash` is of what they read. The last approval makes the copy."""
        self._own(principal, scope)
        with self._shelf.database.write() as conn:
            held = self._open_to(conn, principal, scope, request_id)
            if hash != held.hash:
                raise Stale("申请与您看到的不一致，请刷新后再批", "It is not what you read; reload before approving")
            owner = _side(principal, held)
            row = {"request": request_id, "person": principal.id, "owner": owner, "at": self._shelf.now()}
            conn.execute(insert(release_approvals).values(row))
            self._tell(conn, held.owners, lambda _: acts.ReleaseApproved(principal.id, request_id, owner))
            held = self._one(conn, principal, scope, request_id)
            if held.waits_for or len(held.approvals) < TWO:
                return held, None
            copy = self._copy(conn, principal, held)
            self._end(conn, principal, held, RELEASED, copy.document)
            return self._one(conn, principal, scope, request_id), self._shelf.opened.document(conn, copy)

    def refuse(self, principal: Principal, scope: Scope, request_id: str, why: str) -> Asked:
        """By a steward of one of the owners; one refusal ends it."""
        self._own(principal, scope)
        with self._shelf.database.write() as conn:
            held = self._open_to(conn, principal, scope, request_id)
            if not any(principal.may(Act.APPROVE_RELEASE, owner) for owner in held.owners):
                raise Forbidden()
            self._end(conn, principal, held, REFUSED, None, why)
            return self._one(conn, principal, scope, request_id)

    def withdraw(self, principal: Principal, scope: Scope, request_id: str) -> None:
        """By the one who asked."""
        self._own(principal, scope)
        with self._shelf.database.write() as conn:
            held = self._open_to(conn, principal, scope, request_id)
            if held.requester != principal.id:
                raise Forbidden()
            self._end(conn, principal, held, WITHDRAWN, None)

    def _check(self, conn: Connection, principal: Principal, row: Edition, held: Label, wish: Wish) -> None:
        if row.made_from is not None:
            raise Stale("系统生成的资料按协议发布，不能在这里放行", "What the system made is released under agreements")
        check_named(conn, principal, row.owner, wish.label, held)
        strange = row.owner not in wish.label.owners or bool(wish.label.owners - held.owners)
        if strange or wish.label.personal or held.personal:
            raise BadInput("放行后的密级须属于原来的所有者，且不涉及个人", "The label stays with its owners")
        if held.flows_to(wish.label) or not wish.label.flows_to(held):
            raise BadInput("放行是降低密级；提高密级请直接确认", "A release lowers; raising is done by confirming")
        today = day(self._shelf.now())
        if not today <= wish.until <= today + LONGEST:
            raise BadInput("截止日期须在今天之后、92 天之内", "It has to end after today, within 92 days")

    def _freeze(self, conn: Connection, principal: Principal, row: Edition, wish: Wish) -> str:
        sealer = self._shelf.opened.sealer(conn, row)
        texts = texts_of(conn, row, sealer)
        kept = [(text, at) for i, text, at in texts if i not in wish.left_out]
        missing = [t for t in wish.taken_out if not any(t in text for text, _ in kept)]
        if missing or len(kept) != len(texts) - len(set(wish.left_out)) or not kept:
            raise BadInput(
                "要删去的文字或段落不在这份资料里，或全部删去了", "What is taken out is not there, or nothing is left"
            )
        document = self._shelf.opened.document(conn, row)
        request_id, frozen = self._shelf.new_id(), redacted([t for _, t, _ in texts], wish.taken_out)
        told = [
            [text, at.heading and redacted([at.heading], wish.taken_out)[0], at.page, i in wish.left_out, clean]
            for (i, text, at), clean in zip(texts, frozen, strict=True)
        ]
        body = json.dumps([document.title, wish.reason, list(wish.taken_out), told, ""], ensure_ascii=False)
        conn.execute(insert(release_requests).values(
            id=request_id, document=row.document, generation=row.generation, label=row.label, integrity=row.integrity,
            wanted=str(wish.label), requester=principal.id, at=self._shelf.now(), until=wish.until,
            sealed_by=row.sealed_by, key_version=VERSION,
            body=sealer.seal(body_place(request_id, row.document, VERSION), "body", body),
        ))  # fmt: skip
        for owner in sorted(self._shelf.opened.label(row).owners):
            conn.execute(insert(release_parties).values(request=request_id, owner=owner))
        return request_id

    def _open_to(self, conn: Connection, principal: Principal, scope: Scope, request_id: str) -> Asked:
        """One that is not decided, of a document that is what it was; locked."""
        if conn.dialect.name != "sqlite":  # there a writer is alone anyway
            mine = select(release_requests.c.id).where(release_requests.c.id == request_id)
            conn.execute(mine.with_for_update()).all()
        held = self._one(conn, principal, scope, request_id)
        if held.state(self._today()) != ASKED:
            raise Stale("这份申请已经办结或已过期", "This request is closed or has lapsed")
        return held

    def _copy(self, conn: Connection, principal: Principal, held: Asked) -> Edition:
        """The redacted words under the lower label, sealed under every owner's key the original had; the last who
        approved brings it.
        """
        lock(conn, held.document)
        now = conn.execute(visible_now(held)).first()
        if now is None:
            raise Stale("资料在申请之后被更新或改了密级，请重新申请", "The document has changed since; ask again")
        label = self._shelf.labels.parsed(held.wanted, held.label.integrity)
        title = f"{held.copy_title}（放行副本）"
        upload = Upload(
            now.owner, now.library, label, title, f"{title}.md"[-200:], MEDIA, held.markdown.encode(), now.valid_from,
            now.review_by, also=held.label.owners, settled=True,
        )  # fmt: skip
        sealer = self._shelf.keys.sealer(conn, holders(upload.sealed_by))
        name = self._shelf.blobs.name(now.owner, upload.sealed_by, upload.data)
        self._keep_blob(conn, now.owner, name, sealer, upload.data)
        return self._enter(conn, principal, upload, name, sealer, None)

    def _end(
        self, conn: Connection, principal: Principal, held: Asked, how: str, copy: str | None, why: str = ""
    ) -> None:
        ended = {"ended": how, "ended_at": self._shelf.now(), "ended_by": principal.id, "copy": copy}
        row = conn.execute(select(release_requests).where(release_requests.c.id == held.id)).one()
        if why:
            sealer = self._shelf.keys.sealer(conn, holders(row.sealed_by))
            where = body_place(held.id, held.document, row.key_version)
            *told, _ = json.loads(sealer.open(where, "body", row.body))
            ended["body"] = sealer.seal(where, "body", json.dumps([*told, why], ensure_ascii=False))
        conn.execute(update(release_requests).where(release_requests.c.id == held.id).values(ended))
        self._tell(conn, held.owners, lambda _: acts.ReleaseEnded(principal.id, held.id, how, copy))

    def _one(self, conn: Connection, principal: Principal, scope: Scope, request_id: str) -> Asked:
        row = conn.execute(_seen(principal, scope).where(release_requests.c.id == request_id)).first()
        if row is None:
            raise NotFound()
        return self._opened(conn, [row])[0]

    def _opened(self, conn: Connection, rows: Sequence[AnyRow]) -> list[Asked]:
        ids = [row.id for row in rows]
        owners: dict[str, set[str]] = {}
        for r in conn.execute(select(release_parties).where(among(release_parties.c.request, ids))):
            owners.setdefault(r.request, set()).add(r.owner)
        approved: dict[str, list[Approval]] = {}
        query = select(release_approvals).where(among(release_approvals.c.request, ids))
        for r in conn.execute(query.order_by(release_approvals.c.at, release_approvals.c.person)):
            approved.setdefault(r.request, []).append(Approval(r.owner, r.person, r.at))
        sealers = self._shelf.keys.sealers(conn, {holders(row.sealed_by) for row in rows})
        return [
            opened(row, sealers[holders(row.sealed_by)], self._shelf.labels.parsed(row.text, row.integrity),
                   frozenset(owners[row.id]), tuple(approved.get(row.id, ())))
            for row in rows
        ]  # fmt: skip

    def _tell(self, conn: Connection, owners: frozenset[str], act: Callable[[str], acts.StewardAct]) -> None:
        for owner in sorted(owners):
            self._shelf.audit.append(conn, owner, act(owner))

    def _today(self) -> date:
        return day(self._shelf.now())


def _seen(principal: Principal, scope: Scope) -> Select[tuple[object, ...]]:
    """Own requests, and those of owners this person approves for; of documents they read today, as they were then."""
    mine = sorted({m.owner for m in principal.memberships if principal.may(Act.APPROVE_RELEASE, m.owner)})
    party = exists().where(release_parties.c.request == release_requests.c.id, among(release_parties.c.owner, mine))
    shown = visible(scope).with_only_columns(documents.c.id)
    return (
        select(release_requests, labels.c.text).join(labels, labels.c.id == release_requests.c.label)
        .where(or_(release_requests.c.requester == principal.id, party))
        .where(among(release_requests.c.label, sorted(scope.ids)), release_requests.c.document.in_(shown))
    )  # fmt: skip


def visible_now(held: Asked) -> Select[tuple[object, ...]]:
    """The edition that was frozen, if it still serves under the same label."""
    return (
        select(editions, documents.c.library)
        .join(documents, documents.c.id == editions.c.document)
        .where(documents.c.id == held.document, documents.c.deleted_at.is_(None))
        .where(editions.c.generation == documents.c.serving, editions.c.generation == held.generation)
        .where(editions.c.label == held.label.id)
    )


def _side(principal: Principal, held: Asked) -> str:
    """For which owner this person approves: one that still waits, where they may choose."""
    if principal.id == held.requester:
        raise Forbidden("申请人不能审批自己的申请", "Nobody approves their own request")
    if principal.id in {a.person for a in held.approvals}:
        raise Forbidden("您已批准，还须另一位数据专员批准", "You have approved; another steward has to")
    mine = [owner for owner in sorted(held.owners) if principal.may(Act.APPROVE_RELEASE, owner)]
    if not mine:
        raise Forbidden()
    return next((owner for owner in mine if owner in held.waits_for), mine[0])
