"""What is kept about somebody, counted: for themselves. Knows the tables that hold a person's own; opens nothing."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Table, func, select

from records.commentrows import issued
from records.graderows import stands
from records.schema import (
    agreements,
    attempts,
    comment_editions,
    editions,
    evidence,
    feedback,
    grades,
    internship_days,
    internship_marks,
    judgements,
    learnt,
    mastery,
    placements,
    rehearsals,
    schemes,
    threads,
    tokens,
    told_people,
    turns,
)  # fmt: skip
from records.shelf import Shelf
from trust.day import day
from trust.principal import Principal


@dataclass(frozen=True)
class Kept:
    """How many of each. `documents` are those this person brought, which belong to their owner. `grades` and `scores`
    are of published editions they may read, and what those rest on: a score nobody told them of moves no count.
    `figures`: courses whose told figures counted them in.
    """

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
    figures: int
    grades: int
    scores: int
    placements: int
    internship_days: int
    internship_marks: int


class Mine:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def kept(self, principal: Principal) -> Kept:
        """One's own alone, whatever consents and labels say; of grades what is published and shown today."""
        own: dict[str, Table] = {
            "threads": threads, "questions": turns, "feedback": feedback, "attempts": attempts, "mastery": mastery,
            "rehearsals": rehearsals, "steps": learnt, "tokens": tokens, "figures": told_people,
        }  # fmt: skip
        with self._shelf.database.read() as conn:
            counts = {
                name: conn.execute(select(func.count()).where(table.c.person == principal.id)).scalar_one()
                for name, table in own.items()
            }
            brought = select(func.count(editions.c.document.distinct())).where(editions.c.uploader == principal.id)
            about = (evidence.c.student == principal.id) & evidence.c.withdrawn_at.is_(None)
            told = conn.execute(select(func.count()).select_from(evidence).where(about)).scalar_one()
            about = (comment_editions.c.student == principal.id) & issued()  # drafts are their writers'
            said = select(func.count(comment_editions.c.comment.distinct())).where(about)
            published, scored = self._graded(conn, principal)
            interned = {
                table.name: conn.execute(select(func.count()).where(table.c.student == principal.id)).scalar_one()
                for table in (placements, internship_days, internship_marks)
            }
            return Kept(
                documents=conn.execute(brought).scalar_one(), evidence=told, grades=published, scores=scored,
                comments=conn.execute(said).scalar_one(), **counts, **interned,
            )  # fmt: skip

    def _graded(self, conn: Connection, principal: Principal) -> tuple[int, int]:
        """Editions of one's own grades that an agreement still shows, and the judgements made before them."""
        shown = (
            select(grades.c.id, grades.c.scheme, grades.c.at)
            .join(schemes, schemes.c.id == grades.c.scheme)
            .join(agreements, agreements.c.id == grades.c.agreement)
            .where(grades.c.student == principal.id, stands(day(self._shelf.now())))
            .subquery()
        )
        rests = (judgements.c.scheme == shown.c.scheme) & (judgements.c.at <= shown.c.at)
        scored = select(func.count(judgements.c.id.distinct())).join(shown, rests)
        scored = scored.where(judgements.c.student == principal.id)
        published = select(func.count()).select_from(shown)
        return conn.execute(published).scalar_one(), conn.execute(scored).scalar_one()
