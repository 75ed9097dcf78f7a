"""A passage in its place: around it in its document, its page drawn, where the quote stands, why one may read it.

Every look goes through the caller's scope again, pictures too. A quote is told as `START-END` in its passage, so that
no word of a document stands in an address. Knows no page layout; pages are drawn by ingest/drawing.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from ingest.drawing import WIDEST, Drawn
from trust.errors import NotFound, Unreadable
from trust.principal import Principal, Scope
from trust.sources import Citation, Document, Passage
from web.identity import Sees, Who
from web.resources import Parts, Resources
from web.shapes import PassageOut

router = APIRouter(tags=["library"])
AROUND = 6
"""Passages before and after the one that was opened."""
MOST_HITS = 20


@dataclass(frozen=True)
class Hit:
    """A passage, and the stretch of it that is quoted; none for the whole."""

    passage: str
    start: int = 0
    end: int = 0

    @classmethod
    def of(cls, citation: Citation, text: str) -> Hit:
        at = text.find(citation.quote)
        return cls(citation.passage_id, at, at + len(citation.quote)) if at >= 0 else cls(citation.passage_id)

    @classmethod
    def parsed(cls, text: str) -> Hit:
        """From `ID` or `ID@START-END`; what is not well formed quotes nothing."""
        passage, _, at = text.partition("@")
        start, _, end = at.partition("-")
        if not (start.isdigit() and end.isdigit() and len(at) < 16):
            return cls(passage)
        return cls(passage, int(start), int(end))

    def __str__(self) -> str:
        return f"{self.passage}@{self.start}-{self.end}" if self.end > self.start else self.passage

    def quote(self, text: str) -> str | None:
        return text[self.start : self.end] or None if self.end > self.start else None


@dataclass(frozen=True)
class Opened:
    """`around` holds the passage itself. `drawn` tells whether its document has pages to look at."""

    document: Document
    passage: Passage
    around: tuple[Passage, ...]
    quote: str | None
    drawn: bool


def address(hit: Hit, hits: Sequence[Hit] = ()) -> str:
    """Of the reader, with the hits one may step through."""
    asked = {k: v for k, v in (("at", str(hit).partition("@")[2]), ("hits", ",".join(map(str, hits[:MOST_HITS])))) if v}
    return f"/read/{hit.passage}" + (f"?{urlencode(asked, safe='@,-')}" if asked else "")


def hits_of(parts: Resources, principal: Principal, scope: Scope, citations: Sequence[Citation]) -> list[Hit]:
    """The stretches of citations, of those that may be read today."""
    held = {p.id: p for p in parts.store.library.passages(principal, scope, [c.passage_id for c in citations])}
    return [Hit.of(c, held[c.passage_id].text) for c in citations if c.passage_id in held]


def opened(parts: Resources, principal: Principal, scope: Scope, hit: Hit, around: int = AROUND) -> Opened:
    """NotFound for hidden and absent alike."""
    library = parts.store.library
    passage = library.passage(principal, scope, hit.passage)
    near = library.neighbours(principal, scope, passage.document_id, passage.ordinal, around)
    document = library.document(principal, scope, passage.document_id)
    drawn = passage.locator.page is not None and is_pdf(document)
    return Opened(document, passage, near, hit.quote(passage.text), drawn)


def look(
    parts: Resources, principal: Principal, scope: Scope, hit: Hit, around: int = AROUND
) -> tuple[Opened, Drawn | None] | tuple[None, None]:
    """What is there to be shown of a hit, with its page where it has one that can be drawn; nothing where nothing of it
    may be read.
    """
    try:
        found = opened(parts, principal, scope, hit, around)
    except NotFound:
        return None, None
    number = found.passage.locator.page
    if not found.drawn or number is None:
        return found, None
    try:
        return found, page_of(parts, principal, scope, found.document.id, number, found.quote or "")
    except Unreadable:
        return found, None


def is_pdf(document: Document) -> bool:
    return document.filename.lower().endswith(".pdf")


def first_of(parts: Resources, principal: Principal, scope: Scope, document_id: str) -> Hit:
    """Where reading a document begins. NotFound where nothing of it may be read."""
    first = parts.store.library.neighbours(principal, scope, document_id, 0, 0)
    if not first:
        raise NotFound()
    return Hit(first[0].id)


def page_of(parts: Resources, principal: Principal, scope: Scope, document_id: str, page: int, quote: str) -> Drawn:
    """How the page is and where the quote stands on it. NotFound where it is no PDF, Unreadable where it has no such
    page.
    """
    return parts.drawer.marks(_pdf(parts, principal, scope, document_id), page, quote)


def picture_of(parts: Resources, principal: Principal, scope: Scope, document_id: str, page: int, width: int) -> bytes:
    """The same page as PNG."""
    return parts.drawer.image(_pdf(parts, principal, scope, document_id), page, width)


def _pdf(parts: Resources, principal: Principal, scope: Scope, document_id: str) -> bytes:
    document, data = parts.store.library.looked_at(principal, scope, document_id)
    if not is_pdf(document):
        raise NotFound()
    return data


class PageOut(BaseModel):
    """`marks` are boxes of the quote as shares of width and height from the upper left: left, top, right, bottom."""

    document_id: str
    page: int
    pages: int
    ratio: float
    marks: list[tuple[float, float, float, float]]


class Around(BaseModel):
    """In the document's order, the passage itself included."""

    items: list[PassageOut]


@router.get("/api/passages/{passage_id}/around", summary="The passages beside one")
def around(
    passage_id: str, who: Who, sees: Sees, parts: Parts, n: Annotated[int, Query(ge=0, le=20)] = AROUND
) -> Around:
    found = opened(parts, who.principal, sees, Hit(passage_id), n)
    return Around(items=[PassageOut.of(p) for p in found.around])


@router.get("/api/passages/{passage_id}/page", summary="Where a quote stands on its page")
def page(
    passage_id: str, who: Who, sees: Sees, parts: Parts, at: Annotated[str, Query(max_length=16)] = ""
) -> PageOut:
    """`at`: START-END of the quote in the passage. 404 where the passage is on no page."""
    found = opened(parts, who.principal, sees, Hit.parsed(f"{passage_id}@{at}"), 0)
    number = found.passage.locator.page
    if not found.drawn or number is None:
        raise NotFound()
    drawn = page_of(parts, who.principal, sees, found.document.id, number, found.quote or "")
    return PageOut(
        document_id=found.document.id, page=number, pages=drawn.pages, ratio=drawn.ratio, marks=drawn.marks
    )


@router.get("/api/documents/{document_id}/pages/{number}", summary="A page as PNG", response_class=Response)
def picture(
    document_id: str, number: int, who: Who, sees: Sees, parts: Parts,
    width: Annotated[int, Query(ge=100, le=WIDEST)] = 1100,
) -> Response:  # fmt: skip
    """Read anew from the sealed original each time, under what the caller may read now; kept nowhere."""
    if number < 1:
        raise NotFound()
    return Response(picture_of(parts, who.principal, sees, document_id, number, width), media_type="image/png")
