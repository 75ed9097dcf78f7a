"""One learner's portfolio as one look: evidence, growth and works, each as far as the caller may see it today.

Of somebody else it takes a reason, which is kept once for the whole. Counts and draws nothing itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from learning.growth import Growth, growth
from learning.portfolio import Portfolio, portfolio
from records import evidenceacts as acts
from records.attempts import Attempts
from records.evidencereach import standing
from records.evidencerows import Kept
from records.evidences import Evidences
from records.looks import Looks
from records.ownevidence import answers
from records.schema import people
from records.shelf import OnShelf, Shelf
from records.showpieces import Showpiece, Showpieces
from trust.day import day
from trust.errors import NotFound
from trust.principal import Principal, Scope


@dataclass(frozen=True)
class Folder:
    """`figures` of the evidence whose pieces are `kept` by id; `growth` of the answers; `works` latest first."""

    id: str
    student: str
    at: datetime
    figures: Portfolio
    kept: Mapping[str, Kept]
    growth: Growth
    works: tuple[Showpiece, ...]


class Portfolios(OnShelf):
    def __init__(
        self, shelf: Shelf, attempts: Attempts, evidences: Evidences, looks: Looks, works: Showpieces
    ) -> None:
        super().__init__(shelf)
        self._attempts, self._evidences, self._looks, self._works = attempts, evidences, looks, works

    def of(self, principal: Principal, scope: Scope, student: str | None = None, reason: str = "") -> Folder:
        """One's own, or a learner's with a reason (or going on with a look of the last hour). NotFound where they are
        not theirs.
        """
        self._own(principal, scope)
        whose = self._looked(principal, student, reason)
        kept = self._evidences.told(principal, scope, whose)
        now = self._shelf.now()
        with self._shelf.database.read() as conn:
            entries = standing(conn, self._shelf.keys, day(now), lasting=False)
            given = answers(conn, self._attempts, principal, scope, entries, now, whose)
        return Folder(
            self._shelf.new_id(), whose, now, portfolio(k.evidence for k in kept), {k.evidence.id: k for k in kept},
            growth(given, self._attempts.masteries.fitted), tuple(self._works.page(principal, scope, whose)),
        )  # fmt: skip

    def pictures(self, principal: Principal, scope: Scope, folder: Folder) -> dict[str, bytes]:
        """Of the works of a folder this person was just given, by id."""
        return self._works.pictures(principal, scope, folder.student, [w.id for w in folder.works])

    def picture(
        self, principal: Principal, scope: Scope, showpiece_id: str, student: str | None = None, reason: str = ""
    ) -> bytes:
        """One work's. NotFound for what is hidden and what is absent."""
        self._own(principal, scope)
        whose = self._looked(principal, student, reason)
        found = self._works.pictures(principal, scope, whose, [showpiece_id])
        if showpiece_id not in found:
            raise NotFound()
        return found[showpiece_id]

    def taken(self, principal: Principal, folder: Folder, form: str) -> None:
        """A file of it was made for this person: that stands in the audit of the learner's school."""
        with self._shelf.database.write() as conn:
            home = conn.execute(select(people.c.home).where(people.c.id == folder.student)).scalar_one()
            self._shelf.audit.append(conn, home, acts.PortfolioTaken(principal.id, folder.student, form))

    def _looked(self, principal: Principal, student: str | None, reason: str) -> str:
        if student is None or student == principal.id:
            return principal.id
        self._looks.again(principal, student, reason)
        return student
