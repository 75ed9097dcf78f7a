"""How far an empty platform has come: the first administrator's checklist, each step true of what is really there.

Yes or no alone: an administrator learns that there is an answer with a source, not whose or about what.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Select, select

from records.database import Database
from records.schema import documents, memberships, owners, people, turns
from trust.errors import NotFound
from trust.principal import Principal
from trust.roles import Act, Role

STEPS = ("enterprise", "people", "steward", "upload", "answer")


class FirstSteps:
    def __init__(self, database: Database) -> None:
        self._database = database

    def reached(self, by: Principal) -> Mapping[str, bool]:
        """Each of STEPS."""
        if not by.may(Act.MANAGE_PEOPLE):
            raise NotFound()
        living = select(memberships.c.person).join(people, people.c.id == memberships.c.person)
        living = living.where(people.c.disabled_at.is_(None))
        asks: Mapping[str, Select[tuple[str]]] = {
            "enterprise": select(owners.c.id).where(owners.c.kind == "enterprise"),
            "people": living.where(memberships.c.role.in_([Role.TEACHER.value, Role.MENTOR.value])),
            "steward": living.where(memberships.c.role == Role.STEWARD.value),
            "upload": select(documents.c.id).where(documents.c.serving.is_not(None), documents.c.deleted_at.is_(None)),
            "answer": select(turns.c.id).where(turns.c.sources != "[]"),
        }
        with self._database.read() as conn:
            return {step: conn.execute(asks[step].limit(1)).first() is not None for step in STEPS}
