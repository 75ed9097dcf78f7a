"""Replay: every published grade reckoned again from its own row, and its row compared with the judgements that stand.

Names each that differs in a digit, in its provenance, in its scheme's signatures, in an open column, or no longer
opens. For the system and the command line; tells ids, no score.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from learning.grading import KERNEL
from records.columns import AnyRow
from records.graderows import Published, differs, opened, result_of, sealer_of
from records.judgements import Score, scores
from records.keys import Broken
from records.schema import grades, judgements, scheme_signatures
from records.shelf import OnShelf
from trust.errors import Fault


@dataclass(frozen=True)
class Replayed:
    """`wrong`: what does not hold, by name; empty where everything does."""

    grade: str
    wrong: tuple[str, ...]


class Replaying(OnShelf):
    def every(self) -> Iterator[Replayed]:
        """All editions, the first first."""
        with self._shelf.database.read() as conn:
            rows = conn.execute(select(grades).order_by(grades.c.at, grades.c.id)).all()
            newest = {(row.scheme, row.student): row.id for row in rows}
            for row in rows:
                yield Replayed(row.id, tuple(self._wrong(conn, row, row.id == newest[(row.scheme, row.student)])))

    def _wrong(self, conn: Connection, row: AnyRow, newest: bool) -> Iterator[str]:
        try:
            held = opened(sealer_of(conn, self._shelf.keys, row), row)
            again = held.replayed()
        except (Broken, Fault, ValueError, KeyError, TypeError):
            yield "unreadable"
            return
        if differs(row, held):
            yield "columns"
        if held.kernel != KERNEL:
            yield "kernel"
        if result_of(again) != held.result:
            yield "result"
        if again.tree.digest != held.digest:
            yield "provenance"
        if not self._signed(conn, held):
            yield "signatures"
        if newest and not self._stands(conn, held):
            yield "judgements"

    def _signed(self, conn: Connection, held: Published) -> bool:
        """What both signed is what the grade was reckoned by."""
        query = select(scheme_signatures.c.hash).where(scheme_signatures.c.scheme == held.scheme_id)
        return list(conn.execute(query).scalars()) == [held.scheme.digest] * 2

    def _stands(self, conn: Connection, held: Published) -> bool:
        """The rows it names are there as they were. Later ones, of an appeal, are not its own."""
        mine = (judgements.c.scheme == held.scheme_id) & (judgements.c.student == held.student)
        rows = conn.execute(select(judgements).where(mine)).all()
        try:
            found: list[Score] = scores(conn, self._shelf.keys, rows)
        except (Broken, Fault, ValueError, KeyError):
            return False
        there = {score.id: score.judgement for score in found}
        return all(there.get(j.id) == j for j in held.judged.judgements)
