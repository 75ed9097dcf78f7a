"""Caring for documents over HTTP: who could read, what rests on one, moving, trying again, several at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from records.audience import Group
from records.dependants import Dependant
from trust.errors import BadInput, Fault
from trust.labels import parse
from trust.principal import Principal, Scope
from trust.sources import Document
from web.documents import DocumentOut, confirm, remove
from web.identity import Asker, Sees, Who
from web.language import Reads
from web.passages import Library
from web.resources import Parts, Resources
from web.shapes import Strict

MOST_AT_ONCE = 200
FOUND = 50
"""Passages looked through for documents that hold the words."""
router = APIRouter(tags=["library"])


class GroupOut(BaseModel):
    """`owner` only where it is one of the caller's own."""

    role: str
    owner: str | None
    people: int

    @classmethod
    def of(cls, g: Group) -> GroupOut:
        return cls(role=g.role, owner=g.owner, people=g.people)


class AudienceOut(BaseModel):
    """`people` counts each once, whatever their roles."""

    people: int
    groups: list[GroupOut]


class DependantOut(BaseModel):
    """`kind`: the tool of an artefact, `item` of the bank, or `document`."""

    id: str
    kind: str
    title: str
    state: str

    @classmethod
    def of(cls, d: Dependant) -> DependantOut:
        return cls(id=d.id, kind=d.kind, title=d.title, state=d.state)


class DependantList(BaseModel):
    items: list[DependantOut]


class MoveIn(Strict):
    library: Library
    version: int


class Several(Strict):
    """One act on many; `label` with `label`, `library` with `move`."""

    act: Literal["label", "move", "delete"]
    ids: list[str] = Field(min_length=1, max_length=MOST_AT_ONCE)
    label: str | None = Field(default=None, min_length=1, max_length=500)
    library: Library | None = None


class Outcome(BaseModel):
    """`error` in the caller's language where it was not done."""

    id: str
    done: bool
    error: str | None = None


class Outcomes(BaseModel):
    items: list[Outcome]


class HitList(BaseModel):
    items: list[DocumentOut]


@router.get("/api/audience")
def audience(
    who: Who, parts: Parts,
    owner: Annotated[str, Query(min_length=1, max_length=64)],
    label: Annotated[str, Query(min_length=1, max_length=500)],
) -> AudienceOut:  # fmt: skip
    """How many people could read under a label the caller may give, by role."""
    groups, total = parts.store.audience.of(who.principal, owner, parse(label))
    return AudienceOut(people=total, groups=[GroupOut.of(g) for g in groups])


@router.get("/api/documents/{document_id}/dependants")
def dependants(document_id: str, who: Who, sees: Sees, parts: Parts) -> DependantList:
    """What was made from it, as far as the caller may see that."""
    found = parts.store.dependants.of(who.principal, sees, document_id)
    return DependantList(items=[DependantOut.of(d) for d in found])


def moved(parts: Resources, who: Principal, scope: Scope, document_id: str, library: str, version: int) -> Document:
    """Into another library; the index follows before this returns, or as a job."""
    changed = parts.store.library.move(who, scope, document_id, library, version)
    parts.workflow.enqueue_relabel(document_id)
    return changed


@router.post("/api/documents/{document_id}/library", summary="Move to another library")
def move(document_id: str, given: MoveIn, who: Who, sees: Sees, parts: Parts, reads: Reads) -> DocumentOut:
    return DocumentOut.of(moved(parts, who.principal, sees, document_id, given.library, given.version), reads)


def retried(parts: Resources, who: Principal, scope: Scope, document_id: str) -> Document:
    waiting = parts.store.library.again(who, scope, document_id)
    parts.workflow.enqueue(waiting.id, waiting.generation)
    return waiting


@router.post("/api/documents/{document_id}/retry", status_code=202, summary="Read a failed document again")
def retry(document_id: str, who: Who, sees: Sees, parts: Parts, reads: Reads) -> DocumentOut:
    return DocumentOut.of(retried(parts, who.principal, sees, document_id), reads)


def each(parts: Resources, principal: Principal, scope: Scope, given: Several) -> list[tuple[str, Fault | None]]:
    """The act on each by itself: one that cannot be done stops no other."""
    library = parts.store.library

    def label(document_id: str) -> None:
        now = library.document(principal, scope, document_id)
        confirm(parts, principal, document_id, str(given.label), now.version)

    def shelve(document_id: str) -> None:
        now = library.document(principal, scope, document_id)
        moved(parts, principal, scope, document_id, str(given.library), now.version)

    acts: dict[str, Callable[[str], None]] = {
        "label": label, "move": shelve, "delete": lambda i: remove(parts, principal, i),
    }  # fmt: skip
    if (given.act == "label" and given.label is None) or (given.act == "move" and given.library is None):
        raise BadInput("请写明新的密级或库", "Name the new label or library")
    return [(i, _tried(acts[given.act], i)) for i in dict.fromkeys(given.ids)]


def _tried(act: Callable[[str], None], document_id: str) -> Fault | None:
    try:
        act(document_id)
    except Fault as fault:
        return fault
    return None


@router.post("/api/documents/several", summary="Label, move or delete several")
def several(given: Several, who: Who, sees: Sees, parts: Parts, reads: Reads) -> Outcomes:
    """In order; each with its own outcome."""
    done = each(parts, who.principal, sees, given)
    items = [Outcome(id=i, done=fault is None, error=fault and fault.detail(reads)) for i, fault in done]
    return Outcomes(items=items)


def holding(parts: Resources, principal: Principal, scope: Scope, words: str, library: str | None) -> list[Document]:
    """Documents with a passage among the best for these words, best first: the same search as everywhere."""
    found = parts.searcher.find(principal, scope, words, k=FOUND, library=library)
    ids = list(dict.fromkeys(p.document_id for p in found.passages))
    return parts.store.library.some(principal, scope, ids)


@router.get("/api/documents/holding", summary="Documents whose text holds the words")
def by_words(
    principal: Asker, sees: Sees, parts: Parts, reads: Reads,
    words: Annotated[str, Query(min_length=1, max_length=300)], library: Library | None = None,
) -> HitList:  # fmt: skip
    return HitList(items=[DocumentOut.of(d, reads) for d in holding(parts, principal, sees, words, library)])
