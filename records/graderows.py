"""Published grades as rows: who sees which, sealed and opened. A row holds all that a replay needs.

A grade is read under the student's own label: by them, by who teaches them by that scheme now, by the enterprise's
mentors they consented to. It stands while the agreement it was released under was not revoked, or another one lets
grades through. All of it is in the query. Knows no rule of publishing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from learning.grading import KERNEL, Grade, grade
from learning.judged import Judged
from learning.kept import plain, read_judged, read_scheme
from learning.scheme import Scheme
from records.columns import AnyRow, among
from records.keys import Keys, Place, Sealer
from records.masteries import keys_of
from records.schema import agreements, appeals, grades, schemes
from records.schemerows import released, sides
from trust.principal import Principal, Scope


@dataclass(frozen=True)
class Published:
    """One edition. `digest` of the provenance tree, `kernel` that made it, `appeal` where one led to it."""

    id: str
    scheme_id: str
    student: str
    edition: int
    agreement: str
    person: str
    at: datetime
    appeal: str | None
    kernel: str
    scheme: Scheme
    judged: Judged
    digest: str
    result: Mapping[str, Any]

    def replayed(self) -> Grade:
        """Reckoned again from what is stored."""
        return grade(self.scheme, self.judged)


def visible(principal: Principal, scope: Scope, now: datetime, today: date) -> Select[Any]:
    teaches, mentors, _ = sides(principal, now)
    query = select(grades).join(schemes, schemes.c.id == grades.c.scheme)
    query = query.join(agreements, agreements.c.id == grades.c.agreement)
    return query.where(
        among(grades.c.label, sorted(scope.ids)), or_(grades.c.student == principal.id, teaches, mentors),
        stands(today),
    )  # fmt: skip


def stands(today: date) -> ColumnElement[bool]:
    """On a grade's scheme and agreement: what was published is still shown."""
    return or_(agreements.c.revoked_at.is_(None), released(today))


def result_of(made: Grade) -> dict[str, Any]:
    """What was told, for JSON: exact decimals as text."""
    return {
        "final": None if made.final is None else str(made.final), "low": str(made.low), "high": str(made.high),
        "unsafe": made.unsafe, "needs": [[n.wanted, n.criterion, n.side] for n in made.needs],
        "carried": list(made.carried),
    }  # fmt: skip


def body_of(row: Mapping[str, Any], scheme: Scheme, judged: Judged, made: Grade, appeal: str | None) -> str:
    """The sealed part: the row's own facts again, so that none of them can be changed beside it."""
    told = {
        "scheme_id": row["scheme"], "student": row["student"], "edition": row["edition"], "person": row["person"],
        "agreement": row["agreement"], "at": row["at"].isoformat(), "appeal": appeal, "scheme": scheme.text,
        "hash": scheme.digest, "kernel": KERNEL, "judged": plain(judged), "result": result_of(made),
        "tree": made.tree.digest,
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False)


def reopened(conn: Connection, scheme_id: str, student: str) -> bool:
    """Whether an appeal was decided since the newest edition."""
    newest = select(func.max(grades.c.at)).where(grades.c.scheme == scheme_id, grades.c.student == student)
    later = appeals.c.decided_at > newest.scalar_subquery()
    mine = (appeals.c.scheme == scheme_id) & (appeals.c.student == student)
    return conn.execute(select(appeals.c.id).where(mine, later)).first() is not None


def place(row: str, student: str) -> Place:
    return Place("grades", row, student)


def sealer_of(conn: Connection, keys: Keys, row: AnyRow) -> Sealer:
    return keys.sealer(conn, keys_of(row.student, row.sealed_by))


def opened(sealer: Sealer, row: AnyRow) -> Published:
    """Raises Broken where a byte of it was changed."""
    told = json.loads(sealer.open(place(row.id, row.student), "body", row.body))
    return Published(
        row.id, told["scheme_id"], told["student"], told["edition"], told["agreement"], told["person"],
        datetime.fromisoformat(told["at"]), told["appeal"], told["kernel"], read_scheme(told["scheme"]),
        read_judged(told["judged"]), told["tree"], told["result"],
    )  # fmt: skip


def differs(row: AnyRow, held: Published) -> bool:
    """Whether the open columns say something else than what was sealed with them."""
    said = (row.scheme, row.student, row.edition, row.person, row.agreement, row.at)
    return said != (held.scheme_id, held.student, held.edition, held.person, held.agreement, held.at)
