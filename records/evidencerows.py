"""Evidence as rows: what is sealed of it and with which keys, and how it opens again. Knows nobody's rights.

The label is the learner's own, joined with the enterprise's whose work it was: both owners' keys and the learner's seal
it, so destroying any of them ends it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from learning.evidence import Evidence, Kind, Result, fits
from records.columns import AnyRow
from records.keys import Keys, Place
from records.masteries import keys_of
from trust.labels import Label, parse, self_label


@dataclass(frozen=True)
class Kept:
    """A piece as it is kept. `entered`: who told it, None of the product's own. `version` rises with corrections."""

    evidence: Evidence
    kept_at: datetime
    entered: str | None = None
    version: int = 1
    statement: Mapping[str, Any] | None = None


class Hasher:
    """Keyed: a slot or digest confirms no guess of what it was made from."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def __call__(self, *said: str) -> str:
        return hmac.new(self._secret, "\x1f".join(said).encode(), hashlib.sha256).hexdigest()


def label_of(home: str, student: str, enterprise: str | None) -> Label:
    own = self_label(home, student)
    return own | parse(f"{enterprise}/public") if enterprise else own


def body_of(told: Evidence, statement: Mapping[str, Any] | None) -> str:
    """Canonical: the same evidence gives the same text."""
    r = told.result
    body: dict[str, Any] = {
        "activity": told.activity, "competencies": list(told.competencies), "outcome": r.outcome, "words": r.words,
        "points": None if r.points is None else str(r.points), "minutes": r.minutes,
        "out_of": None if r.out_of is None else str(r.out_of),
    }  # fmt: skip
    if statement is not None:
        body["statement"] = statement
    return json.dumps(body, ensure_ascii=False, sort_keys=True)


def opened(conn: Connection, keys: Keys, rows: Sequence[AnyRow]) -> list[Kept]:
    """Rows with a body."""
    sealers = keys.sealers(conn, {keys_of(r.student, r.sealed_by) for r in rows})
    return [
        _kept(r, json.loads(sealers[keys_of(r.student, r.sealed_by)].open(place(r.id, r.student), "body", r.body)))
        for r in rows
    ]


def _kept(row: AnyRow, body: Mapping[str, Any]) -> Kept:
    numbers = [None if body[name] is None else Decimal(body[name]) for name in ("points", "out_of")]
    if not all(fits(number) for number in numbers if number is not None):  # kept before there was a bound
        numbers = [None, None]
    result = Result(numbers[0], numbers[1], body["outcome"], body["minutes"], body["words"])
    told = Evidence(
        row.id, row.student, Kind(row.kind), row.at, body["activity"], result, tuple(body["competencies"]), row.source,
        row.course, row.enterprise,
    )  # fmt: skip
    return Kept(told, row.kept_at, row.kept_by, row.version, body.get("statement"))


def place(evidence_id: str, student: str) -> Place:
    return Place("evidence", evidence_id, student)
