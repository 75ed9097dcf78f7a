"""A release request as it is read: the frozen copy, what is taken out of it, who approved. Knows no rules."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from records.columns import AnyRow
from records.keys import Place, Sealer
from trust.labels import Label

ASKED, LAPSED, RELEASED, REFUSED, WITHDRAWN = "asked", "lapsed", "released", "refused", "withdrawn"
ENDED = (RELEASED, REFUSED, WITHDRAWN)
STATES = (ASKED, *ENDED, LAPSED)
BLACKED = "【已删去】"
"""One mark whatever its length: a length would tell."""


@dataclass(frozen=True)
class Approval:
    owner: str
    person: str
    at: datetime


@dataclass(frozen=True)
class Frozen:
    """A passage of the copy: `before` as it stands, `after` as it goes out, or left out whole."""

    before: str
    after: str
    heading: str | None
    page: int | None
    left_out: bool


@dataclass(frozen=True)
class Asked:
    """`hash` is over all that is approved. `generation` stays within records/."""

    id: str
    document: str
    generation: int
    title: str
    reason: str
    label: Label
    wanted: str
    requester: str
    at: datetime
    until: date
    ended: str | None
    ended_at: datetime | None
    ended_by: str | None
    copy: str | None
    refusal: str
    taken_out: tuple[str, ...]
    passages: tuple[Frozen, ...]
    owners: frozenset[str]
    approvals: tuple[Approval, ...]

    @property
    def waits_for(self) -> tuple[str, ...]:
        """Owners in the label none of whose stewards has approved yet."""
        return tuple(sorted(self.owners - {a.owner for a in self.approvals}))

    @property
    def hash(self) -> str:
        said = [self.id, self.document, str(self.label), self.wanted, self.title, self.reason, self.markdown]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()

    def state(self, today: date) -> str:
        if self.ended is not None:
            return self.ended
        return LAPSED if self.until < today else ASKED

    @property
    def copy_title(self) -> str:
        """What is taken out is taken out of the title too."""
        return redacted([self.title], self.taken_out)[0]

    @property
    def markdown(self) -> str:
        """The copy's words: headings as they were, each passage as it goes out."""
        said: list[str] = [f"# {self.copy_title}"]
        before: str | None = None
        for passage in self.passages:
            if passage.left_out:
                continue
            if passage.heading and passage.heading != before:
                said.append(f"## {passage.heading}")
            before = passage.heading
            said.append(passage.after)
        return "\n\n".join(said) + "\n"


def redacted(texts: Sequence[str], taken_out: Sequence[str]) -> list[str]:
    """Every occurrence replaced, the longest stretches first."""
    found = []
    for text in texts:
        for stretch in sorted(set(taken_out), key=len, reverse=True):
            text = text.replace(stretch, BLACKED)
        found.append(text)
    return found


def body_place(request_id: str, document_id: str, version: int) -> Place:
    return Place("release_requests", request_id, document_id, version)


def opened(row: AnyRow, sealer: Sealer, label: Label, owners: frozenset[str], approvals: tuple[Approval, ...]) -> Asked:
    body = sealer.open(body_place(row.id, row.document, row.key_version), "body", row.body)
    title, reason, taken_out, told, refusal = json.loads(body)
    passages = tuple(Frozen(text, clean, heading, page, left) for text, heading, page, left, clean in told)
    return Asked(
        row.id, row.document, row.generation, title, reason, label, row.wanted, row.requester, row.at, row.until,
        row.ended, row.ended_at, row.ended_by, row.copy, refusal, tuple(taken_out), passages, owners, approvals,
    )  # fmt: skip
