"""What is kept about somebody, counted: for themselves. Knows the tables that hold a person's own; opens nothing."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, Table, func, select

from records.database import Database
from records.schema import (
    attempts,
    comment_signatures,
    editions,
    evidence,
    feedback,
    learnt,
    mastery,
    rehearsals,
    threads,
    tokens,
    turns,
)  # fmt: skip
from records.twosided import BOTH
from trust.principal import Principal


@dataclass(frozen=True)
class Kept:
    """How many of each. `documents` are those this person brought, which belong to their owner."""

    threads: int
    questions: int
    feedback: int
    attempts: int
    mastery: int
    rehearsals: int
    steps: int
    tokens: int
    documents: int
    evidence: int
    comments: int


class Mine:
    def __init__(self, database: Database) -> None:
        self._database = database

    def kept(self, principal: Principal) -> Kept:
        """One's own alone: nobody's consent and no label plays a part."""
        own: dict[str, Table] = {
            "threads": threads, "questions": turns, "feedback": feedback, "attempts": attempts, "mastery": mastery,
            "rehearsals": rehearsals, "steps": learnt, "tokens": tokens,
        }  # fmt: skip
        with self._database.read() as conn:
            counts = {
                name: conn.execute(select(func.count()).where(table.c.person == principal.id)).scalar_one()
                for name, table in own.items()
            }
            brought = select(func.count(editions.c.document.distinct())).where(editions.c.uploader == principal.id)
            about = (evidence.c.student == principal.id) & evidence.c.withdrawn_at.is_(None)
            told = conn.execute(select(func.count()).select_from(evidence).where(about)).scalar_one()
            return Kept(
                documents=conn.execute(brought).scalar_one(), evidence=told,
                comments=len(conn.execute(_issued(principal.id)).all()), **counts,
            )  # fmt: skip


def _issued(student: str) -> Select[tuple[str]]:
    """Drafts are nobody's but their writers': they count for nothing here."""
    signed = comment_signatures.c
    both = select(signed.comment).where(signed.student == student).group_by(signed.comment, signed.edition)
    return both.having(func.count() == BOTH).distinct()
