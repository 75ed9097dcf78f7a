"""What is read and what is said: Document, Passage, Findings, Citation, Answer. Pure data.

Does not know where any of it is stored, found or composed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from trust.labels import Label, join

LIBRARIES = ("enterprise", "course", "training", "competition")
STATES = ("received", "parsing", "awaiting_label", "indexing", "ready", "failed", "deleted")


@dataclass(frozen=True)
class Locator:
    """Where in its file a passage stands. `heading` is the path joined by ' › '."""

    page: int | None = None
    heading: str | None = None
    sheet: str | None = None
    slide: int | None = None


@dataclass(frozen=True)
class Words:
    """The same in both languages."""

    zh: str
    en: str

    def of(self, language: str) -> str:
        return self.en if language.startswith("en") else self.zh


@dataclass(frozen=True)
class Document:
    """One uploaded document; `label` is the one it is readable under now, `progress` is 0–1.

    `error` is for Chinese readers, `error_en` for the others; both or none. `made_from`: the artefact whose words these
    are, where the house itself generated the document. `unread` names what could not be read of it, `notes` what was
    read in a way to know of; `language` is the text's as BCP 47 writes it.
    """

    id: str
    owner: str
    library: str
    title: str
    filename: str
    label: Label
    proposed_label: Label | None
    state: str
    stage: str
    progress: float
    error: str | None
    unread: Words | None
    passages: int
    version: int
    generation: int
    uploader: str
    created_at: datetime
    valid_from: date | None = None
    review_by: date | None = None
    error_en: str | None = None
    made_from: str | None = None
    notes: Words | None = None
    language: str | None = None


@dataclass(frozen=True)
class Passage:
    """A stretch of one document. `text` is verbatim; `ordinal` is its place in the document (0-based). `made`: the
    house generated it from other passages.
    """

    id: str
    document_id: str
    title: str
    text: str
    locator: Locator
    label: Label
    library: str
    ordinal: int
    made: bool = False


@dataclass(frozen=True)
class Findings:
    """Passages, best first, the join of their labels (None when empty), and how sure the reader is.

    `sure` is decided by a threshold calibrated from what the asker may see, never shown as a number.
    """

    query: str
    passages: tuple[Passage, ...]
    label: Label | None
    searched: int
    sure: bool = True
    quotes: tuple[Quote, ...] = ()

    @classmethod
    def quoting(
        cls, query: str, passages: Sequence[Passage], quotes: Sequence[tuple[str, str]]
    ) -> Findings | None:
        """What is already known to answer: these stretches of these passages; None where none of them is there."""
        held = {p.id: p for p in passages}
        kept = tuple(Quote(i, text) for i, text in quotes if i in held and text in held[i].text)
        if not kept:
            return None
        return cls(query, tuple(passages), join(p.label for p in passages), len(passages), True, kept)


@dataclass(frozen=True)
class Quote:
    """A verbatim stretch (≤ 120 characters per quote) of the passage `passage_id`."""

    passage_id: str
    text: str


@dataclass(frozen=True)
class Citation:
    n: int
    passage_id: str
    document_id: str
    title: str
    locator: Locator
    quote: str


@dataclass(frozen=True)
class Answer:
    """What leaves. `label` is at least as strict as everything it was made from. `incomplete`: its writer fell silent
    in the middle, the rest is quoted. `read`: the documents its words were made of, cited or not.
    """

    text: str
    citations: tuple[Citation, ...]
    label: Label
    refused: bool = False
    written_by: str = "extract"
    tool_calls: tuple[str, ...] = ()
    incomplete: bool = False
    read: tuple[str, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """Every document it rests on."""
        return tuple(sorted({*self.read, *(c.document_id for c in self.citations)}))
