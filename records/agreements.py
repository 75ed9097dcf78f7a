"""Agreements between a school and an enterprise, and the standing releases they carry: the only way a join is lowered.

A school's steward proposes and so signs; a steward of the enterprise signs exactly what they saw. In force, it lets a
teacher put what one of its named functions (learning/release.py) gives of a published artefact under the label it
names, as a document of the library. Every use is in both owners' audit. Revoked or expired, nothing more is released
under it and what was leaves the library. Whatever no agreement covers is Stale: not yet, never a silent lowering.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, insert, select, update

from learning.blank import blanked
from learning.release import FUNCTIONS, Function
from learning.standing import NAMED, PERSONAL, each_label
from records import acts
from records.agreementrows import (
    Agreement,
    Term,
    holders,
    keys_of,
    opened,
    sealed,
    visible,
)
from records.artefactrows import PUBLISHED, Artefact
from records.artefacts import Artefacts
from records.columns import AnyRow, among, once
from records.generated import Generated, Rendition, withdraw
from records.keys import VERSION
from records.naming import check_named
from records.schema import agreement_signatures, agreement_terms, agreements, documents, owners, releases
from records.shelf import OnShelf, Shelf
from records.twosided import ACTIVE, PROPOSED, Signature
from trust.day import day
from trust.errors import BadInput, Forbidden, NotFound, Stale
from trust.labels import parse
from trust.principal import Principal, Scope
from trust.roles import Act

LONGEST = timedelta(days=3 * 366)
"""An agreement ends within three years."""


@dataclass(frozen=True)
class Released:
    """One use: the copy `document` holds what `function` gave of that edition, under `label`."""

    id: str
    agreement: str
    artefact: str
    edition: int
    document: str
    function: str
    label: str
    person: str
    at: datetime


class Agreements(OnShelf):
    """What is hidden and what is absent are one NotFound."""

    def __init__(self, shelf: Shelf, artefacts: Artefacts) -> None:
        super().__init__(shelf)
        self._artefacts, self._generated = artefacts, Generated(shelf)

    def propose(
        self, principal: Principal, *, school: str, enterprise: str, title: str, terms: Sequence[tuple[str, str]],
        until: date,
    ) -> Agreement:  # fmt: skip
        """By a steward of the school, whose signature it is. `terms` are (function, label). BadInput, BadLabel."""
        if not principal.may(Act.APPROVE_RELEASE, school):
            raise NotFound()
        agreement_id, now = self._shelf.new_id(), self._shelf.now()
        with self._shelf.database.write() as conn:
            self._check_parties(conn, school, enterprise)
            agreed = [self._term(conn, principal, school, *term) for term in terms]
            _check_terms(agreed, until, day(now))
            row = {"id": agreement_id, "school": school, "enterprise": enterprise, "until": until, "proposed_at": now}
            sealer = self._shelf.keys.sealer(conn, keys_of(school, enterprise))
            body = sealed(sealer, agreement_id, VERSION, title, agreed)
            conn.execute(insert(agreements).values(row | {"key_version": VERSION, "body": body}))
            named = [{"agreement": agreement_id, "function": term.function} for term in agreed]
            conn.execute(insert(agreement_terms), named)
            made = self._one(conn, agreement_id)
            self._tell(conn, made, acts.AgreementProposed(principal.id, agreement_id, made.hash))
            return self._signed(conn, principal, made, school)

    def page(self, principal: Principal) -> list[Agreement]:
        """Newest first."""
        query = visible(principal, self._today()).order_by(agreements.c.proposed_at.desc(), agreements.c.id)
        with self._shelf.database.read() as conn:
            return self._opened(conn, conn.execute(query).all())

    def get(self, principal: Principal, agreement_id: str) -> Agreement:
        with self._shelf.database.read() as conn:
            return self._visible(conn, principal, agreement_id)

    def sign(self, principal: Principal, agreement_id: str, hash: str) -> Agreement:
        """For the owner this person is a steward of. `hash` is of what they read."""
        with self._shelf.database.write() as conn:
            held = self._locked(conn, principal, agreement_id)
            signed = {s.owner: s.person for s in held.signatures}
            mine = [o for o in (held.school, held.enterprise) if principal.may(Act.APPROVE_RELEASE, o)]
            if held.state(self._today()) != PROPOSED:
                raise Stale("只有待签署的协议可以签署", "Only a proposed agreement is signed")
            if hash != held.hash:
                raise Stale("协议与您看到的不一致，请刷新后再签", "It is not what you read; reload before signing")
            free = [o for o in mine if o not in signed]
            if not free or principal.id in signed.values():
                raise Forbidden("须由另一方的数据专员签署", "A steward of the other side has to sign")
            return self._signed(conn, principal, held, free[0])

    def revoke(self, principal: Principal, agreement_id: str) -> None:
        """By a steward of either side: at once nothing more is released, and what was is no longer in the library."""
        with self._shelf.database.write() as conn:
            held = self._locked(conn, principal, agreement_id)
            if not _steward(principal, held):
                raise Forbidden()
            if held.revoked_at is not None:
                return
            revoked = {"revoked_at": self._shelf.now()}
            conn.execute(update(agreements).where(agreements.c.id == agreement_id).values(revoked))
            self._withdraw(conn, agreement_id)
            self._tell(conn, held, acts.AgreementRevoked(principal.id, agreement_id))

    def uses(self, principal: Principal, agreement_id: str) -> list[Released]:
        """Every release under it, newest first, for the stewards of both sides."""
        with self._shelf.database.read() as conn:
            held = self._visible(conn, principal, agreement_id)
            if not _steward(principal, held):
                raise Forbidden()
            mine = select(releases).where(releases.c.agreement == agreement_id)
            rows = conn.execute(mine.order_by(releases.c.at.desc(), releases.c.id)).all()
        return [_released(row) for row in rows]

    def release(
        self, principal: Principal, scope: Scope, artefact_id: str, agreement_id: str, function: str
    ) -> tuple[Released, bool]:
        """The copy, and whether it is new: the same edition through the same function is released once."""
        found = self._artefacts.get(principal, scope, artefact_id)
        if not principal.may(Act.PUBLISH):
            raise Forbidden("发布须由教师进行", "Publishing is a teacher's act")
        act = _function(function, found)
        with self._shelf.database.write() as conn:
            held = self._locked(conn, principal, agreement_id)
            term = self._check(held, found, function)
            before = self._before(conn, held, found, function)
            if before is not None:
                return before, False
            self._artefacts.check_standing(conn, artefact_id, found.version)
            return self._enter(conn, principal, held, found, act, term), True

    def withdraw_expired(self) -> int:
        """What was released under agreements that have ended leaves the library. For the system; how many ended."""
        ended = select(agreements).where(agreements.c.until < self._today(), agreements.c.revoked_at.is_(None))
        living = select(documents.c.id).where(documents.c.id == releases.c.document, documents.c.deleted_at.is_(None))
        copies = select(releases.c.id).where(releases.c.agreement == agreements.c.id, living.exists())
        with self._shelf.database.write() as conn:
            rows = conn.execute(ended.where(copies.exists())).all()
            for row in rows:
                self._withdraw(conn, row.id)
                for owner in sorted((row.school, row.enterprise)):
                    self._shelf.audit.append(conn, owner, acts.AgreementExpired(row.id))
        return len(rows)

    def _enter(
        self, conn: Connection, principal: Principal, held: Agreement, found: Artefact, act: Function, term: Term
    ) -> Released:
        """The copy's words come from the named function alone, its label from the agreement alone."""
        label = parse(term.label, found.label.integrity)
        head = f"【生成内容】本资料由系统依据协议《{held.title}》生成，未列出的数值请在实训现场按工艺文件填写。"
        words = f"{head}\n\n{act.act(found.result).text}"
        title = f"{blanked(found.title)}（{act.title[0]}，系统生成）"
        row = self._generated.enter(
            conn, principal, found.id, Rendition(act.library, title, words), label, held.school, found.label.owners
        )
        made = Released(
            self._shelf.new_id(), held.id, found.id, found.edition, row.document, act.name, str(label), principal.id,
            self._shelf.now(),
        )  # fmt: skip
        conn.execute(insert(releases).values(vars(made)))
        told = acts.Released(
            principal.id, held.id, found.id, found.edition, act.name, row.document, str(label)
        )
        self._tell(conn, held, told)
        return made

    def _check(self, held: Agreement, found: Artefact, function: str) -> Term:
        if held.state(self._today()) != ACTIVE:
            raise Stale("这份协议没有生效或已到期，暂不能发布", "The agreement is not in force")
        term = held.allows(function)
        if term is None:
            raise Stale("协议没有允许这种发布，暂不能发布", "The agreement does not allow this release yet")
        if found.state != PUBLISHED:
            raise Stale("请先发布这份内容，再发布给班级", "Publish it first")
        if found.label.personal or not found.label.owners <= {held.school, held.enterprise}:
            raise Stale(
                "来源还涉及协议以外的所有者或个人，暂不能发布", "Its sources belong to others too: not yet"
            )
        return term

    def _before(self, conn: Connection, held: Agreement, found: Artefact, function: str) -> Released | None:
        same = (releases.c.artefact == found.id) & (releases.c.edition == found.edition)
        query = select(releases).join(documents, documents.c.id == releases.c.document).where(
            same, releases.c.agreement == held.id, releases.c.function == function, documents.c.deleted_at.is_(None)
        )
        row = conn.execute(query).first()
        return None if row is None else _released(row)

    def _check_parties(self, conn: Connection, school: str, enterprise: str) -> None:
        rows = conn.execute(select(owners.c.id, owners.c.kind).where(among(owners.c.id, [school, enterprise])))
        kinds = {row.id: row.kind for row in rows}
        if (kinds.get(school), kinds.get(enterprise)) != ("school", "enterprise"):
            raise BadInput("协议的双方须是学校和一家企业", "An agreement is between a school and an enterprise")

    def _term(self, conn: Connection, principal: Principal, school: str, function: str, text: str) -> Term:
        known = NAMED.get(function)
        if known is None:
            raise BadInput(f"没有名为“{function}”的发布方式", f"no release function '{function}'")
        label = parse(text)
        if function in PERSONAL:
            if text != each_label(school):
                raise BadInput(f"这种发布的密级是 {each_label(school)}", f"Its label is {each_label(school)}")
            return Term(function, known.output, text)
        check_named(conn, principal, school, label)
        if label.owners != {school} or label.personal or not parse(f"{school}/internal").flows_to(label):
            raise BadInput(
                f"发布后的密级须属于学校，且不低于校内：{school}/internal",
                f"The label has to be the school's, {school}/internal or stricter",
            )
        return Term(function, known.output, str(label))

    def _signed(self, conn: Connection, principal: Principal, held: Agreement, owner: str) -> Agreement:
        row = {"agreement": held.id, "owner": owner, "person": principal.id, "at": self._shelf.now()}
        once(conn, agreement_signatures, row)
        self._tell(conn, held, acts.AgreementSigned(principal.id, held.id, owner, held.hash))
        return self._one(conn, held.id)

    def _withdraw(self, conn: Connection, agreement_id: str) -> None:
        copies = select(releases.c.document).where(releases.c.agreement == agreement_id)
        standing = select(documents.c.id).where(documents.c.id.in_(copies), documents.c.deleted_at.is_(None))
        for document_id in conn.execute(standing.order_by(documents.c.id)).scalars().all():
            withdraw(self._shelf, conn, document_id)

    def _tell(self, conn: Connection, held: Agreement, act: acts.Act) -> None:
        for owner in sorted((held.school, held.enterprise)):
            self._shelf.audit.append(conn, owner, act)

    def _locked(self, conn: Connection, principal: Principal, agreement_id: str) -> Agreement:
        """Nobody else's until the end of the transaction."""
        if conn.dialect.name != "sqlite":  # there a writer is alone anyway
            conn.execute(select(agreements.c.id).where(agreements.c.id == agreement_id).with_for_update()).all()
        return self._visible(conn, principal, agreement_id)

    def _visible(self, conn: Connection, principal: Principal, agreement_id: str) -> Agreement:
        row = conn.execute(visible(principal, self._today()).where(agreements.c.id == agreement_id)).first()
        if row is None:
            raise NotFound()
        return self._opened(conn, [row])[0]

    def _one(self, conn: Connection, agreement_id: str) -> Agreement:
        return self._opened(conn, conn.execute(select(agreements).where(agreements.c.id == agreement_id)).all())[0]

    def _opened(self, conn: Connection, rows: Sequence[AnyRow]) -> list[Agreement]:
        sealers = self._shelf.keys.sealers(conn, {holders(row) for row in rows})
        signatures: dict[str, list[Signature]] = {}
        query = select(agreement_signatures).where(among(agreement_signatures.c.agreement, [row.id for row in rows]))
        for row in conn.execute(query.order_by(agreement_signatures.c.at)).all():
            signatures.setdefault(row.agreement, []).append(Signature(row.owner, row.person, row.at))
        return [opened(row, sealers[holders(row)], signatures.get(row.id, [])) for row in rows]

    def _today(self) -> date:
        return day(self._shelf.now())


def _function(name: str, found: Artefact) -> Function:
    known = FUNCTIONS.get(name)
    if known is None or known.tool != found.tool:
        raise BadInput("这种内容没有这样的发布方式", "There is no such release of this kind of content")
    return known


def _check_terms(terms: Sequence[Term], until: date, today: date) -> None:
    if not terms or len({t.function for t in terms}) < len(terms):
        raise BadInput("请至少写明一种发布方式，每种一次", "Name at least one release, each once")
    if not today <= until <= today + LONGEST:
        raise BadInput("截止日期须在今天之后、三年之内", "It has to end after today and within three years")


def _steward(principal: Principal, held: Agreement) -> bool:
    return any(principal.may(Act.APPROVE_RELEASE, owner) for owner in (held.school, held.enterprise))


def _released(row: AnyRow) -> Released:
    return Released(
        row.id, row.agreement, row.artefact, row.edition, row.document, row.function, row.label, row.person, row.at
    )
