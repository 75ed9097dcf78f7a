"""Artefacts: what a tool made, kept edition by edition, from draft over review to published and retired.

Nothing is overwritten: an edit is a new edition, and every change needs the version its maker saw. The label is the
tool's, raised to all sources; handing in drops the author's own floor and nothing else. Publishing takes a teacher,
and a mentor of every enterprise whose sources are in it. Knows no tool and no HTTP.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, insert, or_, select, update

from records import artefactacts as acts
from records.artefactrows import (
    DRAFT,
    EVERY,
    IN_REVIEW,
    PUBLISHED,
    RETIRED,
    STALE,
    Artefact,
    Changed,
    newest,
    opened,
    place,
    visible,
)
from records.columns import AnyRow, among, once
from records.editions import holders
from records.generated import Generated, Rendition, withdraw_made_from
from records.keys import VERSION
from records.reading import Reading
from records.remarks import Remarks
from records.schema import (
    artefact_approvals,
    artefact_editions,
    artefact_sources,
    artefacts,
    documents,
    owners,
    passages,
)
from records.shelf import OnShelf, Shelf
from trust.errors import Forbidden, NotFound, Stale
from trust.labels import Label, join
from trust.principal import Principal, Scope
from trust.roles import Act
from trust.sources import Citation, Passage

_MOVES = {
    (DRAFT, IN_REVIEW), (IN_REVIEW, DRAFT), (IN_REVIEW, PUBLISHED), (PUBLISHED, RETIRED), (DRAFT, RETIRED),
    (IN_REVIEW, RETIRED),
}  # fmt: skip


class Artefacts(OnShelf):
    """Every query carries the caller's scope; what is hidden and what is absent are one NotFound."""

    def __init__(self, shelf: Shelf) -> None:
        super().__init__(shelf)
        self._reading = Reading(shelf)
        self._generated = Generated(shelf)
        self._remarks = Remarks(shelf)

    def keep(
        self, principal: Principal, scope: Scope, *, tool: str, title: str, result: Mapping[str, Any],
        citations: Sequence[Citation], sources: Sequence[Passage], label: Label, written_by: str,
        rests: Label | None = None,
    ) -> Artefact:  # fmt: skip
        """A new draft. Stale when a source was replaced while the tool worked."""
        self._own(principal, scope)
        artefact_id, now = self._shelf.new_id(), self._shelf.now()
        base = join([*(p.label for p in sources), *([rests] if rests else [])])
        whole = label | base
        with self._shelf.database.write() as conn:
            generations = self._generations(conn, sources)
            conn.execute(
                insert(artefacts).values(
                    id=artefact_id, tool=tool, author=principal.id, label=self._shelf.labels.ensure(conn, whole),
                    sources_label=str(base), integrity=whole.integrity, state=DRAFT, version=1, edition=1, made_at=now,
                    changed_at=now,
                )
            )  # fmt: skip
            rows = [{"artefact": artefact_id, "document": d, "generation": g} for d, g in generations.items()]
            conn.execute(insert(artefact_sources), rows)
            self._add_edition(conn, principal, artefact_id, 1, whole, title, result, citations, written_by)
            for owner in sorted(whole.owners):
                theirs = tuple(sorted({p.document_id for p in sources if owner in p.label.owners}))
                act = acts.ArtefactMade(principal.id, artefact_id, tool, str(whole.part(owner)), theirs)
                self._shelf.audit.append(conn, owner, act)
        return self.get(principal, self._shelf.labels.scope(principal), artefact_id)

    def get(self, principal: Principal, scope: Scope, artefact_id: str, edition: int | None = None) -> Artefact:
        """One artefact with its content, and the cited passages that no longer stand. Earlier editions are drafts:
        their author's, and those people's who review.
        """
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            which = newest() if edition is None else artefact_editions.c.edition == edition
            if edition is not None and not principal.may(Act.REVIEW):
                which = and_(which, or_(newest(), artefacts.c.author == principal.id))
            row = conn.execute(visible(principal, scope).where(artefacts.c.id == artefact_id, which)).first()
            if row is None:
                raise NotFound()
            found = self._opened(conn, [row], whole=True)[0]
            found = self._with_review(conn, principal, found)
        return replace(found, changed=self._changed(principal, scope, found) if found.stale else ())

    def taken(self, principal: Principal, artefact: Artefact, format: str) -> None:
        """A file was made of it: its owners' audit tells who has it."""
        for owner in sorted(artefact.label.owners):
            self._shelf.audit.note(owner, acts.ArtefactTaken(principal.id, artefact.id, artefact.edition, format))

    def page(
        self, principal: Principal, scope: Scope, *, tool: str | None = None, state: str | None = None,
        after: tuple[datetime, str] | None = None, limit: int = 50,
    ) -> list[Artefact]:  # fmt: skip
        """Newest first, without content; one more than `limit` where there are more."""
        self._own(principal, scope)
        query = visible(principal, scope).where(newest())
        if tool is not None:
            query = query.where(artefacts.c.tool == tool)
        if state is not None:
            query = query.where(artefacts.c.state == state)
        if after is not None:
            at, last = after
            query = query.where(
                or_(artefacts.c.made_at < at, and_(artefacts.c.made_at == at, artefacts.c.id > last))
            )
        with self._shelf.database.read() as conn:
            rows = conn.execute(query.order_by(artefacts.c.made_at.desc(), artefacts.c.id).limit(limit + 1)).all()
            return self._opened(conn, rows, whole=False)

    def edit(
        self, principal: Principal, scope: Scope, artefact_id: str, version: int, *, title: str | None,
        result: Mapping[str, Any] | None,
    ) -> Artefact:  # fmt: skip
        """The author's changed content as a new edition; what was in review becomes a draft again."""
        held = self.get(principal, scope, artefact_id)
        with self._shelf.database.write() as conn:
            row = self._locked(conn, principal, scope, artefact_id, version)
            if row.author != principal.id:
                raise Forbidden("只有作者可以修改", "Only its author may edit it")
            if row.state not in (DRAFT, IN_REVIEW):
                raise Stale("已发布或停用的内容不能再改，请另存新稿", "What is published or retired is not edited")
            self._add_edition(
                conn, principal, artefact_id, row.edition + 1, self._label(row), title or held.title,
                held.result if result is None else result, held.citations, row.written_by,
            )  # fmt: skip
            self._advance(conn, principal, row, self._label(row), edition=row.edition + 1, state=DRAFT)
            return self._after(conn, principal, artefact_id)

    def move(
        self, principal: Principal, scope: Scope, artefact_id: str, version: int, state: str,
        words: Rendition | None = None, remark: str = "",
    ) -> Artefact:  # fmt: skip
        """Into another state. Stale where that is not the next one, or an approval is missing. What is published
        enters its library as `words`; what is retired leaves it. Both in the same commit, with the `remark` kept.
        """
        self._own(principal, scope)
        with self._shelf.database.write() as conn:
            row = self._locked(conn, principal, scope, artefact_id, version)
            if (row.state, state) not in _MOVES:
                raise Stale(f"不能从“{row.state}”变为“{state}”", f"It cannot go from {row.state} to {state}")
            self._check_move(conn, principal, row, state)
            if remark:
                self._remarks.add(conn, principal, artefact_id, row.edition, self._label(row), remark)
                self._tell_sent_back(conn, principal, row)
            if state == IN_REVIEW:
                label = self._shelf.labels.parsed(row.sources_label, row.integrity)
                self._approve(conn, principal, row, label)
                changes = {"state": state, "label": self._shelf.labels.ensure(conn, label)}
                self._advance(conn, principal, row, label, **changes)
            else:
                self._advance(conn, principal, row, self._label(row), state=state)
            if state == PUBLISHED and words is not None:
                label = self._label(row)
                self._generated.enter(conn, principal, artefact_id, words, label, keeper(conn, label))
            if state == RETIRED:
                withdraw_made_from(self._shelf, conn, artefact_id)
            return self._after(conn, principal, artefact_id)

    def approve(self, principal: Principal, scope: Scope, artefact_id: str, version: int) -> Artefact:
        """A mentor's word for their enterprise on the edition in review."""
        self._own(principal, scope)
        with self._shelf.database.write() as conn:
            row = self._locked(conn, principal, scope, artefact_id, version)
            if row.state != IN_REVIEW:
                raise Stale("只有待审的内容可以认可", "Only what is in review can be approved")
            if not self._approve(conn, principal, row, self._label(row)):
                raise Forbidden("认可须由来源企业的导师作出", "Approval is for mentors of an enterprise it draws on")
            values = {"version": row.version + 1, "changed_at": self._shelf.now()}
            conn.execute(update(artefacts).where(artefacts.c.id == artefact_id).values(values))
            made = self._after(conn, principal, artefact_id)
            for owner in sorted(self._label(row).owners):
                act = acts.ArtefactApproved(principal.id, artefact_id, row.edition)
                self._shelf.audit.append(conn, owner, act)
            return made

    def _check_move(self, conn: Connection, principal: Principal, row: AnyRow, state: str) -> None:
        mine = row.author == principal.id
        if state == PUBLISHED:
            if not principal.may(Act.PUBLISH):
                raise Forbidden("发布须由教师进行", "Publishing is a teacher's act")
            self.check_standing(conn, row.id, row.version)
            missing = _enterprises(conn, self._label(row)) - set(_approvals(conn, row.id, row.edition))
            if missing:
                zh, en = "、".join(sorted(missing)), ", ".join(sorted(missing))
                raise Stale(f"还缺来源企业导师的认可：{zh}", f"Approval is missing from: {en}")
        elif not (mine or (principal.may(Act.REVIEW) and state != IN_REVIEW)):
            raise Forbidden()

    def _tell_sent_back(self, conn: Connection, principal: Principal, row: AnyRow) -> None:
        for owner in sorted(self._label(row).owners):
            self._shelf.audit.append(conn, owner, acts.ArtefactSentBack(principal.id, row.id, row.edition))

    def _approve(self, conn: Connection, principal: Principal, row: AnyRow, label: Label) -> bool:
        """For each enterprise of the label that this person reviews for. Handing in counts as one's own approval."""
        theirs = [o for o in sorted(_enterprises(conn, label)) if principal.may(Act.REVIEW, o)]
        for owner in theirs:
            approval = {"artefact": row.id, "edition": row.edition, "owner": owner}
            once(conn, artefact_approvals, approval | {"person": principal.id, "at": self._shelf.now()})
        return bool(theirs)

    def check_standing(self, conn: Connection, artefact_id: str, version: int) -> None:
        """Stale if it moved on, or a source is no longer what it was read from. None does in this transaction."""
        self._hold(conn, artefact_id)
        if conn.execute(select(artefacts.c.version).where(artefacts.c.id == artefact_id)).scalar() != version:
            raise _moved_on()
        sources = select(artefact_sources.c.document).where(artefact_sources.c.artefact == artefact_id)
        held = select(documents.c.id).where(documents.c.id.in_(sources)).order_by(documents.c.id)
        if conn.dialect.name != "sqlite":  # there a writer is alone anyway
            conn.execute(held.with_for_update(read=True)).all()
        if conn.execute(select(STALE).where(artefacts.c.id == artefact_id)).scalar_one():
            raise Stale("来源资料已变化，请按新资料重新生成", "A source has changed; make it anew")

    def _locked(self, conn: Connection, principal: Principal, scope: Scope, artefact_id: str, version: int) -> AnyRow:
        """The newest edition's row, nobody else's until the end of the transaction; Stale if it moved on."""
        self._hold(conn, artefact_id)
        row = conn.execute(visible(principal, scope).where(artefacts.c.id == artefact_id, newest())).first()
        if row is None:
            raise NotFound()
        if row.version != version:
            raise _moved_on()
        return row

    def _hold(self, conn: Connection, artefact_id: str) -> None:
        if conn.dialect.name != "sqlite":  # there a writer is alone anyway
            conn.execute(select(artefacts.c.id).where(artefacts.c.id == artefact_id).with_for_update()).all()

    def _advance(self, conn: Connection, principal: Principal, row: AnyRow, under: Label, **changes: Any) -> None:
        """The change, told to the owners of the label it is under from now on."""
        values = {"version": row.version + 1, "changed_at": self._shelf.now(), **changes}
        conn.execute(update(artefacts).where(artefacts.c.id == row.id).values(values))
        edition, state = changes.get("edition", row.edition), changes["state"]
        for owner in sorted(under.owners):
            act = acts.ArtefactChanged(principal.id, row.id, edition, state, str(under.part(owner)))
            self._shelf.audit.append(conn, owner, act)

    def _after(self, conn: Connection, principal: Principal, artefact_id: str) -> Artefact:
        """What has become of it, for whoever just changed it: they saw it before."""
        row = conn.execute(EVERY.where(artefacts.c.id == artefact_id, newest())).one()
        return self._with_review(conn, principal, self._opened(conn, [row], whole=True)[0])

    def _with_review(self, conn: Connection, principal: Principal, found: Artefact) -> Artefact:
        """With who approved, whom it waits for, and what reviewers said to those who see drafts of it."""
        approved, needed = _approvals(conn, found.id, found.edition), _enterprises(conn, found.label)
        waits = tuple(sorted(needed - set(approved))) if found.state == IN_REVIEW else ()
        tends = found.author == principal.id or principal.may(Act.REVIEW)
        remarks = self._remarks.of(conn, found.id) if tends else ()
        return replace(found, approved_by=approved, waits_for=waits, remarks=remarks)

    def _add_edition(
        self, conn: Connection, principal: Principal, artefact_id: str, edition: int, label: Label, title: str,
        result: Mapping[str, Any], citations: Sequence[Citation], written_by: str,
    ) -> None:  # fmt: skip
        sealed_by = json.dumps(sorted(label.owners))
        sealer, where = self._shelf.keys.sealer(conn, holders(sealed_by)), place(artefact_id, edition, VERSION)
        body = {"result": result, "citations": [dataclasses.asdict(c) for c in citations]}
        conn.execute(
            insert(artefact_editions).values(
                artefact=artefact_id, edition=edition, at=self._shelf.now(), person=principal.id,
                written_by=written_by, sealed_by=sealed_by, key_version=VERSION,
                title=sealer.seal(where, "title", title),
                body=sealer.seal(where, "body", json.dumps(body, ensure_ascii=False)),
            )
        )  # fmt: skip

    def _generations(self, conn: Connection, sources: Sequence[Passage]) -> dict[str, int]:
        """The serving generation of each source; Stale unless every passage is still of it."""
        serving = (passages.c.document == documents.c.id) & (passages.c.generation == documents.c.serving)
        ids = list(dict.fromkeys(p.id for p in sources))
        query = select(passages.c.id, documents.c.id.label("document"), documents.c.serving).join(documents, serving)
        rows = conn.execute(query.where(among(passages.c.id, ids), documents.c.deleted_at.is_(None))).all()
        if len({row.id for row in rows}) < len(ids):
            raise Stale("来源资料刚刚被更新，请重新生成", "A source has just changed; make it again")
        return {row.document: row.serving for row in rows}

    def _opened(self, conn: Connection, rows: Sequence[AnyRow], *, whole: bool) -> list[Artefact]:
        sealers = self._shelf.keys.sealers(conn, {holders(row.sealed_by) for row in rows})
        return [opened(row, sealers[holders(row.sealed_by)], self._label(row), whole=whole) for row in rows]

    def _label(self, row: AnyRow) -> Label:
        return self._shelf.labels.parsed(row.text, row.integrity)

    def _changed(self, principal: Principal, scope: Scope, held: Artefact) -> tuple[Changed, ...]:
        texts: dict[str, list[str]] = {}
        found: dict[tuple[str, str], Changed] = {}
        for c in held.citations:
            if c.document_id not in texts:
                whole = self._reading.whole(principal, scope, c.document_id)
                texts[c.document_id] = [p.text for p in whole]
            now = texts[c.document_id]
            if not any(c.quote in text for text in now):
                found.setdefault(
                    (c.passage_id, c.quote), Changed(c.passage_id, c.document_id, c.quote, gone=not now)
                )
        return tuple(found.values())


def _approvals(conn: Connection, artefact_id: str, edition: int) -> tuple[str, ...]:
    """The enterprises whose mentors approved this edition."""
    query = select(artefact_approvals.c.owner).where(
        artefact_approvals.c.artefact == artefact_id, artefact_approvals.c.edition == edition
    )
    return tuple(sorted(conn.execute(query).scalars()))


def _moved_on() -> Stale:
    return Stale("内容已被更新，请刷新后再改", "It has changed; reload and try again")


def keeper(conn: Connection, label: Label) -> str:
    """Whose library it lies in: the one owner, else the school among them."""
    schools = select(owners.c.id).where(among(owners.c.id, sorted(label.owners)), owners.c.kind == "school")
    return next(iter(sorted(conn.execute(schools).scalars())), min(label.owners))


def _enterprises(conn: Connection, label: Label) -> set[str]:
    kinds = select(owners.c.id).where(among(owners.c.id, sorted(label.owners)), owners.c.kind == "enterprise")
    return set(conn.execute(kinds).scalars())
