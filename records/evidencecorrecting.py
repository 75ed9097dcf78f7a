"""One piece put right or taken out by who may tell of that learner; what rests on the older content is flagged.

Only what people entered: the product's own events are not edited, and other programs' statements are voided.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import ColumnElement, Connection, select, update

from learning.evidence import Evidence, Result
from records import evidenceacts as acts
from records.columns import AnyRow, among
from records.evidencedoor import Brought, Door
from records.evidencekeeping import CORRECTED, VOIDED, digest_of, flag, tombstone
from records.evidencereach import Columns, seen, standing
from records.evidencerows import Hasher, Kept, body_of, opened, place
from records.masteries import keys_of
from records.schema import evidence, people
from records.shelf import OnShelf, Shelf
from trust.day import day
from trust.errors import BadInput, Forbidden, NotFound, Stale
from trust.principal import Principal, Scope


class EvidenceCorrecting(OnShelf):
    """NotFound for what is hidden or absent, Forbidden for one's own, Stale for another version."""

    def __init__(self, shelf: Shelf, hasher: Hasher) -> None:
        super().__init__(shelf)
        self._hash = hasher

    def correct(
        self, principal: Principal, scope: Scope, student: str, evidence_id: str, version: int, result: Result
    ) -> Kept:  # fmt: skip
        """What came of it, put right."""
        self._own(principal, scope)
        with self._shelf.database.write() as conn:
            return self.correct_in(conn, principal, scope, student, evidence_id, version, result)

    def correct_in(
        self, conn: Connection, principal: Principal, scope: Scope, student: str, evidence_id: str, version: int,
        result: Result,
    ) -> Kept:  # fmt: skip
        """The same inside its caller's transaction."""
        row, held = self._locked(conn, principal, scope, student, evidence_id, version)
        told = replace(held.evidence, result=result)
        self._admitted(conn, principal, row, told)
        sealer = self._shelf.keys.sealer(conn, keys_of(student, row.sealed_by))
        sealed = sealer.seal(place(evidence_id, student), "body", body_of(told, None))
        changes = {"digest": digest_of(self._hash, told), "version": version + 1, "body": sealed}
        conn.execute(update(evidence).where(_this(student, evidence_id)).values(changes))
        flag(conn, evidence_id, student, version + 1, CORRECTED, self._shelf.now())
        act = acts.EvidenceCorrected(principal.id, student, evidence_id, version + 1)
        self._shelf.audit.append(conn, row.home, act)
        return replace(held, evidence=told, version=version + 1)

    def take_out(self, principal: Principal, scope: Scope, student: str, evidence_id: str, version: int) -> None:
        """It was entered by mistake: a tombstone stays."""
        self._own(principal, scope)
        with self._shelf.database.write() as conn:
            self.take_out_in(conn, principal, scope, student, evidence_id, version)

    def take_out_in(
        self, conn: Connection, principal: Principal, scope: Scope, student: str, evidence_id: str, version: int
    ) -> None:
        """The same inside its caller's transaction."""
        row, held = self._locked(conn, principal, scope, student, evidence_id, version)
        self._admitted(conn, principal, row, held.evidence)
        tombstone(conn, [row], VOIDED, self._shelf.now())
        self._shelf.audit.append(conn, row.home, acts.EvidenceVoided(principal.id, student, evidence_id))

    def _locked(
        self, conn: Connection, principal: Principal, scope: Scope, student: str, evidence_id: str, version: int
    ) -> tuple[AnyRow, Kept]:
        now = self._shelf.now()
        today = day(now)
        entries = standing(conn, self._shelf.keys, today, lasting=False)
        columns = Columns(evidence.c.student, evidence.c.kind, evidence.c.enterprise)
        query = select(evidence, people.c.home, people.c.username).join(people, people.c.id == evidence.c.student)
        query = query.where(
            _this(student, evidence_id), seen(principal, entries, now, today, columns),
            evidence.c.withdrawn_at.is_(None), among(evidence.c.label, sorted(scope.ids)),
        )  # fmt: skip
        row = conn.execute(query.with_for_update(of=evidence)).first()
        if row is None:
            raise NotFound()
        if row.source != "sheet":
            raise BadInput("只有录入的证据可以更正", "Only what was entered is corrected")
        if row.version != version:
            raise Stale()
        return row, opened(conn, self._shelf.keys, [row])[0]

    def _admitted(self, conn: Connection, principal: Principal, row: AnyRow, told: Evidence) -> None:
        """Whoever could not tell of it does not change it."""
        brought = Brought(
            row.username, told.kind, told.at, told.activity, (), told.result, told.competencies, row.source, None,
            row.enterprise,
        )  # fmt: skip
        if not isinstance(Door(conn, self._shelf, principal).admit(brought), tuple):
            raise Forbidden("须由这名学生的教师或导师更正", "A teacher or mentor of this learner has to put it right")


def _this(student: str, evidence_id: str) -> ColumnElement[bool]:
    return (evidence.c.id == evidence_id) & (evidence.c.student == student)
