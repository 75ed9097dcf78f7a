"""The library over HTTP: upload, list, look, fetch, label, delete. Rules are records/library.py's."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from ingest.kinds import integrity_of
from trust.labels import parse
from trust.principal import Principal
from trust.sources import Document
from web.identity import Sees, Who
from web.language import Language, Reads
from web.passages import Library
from web.resources import Parts, Resources
from web.shapes import Strict, attachment, files_of
from web.upload import OCTETS, Upload, form_schema, read_upload

State = Literal["received", "parsing", "awaiting_label", "indexing", "ready", "failed", "deleted"]
router = APIRouter(tags=["library"])


class Received(BaseModel):
    id: str
    state: State


class DocumentOut(BaseModel):
    """`progress` runs from 0 to 1; `error` says what to do; `unread` names what could not be read and why, `notes` what
    was read in a way to know of (recognised pictures, hidden sheets, tracked changes). `generated`: the house made it
    from other documents. `integrity`: 0 from outside, 1 a member's, 2 reviewed, 3 curated; `language` as in BCP 47.
    """

    id: str
    title: str
    owner: str
    library: Library
    label: str
    proposed_label: str | None
    state: State
    stage: str
    progress: float
    error: str | None
    unread: str | None
    notes: str | None
    language: str | None
    integrity: int
    passages: int
    version: int
    filename: str
    created_at: datetime
    valid_from: date | None
    review_by: date | None
    generated: bool

    @classmethod
    def of(cls, d: Document, language: Language) -> DocumentOut:
        return cls.model_validate(
            {
                **{name: getattr(d, name) for name in cls.model_fields if hasattr(d, name)},
                "unread": d.unread and d.unread.of(language),
                "notes": d.notes and d.notes.of(language),
                "integrity": d.label.integrity,
                "generated": d.made_from is not None,
                "error": d.error_en if language == "en" else d.error,
                "label": str(d.label),
                "proposed_label": str(d.proposed_label) if d.proposed_label else None,
            }
        )


class DocumentPage(BaseModel):
    items: list[DocumentOut]
    next: str | None


class LabelChoice(Strict):
    label: str = Field(min_length=1, max_length=500)
    version: int


def receive(parts: Resources, principal: Principal, given: Upload) -> tuple[Document, bool]:
    """Take a document in and start its work. The same bytes under the same label again are the same document. TooMany
    while too many wait.
    """
    label = parse(given.label or f"{given.owner}/internal", integrity_of(given.filename, given.data))
    parts.store.waiting.check(principal)
    document, created = parts.store.library.receive(
        principal, owner=given.owner, library=given.library, label=label, title=given.shown_title,
        filename=given.filename, media_type=given.media_type, data=given.data, valid_from=given.valid_from,
        review_by=given.review_by, replaces=given.replaces,
    )
    if created:
        parts.workflow.enqueue(document.id, document.generation)
    return document, created


@router.post(
    "/api/documents", status_code=202, openapi_extra=form_schema(), responses={200: {"model": Received}},
    summary="Upload one file",
)
async def upload(request: Request, response: Response, who: Who, parts: Parts) -> Received:
    given = await read_upload(request, parts.switches.max_upload, parts.aids)
    document, created = await run_in_threadpool(receive, parts, who.principal, given)
    response.status_code = 202 if created else 200
    return Received.model_validate({"id": document.id, "state": document.state})


@router.get("/api/documents")
def page(
    who: Who, sees: Sees, parts: Parts, reads: Reads, library: Library | None = None, state: State | None = None,
    owner: Annotated[str | None, Query(max_length=64)] = None, mine: bool = False, late: bool = False,
    q: Annotated[str | None, Query(max_length=300)] = None,
    cursor: Annotated[str | None, Query(max_length=500)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> DocumentPage:
    uploader = who.principal.id if mine else None
    found, more = parts.store.library.page(
        who.principal, sees, library=library, state=state, owner=owner, uploader=uploader, late=late,
        q=q, cursor=cursor, limit=limit,
    )
    return DocumentPage(items=[DocumentOut.of(d, reads) for d in found], next=more)


@router.get("/api/documents/{document_id}")
def document(document_id: str, who: Who, sees: Sees, parts: Parts, reads: Reads) -> DocumentOut:
    return DocumentOut.of(parts.store.library.document(who.principal, sees, document_id), reads)


@router.get("/api/documents/{document_id}/file", response_class=Response, responses=files_of([OCTETS]))
def original(document_id: str, who: Who, sees: Sees, parts: Parts) -> Response:
    """The file as it came, always as a download."""
    found, data = parts.store.library.original(who.principal, sees, document_id)
    return Response(data, media_type=OCTETS, headers=attachment(found.filename))


def confirm(parts: Resources, who: Principal, document_id: str, label: str, version: int) -> Document:
    """Put the chosen label on and have the index follow."""
    scope = parts.store.labels.scope(who)
    changed = parts.store.library.confirm_label(who, scope, document_id, parse(label), version)
    parts.workflow.enqueue_relabel(document_id)
    parts.workflow.enqueue_removals()
    return changed


@router.post("/api/documents/{document_id}/label", summary="Confirm the label (steward)")
def choose_label(document_id: str, given: LabelChoice, who: Who, parts: Parts, reads: Reads) -> DocumentOut:
    return DocumentOut.of(confirm(parts, who.principal, document_id, given.label, given.version), reads)


def remove(parts: Resources, who: Principal, document_id: str) -> None:
    """Invisible at once; the bytes go soon after."""
    parts.store.library.delete(who, parts.store.labels.scope(who), document_id)
    parts.workflow.enqueue_removals()


@router.delete("/api/documents/{document_id}", status_code=204)
def delete(document_id: str, who: Who, parts: Parts) -> None:
    remove(parts, who.principal, document_id)
