"""“Read badly”: a reader says where a document's text is wrong, and who looks after it reads that. HTTP only."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel, Field

from records.reports import Report
from web.identity import Sees, Who
from web.resources import Parts
from web.shapes import Strict

router = APIRouter(tags=["library"])


class Given(Strict):
    """What is wrong, and where: a passage, or a page, or neither for the whole document."""

    note: str = Field(min_length=1, max_length=2000)
    passage_id: str | None = Field(default=None, min_length=1, max_length=64)
    page: int | None = Field(default=None, ge=1, le=100_000)


class ReportOut(BaseModel):
    """`read` is the passage's text as it was when reported, to be held against the original."""

    id: str
    document_id: str
    person: str
    at: datetime
    note: str
    passage_id: str | None
    page: int | None
    read: str | None

    @classmethod
    def of(cls, r: Report) -> ReportOut:
        return cls.model_validate({name: getattr(r, name) for name in cls.model_fields})


class ReportList(BaseModel):
    items: list[ReportOut]


@router.post("/api/documents/{document_id}/reports", status_code=201, summary="Say that a document was read badly")
def report(document_id: str, given: Given, who: Who, sees: Sees, parts: Parts) -> ReportOut:
    library = parts.store.library
    passage = library.passage(who.principal, sees, given.passage_id) if given.passage_id else None
    kept = parts.store.reports.add(who.principal, sees, document_id, given.note, given.page, passage)
    return ReportOut.of(kept)


@router.get("/api/documents/{document_id}/reports", summary="Reports on a document: all for its uploader and stewards")
def reports(document_id: str, who: Who, sees: Sees, parts: Parts) -> ReportList:
    return ReportList(items=[ReportOut.of(r) for r in parts.store.reports.of(who.principal, sees, document_id)])


class OwnerUse(BaseModel):
    owner: str
    used: int
    limit: int | None


class Use(BaseModel):
    """Bytes of original files: the caller's own uploads, and what is kept for owners whose steward they are."""

    used: int
    limit: int | None
    owners: list[OwnerUse]


@router.get("/api/quota", summary="How much room is taken and left")
def quota(who: Who, sees: Sees, parts: Parts) -> Use:
    used, owners = parts.store.library.room(who.principal, sees)
    limits = parts.settings
    held = [OwnerUse(owner=o, used=n, limit=limits.quota_owner or None) for o, n in owners.items()]
    return Use(used=used, limit=limits.quota_person or None, owners=held)
