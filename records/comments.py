"""Comments on students: drawn from what teachers see of them, edited, signed by both sides, drawn anew.

A comment is one student's by one scheme in one tone. Every change is under its version; an edition signed by a teacher
and then by a mentor is issued and stays; an edit or a new drawing is another edition, without signatures. Who writes
the sentences is not known here; that they stand on the facts is checked again before they are kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select, update

from learning.commentcheck import Sentence, faults
from learning.commentwords import TONES
from records.chains import chains, known
from records.columns import AnyRow, among
from records.commentacts import CommentAct, CommentDrawn, CommentEdited, CommentSigned, CommentsTaken, CommentUnsigned
from records.commentbasis import Bases, Basis
from records.commentrows import ISSUED, Comment, opened, seal, visible
from records.looks import Looks
from records.masteries import keys_of
from records.principals import Principals
from records.schema import comment_editions, comment_signatures, comments
from records.schemerows import Held, sealed_by
from records.scores import Scores
from records.shelf import OnShelf, Shelf
from trust.day import day
from trust.errors import BadInput, Forbidden, NotFound, Stale
from trust.labels import self_label
from trust.principal import Principal, Scope

WHY = "起草评价评语"
"""The reason kept of a teacher's look at the evidence a comment is drawn from."""


@dataclass(frozen=True)
class Line:
    """A student of the class. `stale`: what the newest edition rests on has changed; None for who cannot know."""

    student: str
    name: str
    comment: Comment | None
    stale: bool | None


