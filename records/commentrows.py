"""Comments as rows: who sees which edition, sealed and opened.

An edition made with the enterprise's part is read by nobody without an agreement that lets grades through; a mentor
also needs the student's consent for the enterprise, for it tells of evidence; the student reads what both have signed.
All of it is in the query. Knows no rule of writing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from learning.comment import Fact
from learning.commentcheck import Sentence
from records.columns import AnyRow, among
from records.evidencereach import consenting
from records.keys import Keys, Place, Sealer
from records.masteries import keys_of
from records.schema import (
    comment_editions,
    comment_signatures,
    comments,
    schemes,
)
from records.schemerows import released, sides
from records.twosided import BOTH
from trust.principal import Principal, Scope

DRAFT, SIGNED, ISSUED = "draft", "signed", "issued"


@dataclass(frozen=True)
class Sign:
    side: str
    person: str
    at: datetime


@dataclass(frozen=True)
class Comment:
    """One edition. `sides`: those on which the reader stands. `facts`: those its sentences cite and may cite."""

    id: str
    student: str
    scheme: str
    tone: str
    version: int
    edition: int
    joined: bool
    person: str
    at: datetime
    sentences: tuple[Sentence, ...]
    facts: tuple[Fact, ...]
    basis: str
    written_by: str
    edited: bool
    signatures: tuple[Sign, ...]
    sides: tuple[str, ...]

    @property
    def state(self) -> str:
        return (DRAFT, SIGNED, ISSUED)[len(self.signatures)]


def visible(principal: Principal, scope: Scope, now: datetime, today: date) -> Select[Any]:
    """Editions, with what their comment is and on which sides the reader stands."""
    teaches, mentors, _ = sides(principal, now)
    query = select(
        comment_editions, comments.c.scheme, comments.c.tone, comments.c.version, schemes.c.school,
        schemes.c.enterprise, teaches.label("teaches"), mentors.label("mentors"),
    )  # fmt: skip
    of = (comments.c.id == comment_editions.c.comment) & (comments.c.student == comment_editions.c.student)
    query = query.join(comments, of).join(schemes, schemes.c.id == comments.c.scheme)
    return query.where(
        among(comments.c.label, sorted(scope.ids)),
        or_(
            and_(teaches, or_(~comment_editions.c.joined, _through())),
            and_(mentors, comment_editions.c.joined, released(today),
                 comments.c.student.in_(consenting(schemes.c.enterprise))),
            and_(comments.c.student == principal.id, issued(), _through()),
        ),
    )


def opened(conn: Connection, keys: Keys, rows: Sequence[AnyRow]) -> list[Comment]:
    """In the order of `rows`. Raises Broken where a byte was changed."""
    ids = sorted({row.comment for row in rows})
    signed: dict[tuple[str, int], list[Sign]] = {}
    query = select(comment_signatures).where(among(comment_signatures.c.comment, ids))
    for one in conn.execute(query.order_by(comment_signatures.c.side.desc())):
        signed.setdefault((one.comment, one.edition), []).append(Sign(one.side, one.person, one.at))
    sealers = keys.sealers(conn, {keys_of(row.student, row.sealed_by) for row in rows})
    return [
        _opened(row, sealers[keys_of(row.student, row.sealed_by)], tuple(signed.get((row.comment, row.edition), ())))
        for row in rows
    ]


def seal(
    sealer: Sealer, comment: str, student: str, edition: int, said: Sequence[Sentence], found: Sequence[Fact],
    basis: str, written_by: str, edited: bool,
) -> bytes:  # fmt: skip
    body = {
        "sentences": [asdict(s) for s in said], "facts": [asdict(f) | {"value": str(f.value)} for f in found],
        "basis": basis, "written_by": written_by, "edited": edited,
    }  # fmt: skip
    return sealer.seal(place(comment, student, edition), "body", json.dumps(body, ensure_ascii=False))


def place(comment: str, student: str, edition: int) -> Place:
    return Place("comment_editions", f"{comment}/{edition}", student)


def _opened(row: AnyRow, sealer: Sealer, signed: tuple[Sign, ...]) -> Comment:
    told = json.loads(sealer.open(place(row.comment, row.student, row.edition), "body", row.body))
    said = tuple(Sentence(s["part"], s["text"], tuple(s["cites"])) for s in told["sentences"])
    mine = tuple(side for side, there in (("school", row.teaches), ("enterprise", row.mentors)) if there)
    return Comment(
        row.comment, row.student, row.scheme, row.tone, row.version, row.edition, bool(row.joined), row.person, row.at,
        said, tuple(_fact(f) for f in told["facts"]), told["basis"], told["written_by"], told["edited"], signed, mine,
    )  # fmt: skip


def _fact(told: dict[str, Any]) -> Fact:
    lists = {name: tuple(told[name]) for name in ("quotes", "numbers", "rests")}
    after = None if told["next_level"] is None else tuple(told["next_level"])
    return Fact(**{**told, **lists, "value": Decimal(told["value"]), "next_level": after})


def issued() -> ColumnElement[bool]:
    """On `comment_editions`: both sides have signed it."""
    this = and_(
        comment_signatures.c.comment == comment_editions.c.comment,
        comment_signatures.c.edition == comment_editions.c.edition,
    )
    count = select(func.count()).select_from(comment_signatures).where(this).correlate(comment_editions)
    return count.scalar_subquery() == BOTH


def _through() -> ColumnElement[bool]:
    """An agreement lets these grades through, or did and was not revoked: an issued comment is the student's."""
    return released(date.min)
