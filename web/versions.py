"""Earlier versions of a document over HTTP, and what changed. Rules are records/versions.py's."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from records.versions import Version
from trust.principal import Principal, Scope
from trust.sources import Locator
from web.changes import Change, Kind, Stretch, compare
from web.identity import Sees, Who
from web.resources import Parts, Resources

NOW = "now"
router = APIRouter(tags=["library"])


class VersionOut(BaseModel):
    """`replaced_at`: when the next version took its place."""

    id: str
    title: str
    filename: str
    label: str
    replaced_at: datetime
    passages: int

    @classmethod
    def of(cls, v: Version) -> VersionOut:
        return cls(
            id=v.id, title=v.title, filename=v.filename, label=str(v.label), replaced_at=v.replaced_at,
            passages=v.passages,
        )  # fmt: skip


class VersionList(BaseModel):
    items: list[VersionOut]


class PieceOut(BaseModel):
    kind: Kind
    text: str


class ChangeOut(BaseModel):
    """`pieces` only of a `changed` passage."""

    kind: Kind
    heading: str | None
    before: str
    after: str
    pieces: list[PieceOut]


class Comparison(BaseModel):
    added: int
    removed: int
    changed: int
    passages: list[ChangeOut]


def changes(
    parts: Resources, principal: Principal, scope: Scope, document_id: str, before: str, after: str = NOW
) -> list[Change]:
    """Between two versions by id; `now` is the one that serves."""
    def stretches(version: str) -> list[Stretch]:
        found: list[tuple[str, Locator]]
        if version == NOW:
            parts.store.library.document(principal, scope, document_id)
            found = [(p.text, p.locator) for p in parts.store.library.whole(principal, scope, document_id)]
        else:
            read = parts.store.versions.read(principal, scope, document_id, version)
            found = [(s.text, s.locator) for s in read]
        return [Stretch(text, at.heading) for text, at in found]

    return compare(stretches(before), stretches(after))


@router.get("/api/documents/{document_id}/versions")
def versions(document_id: str, who: Who, sees: Sees, parts: Parts) -> VersionList:
    """Earlier versions, newest first; those whose label the caller reads."""
    found = parts.store.versions.page(who.principal, sees, document_id)
    return VersionList(items=[VersionOut.of(v) for v in found])


@router.get("/api/documents/{document_id}/changes")
def changed(
    document_id: str, who: Who, sees: Sees, parts: Parts,
    before: Annotated[str, Query(min_length=1, max_length=64)],
    after: Annotated[str, Query(min_length=1, max_length=64)] = NOW,
) -> Comparison:  # fmt: skip
    """What changed from one version to another."""
    found = changes(parts, who.principal, sees, document_id, before, after)
    count = {kind: sum(1 for c in found if c.kind == kind) for kind in ("added", "removed", "changed")}
    told = [
        ChangeOut(
            kind=c.kind, heading=c.heading, before=c.before, after=c.after,
            pieces=[PieceOut(kind=p.kind, text=p.text) for p in c.pieces],
        )
        for c in found
    ]  # fmt: skip
    return Comparison(**count, passages=told)


@router.delete("/api/documents/{document_id}/versions", status_code=204, summary="Erase earlier versions")
def forget(document_id: str, who: Who, sees: Sees, parts: Parts) -> None:
    parts.store.versions.forget(who.principal, sees, document_id)