class Comments(OnShelf):
    """Hidden and absent are one NotFound."""

    def __init__(
        self, shelf: Shelf, scores: Scores, bases: Bases, looks: Looks, principals: Principals
    ) -> None:
        super().__init__(shelf)
        self._scores, self._bases, self._looks, self._principals = scores, bases, looks, principals

    def page(self, principal: Principal, scope: Scope, scheme_id: str, tone: str) -> tuple[Held, list[Line]]:
        """Everybody this person judges by the scheme, by name. NotFound where they do not."""
        self._own(principal, scope)
        _known(tone)
        with self._shelf.database.read() as conn:
            held = self._scores.judging(conn, principal, scheme_id)
            lines = self._lines(conn, principal, scope, held, tone, self._scores.learners(conn, principal, held))
        return held, lines

    def written_on(self, principal: Principal, scope: Scope, name: str, tone: str) -> list[tuple[Held, Line]]:
        """The students of this name or id whom this person teaches by a scheme, the newest scheme first."""
        self._own(principal, scope)
        _known(tone)
        found = []
        taught = self._scores.taught(principal)
        with self._shelf.database.read() as conn:
            for held in taught:
                names = self._scores.learners(conn, principal, held)
                for student in sorted(s for s, known in names.items() if name in (s, known)):
                    one = {student: names[student]}
                    found += [(held, line) for line in self._lines(conn, principal, scope, held, tone, one)]
        return found

    def _lines(
        self, conn: Connection, principal: Principal, scope: Scope, held: Held, tone: str, names: Mapping[str, str]
    ) -> list[Line]:
        """Of these students of theirs, by name."""
        here = [comments.c.scheme == held.id, comments.c.tone == tone, among(comments.c.student, sorted(names))]
        newest = {c.student: c for c in self._seen(conn, principal, scope, *here)}
        only = next(iter(names)) if len(names) == 1 else None
        bases = self._bases.of(conn, principal, scope, held, only) if "school" in held.sides else {}
        lines = [
            Line(s, name, newest.get(s), _stale(newest.get(s), bases.get(s))) for s, name in names.items()
        ]
        return sorted(lines, key=lambda line: (line.name, line.student))

    def basis(self, principal: Principal, scope: Scope, scheme_id: str, student: str) -> Basis:
        """What to write from, for a teacher; their look at the evidence is kept with its reason."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            found = self._basis(conn, principal, scope, self._scores.judging(conn, principal, scheme_id), student)
        self._looks.look(principal, student, WHY)
        return found

    def enter(
        self, principal: Principal, scope: Scope, basis: Basis, tone: str, version: int, said: Sequence[Sentence],
        written_by: str,
    ) -> Comment:  # fmt: skip
        """The next edition, or the first where `version` is 0. Stale where it was written meanwhile, or its basis
        changed; BadInput where the sentences do not stand.
        """
        self._own(principal, scope)
        _known(tone)
        _check(said, basis)
        with self._shelf.database.write() as conn:
            held = self._scores.judging(conn, principal, basis.held.id, lock=True)
            if self._basis(conn, principal, scope, held, basis.student).digest != basis.digest:
                raise Stale("依据刚刚变化，请重新起草", "What it rests on has just changed: draw it anew")
            same = (comments.c.scheme == held.id) & (comments.c.student == basis.student) & (comments.c.tone == tone)
            row = conn.execute(select(comments).where(same)).first()
            if (row.version if row else 0) != version:
                raise Stale()
            row = row or self._first(conn, held, basis.student, tone)
            edition = self._edition(conn, principal, held, row, basis, said, written_by, edited=False)
            told = CommentDrawn(principal.id, held.id, basis.student, row.id, edition, written_by)
            self._tell(conn, held, basis.student, basis.joined, told)
            return self._one(conn, principal, scope, row.id)

    def get(self, principal: Principal, scope: Scope, comment_id: str) -> Line:
        """The newest edition this person sees."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            found = self._one(conn, principal, scope, comment_id)
            if "school" not in found.sides:
                return Line(found.student, "", found, None)
            held = self._scores.judging(conn, principal, found.scheme)
            basis = self._bases.of(conn, principal, scope, held, found.student).get(found.student)
        return Line(found.student, basis.name if basis else "", found, _stale(found, basis))

    def editions(self, principal: Principal, scope: Scope, comment_id: str) -> list[Comment]:
        """Those this person sees, the oldest first."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            found = self._every(conn, principal, scope, comments.c.id == comment_id)
        if not found:
            raise NotFound()
        return found

    def edit(
        self, principal: Principal, scope: Scope, comment_id: str, version: int, said: Sequence[Sentence]
    ) -> Comment:
        """A teacher's own words as the next edition: under the same checks, against what is known now."""
        self._own(principal, scope)
        with self._shelf.database.write() as conn:
            before = self._locked(conn, principal, scope, comment_id, version)
            if "school" not in before.sides:
                raise Forbidden("评语由任课教师修改", "A teacher of the course edits it")
            held = self._scores.judging(conn, principal, before.scheme, lock=True)
            basis = self._basis(conn, principal, scope, held, before.student)
            if _stale(before, basis):
                raise Stale("依据已变化，请先重新起草", "What it rests on has changed: draw it anew first")
            _check(said, basis)
            row = conn.execute(select(comments).where(comments.c.id == comment_id)).one()
            edition = self._edition(conn, principal, held, row, basis, said, before.written_by, edited=True)
            told = CommentEdited(principal.id, before.student, comment_id, edition)
            self._tell(conn, held, basis.student, basis.joined, told)
            return self._one(conn, principal, scope, comment_id)

    def sign(self, principal: Principal, scope: Scope, comment_id: str, version: int) -> Comment:
        """A teacher first, then a mentor, not the same person. Stale where what it rests on has changed, also for the
        mentor, who is not told why: it is judged by what the teacher who signed sees today.
        """
        self._own(principal, scope)
        with self._shelf.database.write() as conn:
            found = self._locked(conn, principal, scope, comment_id, version)
            held = self._scores.judging(conn, principal, found.scheme, lock=True)
            done = {s.side: s.person for s in found.signatures}
            side = "enterprise" if "school" in done else "school"
            if found.state == ISSUED or side not in found.sides or principal.id in done.values():
                raise Stale("现在轮不到您签名", "It is not yours to sign now")
            if side == "school" and _stale(found, self._basis(conn, principal, scope, held, found.student)):
                raise Stale("依据已变化，请先重新起草", "What it rests on has changed: draw it anew first")
            if side == "enterprise" and not self._stands(conn, found, held, done["school"]):
                raise Stale("现在轮不到您签名", "It is not yours to sign now")
            self._unsigned(conn, principal, held, found, [s for s in done if side == "school"])
            signed = {"comment": comment_id, "student": found.student, "edition": found.edition, "side": side}
            conn.execute(insert(comment_signatures).values(**signed, person=principal.id, at=self._shelf.now()))
            self._advance(conn, comment_id, version)
            told = CommentSigned(principal.id, found.student, comment_id, found.edition, side)
            self._tell(conn, held, found.student, found.joined, told)
            return self._one(conn, principal, scope, comment_id)

    def unsign(self, principal: Principal, scope: Scope, comment_id: str, version: int) -> Comment:
        """One's own signature taken back; what was issued by it is not any more. A mentor signs what a teacher has
        signed: the teacher's takes the mentor's along.
        """
        self._own(principal, scope)
        with self._shelf.database.write() as conn:
            found = self._locked(conn, principal, scope, comment_id, version)
            side = next((s.side for s in found.signatures if s.person == principal.id), None)
            if side is None:
                raise Stale("您没有在这一版上签名", "You have not signed this edition")
            held = self._scores.judging(conn, principal, found.scheme, lock=True)
            gone = [s.side for s in found.signatures if side in ("school", s.side)]
            self._unsigned(conn, principal, held, found, gone)
            self._advance(conn, comment_id, version)
            return self._one(conn, principal, scope, comment_id)

    def mine(self, principal: Principal, scope: Scope) -> list[Comment]:
        """The newest issued edition of each comment on oneself."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            return self._seen(conn, principal, scope, comments.c.student == principal.id)

    def taken(self, principal: Principal, scope: Scope, scheme_id: str, tone: str) -> tuple[Held, list[Line]]:
        """A class's issued comments, by name, for a file; audited."""
        held, lines = self.page(principal, scope, scheme_id, tone)
        issued = [line for line in lines if line.comment is not None and line.comment.state == ISSUED]
        with self._shelf.database.write() as conn:
            theirs = known(self._shelf, conn, [line.student for line in issued], held.enterprise)
            counts = {held.school: len(issued)} | ({held.enterprise: len(theirs)} if theirs else {})
            for owner in sorted(counts):
                self._shelf.audit.append(conn, owner, CommentsTaken(principal.id, held.id, counts[owner]))
        return held, issued

    def _stands(self, conn: Connection, found: Comment, held: Held, teacher: str) -> bool:
        """Whether it rests on what the teacher who signed it sees today; not, where they no more teach by it."""
        try:
            theirs = self._principals.of(conn, teacher)
            mine = self._scores.judging(conn, theirs, held.id)
        except NotFound:
            return False
        if "school" not in mine.sides:
            return False
        scope = self._shelf.labels.scope_in(conn, theirs)
        return _stale(found, self._bases.of(conn, theirs, scope, mine, found.student).get(found.student)) is False

    def _unsigned(
        self, conn: Connection, principal: Principal, held: Held, found: Comment, gone: Sequence[str]
    ) -> None:
        """Signatures of these sides are taken away, each audited."""
        for side in gone:
            this = comment_signatures.c
            one = (this.comment == found.id) & (this.edition == found.edition) & (this.side == side)
            conn.execute(delete(comment_signatures).where(one))
            told = CommentUnsigned(principal.id, found.student, found.id, found.edition, side)
            self._tell(conn, held, found.student, found.joined, told)

    def _basis(self, conn: Connection, principal: Principal, scope: Scope, held: Held, student: str) -> Basis:
        if "school" not in held.sides:
            raise Forbidden("评语由任课教师起草", "A teacher of the course drafts it")
        found = self._bases.of(conn, principal, scope, held, student).get(student)
        if found is None:
            raise NotFound()
        return found

    def _every(self, conn: Connection, principal: Principal, scope: Scope, *conditions: object) -> list[Comment]:
        return opened(conn, self._shelf.keys, self._rows(conn, principal, scope, *conditions))

    def _seen(self, conn: Connection, principal: Principal, scope: Scope, *conditions: object) -> list[Comment]:
        newest = {row.comment: row for row in self._rows(conn, principal, scope, *conditions)}
        return opened(conn, self._shelf.keys, list(newest.values()))

    def _rows(self, conn: Connection, principal: Principal, scope: Scope, *conditions: object) -> Sequence[AnyRow]:
        now = self._shelf.now()
        query = visible(principal, scope, now, day(now)).where(*conditions)  # type: ignore[arg-type]
        return conn.execute(query.order_by(comment_editions.c.edition, comment_editions.c.comment)).all()

    def _one(self, conn: Connection, principal: Principal, scope: Scope, comment_id: str) -> Comment:
        found = self._seen(conn, principal, scope, comments.c.id == comment_id)
        if not found:
            raise NotFound()
        return found[0]

    def _locked(
        self, conn: Connection, principal: Principal, scope: Scope, comment_id: str, version: int
    ) -> Comment:
        """Nobody else's until the end of the transaction. Stale if it moved on."""
        if conn.dialect.name != "sqlite":  # there a writer is alone anyway
            conn.execute(select(comments.c.id).where(comments.c.id == comment_id).with_for_update()).all()
        found = self._one(conn, principal, scope, comment_id)
        if not found.sides:
            raise Forbidden()
        if found.version != version:
            raise Stale()
        return found

    def _first(self, conn: Connection, held: Held, student: str, tone: str) -> AnyRow:
        label = self._shelf.labels.ensure(conn, self_label(held.school, student))
        row = {"id": self._shelf.new_id(), "student": student, "scheme": held.id, "tone": tone, "version": 0}
        conn.execute(insert(comments).values(**row, label=label))
        return conn.execute(select(comments).where(comments.c.id == row["id"])).one()

    def _edition(
        self, conn: Connection, principal: Principal, held: Held, row: AnyRow, basis: Basis, said: Sequence[Sentence],
        written_by: str, *, edited: bool,
    ) -> int:  # fmt: skip
        last = conn.execute(
            select(func.max(comment_editions.c.edition)).where(comment_editions.c.comment == row.id)
        ).scalar()
        edition, owners = (last or 0) + 1, sealed_by([held.school, held.enterprise])
        sealer = self._shelf.keys.sealer(conn, keys_of(basis.student, owners))
        body = seal(sealer, row.id, basis.student, edition, said, basis.found, basis.digest, written_by, edited)
        conn.execute(insert(comment_editions).values(
            comment=row.id, student=basis.student, edition=edition, joined=basis.joined, person=principal.id,
            at=self._shelf.now(), sealed_by=owners, body=body,
        ))  # fmt: skip
        self._advance(conn, row.id, row.version)
        return edition

    def _advance(self, conn: Connection, comment_id: str, version: int) -> None:
        conn.execute(update(comments).where(comments.c.id == comment_id).values(version=version + 1))

    def _tell(self, conn: Connection, held: Held, student: str, joined: bool, act: CommentAct) -> None:
        both = chains(self._shelf, conn, held.school, student, held.enterprise)
        for owner in both if joined else [held.school]:
            self._shelf.audit.append(conn, owner, act)


def _stale(comment: Comment | None, basis: Basis | None) -> bool | None:
    if comment is None or basis is None:
        return None
    return (comment.basis, comment.joined) != (basis.digest, basis.joined)


def _check(said: Sequence[Sentence], basis: Basis) -> None:
    for fault in faults(said, basis.found, basis.others, basis.kept_back):
        where = f"第 {fault.sentence} 句：" if fault.sentence else ""
        raise BadInput(f"{where}{fault.zh}", f"Sentence {fault.sentence}: {fault.en}" if fault.sentence else fault.en)


def _known(tone: str) -> None:
    if tone not in TONES:
        raise BadInput("没有这种语气", "No such tone")
