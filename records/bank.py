"""The bank 题库: verified exercises, accepted by a reviewer, published by a teacher, retired, never overwritten.

The label is the join of the sources and of what the bringer chose; without sources it is the bringer's own level.
Publishing takes a teacher, and a mentor of every enterprise in the label. Knows no tool and no HTTP; which item is
good is learning/admission.py's rule.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from learning.admission import Admission, admit
from learning.exercise import Exercise
from learning.reasons import Reason
from records import acts
from records.bankread import BankReading, approvals
from records.bankrows import ACCEPTED, EVERY, PUBLISHED, RETIRED, Banked, packed, place, whole
from records.columns import AnyRow, among, once
from records.editions import holders
from records.keys import VERSION
from records.naming import check_named
from records.reading import Reading
from records.schema import bank_approvals, bank_items, bank_sources, documents, owners, passages
from records.shelf import Shelf
from trust.errors import BadInput, BadLabel, Forbidden, NotFound, Stale
from trust.labels import Label, join
from trust.principal import Principal, Scope
from trust.roles import Act
from trust.sources import Passage

_MOVES = {(ACCEPTED, PUBLISHED), (ACCEPTED, RETIRED), (PUBLISHED, RETIRED), (RETIRED, ACCEPTED)}


@dataclass(frozen=True)
class Accepting:
    """What came of it, by the number each item was given at, from 0."""

    taken: Mapping[int, Banked]
    refused: Mapping[int, tuple[Reason, ...]]


class Bank(BankReading):
    """What is hidden and what is absent are one NotFound."""

    def __init__(self, shelf: Shelf) -> None:
        super().__init__(shelf)
        self._reading = Reading(shelf)

    def accept(
        self, principal: Principal, scope: Scope, items: Sequence[Exercise], *, label: Label | None = None,
        written_by: str = "extract",
    ) -> Accepting:  # fmt: skip
        """The good ones in. `label` is the least the bringer wants; NotFound for who may not review."""
        if not principal.may(Act.REVIEW):
            raise NotFound()
        self._own(principal, scope)
        least = self._least(principal, label)
        read, judged = self._judged(principal, scope, items, self.known(principal, scope))
        ids: dict[int, str] = {}
        with self._shelf.database.write() as conn:
            for n, item in judged.taken.items():
                sources = [read[s.passage_id] for s in item.spans]
                ids[n] = self._insert(conn, principal, item, sources, label or (None if sources else least), written_by)
            self._tell(conn, principal, list(ids.values()))
            taken = {n: self._after(conn, item_id) for n, item_id in ids.items()}
        return Accepting(taken, judged.refused)

    def edit(self, principal: Principal, scope: Scope, item_id: str, version: int, item: Exercise) -> Banked:
        """Another content, verified like a new one; what was published is accepted anew. The label never falls."""
        self.get(principal, scope, item_id)
        read, judged = self._judged(principal, scope, [item], self.known(principal, scope, but=item_id))
        if judged.refused:
            reasons = "、".join(r.value for r in judged.refused[0])
            raise BadInput(f"题目未通过核对：{reasons}", f"The item is refused: {', '.join(judged.refused[0])}")
        sources = [read[s.passage_id] for s in item.spans]
        with self._shelf.database.write() as conn:
            row = self._locked(conn, principal, scope, item_id, version)
            self._check_tends(principal, row)
            if row.state == RETIRED:
                raise Stale("停用的题目请先恢复再修改", "What is retired is restored before it is edited")
            whole_label = join([self._label(row), *(p.label for p in sources)])
            changes = self._sealed(conn, item_id, row.edition + 1, whole_label, item) | {
                "edition": row.edition + 1, "state": ACCEPTED, "kind": item.kind, "difficulty": item.difficulty,
                "sources_label": _text(sources),
            }  # fmt: skip
            self._source(conn, item_id, sources)
            self._advance(conn, principal, row, whole_label, **changes)
            self._approve(conn, principal, item_id, row.edition + 1, whole_label)
            return self._after(conn, item_id)

    def move(self, principal: Principal, scope: Scope, item_id: str, version: int, state: str) -> Banked:
        """Published, retired, or accepted again. Stale where that is not possible now, or an approval is missing."""
        self._own(principal, scope)
        with self._shelf.database.write() as conn:
            row = self._locked(conn, principal, scope, item_id, version)
            if (row.state, state) not in _MOVES:
                raise Stale(f"不能从“{row.state}”变为“{state}”", f"It cannot go from {row.state} to {state}")
            if state == PUBLISHED:
                self._check_publishing(conn, principal, row)
            else:
                self._check_tends(principal, row)
            self._advance(conn, principal, row, self._label(row), state=state)
            return self._after(conn, item_id)

    def approve(self, principal: Principal, scope: Scope, item_id: str, version: int) -> Banked:
        """A mentor's word for their enterprise on the content as it is now."""
        self._own(principal, scope)
        with self._shelf.database.write() as conn:
            row = self._locked(conn, principal, scope, item_id, version)
            if row.state != ACCEPTED:
                raise Stale("只有尚未发布的题目需要认可", "Only what is not published yet can be approved")
            if not self._approve(conn, principal, item_id, row.edition, self._label(row)):
                raise Forbidden("认可须由来源企业的导师作出", "Approval is for mentors of an enterprise it draws on")
            values = {"version": row.version + 1, "changed_at": self._shelf.now()}
            conn.execute(update(bank_items).where(bank_items.c.id == item_id).values(values))
            for owner in sorted(self._label(row).owners):
                self._shelf.audit.append(conn, owner, acts.ItemApproved(principal.id, item_id, row.edition))
            return self._after(conn, item_id)

    def _judged(
        self, principal: Principal, scope: Scope, items: Sequence[Exercise], bank: Sequence[Exercise]
    ) -> tuple[dict[str, Passage], Admission]:
        cited = dict.fromkeys(s.passage_id for item in items for s in item.spans)
        read = {p.id: p for p in self._reading.passages(principal, scope, list(cited))}
        return read, admit(items, {i: p.text for i, p in read.items()}, bank)

    def _least(self, principal: Principal, label: Label | None) -> Label:
        """The label an item without sources gets: what its bringer chose, else the inner level of their own house."""
        chosen = label or Label.of([principal.home], [[f"{principal.home}:1"]])
        if chosen.personal or not principal.reads(chosen):
            raise BadLabel("题目的密级须是您自己能查阅的、非个人的", "Choose a label you read, not a personal one")
        if label is not None:
            with self._shelf.database.read() as conn:
                check_named(conn, principal, principal.home, label)
        return chosen

    def _insert(
        self, conn: Connection, principal: Principal, item: Exercise, sources: Sequence[Passage], least: Label | None,
        written_by: str,
    ) -> str:  # fmt: skip
        item_id, now = self._shelf.new_id(), self._shelf.now()
        label = join([*(p.label for p in sources), *([least] if least else [])])
        conn.execute(
            insert(bank_items).values(
                id=item_id, author=principal.id, sources_label=_text(sources), state=ACCEPTED, kind=item.kind,
                difficulty=item.difficulty, version=1, edition=1, written_by=written_by, made_at=now, changed_at=now,
                **self._sealed(conn, item_id, 1, label, item),
            )
        )  # fmt: skip
        self._source(conn, item_id, sources)
        self._approve(conn, principal, item_id, 1, label)
        return item_id

    def _sealed(self, conn: Connection, item_id: str, edition: int, label: Label, item: Exercise) -> dict[str, Any]:
        """The columns of a content under its label."""
        sealed_by = json.dumps(sorted(label.owners))
        sealer = self._shelf.keys.sealer(conn, holders(sealed_by))
        body = sealer.seal(place(item_id, edition, VERSION), "body", packed(item))
        return {"label": self._shelf.labels.ensure(conn, label), "integrity": label.integrity, "sealed_by": sealed_by,
                "key_version": VERSION, "body": body}  # fmt: skip

    def _source(self, conn: Connection, item_id: str, sources: Sequence[Passage]) -> None:
        """Where it stands from now on; Stale when a source was replaced in the meantime."""
        serving = (passages.c.document == documents.c.id) & (passages.c.generation == documents.c.serving)
        ids = list(dict.fromkeys(p.id for p in sources))
        query = select(passages.c.id, documents.c.id.label("document"), documents.c.serving).join(documents, serving)
        rows = conn.execute(query.where(among(passages.c.id, ids), documents.c.deleted_at.is_(None))).all()
        if len({row.id for row in rows}) < len(ids):
            raise Stale("来源资料刚刚被更新，请重新核对", "A source has just changed; try again")
        conn.execute(delete(bank_sources).where(bank_sources.c.item == item_id))
        generations = {row.document: row.serving for row in rows}
        for document, generation in generations.items():
            conn.execute(insert(bank_sources).values(item=item_id, document=document, generation=generation))

    def _tell(self, conn: Connection, principal: Principal, ids: Sequence[str]) -> None:
        """One entry per label and owner, however many items came."""
        by_label: dict[str, list[AnyRow]] = {}
        for row in conn.execute(EVERY.where(among(bank_items.c.id, ids)).order_by(bank_items.c.id)).all():
            by_label.setdefault(row.text, []).append(row)
        for rows in by_label.values():
            label, items = self._label(rows[0]), tuple(row.id for row in rows)
            query = select(bank_sources.c.document).where(among(bank_sources.c.item, items)).distinct()
            read = tuple(sorted(conn.execute(query).scalars()))
            for owner in sorted(label.owners):
                theirs = self._owned(conn, read, owner)
                act = acts.ItemsBanked(principal.id, items, str(label.part(owner)), theirs)
                self._shelf.audit.append(conn, owner, act)

    def _owned(self, conn: Connection, ids: Sequence[str], owner: str) -> tuple[str, ...]:
        query = select(documents.c.id).where(among(documents.c.id, ids), documents.c.owner == owner)
        return tuple(sorted(conn.execute(query).scalars()))

    def _check_publishing(self, conn: Connection, principal: Principal, row: AnyRow) -> None:
        if not principal.may(Act.PUBLISH):
            raise Forbidden("发布须由教师进行", "Publishing is a teacher's act")
        if row.stale:
            raise Stale("出处已变化，请先修改题目", "A source has changed; edit the item first")
        missing = _enterprises(conn, self._label(row)) - set(approvals(conn, row.id, row.edition))
        if missing:
            zh, en = "、".join(sorted(missing)), ", ".join(sorted(missing))
            raise Stale(f"还缺来源企业导师的认可：{zh}", f"Approval is missing from: {en}")

    def _check_tends(self, principal: Principal, row: AnyRow) -> None:
        """Its author, every teacher, and the mentors of an enterprise in its label."""
        theirs = any(principal.may(Act.REVIEW, owner) for owner in self._label(row).owners)
        if not (row.author == principal.id or principal.may(Act.PUBLISH) or theirs):
            raise Forbidden()

    def _approve(self, conn: Connection, principal: Principal, item_id: str, edition: int, label: Label) -> bool:
        """For each enterprise of the label that this person reviews for. Bringing in counts as one's own approval."""
        theirs = [o for o in sorted(_enterprises(conn, label)) if principal.may(Act.REVIEW, o)]
        for owner in theirs:
            approval = {"item": item_id, "edition": edition, "owner": owner}
            once(conn, bank_approvals, approval | {"person": principal.id, "at": self._shelf.now()})
        return bool(theirs)

    def _locked(self, conn: Connection, principal: Principal, scope: Scope, item_id: str, version: int) -> AnyRow:
        """The row, nobody else's until the end of the transaction; Stale if it moved on."""
        if conn.dialect.name != "sqlite":
            conn.execute(select(bank_items.c.id).where(bank_items.c.id == item_id).with_for_update()).all()
        row = conn.execute(whole(principal, scope).where(bank_items.c.id == item_id)).first()
        if row is None:
            raise NotFound()
        if row.version != version:
            raise Stale("题目已被更新，请刷新后再改", "It has changed; reload and try again")
        return row

    def _advance(self, conn: Connection, principal: Principal, row: AnyRow, under: Label, **changes: Any) -> None:
        """The change, told to the owners of the label it is under from now on."""
        values = {"version": row.version + 1, "changed_at": self._shelf.now(), **changes}
        conn.execute(update(bank_items).where(bank_items.c.id == row.id).values(values))
        edition, state = changes.get("edition", row.edition), changes["state"]
        for owner in sorted(under.owners):
            act = acts.ItemChanged(principal.id, row.id, edition, state, str(under.part(owner)))
            self._shelf.audit.append(conn, owner, act)

    def _after(self, conn: Connection, item_id: str) -> Banked:
        """What has become of it, for whoever just changed it."""
        return self._whole(conn, conn.execute(EVERY.where(bank_items.c.id == item_id)).one())


def _text(sources: Sequence[Passage]) -> str:
    return str(join(p.label for p in sources)) if sources else ""


def _enterprises(conn: Connection, label: Label) -> set[str]:
    kinds = select(owners.c.id).where(among(owners.c.id, sorted(label.owners)), owners.c.kind == "enterprise")
    return set(conn.execute(kinds).scalars())
